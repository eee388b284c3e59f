//! A launch agent of the user, by Apple's `launchd.plist(5)`. Written from its documentation; not run yet.

use std::{fs, io, path::PathBuf};

use directories::BaseDirs;

use super::Start;
use crate::SERVICE;

/// Whether the agent is there and starts this app.
pub(crate) fn is_on(start: &Start) -> io::Result<bool> {
    match fs::read_to_string(file()?) {
        Ok(written) => Ok(written == agent(&start.words()?)),
        Err(problem) if problem.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(problem) => Err(problem),
    }
}

pub(crate) fn turn_on(start: &Start) -> io::Result<()> {
    let file = file()?;
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, agent(&start.words()?))
}

pub(crate) fn turn_off(_start: &Start) -> io::Result<()> {
    match fs::remove_file(file()?) {
        Err(problem) if problem.kind() != io::ErrorKind::NotFound => Err(problem),
        _ => Ok(()),
    }
}

fn file() -> io::Result<PathBuf> {
    let home = BaseDirs::new().ok_or_else(|| io::Error::other("this user has no home folder"))?;
    Ok(home.home_dir().join("Library/LaunchAgents").join(format!("{SERVICE}.plist")))
}

fn agent(words: &[String]) -> String {
    let escaped = |word: &String| word.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let words: String = words.iter().map(|word| format!("<string>{}</string>", escaped(word))).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n\
         <plist version=\"1.0\"><dict><key>Label</key><string>{SERVICE}</string>\
         <key>ProgramArguments</key><array>{words}</array><key>RunAtLoad</key><true/></dict></plist>\n"
    )
}
