//! What the app asks of its window's host, written down for a test instead of done.

use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use serde::Serialize;
use svara_api::{BuiltIn, Host, HostProblem};

/// What was asked so far.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Asked {
    /// Addresses to open in the browser.
    pub(super) opened: Vec<String>,
    /// How often the window was wanted in front.
    pub(super) shown: u32,
    /// How often it was to be closed while the app goes on.
    pub(super) hidden: u32,
    /// Whether the app was to end.
    pub(super) quit: bool,
    /// Whether the pretended desktop has the window in front.
    pub(super) in_front: bool,
}

/// A host whose window is a page in somebody's browser: it can only remember.
pub(super) struct RecordingHost {
    asked: Mutex<Asked>,
    built_in: Option<BuiltIn>,
}

impl RecordingHost {
    /// `built_in`: the desk behind *Try it*.
    pub(super) fn new(built_in: Option<BuiltIn>) -> Self {
        let asked = Asked { opened: Vec::new(), shown: 0, hidden: 0, quit: false, in_front: true };
        Self { asked: Mutex::new(asked), built_in }
    }

    /// What was asked so far.
    pub(super) fn asked(&self) -> Asked {
        self.lock().clone()
    }

    /// Puts the pretended window in front or behind.
    pub(super) fn put_in_front(&self, in_front: bool) {
        self.lock().in_front = in_front;
    }

    fn lock(&self) -> MutexGuard<'_, Asked> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Host for RecordingHost {
    async fn open_url(&self, url: &str) -> Result<(), HostProblem> {
        self.lock().opened.push(url.to_owned());
        Ok(())
    }

    async fn show_window(&self, _activation: Option<&str>) {
        let mut asked = self.lock();
        asked.shown += 1;
        asked.in_front = true;
    }

    fn in_front(&self) -> bool {
        self.lock().in_front
    }

    fn has_window(&self) -> bool {
        true
    }

    async fn hide_window(&self) {
        let mut asked = self.lock();
        asked.hidden += 1;
        asked.in_front = false;
    }

    async fn quit(&self) {
        self.lock().quit = true;
    }

    fn built_in(&self) -> Option<BuiltIn> {
        self.built_in.clone()
    }

    async fn start_built_in(&self) -> Result<BuiltIn, HostProblem> {
        self.built_in
            .clone()
            .ok_or_else(|| HostProblem("this dev host was started without the built-in desk".into()))
    }
}
