//! `sim`: builds the simulator, it alone with the mistakes that it has to find, and runs it.

use std::process::Command;

use anyhow::Result;

use crate::{
    run,
    shell::{cargo, root, status},
};

/// The simulator's build: the workspace's dependencies as every other build has them, and the planted mistakes, which no other
/// build has.
const BUILD: [&str; 7] =
    ["build", "--quiet", "--workspace", "--bin", "svara-sim", "--features", "svara-tests/planted"];

/// Runs the simulator with these arguments; `--help` lists them.
pub(crate) fn sim(arguments: &[String]) -> Result<()> {
    status(&mut build())?;
    status(program().args(arguments))
}

/// Builds it.
pub(crate) fn build() -> Command {
    cargo(BUILD)
}

/// Starts it, once it is built.
pub(crate) fn program() -> Command {
    let program = run::target().join("debug").join(format!("svara-sim{}", std::env::consts::EXE_SUFFIX));
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}
