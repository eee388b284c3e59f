//! A value of the user's `Run` key, by Microsoft's "Run and RunOnce Registry Keys". Written from its documentation; not run
//! yet.

use std::io;

use windows_registry::{CURRENT_USER, Key};

use super::Start;

const RUN: &str = r"Software\Microsoft\Windows\CurrentVersion\Run";
const NAME: &str = "Svara";

pub(crate) fn is_on(_start: &Start) -> io::Result<bool> {
    Ok(run()?.get_string(NAME).is_ok())
}

pub(crate) fn turn_on(start: &Start) -> io::Result<()> {
    // A path or an argument of ours holds no quotation mark: Windows allows none in names of files.
    let command = start.words()?.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" ");
    run()?.set_string(NAME, &command).map_err(io::Error::other)
}

pub(crate) fn turn_off(start: &Start) -> io::Result<()> {
    if !is_on(start)? {
        return Ok(());
    }
    run()?.remove_value(NAME).map_err(io::Error::other)
}

fn run() -> io::Result<Key> {
    CURRENT_USER.create(RUN).map_err(io::Error::other)
}
