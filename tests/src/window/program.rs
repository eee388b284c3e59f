//! The app's program and its processes.

use std::{fs, path::PathBuf, time::Duration};

use anyhow::{Context, Result, ensure};
use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use tokio::time::timeout;

use crate::session::Part;

/// Longer than an app takes that ends in order.
const END: Duration = Duration::from_secs(20);

/// The built app, of the same build as this program: tests stand in a folder below it, programs beside it. Neither builds it.
pub fn binary() -> Result<PathBuf> {
    let this = std::env::current_exe()?;
    let beside = this.parent().context("this program stands in no folder")?;
    let folder = match beside.ends_with("deps") {
        true => beside.parent().context("this test stands in no target folder")?,
        false => beside,
    };
    let binary = folder.join("svara");
    ensure!(
        binary.is_file(),
        "the app is not built: {} is missing; `cargo build -p svara` makes it",
        binary.display()
    );
    Ok(binary)
}

/// A web view's process, and the one that all of them load through, as far as the kernel keeps a name.
const WEB_VIEW: &str = "WebKitWebProces";
const NETWORK: &str = "WebKitNetworkPr";

/// Asks an app to end, as the end of a desktop session does, and ends when it has, in order.
pub async fn end_in_order(mut app: Part) -> Result<()> {
    Program::of(&app)?.ask_to_end()?;
    let ended = timeout(END, app.wait()).await.context("the app goes on")??;
    ensure!(ended.success(), "{ended}");
    Ok(())
}

/// A running process that this test did not start itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Program(Pid);

impl Program {
    /// The child of that name of a process.
    pub(super) fn child_of(parent: u32, name: &str) -> Result<Self> {
        let parent = parent.to_string();
        for entry in fs::read_dir("/proc")? {
            let path = entry?.path();
            // `pid (name) state parent …`; a process may end meanwhile.
            let Ok(line) = fs::read_to_string(path.join("stat")) else { continue };
            let Some((start, rest)) = line.rsplit_once(") ") else { continue };
            let Some((pid, its_name)) = start.split_once(" (") else { continue };
            if its_name == name && rest.split(' ').nth(1) == Some(&parent) {
                return Ok(Self(Pid::from_raw(pid.parse()?).context("no process number")?));
            }
        }
        anyhow::bail!("{parent} has no child {name}")
    }

    /// A part of a session, while it runs.
    pub fn of(part: &Part) -> Result<Self> {
        let pid = part.id().and_then(|id| Pid::from_raw(i32::try_from(id).ok()?));
        Ok(Self(pid.with_context(|| format!("{} has ended", part.name()))?))
    }

    /// Asks it to end in order.
    pub fn ask_to_end(self) -> Result<()> {
        Ok(kill_process(self.0, Signal::TERM)?)
    }

    /// Ends it now, as a crash would.
    pub fn kill(self) -> Result<()> {
        Ok(kill_process(self.0, Signal::KILL)?)
    }

    /// The process's number.
    pub fn id(self) -> u32 {
        self.0.as_raw_nonzero().get().unsigned_abs()
    }

    /// Whether a web view's process runs below it.
    pub fn has_web_view(self) -> bool {
        Self::child_of(self.id(), WEB_VIEW).is_ok()
    }

    /// Whether the process runs below it that web views load through.
    pub fn has_network(self) -> bool {
        Self::child_of(self.id(), NETWORK).is_ok()
    }

    /// Whether it has ended.
    pub fn has_ended(self) -> bool {
        test_kill_process(self.0).is_err() || is_zombie(self.0)
    }
}

fn is_zombie(pid: Pid) -> bool {
    let line = fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).unwrap_or_default();
    line.rsplit_once(") ").is_none_or(|(_, rest)| rest.starts_with('Z'))
}
