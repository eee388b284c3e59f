//! What of a text was written in a language: not addresses, numbers, names of files, code, traces of a crash or what a
//! program said, which members quote.

use crate::letters::{Script, script};

/// No more of a text is looked at, in bytes. Whoever pastes a whole log has written before it.
const LOOKED_AT: usize = 64 * 1024;
/// No more words are counted: a language is plain long before.
const MOST_WORDS: usize = 200;
/// No word is longer; what is longer was made by a program. Scripts without spaces are cut.
const LONGEST_WORD: usize = 40;
/// A quotation ends within so many bytes, else its mark stands for something else.
const LONGEST_QUOTATION: usize = 500;
/// What remains without quotations must be so many letters, else the quotation is the text.
const ENOUGH: usize = 8;

/// The words of a text.
#[derive(Debug, Default)]
pub(crate) struct Prose {
    /// Sentences, each with its words as they were written.
    pub(crate) sentences: Vec<Vec<String>>,
}

impl Prose {
    pub(crate) fn of(text: &str) -> Self {
        let text = text.get(..text.floor_char_boundary(LOOKED_AT)).unwrap_or_default();
        let lines: Vec<&str> = text.lines().filter(|line| !is_code(line)).collect();
        let own = Self::written(lines.iter().map(|line| without_quotations(line)));
        if own.letters() >= ENOUGH { own } else { Self::written(lines) }
    }

    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.sentences.iter().flatten().map(String::as_str)
    }

    /// How many letters it has in all.
    pub(crate) fn letters(&self) -> usize {
        self.words().flat_map(str::chars).filter(|letter| script(*letter).is_some()).count()
    }

    fn written(lines: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let (mut prose, mut left) = (Self::default(), MOST_WORDS);
        for line in lines {
            let line = line.as_ref();
            let shouted = !line.contains(char::is_lowercase);
            let mut sentence = Vec::new();
            for piece in line.split_whitespace() {
                if left == 0 {
                    break;
                }
                let before = sentence.len();
                sentence.extend(words_in(piece, shouted).into_iter().take(left));
                left -= sentence.len() - before;
                if piece.ends_with(['.', '!', '?', '…', ':', ';']) && !sentence.is_empty() {
                    prose.sentences.push(std::mem::take(&mut sentence));
                }
            }
            if !sentence.is_empty() {
                prose.sentences.push(sentence);
            }
        }
        prose
    }
}

/// The words of what stands between two spaces.
fn words_in(piece: &str, shouted: bool) -> Vec<String> {
    let made = is_made(piece);
    let mut words = Vec::new();
    for (run, latin) in runs(piece) {
        match (latin, made) {
            (true, true) => {}
            (true, false) => words.extend(parts(&run).filter_map(|part| own_word(part, shouted))),
            // Numbers and names of programs stick to scripts without spaces, which are cut to pieces of bounded length.
            (false, _) => {
                let letters: Vec<char> = run.chars().collect();
                words.extend(letters.chunks(LONGEST_WORD).map(String::from_iter));
            }
        }
    }
    words
}

/// The runs of letters, each with whether they are Latin.
fn runs(piece: &str) -> Vec<(String, bool)> {
    let mut runs: Vec<(String, bool)> = Vec::new();
    let mut open = false;
    for letter in piece.chars() {
        let latin = script(letter).map(|script| script == Script::Latin);
        match (latin, runs.last_mut()) {
            (Some(latin), Some((run, same))) if open && *same == latin => run.push(letter),
            (Some(latin), _) => {
                runs.push((letter.into(), latin));
                open = true;
            }
            (None, Some((run, _))) if open && matches!(letter, '\'' | '’' | '-') => {
                run.push(if letter == '-' { '-' } else { '\'' });
            }
            // Vowel signs of Arabic, and what joins or parts letters without being seen.
            (None, _) if matches!(letter, '\u{AD}' | '\u{64B}'..='\u{65F}' | '\u{200B}'..='\u{200D}') => {}
            (None, _) => open = false,
        }
    }
    for (run, _) in &mut runs {
        run.truncate(run.trim_end_matches(['\'', '-']).len());
    }
    runs
}

/// The parts of a word with hyphens. A single letter stays with its word: "e" of "e-mail" is no Italian.
fn parts(run: &str) -> impl Iterator<Item = &str> {
    let whole = run.split(['-', '\'']).any(|part| part.chars().count() < 2) && run.contains('-');
    let end = if whole { None } else { Some('-') };
    run.split(move |letter| Some(letter) == end)
}

fn own_word(part: &str, shouted: bool) -> Option<String> {
    let length = part.chars().count();
    let abbreviation = !shouted && (2..=5).contains(&length) && part.chars().all(char::is_uppercase);
    let word = !part.is_empty() && length <= LONGEST_WORD && !abbreviation;
    word.then(|| if shouted { part.to_lowercase() } else { part.to_owned() })
}

/// Whether something was made by or for a program: an address, a number, a file, a name in code.
fn is_made(piece: &str) -> bool {
    let inner = piece.trim_matches(|sign: char| !sign.is_alphanumeric());
    let mut letters = inner.chars().peekable();
    let mut slashes = 0;
    while let Some(letter) = letters.next() {
        let hump = letter.is_lowercase() && letters.peek().is_some_and(|next| next.is_uppercase());
        slashes += u32::from(letter == '/');
        if hump
            || slashes > 1
            || letter.is_ascii_digit()
            || matches!(letter, '@' | '\\' | '_' | '=' | '.' | ':' | '#')
        {
            return true;
        }
    }
    false
}

/// Whether a line is code, a log or the trace of a crash.
fn is_code(line: &str) -> bool {
    let line = line.trim();
    let mut words = line.split_whitespace();
    let first = words.next().unwrap_or_default();
    let frame = (first == "at" && line.contains('(')) || (first == "File" && line.contains('"'));
    let begins = ["Traceback (", "Caused by:", "Exception in thread", "... "]
        .iter()
        .any(|sign| line.starts_with(sign));
    // "java.lang.IllegalStateException: ..."
    let thrown = first.ends_with("Exception:") || first.ends_with("Error:");
    let dated = first.chars().filter(char::is_ascii_digit).count() >= 6;
    let level = |word: &str| {
        let word = word.trim_matches(|sign: char| !sign.is_alphabetic());
        ["ERROR", "WARN", "WARNING", "INFO", "DEBUG", "TRACE", "FATAL"].contains(&word)
    };
    let logged = dated && words.take(4).any(level);
    let signs = line.chars().filter(|sign| "{}[]()<>;=_\\|$#*&%^~`+".contains(*sign)).count();
    frame
        || begins
        || thrown
        || logged
        || signs * 6 > line.chars().filter(|letter| letter.is_alphabetic()).count()
}

/// A line without what stands in quotation marks.
fn without_quotations(line: &str) -> String {
    let mut own = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_at_checked(rest.find(OPENING).unwrap_or(rest.len())) {
        own.push_str(before);
        let Some(mark) = after.chars().next() else { break };
        let inner = after.get(mark.len_utf8()..).unwrap_or_default();
        let near = inner.get(..inner.floor_char_boundary(LONGEST_QUOTATION)).unwrap_or_default();
        let end = near.char_indices().find(|(_, sign)| closes(mark, *sign));
        own.push(' ');
        rest = end.and_then(|(at, sign)| inner.get(at + sign.len_utf8()..)).unwrap_or(inner);
    }
    own
}

const OPENING: [char; 9] = ['"', '“', '”', '„', '«', '»', '「', '『', '`'];

fn closes(opening: char, sign: char) -> bool {
    match opening {
        '“' | '”' => matches!(sign, '”' | '"'),
        '„' => matches!(sign, '“' | '”' | '"'),
        '«' => sign == '»',
        '»' => matches!(sign, '«' | '»'),
        '「' => sign == '」',
        '『' => sign == '』',
        _ => sign == opening,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        Prose::of(text).words().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn only_what_a_member_wrote_is_prose() {
        for (text, expected) in [
            ("Kan inte öppna faktura.pdf (12 MB)", "Kan inte öppna"),
            ("Se https://desk.example/a?b=1 eller C:\\Temp\\fel.log", "Se eller"),
            ("VPN-anslutningen bryts efter 5 minuter", "anslutningen bryts efter minuter"),
            ("SKRIVAREN FUNGERAR INTE", "skrivaren fungerar inte"),
            ("Das Programm sagt „Access denied“ und endet", "Das Programm sagt und endet"),
            ("Il dit « Access denied » et s’arrête", "Il dit et s'arrête"),
            ("L'e-mail n'arrive pas", "L'e-mail n'arrive pas"),
            ("Outlookでエラー404が表示されます", "でエラー が表示されます"),
            ("getUserName fungerar inte", "fungerar inte"),
            ("\"Cannot open the file\"", "Cannot open the file"),
            ("och/eller", "och eller"),
            ("نمی\u{200C}شود", "نمیشود"),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn logs_and_traces_are_no_prose() {
        for text in [
            "Exception in thread \"main\" java.lang.NullPointerException\n    at com.example.Main.run(Main.java:12)",
            "Traceback (most recent call last):\n  File \"a.py\", line 3, in <module>\nKeyError: 'user'",
            "2026-11-27 10:03:22 ERROR Connection to the server was lost",
            "404 500 12:30",
            "{\"error\": {\"code\": 42}}",
            "😀 🎉 !!!",
            "",
        ] {
            assert_eq!(words(text), "", "{text}");
        }
    }

    #[test]
    fn no_text_is_too_long() {
        let prose = Prose::of(&"ett ord till. ".repeat(100_000));
        assert_eq!(prose.words().count(), MOST_WORDS);
        assert_eq!(Prose::of(&"字".repeat(1_000_000)).words().count(), MOST_WORDS);
    }
}
