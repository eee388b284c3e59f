//! What the store's tables hold, as plain data.

use jiff::Timestamp;
use svara_model::{Account, ChatForm, Departure, EntryBrief, Issue, OperationKey, Status};

/// An account as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AccountRow {
    pub(crate) account: Account,
    pub(crate) state: AccountState,
    pub(crate) baselined: bool,
}

/// Whether an account is signed in here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AccountState {
    /// Signed in, the token is in the keychain.
    In,
    /// Signed in until the app ends: the keychain did not take the token.
    Session,
    /// Signed out here; drafts are kept.
    Out,
    /// Signed out here; the desk does not know yet.
    Revoking,
}

impl AccountState {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Session => "session",
            Self::Out => "out",
            Self::Revoking => "revoking",
        }
    }

    pub(crate) fn read(word: &str) -> Self {
        match word {
            "in" => Self::In,
            "session" => Self::Session,
            "revoking" => Self::Revoking,
            _ => Self::Out,
        }
    }
}

/// What a draft is to become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftKind {
    /// A new issue.
    Issue,
    /// A reply to an issue.
    Reply,
    /// A question for the chat.
    Chat,
    /// A line of a chat.
    Say,
}

impl DraftKind {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Issue => "issue",
            Self::Reply => "reply",
            Self::Chat | Self::Say => "chat",
        }
    }

    pub(crate) fn read(word: &str, has_issue: bool, has_chat: bool) -> Self {
        match word {
            "chat" if has_chat => Self::Say,
            "chat" => Self::Chat,
            _ if has_issue => Self::Reply,
            _ => Self::Issue,
        }
    }
}

/// What is being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DraftRow {
    pub(crate) id: String,
    pub(crate) account: String,
    pub(crate) issue: Option<String>,
    pub(crate) about: Option<String>,
    pub(crate) title: String,
    pub(crate) language: String,
    pub(crate) text: String,
    pub(crate) saved: Timestamp,
    pub(crate) kind: DraftKind,
    /// The chat that a line is for, or that an untouched issue was to be; until its desk has named it, the operation that
    /// starts it.
    pub(crate) chat: Option<String>,
    /// A question's: who asks.
    pub(crate) form: Option<ChatForm>,
}

/// What the member did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperationKind {
    /// Submitted an issue.
    Submit,
    /// Replied to one.
    Reply,
    /// Asked the question that starts a chat.
    StartChat,
    /// Wrote in a chat.
    Say,
    /// Ended a chat, or left its queue.
    EndChat,
}

impl OperationKind {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Submit => "submit",
            Self::Reply => "reply",
            Self::StartChat => "start_chat",
            Self::Say => "say",
            Self::EndChat => "end_chat",
        }
    }

    pub(crate) fn read(word: &str) -> Self {
        match word {
            "reply" => Self::Reply,
            "start_chat" => Self::StartChat,
            "say" => Self::Say,
            "end_chat" => Self::EndChat,
            _ => Self::Submit,
        }
    }
}

/// What keeps its order. Operations without one stand alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Lane<'a> {
    /// An issue's.
    Issue(&'a str),
    /// A chat's.
    Chat(&'a str),
}

/// A picture with a draft or an operation; its bytes are read apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PictureRow {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) media_type: String,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) length: u64,
    pub(crate) upload_key: OperationKey,
    pub(crate) uploaded: Option<String>,
}

/// What the member sent and the desk has not confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OperationRow {
    pub(crate) id: String,
    pub(crate) account: String,
    pub(crate) key: OperationKey,
    pub(crate) kind: OperationKind,
    pub(crate) issue: Option<String>,
    /// The chat; until its desk has named it, the operation that starts it.
    pub(crate) chat: Option<String>,
    /// A question's: who asks.
    pub(crate) form: Option<ChatForm>,
    pub(crate) about: Option<String>,
    pub(crate) title: String,
    pub(crate) language: String,
    pub(crate) text: String,
    pub(crate) made: Timestamp,
    pub(crate) state: OperationState,
    pub(crate) unknown: bool,
    pub(crate) tries: u32,
    pub(crate) due: Timestamp,
    pub(crate) problem: Option<String>,
    /// While waiting: what for.
    pub(crate) waits: Waits,
    /// The member wants it back: the name its draft gets.
    pub(crate) back: Option<String>,
    /// The draft that it was.
    pub(crate) draft: Option<String>,
    /// What was known when it left for the first time.
    pub(crate) left: Option<Departure>,
    /// Pictures that the desk does not have yet.
    pub(crate) to_upload: u32,
}

impl OperationRow {
    /// What it keeps its order with.
    pub(crate) fn lane(&self) -> Option<Lane<'_>> {
        let issue = self.issue.as_deref().map(Lane::Issue);
        issue.or(self.chat.as_deref().map(Lane::Chat))
    }
}

/// What a waiting operation waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Waits {
    /// `due` alone.
    Due,
    /// A sign-in. Until `due`, for somebody may have unlocked the keychain.
    SignIn,
    /// The desk asked for quiet until `due`: nothing of the account is sent.
    Quiet,
    /// A request may still be on its way, and only after `due` can the desk be asked about it.
    Settle,
}

impl Waits {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::SignIn => "sign_in",
            Self::Quiet => "quiet",
            Self::Settle => "settle",
        }
    }

    pub(crate) fn read(word: &str) -> Self {
        match word {
            "sign_in" => Self::SignIn,
            "quiet" => Self::Quiet,
            "settle" => Self::Settle,
            _ => Self::Due,
        }
    }
}

/// Where an operation is. Confirmed ones are gone from the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OperationState {
    /// Waits for its turn.
    Queued,
    /// Is being sent, or was when the app ended.
    Sending,
    /// Waits until `due`, or for a sign-in.
    Waiting,
    /// Needs the member.
    Stuck,
}

impl OperationState {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Waiting => "waiting",
            Self::Stuck => "stuck",
        }
    }

    pub(crate) fn read(word: &str) -> Self {
        match word {
            "sending" => Self::Sending,
            "waiting" => Self::Waiting,
            "stuck" => Self::Stuck,
            _ => Self::Queued,
        }
    }
}

/// The status as the cache's lists know it.
pub(crate) fn status_word(status: Status) -> &'static str {
    match status {
        Status::Open => "open",
        Status::AwaitingFeedback => "awaiting",
        Status::Closed => "closed",
    }
}

/// What an issue's list is sorted by: closed ones by their date closed, the others by the newest change.
pub(crate) fn sorted_by(issue: &Issue) -> i64 {
    issue.closed.unwrap_or(issue.updated).as_millisecond()
}

/// Whether the newest thing in an issue is from the desk.
pub(crate) fn from_desk(last: Option<&EntryBrief>) -> bool {
    last.is_some_and(|entry| entry.author.side == svara_model::Side::Agent)
}

/// Milliseconds since 1970 as a moment; what no calendar knows becomes 1970.
pub(crate) fn moment(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::UNIX_EPOCH)
}
