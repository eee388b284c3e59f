//! What the member writes and sends.

use serde::Serialize;
use ts_rs::TS;

use super::{
    chat::ChatFormView,
    words::{DraftKind, Field, FieldProblem, FileProblem, OperationKind, SendState, TakenBackState},
};
use crate::ErrorCode;

views! {
    /// What a window finds that could not be saved before it was there.
    struct UnsavedView {
        /// The words: they are the window's from now on.
        words: Vec<UnsavedWords>,
        /// Whether the app was to end, and waits for the member's word because of them.
        quits: bool,
    }
    /// Words that could not be saved.
    struct UnsavedWords {
        /// Whose.
        account: String,
        /// The issue replied to; with none of these three, a new issue.
        issue: Option<String>,
        /// The chat that they are a line of.
        chat: Option<String>,
        /// A question's: who asks.
        form: Option<ChatFormView>,
        /// Their draft, if one could be made.
        draft: Option<String>,
        /// The title without its tag.
        title: String,
        /// The language of the tag; empty: not chosen.
        language: String,
        /// The text.
        text: String,
    }
    /// What is being written.
    struct DraftView {
        /// Our name for it.
        id: String,
        /// What it is to become.
        kind: DraftKind,
        /// The issue replied to.
        issue: Option<String>,
        /// That issue's title.
        issue_title: Option<String>,
        /// The title without its tag.
        title: String,
        /// The language of the tag, BCP 47.
        language: String,
        /// The text.
        text: String,
        /// The pictures.
        pictures: Vec<PictureView>,
        /// When it was saved last.
        saved: String,
        /// The chat that a line is for.
        chat: Option<String>,
        /// A question's: who asks.
        form: Option<ChatFormView>,
    }
    /// A picture with a draft or an operation.
    struct PictureView {
        /// Our name for it.
        id: String,
        /// Its file name.
        name: String,
        /// Its length after re-encoding.
        #[ts(type = "number")]
        bytes: u64,
        /// In pixels.
        width: u32,
        /// In pixels.
        height: u32,
        /// The id of a small picture of it.
        thumb: String,
        /// The id of the picture itself.
        full: String,
    }
    /// What became of the chosen files.
    struct PickedView {
        /// The draft with the pictures that could be attached.
        draft: DraftView,
        /// The files that could not.
        refused: Vec<RefusedFile>,
    }
    /// A file that could not be attached.
    struct RefusedFile {
        /// Its name.
        name: String,
        /// Why.
        problem: FileProblem,
    }
    /// What became of "send".
    struct SentView {
        /// What the member must see to first; when empty, it is in the outbox.
        problems: Vec<FieldProblemView>,
        /// The operation.
        operation: Option<OperationView>,
    }
    /// What is wrong with a field.
    struct FieldProblemView {
        /// Which.
        field: Field,
        /// What.
        problem: FieldProblem,
        /// The limit, where there is one.
        limit: Option<u32>,
        /// What was written, in the limit's unit.
        actual: Option<u32>,
    }
    /// What the member sent.
    struct OperationView {
        /// Our name for it.
        id: String,
        /// What it does.
        kind: OperationKind,
        /// The issue replied to.
        issue: Option<String>,
        /// The chat it is about; a question's is itself.
        chat: Option<String>,
        /// The title of the new issue or of the issue replied to; empty where it is about a chat.
        title: String,
        /// The text.
        text: String,
        /// The pictures.
        pictures: Vec<PictureView>,
        /// When the member pressed "send".
        made: String,
        /// Where it is.
        state: SendState,
        /// Bytes of files sent.
        #[ts(type = "number")]
        sent_bytes: u64,
        /// Bytes of files in all.
        #[ts(type = "number")]
        total_bytes: u64,
        /// Why it waits or is stuck.
        problem: Option<ErrorCode>,
        /// Whether the member wants it back while it is being sent.
        wanted_back: bool,
    }
    /// What became of "take back".
    struct TakenBackView {
        /// In a word.
        state: TakenBackState,
        /// What it became.
        draft: Option<DraftView>,
    }
    /// Everything unfinished of an account.
    struct UnsentView {
        /// Drafts, newest first.
        drafts: Vec<DraftView>,
        /// Operations, oldest first.
        operations: Vec<OperationView>,
    }
    /// How a sign-out ended.
    struct SignedOutView {
        /// Whether the account is signed out; false: the member cancelled a dialog or something could not be sent.
        done: bool,
        /// What could not be sent.
        left: Vec<OperationView>,
    }
}
