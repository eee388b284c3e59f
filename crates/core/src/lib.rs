//! Accounts, store, sync, outbox, follow-up, language and pictures. This crate must not know connectors, the desktop, any
//! window or any wire format: it is opened with ports of `svara-model`.

mod accounts;
mod changes;
mod chat;
mod checkup;
mod deep_links;
mod detection;
mod drafts;
mod export;
pub mod file_names;
mod files;
mod follow_up;
mod history;
mod house;
mod in_hand;
pub mod languages;
pub mod links;
mod login;
mod outbox;
pub mod pictures;
pub mod planted;
mod private;
mod reading;
mod search;
mod settings;
mod store;
mod sync;
mod tasks;
#[cfg(test)]
mod testing;
pub mod texts;
mod tray;
mod trouble;
mod upkeep;

use std::{path::PathBuf, sync::Arc, time::Duration};

use bytes::Bytes;
use jiff::Timestamp;
use secrecy::SecretString;
use svara_model::{
    AccountId, Address, ChatForm, ChatId, Clock, Desktop, Detector, Found, Kinds, Notifier, Picker, Power,
    Random, RemoteId, Status, Vault,
};
use tokio::sync::broadcast;

pub use accounts::{AccountBrief, Freshness, Health, SignOut, Unsent};
pub use changes::{Change, GoTo, Stale};
pub use chat::{ChatBrief, ChatDeskRead, ChatLineRead, ChatPhase, ChatRead, Delivery};
pub use checkup::{Link, LinkState, Trial, What};
pub use deep_links::DeepLink;
pub use detection::Detection;
pub use drafts::{DraftBrief, Fault, Field, FileFault, Picked, Sent};
pub use files::{Size, attachment_id, is_picture, picture_id};
pub use follow_up::{Briefing, PauseFor, QuietHours, Span, When};
pub use follow_up::{Closing, ClosingRead, time::AskedTime};
pub use history::{History, WasTold};
pub use house::Place;
pub use in_hand::{InHand, Purpose};
pub use login::StartAtLogin;
pub use outbox::{Audit, AuditedOperation, Owner, TakenBack};
pub use reading::{IssueBrief, IssuePage, IssueRead, OperationBrief, PictureBrief, SendState};
pub use search::{Hit, HitPlace, search_expressions};
pub use settings::{Appearance, NoticeSettings, OnClose, Settings};
pub use store::{
    DiskState, DraftKind, OperationKind, Salvaged, StoreFiles, StoreMode, StoreProblem, StoreSettings,
};
pub use sync::Presence;
pub use tray::{Mood, Tray, TrayItem, TrayWish};
pub use trouble::Trouble;

use house::{House, Scope, Stones};
use texts::Texts;

/// How long everything may take to end.
const STOP_LIMIT: Duration = Duration::from_secs(5);

/// What the core is opened with.
pub struct Parts {
    /// Where everything of the app lies; made where it is not there, the member's alone.
    pub folder: PathBuf,
    /// How the stores are opened.
    pub store: StoreSettings,
    /// The kinds of desk.
    pub kinds: Arc<dyn Kinds>,
    /// The keychain.
    pub vault: Arc<dyn Vault>,
    /// The notices.
    pub notifier: Arc<dyn Notifier>,
    /// The file dialog.
    pub picker: Arc<dyn Picker>,
    /// What the computer runs on.
    pub power: Arc<dyn Power>,
    /// What the desktop says of itself, and the start at login.
    pub desktop: Arc<dyn Desktop>,
    /// What tells languages apart.
    pub detector: Arc<dyn Detector>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Unpredictable bytes.
    pub random: Arc<dyn Random>,
    /// The system's locale ("sv-SE", "sv_SE.UTF-8").
    pub locale: Option<String>,
}

/// Why the core could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenProblem {
    /// A store could not be opened.
    #[error("the app's data cannot be opened: {0}")]
    Store(#[from] StoreProblem),
    /// Something stored could not be read.
    #[error("the app's data cannot be read: {0}")]
    Trouble(#[from] Trouble),
}

/// The app without its window. Clones are the same app.
#[derive(Clone)]
pub struct Core(Arc<House>);

impl Core {
    /// Opens the stores and starts the loops of whoever is signed in.
    pub async fn open(parts: Parts) -> Result<Self, OpenProblem> {
        Self::open_as(parts, Scope::Everything).await
    }

    /// Opens the stores to find out how everything is. Of the loops of whoever is signed in only the checks and the live feed
    /// start: nothing is sent or told.
    pub async fn open_to_look(parts: Parts) -> Result<Self, OpenProblem> {
        Self::open_as(parts, Scope::Looking).await
    }

    async fn open_as(parts: Parts, scope: Scope) -> Result<Self, OpenProblem> {
        parts.store.files.make_folder(&parts.folder).map_err(StoreProblem::from)?;
        let cache = store::open_cache(&parts.folder, &parts.store)?;
        let keep = store::open_keep(&parts.folder, &parts.store)?;
        let settings = settings::read(&keep).await?;
        let texts = Texts::new(settings.language.as_deref(), parts.locale.as_deref());
        let loudness = follow_up::Loudness::read(&keep, settings.notices, parts.clock.steady()).await?;
        let minute = follow_up::Minute::read(&keep, parts.clock.as_ref()).await?;
        let stones = Stones { folder: parts.folder.clone(), scope, cache, keep, texts, loudness, minute };
        let house = Arc::new(House::new(stones, parts));
        upkeep::begin(&house).await?;
        follow_up::begin(&house);
        if scope == Scope::Everything {
            search::start(&house);
        }
        sync::begin(&house);
        accounts::resume(&house).await?;
        Ok(Self(house))
    }

    /// Ends the loops and closes the stores, at most 5 seconds long.
    pub async fn stop(&self) {
        upkeep::stop(&self.0, STOP_LIMIT).await;
    }

    /// What the hosts hear of from now on.
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.0.changes.listen()
    }

    /// Notes how near the member is: a window in front wants to know sooner.
    pub fn set_presence(&self, presence: Presence) {
        self.0.nearness.set(presence);
    }

    /// Whether what the app writes is saved. Reading goes on when it is not.
    pub fn disk(&self) -> DiskState {
        upkeep::disk(&self.0)
    }

    /// What was rescued of damaged files since this was asked last.
    pub async fn salvage(&self) -> Result<Option<Salvaged>, Trouble> {
        Ok(self.0.keep.take_salvaged().await?)
    }

    /// The names of the tasks that run now, sorted.
    pub fn tasks(&self) -> Vec<&'static str> {
        self.0.tasks.names()
    }

    /// Where a notice or the tray wants the window to go, once.
    pub fn take_go(&self) -> Option<GoTo> {
        self.0.take_go()
    }

    /// The texts of the member's language.
    pub fn texts(&self) -> Arc<Texts> {
        self.0.texts()
    }

    /// Looks what is at an address, without any credentials.
    pub async fn find_desk(&self, address: &str) -> Result<(Address, Found), Trouble> {
        accounts::sign_in::find_desk(&self.0, address).await
    }

    /// Signs in. The password goes to the desk once.
    pub async fn sign_in(
        &self,
        address: &str,
        user_name: &str,
        password: SecretString,
    ) -> Result<AccountBrief, Trouble> {
        accounts::sign_in::sign_in(&self.0, address, user_name, password).await
    }

    /// Puts a sign-in that would end with the app into the keychain.
    pub async fn keep_sign_in(&self, account: &AccountId) -> Result<AccountBrief, Trouble> {
        accounts::sign_in::keep_sign_in(&self.0, account).await
    }

    /// Signs out, after `unsent` was done with what is unfinished.
    pub async fn sign_out(&self, account: &AccountId, unsent: Unsent) -> Result<SignOut, Trouble> {
        accounts::sign_out::sign_out(&self.0, account, unsent).await
    }

    /// Everybody signed in on this computer, by account id.
    pub async fn accounts(&self) -> Result<Vec<AccountBrief>, Trouble> {
        let mut briefs = Vec::new();
        for live in self.0.all_live() {
            briefs.push(accounts::brief(&self.0, &live).await?);
        }
        Ok(briefs)
    }

    /// Checks now whether something changed.
    pub async fn check_now(&self, account: &AccountId) -> Result<(), Trouble> {
        accounts::check_now(&self.0, account).await
    }

    /// Asks a demonstration desk to ask the member something.
    pub async fn ask_me_something(&self, account: &AccountId) -> Result<(), Trouble> {
        Ok(self.0.live(account)?.connector.ask_me_something().await?)
    }

    /// A page of a list, newest first; at most 200 rows.
    pub async fn issues(
        &self,
        account: &AccountId,
        status: Status,
        after: Option<&str>,
        limit: u32,
    ) -> Result<IssuePage, Trouble> {
        reading::issues(&self.0, account, status, after, limit).await
    }

    /// An issue with what is stored of its conversation; fetches it in the background when that is not the newest.
    pub async fn issue(&self, account: &AccountId, id: &RemoteId) -> Result<IssueRead, Trouble> {
        reading::issue(&self.0, account, id).await
    }

    /// Looks for words in an account's issues and drafts, on this computer alone; nearest first, at most 100.
    pub async fn search(&self, account: &AccountId, words: &str, limit: u32) -> Result<Vec<Hit>, Trouble> {
        search::search(&self.0, account, words, limit).await
    }

    /// Notes what the member looks at: it is read then, and no notice comes for it.
    pub async fn looking(&self, at: Option<Place>) -> Result<(), Trouble> {
        reading::looking(&self.0, at).await
    }

    /// Has an issue that awaits feedback told again then, and not before; answers when that is.
    pub async fn later(
        &self,
        account: &AccountId,
        issue: &RemoteId,
        when: When,
    ) -> Result<Timestamp, Trouble> {
        follow_up::later(&self.0, account, issue, when).await
    }

    /// Forgets that an issue is to be told again.
    pub async fn cancel_later(&self, account: &AccountId, issue: &RemoteId) -> Result<(), Trouble> {
        follow_up::cancel_later(&self.0, account, issue).await
    }

    /// Pauses the notices of issues, or ends the pause.
    pub async fn pause(&self, length: Option<PauseFor>) -> Result<(), Trouble> {
        follow_up::pause(&self.0, length).await
    }

    /// Until when notices pause, if they do.
    pub fn paused(&self) -> Option<Timestamp> {
        follow_up::paused(&self.0)
    }

    /// Whether and how a chat can be started.
    pub async fn chat_desk(&self, account: &AccountId) -> Result<ChatDeskRead, Trouble> {
        chat::desk::read(&self.0, account).await
    }

    /// An account's chats, newest first.
    pub async fn chats(&self, account: &AccountId) -> Result<Vec<ChatBrief>, Trouble> {
        chat::reading::chats(&self.0, account).await
    }

    /// A chat; named as its desk does, or by the operation that starts it.
    pub async fn chat(&self, account: &AccountId, chat: &ChatId) -> Result<ChatRead, Trouble> {
        chat::reading::chat(&self.0, account, chat).await
    }

    /// Ends a chat, leaves its queue, or takes back what starts it.
    pub async fn end_chat(&self, account: &AccountId, chat: &ChatId) -> Result<(), Trouble> {
        chat::ending::end(&self.0, account, chat).await
    }

    /// Tells the other side that the member types, or has stopped.
    pub fn typing(&self, account: &AccountId, chat: &ChatId, typing: bool) -> Result<(), Trouble> {
        chat::typing::tell(&self.0, account, chat, typing)
    }

    /// Makes an issue of a question or a line that was not sent: the same words, pictures and language.
    pub async fn draft_into_issue(&self, draft: &str) -> Result<DraftBrief, Trouble> {
        chat::ending::draft_into_issue(&self.0, draft).await
    }

    /// Makes an issue of what the member wrote in a chat; one that waits is left.
    pub async fn chat_into_issue(&self, account: &AccountId, chat: &ChatId) -> Result<DraftBrief, Trouble> {
        chat::ending::chat_into_issue(&self.0, account, chat).await
    }

    /// Begins a draft; finds the reply's again.
    pub async fn begin_draft(
        &self,
        account: &AccountId,
        issue: Option<RemoteId>,
    ) -> Result<DraftBrief, Trouble> {
        drafts::begin(&self.0, account, issue).await
    }

    /// Begins a question for the chat; finds it again.
    pub async fn begin_question(&self, account: &AccountId) -> Result<DraftBrief, Trouble> {
        chat::writing::begin_question(&self.0, account).await
    }

    /// Begins a line of a chat; finds it again.
    pub async fn begin_line(&self, account: &AccountId, chat: &ChatId) -> Result<DraftBrief, Trouble> {
        chat::writing::begin_line(&self.0, account, chat).await
    }

    /// Saves a question: its language and text, and who asks.
    pub async fn save_question(
        &self,
        draft: &str,
        language: String,
        text: String,
        form: ChatForm,
    ) -> Result<DraftBrief, Trouble> {
        chat::writing::save_question(&self.0, draft, (language, text), form).await
    }

    /// A draft.
    pub async fn draft(&self, id: &str) -> Result<DraftBrief, Trouble> {
        drafts::find(&self.0, id).await
    }

    /// An account's drafts in which something is, newest first.
    pub async fn drafts(&self, account: &AccountId) -> Result<Vec<DraftBrief>, Trouble> {
        drafts::all(&self.0, account).await
    }

    /// Saves what was typed: title, language, text.
    pub async fn save_draft(&self, id: &str, fields: [String; 3]) -> Result<DraftBrief, Trouble> {
        drafts::save(&self.0, id, fields).await
    }

    /// Keeps in memory what a window that goes could not save, until it is taken back or can be saved.
    pub async fn keep_in_hand(&self, words: Vec<InHand>) {
        in_hand::keep(&self.0, words).await;
    }

    /// Gives what is in hand to a window, which has it from now on.
    pub fn take_in_hand(&self) -> Vec<InHand> {
        in_hand::give_back(&self.0)
    }

    /// Saves what is in hand; whether all of it could be.
    pub async fn save_in_hand(&self) -> bool {
        in_hand::save(&self.0).await
    }

    /// Deletes a draft and its pictures.
    pub async fn delete_draft(&self, id: &str) -> Result<(), Trouble> {
        drafts::delete(&self.0, id).await
    }

    /// Shows the file dialog and attaches what was chosen.
    pub async fn pick_pictures(&self, draft: &str) -> Result<Picked, Trouble> {
        drafts::pick_pictures(&self.0, draft).await
    }

    /// Takes a picture off a draft.
    pub async fn remove_picture(&self, draft: &str, picture: &str) -> Result<DraftBrief, Trouble> {
        drafts::remove_picture(&self.0, draft, picture).await
    }

    /// In which language something is written that may become an issue or a chat.
    pub fn detect(&self, account: &AccountId, title: &str, text: &str) -> Result<Detection, Trouble> {
        detection::detect(&self.0, account, title, text)
    }

    /// What asks the desk for time until a day, one of [`IssueRead::ask_time`]: the sentence in the issue's language, for the
    /// member to send as a reply. That it was asked for is kept when it is sent, once a round.
    pub async fn ask_for_time(
        &self,
        account: &AccountId,
        issue: &RemoteId,
        day: jiff::civil::Date,
    ) -> Result<AskedTime, Trouble> {
        follow_up::time::ask(&self.0, account, issue, day).await
    }

    /// Checks a draft and moves it into the outbox.
    pub async fn send_draft(&self, draft: &str) -> Result<Sent, Trouble> {
        drafts::send(&self.0, draft).await
    }

    /// An account's operations in the order of "send".
    pub async fn operations(&self, account: &AccountId) -> Result<Vec<OperationBrief>, Trouble> {
        let live = self.0.live(account)?;
        outbox::briefs(&self.0, &live).await
    }

    /// Tries a waiting or stuck operation again now.
    pub async fn retry(&self, operation: &str) -> Result<(), Trouble> {
        outbox::retry(&self.0, operation).await
    }

    /// Asks for an operation back.
    pub async fn take_back(&self, operation: &str) -> Result<TakenBack, Trouble> {
        outbox::take_back(&self.0, operation).await
    }

    /// Tells whether an operation is at the desk, where that cannot be told here (`Trouble::Unclear`); if not, it is sent
    /// again.
    pub async fn settle(&self, operation: &str, arrived: bool) -> Result<(), Trouble> {
        outbox::settle(&self.0, operation, arrived).await
    }

    /// Counts everything in every outbox: for tests that nothing is ever in no state or without an owner.
    pub async fn audit(&self) -> Result<Audit, Trouble> {
        outbox::audit(&self.0).await
    }

    /// The type and the bytes of a file for the window.
    pub async fn file(&self, id: &str) -> Result<(String, Bytes), Trouble> {
        files::file(&self.0, id).await
    }

    /// What the member chose.
    pub async fn settings(&self) -> Result<Settings, Trouble> {
        settings::read(&self.0.keep).await
    }

    /// Changes what the member chose.
    pub async fn change_settings(&self, settings: Settings) -> Result<Settings, Trouble> {
        settings::change(&self.0, settings).await
    }

    /// Whether the member would be told: every link from the desk to a notice. Shows nothing and asks no desk.
    pub async fn checkup(&self) -> Result<Vec<Link>, Trouble> {
        checkup::checkup(&self.0).await
    }

    /// Shows a notice that asks to be pressed, and waits for that for up to a minute.
    pub async fn try_notice(&self) -> Trial {
        checkup::trial(&self.0).await
    }

    /// Whether the app starts at login.
    pub async fn start_at_login(&self) -> Result<StartAtLogin, Trouble> {
        login::read(&self.0).await
    }

    /// Has the app start at login, or not: the member said so.
    pub async fn set_start_at_login(&self, on: bool) -> Result<StartAtLogin, Trouble> {
        login::answer(&self.0, on).await
    }

    /// Wants the window at the issue that a link into the app names. False: it names none that is known to be the member's.
    pub async fn follow_link(&self, link: &str) -> Result<bool, Trouble> {
        deep_links::follow(&self.0, link).await
    }

    /// What was told, newest first, at most 100; `before` is where the page before ended.
    pub async fn history(
        &self,
        account: &AccountId,
        before: Option<&str>,
        limit: u32,
    ) -> Result<History, Trouble> {
        history::read(&self.0, account, before, limit).await
    }

    /// What waited for a member who was away for more than 12 hours, and still does, until they close it.
    pub async fn briefing(&self, account: &AccountId) -> Result<Option<Briefing>, Trouble> {
        follow_up::briefing(&self.0, account).await
    }

    /// The member needs the briefing no more.
    pub async fn close_briefing(&self, account: &AccountId) -> Result<(), Trouble> {
        follow_up::close_briefing(&self.0, account).await
    }

    /// What the tray says now.
    pub async fn tray(&self) -> Result<Tray, Trouble> {
        tray::tray(&self.0).await
    }

    /// What a press in the tray's menu wants; an issue's is remembered for the window.
    pub fn tray_press(&self, id: &str) -> Option<TrayWish> {
        let wish = tray::wish(id);
        if let Some(TrayWish::Go(to)) = &wish {
            self.0.go(to.clone());
        }
        wish
    }
}
