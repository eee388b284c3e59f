//! Issues and their conversations, as every desk's are seen here.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{AttachmentId, CensusPlace, Cursor, EntryId, RemoteId, RoundKey};

/// Where an issue stands. Nothing else reaches core.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// With the desk.
    Open,
    /// The desk asked the member something.
    AwaitingFeedback,
    /// Dealt with.
    Closed,
}

/// One issue of the member's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// The desk's name for it.
    pub id: RemoteId,
    /// The number that a member reads to a team member ("48213").
    pub number: String,
    /// With the language's name in front, as the member wrote it. Hostile text.
    pub title: String,
    /// Where it stands.
    pub status: Status,
    /// The language it is written in (BCP 47), where the desk knows.
    pub language: Option<String>,
    /// Date Opened, by the desk's clock.
    pub opened: Timestamp,
    /// Date Closed, by the desk's clock; absent unless `Closed`.
    pub closed: Option<Timestamp>,
    /// The last change a member can see, by the desk's clock.
    pub updated: Timestamp,
    /// Present exactly while `AwaitingFeedback`.
    pub round: Option<Round>,
    /// The newest public entry, shortened.
    pub last_entry: Option<EntryBrief>,
    /// What the desk lets the member do with it now.
    pub allows: Allows,
}

/// One time that an issue entered `AwaitingFeedback`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// The desk's key.
    pub key: RoundKey,
    /// When, by the desk's clock.
    pub since: Timestamp,
    /// Who asks, where the desk says.
    pub asker: Option<String>,
    /// The question's beginning, at most 500 characters. Hostile text.
    pub question: Option<String>,
}

/// What the desk lets the member do with an issue now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allows {
    /// Write a reply.
    pub reply: bool,
    /// Attach files to it.
    pub attach: bool,
    /// Close it.
    pub close: bool,
    /// Open it again.
    pub reopen: bool,
}

/// An entry in a list's row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryBrief {
    /// Who wrote it.
    pub author: Author,
    /// When, by the desk's clock.
    pub at: Timestamp,
    /// Its beginning in one line, at most 200 characters. Hostile text.
    pub text: String,
}

/// Who wrote an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    /// The name to show. Hostile text.
    pub name: String,
    /// On which side of the desk they are.
    pub side: Side,
}

/// A side of the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The member whose account this is.
    Member,
    /// The desk's team.
    Agent,
}

/// One public message in an issue's conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The desk's name for it.
    pub id: EntryId,
    /// Who wrote it.
    pub author: Author,
    /// When, by the desk's clock.
    pub at: Timestamp,
    /// Plain text with line breaks. Hostile.
    pub text: String,
    /// Whether it asks the member something.
    pub asks: bool,
    /// What came with it.
    pub attachments: Vec<Attachment>,
}

/// A file with an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// The desk's name for it.
    pub id: AttachmentId,
    /// The file's name as its sender gave it. Hostile text.
    pub name: String,
    /// The type as the desk found it by content.
    pub media_type: String,
    /// Its length in bytes.
    pub bytes: u64,
}

/// One bounded page of what changed, in the order of the desk's sequence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangePage {
    /// Issues as they are now; each at most once a page.
    pub issues: Vec<Issue>,
    /// Issues that the member does not have any more.
    pub gone: Vec<RemoteId>,
    /// Where to go on. Stored in the transaction that stores the page.
    pub cursor: Cursor,
    /// Whether another page is ready.
    pub more: bool,
    /// The cursor sent was too old: this page begins from the start, and known rounds in it are not news.
    pub restarted: bool,
    /// How long the desk wishes not to be polled, where it says; the caller keeps it within reason.
    pub poll_after: Option<Duration>,
}

/// One bounded page of the names of everything the member has at the desk. An issue that is there from the census'
/// beginning to its end is in one of its pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CensusPage {
    /// The issues.
    pub ids: Vec<RemoteId>,
    /// Where to go on; none: that was all.
    pub next: Option<CensusPlace>,
}

/// An issue with all its public entries, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversation {
    /// The issue as it is now.
    pub issue: Issue,
    /// Its entries, oldest first.
    pub entries: Vec<Entry>,
}
