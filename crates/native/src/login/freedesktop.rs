//! An entry in the autostart folder, by freedesktop's Desktop Application Autostart Specification. (`auto-launch`, which
//! others use, neither follows `XDG_CONFIG_HOME` nor quotes a path with a space.)

use std::{fs, io, path::PathBuf};

use directories::BaseDirs;

use super::Start;

const FILE: &str = "Svara.desktop";

/// Whether the entry is there and starts this app, and neither the member nor their desktop has switched it off since.
pub(crate) fn is_on(start: &Start) -> io::Result<bool> {
    let words = start.words()?;
    Ok(read()?.is_some_and(|entry| starts(&entry, &words)))
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

/// An entry of an app with another data folder stays.
pub(crate) fn turn_off(start: &Start) -> io::Result<()> {
    let words = start.words()?;
    match read()? {
        Some(entry) if is_of_this_folder(&entry, &words) => fs::remove_file(file()?),
        Some(_) | None => Ok(()),
    }
}

fn read() -> io::Result<Option<String>> {
    match fs::read_to_string(file()?) {
        Ok(entry) => Ok(Some(entry)),
        Err(problem) if problem.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(problem) => Err(problem),
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

/// Whether an entry starts just this.
fn starts(entry: &str, words: &[String]) -> bool {
    exec(entry) == Some(&command(words)) && !entry.lines().any(is_off)
}

/// Whether an entry starts an app with these arguments, wherever its program lies or lay.
fn is_of_this_folder(entry: &str, words: &[String]) -> bool {
    let arguments = command(words.get(1..).unwrap_or_default());
    exec(entry).is_none_or(|exec| exec.ends_with(&arguments))
}

/// What an entry starts.
fn exec(entry: &str) -> Option<&str> {
    entry.lines().find_map(|line| line.strip_prefix("Exec="))
}

fn command(words: &[String]) -> String {
    words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")
}

fn entry(words: &[String]) -> String {
    let command = command(words);
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
    fn an_entry_counts_where_it_starts_this_program_with_this_folder() {
        let words = |program: &str, more: &[&str]| {
            [program, "--hidden"].iter().chain(more).map(|&word| word.to_owned()).collect::<Vec<_>>()
        };
        let ours = words("/usr/bin/svara", &[]);
        let (moved, other) =
            (words("/tmp/gone/svara", &[]), words("/usr/bin/svara", &["--data-folder", "/x"]));
        assert!(starts(&entry(&ours), &ours));
        assert!(!starts(&entry(&ours).replace("enabled=true", "enabled=false"), &ours));
        assert!(!starts(&entry(&moved), &ours) && !starts(&entry(&other), &ours));
        assert!(!starts(&entry(&ours), &other));
        assert!(is_of_this_folder(&entry(&moved), &ours), "switched off, it goes");
        assert!(!is_of_this_folder(&entry(&other), &ours), "it is another's");
        assert!(!is_of_this_folder(&entry(&ours), &other), "it is another's");
        assert!(is_of_this_folder("[Desktop Entry]", &ours), "it starts nothing");
    }

    #[test]
    fn an_entry_can_be_switched_off_from_outside() {
        assert!(is_off("Hidden=true") && is_off("X-GNOME-Autostart-enabled = false"));
        assert!(!entry(&["svara".into()]).lines().any(is_off));
    }
}
