//! The rig and the whole-system stories: besides the shell the only crate that may know the app, the connectors, the
//! desktop and the desk at once. It must not know the shell's own code: it starts the app as a member does.

pub mod bench;
pub mod contract;
mod desk_program;
pub mod dev_host;
pub mod disk;
pub mod in_process;
pub mod kills;
pub mod model;
pub mod proxy;
pub mod rig;
#[cfg(target_os = "linux")]
pub mod session;
pub mod sim;
#[cfg(target_os = "linux")]
pub mod window;
