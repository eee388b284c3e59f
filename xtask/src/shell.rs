//! Running other programs, step by step, with their names and times.

use std::{
    env,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

/// The root of the tree.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// A program started in the root of the tree.
pub(crate) fn command<S: AsRef<std::ffi::OsStr>>(
    program: &str,
    arguments: impl IntoIterator<Item = S>,
) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root());
    command
}

/// The cargo that runs this program.
pub(crate) fn cargo<S: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = S>) -> Command {
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut command = command(&cargo, arguments);
    // `cargo run` leaves this crate's own variables behind, and build scripts that watch them would run again.
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_")
            || text.starts_with("CARGO_MANIFEST_")
            || text.starts_with("CARGO_BIN_")
        {
            command.env_remove(&name);
        }
    }
    command
}

/// npm, in the root of the tree.
pub(crate) fn npm<S: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = S>) -> Command {
    command(if cfg!(windows) { "npm.cmd" } else { "npm" }, arguments)
}

/// Runs a program to its end.
pub(crate) fn status(command: &mut Command) -> Result<()> {
    let name = name(command);
    let status = command.status().with_context(|| format!("`{name}` cannot be started"))?;
    if !status.success() {
        bail!("`{name}` failed: {status}");
    }
    Ok(())
}

/// What a program prints on its standard output.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let name = name(command);
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("`{name}` cannot be started"))?;
    if !output.status.success() {
        bail!("`{name}` failed: {}", output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a program of this name is on the path.
pub(crate) fn is_there(program: &str) -> bool {
    env::var_os("PATH")
        .is_some_and(|path| env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}

/// Steps in a row: each tells its name and its time, the first failure ends the row under the step's name.
pub(crate) struct Steps {
    title: &'static str,
    began: Instant,
    passed: u64,
}

impl Steps {
    pub(crate) fn new(title: &'static str) -> Self {
        Self { title, began: now(), passed: 0 }
    }

    /// Does one step.
    pub(crate) fn step(&mut self, name: &str, work: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        eprintln!("\n=== {name}");
        let began = now();
        work(self).with_context(|| format!("{}: step \"{name}\" failed", self.title))?;
        eprintln!("=== {name}: {:.1} s", began.elapsed().as_secs_f64());
        Ok(())
    }

    /// One step that is one program.
    pub(crate) fn run(&mut self, name: &str, command: &mut Command) -> Result<()> {
        self.step(name, |_| status(command.stdin(Stdio::null())))
    }

    /// One step that is one program whose tests are counted as they are printed.
    pub(crate) fn tests(&mut self, name: &str, command: &mut Command) -> Result<()> {
        self.step(name, |steps| {
            let before = steps.passed;
            steps.passed += counted(command)?;
            if steps.passed == before {
                bail!("no test ran");
            }
            Ok(())
        })
    }

    /// Tells that everything went well.
    pub(crate) fn finish(&self) {
        eprintln!("\n{}: {:.0} s", self.title, self.began.elapsed().as_secs_f64());
        let _closed_pipe = writeln!(std::io::stdout(), "{} passed, 0 failed", self.passed);
    }
}

/// The present moment. A chore measures real time; no seam stands between.
#[allow(clippy::disallowed_methods, reason = "chores measure how long they take on the developer's computer")]
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// Asks `done` again and again until it gives something, at most for `limit`.
pub(crate) fn until<T>(limit: Duration, mut done: impl FnMut() -> Result<Option<T>>) -> Result<Option<T>> {
    let began = now();
    while began.elapsed() < limit {
        if let Some(found) = done()? {
            return Ok(Some(found));
        }
        pause();
    }
    Ok(None)
}

#[allow(
    clippy::disallowed_methods,
    reason = "between two looks at another program there is nothing else to do"
)]
fn pause() {
    std::thread::sleep(Duration::from_millis(200));
}

fn name(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// Runs a program, passes its output on and counts the tests that it says have passed.
fn counted(command: &mut Command) -> Result<u64> {
    let name = name(command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("`{name}` cannot be started"))?;
    let mut passed = 0;
    if let Some(stdout) = child.stdout.take() {
        let mut reader = BufReader::new(stdout);
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line)? > 0 {
            let _closed_pipe = std::io::stdout().write_all(&line);
            passed += passed_in(&String::from_utf8_lossy(&line));
            line.clear();
        }
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("`{name}` failed: {status}");
    }
    Ok(passed)
}

/// The number of passed tests in a summary line of cargo, Vitest or Playwright; 0 in any other line.
fn passed_in(line: &str) -> u64 {
    let plain = without_colours(line);
    let plain = plain.trim();
    let summary = plain
        .strip_prefix("test result: ok. ")
        .or_else(|| plain.strip_prefix("Tests ").map(str::trim_start))
        .unwrap_or(plain);
    let mut words = summary.split([' ', ';']);
    match (words.next().map(str::parse), words.next()) {
        (Some(Ok(count)), Some("passed")) => count,
        _ => 0,
    }
}

fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        if letter == '\u{1b}' {
            letters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(letter);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summaries_of_three_test_runners_are_counted_and_nothing_else() {
        for (line, passed) in [
            (
                "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.02s\n",
                12,
            ),
            (
                "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[32m7 passed\u{1b}[39m\u{1b}[22m\u{1b}[90m (7)\u{1b}[39m\n",
                7,
            ),
            (" Test Files  2 passed (2)\n", 0),
            ("  5 passed (10.2s)\n", 5),
            ("  1 flaky\n", 0),
            ("test a_fact ... ok\n", 0),
            ("\n", 0),
        ] {
            assert_eq!(passed_in(line), passed, "{line:?}");
        }
    }

    #[test]
    fn waiting_ends_at_its_limit() {
        let found: Option<()> = until(Duration::from_millis(1), || Ok(None)).expect("looking works");
        assert!(found.is_none());
    }
}
