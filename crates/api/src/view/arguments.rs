//! What comes from a window.

use serde::Deserialize;
use ts_rs::TS;

use super::chat::ChatFormArgs;
use super::words::{Appearance, LaterWhen, List, NoticeKind, NoticeSound, OnClose, PauseFor, Unsent};

arguments! {
    /// No arguments.
    struct Nothing {}
    /// An address as a member types it.
    struct AddressArgs {
        /// Perhaps without a scheme.
        address: String,
    }
    /// A sign-in.
    struct SignInArgs {
        /// Perhaps without a scheme.
        address: String,
        /// The user name.
        user_name: String,
        /// The password: goes to the desk once and is never kept.
        password: String,
    }
    /// An account.
    struct AccountArgs {
        /// Which.
        account: String,
    }
    /// The start at login.
    struct LoginArgs {
        /// Whether it is wanted.
        on: bool,
    }
    /// A sign-out.
    struct SignOutArgs {
        /// Which account.
        account: String,
        /// What happens to unsent things.
        unsent: Unsent,
    }
    /// A page of a list.
    struct IssuesArgs {
        /// Which account.
        account: String,
        /// Which list.
        list: List,
        /// Where to go on.
        after: Option<String>,
        /// At most so many rows, up to 200.
        limit: u32,
    }
    /// A page of what was told.
    struct HistoryArgs {
        /// Which account.
        account: String,
        /// Where to go on.
        after: Option<String>,
    }
    /// An issue.
    struct IssueArgs {
        /// Which account.
        account: String,
        /// Which issue.
        issue: String,
    }
    /// Asking the desk for time.
    struct AskTimeArgs {
        /// Which account.
        account: String,
        /// Which issue.
        issue: String,
        /// One of the days that were offered: 2026-11-30.
        day: String,
    }
    /// An issue to be told again.
    struct LaterArgs {
        /// Which account.
        account: String,
        /// Which issue.
        issue: String,
        /// When.
        when: LaterWhen,
        /// The time of choice; at most 30 days from now.
        at: Option<String>,
    }
    /// A pause of notices.
    struct PauseArgs {
        /// How long.
        length: PauseFor,
    }
    /// A search.
    struct SearchArgs {
        /// Which account.
        account: String,
        /// What the member wrote.
        words: String,
    }
    /// A new draft.
    struct NewDraftArgs {
        /// Which account.
        account: String,
        /// The issue to reply to; none: a new issue. A reply's draft is made once and found again.
        issue: Option<String>,
    }
    /// A draft as it is now.
    struct SaveDraftArgs {
        /// Which.
        draft: String,
        /// The title without its tag.
        title: String,
        /// The language of the tag.
        language: String,
        /// The text.
        text: String,
    }
    /// A draft.
    struct DraftArgs {
        /// Which.
        draft: String,
    }
    /// Something being written.
    struct DetectArgs {
        /// Which account.
        account: String,
        /// The title without its tag; empty where there is none.
        title: String,
        /// The text.
        text: String,
    }
    /// A picture of a draft.
    struct PictureArgs {
        /// Which draft.
        draft: String,
        /// Which picture.
        picture: String,
    }
    /// An operation.
    struct OperationArgs {
        /// Which.
        operation: String,
    }
    /// The answer to "is it there?", which only the member can give.
    struct SettleArgs {
        /// Which operation.
        operation: String,
        /// Whether it is at the desk; if not, it is sent again.
        arrived: bool,
    }
    /// A link.
    struct LinkArgs {
        /// As the entry's part gave it.
        href: String,
    }
    /// What the member looks at.
    struct LookingArgs {
        /// Which account.
        account: Option<String>,
        /// Which issue, while the window is in front.
        issue: Option<String>,
        /// Which chat, likewise; never both.
        chat: Option<String>,
    }
    /// What the member chose.
    struct SettingsArgs {
        /// "en", "sv", or none: as the system.
        language: Option<String>,
        /// Light or dark.
        appearance: Appearance,
        /// What closing the window does.
        on_close: OnClose,
        /// How to be told.
        notices: NoticeSettingsArgs,
    }
    /// How the member wants to be told.
    struct NoticeSettingsArgs {
        /// What is not told.
        off: Vec<NoticeKind>,
        /// Whether notices do not say what they are about.
        hidden: bool,
        /// What is heard.
        sound: NoticeSound,
        /// When nothing is told of issues: seven days, Monday first.
        quiet: Vec<Option<QuietArgs>>,
        /// Whether an issue that is about to be closed is told in quiet hours, too.
        deadline_breaks_quiet: bool,
    }
    /// The quiet hours that begin on a day.
    struct QuietArgs {
        /// "22:00".
        from: String,
        /// "07:00"; when it is not later than `from`, the next day.
        to: String,
    }
    /// The answer of a window that goes.
    struct SettledArgs {
        /// What it could not save.
        unsaved: Vec<UnsavedArgs>,
    }
    /// Words that could not be saved.
    struct UnsavedArgs {
        /// Whose.
        account: String,
        /// The issue replied to; with none of these three, a new issue.
        issue: Option<String>,
        /// The chat that they are a line of.
        chat: Option<String>,
        /// A question's: who asks.
        form: Option<ChatFormArgs>,
        /// Their draft, if one could be made.
        draft: Option<String>,
        /// The title without its tag.
        title: String,
        /// The language of the tag; empty: not chosen.
        language: String,
        /// The text.
        text: String,
    }
    /// The answer to "what does closing the window do?".
    struct CloseArgs {
        /// Stay or quit.
        choice: OnClose,
    }
}
