//! What the member looks for: hostile text in, a question to the index out. Nothing of the text reaches the index but
//! words, each in quotes.

use super::words::{Script, Word, words};

/// So much of the text is read, in characters.
const MOST_CHARS: usize = 400;
/// So many words and phrases are looked for.
const MOST_TERMS: usize = 12;

/// What is looked for: all of it must be there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Query {
    terms: Vec<Term>,
}

/// A word, or words in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    words: Vec<Word>,
    /// In quotes: as written, letter by letter.
    quoted: bool,
    /// Whether the member may still be writing it.
    open: bool,
}

/// How near an issue comes to what was looked for; nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Nearness {
    /// All words stand in the title or the number, as written.
    TitleAsWritten,
    /// All begin there, or stand there with other accents.
    Title,
    /// All words stand in the issue, as written.
    TextAsWritten,
    /// All begin in the issue, or stand there with other accents.
    Text,
}

impl Nearness {
    /// Nearest first.
    pub(crate) const ALL: [Self; 4] = [Self::TitleAsWritten, Self::Title, Self::TextAsWritten, Self::Text];

    fn in_title(self) -> bool {
        matches!(self, Self::TitleAsWritten | Self::Title)
    }

    fn as_written(self) -> bool {
        matches!(self, Self::TitleAsWritten | Self::TextAsWritten)
    }
}

impl Query {
    /// Reads what the member typed. None: there is no word in it.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let end = text.char_indices().nth(MOST_CHARS).map_or(text.len(), |(end, _)| end);
        let text = text.get(..end).unwrap_or_default();
        let mut terms = Vec::new();
        // Every second part is in quotes; the last one's may not be closed yet.
        for (part, quoted) in text.split('"').zip([false, true].into_iter().cycle()) {
            if quoted {
                let words = words(part).collect();
                terms.extend(Term::new(words, quoted));
            } else {
                terms.extend(unquoted(part));
            }
        }
        terms.truncate(MOST_TERMS);
        if let Some(last) = terms.last_mut() {
            last.open = !last.quoted && last.may_be_open();
        }
        (!terms.is_empty()).then_some(Self { terms })
    }

    /// The question to the index for one nearness.
    pub(crate) fn expression(&self, nearness: Nearness) -> String {
        let terms: Vec<String> = self.terms.iter().map(|term| term.expression(nearness)).collect();
        terms.join(" AND ")
    }

    /// Whether a word that is looked for begins with this small letter, in any of its spellings.
    pub(crate) fn begins_with(&self, letter: u8) -> bool {
        let begins = |word: &str| word.as_bytes().first() == Some(&letter);
        let mut words = self.terms.iter().flat_map(|term| &term.words);
        words.any(|word| begins(&word.written) || word.plain.as_deref().is_some_and(begins))
    }

    /// The words of a text that were looked for, and whether all terms are among them.
    pub(crate) fn matches(&self, text: &[Word]) -> Matches {
        let mut hit = vec![false; text.len()];
        let mut found = 0;
        for term in &self.terms {
            let length = term.words.len();
            let mut there = false;
            for (from, row) in text.windows(length).enumerate() {
                if term.stands_in(row) {
                    there = true;
                    hit.iter_mut().skip(from).take(length).for_each(|hit| *hit = true);
                }
            }
            found += usize::from(there);
        }
        Matches { hit, found, all: found == self.terms.len() }
    }

    /// How near a title and a text come, read without an index; none: not at all.
    pub(crate) fn nearness(&self, title: &str, text: &str) -> Option<Nearness> {
        let (title, text): (Vec<Word>, Vec<Word>) = (words(title).collect(), words(text).collect());
        Nearness::ALL.into_iter().find(|nearness| {
            self.terms.iter().all(|term| {
                let stands = |row: &[Word]| {
                    if nearness.as_written() { term.stands_as_written(row) } else { term.stands_in(row) }
                };
                let length = term.words.len();
                title.windows(length).any(stands)
                    || (!nearness.in_title() && text.windows(length).any(stands))
            })
        })
    }
}

/// Which words of a text were looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Matches {
    /// For each word of the text.
    pub(crate) hit: Vec<bool>,
    /// How many of the terms are there.
    pub(crate) found: usize,
    /// Whether all are.
    pub(crate) all: bool,
}

/// Each word by itself, but what was one run of a script without spaces in a row.
fn unquoted(part: &str) -> Vec<Term> {
    let mut rows: Vec<Vec<Word>> = Vec::new();
    for word in words(part) {
        match rows.last_mut() {
            Some(row) if row.last().is_some_and(|before| before.at.end > word.at.start) => row.push(word),
            _ => rows.push(vec![word]),
        }
    }
    rows.into_iter().filter_map(|row| Term::new(row, false)).collect()
}

impl Term {
    fn new(mut words: Vec<Word>, quoted: bool) -> Option<Self> {
        // The last character of a run is in the pair before it; alone it would ask for the end of a run.
        if let [.., before, last] = words.as_slice()
            && before.at.end > last.at.start
        {
            words.pop();
        }
        (!words.is_empty()).then_some(Self { words, quoted, open: false })
    }

    /// Whether its last word may go on: one letter alone begins too much, one character of a script without spaces does
    /// not.
    fn may_be_open(&self) -> bool {
        self.words.last().is_some_and(|word| match word.script {
            Script::Spaced => word.written.chars().nth(1).is_some(),
            Script::Unspaced => word.written.chars().nth(1).is_none(),
        })
    }

    /// Whether the row of words, as long as this term, is what was looked for.
    fn stands_in(&self, row: &[Word]) -> bool {
        let last = self.words.len().saturating_sub(1);
        self.words.iter().zip(row).enumerate().all(|(at, (asked, there))| {
            let open = self.open && at == last;
            let same =
                |asked: &str, there: &str| if open { there.starts_with(asked) } else { there == asked };
            same(&asked.written, &there.written)
                || !self.quoted
                    && match (&asked.plain, &there.plain) {
                        // An accent that was typed is meant, or was left out by who wrote.
                        (Some(asked), _) => same(asked, &there.written),
                        // A letter that was typed without one stands for all of its kind.
                        (None, Some(there)) => same(&asked.written, there),
                        (None, None) => false,
                    }
        })
    }

    fn stands_as_written(&self, row: &[Word]) -> bool {
        self.words.iter().zip(row).all(|(asked, there)| asked.written == there.written)
    }

    /// See `store::search` for the columns.
    fn expression(&self, nearness: Nearness) -> String {
        let (written, all) = match nearness.in_title() {
            true => ("number title", "number title title_plain"),
            false => ("number title talk", "number title title_plain talk talk_plain"),
        };
        let phrase = in_a_row(self.words.iter().map(|word| word.written.as_str()));
        if nearness.as_written() || self.quoted {
            return format!("{{{written}}} : {phrase}");
        }
        let open = if self.open { " *" } else { "" };
        match self.words.as_slice() {
            [Word { plain: Some(plain), .. }] => {
                format!(
                    "{{{written}}} : ({phrase}{open} OR {}{open})",
                    in_a_row([plain.as_str()].into_iter())
                )
            }
            [Word { script: Script::Spaced, .. }] => format!("{{{all}}} : {phrase}{open}"),
            _ => format!("{{{written}}} : {phrase}{open}"),
        }
    }
}

/// Words in a row, as FTS5 reads a string. Words hold no quotes; they are doubled all the same.
fn in_a_row<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.map(|word| word.replace('"', "\"\"")).collect();
    format!("\"{}\"", words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(query: &str, title: &str, text: &str) -> Option<Nearness> {
        Query::read(query).and_then(|query| query.nearness(title, text))
    }

    #[test]
    fn a_letter_without_its_accent_stands_for_all_of_its_kind_and_one_with_it_for_itself_or_the_plain_one() {
        assert_eq!(near("bestallning", "Min beställning", ""), Some(Nearness::Title));
        assert_eq!(near("beställning", "Min beställning", ""), Some(Nearness::TitleAsWritten));
        assert_eq!(near("beställning", "Min bestallning", ""), Some(Nearness::Title));
        assert_eq!(near("har du", "Hår, du", ""), Some(Nearness::Title));
        assert_eq!(near("hår", "Här är det", ""), None, "å and ä are letters of their own");
        assert_eq!(near("strasse", "", "in der Straße"), Some(Nearness::Text));
    }

    #[test]
    fn the_last_word_may_go_on_and_all_words_are_needed() {
        assert_eq!(near("min best", "Min beställning", ""), Some(Nearness::Title));
        assert_eq!(near("best min", "Min beställning", ""), None, "only the last may go on");
        assert_eq!(near("min faktura", "Min beställning", "om en faktura"), Some(Nearness::TextAsWritten));
        assert_eq!(near("min kvitto", "Min beställning", "om en faktura"), None);
        assert_eq!(near("m", "Min m", ""), Some(Nearness::TitleAsWritten));
        assert_eq!(near("b", "Min beställning", ""), None, "one letter begins too much");
    }

    #[test]
    fn quotes_mean_these_words_in_this_order_as_written() {
        assert_eq!(near("\"min beställning\"", "om Min beställning", ""), Some(Nearness::TitleAsWritten));
        assert_eq!(near("\"min bestallning\"", "om Min beställning", ""), None);
        assert_eq!(near("\"beställning min\"", "Min beställning", ""), None);
        assert_eq!(near("\"min best", "Min beställning", ""), None);
    }

    #[test]
    fn any_part_of_a_sentence_without_spaces_is_found() {
        let text = "東京都の注文が届きません";
        for part in ["東京", "注文が届", "ません", "文", "ん", "東"] {
            assert!(near(part, "", text).is_some(), "{part}");
        }
        assert_eq!(near("京東", "", text), None);
        assert!(near("ไม่ได้", "", "ฉันยังไม่ได้รับของ").is_some());
    }

    #[test]
    fn a_text_without_a_word_is_no_query() {
        for text in ["", "  ", "\"\"", "*", "- + ( )", "\"", "\u{0}"] {
            assert_eq!(Query::read(text), None, "{text:?}");
        }
    }

    #[test]
    fn only_words_in_quotes_reach_the_index() {
        let query = Query::read("AND (title: x* NEAR \"y z").unwrap();
        assert_eq!(
            query.expression(Nearness::TextAsWritten),
            "{number title talk} : \"and\" AND {number title talk} : \"title\" AND {number title talk} : \"x\" \
             AND {number title talk} : \"near\" AND {number title talk} : \"y z\""
        );
    }
}
