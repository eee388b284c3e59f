//! How the member is told, and what they were told.

use serde::Serialize;
use ts_rs::TS;

use super::words::{LinkKind, LinkState, NoticeKind, NoticeSound};

views! {
    /// How the member wants to be told.
    struct NoticeSettingsView {
        /// What is not told.
        off: Vec<NoticeKind>,
        /// Whether notices do not say what they are about.
        hidden: bool,
        /// What is heard.
        sound: NoticeSound,
        /// When nothing is told of issues: seven days, Monday first.
        quiet: Vec<Option<QuietView>>,
        /// Whether an issue that is about to be closed is told in quiet hours, too.
        deadline_breaks_quiet: bool,
    }
    /// The quiet hours that begin on a day.
    struct QuietView {
        /// "22:00".
        from: String,
        /// "07:00"; when it is not later than `from`, the next day.
        to: String,
    }
    /// A link from the desk to the member, its texts in the member's language.
    struct LinkView {
        /// Which.
        what: LinkKind,
        /// How it is.
        state: LinkState,
        /// The state in a word.
        word: String,
        /// What it is called.
        name: String,
        /// How it is, in words.
        detail: String,
        /// What to do about it.
        todo: Option<String>,
        /// Whether the window says or asks it anyway, or the member chose it.
        elsewhere: bool,
    }
    /// A page of what was told, newest first.
    struct HistoryView {
        /// What was told.
        rows: Vec<ToldView>,
        /// Pass it as `after` for the next page.
        next: Option<String>,
    }
    /// Something that was told.
    struct ToldView {
        /// Its name in the history.
        id: String,
        /// What it was about.
        kind: NoticeKind,
        /// As the notice said, in the language of then. Hostile text in one line.
        title: String,
        /// Likewise, in a few lines.
        body: String,
        /// The only issue that it was about.
        issue: Option<String>,
        /// The chat that it was about.
        chat: Option<String>,
        /// When.
        at: String,
    }
    /// Until when notices pause.
    struct PauseView {
        /// None: they do not.
        until: Option<String>,
    }
}
