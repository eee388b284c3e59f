//! What goes to a window.

use serde::Serialize;
use ts_rs::TS;

use super::{
    notices::NoticeSettingsView,
    words::{Appearance, DiskState, Freshness, HitKind, KeychainProblem, List, OnClose, PartKind, SendState},
    written::{DraftView, OperationView},
};
use crate::{ErrorCode, Go};

views! {
    /// What a window needs to begin.
    struct StartView {
        /// The app's version.
        version: String,
        /// The language the window speaks now: "en" or "sv".
        language: String,
        /// The locale for dates and numbers, BCP 47 ("sv-SE").
        locale: String,
        /// What the member chose.
        settings: SettingsView,
        /// Who is (or was) signed in on this computer.
        accounts: Vec<AccountView>,
        /// The built-in desk, where it runs.
        built_in: Option<BuiltInView>,
        /// Where a notice or the tray wanted the window to go before it was there.
        go: Option<Go>,
    }
    /// What the member chose.
    struct SettingsView {
        /// "en", "sv", or none: as the system.
        language: Option<String>,
        /// Light or dark.
        appearance: Appearance,
        /// What closing the window does.
        on_close: OnClose,
        /// How to be told.
        notices: NoticeSettingsView,
    }
    /// Whether the app starts at login.
    struct LoginView {
        /// Whether it does; null where the desktop does not say.
        on: Option<bool>,
        /// Whether the member was asked already.
        asked: bool,
    }
    /// The built-in desk on this computer.
    struct BuiltInView {
        /// Its address.
        address: String,
        /// The demo member's user name, to be filled in.
        user_name: String,
        /// The demo member's password, to be filled in: everybody knows it.
        password: String,
    }
    /// A desk that answered at an address.
    struct DeskView {
        /// Its name.
        name: String,
        /// Its address as understood.
        address: String,
        /// Whether it has a page for a forgotten password (`open_password_page` opens it).
        password_page: bool,
    }
    /// A member signed in to a desk.
    struct AccountView {
        /// Our name for it.
        id: String,
        /// The desk's name.
        desk: String,
        /// The desk's host, as a member recognises it.
        host: String,
        /// The desk's full address.
        address: String,
        /// The member's name.
        name: String,
        /// The name to sign in with.
        user_name: String,
        /// The member's e-mail address.
        email: Option<String>,
        /// The member's rank.
        rank: Option<String>,
        /// Whether the desk serves the member.
        eligible: bool,
        /// The lowest rank the desk serves.
        lowest_rank: Option<String>,
        /// The desk's announcement.
        announcement: Option<String>,
        /// The languages an issue may be written in, the interface's language first.
        languages: Vec<LanguageView>,
        /// What the desk accepts.
        limits: LimitsView,
        /// Whether the desk takes files.
        attachments: bool,
        /// Whether the desk chats with the member.
        chat: bool,
        /// Whether this desk can be asked to ask the member something.
        demo: bool,
        /// Why the sign-in lasts only until the app ends; none: it is in the keychain.
        session_only: Option<KeychainProblem>,
        /// How much the lists can be trusted.
        freshness: FreshnessView,
        /// How many there are of everything.
        counts: CountsView,
    }
    /// A language to write in.
    struct LanguageView {
        /// BCP 47.
        tag: String,
        /// By its own name: "Svenska".
        name: String,
    }
    /// The language of something that is being written.
    struct DetectedView {
        /// BCP 47; none: nothing is claimed.
        language: Option<String>,
        /// By its own name.
        name: Option<String>,
        /// Whether it may contradict the member; otherwise it is a guess.
        sure: bool,
        /// Whether it may be one of the desk's chat languages: so it is while nothing is sure.
        chat: bool,
    }
    /// What a desk accepts: characters and bytes.
    struct LimitsView {
        /// The longest title, language tag included.
        title_chars: u32,
        /// The longest text.
        text_chars: u32,
        /// The largest file in bytes.
        #[ts(type = "number")]
        file_bytes: u64,
        /// The most files with one entry.
        files_per_entry: u32,
    }
    /// How much the lists can be trusted.
    struct FreshnessView {
        /// In a word.
        state: Freshness,
        /// The last complete good check.
        checked: Option<String>,
        /// What is in the way.
        problem: Option<ErrorCode>,
        /// Whether a check is running now.
        running: bool,
    }
    /// How many there are.
    struct CountsView {
        /// Issues awaiting feedback.
        awaiting: u32,
        /// Open issues.
        open: u32,
        /// Closed issues.
        closed: u32,
        /// Drafts.
        drafts: u32,
        /// Operations in the outbox.
        outbox: u32,
        /// Operations that need the member.
        stuck: u32,
        /// Messages of chats that the member has not seen.
        chats: u32,
    }
    /// What waited for a member who was away, and still does.
    struct BriefingView {
        /// When they were here last.
        since: String,
        /// The issues, the least time left first; never nothing, and not all where there are very many.
        rows: Vec<IssueRow>,
        /// How many more there are.
        more: u32,
    }
    /// A page of a list.
    struct IssueListView {
        /// In order: awaiting and open by newest change, closed by newest date closed.
        rows: Vec<IssueRow>,
        /// Pass it as `after` for the next page.
        next: Option<String>,
        /// How many the list has.
        total: u32,
        /// How much it can be trusted.
        freshness: FreshnessView,
    }
    /// When a desk closes an issue that nobody answers.
    struct ClosesView {
        /// When.
        at: String,
        /// Working days that are left, a begun one counted; 0: the time is over.
        days_left: u32,
        /// Whether it is the desk's own word; else it is said as "about".
        sure: bool,
    }
    /// An issue in a list.
    struct IssueRow {
        /// The desk's name for it.
        id: String,
        /// The number.
        number: String,
        /// The title with its language tag.
        title: String,
        /// Which list it is in.
        status: List,
        /// Date Opened.
        opened: String,
        /// Date Closed.
        closed: Option<String>,
        /// The newest entry's author; none at an issue without entries.
        last_author: Option<String>,
        /// Whether the member wrote the newest entry.
        last_mine: bool,
        /// The newest entry's beginning.
        last_text: Option<String>,
        /// Whether something in it is new to the member.
        unread: bool,
        /// What the member sent to it and is still on its way.
        sending: Option<SendState>,
        /// Whether it is no longer at the desk: it can be read, and nothing else.
        vanished: bool,
        /// When the desk closes it if nobody answers; none: it awaits nothing, or that is not known.
        closes: Option<ClosesView>,
    }
    /// What a search found.
    struct SearchView {
        /// The best first.
        hits: Vec<HitView>,
        /// Whether there are more than these.
        more: bool,
    }
    /// An issue, a draft or a chat that a search found.
    struct HitView {
        /// What it is.
        kind: HitKind,
        /// The issue's or chat's name at the desk, or the draft's.
        id: String,
        /// The issue that a draft replies to.
        issue: Option<String>,
        /// The issue's number.
        number: Option<String>,
        /// The title: a new issue's draft has it without its tag, a reply's draft has that of its issue, a chat has the
        /// beginning of its question.
        title: Vec<PiecePart>,
        /// Which list the issue is in.
        status: Option<List>,
        /// Date Opened of the issue, or when the chat began.
        opened: Option<String>,
        /// Date Closed of the issue, or when the chat ended.
        closed: Option<String>,
        /// Whether the issue is no longer at the desk.
        vanished: bool,
        /// The text around what was found, in one line; the newest text's beginning if nothing is in it.
        piece: Vec<PiecePart>,
    }
    /// Part of a found text.
    struct PiecePart {
        /// What to show.
        text: String,
        /// Whether it is what was looked for.
        found: bool,
    }
    /// An issue with its conversation.
    struct IssueView {
        /// As in the list.
        row: IssueRow,
        /// The language it is written in, by its own name.
        language: Option<String>,
        /// Who asks, while it awaits feedback.
        asker: Option<String>,
        /// Whether the desk takes a reply.
        may_reply: bool,
        /// Whether the desk takes files with it.
        may_attach: bool,
        /// The entries, oldest first.
        entries: Vec<EntryView>,
        /// Whether the entries are known; when not, `problem` says why or they are being fetched.
        loaded: bool,
        /// Why the entries are not known or not new.
        problem: Option<ErrorCode>,
        /// What the member sent to it and is still on its way, oldest first.
        sending: Vec<OperationView>,
        /// The reply being written.
        draft: Option<DraftView>,
        /// When the member wants to hear of it again.
        later: Option<String>,
        /// The days until which the member can ask the desk for time (2026-11-30), the next first; none: it cannot be asked
        /// for, or was in this round.
        ask_time: Vec<String>,
    }
    /// What asks for time.
    struct AskedTimeView {
        /// What the member would send.
        text: String,
        /// The language it is in, by its own name.
        language: String,
    }
    /// An entry.
    struct EntryView {
        /// The desk's name for it.
        id: String,
        /// Who wrote it.
        author: String,
        /// Whether the member did.
        mine: bool,
        /// When.
        at: String,
        /// What, in parts; line breaks are in the text.
        parts: Vec<TextPart>,
        /// Whether it asks the member something.
        asks: bool,
        /// What came with it.
        attachments: Vec<AttachmentView>,
    }
    /// A part of a text.
    struct TextPart {
        /// Text or link.
        kind: PartKind,
        /// What to show.
        text: String,
        /// The address to pass to `open_link`; as shown.
        href: Option<String>,
    }
    /// A file with an entry.
    struct AttachmentView {
        /// The file's safe name.
        name: String,
        /// Its type by content.
        media_type: String,
        /// Its length.
        #[ts(type = "number")]
        bytes: u64,
        /// Whether the window can show it as a picture.
        picture: bool,
        /// The id of a small picture of it, at most 320 × 240 pixels.
        thumb: Option<String>,
        /// The id of the picture itself.
        full: Option<String>,
    }
    /// Whether what is written can be saved on this computer.
    struct DiskView {
        /// In a word.
        state: DiskState,
    }
    /// What was rescued of damaged files.
    struct SalvagedView {
        /// Drafts.
        drafts: u32,
        /// What had not arrived at the desk yet.
        operations: u32,
        /// Whether something could not be rescued.
        lost: bool,
    }
}
