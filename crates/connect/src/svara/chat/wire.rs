//! The chat's part of the built-in desk's contract. Unknown fields are let pass, as everywhere.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::super::wire::{Attachment, Named};

#[derive(Deserialize)]
pub(in super::super) struct ChatDesk {
    pub(super) availability: Availability,
    pub(super) topics: Vec<Topic>,
    pub(super) languages: Vec<String>,
    pub(super) text_chars: u32,
    pub(super) files_per_message: u32,
}

#[derive(Deserialize)]
pub(super) struct Availability {
    pub(super) state: AvailabilityState,
    pub(super) opens_at: Option<Timestamp>,
    pub(super) waiting: u32,
    pub(super) wait_seconds: Option<u32>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum AvailabilityState {
    Open,
    Closed,
    Full,
}

#[derive(Deserialize)]
pub(super) struct Topic {
    pub(super) id: String,
    pub(super) name: String,
}

#[derive(Deserialize)]
pub(super) struct Chat {
    pub(super) id: String,
    pub(super) topic: Option<String>,
    pub(super) state: State,
    pub(super) place: Option<u32>,
    pub(super) wait_seconds: Option<u32>,
    pub(super) agent: Option<String>,
    pub(super) question: String,
    pub(super) opened: Timestamp,
    pub(super) updated: Timestamp,
    pub(super) ended: Option<Timestamp>,
    pub(super) ended_by: Option<EndedBy>,
    pub(super) suggests_issue: bool,
    pub(super) messages: u64,
    pub(super) agent_typing: bool,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum State {
    Waiting,
    Active,
    Ended,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum EndedBy {
    Member,
    Agent,
    Idle,
    LostContact,
    QueueTimeout,
    Closed,
}

#[derive(Deserialize)]
pub(in super::super) struct ChatPage {
    pub(super) chats: Vec<Chat>,
    pub(super) cursor: String,
    pub(super) more: bool,
    pub(super) restarted: bool,
}

#[derive(Deserialize)]
pub(in super::super) struct Transcript {
    pub(super) chat: Chat,
    pub(super) messages: Vec<Message>,
    pub(super) more: bool,
}

#[derive(Deserialize)]
pub(super) struct Message {
    pub(super) id: String,
    pub(super) order: u64,
    pub(super) author: Author,
    pub(super) at: Timestamp,
    pub(super) kind: Kind,
    pub(super) text: String,
    pub(super) attachments: Vec<Attachment>,
    pub(super) key: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Author {
    pub(super) name: String,
    pub(super) side: Side,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Side {
    Member,
    Agent,
    Desk,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    Text,
    Joined,
    Left,
    Transferred,
    Ended,
    SuggestIssue,
}

#[derive(Serialize)]
pub(in super::super) struct NewChat<'a> {
    pub(in super::super) name: &'a str,
    pub(in super::super) email: &'a str,
    pub(in super::super) member_id: Option<&'a str>,
    pub(in super::super) topic: Option<&'a str>,
    pub(in super::super) language: Option<&'a str>,
    pub(in super::super) question: &'a str,
    pub(in super::super) uploads: Vec<&'a str>,
}

#[derive(Serialize)]
pub(in super::super) struct EndChat {}

#[derive(Serialize)]
pub(super) struct Typing {
    pub(super) typing: bool,
}

/// What a write did. Only the ids count; the rest is read back.
#[derive(Deserialize)]
pub(in super::super) struct Written {
    pub(in super::super) chat: Named,
    /// None: it ended the chat.
    #[serde(default)]
    pub(in super::super) message: Option<Named>,
}

/// A hint.
#[derive(Deserialize)]
pub(in super::super) struct Changed {
    pub(in super::super) chat: String,
}

/// A hint.
#[derive(Deserialize)]
pub(in super::super) struct TypingHint {
    pub(in super::super) chat: String,
    pub(in super::super) typing: bool,
}
