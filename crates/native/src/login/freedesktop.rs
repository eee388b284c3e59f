//! An entry in the autostart folder, by freedesktop's Desktop Application Autostart Specification. (`auto-launch`, which
//! others use, neither follows `XDG_CONFIG_HOME` nor quotes a path with a space.)

use std::{fs, io, path::PathBuf};

use directories::BaseDirs;

use super::Start;

const FILE: &str = "Svara.desktop";

/// Whether the entry is there, and neither the member nor their desktop has switched it off since.
pub(crate) fn is_on(_start: &Start) -> io::Result<bool> {
    match fs::read_to_string(file()?) {
        Ok(entry) => Ok(!entry.lines().any(is_off)),
        Err(problem) if problem.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(problem) => Err(problem),
    }
}

pub(crate) fn turn_on(start: &Start) -> io::Result<()> {
    let file = file()?;
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    // Whole or not at all: a desktop that logs in meanwhile reads no half of it.
    let new = file.with_extension("new");
    fs::write(&new, entry(&start.words()?))?;
    fs::rename(&new, &file)
}

pub(crate) fn turn_off(_start: &Start) -> io::Result<()> {
    match fs::remove_file(file()?) {
        Err(problem) if problem.kind() != io::ErrorKind::NotFound => Err(problem),
        _ => Ok(()),
    }
}

fn file() -> io::Result<PathBuf> {
    let home = BaseDirs::new().ok_or_else(|| io::Error::other("this user has no home folder"))?;
    Ok(home.config_dir().join("autostart").join(FILE))
}

fn is_off(line: &str) -> bool {
    let line: String = line.split_whitespace().collect();
    line.eq_ignore_ascii_case("Hidden=true") || line.eq_ignore_ascii_case("X-GNOME-Autostart-enabled=false")
}

fn entry(words: &[String]) -> String {
    let command = words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ");
    format!(
        "[Desktop Entry]\nType=Application\nVersion=1.5\nName=Svara\nIcon=svara\nExec={command}\nTerminal=false\n\
         StartupNotify=false\nX-GNOME-Autostart-enabled=true\n"
    )
}

/// An argument of `Exec`: quoted, then escaped once more as every text of such a file is; `%` would begin a field code.
fn quoted(word: &str) -> String {
    let mut quoted = String::from('"');
    for one in word.chars() {
        match one {
            '"' | '`' | '$' => quoted.extend(['\\', '\\', one]),
            '\\' => quoted.push_str("\\\\\\\\"),
            '%' => quoted.push_str("%%"),
            '\n' => quoted.push_str("\\n"),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_argument_arrives_as_it_is() {
        assert_eq!(quoted("/opt/Sv ara/svara"), "\"/opt/Sv ara/svara\"");
        assert_eq!(quoted("100%"), "\"100%%\"");
        assert_eq!(quoted("a\"b$c`d"), "\"a\\\\\"b\\\\$c\\\\`d\"");
        assert_eq!(quoted("a\\b"), "\"a\\\\\\\\b\"");
        assert!(
            entry(&["/usr/bin/svara".into(), "--hidden".into()])
                .contains("Exec=\"/usr/bin/svara\" \"--hidden\"\n")
        );
    }

    #[test]
    fn an_entry_can_be_switched_off_from_outside() {
        assert!(is_off("Hidden=true") && is_off("X-GNOME-Autostart-enabled = false"));
        assert!(!entry(&["svara".into()]).lines().any(is_off));
    }
}
