//! The rig and the whole-system stories. The only crate besides the shell that may know the app, the connectors, the
//! desktop and the desk at once; nothing depends on it.

pub mod contract;
pub mod dev_host;
pub mod in_process;
pub mod rig;
#[cfg(target_os = "linux")]
pub mod session;
