//! Puts the house together: core, connectors and the doubles of the desktop; opens the app, and opens it again.

use std::{
    io::Write,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::Context;
use svara_api::{App, BuiltIn, Host};
use svara_connect::{Connectors, HttpOptions, HttpTransport};
use svara_core::{Parts, StoreSettings};
use svara_model::{Clock, Kinds, Random};
use svara_native::SteeredClock;
use tokio::sync::{Mutex, RwLock};
use tokio_util::sync::CancellationToken;

use super::{DiskChoice, desk::DemoDesk, window::RecordingHost};
use crate::{
    disk::Disk,
    rig::{FaultyLine, FixedDesktop, FixedPower, MemoryVault, RecordingNotifier, ScriptedPicker},
};

/// One life of the app, between opening and closing.
#[derive(Clone)]
pub(super) struct Running {
    /// The app.
    pub(super) app: Arc<App>,
    /// Cancelled when this life ends, so that its event streams end too.
    pub(super) over: CancellationToken,
}

/// Everything of a dev host except its server.
pub(super) struct House {
    pub(super) window: Arc<RecordingHost>,
    pub(super) vault: Arc<MemoryVault>,
    pub(super) notifier: Arc<RecordingNotifier>,
    pub(super) picker: Arc<ScriptedPicker>,
    pub(super) desktop: Arc<FixedDesktop>,
    pub(super) clock: Arc<SteeredClock>,
    pub(super) desk: Mutex<Option<DemoDesk>>,
    pub(super) line: Arc<FaultyLine>,
    pub(super) disk: Option<Disk>,
    kinds: Arc<dyn Kinds>,
    random: Arc<dyn Random>,
    folder: PathBuf,
    locale: Option<String>,
    running: RwLock<Option<Running>>,
}

impl House {
    /// Opens the app on the folder.
    pub(super) async fn open(
        folder: PathBuf,
        locale: Option<String>,
        desktop: Option<&Path>,
        disk: DiskChoice,
        desk: Option<DemoDesk>,
    ) -> anyhow::Result<Arc<Self>> {
        let real: Arc<dyn Clock> = Arc::new(svara_native::SystemClock);
        let transport = HttpTransport::new(&HttpOptions::default()).context("the HTTP transport")?;
        let line = FaultyLine::new(Arc::new(transport));
        let disk = match disk {
            DiskChoice::Computer => None,
            DiskChoice::Pretended => Some(Disk::new().context("the pretended disk")?),
        };
        let folder = disk.as_ref().map_or(folder.clone(), |disk| disk.folder_in(&folder));
        let built_in = desk.as_ref().map(|desk| BuiltIn {
            address: desk.address(),
            user_name: desk.member().user_name.clone(),
            password: desk.member().password.clone(),
        });
        let (vault, notifier) = match desktop {
            None => (MemoryVault::default(), RecordingNotifier::default()),
            Some(folder) => {
                std::fs::create_dir_all(folder).context("make the desktop's folder")?;
                let vault = MemoryVault::lasting(&folder.join("keychain.json"));
                let notifier = RecordingNotifier::lasting(&folder.join("notices.jsonl"));
                (vault.context("the keychain")?, notifier.context("the notices")?)
            }
        };
        let house = Arc::new(Self {
            window: Arc::new(RecordingHost::new(built_in)),
            vault: Arc::new(vault),
            notifier: Arc::new(notifier),
            picker: Arc::default(),
            desktop: Arc::default(),
            // Requests under way are timed by the real clock: a test that moves an hour forward does not break them.
            kinds: Arc::new(Connectors::new(Arc::clone(&line) as _, Arc::clone(&real))),
            clock: Arc::new(SteeredClock::new(real)),
            random: Arc::new(svara_native::SystemRandom),
            desk: Mutex::new(desk),
            line,
            disk,
            folder,
            locale,
            running: RwLock::new(None),
        });
        house.open_app().await?;
        Ok(house)
    }

    /// The app's present life; `None` while it is closed.
    pub(super) async fn running(&self) -> Option<Running> {
        self.running.read().await.clone()
    }

    /// Closes the app and opens it again on the same folder, with the same desktop around it.
    pub(super) async fn restart(&self) -> anyhow::Result<()> {
        self.close_app().await;
        self.open_app().await
    }

    /// The same, with a part of what lies under the drafts overwritten in between.
    pub(super) async fn restart_damaged(&self) -> anyhow::Result<()> {
        self.close_app().await;
        damage(&self.folder.join("keep.db")).context("damage the app's file")?;
        self.open_app().await
    }

    /// Closes the app, then the desk.
    pub(super) async fn close(&self) {
        self.close_app().await;
        if let Some(desk) = self.desk.lock().await.as_mut() {
            desk.stop().await;
        }
    }

    async fn open_app(&self) -> anyhow::Result<()> {
        std::fs::create_dir_all(&self.folder).context("make the app's folder")?;
        let host: Arc<dyn Host> = Arc::clone(&self.window) as _;
        let app = App::open(self.parts(), host).await.context("open the app")?;
        app.set_in_front(self.window.in_front());
        *self.running.write().await = Some(Running { app, over: CancellationToken::new() });
        Ok(())
    }

    async fn close_app(&self) {
        if let Some(running) = self.running.write().await.take() {
            running.over.cancel();
            running.app.stop().await;
        }
    }

    fn store(&self) -> StoreSettings {
        let platform = StoreSettings::platform();
        match &self.disk {
            None => platform,
            Some(disk) => {
                StoreSettings { vfs: Some(disk.vfs().to_owned()), files: Arc::new(disk.clone()), ..platform }
            }
        }
    }

    fn parts(&self) -> Parts {
        Parts {
            folder: self.folder.clone(),
            store: self.store(),
            kinds: Arc::clone(&self.kinds),
            vault: Arc::clone(&self.vault) as _,
            notifier: Arc::clone(&self.notifier) as _,
            picker: Arc::clone(&self.picker) as _,
            power: Arc::<FixedPower>::default(),
            desktop: Arc::clone(&self.desktop) as _,
            detector: Arc::new(svara_language::Linguist),
            clock: Arc::clone(&self.clock) as _,
            random: Arc::clone(&self.random),
            locale: self.locale.clone(),
        }
    }
}

/// Overwrites the first page, without which SQLite knows of nothing in the file.
fn damage(file: &Path) -> std::io::Result<()> {
    let mut file = std::fs::OpenOptions::new().write(true).open(file)?;
    file.write_all(&[0x5A; 4096])
}
