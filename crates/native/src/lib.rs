//! The desktop behind the ports: keychain, notices, file dialog, power, start at login, one start a session, clock and
//! randomness. This crate must not know any
//! desk, any database, any window, and nothing of what a notice or a secret is about.

mod desktop;
mod keychain;
mod login;
mod notices;
mod picker;
mod power;
mod seams;
#[cfg(target_os = "linux")]
mod start;
mod steered;
#[cfg(target_os = "linux")]
mod tasks;

pub use desktop::SystemDesktop;
pub use keychain::{Keychain, SERVICE};
pub use notices::{DesktopNotifier, NoticeSender};
pub use picker::FileDialog;
pub use power::SystemPower;
pub use seams::{SystemClock, SystemRandom, system_locale};
#[cfg(target_os = "linux")]
pub use start::{FirstStart, Start, Unanswered, start};
pub use steered::SteeredClock;

/// Whether this desktop shows tray icons. Without a host an icon is accepted and silently shown nowhere, so a window
/// that closes "to the tray" would be out of reach.
#[cfg(target_os = "linux")]
pub async fn tray_host_present() -> bool {
    tray::host_present().await
}

/// Whether this desktop shows tray icons. macOS and Windows always do.
#[cfg(not(target_os = "linux"))]
pub async fn tray_host_present() -> bool {
    true
}

#[cfg(target_os = "linux")]
mod tray;
