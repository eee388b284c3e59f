//! What a window hears without asking. Events carry no data to show: the window reads again what went stale.

use serde::Serialize;
use ts_rs::TS;

/// Something that went stale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Tag {
    /// Accounts, their freshness and counts.
    Accounts,
    /// Lists and issues.
    Issues,
    /// Chats, and whether one can be started.
    Chats,
    /// Drafts.
    Drafts,
    /// The outbox and its progress.
    Outbox,
    /// Settings.
    Settings,
    /// Whether what is written can be saved.
    Disk,
}

/// Where a notice or the tray wants the window to go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Go {
    /// Which account.
    pub account: String,
    /// Which issue; with neither this nor a chat: the list of what awaits, or what is unfinished.
    pub issue: Option<String>,
    /// Which chat.
    pub chat: Option<String>,
    /// Whether it is what was written and is unfinished, where neither issue nor chat is named.
    pub unsent: bool,
    /// Whether the caret belongs in the reply.
    pub answer: bool,
}

/// What a window hears.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// Read again what carries one of these tags.
    Stale {
        /// What went stale.
        tags: Vec<Tag>,
    },
    /// Go there; ask `start` or `take_go` where.
    Go,
    /// A link led nowhere: ask `take_astray`, then say so.
    Astray,
    /// The window is about to close and there is no tray: ask what closing means.
    AskClose,
    /// The window goes in a moment: save what is being written, then say `settled`.
    Leave,
    /// The app was to end and something is not saved: ask `take_unsaved`, then the member.
    AskQuit,
}
