//! Tells in which language something is written, on this computer alone. This crate must not know the core, desks, the
//! desktop or any window: it takes a text and answers with a tag.

mod letters;
mod ngrams;
mod prose;
mod spellings;
mod words;

use std::{collections::BTreeMap, sync::LazyLock};

use svara_model::{Detected, Detector};

use crate::{
    letters::{Script, script},
    ngrams::Ngrams,
    prose::Prose,
};

/// Below this margin nothing is claimed, in natural units of likelihood.
const CLAIMED: f32 = 3.0;
/// From this margin on it is sure.
const SURE: f32 = 6.0;
/// How much the model's likelihoods count beside words and letters.
const NGRAM: f32 = 0.5;
/// Languages that the model hardly knows apart, and so overrates each difference between. Words and spellings know better.
const CLOSE: &[&[&str]] =
    &[&["da", "nb", "nn"], &["bg", "mk", "ru", "sr", "uk"], &["es", "pt", "pt-BR"], &["cs", "sk"]];
/// How much of a difference between those counts.
const CLOSER: f32 = 0.6;
/// A word that one language alone has is worth so much; shared ones less.
const WORD: f32 = 3.0;
/// A letter that a language does not have costs it so much, once for each word, up to a few words: names have such letters.
const LETTER: f32 = 2.5;
const MOST_LETTERS: f32 = 4.0;
/// A spelling that it does not have costs it so much, up to a few.
const SPELLING: f32 = 1.5;
const MOST_SPELLINGS: f32 = 4.0;
/// Fewer letters than this are no language.
const FEWEST_LETTERS: usize = 6;
/// A sentence of so many words has a language of its own.
const OWN_SENTENCE: usize = 4;

/// Knows languages by the runs of letters that are usual in them, by their small words and by their alphabets.
#[derive(Clone, Copy, Debug, Default)]
pub struct Linguist;

impl Detector for Linguist {
    fn detect(&self, text: &str, among: &[&str]) -> Option<Detected> {
        let prose = Prose::of(text);
        let whole = prose.words().collect::<Vec<_>>();
        let found = judge(&whole, among)?;
        // Two languages in one text: neither is its language.
        let parts = prose.sentences.iter().filter(|sentence| sentence.len() >= OWN_SENTENCE);
        let mut parts =
            parts.filter_map(|words| judge(&words.iter().map(String::as_str).collect::<Vec<_>>(), among));
        let mixed = parts.any(|part| part.margin >= SURE && part.language != found.language);
        let claimed = found.margin >= CLAIMED && !mixed;
        claimed.then(|| Detected { language: found.language.to_owned(), sure: found.margin >= SURE })
    }
}

struct Judgement<'a> {
    language: &'a str,
    margin: f32,
}

/// A language that the words may be of.
struct Candidate<'a> {
    tag: &'a str,
    /// Where it stands in the model; `None`: not there, and never the best.
    column: Option<usize>,
    /// The lists that speak for it, as bits.
    lists: u64,
    score: f32,
}

static NGRAMS: LazyLock<Option<Ngrams>> = LazyLock::new(Ngrams::read);

/// The language that these words are of, and how far it stands before the next one.
fn judge<'a>(words: &[&str], among: &[&'a str]) -> Option<Judgement<'a>> {
    let main = main_script(words)?;
    let of_script =
        |word: &&str| word.chars().any(|letter| script(letter).is_some_and(|script| beside(main, script)));
    let words: Vec<&str> = words.iter().copied().filter(of_script).collect();
    let kana = words.iter().flat_map(|word| word.chars()).any(|letter| script(letter) == Some(Script::Kana));
    let main = if kana { Script::Kana } else { main };
    let ngrams = NGRAMS.as_ref()?;
    let mut candidates: Vec<Candidate<'_>> = among
        .iter()
        .filter(|tag| letters::writes(tag, main))
        .map(|tag| {
            let (name, lists) = known(tag);
            Candidate { tag, column: ngrams.column(name), lists: words::lists_of(lists), score: 0.0 }
        })
        .collect();
    if let [only] = candidates.as_slice() {
        return Some(Judgement { language: only.tag, margin: f32::INFINITY });
    }
    weigh_ngrams(&mut candidates, &words, ngrams);
    weigh_words(&mut candidates, &words);
    weigh_letters(&mut candidates, &words);
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
    let [best, next, ..] = candidates.as_slice() else { return None };
    Some(Judgement { language: best.tag, margin: best.score - next.score })
}

/// The script that the words are written in. Names and terms in Latin letters stand in texts of every script.
fn main_script(words: &[&str]) -> Option<Script> {
    let mut counts: BTreeMap<Script, usize> = BTreeMap::new();
    for script in words.iter().flat_map(|word| word.chars()).filter_map(script) {
        // A sign for a syllable or a word is worth several letters.
        let worth = if matches!(script, Script::Han | Script::Kana | Script::Hangul) { 3 } else { 1 };
        let counted = if script == Script::Kana { Script::Han } else { script };
        *counts.entry(counted).or_default() += worth;
    }
    let latin = counts.remove(&Script::Latin).unwrap_or_default();
    let other = counts.into_iter().max_by_key(|(_, count)| *count);
    let (main, count) = match other {
        Some((other, count)) if count * 3 >= latin => (other, count),
        // A few foreign letters are a name; more of them are two languages.
        Some((_, count)) if count * 10 >= latin => return None,
        _ => (Script::Latin, latin),
    };
    (count >= FEWEST_LETTERS).then_some(main)
}

fn beside(main: Script, other: Script) -> bool {
    main == other || (main == Script::Han && other == Script::Kana)
}

/// A language's name in the model, and the lists that speak for it.
fn known<'a>(tag: &'a &'a str) -> (&'a str, &'a [&'a str]) {
    match *tag {
        "pt" => ("pt", &["pt", "pt-PT"]),
        "pt-BR" => ("pt", &["pt", "pt-BR"]),
        "zh-Hans" => ("zh", &["zh-Hans"]),
        "zh-Hant" => ("zh", &["zh-Hant"]),
        _ => (tag, std::slice::from_ref(tag)),
    }
}

fn weigh_ngrams(candidates: &mut [Candidate<'_>], words: &[&str], ngrams: &Ngrams) {
    let columns: Vec<usize> = candidates.iter().filter_map(|candidate| candidate.column).collect();
    let mut rarities = ngrams.rarity(&format!(" {} ", words.join(" ")), &columns).into_iter();
    for candidate in &mut *candidates {
        let rarity = candidate.column.and_then(|_| rarities.next());
        // Runs overlap, so that each of them is less of a sign than if it stood alone.
        candidate.score -= NGRAM * rarity.unwrap_or(f32::INFINITY);
    }
    for group in CLOSE {
        let mut close: Vec<_> =
            candidates.iter_mut().filter(|candidate| group.contains(&candidate.tag)).collect();
        let best = close.iter().map(|candidate| candidate.score).fold(f32::NEG_INFINITY, f32::max);
        for candidate in &mut close {
            candidate.score = best - CLOSER * (best - candidate.score);
        }
    }
}

fn weigh_words(candidates: &mut [Candidate<'_>], words: &[&str]) {
    for word in words.iter().map(|word| word.to_lowercase()) {
        for part in parts(&word) {
            let lists = words::lists_with(part);
            let speaks = |candidate: &Candidate<'_>| candidate.lists & lists != 0;
            let sharing = candidates.iter().filter(|candidate| speaks(candidate)).count();
            let each = WORD * worth(part) / (sharing.max(1) as f32).sqrt();
            for candidate in candidates.iter_mut().filter(|candidate| speaks(candidate)) {
                candidate.score += each;
            }
        }
    }
}

/// A word, its elided article and what follows it ("l'écran"), and the signs of a script that has one for a word.
fn parts(word: &str) -> Vec<&str> {
    let mut parts = vec![word];
    parts.extend(word.find('\'').and_then(|at| word.split_at_checked(at + 1)).map(|(article, _)| article));
    parts.extend(word.split_once('\'').map(|(_, rest)| rest));
    let signs = word.char_indices().filter(|(_, letter)| script(*letter) == Some(Script::Han));
    parts.extend(signs.filter_map(|(at, sign)| word.get(at..at + sign.len_utf8())));
    parts
}

/// What a word says by its length: a single letter may be anything.
fn worth(word: &str) -> f32 {
    match word.chars().count() {
        0 | 1 => 0.4,
        2 => 0.8,
        _ => 1.0,
    }
}

fn weigh_letters(candidates: &mut [Candidate<'_>], words: &[&str]) {
    for candidate in candidates {
        let foreign = |word: &&&str| {
            word.chars().flat_map(char::to_lowercase).any(|letter| !letters::has(candidate.tag, letter))
        };
        let count = words.iter().filter(foreign).count();
        candidate.score -= LETTER * (count as f32).min(MOST_LETTERS);
        let spellings: usize =
            words.iter().map(|word| spellings::foreign(candidate.tag, &word.to_lowercase())).sum();
        candidate.score -= SPELLING * (spellings as f32).min(MOST_SPELLINGS);
        candidate.score -= spellings::missing(candidate.tag, words);
    }
}
