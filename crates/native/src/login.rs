//! The start at login: one small module a platform, each by what the platform documents.

use std::path::PathBuf;

#[cfg_attr(target_os = "linux", path = "login/freedesktop.rs")]
#[cfg_attr(target_os = "macos", path = "login/macos.rs")]
#[cfg_attr(windows, path = "login/windows.rs")]
mod platform;

pub(crate) use platform::{is_on, turn_off, turn_on};

/// What is started.
#[derive(Clone, Debug)]
pub(crate) struct Start {
    /// The program; an empty path where it is not known.
    program: PathBuf,
    arguments: Vec<String>,
}

impl Start {
    /// This program, where it is installed: an `AppImage` runs from a folder that is gone at the next login.
    pub(crate) fn of_this_program(arguments: Vec<String>) -> Self {
        let bundle = std::env::var_os("APPIMAGE").map(PathBuf::from);
        let program = bundle.map_or_else(std::env::current_exe, Ok).unwrap_or_default();
        Self { program, arguments }
    }

    /// The program and its arguments, as texts.
    fn words(&self) -> std::io::Result<Vec<String>> {
        let program = self.program.to_str().filter(|path| !path.is_empty());
        let program =
            program.ok_or_else(|| std::io::Error::other("this program's own path cannot be written"))?;
        Ok(std::iter::once(program.to_owned()).chain(self.arguments.iter().cloned()).collect())
    }
}
