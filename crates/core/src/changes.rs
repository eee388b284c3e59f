//! What the windows hear of: that something went stale, never what it is now.

use svara_model::{AccountId, ChatId, RemoteId};
use tokio::sync::broadcast;

/// Something that went stale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stale {
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
    /// Whether what is written can be saved, and what was rescued of damaged files.
    Disk,
}

/// Where a notice or the tray wants the window to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoTo {
    /// Which account.
    pub account: AccountId,
    /// Which issue; with neither this nor a chat: the list of what awaits, or what is unfinished.
    pub issue: Option<RemoteId>,
    /// Which chat.
    pub chat: Option<ChatId>,
    /// Whether it is what was written and is unfinished, drafts and outbox, where neither issue nor chat is named.
    pub unsent: bool,
    /// Whether the caret belongs in the reply.
    pub answer: bool,
    /// The platform's leave to take the front.
    pub activation: Option<String>,
}

/// What the hosts hear of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Something went stale.
    Stale(Stale),
    /// The window is wanted somewhere.
    Go(GoTo),
}

/// The sender of changes. A listener that falls behind has to read everything again.
#[derive(Clone)]
pub(crate) struct Changes(broadcast::Sender<Change>);

impl Changes {
    pub(crate) fn new() -> Self {
        Self(broadcast::channel(256).0)
    }

    pub(crate) fn stale(&self, what: Stale) {
        // Nobody listening is nobody to tell.
        let _ = self.0.send(Change::Stale(what));
    }

    pub(crate) fn go(&self, to: GoTo) {
        let _ = self.0.send(Change::Go(to));
    }

    pub(crate) fn listen(&self) -> broadcast::Receiver<Change> {
        self.0.subscribe()
    }
}
