//! Puts the house together: core, connectors, desktop, built-in desk, and this shell as their host.

use std::{pin::pin, sync::Arc, time::Duration};

use anyhow::{Context, Result};
use futures_util::{Stream, StreamExt};
use svara_api::{App, Event, Host};
use svara_connect::{Connectors, HttpOptions, HttpTransport};
use svara_core::{Parts, StoreSettings};
use svara_native::{DesktopNotifier, FileDialog, Keychain, NoticeSender, SystemClock, SystemRandom};
use tauri::{AppHandle, Emitter, Manager, async_runtime};
use tokio::{sync::Notify, time::timeout};

use crate::{arguments::Arguments, folder::DataFolder, host::Shell, once::Wished, time, tray::Tray};

/// How long the end of the app may take; what is not saved by then was never said to be.
const END: Duration = Duration::from_secs(5);
/// The name under which the window hears every event.
const EVENT: &str = "svara";

/// The open app, for whoever is asked by the window or the tray.
pub(crate) struct Opened(pub(crate) Arc<App>);

/// Everything that runs in this process.
pub(crate) struct House {
    handle: AppHandle,
    app: Arc<App>,
    pub(crate) shell: Arc<Shell>,
    stale: Arc<Notify>,
}

impl House {
    /// Opens everything.
    pub(crate) async fn open(
        handle: AppHandle,
        folder: DataFolder,
        arguments: &Arguments,
    ) -> Result<Arc<Self>> {
        let parts = parts(&folder).await?;
        let shell = Shell::new(&handle, folder);
        // Before the app, so that an account at this desk finds it there.
        shell.desk.resume(arguments.with_demo_desk).await;
        let host: Arc<dyn Host> = Arc::clone(&shell) as _;
        let app = App::open(parts, host).await.context("the app's data cannot be opened")?;
        handle.manage(Opened(Arc::clone(&app)));
        if !arguments.with_demo_desk {
            shell.desk.stop_unless_used(&app).await;
        }
        Ok(Arc::new(Self { handle, app, shell, stale: Arc::default() }))
    }

    /// Starts what needs the desktop's event loop. Each of these tasks ends with the process, and has nothing to save.
    pub(crate) fn begin(&self) -> tauri::Result<()> {
        async_runtime::spawn(end_when_asked(self.handle.clone()));
        // Listening from now on: what leads the window somewhere may come with the next line.
        async_runtime::spawn(tell(self.handle.clone(), self.app.events(), Arc::clone(&self.stale)));
        #[cfg(unix)]
        async_runtime::spawn(answer_self_tests(self.shell.folder().clone(), Arc::clone(&self.app)));
        let tray = Tray::build(&self.handle)?;
        async_runtime::spawn(keep(tray, self.handle.clone(), Arc::clone(&self.app), Arc::clone(&self.stale)));
        Ok(())
    }

    /// Follows a link that the app was started with.
    pub(crate) fn follow(&self, link: String) {
        let app = Arc::clone(&self.app);
        async_runtime::spawn(async move { app.follow_link(&link).await });
    }

    /// Does from now on what other starts of the app want, and what they wanted already.
    pub(crate) fn open_to_others(&self, wished: Wished) {
        async_runtime::spawn(wished.fulfil(Arc::clone(&self.app)));
    }

    /// Ends everything in order, within a limit.
    pub(crate) async fn stop(&self) {
        let ordered = async {
            self.app.stop().await;
            self.shell.desk.stop().await;
        };
        if timeout(END, ordered).await.is_err() {
            tracing::warn!("the app did not come to its end in time");
        }
    }
}

pub(crate) async fn parts(folder: &DataFolder) -> Result<Parts> {
    let clock = time::clock().await?;
    let transport =
        HttpTransport::new(&HttpOptions::default()).context("no secure connections on this computer")?;
    Ok(Parts {
        folder: folder.path().to_path_buf(),
        store: StoreSettings::platform(),
        // A request takes the computer's own time, wherever the app's was moved to.
        kinds: Arc::new(Connectors::new(Arc::new(transport), Arc::new(SystemClock))),
        vault: Arc::new(Keychain::new(svara_native::SERVICE)),
        notifier: Arc::new(DesktopNotifier::start(NoticeSender::default())),
        picker: Arc::new(FileDialog),
        power: Arc::new(svara_native::SystemPower),
        desktop: Arc::new(svara_native::SystemDesktop::new(at_login(folder))),
        detector: Arc::new(svara_language::Linguist),
        clock,
        random: Arc::new(SystemRandom),
        locale: svara_native::system_locale(),
    })
}

/// What the app is started with at login: in the tray, with the folder it has now.
fn at_login(folder: &DataFolder) -> Vec<String> {
    let mut arguments = vec!["--hidden".to_owned()];
    if !folder.is_usual {
        arguments.extend(["--data-folder".to_owned(), folder.path().display().to_string()]);
    }
    arguments
}

/// Hands every event on to the window.
async fn tell(handle: AppHandle, events: impl Stream<Item = Event>, stale: Arc<Notify>) {
    let mut events = pin!(events);
    while let Some(event) = events.next().await {
        if let Event::Stale { .. } = event {
            stale.notify_one();
        }
        if let Err(problem) = handle.emit(EVENT, event) {
            tracing::warn!(%problem, "the window did not hear an event");
        }
    }
}

/// Lets `svara --self-test` ask this app.
#[cfg(unix)]
async fn answer_self_tests(folder: DataFolder, app: Arc<App>) {
    if let Err(problem) = crate::line::serve(folder, app).await {
        tracing::warn!(%problem, "self-tests from the command line are not answered");
    }
}

/// Keeps the tray current; many events at once make one change.
async fn keep(mut tray: Tray, handle: AppHandle, app: Arc<App>, stale: Arc<Notify>) {
    loop {
        tray.refresh(&handle, &app).await;
        stale.notified().await;
    }
}

/// Ends the app in order when the system asks for it.
async fn end_when_asked(handle: AppHandle) {
    match asked_to_end().await {
        Ok(()) => handle.exit(0),
        Err(problem) => tracing::warn!(%problem, "signals are not heard"),
    }
}

#[cfg(unix)]
async fn asked_to_end() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};

    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    Ok(())
}

#[cfg(not(unix))]
async fn asked_to_end() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
