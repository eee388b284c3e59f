//! Hostile text made safe to show.

use std::borrow::Cow;

use icu::{
    properties::{CodePointMapData, props::GeneralCategory},
    segmenter::{GraphemeClusterSegmenter, SentenceSegmenter, options::SentenceBreakInvariantOptions},
};

/// A shorter first sentence is a greeting ("Hi Elsa!"); the next one is taken too.
const GREETING: usize = 24;

/// How much of a text is looked at for its first sentence, in characters.
const BEGINNING: usize = 2_000;

/// The text as one line: without control characters and without characters that are invisible or change the direction
/// of what stands around them, white space folded, at most `most` characters, cut at a word and then ending in "…".
pub fn plain_line(text: &str, most: usize) -> String {
    let mut line = String::with_capacity(text.len().min(most.saturating_mul(4)));
    let mut length = 0;
    let mut gap = false;
    for c in text.chars() {
        if is_gap(c) {
            gap = !line.is_empty();
        } else if !is_unsafe(c) {
            if gap {
                line.push(' ');
                length += 1;
            }
            gap = false;
            line.push(c);
            length += 1;
        }
        if length > most {
            return shorten(line, most);
        }
    }
    line
}

/// The text with its line breaks and tabs, without other control characters and without characters that are invisible or
/// turn the direction of a whole stretch. Single marks of direction stay: right-to-left writing needs them.
pub fn plain_text(text: &str) -> String {
    let keeps = |c| matches!(c, '\n' | '\t' | '\u{200E}' | '\u{200F}' | '\u{61C}') || !is_unsafe(c);
    let lines =
        if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n")) } else { Cow::Borrowed(text) };
    lines.chars().map(|c| if c == '\r' { '\n' } else { c }).filter(|c| keeps(*c)).collect()
}

/// The first sentence of a text, as [`plain_line`] makes it; with the next one where the first is only a greeting.
pub fn first_sentence(text: &str, most: usize) -> String {
    let beginning = match text.char_indices().nth(BEGINNING) {
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(text),
    };
    let ends = SentenceSegmenter::new(SentenceBreakInvariantOptions::default()).segment_str(&beginning);
    for end in ends.skip(1) {
        let sentences = plain_line(beginning.get(..end).unwrap_or_default(), usize::MAX);
        if sentences.chars().count() >= GREETING {
            return plain_line(&sentences, most);
        }
    }
    plain_line(&beginning, most)
}

fn is_gap(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{2800}' | '\u{3164}' | '\u{115F}' | '\u{1160}' | '\u{FFA0}')
}

/// Control characters and everything of the category "format": marks and overrides of direction, zero-width characters,
/// tags. The two joiners stay: they shape Persian and Indic words and emoji.
fn is_unsafe(c: char) -> bool {
    // What most texts are made of: none of it has to be looked up.
    if matches!(c, ' '..='~' | '\u{A0}'..='\u{AC}' | '\u{AE}'..='\u{24F}') {
        return false;
    }
    let category = || CodePointMapData::<GeneralCategory>::new().get(c);
    !matches!(c, '\u{200C}' | '\u{200D}')
        && (c.is_control()
            || matches!(
                category(),
                GeneralCategory::Format
                    | GeneralCategory::Surrogate
                    | GeneralCategory::PrivateUse
                    | GeneralCategory::Unassigned
            ))
}

/// Cuts to at most `most` characters, "…" included: at a word where one ends in the second half, else between two
/// characters as a reader sees them.
fn shorten(mut line: String, most: usize) -> String {
    let Some(room) = most.checked_sub(1) else { return String::new() };
    let room = line.char_indices().nth(room).map_or(line.len(), |(at, _)| at);
    let at_word = line.get(..=room).and_then(|head| head.rfind(' ')).filter(|at| at * 2 >= room);
    let whole = || GraphemeClusterSegmenter::new().segment_str(&line).take_while(|end| *end <= room).last();
    let end = at_word.or_else(whole).unwrap_or_default();
    line.truncate(end);
    line.truncate(line.trim_end_matches([' ', ',', ';', ':', '-', '–']).len());
    line.push('…');
    line
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn hostile_text_becomes_one_safe_line() {
        for (text, most, line) in [
            ("", 10, ""),
            ("  a\r\n\tb\u{2028}c\u{A0}d  ", 10, "a b c d"),
            ("a\u{0}\u{1B}[31m\u{7F}\u{85}b", 10, "a[31m b"),
            ("user\u{202E}txt.exe\u{202C}", 20, "usertxt.exe"),
            ("\u{2066}\u{2069}\u{200E}\u{200F}\u{61C}\u{FEFF}\u{200B}\u{E0041}x", 10, "x"),
            ("\u{3164}\u{2800} x", 10, "x"),
            ("سلام می\u{200C}خواهم", 20, "سلام می\u{200C}خواهم"),
            ("👩\u{200D}💻 works", 20, "👩\u{200D}💻 works"),
            ("one two three", 13, "one two three"),
            ("one two three", 12, "one two…"),
            ("one two three", 8, "one two…"),
            ("one two three", 7, "one…"),
            ("one two, three", 9, "one two…"),
            ("onetwothree four", 6, "onetw…"),
            ("e\u{301}e\u{301}e\u{301}", 4, "e\u{301}…"),
            ("abc", 1, "…"),
            ("abc", 0, ""),
        ] {
            assert_eq!(plain_line(text, most), line, "{text:?} {most}");
        }
    }

    #[test]
    fn a_text_keeps_its_lines_and_loses_what_misleads() {
        assert_eq!(plain_text("a\r\n b\rc\n\td  e"), "a\n b\nc\n\td  e");
        assert_eq!(plain_text("x\u{0}\u{1B}\u{202E}y\u{2066}\u{200B}\u{FEFF}z"), "xyz");
        assert_eq!(
            plain_text("שלום\u{200F}! می\u{200C}خواهم 👩\u{200D}💻"),
            "שלום\u{200F}! می\u{200C}خواهم 👩\u{200D}💻"
        );
    }

    #[test]
    fn the_first_sentence_is_the_first_that_says_something() {
        for (text, sentence) in [
            ("", ""),
            ("Which browser do you use? And which system?", "Which browser do you use?"),
            ("Hi Elsa!\n\nWhich browser do you use?\nThanks", "Hi Elsa! Which browser do you use?"),
            ("Hej,\nvilken webbläsare använder du? Tack", "Hej, vilken webbläsare använder du?"),
            ("No full stop here, only words", "No full stop here, only words"),
            ("Which one?", "Which one?"),
            ("Version 3.5 was released on 5 March. Try it.", "Version 3.5 was released on 5 March."),
        ] {
            assert_eq!(first_sentence(text, 100), sentence, "{text:?}");
        }
        assert_eq!(
            first_sentence("Which browser do you use, and does it also happen?", 20),
            "Which browser do…"
        );
        assert_eq!(first_sentence(&"word ".repeat(1_000_000), 12), "word word…");
    }

    proptest! {
        #[test]
        fn any_text_becomes_one_line_of_the_length(text in any::<String>(), most in 0usize..40) {
            let line = plain_line(&text, most);
            prop_assert!(line.chars().count() <= most);
            prop_assert!(!line.chars().any(|c| is_unsafe(c) || (c != ' ' && is_gap(c))), "{:?}", line);
            prop_assert_eq!(line.trim(), &line);
            prop_assert_eq!(plain_line(&line, most), line.as_str());
            prop_assert!(first_sentence(&text, most).chars().count() <= most);
        }
    }
}
