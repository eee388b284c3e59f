//! What the store's tables hold, as plain data.

use jiff::Timestamp;
use svara_model::{Account, EntryBrief, Issue, OperationKey, RemoteId, RoundKey, ShownId, Status};

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
    pub(crate) issue: Option<String>,
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

/// A notice that stands on the desktop, as far as we know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) tag: String,
    pub(crate) account: String,
    pub(crate) round: Option<RoundKey>,
    pub(crate) issue: Option<RemoteId>,
    pub(crate) shown: ShownId,
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
