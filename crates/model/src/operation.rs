//! What the member did that the desk must receive.

use bytes::Bytes;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{EntryId, OperationKey, RemoteId, UploadRef};

/// Something the member did that the desk must receive, exactly once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    /// Made once, in the transaction of "send"; the same at every try.
    pub key: OperationKey,
    /// When the member pressed "send", by this computer's clock.
    pub made: Timestamp,
    /// What to do.
    pub act: Act,
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
}

/// What the desk made of an operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    /// The issue it made or changed.
    pub issue: RemoteId,
    /// The entry it made.
    pub entry: Option<EntryId>,
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
