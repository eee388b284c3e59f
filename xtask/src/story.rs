//! One story alone, as often as wanted.

use anyhow::{Result, bail};

use crate::{
    browser,
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
    let stories = root().join("tests/stories");
    // What is told in the shell may be told in Chromium, too, there with more turns.
    let in_chromium = match in_the_shell {
        true => stories.join(format!("{name}.story.ts")).exists(),
        false => stories.join("package.json").exists(),
    };
    if !in_the_shell && !in_chromium {
        bail!("there is no story {name}");
    }
    let mut steps = Steps::new("story");
    steps.step("system packages", |_| packages::install(Need::Test, Consent::from_flag(false)))?;
    steps.step("Node", |_| window::node())?;
    steps.step("npm packages", |_| window::packages())?;
    steps.step("browser", |_| browser::fetch(Consent::from_flag(false)))?;
    if !window::is_current() {
        steps.run("window: build", &mut window::build())?;
    }
    steps.run("build", &mut cargo(["build", "--workspace", "--bins"]))?;
    for time in 1..=times {
        if in_the_shell {
            let mut command = cargo(["test", "--workspace", "--test", name]);
            steps.tests(&format!("{name} in the shell, {time} of {times}"), &mut command)?;
        }
        if in_chromium {
            let mut command = npm(["run", "test", "--workspace", "tests/stories", "--", name]);
            steps.tests(&format!("{name} in Chromium, {time} of {times}"), &mut command)?;
        }
    }
    steps.finish();
    Ok(())
}
