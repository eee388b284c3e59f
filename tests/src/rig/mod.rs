//! Doubles of the desktop that a test can read and steer: keychain, notifications, file dialog and time.

mod agent;
mod clock;
mod faults;
mod notifier;
mod peer;
mod picker;
mod vault;

pub use agent::{Agent, DeskEntry, DeskFile, DeskIssue};
pub use clock::SteeredClock;
pub use faults::{Fault, FaultyLine};
pub use notifier::{RecordedNotice, RecordingNotifier, recorded};
pub use peer::{Answer, Peer};
pub use picker::ScriptedPicker;
pub use vault::{MemoryVault, VaultState};
