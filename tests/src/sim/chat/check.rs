//! What must be so of chats: both transcripts are the same, nothing is lost or doubled, and everything is told.

use std::collections::BTreeSet;

use svara_core::{Audit, ChatPhase, ChatRead, Delivery, Trouble};
use svara_model::{AccountId, EndedBy, MessageKind, Speaker};

use super::DeskChat;
use crate::sim::{finish::STUCK, world::World};

/// What the app has of a member's chats.
#[derive(Debug, Default)]
pub(in crate::sim) struct ChatsSeen {
    pub(in crate::sim) chats: Vec<ChatRead>,
    pub(in crate::sim) audit: Audit,
}

impl World {
    /// What the app has of a member's chats.
    pub(in crate::sim) async fn chats_seen(
        core: &svara_core::Core,
        account: &AccountId,
    ) -> Result<ChatsSeen, Trouble> {
        let mut chats = Vec::new();
        for brief in core.chats(account).await? {
            chats.push(core.chat(account, &brief.id).await?);
        }
        Ok(ChatsSeen { chats, audit: core.audit().await? })
    }

    /// Notes when each message was not there yet.
    pub(in crate::sim) fn date_messages(&mut self, chats: &[DeskChat]) {
        let before = std::mem::replace(&mut self.chat.looked, self.time.passed());
        for chat in chats {
            for message in &chat.messages {
                self.chat.not_before.entry((chat.id.clone(), message.order)).or_insert(before);
            }
        }
    }

    /// Looks at everything that must be so of chats now.
    pub(in crate::sim) fn check_chats(&self, member: &str, seen: &ChatsSeen, chats: &[DeskChat]) {
        for (chat, text) in &self.chat.said {
            let there = chats.iter().find(|there| there.id == *chat);
            let times = there.map_or(0, |there| {
                there.messages.iter().filter(|said| said.side == "agent" && said.text == *text).count()
            });
            if times != 1 {
                self.trace.broken("transcript", format!("an agent's words are there {times} times: {text}"));
            }
        }
        for read in &seen.chats {
            let id = read.brief.id.as_str();
            let there = chats.iter().find(|there| there.id == id);
            match there {
                Some(there) if there.owner != member => {
                    self.trace.broken("transcript", format!("{member} has a chat of {}", there.owner));
                }
                Some(there) => self.check_lines(read, there),
                None if read.brief.phase == ChatPhase::Starting => {}
                None => self.trace.broken("transcript", format!("{id} is not at the desk")),
            }
        }
        let audit = &seen.audit;
        if audit.adrift > 0 || audit.stray_pictures > 0 {
            let (adrift, stray) = (audit.adrift, audit.stray_pictures);
            self.trace.broken("O5", format!("{adrift} operations without an owner, {stray} pictures"));
        }
    }

    /// What the app shows of a chat is the desk's, in its order, and each of the member's lines is there once.
    fn check_lines(&self, read: &ChatRead, there: &DeskChat) {
        let id = &there.id;
        let mut last = 0;
        for line in &read.lines {
            let Some(order) = line.order else {
                let twice = there.of_member().any(|said| said.text == line.text)
                    && read.lines.iter().filter(|other| other.text == line.text).count() > 1;
                if twice && line.delivery != Delivery::Delivered {
                    self.trace.broken("O6", format!("{id}: said, and on its way: {}", line.text));
                }
                continue;
            };
            if order <= last {
                self.trace.broken("transcript", format!("{id}: {order} comes after {last}"));
            }
            last = order;
            let same = there.messages.iter().find(|said| said.order == order).is_some_and(|said| {
                said.text == line.text
                    && said.side == side(&line.speaker)
                    && said.kind == kind(line.kind)
                    && said.files == line.attachments.len()
            });
            if !same {
                self.trace.broken("transcript", format!("{id}: {order} is not the desk's: {line:?}"));
            }
        }
    }

    /// What is not as it must be in the end.
    pub(in crate::sim) fn chats_left(
        &self,
        account: &AccountId,
        member: &str,
        seen: &ChatsSeen,
        chats: &[DeskChat],
        stuck: &BTreeSet<&str>,
    ) -> Vec<String> {
        let mut left = Vec::new();
        let own: Vec<_> = chats.iter().filter(|chat| chat.owner == member).collect();
        // One that is being started is in the outbox.
        let here = seen.chats.iter().filter(|read| read.brief.phase != ChatPhase::Starting).count();
        if here != own.len() {
            left.push(format!("{member}: {} chats at the desk, {here} here", own.len()));
        }
        for there in own {
            let id = there.id.as_str();
            let Some(read) = seen.chats.iter().find(|read| read.brief.id.as_str() == id) else {
                left.push(format!("{member}: the chat {id} is not here"));
                continue;
            };
            let so = phase(&read.brief.phase);
            let is = if there.is_over() { &there.ended_by } else { &there.state };
            if so != is {
                left.push(format!("{member}: the chat {id} is {is}, here {so}"));
            }
            let here: Vec<_> = read.lines.iter().filter_map(|line| line.order).collect();
            let all: Vec<_> = there.messages.iter().map(|said| said.order).collect();
            if here != all {
                left.push(format!(
                    "{member}: of the chat {id} the messages {here:?} are here, at the desk {all:?}"
                ));
            }
            // What was asked before is the member's own doing.
            let told = self.desktop.chat_told(account.as_str(), id);
            let news = there.messages.iter().rfind(|said| said.order > 1 && there.tells(said));
            if let Some(news) = news.filter(|news| news.order > told) {
                let place = (id.to_owned(), news.order);
                let since = self.chat.not_before.get(&place).copied().unwrap_or_default();
                if !self.oracle.was_looked_at(id, since) {
                    // A start that was refused, and of which a copy came later, is the member's to see to first.
                    let waits =
                        there.messages.first().is_some_and(|asked| stuck.contains(asked.text.as_str()));
                    let why = if waits { format!("{STUCK}: ") } else { String::new() };
                    left.push(format!("{why}{member}: of the chat {id} told up to {told}, not {news:?}"));
                }
            }
            let journaled = seen
                .audit
                .journal
                .iter()
                .any(|(_, text)| there.messages.first().is_some_and(|question| question.text == *text));
            if journaled && there.state != "waiting" {
                left.push(format!("{member}: the chat {id} is {is}, and its question in the journal"));
            }
        }
        left
    }
}

fn side(speaker: &Speaker) -> &'static str {
    match speaker {
        Speaker::Member => "member",
        Speaker::Agent { .. } => "agent",
        Speaker::Desk => "desk",
    }
}

fn kind(kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::Text => "text",
        MessageKind::Joined => "joined",
        MessageKind::Left => "left",
        MessageKind::Transferred => "transferred",
        MessageKind::Ended => "ended",
        MessageKind::SuggestIssue => "suggest_issue",
    }
}

/// Where a chat stands, in the desk's words.
fn phase(phase: &ChatPhase) -> &'static str {
    match phase {
        ChatPhase::Starting => "starting",
        ChatPhase::Waiting { .. } => "waiting",
        ChatPhase::Active => "active",
        ChatPhase::Ended(None) => "never",
        ChatPhase::Ended(Some((_, by))) => match by {
            EndedBy::Member => "member",
            EndedBy::Agent => "agent",
            EndedBy::Idle => "idle",
            EndedBy::LostContact => "lost_contact",
            EndedBy::QueueTimeout => "queue_timeout",
            EndedBy::Closed => "closed",
        },
    }
}
