//! A value of the user's `Run` key, by Microsoft's "Run and RunOnce Registry Keys". Written from its documentation; not run
//! yet.

use std::io;

use windows_registry::{CURRENT_USER, Key};

use super::Start;

const RUN: &str = r"Software\Microsoft\Windows\CurrentVersion\Run";
const APPROVED: &str = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run";
const NAME: &str = "Svara";

/// Whether the value is there and starts this app, and the member has not switched it off since.
pub(crate) fn is_on(start: &Start) -> io::Result<bool> {
    let ours = command(start)?;
    Ok(run()?.get_string(NAME).is_ok_and(|written| written == ours) && !is_switched_off())
}

/// Whether the member switched it off in the Task Manager or the settings. Windows notes that in a value of the same name,
/// whose first byte is odd then (seen, not documented; where there is none, nothing was switched off).
fn is_switched_off() -> bool {
    let noted = CURRENT_USER.create(APPROVED).and_then(|key| key.get_value(NAME));
    noted.is_ok_and(|value| value.first().is_some_and(|byte| byte % 2 == 1))
}

/// As Microsoft's "Parsing C Command-Line Arguments" has it. A path or an argument of ours holds no quotation mark: Windows
/// allows none in names of files. A backslash before the closing one would take its meaning.
fn quoted(word: &str) -> String {
    let last = word.len() - word.trim_end_matches('\\').len();
    format!("\"{word}{}\"", "\\".repeat(last))
}

fn command(start: &Start) -> io::Result<String> {
    Ok(start.words()?.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" "))
}

pub(crate) fn turn_on(start: &Start) -> io::Result<()> {
    run()?.set_string(NAME, &command(start)?).map_err(io::Error::other)?;
    // Said again here, it counts more than what was once switched off in the Task Manager.
    match CURRENT_USER.create(APPROVED).and_then(|key| key.remove_value(NAME)) {
        Err(problem) if is_switched_off() => Err(io::Error::other(problem)),
        _ => Ok(()),
    }
}

pub(crate) fn turn_off(_start: &Start) -> io::Result<()> {
    let run = run()?;
    match run.get_string(NAME) {
        Ok(_) => run.remove_value(NAME).map_err(io::Error::other),
        Err(_) => Ok(()),
    }
}

fn run() -> io::Result<Key> {
    CURRENT_USER.create(RUN).map_err(io::Error::other)
}
