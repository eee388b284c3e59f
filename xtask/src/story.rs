//! One story alone, as often as wanted.

use anyhow::{Result, bail};

use crate::{
    packages::{self, Consent, Need},
    shell::{Steps, cargo, npm, root},
    window,
};

/// Runs a story `times` times in a row and ends at the first failure.
pub(crate) fn story(name: &str, times: u32) -> Result<()> {
    if !name.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_".contains(letter)) {
        bail!("a story's name has letters, digits, - and _ only");
    }
    let in_the_shell = root().join(format!("tests/tests/{name}.rs")).exists();
    let in_chromium = root().join("tests/stories/package.json").exists();
    if !in_the_shell && !in_chromium {
        bail!("there is no story {name}");
    }
    let mut steps = Steps::new("story");
    steps.step("system packages", |_| packages::install(Need::Test, Consent::from_flag(false)))?;
    steps.step("Node", |_| window::node())?;
    steps.step("npm packages", |_| window::packages())?;
    if !window::is_current() {
        steps.run("window: build", &mut window::build())?;
    }
    steps.run("build", &mut cargo(["build", "--workspace", "--bins"]))?;
    for time in 1..=times {
        let mut command = if in_the_shell {
            cargo(["test", "--workspace", "--test", name])
        } else {
            npm(["run", "test", "--workspace", "tests/stories", "--", name])
        };
        steps.tests(&format!("{name}, {time} of {times}"), &mut command)?;
    }
    steps.finish();
    Ok(())
}
