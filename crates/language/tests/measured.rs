//! How often the detector is right, on texts that were written for this and stand beside it in `texts/`: titles of three to
//! six words, sentences of twenty letters and more, and whole descriptions, as members of a support desk write them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout, reason = "a test")]

use std::{collections::BTreeMap, fs, path::Path};

use svara_language::Linguist;
use svara_model::Detector;

const LANGUAGES: [&str; 20] = [
    "ar", "cs", "da", "de", "en", "es", "fi", "fr", "hu", "it", "ja", "nb", "nl", "pl", "pt", "ro", "ru",
    "sv", "tr", "uk",
];
/// What else a text may be in, at a desk that takes every language.
const OTHERS: [&str; 22] = [
    "bg", "ca", "el", "et", "fa", "he", "hi", "hr", "id", "is", "ko", "lt", "lv", "mk", "sk", "sl", "sq",
    "sr", "th", "vi", "zh-Hans", "zh-Hant",
];

#[derive(Clone, Copy, Default)]
struct Count {
    right: u32,
    wrong: u32,
    silent: u32,
    sure: u32,
}

impl Count {
    fn all(self) -> u32 {
        self.right + self.wrong + self.silent
    }

    /// Of what it claims.
    fn accuracy(self) -> f64 {
        f64::from(self.right) / f64::from(self.right + self.wrong)
    }

    fn silence(self) -> f64 {
        f64::from(self.silent) / f64::from(self.all())
    }
}

impl std::ops::AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.silent += other.silent;
        self.sure += other.sure;
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(to, "{:5} {:5} {:6} {:5}", self.right, self.wrong, self.silent, self.sure)
    }
}

/// Titles, and sentences with descriptions, of each language.
fn measure(among: &[&str]) -> BTreeMap<&'static str, [Count; 2]> {
    let mut counts = BTreeMap::new();
    for language in LANGUAGES {
        let of: &mut [Count; 2] = counts.entry(language).or_default();
        for (kind, text) in texts(language) {
            let detected = Linguist.detect(&text, among);
            let count = &mut of[usize::from(kind != "title")];
            match &detected {
                None => count.silent += 1,
                Some(found) if found.language == language => count.right += 1,
                Some(_) => count.wrong += 1,
            }
            count.sure += u32::from(detected.as_ref().is_some_and(|found| found.sure));
            let said = detected.map(|found| found.language);
            if said.as_deref() != Some(language) {
                println!("{language}: {} for {text:?}", said.as_deref().unwrap_or("nothing"));
            }
        }
    }
    println!("\nlanguage  titles: right wrong silent  sure  sentences: right wrong silent  sure");
    for (language, [titles, sentences]) in &counts {
        println!("{language:8}          {titles}             {sentences}");
    }
    let [titles, sentences] = total(&counts);
    println!("all               {titles}             {sentences}");
    println!("of what it claims: titles {:.4}, sentences {:.4}", titles.accuracy(), sentences.accuracy());
    counts
}

fn total(counts: &BTreeMap<&str, [Count; 2]>) -> [Count; 2] {
    counts.values().fold([Count::default(); 2], |mut sum, of| {
        sum[0] += of[0];
        sum[1] += of[1];
        sum
    })
}

fn texts(language: &str) -> Vec<(String, String)> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/texts/{language}.tsv"));
    let lines = fs::read_to_string(file).unwrap();
    lines
        .lines()
        .map(|line| line.split_once('\t').unwrap())
        .map(|(kind, text)| (kind.into(), text.into()))
        .collect()
}

#[test]
fn of_what_it_claims_it_is_right() {
    let counts = measure(&LANGUAGES);
    let [titles, sentences] = total(&counts);
    assert!(titles.all() + sentences.all() >= 600);
    assert!(titles.accuracy() >= 0.97, "{}", titles.accuracy());
    assert!(sentences.accuracy() >= 0.99, "{}", sentences.accuracy());
    // Silence is no excuse.
    assert!(titles.silence() <= 0.12, "{}", titles.silence());
    assert!(sentences.silence() <= 0.04, "{}", sentences.silence());
}

#[test]
fn among_every_language_it_is_right_too() {
    let every = [&LANGUAGES[..], &OTHERS[..]].concat();
    let [titles, sentences] = total(&measure(&every));
    assert!(titles.accuracy() >= 0.97, "{}", titles.accuracy());
    assert!(sentences.accuracy() >= 0.99, "{}", sentences.accuracy());
}
