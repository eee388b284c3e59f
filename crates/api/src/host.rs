//! What a host does for the window beyond the table: the only things that differ between the shell and the dev host.

use async_trait::async_trait;

pub use svara_core::TrayItem;

/// A host of the window.
#[async_trait]
pub trait Host: Send + Sync {
    /// Opens a checked address in the member's browser or mail program.
    async fn open_url(&self, url: &str) -> Result<(), HostProblem>;
    /// Brings the window to the front, making it where there is none. `activation` is the platform's leave to do so.
    async fn show_window(&self, activation: Option<&str>);
    /// Whether a window of the app is in front now.
    fn in_front(&self) -> bool;
    /// Whether there is a window.
    fn has_window(&self) -> bool;
    /// Takes the window away at once and goes on without it (`App::hide` lets it save first).
    async fn hide_window(&self);
    /// Ends the app at once (`App::quit` lets the window save first).
    async fn quit(&self);
    /// The built-in desk, where it runs.
    fn built_in(&self) -> Option<BuiltIn>;
    /// Starts the built-in desk with demo data, or gives the one that runs.
    async fn start_built_in(&self) -> Result<BuiltIn, HostProblem>;
}

/// The built-in desk on this computer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuiltIn {
    /// Its address.
    pub address: String,
    /// The demo member's user name.
    pub user_name: String,
    /// The demo member's password, which everybody knows.
    pub password: String,
}

/// Why the host could not do it.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub struct HostProblem(pub String);

/// What closing the window does now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closing {
    /// The app goes on without a window.
    Stay,
    /// The app ends.
    Quit,
    /// The window asks the member; it stays until they answer.
    Asked,
}

/// The tray, in the member's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrayView {
    /// Shown when the pointer rests on the icon.
    pub tooltip: String,
    /// What the icon says.
    pub mood: TrayMood,
    /// How many issues await feedback, for the icon.
    pub count: u32,
    /// The menu's lines: an empty id cannot be pressed, an empty label is a line between groups.
    pub items: Vec<TrayItem>,
}

/// What the tray's icon says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrayMood {
    /// Nothing waits for the member.
    Calm,
    /// Something awaits feedback.
    Awaiting,
    /// It is not known whether something does.
    Trouble,
}
