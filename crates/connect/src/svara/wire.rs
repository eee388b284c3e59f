//! The built-in desk's contract as this side writes it down. Unknown fields are let pass, so that a newer desk of the
//! same version can say more.

use jiff::Timestamp;
use secrecy::SecretString;
use serde::{Deserialize, Deserializer, Serialize};

/// What anybody may know of a desk.
#[derive(Deserialize)]
pub(super) struct Desk {
    pub(super) product: String,
    pub(super) version: u32,
    pub(super) name: String,
    pub(super) password_page: Option<String>,
    pub(super) demo: bool,
}

#[derive(Serialize)]
pub(super) struct SignIn<'a> {
    pub(super) user_name: &'a str,
    pub(super) password: &'a str,
    #[serde(rename = "as")]
    pub(super) role: &'static str,
}

#[derive(Deserialize)]
pub(super) struct Session {
    #[serde(deserialize_with = "secret")]
    pub(super) token: SecretString,
    pub(super) profile: Profile,
}

fn secret<'de, D: Deserializer<'de>>(from: D) -> Result<SecretString, D::Error> {
    String::deserialize(from).map(SecretString::from)
}

#[derive(Deserialize)]
pub(super) struct Profile {
    pub(super) member: Member,
    pub(super) desk: DeskFacts,
}

#[derive(Deserialize)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) user_name: String,
    pub(super) email: Option<String>,
    pub(super) member_id: Option<String>,
    pub(super) rank: Option<String>,
    pub(super) eligible: bool,
}

#[derive(Deserialize)]
pub(super) struct DeskFacts {
    pub(super) name: String,
    pub(super) announcement: Option<String>,
    pub(super) lowest_rank: Option<String>,
    pub(super) languages: Vec<String>,
    pub(super) chat_languages: Vec<String>,
    pub(super) limits: Limits,
    pub(super) close_rule: Option<CloseRule>,
    /// A desk that does not close issues by itself yet has none.
    #[serde(default)]
    pub(super) calendar: Option<Calendar>,
    pub(super) password_page: Option<String>,
    pub(super) capabilities: Capabilities,
}

#[derive(Deserialize)]
pub(super) struct Limits {
    pub(super) title_chars: u32,
    pub(super) text_chars: u32,
    pub(super) file_bytes: u64,
    pub(super) files_per_entry: u32,
}

#[derive(Deserialize)]
pub(super) struct CloseRule {
    pub(super) working_days: u32,
    pub(super) warns: bool,
}

#[derive(Deserialize)]
pub(super) struct Calendar {
    pub(super) zone: String,
    pub(super) weekend: Vec<u8>,
    pub(super) holidays: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Capabilities {
    pub(super) attachments: bool,
    pub(super) live: bool,
    pub(super) chat: bool,
    pub(super) demo: bool,
}

#[derive(Deserialize)]
pub(super) struct ChangePage {
    pub(super) issues: Vec<Issue>,
    pub(super) gone: Vec<String>,
    pub(super) cursor: String,
    pub(super) more: bool,
    pub(super) restarted: bool,
    /// In seconds; a desk from before it has none.
    #[serde(default)]
    pub(super) poll_after: Option<u32>,
}

#[derive(Deserialize)]
pub(super) struct CensusPage {
    pub(super) ids: Vec<String>,
    pub(super) next: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Conversation {
    pub(super) issue: Issue,
    pub(super) entries: Vec<Entry>,
}

#[derive(Deserialize)]
pub(super) struct Issue {
    pub(super) id: String,
    pub(super) number: String,
    pub(super) title: String,
    pub(super) status: Status,
    pub(super) language: Option<String>,
    pub(super) opened: Timestamp,
    pub(super) closed: Option<Timestamp>,
    pub(super) updated: Timestamp,
    pub(super) round: Option<Round>,
    pub(super) last_entry: Option<EntryBrief>,
    pub(super) allows: Allows,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Status {
    Open,
    AwaitingFeedback,
    Closed,
}

#[derive(Deserialize)]
pub(super) struct Round {
    pub(super) key: String,
    pub(super) since: Timestamp,
    pub(super) asker: Option<String>,
    pub(super) question: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct EntryBrief {
    pub(super) author: Author,
    pub(super) at: Timestamp,
    pub(super) text: String,
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
}

#[derive(Deserialize)]
pub(super) struct Allows {
    pub(super) reply: bool,
    pub(super) attach: bool,
    pub(super) close: bool,
    pub(super) reopen: bool,
}

#[derive(Deserialize)]
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) author: Author,
    pub(super) at: Timestamp,
    pub(super) text: String,
    pub(super) asks: bool,
    pub(super) attachments: Vec<Attachment>,
}

#[derive(Deserialize)]
pub(super) struct Attachment {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) media_type: String,
    pub(super) bytes: u64,
}

#[derive(Serialize)]
pub(super) struct NewIssue<'a> {
    pub(super) title: &'a str,
    pub(super) language: &'a str,
    pub(super) text: &'a str,
    pub(super) uploads: Vec<&'a str>,
}

#[derive(Serialize)]
pub(super) struct NewReply<'a> {
    pub(super) text: &'a str,
    pub(super) uploads: Vec<&'a str>,
}

/// What a write did. Only the ids count; the rest is read back.
#[derive(Deserialize)]
pub(super) struct Written {
    pub(super) issue: Named,
    pub(super) entry: Named,
}

/// What an `Idempotency-Key` did.
#[derive(Deserialize)]
pub(super) struct Done {
    pub(super) issue: Option<Named>,
    pub(super) entry: Option<Named>,
    /// A desk from before its chat has neither.
    #[serde(default)]
    pub(super) chat: Option<Named>,
    #[serde(default)]
    pub(super) message: Option<Named>,
}

/// What taking a key back came to; exactly one of the two.
#[derive(Deserialize)]
pub(super) struct Withdrawal {
    pub(super) withdrawn: bool,
    pub(super) done: Option<Done>,
}

/// Anything with an id.
#[derive(Deserialize)]
pub(super) struct Named {
    pub(super) id: String,
}

#[derive(Deserialize)]
pub(super) struct Upload {
    pub(super) id: String,
    pub(super) bytes: u64,
}

/// The first event of a live feed.
#[derive(Deserialize)]
pub(super) struct Connected {
    pub(super) cursor: String,
}

/// A hint.
#[derive(Deserialize)]
pub(super) struct Changed {
    pub(super) changed: String,
}
