//! A virtual display with a window manager, for a computer without a screen.

use std::{
    env,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use anyhow::{Context, Result, bail};

use crate::shell::command;

/// Whether windows can be shown here without further ado.
pub(crate) fn is_there() -> bool {
    !cfg!(target_os = "linux")
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// A virtual display; gone when dropped.
pub(crate) struct VirtualDisplay {
    server: Child,
    manager: Option<Child>,
    name: String,
}

impl VirtualDisplay {
    /// Starts a server under a number that it finds free itself.
    pub(crate) fn start() -> Result<Self> {
        let mut server = command(
            "Xvfb",
            ["-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp", "-noreset"],
        )
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .context("Xvfb cannot be started")?;
        let mut number = String::new();
        if let Some(stdout) = server.stdout.take() {
            BufReader::new(stdout).read_line(&mut number)?;
        }
        let mut display = Self { server, manager: None, name: format!(":{}", number.trim()) };
        if number.trim().is_empty() {
            bail!("Xvfb gave no display");
        }
        // Without a window manager nothing gets the keyboard.
        let mut manager = command("openbox", [""; 0]);
        display.set(&mut manager).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        display.manager = Some(manager.spawn().context("openbox cannot be started")?);
        Ok(display)
    }

    /// Makes a program show its windows here.
    pub(crate) fn set<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env("DISPLAY", &self.name).env("GDK_BACKEND", "x11").env_remove("WAYLAND_DISPLAY")
    }
}

impl Drop for VirtualDisplay {
    fn drop(&mut self) {
        for child in self.manager.iter_mut().chain([&mut self.server]) {
            let _gone_already = child.kill();
            let _gone_already = child.wait();
        }
    }
}
