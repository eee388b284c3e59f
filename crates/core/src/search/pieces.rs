//! What is shown of a text that was found: the words around the first that was looked for, in pieces that were or were
//! not.

use super::{query::Query, words::words_begun_by};
use crate::texts::plain_text;

/// So many characters are shown before the first word that was looked for.
const BEFORE: usize = 40;
/// So many are shown at most.
const MOST: usize = 180;

/// A text in pieces; true: looked for.
pub(crate) type Pieces = Vec<(String, bool)>;

/// A whole title in pieces.
pub(crate) fn title(query: &Query, title: &str) -> Pieces {
    cut(title, &found_in(query, title).0, 0, usize::MAX)
}

/// The part of a text around the first word that was looked for, how many of the terms are in the text, and whether all
/// are.
pub(crate) fn around(query: &Query, text: &str) -> (Pieces, usize, bool) {
    let (spans, found, all) = found_in(query, text);
    let first = spans.first().map_or(0, |span| span.start);
    let begin = begin(text, first);
    (cut(text, &spans, begin, MOST), found, all)
}

/// Where the words that were looked for stand, joined where they touch.
fn found_in(query: &Query, text: &str) -> (Vec<std::ops::Range<usize>>, usize, bool) {
    let words: Vec<_> = words_begun_by(text, |letter| query.begins_with(letter)).collect();
    let matches = query.matches(&words);
    let mut spans: Vec<std::ops::Range<usize>> = Vec::new();
    for (word, _) in words.into_iter().zip(&matches.hit).filter(|(_, hit)| **hit) {
        match spans.last_mut() {
            Some(last) if last.end >= word.at.start => last.end = last.end.max(word.at.end),
            _ => spans.push(word.at),
        }
    }
    (spans, matches.found, matches.all)
}

/// Where the part begins that leads up to `first`: at a gap between words, if there is one near.
fn begin(text: &str, first: usize) -> usize {
    let before = text.get(..first).unwrap_or_default();
    let Some((from, _)) = before.char_indices().rev().nth(BEFORE) else { return 0 };
    let lead = before.get(from..).unwrap_or_default();
    lead.find(char::is_whitespace).map_or(from, |gap| from + gap)
}

fn cut(text: &str, spans: &[std::ops::Range<usize>], begin: usize, most: usize) -> Pieces {
    let shown = text.get(begin..).unwrap_or_default();
    let end = shown.char_indices().nth(most).map_or(text.len(), |(end, _)| begin + end);
    let mut pieces = Pieces::new();
    if begin > 0 {
        push(&mut pieces, "…", false);
    }
    let mut at = begin;
    for span in spans.iter().filter(|span| span.start < end) {
        push(&mut pieces, text.get(at..span.start).unwrap_or_default(), false);
        push(&mut pieces, text.get(span.start..span.end.min(end)).unwrap_or_default(), true);
        at = span.end.min(end);
    }
    push(&mut pieces, text.get(at..end).unwrap_or_default(), false);
    if end < text.len() {
        push(&mut pieces, "…", false);
    }
    pieces
}

/// Adds a part of hostile text in one line.
fn push(pieces: &mut Pieces, part: &str, hit: bool) {
    let mut part = plain_text(part);
    if part.contains(['\n', '\t']) {
        part = part.replace(['\n', '\t'], " ");
    }
    match pieces.last_mut() {
        _ if part.is_empty() => {}
        Some((last, last_hit)) if *last_hit == hit => last.push_str(&part),
        _ => pieces.push((part, hit)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::search::words::words;

    fn shown(query: &str, text: &str) -> String {
        let (pieces, _, _) = around(&Query::read(query).unwrap(), text);
        pieces.into_iter().map(|(part, hit)| if hit { format!("[{part}]") } else { part }).collect()
    }

    #[test]
    fn every_word_that_was_looked_for_is_marked_as_a_whole() {
        assert_eq!(shown("best min", "Min beställning, min\nbest"), "[Min] beställning, [min] [best]");
        assert_eq!(shown("min bestall", "Min beställning"), "[Min] [beställning]");
        assert_eq!(shown("注文が", "東京都の注文が届きません"), "東京都の[注文が]届きません");
        assert_eq!(shown("kvitto", "ett\u{202E} kvitto\u{0}"), "ett [kvitto]");
    }

    #[test]
    fn a_long_text_is_cut_around_the_first_word_that_was_looked_for() {
        let text = format!("{} kvitto {}", "före ".repeat(100), "efter ".repeat(100));
        let shown = shown("kvitto", &text);
        assert!(shown.starts_with("… före") && shown.ends_with('…') && shown.contains("[kvitto]"), "{shown}");
        assert!(shown.chars().count() <= MOST + 4);
    }

    proptest! {
        #[test]
        fn words_that_nobody_asks_for_need_no_letters(
            query in "[a-cåé\" ]{1,12}|\\PC{1,12}",
            text in "[a-cA-CåéÉ\u{301} .]{0,80}|\\PC{0,80}",
        ) {
            let Some(query) = Query::read(&query) else { return Ok(()) };
            let whole: Vec<_> = words(&text).collect();
            let some: Vec<_> = words_begun_by(&text, |letter| query.begins_with(letter)).collect();
            prop_assert_eq!(query.matches(&some), query.matches(&whole));
        }

        #[test]
        fn pieces_of_a_title_are_the_title(query in "[a-zåäö東京\" ]{1,12}", title in "[a-zåäöA-Z東京都 ,.]{0,60}") {
            let Some(query) = Query::read(&query) else { return Ok(()) };
            let whole: String = super::title(&query, &title).into_iter().map(|(part, _)| part).collect();
            prop_assert_eq!(whole, title);
        }

        #[test]
        fn any_text_can_be_cut(query in "\\PC{1,12}", text in "\\PC{0,400}") {
            if let Some(query) = Query::read(&query) {
                around(&query, &text);
            }
        }
    }
}
