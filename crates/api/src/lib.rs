//! The contract with any window: the command table, the views, the error codes and their TypeScript. This crate must not
//! know Tauri, HTTP, any desk and any kind of desktop; hosts serve the table as it stands.

mod app;
mod convert;
mod error;
mod event;
mod files;
mod handlers;
mod host;
mod self_test;
mod table;
mod typescript;
mod view;

pub use app::App;
pub use error::{ErrorCode, ErrorView};
pub use event::{Event, Go, Tag};
pub use files::{FileContent, file};
pub use host::{BuiltIn, Closing, Host, HostProblem, TrayItem, TrayMood, TrayView};
pub use self_test::{NOT_TESTED, not_tested};
pub use table::{COMMANDS, call};
pub use typescript::typescript;
pub use view::*;
