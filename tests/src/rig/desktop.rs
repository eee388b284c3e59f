//! A desktop that says what a test says.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use svara_model::{Desktop, LoginProblem};

/// What the desktop says of itself, and whether it starts the app at login. Says nothing until it is told.
#[derive(Debug, Default)]
pub struct FixedDesktop(Mutex<Said>);

/// What the desktop says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Said {
    /// Whether it lets the app show notices.
    pub allows_notices: Option<bool>,
    /// Whether those come up.
    pub shows_banners: Option<bool>,
    /// Whether it holds them back.
    pub holds_back: Option<bool>,
    /// Whether it has a tray.
    pub tray: Option<bool>,
    /// How long nobody has touched it.
    pub idle: Option<Duration>,
    /// Whether it starts the app at login.
    pub starts_at_login: bool,
    /// Whether nothing about the login can be changed.
    pub login_fails: bool,
}

impl FixedDesktop {
    /// What it says from now on.
    pub fn say(&self, said: Said) {
        *self.lock() = said;
    }

    /// What it says now.
    pub fn says(&self) -> Said {
        *self.lock()
    }

    fn lock(&self) -> MutexGuard<'_, Said> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Desktop for FixedDesktop {
    async fn allows_notices(&self) -> Option<bool> {
        self.says().allows_notices
    }

    async fn shows_banners(&self) -> Option<bool> {
        self.says().shows_banners
    }

    async fn holds_back(&self) -> Option<bool> {
        self.says().holds_back
    }

    async fn has_tray(&self) -> Option<bool> {
        self.says().tray
    }

    async fn idle(&self) -> Option<Duration> {
        self.says().idle
    }

    async fn starts_at_login(&self) -> Result<bool, LoginProblem> {
        Ok(self.says().starts_at_login)
    }

    async fn start_at_login(&self, on: bool) -> Result<(), LoginProblem> {
        let mut said = self.lock();
        if said.login_fails {
            return Err(LoginProblem("this desktop does not let itself be changed".to_owned()));
        }
        said.starts_at_login = on;
        Ok(())
    }
}
