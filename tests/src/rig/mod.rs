//! Doubles of the desktop that a test can read and steer: keychain, notifications, file dialog, power, what it says of itself, and time.

mod agent;
mod clock;
mod desktop;
mod faults;
mod house;
mod keyless;
mod member;
mod notifier;
mod paused;
mod peer;
mod picker;
mod power;
mod random;
mod vault;

pub use agent::{Agent, DeskEntry, DeskFile, DeskIssue};
pub use clock::DeskTime;
pub use desktop::{FixedDesktop, Said};
pub use faults::{Fault, FaultyLine};
pub use house::{AtDesk, House, Scene};
pub use keyless::Keyless;
pub use member::Member;
pub use notifier::{NoticeService, RecordedNotice, RecordingNotifier, recorded};
pub use paused::PausedClock;
pub use peer::{Answer, Peer};
pub use picker::ScriptedPicker;
pub use power::FixedPower;
pub use random::SeededRandom;
pub use vault::{MemoryVault, VaultState};
