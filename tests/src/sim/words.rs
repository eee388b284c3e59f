//! What the member wrote, word by word, and where each word must be: a draft, on its way, or at the desk, in one of them.

mod said;

use std::collections::BTreeMap;

use svara_core::{DraftBrief, DraftKind, OperationBrief, OperationKind};

use super::{trace::Trace, truth::Known};

/// Everything the member wrote.
#[derive(Debug, Default)]
pub(super) struct Words {
    all: BTreeMap<u64, Word>,
    sends: u64,
}

/// One word that nobody else writes.
#[derive(Debug, Default)]
struct Word {
    member: String,
    /// The last revision of which the app has said that it is saved.
    saved: u32,
    /// The last revision that was given to the app.
    given: u32,
    fate: Fate,
    /// The place of its last "send" among all.
    sent: u64,
    /// How many pictures it was sent with.
    pictures: Option<usize>,
    /// Whether it was written for a chat.
    chats: bool,
    /// The place of its last "send" in a chat among all, and with how many pictures it was.
    said_at: u64,
    said_with: Option<usize>,
    /// Whether the member has left its chat.
    left: bool,
    /// Whether the member wanted it in an issue, too.
    copied: bool,
}

/// What was last asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Fate {
    /// It is being written.
    #[default]
    Written,
    /// It was sent, and the app has said so.
    Sent,
    /// It was sent, or taken back; the app has not said that it is.
    Unsure,
    /// It was deleted, and the app has said so.
    Deleted,
    /// It was deleted; the app has not said that it is.
    PerhapsDeleted,
}

/// Where texts of one member are now.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    /// Drafts' texts.
    pub(super) drafts: Vec<String>,
    /// Those of them that are questions or lines of a chat.
    pub(super) unsent: Vec<String>,
    /// Texts in the outbox.
    pub(super) outbox: Vec<String>,
    /// Those of them that are questions or lines of a chat.
    pub(super) saying: Vec<String>,
    /// Questions of every member in the journal.
    pub(super) journal: Vec<String>,
}

impl Places {
    /// What is being written.
    pub(super) fn add_draft(&mut self, draft: DraftBrief) {
        if matches!(draft.kind, DraftKind::Chat | DraftKind::Say) {
            self.unsent.push(draft.text.clone());
        }
        self.drafts.push(draft.text);
    }

    /// What is on its way.
    pub(super) fn add_operation(&mut self, operation: OperationBrief) {
        if matches!(operation.kind, OperationKind::StartChat | OperationKind::Say) {
            self.saying.push(operation.text.clone());
        }
        self.outbox.push(operation.text);
    }
}

impl Words {
    /// A new word: its number.
    pub(super) fn begin(&mut self, member: &str) -> u64 {
        let number = self.all.len() as u64 + 1;
        self.all.insert(number, Word { member: member.to_owned(), ..Word::default() });
        number
    }

    /// The next revision of a word, as it stands in a text.
    pub(super) fn next(&mut self, word: u64) -> String {
        let given = self.all.get_mut(&word).map_or(0, |word| {
            word.given += 1;
            word.given
        });
        format!("w{word} w{word}r{given}")
    }

    /// The app has said that the text is saved.
    pub(super) fn saved(&mut self, text: &str) {
        for (number, revision) in newest(text) {
            if let Some(word) = self.all.get_mut(&number) {
                word.saved = word.saved.max(revision);
            }
        }
    }

    /// The member presses "send".
    pub(super) fn sending(&mut self, text: &str) {
        self.sends += 1;
        let sends = self.sends;
        self.each(text, |word| (word.fate, word.sent) = (Fate::Unsure, sends));
    }

    /// The app has said that it is sent.
    pub(super) fn sent(&mut self, text: &str) {
        self.each(text, |word| word.fate = Fate::Sent);
    }

    /// With so many pictures.
    pub(super) fn pictured(&mut self, text: &str, pictures: usize) {
        self.each(text, |word| word.pictures = Some(pictures));
    }

    /// The member wants it back.
    pub(super) fn wanted_back(&mut self, text: &str) {
        self.each(text, |word| word.fate = Fate::Unsure);
    }

    /// It is a draft again, the app has said.
    pub(super) fn back(&mut self, text: &str) {
        self.each(text, |word| word.fate = Fate::Written);
    }

    /// The member deletes it.
    pub(super) fn deleting(&mut self, text: &str) {
        self.each(text, |word| word.fate = Fate::PerhapsDeleted);
    }

    /// The app has said that it is deleted.
    pub(super) fn deleted(&mut self, text: &str) {
        self.each(text, |word| word.fate = Fate::Deleted);
    }

    fn each(&mut self, text: &str, mut change: impl FnMut(&mut Word)) {
        for (number, _) in newest(text) {
            if let Some(word) = self.all.get_mut(&number) {
                change(word);
            }
        }
    }

    /// Every word of a member is where it must be.
    pub(super) fn check(&self, member: &str, places: &Places, desk: &Known, trace: &Trace) {
        for (number, word) in self.all.iter().filter(|(_, word)| !word.chats && word.member == member) {
            let name = format!("w{number}");
            let within =
                |texts: &[String]| texts.iter().filter(|text| super::truth::has_word(text, &name)).count();
            let (drafts, outbox) = (within(&places.drafts), within(&places.outbox));
            let arrived: Vec<&str> = desk.holding(member, &name).collect();
            let there = format!("{name}: drafts {drafts}, outbox {outbox}, desk {}", arrived.len());
            if arrived.len() > 1 {
                trace.broken("O2", format!("at the desk more than once: {there}"));
            }
            if drafts > 1 || outbox > 1 || (drafts > 0 && outbox + arrived.len() > 0) {
                trace.broken("O6", format!("in more than one place: {there}"));
            }
            let nowhere = drafts + outbox + arrived.len() == 0;
            if nowhere && word.saved > 0 && !matches!(word.fate, Fate::Deleted | Fate::PerhapsDeleted) {
                trace.broken("O3", format!("lost: {there}, {:?}", word.fate));
            }
            match word.fate {
                Fate::Sent if drafts > 0 => trace.broken("O6", format!("sent, and a draft again: {there}")),
                Fate::Written if outbox + arrived.len() > 0 => {
                    trace.broken("O6", format!("never sent, or taken back, and on its way: {there}"));
                }
                Fate::Deleted if !nowhere => trace.broken("O6", format!("deleted, and back again: {there}")),
                _ => {}
            }
            let texts = places.drafts.iter().chain(&places.outbox).map(String::as_str).chain(arrived);
            for text in texts {
                let there = newest(text).get(number).copied();
                if there.is_some_and(|revision| revision < word.saved) {
                    trace.broken("O3", format!("{name} is older than what was saved: {text}"));
                }
            }
        }
    }

    /// Each issue's replies have come in the order of "send".
    pub(super) fn check_order(&self, desk: &Known, trace: &Trace) {
        for (id, issue) in &desk.issues {
            let mut before = 0;
            for (text, files) in issue.written.iter().zip(&issue.files) {
                let mut words = newest(text).into_keys().filter_map(|number| self.all.get(&number));
                if let Some(pictures) =
                    words.find_map(|word| word.pictures.filter(|_| word.fate == Fate::Sent))
                    && pictures != *files
                {
                    trace.broken("O4", format!("{id}: {files} of {pictures} pictures came with {text}"));
                }
                let sent =
                    newest(text).keys().filter_map(|number| self.all.get(number)).map(|word| word.sent).max();
                let Some(sent) = sent else { continue };
                if sent < before {
                    trace.broken("O4", format!("{id}: not in the order of \"send\": {text}"));
                }
                before = sent;
            }
        }
    }
}

/// The newest revision of each word in a text.
pub(super) fn newest(text: &str) -> BTreeMap<u64, u32> {
    let mut all = BTreeMap::new();
    for part in text.split_whitespace() {
        let Some((word, revision)) = part.strip_prefix('w').and_then(|part| part.split_once('r')) else {
            continue;
        };
        if let (Ok(word), Ok(revision)) = (word.parse(), revision.parse()) {
            let there: &mut u32 = all.entry(word).or_default();
            *there = (*there).max(revision);
        }
    }
    all
}
