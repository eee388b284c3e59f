//! File names from strangers, made safe to show and to write on any of the three systems.

use icu::normalizer::ComposingNormalizerBorrowed;

use crate::texts::plain_line;

/// The longest name in bytes: every file system takes it, with room for a number behind it.
pub const LONGEST: usize = 150;

/// The longest ending, in bytes and without its dot, that survives when a name is cut.
const LONGEST_EXTENSION: usize = 16;

/// What a name without anything usable in it becomes.
const NAMELESS: &str = "file";

/// A file name that names a file in the folder it is written to and nothing else, and that looks like what it is: the
/// last part of a path, composed (NFC), without invisible or direction-changing characters, without characters and
/// names that Windows reserves, not hidden, at most [`LONGEST`] bytes with its ending kept, never empty. Idempotent.
pub fn safe(name: &str) -> String {
    // Joiners hold emoji and Persian words together; in a name they only make two names look alike.
    let name = base(name).replace(['\u{200C}', '\u{200D}'], "");
    let visible = plain_line(&name, usize::MAX);
    let composed = ComposingNormalizerBorrowed::new_nfc().normalize(&visible);
    let allowed: String = composed.chars().map(|c| if is_reserved(c) { '_' } else { c }).collect();
    let trimmed = allowed.trim_matches([' ', '.']);
    let named = match trimmed {
        "" => NAMELESS.to_owned(),
        trimmed if is_device(trimmed) => format!("_{trimmed}"),
        trimmed => trimmed.to_owned(),
    };
    cut(&named)
}

/// The same, ending in one of `extensions` (lower case, without dot): in the first one unless it does already, so that
/// the name of a picture says what its content is.
pub fn safe_with_extension(name: &str, extensions: &[&str]) -> String {
    let name = safe(name);
    let (stem, extension) = split(&name);
    let fits = |wanted: &&&str| extension.is_some_and(|extension| extension.eq_ignore_ascii_case(wanted));
    match extensions.first() {
        Some(wanted) if !extensions.iter().any(|extension| fits(&extension)) => {
            safe(&format!("{stem}.{wanted}"))
        }
        _ => name,
    }
}

/// What follows the last separator of either kind of system.
fn base(name: &str) -> &str {
    name.rsplit(['/', '\\']).find(|part| !part.trim_matches([' ', '.']).is_empty()).unwrap_or_default()
}

fn is_reserved(c: char) -> bool {
    matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
}

/// Whether Windows would open a device instead of a file. It looks at the part before the first dot only.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_uppercase();
    let numbered = |prefix| {
        let number = stem.strip_prefix(prefix)?;
        let mut digits = number.chars();
        Some(
            digits.next().is_some_and(|c| c.is_ascii_digit() || "¹²³".contains(c)) && digits.next().is_none(),
        )
    };
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$")
        || numbered("COM").or_else(|| numbered("LPT")).unwrap_or(false)
}

/// Stem and ending. An ending is short and follows something.
fn split(name: &str) -> (&str, Option<&str>) {
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() && (1..=LONGEST_EXTENSION).contains(&extension.len()) => {
            (stem, Some(extension))
        }
        _ => (name, None),
    }
}

fn cut(name: &str) -> String {
    if name.len() <= LONGEST {
        return name.to_owned();
    }
    let (stem, extension) = split(name);
    let room = LONGEST - extension.map_or(0, |extension| extension.len() + 1);
    let stem = stem.get(..stem.floor_char_boundary(room)).unwrap_or_default().trim_end_matches([' ', '.']);
    extension.map_or_else(|| stem.to_owned(), |extension| format!("{stem}.{extension}"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn hostile_names_become_neutral() {
        for (name, expected) in [
            ("../../.config/autostart/x.desktop", "x.desktop"),
            ("CON.png", "_CON.png"),
            ("con", "_con"),
            ("Com1.tar.gz", "_Com1.tar.gz"),
            ("LPT¹.txt", "_LPT¹.txt"),
            ("COM10.txt", "COM10.txt"),
            ("NUL .txt", "_NUL .txt"),
            ("a\0b.png", "ab.png"),
            ("invoice\u{202E}gnp.exe", "invoicegnp.exe"),
            ("\u{2066}a\u{2069}\u{200B}\u{FEFF}.png", "a.png"),
            ("photo.jpg                    .exe", "photo.jpg .exe"),
            ("C:\\Users\\x\\bild.png", "bild.png"),
            ("C:bild.png", "C_bild.png"),
            ("bild.png::$DATA", "bild.png__$DATA"),
            ("a<b>|c?.png", "a_b__c_.png"),
            ("bild.png. . .", "bild.png"),
            (".bashrc", "bashrc"),
            ("skärmbild 1.png", "skärmbild 1.png"),
            ("ska\u{308}rmbild.png", "skärmbild.png"),
            ("folder/", "folder"),
            ("two\nlines.png", "two lines.png"),
            ("", "file"),
            ("..", "file"),
            ("\u{202E}", "file"),
            ("/", "file"),
        ] {
            assert_eq!(safe(name), expected, "{name:?}");
        }
    }

    #[test]
    fn a_long_name_keeps_its_ending() {
        let long = safe(&format!("{}.exe", "å".repeat(4_000)));
        assert!(long.ends_with("å.exe") && long.len() <= LONGEST, "{long}");
        assert!(safe(&format!("a.{}", "b".repeat(4_000))).len() <= LONGEST);
    }

    #[test]
    fn an_ending_says_what_the_content_is() {
        let jpeg = &["jpg", "jpeg"];
        for (name, expected) in [
            ("bild.JPEG", "bild.JPEG"),
            ("bild.jpg", "bild.jpg"),
            ("bild.png", "bild.jpg"),
            ("bild", "bild.jpg"),
            ("", "file.jpg"),
            ("v1.2 of the screen", "v1.jpg"),
            ("a.verylongendingthatisnone", "a.verylongendingthatisnone.jpg"),
        ] {
            assert_eq!(safe_with_extension(name, jpeg), expected, "{name:?}");
        }
        let long = safe_with_extension(&"x".repeat(500), jpeg);
        assert!(long.ends_with("x.jpg") && long.len() == LONGEST, "{long}");
    }

    fn check(name: &str) {
        let made = safe(name);
        assert!(!made.is_empty() && made.len() <= LONGEST, "{name:?} -> {made:?}");
        assert!(!made.chars().any(|c| is_reserved(c) || c.is_control()), "{name:?} -> {made:?}");
        assert!(!made.starts_with('.') && !made.ends_with(['.', ' ']), "{name:?} -> {made:?}");
        assert_eq!(safe(&made), made, "{name:?}");
        let path = std::path::Path::new(&made);
        assert_eq!(path.file_name().and_then(|name| name.to_str()), Some(made.as_str()), "{name:?}");
    }

    proptest! {
        #[test]
        fn any_name_becomes_one_safe_name(name in any::<String>()) {
            check(&name);
        }

        #[test]
        fn any_name_of_dangerous_pieces_becomes_one_safe_name(
            pieces in prop::collection::vec(
                prop::sample::select(vec![
                    "..", ".", "/", "\\", " ", "con", "NUL", "com1", "a", "å", "e\u{301}", "\u{301}", "\u{202E}", "\0", ":", "\u{3000}",
                    "\u{200D}", "👩\u{200D}💻", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "png", "\u{1100}", "\u{1161}", "한",
                ]),
                0..40,
            )
        ) {
            check(&pieces.concat());
        }
    }
}
