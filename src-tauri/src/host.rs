//! What the app asks of its host: the window, the browser, the built-in desk, the end.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use async_trait::async_trait;
use svara_api::{BuiltIn, Host, HostProblem};
use tauri::{AppHandle, Manager, async_runtime};

use crate::{desk::DeskInside, folder::DataFolder, front, leftover, window};

/// The shell as the app sees it.
pub(crate) struct Shell {
    handle: AppHandle,
    folder: DataFolder,
    in_front: AtomicBool,
    /// How the last window stood.
    stood: Mutex<Option<window::Stand>>,
    pub(crate) desk: DeskInside,
}

impl Shell {
    pub(crate) fn new(handle: &AppHandle, folder: DataFolder) -> Arc<Self> {
        let desk = DeskInside::new(folder.desk());
        let (in_front, stood) = (AtomicBool::new(false), Mutex::default());
        let shell = Arc::new(Self { handle: handle.clone(), folder, in_front, stood, desk });
        handle.manage(Arc::clone(&shell));
        shell
    }

    fn stood(&self) -> Option<window::Stand> {
        self.stood.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Where everything of this run lies.
    #[cfg(unix)]
    pub(crate) fn folder(&self) -> &DataFolder {
        &self.folder
    }

    /// Does something with the shell, once there is one.
    pub(crate) fn of(handle: &AppHandle, work: impl FnOnce(&Self)) {
        if let Some(shell) = handle.try_state::<Arc<Self>>() {
            work(&shell);
        }
    }

    /// Remembers whether the window has the keyboard. Asking the window would wait for the main thread.
    pub(crate) fn set_in_front(&self, in_front: bool) {
        self.in_front.store(in_front, Ordering::Relaxed);
    }

    /// Brings the window to the front, making it where there is none.
    pub(crate) fn show(&self, activation: Option<&str>) {
        let (handle, folder) = (self.handle.clone(), self.folder.clone());
        let stood = self.stood();
        let activation = activation.map(str::to_owned);
        let work = move || {
            let made = || window::make(&handle, &folder, stood.as_ref());
            let window = window::find(&handle).map_or_else(made, Ok);
            if let Err(problem) = window.and_then(|window| front::bring(&window, activation.as_deref())) {
                tracing::error!(%problem, "the window cannot be shown");
            }
        };
        if let Err(problem) = self.handle.run_on_main_thread(work) {
            tracing::error!(%problem, "the window cannot be shown");
        }
    }
}

#[async_trait]
impl Host for Shell {
    async fn open_url(&self, url: &str) -> Result<(), HostProblem> {
        let url = url.to_owned();
        let opened =
            async_runtime::spawn_blocking(move || tauri_plugin_opener::open_url(url, None::<&str>)).await;
        opened
            .map_err(|problem| HostProblem(problem.to_string()))?
            .map_err(|problem| HostProblem(problem.to_string()))
    }

    async fn show_window(&self, activation: Option<&str>) {
        self.show(activation);
    }

    fn in_front(&self) -> bool {
        self.in_front.load(Ordering::Relaxed)
    }

    fn has_window(&self) -> bool {
        window::find(&self.handle).is_some()
    }

    async fn hide_window(&self) {
        let before = self.stood();
        let stands = window::destroy(&self.handle, before);
        *self.stood.lock().unwrap_or_else(PoisonError::into_inner) = stands;
        async_runtime::spawn(leftover::let_go(self.handle.clone()));
    }

    async fn quit(&self) {
        // Soon for the eye; what is under way is ended in order behind it.
        window::destroy(&self.handle, None);
        self.handle.exit(0);
    }

    fn built_in(&self) -> Option<BuiltIn> {
        self.desk.running()
    }

    async fn start_built_in(&self) -> Result<BuiltIn, HostProblem> {
        self.desk.start().await.map_err(|problem| HostProblem(format!("{problem:#}")))
    }
}
