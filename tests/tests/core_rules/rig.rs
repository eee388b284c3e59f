//! A desk, a line to it that fails as told, and the app on this side, on tokio's paused time.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use serde_json::{Value, json};
use svara_connect::{Connectors, Content, Transport};
use svara_core::{AccountBrief, Core, Freshness, Parts, Sent, StoreMode, StoreSettings};
use svara_desk::{DbMode, Desk, NewUser};
use svara_model::{AccountId, Clock, Kinds, Status};
use svara_tests::{
    disk::Disk,
    in_process::InProcess,
    rig::{
        FaultyLine, FixedDesktop, FixedPower, MemoryVault, PausedClock, RecordedNotice, RecordingNotifier,
        ScriptedPicker,
    },
};
use tempfile::TempDir;

pub(super) const ADDRESS: &str = "https://desk.example/";
pub(super) const PASSWORD: &str = "correct horse battery";

/// A desk, a line to it, and the app on this side.
pub(super) struct Rig {
    pub(super) line: Arc<FaultyLine>,
    pub(super) desk: Desk,
    agent: String,
    pub(super) clock: PausedClock,
    pub(super) notifier: Arc<RecordingNotifier>,
    pub(super) vault: Arc<MemoryVault>,
    pub(super) picker: Arc<ScriptedPicker>,
    pub(super) power: Arc<FixedPower>,
    pub(super) desktop: Arc<FixedDesktop>,
    pub(super) core: Core,
    count: AtomicU32,
    kinds: Arc<dyn Kinds>,
    pub(super) folder: TempDir,
    disk: Option<Disk>,
}

impl Rig {
    pub(super) async fn new() -> Self {
        Self::with(|kinds| kinds).await
    }

    /// The app speaks to the desk through what `through` makes of its connectors.
    pub(super) async fn with(through: impl FnOnce(Arc<dyn Kinds>) -> Arc<dyn Kinds>) -> Self {
        Self::built(through, None).await
    }

    /// The app's files lie on this disk, which fails as told.
    pub(super) async fn on(disk: &Disk) -> Self {
        Self::built(|kinds| kinds, Some(disk.clone())).await
    }

    async fn built(through: impl FnOnce(Arc<dyn Kinds>) -> Arc<dyn Kinds>, disk: Option<Disk>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = PausedClock::new();
        let settings = svara_desk::Settings {
            mode: DbMode::Inline,
            clock: Arc::new(PausedClock::new()),
            ..svara_desk::Settings::new(folder.path().join("desk"))
        };
        let desk = Desk::open(settings).await.unwrap();
        desk.add_user(NewUser::member("elsa", "Elsa Lind").rank("Gold").password(PASSWORD)).await.unwrap();
        desk.add_user(NewUser::member("bo", "Bo Ek").rank("Member").password(PASSWORD)).await.unwrap();
        desk.add_user(NewUser::agent("maja", "Maja")).await.unwrap();
        let agent = desk.seed_session("maja").await.unwrap();
        let line = FaultyLine::new(InProcess::new(desk.router()));
        let app = app_folder(&folder, disk.as_ref());
        if disk.is_none() {
            std::fs::create_dir(&app).unwrap();
        }
        let (notifier, vault, picker) = (Arc::default(), Arc::default(), Arc::default());
        let desktop = Arc::default();
        let power = Arc::default();
        let transport: Arc<dyn Transport> = line.clone();
        let kinds = through(Arc::new(Connectors::new(transport, Arc::new(clock.clone()))));
        let doubles = (&notifier, &vault, &picker, &power, &desktop);
        let core = open(&app, disk.as_ref(), &kinds, &clock, doubles).await;
        let count = AtomicU32::new(0);
        Self {
            line,
            desk,
            agent,
            clock,
            notifier,
            vault,
            picker,
            power,
            desktop,
            core,
            count,
            kinds,
            folder,
            disk,
        }
    }

    pub(super) fn app_folder(&self) -> PathBuf {
        app_folder(&self.folder, self.disk.as_ref())
    }

    /// Closes the app and opens it again on the same folder.
    pub(super) async fn restart(&mut self) {
        self.core.stop().await;
        let doubles = (&self.notifier, &self.vault, &self.picker, &self.power, &self.desktop);
        let app = self.app_folder();
        self.core = open(&app, self.disk.as_ref(), &self.kinds, &self.clock, doubles).await;
    }

    /// Closes the app and opens it to look at how everything is.
    pub(super) async fn look(&mut self) {
        self.core.stop().await;
        self.core = Core::open_to_look(self.parts()).await.unwrap();
    }

    /// What the app is opened with, on this computer's own disk.
    pub(super) fn parts(&self) -> Parts {
        let doubles = (&self.notifier, &self.vault, &self.picker, &self.power, &self.desktop);
        let store = StoreSettings { mode: StoreMode::Inline, ..StoreSettings::platform() };
        parts(&self.app_folder(), store, &self.kinds, &self.clock, doubles)
    }

    pub(super) async fn sign_in(&self, user: &str) -> AccountId {
        self.core.sign_in(ADDRESS, user, PASSWORD.to_owned().into()).await.unwrap().account.id
    }

    pub(super) async fn signed_in(&self) -> AccountId {
        let id = self.sign_in("elsa").await;
        self.until("the first check is done", async || {
            self.account().await.health.freshness == Freshness::UpToDate
        })
        .await;
        id
    }

    pub(super) async fn account(&self) -> AccountBrief {
        self.core.accounts().await.unwrap().into_iter().next().expect("somebody is signed in")
    }

    /// Waits, in the rig's time, until something is so; a minute is far beyond every promise.
    pub(super) async fn until(&self, what: &str, is: impl AsyncFn() -> bool) {
        self.within(Duration::from_secs(60), what, is).await;
    }

    pub(super) async fn within(&self, limit: Duration, what: &str, is: impl AsyncFn() -> bool) {
        let end = Clock::now(&self.clock) + limit;
        while !is().await {
            assert!(Clock::now(&self.clock) < end, "not within {limit:?}: {what}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    pub(super) async fn agent(&self, path: &str, body: Value) -> Value {
        self.post_as(&self.agent, &format!("api/agent/{path}"), body).await
    }

    /// One write past the line, by whoever has this token.
    pub(super) async fn post_as(&self, token: &str, path: &str, body: Value) -> Value {
        let key = format!("agent-{}", self.count.fetch_add(1, Ordering::Relaxed));
        let request = http::Request::post(format!("{ADDRESS}{path}"))
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json")
            .header("idempotency-key", key)
            .body(Content::Bytes(body.to_string().into()))
            .unwrap();
        let answer = InProcess::new(self.desk.router()).send(request).await.unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        json!(answer.status().as_u16())
    }

    pub(super) async fn ask(&self, issue: &str, text: &str) {
        self.agent(&format!("issues/{issue}/entries"), json!({"text": text, "kind": "ask", "uploads": []}))
            .await;
    }

    /// Writes and sends a new issue; answers its operation's id.
    pub(super) async fn submit(&self, account: &AccountId, title: &str) -> String {
        let draft = self.core.begin_draft(account, None).await.unwrap();
        let fields = [title, "sv", "Jag tryckte på knappen och sidan blev vit."].map(str::to_owned);
        self.core.save_draft(&draft.id, fields).await.unwrap();
        match self.core.send_draft(&draft.id).await.unwrap() {
            Sent::Queued(operation) => operation.id,
            Sent::Faulty(faults) => panic!("{faults:?}"),
        }
    }

    /// Submits an issue and waits until it has arrived; answers the issue's id.
    pub(super) async fn submitted(&self, account: &AccountId, title: &str) -> String {
        self.submit(account, title).await;
        self.until("the issue arrives", async || {
            self.titles(account, Status::Open).await.iter().any(|t| t.ends_with(title))
        })
        .await;
        let rows = self.core.issues(account, Status::Open, None, 50).await.unwrap().rows;
        let row = rows.into_iter().find(|row| row.issue.title.ends_with(title)).unwrap();
        row.issue.id.to_string()
    }

    pub(super) async fn titles(&self, account: &AccountId, status: Status) -> Vec<String> {
        let page = self.core.issues(account, status, None, 200).await.unwrap();
        page.rows.into_iter().map(|row| row.issue.title).collect()
    }

    pub(super) async fn awaiting(&self, account: &AccountId) -> usize {
        self.titles(account, Status::AwaitingFeedback).await.len()
    }

    pub(super) fn standing(&self) -> Vec<RecordedNotice> {
        self.notifier.notices().into_iter().filter(|notice| notice.standing).collect()
    }

    /// Lets time pass, with everything that happens in it.
    pub(super) async fn pass(&self, length: Duration) {
        tokio::time::sleep(length).await;
    }
}

/// The doubles of the desktop.
type Desktop<'a> = (
    &'a Arc<RecordingNotifier>,
    &'a Arc<MemoryVault>,
    &'a Arc<ScriptedPicker>,
    &'a Arc<FixedPower>,
    &'a Arc<FixedDesktop>,
);

fn app_folder(folder: &TempDir, disk: Option<&Disk>) -> PathBuf {
    let folder = disk.map_or_else(|| folder.path(), Disk::folder);
    folder.join("app")
}

/// Opens the app on a folder of this disk; none: of this computer's.
pub(super) async fn open(
    folder: &Path,
    disk: Option<&Disk>,
    kinds: &Arc<dyn Kinds>,
    clock: &PausedClock,
    doubles: Desktop<'_>,
) -> Core {
    let mut store = StoreSettings { mode: StoreMode::Inline, ..StoreSettings::platform() };
    if let Some(disk) = disk {
        store = StoreSettings { vfs: Some(disk.vfs().to_owned()), files: Arc::new(disk.clone()), ..store };
    }
    Core::open(parts(folder, store, kinds, clock, doubles)).await.unwrap()
}

fn parts(
    folder: &Path,
    store: StoreSettings,
    kinds: &Arc<dyn Kinds>,
    clock: &PausedClock,
    (notifier, vault, picker, power, desktop): Desktop<'_>,
) -> Parts {
    Parts {
        folder: folder.to_owned(),
        store,
        kinds: kinds.clone(),
        vault: vault.clone(),
        notifier: notifier.clone(),
        picker: picker.clone(),
        power: power.clone(),
        desktop: desktop.clone(),
        detector: Arc::new(svara_language::Linguist),
        clock: Arc::new(clock.clone()),
        random: Arc::new(svara_native::SystemRandom),
        locale: Some("en-GB".into()),
    }
}

pub(super) async fn reply(rig: &Rig, account: &AccountId, issue: &str, text: &str) -> String {
    let draft = rig.core.begin_draft(account, Some(svara_model::RemoteId::new(issue))).await.unwrap();
    rig.core.save_draft(&draft.id, [String::new(), draft.language, text.to_owned()]).await.unwrap();
    match rig.core.send_draft(&draft.id).await.unwrap() {
        Sent::Queued(operation) => operation.id,
        Sent::Faulty(faults) => panic!("{faults:?}"),
    }
}

/// Whether any file below the folder has the text in it, in UTF-8 or UTF-16.
pub(super) fn holds(folder: &Path, text: &str) -> bool {
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return holds(&path, text);
        }
        let bytes = std::fs::read(&path).unwrap();
        [text.as_bytes(), &wide].iter().any(|part| bytes.windows(part.len()).any(|window| window == *part))
    })
}
