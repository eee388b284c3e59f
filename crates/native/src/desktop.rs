//! What the desktop around the app says of itself, and the start at login.

use async_trait::async_trait;
use svara_model::{Desktop, LoginProblem};

use crate::login::{self, Start};

#[cfg(target_os = "linux")]
mod linux;

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

    async fn starts_at_login(&self) -> Result<bool, LoginProblem> {
        self.login(login::is_on).await
    }

    async fn start_at_login(&self, on: bool) -> Result<(), LoginProblem> {
        self.login(move |start| if on { login::turn_on(start) } else { login::turn_off(start) }).await
    }
}
