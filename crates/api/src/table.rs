//! The command table: the only list of commands. Both hosts serve it, the TypeScript is made from it.

use serde_json::Value;
use tracing::error;

#[allow(clippy::wildcard_imports, reason = "the table names nearly every view")]
use crate::view::*;
use crate::{App, ErrorCode, ErrorView, handlers};

macro_rules! commands {
    ($($(#[doc = $doc:literal])+ $name:ident($args:ty) -> $ret:ty;)+) => {
        /// The name of every command.
        pub const COMMANDS: &[&str] = &[$(stringify!($name)),+];

        /// Runs a command. Arguments that do not fit are a defect of the window: nothing runs.
        pub async fn call(app: &App, name: &str, args: Value) -> Result<Value, ErrorView> {
            match name {
                $(stringify!($name) => {
                    let args: $args = read(name, args)?;
                    let out: $ret = handlers::$name(app, args).await?;
                    write(name, &out)
                })+
                _ => { error!(command = name, "no such command"); Err(ErrorCode::Defect.into()) }
            }
        }

        /// (name, documentation, arguments, result) of every command, for the TypeScript.
        pub(crate) fn rows(config: &ts_rs::Config) -> Vec<(&'static str, String, String, String)> {
            vec![$((stringify!($name), [$($doc),+].join("\n").trim().to_owned(),
                <$args as ts_rs::TS>::name(config), <$ret as ts_rs::TS>::name(config))),+]
        }

        /// Shows every type of the table to `visitor`.
        pub(crate) fn visit(visitor: &mut impl ts_rs::TypeVisitor) {
            $(visitor.visit::<$args>(); visitor.visit::<$ret>();)+
        }
    };
}

fn read<T: serde::de::DeserializeOwned>(command: &str, args: Value) -> Result<T, ErrorView> {
    // A list would be taken field by field, without names.
    if !args.is_object() {
        error!(command, "arguments have no names");
        return Err(ErrorCode::Defect.into());
    }
    serde_json::from_value(args).map_err(|problem| {
        error!(command, %problem, "arguments do not fit");
        ErrorCode::Defect.into()
    })
}

fn write<T: serde::Serialize>(command: &str, out: &T) -> Result<Value, ErrorView> {
    serde_json::to_value(out).map_err(|problem| {
        error!(command, %problem, "a result cannot be written");
        ErrorCode::Defect.into()
    })
}

commands! {
    /// What a window needs to begin.
    start(Nothing) -> StartView;
    /// Where a notice or the tray wants the window to go, once.
    take_go(Nothing) -> Option<crate::Go>;
    /// Whether a link into the app named nothing of the member's, once.
    take_astray(Nothing) -> bool;
    /// Starts the built-in desk on this computer with demo data (*Try it*).
    try_built_in(Nothing) -> BuiltInView;
    /// Looks what is at an address, without any credentials.
    find_desk(AddressArgs) -> DeskView;
    /// Signs in. The password goes to the desk once.
    sign_in(SignInArgs) -> AccountView;
    /// Puts a sign-in that would end with the app into the keychain.
    keep_sign_in(AccountArgs) -> AccountView;
    /// Opens the desk's page for a forgotten password in the browser.
    open_password_page(AddressArgs) -> ();
    /// Every account of this computer.
    accounts(Nothing) -> Vec<AccountView>;
    /// Everything unfinished of an account: drafts, and what has not arrived.
    unsent(AccountArgs) -> UnsentView;
    /// Revokes the token, erases the keychain entry and the account's local data.
    sign_out(SignOutArgs) -> SignedOutView;
    /// Checks now whether something changed.
    check_now(AccountArgs) -> ();
    /// A page of one of the three lists.
    issues(IssuesArgs) -> IssueListView;
    /// An issue with what is known of its conversation; fetches it in the background when it is not new.
    issue(IssueArgs) -> IssueView;
    /// What asks the desk for time until a day, in the issue's language: to be written into the reply, and sent with it.
    ask_for_time(AskTimeArgs) -> AskedTimeView;
    /// Issues, chats and drafts in which the words are, the best first.
    search(SearchArgs) -> SearchView;
    /// Tells what the member looks at: it is read then, and no notice comes for it.
    looking(LookingArgs) -> ();
    /// Has an issue that awaits feedback told again then, and not before.
    later(LaterArgs) -> ();
    /// Forgets that an issue is to be told again.
    cancel_later(IssueArgs) -> ();
    /// Pauses the notices of issues, or ends the pause.
    pause(PauseArgs) -> PauseView;
    /// What was told, newest first, also what was not seen on the desktop.
    history(HistoryArgs) -> HistoryView;
    /// What waited for a member who was away, and still does; none where they were not, or have closed it.
    briefing(AccountArgs) -> Option<BriefingView>;
    /// Forgets the briefing: the member needs it no more.
    close_briefing(AccountArgs) -> ();
    /// Until when notices pause.
    paused(Nothing) -> PauseView;
    /// Begins a draft, or finds the reply's again.
    new_draft(NewDraftArgs) -> DraftView;
    /// A draft.
    draft(DraftArgs) -> DraftView;
    /// Saves a draft as it is now.
    save_draft(SaveDraftArgs) -> DraftView;
    /// Deletes a draft and its pictures.
    delete_draft(DraftArgs) -> ();
    /// Shows the native dialog and attaches the chosen pictures, re-encoded without metadata.
    pick_pictures(DraftArgs) -> PickedView;
    /// Takes a picture off a draft.
    remove_picture(PictureArgs) -> DraftView;
    /// In which language something is written, before it is sent.
    detect(DetectArgs) -> DetectedView;
    /// Checks a draft and moves it into the outbox.
    send_draft(DraftArgs) -> SentView;
    /// Tries a stuck or waiting operation again now.
    retry(OperationArgs) -> ();
    /// Makes a draft of an operation again, unless the desk has it already.
    take_back(OperationArgs) -> TakenBackView;
    /// Tells whether an operation is at the desk, where Svara cannot tell.
    settle(SettleArgs) -> ();
    /// Whether and how a chat can be started; asks the desk in the background when that is not known, or not lately.
    chat_desk(AccountArgs) -> ChatDeskView;
    /// Every chat of an account, newest first.
    chats(AccountArgs) -> Vec<ChatRowView>;
    /// A chat with what is known of its messages.
    chat(ChatArgs) -> ChatView;
    /// Begins a question for the chat, or finds the one that is being written again. `send_draft` starts the chat.
    new_question(AccountArgs) -> DraftView;
    /// Saves a question as it is now.
    save_question(SaveQuestionArgs) -> DraftView;
    /// Begins a line of a chat, or finds it again. `send_draft` says it.
    new_line(ChatArgs) -> DraftView;
    /// Ends a chat or leaves its queue; one that is being started is taken back.
    end_chat(ChatArgs) -> ();
    /// Tells the other side that the member types, or has stopped; at any key, it is not told more often than is of use.
    typing(TypingArgs) -> ();
    /// Makes an issue of a question or a line that was not sent, or of what the member asked in a chat: a chat that waits
    /// is left for it.
    question_to_issue(ToIssueArgs) -> DraftView;
    /// Opens a checked link in the browser.
    open_link(LinkArgs) -> ();
    /// Asks a demonstration desk to ask the member something.
    ask_me_something(AccountArgs) -> ();
    /// Whether what is written can be saved on this computer.
    disk(Nothing) -> DiskView;
    /// What was rescued of damaged files, once.
    take_salvaged(Nothing) -> Option<SalvagedView>;
    /// What the member chose.
    settings(Nothing) -> SettingsView;
    /// Changes what the member chose.
    change_settings(SettingsArgs) -> SettingsView;
    /// Whether the app starts at login.
    start_at_login(Nothing) -> LoginView;
    /// Has the app start at login, or not: the member said so.
    set_start_at_login(LoginArgs) -> LoginView;
    /// Whether the member would be told: every link from the desk to a notice.
    checkup(Nothing) -> Vec<LinkView>;
    /// Shows a notice that asks to be pressed, and answers when it was, or after a minute.
    try_notice(Nothing) -> Trial;
    /// Answers `leave`: what was being written is saved, or could not be.
    settled(SettledArgs) -> ();
    /// What could not be saved before the window was there, and whether the app waits with its end because of it.
    take_unsaved(Nothing) -> UnsavedView;
    /// Answers what closing the window means.
    close_window(CloseArgs) -> ();
    /// Ends the app although something is not saved: the member said so.
    quit(Nothing) -> ();
}
