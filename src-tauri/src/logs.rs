//! The log: a file a day, kept for a week, and standard error. Whoever logs leaves out secrets and issues' texts; what a
//! crate that is not ours has to say is heard only from warnings up.

use std::{
    io::{self, Write},
    path::Path,
};

use anyhow::{Context, Result};
use tracing_appender::{
    non_blocking::WorkerGuard,
    rolling::{RollingFileAppender, Rotation},
};
use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};

const KEPT: usize = 7;
/// `svara` stands for every crate of ours: a target counts by its beginning.
const HEARD: &str = "warn,svara=info";

/// Starts the log. What is left is written when the guard goes.
pub(crate) fn start(folder: &Path) -> Result<WorkerGuard> {
    let file = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("svara")
        .filename_suffix("log")
        .max_log_files(KEPT)
        .build(folder)
        .context("the log cannot be written")?;
    tighten(folder).context("the log's rights cannot be set")?;
    let (file, guard) = tracing_appender::non_blocking(OneLine(file));
    tracing_subscriber::registry()
        .with(EnvFilter::new(HEARD))
        .with(fmt::layer().with_ansi(false).with_writer(file))
        .with(fmt::layer().with_ansi(false).with_writer(|| OneLine(io::stderr())))
        .try_init()
        .context("the log cannot be started")?;
    Ok(guard)
}

/// Leaves the logs to their owner. A file that a long run begins at midnight gets there with the next start; nobody else
/// enters the folder until then.
#[cfg(unix)]
fn tighten(folder: &Path) -> io::Result<()> {
    use std::{fs, os::unix::fs::PermissionsExt};

    for entry in fs::read_dir(folder)? {
        fs::set_permissions(entry?.path(), fs::Permissions::from_mode(0o600))?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn tighten(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// Keeps an entry on its line, so that a text from outside cannot pass for an entry of its own. Gets one entry a call.
struct OneLine<W>(W);

impl<W: Write> Write for OneLine<W> {
    fn write(&mut self, entry: &[u8]) -> io::Result<usize> {
        let body = entry.strip_suffix(b"\n").unwrap_or(entry);
        if body.iter().any(|byte| matches!(byte, b'\n' | b'\r')) {
            let text = String::from_utf8_lossy(body).replace('\r', "\\r").replace('\n', "\\n");
            self.0.write_all(format!("{text}\n").as_bytes())?;
        } else {
            self.0.write_all(entry)?;
        }
        Ok(entry.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_a_line() {
        let mut written = OneLine(Vec::new());
        for entry in ["plain\n", "two\nlines\r\n"] {
            assert_eq!(written.write(entry.as_bytes()).expect("memory takes it"), entry.len());
        }
        assert_eq!(String::from_utf8_lossy(&written.0), "plain\ntwo\\nlines\\r\n");
    }
}
