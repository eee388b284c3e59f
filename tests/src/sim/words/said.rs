//! What the member wrote for a chat, word by word: a draft, on its way, in the journal, said, or an issue. A question that
//! the desk has in a chat lies in the journal, too, until somebody has come to it; when nobody came, it is an issue's.

use super::{Fate, Places, Word, Words, newest};
use crate::sim::{
    chat::DeskChat,
    trace::Trace,
    truth::{Known, has_word},
};

/// At how many places a word is.
#[derive(Clone, Copy, Debug, Default)]
struct At {
    /// Under the drafts.
    drafts: usize,
    /// Of these: questions and lines.
    unsent: usize,
    journal: usize,
    /// In the outbox.
    outbox: usize,
    /// Of these: questions and lines.
    saying: usize,
    /// In transcripts at the desk.
    said: usize,
    /// In issues at the desk.
    issues: usize,
}

impl Words {
    /// A new word for a chat: its number.
    pub(in crate::sim) fn begin_in_chat(&mut self, member: &str) -> u64 {
        let number = self.begin(member);
        if let Some(word) = self.all.get_mut(&number) {
            word.chats = true;
        }
        number
    }

    /// The member leaves the chat in which it was said: nobody has to keep it for an issue.
    pub(in crate::sim) fn leaving(&mut self, text: &str) {
        self.each(text, |word| word.left = true);
    }

    /// The member wants it in an issue, too.
    pub(in crate::sim) fn copying(&mut self, text: &str) {
        self.each(text, |word| word.copied = true);
    }

    /// The member presses "send" on it.
    pub(in crate::sim) fn saying(&mut self, text: &str) {
        let sends = self.sends;
        self.each(text, |word| word.said_at = sends);
    }

    /// It is to be said with so many pictures.
    pub(in crate::sim) fn said_with(&mut self, text: &str, pictures: usize) {
        self.each(text, |word| word.said_with = Some(pictures));
    }

    /// Every word of a member's chats is where it must be.
    pub(in crate::sim) fn check_said(
        &self,
        member: &str,
        places: &Places,
        desk: &Known,
        chats: &[DeskChat],
        trace: &Trace,
    ) {
        let own: Vec<&DeskChat> = chats.iter().filter(|chat| chat.owner == member).collect();
        for (number, word) in self.all.iter().filter(|(_, word)| word.chats && word.member == member) {
            let name = format!("w{number}");
            let within = |texts: &[String]| texts.iter().filter(|text| has_word(text, &name)).count();
            let holds = |chat: &&&DeskChat| chat.of_member().any(|said| has_word(&said.text, &name));
            let chat = own.iter().find(holds).copied();
            let times =
                |chat: &&DeskChat| chat.of_member().filter(|said| has_word(&said.text, &name)).count();
            let at = At {
                drafts: within(&places.drafts),
                unsent: within(&places.unsent),
                journal: within(&places.journal),
                outbox: within(&places.outbox),
                saying: within(&places.saying),
                said: own.iter().map(times).sum(),
                issues: desk.holding(member, &name).count(),
            };
            check_word(&name, word, at, chat, trace);
            let texts = places.drafts.iter().chain(&places.outbox).chain(&places.journal).map(String::as_str);
            for text in texts.chain(desk.holding(member, &name)).filter(|_| !word.copied) {
                if newest(text).get(number).is_some_and(|revision| *revision < word.saved) {
                    trace.broken("O3", format!("{name} is older than what was saved: {text}"));
                }
            }
        }
        for chat in own {
            self.check_lines(chat, trace);
        }
    }

    /// The member's lines have come in the order of "send", with their pictures.
    fn check_lines(&self, chat: &DeskChat, trace: &Trace) {
        let (id, mut before) = (&chat.id, 0);
        for said in chat.of_member() {
            let words = newest(&said.text).into_keys().filter_map(|number| self.all.get(&number));
            let words: Vec<&Word> = words.collect();
            let pictures = words.iter().find_map(|word| word.said_with.filter(|_| word.fate == Fate::Sent));
            if let Some(pictures) = pictures.filter(|pictures| *pictures != said.files) {
                let detail = format!("{id}: {} of {pictures} pictures came with {}", said.files, said.text);
                trace.broken("O4", detail);
            }
            // What is an issue's by now was sent once more.
            let sent = words.iter().map(|word| word.said_at).max().unwrap_or_default();
            if sent < before {
                trace.broken("O4", format!("{id}: not in the order of \"send\": {}", said.text));
            }
            before = before.max(sent);
        }
    }
}

fn check_word(name: &str, word: &Word, at: At, chat: Option<&DeskChat>, trace: &Trace) {
    let there = || format!("{name}: {at:?}, {:?}", word.fate);
    let here = at.drafts + at.journal + at.outbox;
    let deleted = matches!(word.fate, Fate::Deleted | Fate::PerhapsDeleted);
    if at.said > 1 || at.issues > 1 {
        trace.broken("O2", format!("at the desk more than once: {}", there()));
    }
    if here + at.said + at.issues == 0 && word.saved > 0 && !deleted {
        trace.broken("O3", format!("lost: {}", there()));
    }
    // Nobody came to it, and nobody sent it away: it can still be asked.
    let unanswered = chat.filter(|chat| chat.is_unanswered());
    let question =
        unanswered.and_then(|chat| chat.messages.first()).is_some_and(|said| has_word(&said.text, name));
    if question && here + at.issues == 0 && !word.left && !deleted {
        trace.broken("O3", format!("nobody came, and the question is kept nowhere: {}", there()));
    }
    if word.copied {
        if here > 2 {
            trace.broken("O6", format!("in more than two places: {}", there()));
        }
        return;
    }
    if here > 1 || (at.drafts + at.journal > 0 && at.issues > 0) {
        trace.broken("O6", format!("in more than one place: {}", there()));
    }
    if at.unsent > 0 && at.said > 0 {
        trace.broken("O6", format!("said, and a draft again: {}", there()));
    }
    if at.journal > 0 && at.said == 0 {
        trace.broken("O6", format!("in the journal, and was never asked: {}", there()));
    }
    let as_issue = at.drafts - at.unsent.min(at.drafts) + at.outbox - at.saying.min(at.outbox) + at.issues;
    if as_issue > 0 && at.said > 0 && !unanswered.is_some_and(DeskChat::is_over) {
        trace.broken("O6", format!("said, and an issue: {}", there()));
    }
    match word.fate {
        Fate::Written if at.outbox + at.issues > 0 => {
            trace.broken("O6", format!("never sent, or taken back, and on its way: {}", there()));
        }
        Fate::Written if at.said > 0 && at.unsent > 0 => {
            trace.broken("O6", format!("never sent, or taken back, and said: {}", there()));
        }
        Fate::Deleted if here + at.issues > 0 => {
            trace.broken("O6", format!("deleted, and back again: {}", there()));
        }
        _ => {}
    }
}
