//! `kill`: the app killed in the middle of its work, more often than continuous integration has time for.

use anyhow::Result;

use crate::{
    packages::{self, Consent, Need},
    shell::{cargo, status},
    window,
};

/// Kills the headless app so often, from this seed on, then the app in its real window.
pub(crate) fn kill(times: u32, seed: u64, consent: Consent) -> Result<()> {
    packages::install(Need::Test, consent)?;
    window::node()?;
    window::packages()?;
    if !window::is_current() {
        status(&mut window::build())?;
    }
    status(&mut cargo(["build", "--workspace", "--all-targets"]))?;
    let mut test =
        cargo(["test", "--workspace", "--test", "kills", "--test", "shell_kills", "--", "--nocapture"]);
    status(test.env("SVARA_KILLS", times.to_string()).env("SVARA_SEED", seed.to_string()))
}
