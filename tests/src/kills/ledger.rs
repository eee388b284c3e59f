//! What the member wrote, and how much of it the app has taken.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, ensure};

/// How much the app has said of a text before it was killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Word {
    /// Nothing: it may be there or not.
    Nothing,
    /// It is saved.
    Saved,
    /// It is sent.
    Sent,
}

/// Every text by its own words, which no other text has.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    texts: BTreeMap<String, Word>,
}

/// Where the texts are in the end.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// At the desk, once for every time it stands there.
    pub desk: Vec<String>,
    /// In drafts.
    pub drafts: Vec<String>,
}

impl Ledger {
    /// A new text, of which the app has not said anything yet.
    pub fn begin(&mut self, text: &str) {
        self.texts.insert(text.to_owned(), Word::Nothing);
    }

    /// The app has said more of it.
    pub fn heard(&mut self, text: &str, word: Word) {
        if let Some(known) = self.texts.get_mut(text) {
            *known = word.max(*known);
        }
    }

    /// How many texts the app has said this of, or more.
    pub fn count(&self, word: Word) -> usize {
        self.texts.values().filter(|known| **known >= word).count()
    }

    /// Nothing that was sent is missing, nothing that was saved is lost, nothing is there twice, nothing is invented.
    pub fn check(&self, found: &Found) -> Result<()> {
        let times = |all: &[String], text: &str| all.iter().filter(|one| *one == text).count();
        for (text, word) in &self.texts {
            let (desk, drafts) = (times(&found.desk, text), times(&found.drafts, text));
            let right = match word {
                Word::Nothing => desk + drafts <= 1,
                Word::Saved => desk + drafts == 1,
                Word::Sent => (desk, drafts) == (1, 0),
            };
            ensure!(right, "{text}: {word:?}, but {desk} times at the desk and {drafts} times a draft");
        }
        let known: BTreeSet<&String> = self.texts.keys().collect();
        for text in found.desk.iter().chain(&found.drafts) {
            ensure!(known.contains(text), "{text} was never written");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: Word, desk: &[&str], drafts: &[&str]) -> bool {
        let mut ledger = Ledger::default();
        ledger.begin("a");
        ledger.heard("a", word);
        ledger.heard("a", Word::Nothing);
        let list = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        ledger.check(&Found { desk: list(desk), drafts: list(drafts) }).is_ok()
    }

    #[test]
    fn what_is_lost_doubled_or_invented_is_found() {
        assert!(check(Word::Sent, &["a"], &[]));
        assert!(!check(Word::Sent, &[], &["a"]), "a draft is not sent");
        assert!(!check(Word::Sent, &["a", "a"], &[]), "sent twice");
        assert!(check(Word::Saved, &[], &["a"]) && check(Word::Saved, &["a"], &[]));
        assert!(!check(Word::Saved, &[], &[]), "lost");
        assert!(!check(Word::Saved, &["a"], &["a"]), "both sent and a draft");
        assert!(check(Word::Nothing, &[], &[]) && check(Word::Nothing, &["a"], &[]));
        assert!(!check(Word::Nothing, &["b"], &[]), "never written");
    }
}
