//! `test` and `ci`: every check in one row, the quickest first.

use std::{env, process::Command};

use anyhow::Result;

use crate::{
    browser,
    packages::{self, Consent, Need},
    shell::{Steps, cargo, npm, root, status},
    sim, window,
};

/// Runs every test.
pub(crate) fn test(consent: Consent) -> Result<()> {
    let mut steps = Steps::new("test");
    prepare(&mut steps, consent)?;
    check_window(&mut steps)?;
    run_tests(&mut steps)?;
    steps.finish();
    Ok(())
}

/// Runs what continuous integration runs.
pub(crate) fn ci() -> Result<()> {
    let mut steps = Steps::new("ci");
    prepare(&mut steps, Consent::Given)?;
    steps.run("format", &mut cargo(["fmt", "--all", "--check"]))?;
    check_window(&mut steps)?;
    steps
        .run("lints", &mut lean(cargo(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])))?;
    run_tests(&mut steps)?;
    simulate(&mut steps)?;
    steps.finish();
    Ok(())
}

/// Runs a crate's tests with leave to write the committed file that they compare.
pub(crate) fn update(package: &str, variable: &str) -> Result<()> {
    status(cargo(["test", "--package", package]).env(variable, "1"))
}

fn prepare(steps: &mut Steps, consent: Consent) -> Result<()> {
    steps.step("system packages", |_| packages::install(Need::Test, consent))?;
    if window::is_there() {
        steps.step("Node", |_| window::node())?;
        steps.step("npm packages", |_| window::packages())?;
        steps.step("browser", |_| browser::fetch(consent))?;
    }
    Ok(())
}

/// The window comes first: the app holds its build inside.
fn check_window(steps: &mut Steps) -> Result<()> {
    if !window::is_there() {
        return Ok(());
    }
    steps.run("window: types", &mut npm(["run", "check", "--workspace", "ui"]))?;
    steps.run("window: lint", &mut npm(["run", "lint", "--workspace", "ui"]))?;
    steps.tests("window: tests", &mut npm(["run", "test", "--workspace", "ui"]))?;
    // A build that changed nothing would still have the crates built again that hold it inside.
    if !window::is_current() {
        steps.run("window: build", &mut window::build())?;
    }
    Ok(())
}

/// One selection of packages everywhere: with another one cargo would build the dependencies again with other features.
fn run_tests(steps: &mut Steps) -> Result<()> {
    steps.run("build", &mut lean(cargo(["build", "--workspace", "--all-targets"])))?;
    steps.tests("tests", &mut lean(cargo(["test", "--workspace"])))?;
    if root().join("tests/stories/package.json").exists() {
        steps.tests("stories", &mut npm(["run", "test", "--workspace", "tests/stories"]))?;
    }
    Ok(())
}

/// Ten thousand schedules of trouble must break no promise, and each planted mistake must break one.
fn simulate(steps: &mut Steps) -> Result<()> {
    steps.run("simulator: build", &mut lean(sim::build()))?;
    steps.run("simulator", sim::program().args(["--schedules", "10000"]))?;
    steps.run("simulator: planted mistakes", sim::program().arg("--planted"))
}

/// A CI machine builds once and throws away, so that what makes a second build quick only costs time and space there.
fn lean(mut command: Command) -> Command {
    if packages::is_ci() && env::var_os("CARGO_INCREMENTAL").is_none() {
        command.env("CARGO_INCREMENTAL", "0");
    }
    command
}
