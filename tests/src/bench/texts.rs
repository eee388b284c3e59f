//! Issues as members write them, from a seed: few words are common, most are rare, every sixth issue is about an order.

use svara_desk::{SeedEnd, SeedIssue};

/// In every sixth issue.
pub(super) const COMMON: &str = "beställning";
const WORDS: usize = 30_000;
const PARTS: [&str; 40] = [
    "an", "be", "de", "el", "en", "er", "fel", "för", "gar", "hå", "in", "ka", "kor", "la", "le", "ling",
    "lö", "man", "mer", "na", "ning", "no", "om", "på", "ra", "re", "ris", "sam", "se", "ska", "sta", "te",
    "ti", "upp", "ut", "va", "ver", "vi", "än", "ör",
];

/// Makes texts; the same seed makes the same ones.
pub(super) struct Texts {
    random: fastrand::Rng,
    words: Vec<String>,
    /// Running sums of how common each word is.
    common: Vec<f64>,
}

impl Texts {
    pub(super) fn new(seed: u64) -> Self {
        let mut random = fastrand::Rng::with_seed(seed);
        let word = |random: &mut fastrand::Rng| -> String {
            (0..random.usize(1..5)).filter_map(|_| random.choice(PARTS)).collect()
        };
        let words = (0..WORDS).map(|_| word(&mut random)).collect();
        let mut sum = 0.0;
        let common = (0..WORDS)
            .map(|rank| {
                sum += 1.0 / (rank as f64 + 3.0);
                sum
            })
            .collect();
        Self { random, words, common }
    }

    /// A word, common ones often.
    pub(super) fn word(&mut self) -> &str {
        let at = self.random.f64() * self.common.last().copied().unwrap_or_default();
        let rank = self.common.partition_point(|sum| *sum < at);
        self.words.get(rank).map_or("", String::as_str)
    }

    fn sentence(&mut self, length: std::ops::Range<usize>) -> String {
        let mut text = String::new();
        for at in 0..self.random.usize(length) {
            if at > 0 {
                text.push_str(if at % 9 == 8 { ". " } else { " " });
            }
            let word = self.word().to_owned();
            text.push_str(&word);
        }
        text
    }

    /// The n-th issue.
    pub(super) fn issue(&mut self, n: u32) -> SeedIssue {
        let about = if n.is_multiple_of(6) { COMMON } else { "ärende" };
        // A word of its own, as an error's code is.
        let title = format!("Svenska - {} {about} {} fel{n}", self.sentence(1..4), self.sentence(2..5));
        let end = match n % 10_000 {
            7 => SeedEnd::Awaiting,
            n if n % 10 == 0 => SeedEnd::Open,
            _ => SeedEnd::Closed,
        };
        SeedIssue {
            title,
            language: Some("sv".to_owned()),
            at: 1_700_000_000_000 + i64::from(n) * 60_000,
            text: self.sentence(15..60),
            reply: Some(self.sentence(10..40)),
            end,
        }
    }

    /// A number below `end`.
    pub(super) fn below(&mut self, end: u32) -> u32 {
        self.random.u32(0..end.max(1))
    }
}
