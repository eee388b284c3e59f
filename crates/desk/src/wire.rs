//! The types that cross the wire. Nothing internal has a field in a member's type, so that nothing internal can leak.

pub(crate) mod chats;
pub(crate) mod team;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::facts::{CloseRule, Facts, Limits};

/// A time as RFC 3339 in UTC with milliseconds.
pub(crate) fn rfc3339(ms: i64) -> String {
    Timestamp::from_millisecond(ms).map(|at| format!("{at:.3}")).unwrap_or_default()
}

/// What anybody may know of this desk.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Desk {
    /// Always `svara`.
    pub(crate) product: &'static str,
    /// The version of this contract.
    pub(crate) version: u32,
    pub(crate) name: String,
    /// Where a member gets a new password.
    pub(crate) password_page: Option<String>,
    /// Whether this desk is only for trying out.
    pub(crate) demo: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Role {
    Member,
    Agent,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignIn {
    pub(crate) user_name: String,
    pub(crate) password: String,
    #[serde(rename = "as")]
    pub(crate) role: Role,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Session {
    /// Goes into `Authorization: Bearer`. The desk keeps only its hash.
    pub(crate) token: String,
    #[schema(format = DateTime)]
    pub(crate) expires_at: String,
    pub(crate) profile: AnyProfile,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum AnyProfile {
    Member(Profile),
    Agent(AgentProfile),
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Profile {
    pub(crate) member: MemberFacts,
    pub(crate) desk: DeskFacts,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MemberFacts {
    pub(crate) name: String,
    pub(crate) user_name: String,
    pub(crate) email: Option<String>,
    pub(crate) member_id: Option<String>,
    pub(crate) rank: Option<String>,
    /// Whether the desk serves this rank.
    pub(crate) eligible: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AgentProfile {
    pub(crate) agent: AgentFacts,
    pub(crate) desk: DeskFacts,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AgentFacts {
    pub(crate) name: String,
    pub(crate) user_name: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeskFacts {
    pub(crate) name: String,
    pub(crate) announcement: Option<String>,
    pub(crate) lowest_rank: Option<String>,
    pub(crate) languages: Vec<String>,
    pub(crate) chat_languages: Vec<String>,
    pub(crate) limits: Limits,
    pub(crate) close_rule: Option<CloseRule>,
    /// What the close rule counts in.
    pub(crate) calendar: WorkingDays,
    pub(crate) password_page: Option<String>,
    pub(crate) capabilities: Capabilities,
}

/// On which days the desk works.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WorkingDays {
    /// Where the days begin and end, by its IANA name.
    pub(crate) zone: String,
    /// Days of the week on which nobody works: 1 is Monday, 7 is Sunday.
    pub(crate) weekend: Vec<u8>,
    /// Other days on which nobody works, as far as 400 days from today, in their order.
    #[schema(example = json!(["2026-12-25"]))]
    pub(crate) holidays: Vec<String>,
}

impl WorkingDays {
    pub(crate) fn of(facts: &Facts, now: i64) -> Self {
        let holidays = facts.calendar.told(now).iter().map(ToString::to_string).collect();
        let (zone, weekend) = (facts.zone_name().to_owned(), facts.calendar.weekend.clone());
        Self { zone, weekend, holidays }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Capabilities {
    pub(crate) attachments: bool,
    pub(crate) live: bool,
    pub(crate) chat: bool,
    pub(crate) demo: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Status {
    Open,
    AwaitingFeedback,
    Closed,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Issue {
    pub(crate) id: String,
    /// What people call it.
    pub(crate) number: String,
    pub(crate) title: String,
    pub(crate) status: Status,
    /// BCP 47.
    pub(crate) language: Option<String>,
    #[schema(format = DateTime)]
    pub(crate) opened: String,
    #[schema(format = DateTime)]
    pub(crate) closed: Option<String>,
    #[schema(format = DateTime)]
    pub(crate) updated: String,
    pub(crate) round: Option<Round>,
    pub(crate) last_entry: Option<LastEntry>,
    pub(crate) allows: Allows,
}

/// One time that the issue entered awaiting feedback.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Round {
    /// The event's sequence number; the same for the whole round.
    pub(crate) key: String,
    #[schema(format = DateTime)]
    pub(crate) since: String,
    pub(crate) asker: Option<String>,
    /// The newest question, at most 500 characters.
    pub(crate) question: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LastEntry {
    pub(crate) author: Author,
    #[schema(format = DateTime)]
    pub(crate) at: String,
    /// One line, at most 200 characters.
    pub(crate) text: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Author {
    pub(crate) name: String,
    pub(crate) side: Role,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Allows {
    pub(crate) reply: bool,
    pub(crate) attach: bool,
    pub(crate) close: bool,
    pub(crate) reopen: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) author: Author,
    #[schema(format = DateTime)]
    pub(crate) at: String,
    pub(crate) text: String,
    /// Whether the desk awaits an answer to it.
    pub(crate) asks: bool,
    pub(crate) attachments: Vec<Attachment>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Attachment {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) media_type: String,
    pub(crate) bytes: u64,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChangePage {
    /// Oldest change first, by the desk's sequence.
    pub(crate) issues: Vec<Issue>,
    /// Ids of issues that are no longer the member's.
    pub(crate) gone: Vec<String>,
    /// Where to go on.
    pub(crate) cursor: String,
    pub(crate) more: bool,
    pub(crate) restarted: bool,
    /// How many seconds the desk wishes not to be polled, where it says.
    pub(crate) poll_after: Option<u32>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CensusPage {
    /// Issues of the member's; what is there from the first page to the last is in one of them.
    pub(crate) ids: Vec<String>,
    /// For `after`; `null` at the end.
    pub(crate) next: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Conversation {
    pub(crate) issue: Issue,
    pub(crate) entries: Vec<Entry>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Written {
    pub(crate) issue: Issue,
    pub(crate) entry: Entry,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Upload {
    pub(crate) id: String,
    pub(crate) media_type: String,
    pub(crate) bytes: u64,
}

/// What taking an `Idempotency-Key` back came to.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Withdrawal {
    /// Whether the key did nothing and is refused from now on.
    pub(crate) withdrawn: bool,
    /// Otherwise: what it had done.
    pub(crate) done: Option<Done>,
}

/// What one `Idempotency-Key` did.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Done {
    pub(crate) issue: Option<Issue>,
    pub(crate) entry: Option<Entry>,
    pub(crate) upload: Option<Upload>,
    pub(crate) chat: Option<chats::Chat>,
    pub(crate) message: Option<chats::Message>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewIssue {
    pub(crate) title: String,
    #[serde(default)]
    pub(crate) language: Option<String>,
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) uploads: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewReply {
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) uploads: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum EntryKind {
    Reply,
    Ask,
    Note,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewAgentEntry {
    pub(crate) text: String,
    pub(crate) kind: EntryKind,
    #[serde(default)]
    pub(crate) uploads: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Close {
    /// A last reply to the member.
    #[serde(default)]
    pub(crate) text: Option<String>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reopen {}

/// An issue as an agent sees it: the member's view of it and whose it is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AgentIssue {
    #[serde(flatten)]
    pub(crate) issue: Issue,
    pub(crate) member: IssueMember,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IssueMember {
    pub(crate) name: String,
    pub(crate) user_name: String,
    pub(crate) email: Option<String>,
    pub(crate) member_id: Option<String>,
    pub(crate) rank: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AgentIssues {
    pub(crate) issues: Vec<AgentIssue>,
    /// For `after`; `null` at the end.
    pub(crate) next: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AgentEntry {
    #[serde(flatten)]
    pub(crate) entry: Entry,
    /// A note among agents; the member never sees it.
    pub(crate) internal: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AgentConversation {
    pub(crate) issue: AgentIssue,
    pub(crate) member: IssueMember,
    pub(crate) entries: Vec<AgentEntry>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AgentWritten {
    pub(crate) issue: AgentIssue,
    pub(crate) entry: Option<AgentEntry>,
}

/// A file's bytes as they are; only described, never parsed.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
#[allow(dead_code, reason = "the body is streamed; this names it in the description")]
pub(crate) struct FileBytes(Vec<u8>);
