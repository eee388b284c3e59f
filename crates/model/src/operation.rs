//! What the member did that the desk must receive.

use bytes::Bytes;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{ChatId, Cursor, EntryId, MessageId, OperationKey, Question, RemoteId, UploadRef};

/// Something the member did that the desk must receive, exactly once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    /// Made once, in the transaction of "send"; the same at every try.
    pub key: OperationKey,
    /// When the member pressed "send", by this computer's clock.
    pub made: Timestamp,
    /// What was known of the desk before the operation left for the first time; none: it has not left.
    pub left: Option<Departure>,
    /// What to do.
    pub act: Act,
}

/// What was known before an operation left for the first time. Whatever it made at the desk is newer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Departure {
    /// This computer's time.
    pub at: Timestamp,
    /// The newest time of the desk's own that was known here; none: none was.
    pub desk: Option<Timestamp>,
    /// Up to where the desk's changes were known here; none: nothing was.
    pub cursor: Option<Cursor>,
}

/// What an operation does at the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    /// Submit a new issue.
    Submit {
        /// With the language's own name in front: "Svenska - kan inte bearbeta beställning".
        title: String,
        /// BCP 47.
        language: String,
        /// The detailed description.
        text: String,
        /// Files uploaded before, in the member's order.
        uploads: Vec<UploadRef>,
    },
    /// Answer, or add to, an issue.
    Reply {
        /// Which.
        issue: RemoteId,
        /// What.
        text: String,
        /// Files uploaded before, in the member's order.
        uploads: Vec<UploadRef>,
    },
    /// Start a chat with its question.
    StartChat(Question),
    /// Write in a chat.
    Say {
        /// Which.
        chat: ChatId,
        /// What.
        text: String,
        /// Files uploaded before, in the member's order.
        uploads: Vec<UploadRef>,
    },
    /// End a chat, or leave its queue.
    EndChat {
        /// Which.
        chat: ChatId,
    },
}

/// What the desk made of an operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Applied {
    /// It was about an issue.
    Issue {
        /// The issue it made or changed.
        issue: RemoteId,
        /// The entry it made.
        entry: Option<EntryId>,
    },
    /// It was about a chat.
    Chat {
        /// The chat it started or changed.
        chat: ChatId,
        /// The message it made; none: it ended the chat.
        message: Option<MessageId>,
    },
}

impl Applied {
    /// An issue and the entry that was made.
    pub fn entry(issue: RemoteId, entry: EntryId) -> Self {
        Self::Issue { issue, entry: Some(entry) }
    }

    /// The issue, if it was about one.
    pub fn issue(&self) -> Option<&RemoteId> {
        match self {
            Self::Issue { issue, .. } => Some(issue),
            Self::Chat { .. } => None,
        }
    }

    /// The chat, if it was about one.
    pub fn chat(&self) -> Option<&ChatId> {
        match self {
            Self::Issue { .. } => None,
            Self::Chat { chat, .. } => Some(chat),
        }
    }
}

/// What a desk says of an operation whose outcome was not seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The desk did this.
    Done(Applied),
    /// The desk has not done it.
    NotDone,
    /// It cannot be told; the member has to look.
    Unclear,
}

/// How taking an operation back at the desk ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Withdrawn {
    /// Too late: it had arrived, and the desk did this.
    Done(Applied),
    /// The desk has not done it, and refuses its key from now on, however late a request with it arrives.
    Withdrawn,
}

/// A file on its way to the desk: checked, renamed safely, pictures re-encoded. In memory because the desk's limit is
/// small and because it lies in `keep.db` beside its draft, so that both survive a crash together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalFile {
    /// A safe file name.
    pub name: String,
    /// The type by content.
    pub media_type: String,
    /// The content.
    pub bytes: Bytes,
}
