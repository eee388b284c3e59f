//! Runs a test's body in a process of its own within a session, because variables of the environment (and a few things
//! that libraries keep) are one for a process.

use std::{fs, time::Duration};

use anyhow::{Context, Result, bail};
use tokio::runtime::{Builder, Runtime};

use super::{Needs, Session};

const MARK: &str = "SVARA_SESSION_TEST";

/// The longest a test may take.
const LIMIT: Duration = Duration::from_secs(120);

/// Runs `body` within a new session. `test` is the name of the test that calls this, as the test program lists it: the
/// same program is started again in the session to run this test alone.
pub fn inside(test: &str, needs: Needs, body: impl AsyncFnOnce(&Session) -> Result<()>) -> Result<()> {
    match std::env::var(MARK) {
        Ok(name) if name == test => within(body),
        _ => start(test, needs),
    }
}

fn within(body: impl AsyncFnOnce(&Session) -> Result<()>) -> Result<()> {
    let runtime = runtime()?;
    let outcome = runtime.block_on(async { body(&Session::joined()?).await });
    // What hangs on purpose must not hold up the end.
    runtime.shutdown_background();
    outcome
}

fn start(test: &str, needs: Needs) -> Result<()> {
    runtime()?.block_on(async {
        let session = Session::start(needs).await?;
        let mut command = session.command(std::env::current_exe()?);
        command.args([test, "--exact", "--nocapture"]).env(MARK, test).env("RUST_BACKTRACE", "0");
        let mut part = session.spawn("test", &mut command)?;
        let ended = tokio::time::timeout(LIMIT, part.wait()).await;
        let printed = fs::read_to_string(session.log("test"))?;
        let ended = ended.with_context(|| format!("it takes too long\n{printed}"))??;
        // A misspelt name runs no test and succeeds.
        if !printed.contains("1 passed") {
            bail!("{ended} within the session\n{printed}");
        }
        Ok(())
    })
}

fn runtime() -> Result<Runtime> {
    Ok(Builder::new_multi_thread().worker_threads(2).enable_all().build()?)
}
