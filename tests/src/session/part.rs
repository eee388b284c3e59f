//! One process of a session.

use std::{
    fs::File,
    path::Path,
    process::{ExitStatus, Stdio},
};

use anyhow::{Context, Result};
use rustix::process::{Pid, Signal, kill_process_group};
use tokio::process::{Child, ChildStdin, Command};

/// Ends, with everything it started, when it is dropped.
#[derive(Debug)]
pub struct Part {
    name: String,
    child: Child,
    group: Option<Pid>,
}

impl Part {
    /// A part with a process group of its own can be ended with its children. One without ends when the group of the
    /// process that started it is ended.
    pub(super) fn spawn(name: &str, command: &mut Command, log: &Path, own_group: bool) -> Result<Self> {
        let output = File::create(log)?;
        command.stdin(Stdio::piped()).stdout(output.try_clone()?).stderr(output).kill_on_drop(true);
        if own_group {
            command.process_group(0);
        }
        let child = command.spawn().with_context(|| format!("{name} cannot be started"))?;
        let pid = child.id().and_then(|id| Pid::from_raw(i32::try_from(id).ok()?));
        Ok(Self { name: name.to_owned(), child, group: pid.filter(|_| own_group) })
    }

    /// Its name, which is also its log's.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The process's number while it runs.
    pub fn id(&self) -> Option<u32> {
        self.child.id()
    }

    /// What it reads from, once.
    pub fn input(&mut self) -> Option<ChildStdin> {
        self.child.stdin.take()
    }

    /// Waits for its end.
    pub async fn wait(&mut self) -> Result<ExitStatus> {
        Ok(self.child.wait().await?)
    }

    /// Ends it now, as a crash would, and waits until it is gone.
    pub async fn kill(mut self) -> Result<()> {
        self.kill_group();
        self.child.kill().await?;
        Ok(())
    }

    fn kill_group(&self) {
        if let Some(group) = self.group.filter(|_| self.child.id().is_some()) {
            // Gone already is as good.
            kill_process_group(group, Signal::KILL).ok();
        }
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        self.kill_group();
    }
}
