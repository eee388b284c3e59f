//! What the desktop around the app says of itself, and the start at login.

use std::time::Duration;

use async_trait::async_trait;
use svara_model::{Desktop, LoginProblem};
use system_idle_time::get_idle_time;

use crate::login::{self, Start};

#[cfg(target_os = "linux")]
mod linux;

/// A desktop that takes longer does not say.
const LIMIT: Duration = Duration::from_secs(2);

/// The desktop that the app runs on.
#[derive(Clone, Debug)]
pub struct SystemDesktop {
    start: Start,
}

impl SystemDesktop {
    /// `arguments`: what the app is started with at login.
    pub fn new(arguments: Vec<String>) -> Self {
        Self { start: Start::of_this_program(arguments) }
    }

    async fn login<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Start) -> std::io::Result<T> + Send + 'static,
    ) -> Result<T, LoginProblem> {
        let start = self.start.clone();
        let done = tokio::task::spawn_blocking(move || work(&start)).await;
        let done = done.map_err(|problem| LoginProblem(problem.to_string()))?;
        done.map_err(|problem| LoginProblem(problem.to_string()))
    }
}

#[async_trait]
impl Desktop for SystemDesktop {
    #[cfg(target_os = "linux")]
    async fn allows_notices(&self) -> Option<bool> {
        linux::allows_notices().await
    }

    #[cfg(target_os = "linux")]
    async fn shows_banners(&self) -> Option<bool> {
        linux::shows_banners().await
    }

    #[cfg(target_os = "linux")]
    async fn holds_back(&self) -> Option<bool> {
        linux::holds_back().await
    }

    /// macOS tells it only to bundles that have asked for permission, Windows only through calls that are not memory-safe.
    #[cfg(not(target_os = "linux"))]
    async fn allows_notices(&self) -> Option<bool> {
        None
    }

    /// As for [`Self::allows_notices`].
    #[cfg(not(target_os = "linux"))]
    async fn shows_banners(&self) -> Option<bool> {
        None
    }

    /// As for [`Self::allows_notices`].
    #[cfg(not(target_os = "linux"))]
    async fn holds_back(&self) -> Option<bool> {
        None
    }

    async fn has_tray(&self) -> Option<bool> {
        Some(crate::tray_host_present().await)
    }

    async fn idle(&self) -> Option<Duration> {
        // Each question opens a connection of its own, which may hang.
        let asked = tokio::task::spawn_blocking(|| get_idle_time().map_err(|problem| problem.to_string()));
        match tokio::time::timeout(LIMIT, asked).await {
            Ok(Ok(Ok(idle))) => Some(idle),
            Ok(Ok(Err(problem))) => {
                tracing::debug!(problem, "this desktop does not say how long nobody has touched it");
                None
            }
            Ok(Err(problem)) => {
                tracing::warn!(%problem, "the idle time was not read");
                None
            }
            Err(_) => None,
        }
    }

    async fn starts_at_login(&self) -> Result<bool, LoginProblem> {
        self.login(login::is_on).await
    }

    async fn start_at_login(&self, on: bool) -> Result<(), LoginProblem> {
        self.login(move |start| if on { login::turn_on(start) } else { login::turn_off(start) }).await
    }
}
