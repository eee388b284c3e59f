//! The ports to the desktop: keychain, notices, file dialog, power, and what the desktop says of itself.

use std::{path::PathBuf, pin::Pin, time::Duration};

use async_trait::async_trait;
use futures_core::Stream;
use secrecy::SecretString;

use crate::AccountId;

/// The operating system's keychain, one entry an account.
#[async_trait]
pub trait Vault: Send + Sync {
    /// The secret, if there is one.
    async fn read(&self, account: &AccountId) -> Result<Option<SecretString>, VaultProblem>;
    /// Stores it, replacing.
    async fn write(&self, account: &AccountId, secret: &SecretString) -> Result<(), VaultProblem>;
    /// Removes it; nothing there is a success.
    async fn erase(&self, account: &AccountId) -> Result<(), VaultProblem>;
}

/// Why the keychain did not do it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultProblem {
    /// No keychain runs on this computer.
    #[error("no keychain runs on this computer")]
    NoService,
    /// One runs but was never set up.
    #[error("the keychain was never set up")]
    NotSetUp,
    /// It is locked and was not unlocked.
    #[error("the keychain is locked")]
    Locked,
    /// It waits for the member to unlock it, or hangs.
    #[error("the keychain did not answer in time")]
    TimedOut,
    /// Anything else.
    #[error("the keychain failed: {0}")]
    Other(String),
}

/// One desktop notification, its texts already in the member's language. Plain text: the notifier escapes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Derived from the round's key: showing the same tag again replaces.
    pub tag: String,
    /// One line.
    pub title: String,
    /// A few lines.
    pub body: String,
    /// The buttons, most wanted first; a press on the notice itself is always possible.
    pub buttons: Vec<NoticeButton>,
    /// Whether it asks for attention; not when it only says anew what stands.
    pub urgent: bool,
    /// Whether it stays until it is dismissed, where the platform lets notices stay.
    pub stays: bool,
    /// What it is about.
    pub kind: NoticeKind,
    /// What is heard of it.
    pub sound: NoticeSound,
}

/// What is heard of a notice. A platform plays what it has that comes nearest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NoticeSound {
    /// What the system plays for messages.
    #[default]
    System,
    /// Nothing.
    Off,
    /// A bell.
    Bell,
    /// What is heard when something is done.
    Complete,
    /// What is heard when there is something to know.
    Information,
    /// What is heard when mail comes.
    Mail,
}

impl NoticeSound {
    /// Every choice.
    pub const ALL: [Self; 6] =
        [Self::System, Self::Off, Self::Bell, Self::Complete, Self::Information, Self::Mail];

    /// As it is stored.
    pub const fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Off => "off",
            Self::Bell => "bell",
            Self::Complete => "complete",
            Self::Information => "information",
            Self::Mail => "mail",
        }
    }

    /// The choice that is stored so.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sound| sound.word() == word)
    }
}

/// What a notice is about. The member can switch off each kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoticeKind {
    /// An issue awaits feedback, or still does.
    Awaiting,
    /// The desk closed an issue.
    Closed,
    /// The desk opened an issue again.
    Reopened,
    /// The desk wrote something on an open issue.
    Reply,
    /// The desk will close an issue that nobody answers.
    Deadline,
    /// Somebody came to a chat, or wrote in it.
    Chat,
    /// What the member sent needs them.
    Stuck,
}

impl NoticeKind {
    /// Every kind.
    pub const ALL: [Self; 7] =
        [Self::Awaiting, Self::Closed, Self::Reopened, Self::Reply, Self::Deadline, Self::Chat, Self::Stuck];

    /// As it is stored.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Awaiting => "awaiting",
            Self::Closed => "closed",
            Self::Reopened => "reopened",
            Self::Reply => "reply",
            Self::Deadline => "deadline",
            Self::Chat => "chat",
            Self::Stuck => "stuck",
        }
    }

    /// The kind that is stored so.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// A button of a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeButton {
    /// What it does.
    pub act: ActKind,
    /// What it says.
    pub label: String,
}

/// What a member can do with a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ActKind {
    /// Pressed the notice itself.
    Open,
    /// Pressed *Answer*.
    Answer,
    /// Pressed *Later*.
    Later,
    /// Pressed the button of a trial: they see it.
    Seen,
    /// It is gone: dismissed, timed out or withdrawn.
    Gone,
}

/// The platform's own name for a notice that was shown, precise enough that it never means another one, in a later run
/// of the app or of the notification service. Kept in `keep.db`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ShownId(pub String);

impl ShownId {
    /// The name of a notice that was being shown under this tag when the app ended, before its name was kept: platforms
    /// that know notices by their tag find it, others know no such notice.
    pub fn of_tag(tag: &str) -> Self {
        Self(format!("tag/{tag}"))
    }
}

/// What a member did with a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeAct {
    /// With which.
    pub shown: ShownId,
    /// What.
    pub kind: ActKind,
    /// What they wrote into it, where a platform's notices can be answered in place.
    pub text: Option<String>,
    /// The platform's leave to take the front (Wayland, X11 start-up notification).
    pub activation: Option<String>,
}

/// Why a notice was not shown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoticeProblem {
    /// No notification service runs.
    #[error("no notification service runs on this computer")]
    NoService,
    /// It did not answer in time; whether the notice shows is unknown.
    #[error("the notification service did not answer in time")]
    TimedOut,
    /// Anything else.
    #[error("the notification service failed: {0}")]
    Other(String),
}

/// The desktop's notifications.
#[async_trait]
pub trait Notifier: Send + Sync {
    /// Shows a notice, in place of `previous` where that still stands.
    async fn show(&self, notice: &Notice, previous: Option<&ShownId>) -> Result<ShownId, NoticeProblem>;
    /// Whether a notice takes the place of `previous`. Where none does, one that only says anew what stands is not shown.
    fn replaces(&self) -> bool {
        true
    }
    /// Takes it away; one that is gone already is a success.
    async fn withdraw(&self, shown: &ShownId) -> Result<(), NoticeProblem>;
    /// Whether the notification service answers, without showing anything. `None`: this platform cannot be asked.
    async fn service(&self) -> Option<Result<(), NoticeProblem>> {
        None
    }
    /// What the member does with notices, also with those of an earlier run. Listens from before the first notice; to be
    /// called once, at the start.
    fn acts(&self) -> Pin<Box<dyn Stream<Item = NoticeAct> + Send>>;
}

/// What a file dialog asks for, its texts already in the member's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PickFiles {
    /// The dialog's title.
    pub title: String,
    /// Name of the filter.
    pub filter: String,
    /// Extensions in lower case, without dot. A member can get past the filter, so the content is checked afterwards.
    pub extensions: Vec<String>,
}

/// Why no dialog came.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the file dialog failed: {0}")]
pub struct PickerProblem(pub String);

/// The desktop's file dialog.
#[async_trait]
pub trait Picker: Send + Sync {
    /// The chosen files in the dialog's order; empty when the member cancels.
    async fn pick(&self, what: &PickFiles) -> Result<Vec<PathBuf>, PickerProblem>;
    /// A folder to save into; `None` when the member cancels.
    async fn pick_folder(&self, title: &str) -> Result<Option<PathBuf>, PickerProblem>;
}

/// What the computer runs on.
pub trait Power: Send + Sync {
    /// Whether it is its battery; `None`: it does not say. Answers at once.
    fn on_battery(&self) -> Option<bool>;
}

/// What the desktop around the app says of itself, and what it does at login. Nothing here is asked more often than
/// once a minute or than a member looks, and each answer comes within a few seconds; `None`: this desktop does not say.
#[async_trait]
pub trait Desktop: Send + Sync {
    /// Whether it lets the app show notices.
    async fn allows_notices(&self) -> Option<bool>;
    /// Whether the notices that it lets the app show come up, and do not only lie in a list.
    async fn shows_banners(&self) -> Option<bool>;
    /// Whether it holds notices back now: *do not disturb*.
    async fn holds_back(&self) -> Option<bool>;
    /// Whether it shows tray icons.
    async fn has_tray(&self) -> Option<bool>;
    /// How long nobody has touched its keyboard or pointer.
    async fn idle(&self) -> Option<Duration>;
    /// Whether it starts the app at login.
    async fn starts_at_login(&self) -> Result<bool, LoginProblem>;
    /// Has it start the app at login from now on, in the tray, or not any more.
    async fn start_at_login(&self, on: bool) -> Result<(), LoginProblem>;
}

/// Why the start at login was not read or changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the start at login: {0}")]
pub struct LoginProblem(pub String);
