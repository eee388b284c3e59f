//! Notices of chats: each message is told once, and nothing of what is looked at.

use std::time::Duration;

use svara_model::{EndedBy, Message, MessageKind, Notice, Speaker};

use super::{Desktop, Inner, WINDOW};
use crate::sim::inside::{ChatFiles, StoredChat};

/// How far a chat was told.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ToldOfChat {
    /// At least, and at most: of a step of a chat a notice does not say which it was.
    least: u64,
    most: u64,
    last: Duration,
}

impl Desktop {
    /// The member looks at a chat, and the app knows.
    pub(in crate::sim) fn looks_at_chat(&self, account: &str, chat: &str) {
        self.lock().looks_at_chat = Some((account.to_owned(), chat.to_owned()));
    }

    /// What the app's files have of an account's chats.
    pub(in crate::sim) fn chat_files(&self, account: &str) -> ChatFiles {
        self.peek.chat_files(&self.disk, account)
    }

    /// Up to where a chat was told at most.
    pub(in crate::sim) fn chat_told(&self, account: &str, chat: &str) -> u64 {
        let key = (account.to_owned(), chat.to_owned());
        self.lock().chats.get(&key).map_or(0, |told| told.most)
    }

    /// Whether a notice of a chat has a reason to stand: not once the member has seen it, or has ended the chat.
    pub(in crate::sim) fn chat_may_stand(&self, account: &str, chat: &str) -> bool {
        let Some(there) = self.peek.chat(&self.disk, account, chat) else { return true };
        let (told, seen) = there.marks;
        !there.is_ended_here() && seen < told
    }

    /// N1, N3: may this be shown now?
    pub(super) fn judge_chat(&self, inner: &mut Inner, notice: &Notice, account: &str, chat: &str) {
        let tag = &notice.tag;
        let Some(there) = self.peek.chat(&self.disk, account, chat) else {
            return self.trace.broken("N3", format!("{tag} is told, and is not there"));
        };
        let key = (account.to_owned(), chat.to_owned());
        if inner.looks_at_chat.as_ref() == Some(&key) {
            self.trace.broken("N3", format!("{tag} is told, and is looked at"));
        }
        let now = self.time.passed();
        let told = inner.chats.entry(key).or_default();
        let orders = orders(&there, &notice.body);
        match orders.iter().find(|order| **order > told.least) {
            Some(order) => {
                told.least = *order;
                told.most = orders.iter().fold(told.most, |most, order| most.max(*order));
            }
            None if inner.deaths.iter().any(|died| *died >= told.last && *died <= told.last + WINDOW) => {
                self.trace.fault("repeat in the crash window", tag);
            }
            None => {
                let detail = format!("{tag}: \"{}\" is {orders:?}, and {told:?} was told", notice.body);
                self.trace.broken("N1", detail);
            }
        }
        told.last = now;
    }
}

/// The messages that a notice can be about.
fn orders(there: &StoredChat, body: &str) -> Vec<u64> {
    let telling = there.messages.iter().filter(|message| tells(there, message));
    let is_text = |message: &Message| message.kind == MessageKind::Text;
    let line = |message: &Message| message.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (texts, steps): (Vec<_>, Vec<_>) = telling.partition(|message| is_text(message));
    let said: Vec<u64> =
        texts.iter().filter(|message| line(message) == body).map(|message| message.order).collect();
    if said.is_empty() { steps.iter().map(|message| message.order).collect() } else { said }
}

/// Whether a message is worth a notice: what the other side does, and an end that the member did not want.
fn tells(there: &StoredChat, message: &Message) -> bool {
    match message.kind {
        MessageKind::Left => false,
        MessageKind::Ended => {
            !matches!(there.chat.state, svara_model::ChatState::Ended { by: EndedBy::Member, .. })
        }
        _ => message.speaker != Speaker::Member,
    }
}
