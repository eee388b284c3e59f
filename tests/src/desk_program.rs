//! A program that serves a desk, in a process of its own.

use std::{process::Stdio, time::Duration};

use anyhow::{Context, Result};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
    time::timeout,
};

/// A start on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);
/// How its first line begins; its address follows.
const IS_AT: &str = "the desk is at ";

/// Linux tells processor times in hundredths of a second.
const TICKS: f64 = 100.0;

/// One that runs. It is killed when this is dropped; its input ends then, too.
#[derive(Debug)]
pub(crate) struct DeskProgram {
    child: Child,
    address: String,
}

impl DeskProgram {
    /// Starts it; ends when it has said where the desk is.
    pub(crate) async fn start(mut command: Command) -> Result<Self> {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn()?;
        let mut lines = BufReader::new(child.stdout.take().context("it has an output")?).lines();
        let said = timeout(PATIENCE, lines.next_line()).await.context("the desk does not start")??;
        let said = said.context("the desk ended at once")?;
        let address = said.strip_prefix(IS_AT).with_context(|| said.clone())?;
        Ok(Self { child, address: format!("{}/", address.trim_end_matches('/')) })
    }

    /// Where the desk is, ending in `/`.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// The memory that it has in use, in KiB.
    pub(crate) fn memory(&self) -> Result<f64> {
        let status = std::fs::read_to_string(self.facts("status")?)?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("its memory")?;
        Ok(line.trim().trim_end_matches(" kB").parse()?)
    }

    /// The processor time that it has used, in seconds.
    pub(crate) fn processor_time(&self) -> Result<f64> {
        let stat = std::fs::read_to_string(self.facts("stat")?)?;
        let (_, fields) = stat.rsplit_once(") ").context("its times")?;
        let ticks: f64 =
            fields.split(' ').skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum();
        Ok(ticks / TICKS)
    }

    /// What Linux tells of it.
    fn facts(&self, what: &str) -> Result<String> {
        Ok(format!("/proc/{}/{what}", self.child.id().context("it runs")?))
    }

    /// Kills it as it stands.
    pub(crate) async fn kill(&mut self) -> Result<()> {
        Ok(self.child.kill().await?)
    }
}
