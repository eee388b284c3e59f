//! How near the member is, and what the computer runs on: both set the pace of polling.

use svara_model::Power;
use tokio::sync::watch;

/// How near the member is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Presence {
    /// Whether a window of the app is in front.
    pub focused: bool,
}

/// The present presence, and who waits for another one.
pub(crate) struct Nearness(watch::Sender<Presence>);

impl Nearness {
    pub(crate) fn new() -> Self {
        Self(watch::Sender::new(Presence::default()))
    }

    pub(crate) fn set(&self, presence: Presence) {
        self.0.send_if_modified(|now| std::mem::replace(now, presence) != presence);
    }

    /// Whether a window is in front.
    pub(crate) fn is_focused(&self) -> bool {
        self.0.borrow().focused
    }

    pub(crate) fn listen(&self) -> watch::Receiver<Presence> {
        self.0.subscribe()
    }
}

/// Whether to go easy on the battery. What does not say runs on the mains.
pub(super) fn is_saving(power: &dyn Power) -> bool {
    power.on_battery().unwrap_or(false)
}
