//! What a word is to the search: pure text in, words out. The index, the query and the marked pieces all read text through
//! here, so that what is found and what is shown as found cannot differ.
//!
//! - A word stands *as written*, in small letters and composed (`beställning`). Where that has letters beyond the plain
//!   ones it is indexed *plain*, too (`bestallning`): accents folded, and ø, ł, ß, æ, đ and their like spelt out.
//! - Scripts that put no spaces between words (Han, kana, hangul, Thai, Lao, Khmer, Burmese) become overlapping pairs of
//!   characters: any part of a sentence is found, and a pair is rare enough that finding it is quick. The last character
//!   of a run stands alone, so that a single character finds every pair that it begins, and that one.

use std::{borrow::Cow, ops::Range};

use icu::{
    normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed},
    properties::{
        CodePointMapData,
        props::{GeneralCategory, GeneralCategoryGroup},
    },
};

/// What follows in a longer word (a key, a file in base64) is not looked at.
const LONGEST_WORD: usize = 64;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// As written, in small letters.
    pub(crate) written: String,
    /// Without accents; none: that is the same.
    pub(crate) plain: Option<String>,
    /// Where it stands in the text, in bytes.
    pub(crate) at: Range<usize>,
    /// How its text is cut into words.
    pub(crate) script: Script,
}

/// How a script is cut into words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Script {
    /// At what is neither letter nor digit.
    Spaced,
    /// Into overlapping pairs of characters.
    Unspaced,
}

/// The words of a text, in its order.
pub(crate) fn words(text: &str) -> impl Iterator<Item = Word> + '_ {
    words_begun_by(text, |_| true)
}

/// The words of a text, in its order. Of a word in plain letters whose first is not `asked` for, only where it stands is
/// told: most of a text is read for the few words that are looked for.
pub(crate) fn words_begun_by<'a>(
    text: &'a str,
    asked: impl Fn(u8) -> bool + 'a,
) -> impl Iterator<Item = Word> + 'a {
    runs(text).flat_map(move |(at, script)| {
        let run = text.get(at.clone()).unwrap_or_default();
        let asked = |run: &str| run.bytes().next().is_some_and(|first| asked(first.to_ascii_lowercase()));
        let (one, many) = match script {
            Script::Spaced if run.is_ascii() && !asked(run) => {
                (Some(Word { written: String::new(), plain: None, at, script }), Vec::new())
            }
            Script::Spaced => (Some(spaced(run, at)), Vec::new()),
            Script::Unspaced => (None, pairs(run, at.start)),
        };
        one.into_iter().chain(many)
    })
}

/// A text as the index takes it: its words as written, and those of them that are another word without accents.
pub(crate) fn index_into(text: &str, written: &mut String, plain: &mut String) {
    for (at, script) in runs(text) {
        let run = text.get(at.clone()).unwrap_or_default();
        match script {
            Script::Spaced if run.is_ascii() => {
                let (begin, cut) = (written.len(), run.get(..LONGEST_WORD).unwrap_or(run));
                written.push_str(cut);
                if let Some(word) = written.get_mut(begin..) {
                    word.make_ascii_lowercase();
                }
                written.push(' ');
            }
            Script::Spaced => {
                let word = spaced(run, at);
                push(written, &word.written);
                if let Some(word) = &word.plain {
                    push(plain, word);
                }
            }
            Script::Unspaced => pairs(run, at.start).iter().for_each(|word| push(written, &word.written)),
        }
    }
}

fn push(words: &mut String, word: &str) {
    words.push_str(word);
    words.push(' ');
}

/// Where the runs of letters and digits of one script stand.
fn runs(text: &str) -> impl Iterator<Item = (Range<usize>, Script)> + '_ {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        loop {
            let (start, first) = chars.next()?;
            let Some(script) = script_of(first) else { continue };
            let mut end = start + first.len_utf8();
            while let Some((at, next)) = chars.peek().copied() {
                // A mark goes with what it stands on, whichever script that is of.
                if !is_mark(next) && script_of(next) != Some(script) {
                    break;
                }
                end = at + next.len_utf8();
                chars.next();
            }
            return Some((start..end, script));
        }
    })
}

/// How the script of a letter or a digit is cut; none for anything else.
fn script_of(character: char) -> Option<Script> {
    if character.is_ascii() {
        return character.is_ascii_alphanumeric().then_some(Script::Spaced);
    }
    if !character.is_alphanumeric() && !is_mark(character) {
        return None;
    }
    Some(if is_unspaced(character) { Script::Unspaced } else { Script::Spaced })
}

fn is_mark(character: char) -> bool {
    !character.is_ascii()
        && GeneralCategoryGroup::Mark.contains(CodePointMapData::<GeneralCategory>::new().get(character))
}

fn is_unspaced(character: char) -> bool {
    matches!(u32::from(character),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF // Thai, Lao, Burmese, Khmer
        | 0x1100..=0x11FF | 0xAC00..=0xD7FF                 // hangul
        | 0x3005..=0x3007 | 0x3040..=0x31FF                 // kana, bopomofo
        | 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0xFF66..=0xFFDC | 0x2_0000..=0x3_FFFF)
}

fn spaced(run: &str, at: Range<usize>) -> Word {
    let cut = run.char_indices().nth(LONGEST_WORD).map_or(run.len(), |(end, _)| end);
    let run = run.get(..cut).unwrap_or(run);
    if run.is_ascii() {
        return Word { written: run.to_ascii_lowercase(), plain: None, at, script: Script::Spaced };
    }
    if let Some((written, plain)) = western(run) {
        return Word { written, plain, at, script: Script::Spaced };
    }
    let written = ComposingNormalizerBorrowed::new_nfc().normalize(&run.to_lowercase()).into_owned();
    let plain = plain(&written);
    let plain = (plain != written && !plain.is_empty()).then_some(plain);
    Word { written, plain, at, script: Script::Spaced }
}

/// The same for a word of western European letters alone, which needs no normalizing: most words are.
fn western(run: &str) -> Option<(String, Option<String>)> {
    let mut written = String::with_capacity(run.len());
    let mut bare = String::with_capacity(run.len());
    for character in run.chars() {
        match character {
            'a'..='z' | '0'..='9' => {
                written.push(character);
                bare.push(character);
                continue;
            }
            'A'..='Z' => {
                written.push(character.to_ascii_lowercase());
                bare.push(character.to_ascii_lowercase());
                continue;
            }
            'à'..='ö' | 'ø'..='ÿ' => written.push(character),
            'À'..='Ö' | 'Ø'..='Þ' => written.extend(character.to_lowercase()),
            _ => return None,
        }
        match written.chars().next_back()? {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => bare.push('a'),
            'è' | 'é' | 'ê' | 'ë' => bare.push('e'),
            'ì' | 'í' | 'î' | 'ï' => bare.push('i'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => bare.push('o'),
            'ù' | 'ú' | 'û' | 'ü' => bare.push('u'),
            'ý' | 'ÿ' => bare.push('y'),
            'ç' => bare.push('c'),
            'ñ' => bare.push('n'),
            'ð' => bare.push('d'),
            'æ' => bare.push_str("ae"),
            'þ' => bare.push_str("th"),
            _ => return None,
        }
    }
    let plain = (bare != written).then_some(bare);
    Some((written, plain))
}

/// A word without accents.
fn plain(written: &str) -> String {
    let mut plain = String::with_capacity(written.len());
    for character in DecomposingNormalizerBorrowed::new_nfkd().normalize_iter(written.chars()) {
        match character {
            _ if is_accent(character) => {}
            // Some signs fall apart into more than letters: ⑴ is 1 here.
            _ if character.is_ascii() && !character.is_ascii_alphanumeric() => {}
            'ø' => plain.push('o'),
            'ł' => plain.push('l'),
            'đ' | 'ð' => plain.push('d'),
            'ħ' => plain.push('h'),
            'ŧ' => plain.push('t'),
            'ŋ' => plain.push('n'),
            'ı' => plain.push('i'),
            'ĸ' => plain.push('k'),
            'ə' => plain.push('e'),
            'ς' => plain.push('σ'),
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'þ' => plain.push_str("th"),
            _ => plain.extend(character.to_lowercase()),
        }
    }
    plain
}

/// Marks that a reader can do without: those of Latin, Greek and Cyrillic letters, Arabic and Hebrew vowels, the Arabic
/// stretching stroke. Those of Indic scripts are vowels.
fn is_accent(character: char) -> bool {
    matches!(u32::from(character),
        0x0300..=0x036F | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF | 0xFE20..=0xFE2F
        | 0x0591..=0x05C7 | 0x0640 | 0x064B..=0x065F | 0x0670)
}

/// The overlapping pairs of a run, and its last character alone.
fn pairs(run: &str, start: usize) -> Vec<Word> {
    let composed: Cow<'_, str> = ComposingNormalizerBorrowed::new_nfc().normalize(run);
    // Where composing moved characters, the whole run is where each of them stands.
    let moved = composed.len() != run.len();
    let mut words = Vec::new();
    let mut ends = composed.char_indices().map(|(at, one)| at + one.len_utf8()).skip(1);
    for (at, first) in composed.char_indices() {
        let end = ends.next().unwrap_or(at + first.len_utf8());
        words.push(Word {
            written: composed.get(at..end).unwrap_or_default().to_owned(),
            plain: None,
            at: if moved { start..start + run.len() } else { start + at..start + end },
            script: Script::Unspaced,
        });
    }
    words
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn indexed(text: &str) -> (String, String) {
        let (mut written, mut plain) = (String::new(), String::new());
        index_into(text, &mut written, &mut plain);
        (written.trim_end().to_owned(), plain.trim_end().to_owned())
    }

    #[test]
    fn a_word_is_indexed_as_written_and_plain_where_that_differs() {
        for (text, written, plain) in [
            ("Min BESTÄLLNING kom!", "min beställning kom", "bestallning"),
            ("Smørrebrød & Łódź", "smørrebrød łódź", "smorrebrod lodz"),
            ("Straße, Ærø, Đorđe", "straße ærø đorđe", "strasse aero dorde"),
            ("café naïve", "café naïve", "cafe naive"),
            ("Þór Œuvre", "þór œuvre", "thor oeuvre"),
            ("ISTANBUL ıstanbul", "istanbul ıstanbul", "istanbul"),
            ("Ελλάς", "ελλάς", "ελλασ"),
            ("don't foo-bar@x.se", "don t foo bar x se", ""),
            ("ﬁn ＡＢＣ", "ﬁn ａｂｃ", "fin abc"),
        ] {
            assert_eq!(indexed(text), (written.to_owned(), plain.to_owned()), "{text}");
        }
    }

    #[test]
    fn composed_and_decomposed_letters_are_the_same_word() {
        assert_eq!(indexed("a\u{30a}r e\u{301}"), indexed("år é"));
    }

    #[test]
    fn scripts_without_spaces_become_pairs_and_a_last_character() {
        assert_eq!(indexed("東京都").0, "東京 京都 都");
        assert_eq!(indexed("iPhoneの充電").0, "iphone の充 充電 電");
        assert_eq!(indexed("ก็ดี").0, "ก็ ็ด ดี ี");
        assert_eq!(indexed("字").0, "字");
    }

    #[test]
    fn a_very_long_word_is_cut_the_same_way_everywhere() {
        for letter in ["x", "ö"] {
            let long = letter.repeat(500);
            assert_eq!(indexed(&long).0.chars().count(), LONGEST_WORD);
            assert_eq!(words(&long).next().unwrap().written, indexed(&long).0);
        }
    }

    #[test]
    fn western_letters_are_read_as_all_others_are() {
        for letter in ('\u{0}'..'\u{180}').filter(|letter| letter.is_alphanumeric()) {
            if let Some((written, bare)) = western(&letter.to_string()) {
                assert_eq!(written, letter.to_lowercase().to_string());
                assert_eq!(bare.unwrap_or_else(|| written.clone()), plain(&written), "{letter}");
            }
        }
    }

    proptest! {
        #[test]
        fn the_index_and_the_words_are_the_same(text in "\\PC{0,80}|[a-zåäöéßø漢字かなกข็ \u{301}]{0,60}") {
            let (written, plain) = indexed(&text);
            let all: Vec<Word> = words(&text).collect();
            prop_assert_eq!(written, all.iter().map(|w| w.written.as_str()).collect::<Vec<_>>().join(" "));
            prop_assert_eq!(plain, all.iter().filter_map(|w| w.plain.as_deref()).collect::<Vec<_>>().join(" "));
            for word in all {
                prop_assert!(text.get(word.at.clone()).is_some_and(|part| !part.is_empty()));
                // The index splits at what is neither letter nor digit of ASCII: nothing of that is in a word.
                prop_assert!(word.written.chars().all(|c| !c.is_ascii() || c.is_ascii_alphanumeric()));
                prop_assert!(word.plain.iter().flat_map(|p| p.chars()).all(|c| !c.is_ascii() || c.is_ascii_alphanumeric()));
            }
        }
    }
}
