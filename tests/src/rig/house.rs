//! A desk and the app in one process on paused time, each on a disk in memory: they can end, lose what was not synced, and
//! begin again.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use anyhow::{Context, Result, bail, ensure};
use futures_util::TryStreamExt;
use http::{Method, Request, StatusCode};
use secrecy::SecretString;
use serde_json::{Value, json};
use svara_connect::{Connectors, Content, Transport};
use svara_core::{Core, Freshness, OpenProblem, Parts, Sent, StoreMode, StoreSettings};
use svara_desk::{DbMode, Desk, NewUser};
use svara_model::{AccountId, Clock, RemoteId, Vault};

use super::{
    Fault, FaultyLine, FixedDesktop, FixedPower, MemoryVault, PausedClock, RecordedNotice, RecordingNotifier,
    ScriptedPicker, SeededRandom,
};
use crate::{
    disk::{Disk, Image},
    in_process::InProcess,
};

const ADDRESS: &str = "https://desk.example/";
const PASSWORD: &str = "correct horse battery";

/// Everything of a house that lasts while nothing runs: a member is signed in and has a few issues.
#[derive(Clone)]
pub struct Scene {
    /// The app's disk; its files lie in `app`.
    pub app: Image,
    /// The desk's disk.
    pub desk: Image,
    /// What the desktop has shown so far.
    pub notices: Vec<RecordedNotice>,
    /// Who is signed in.
    pub account: AccountId,
    secret: SecretString,
    agent: String,
}

/// A running desk, and everything that an app needs to run beside it.
pub struct House {
    /// Both sides' time.
    pub clock: PausedClock,
    /// The app's disk.
    pub disk: Disk,
    /// The desk's disk.
    pub desk_disk: Disk,
    /// The app's way to the desk.
    pub line: Arc<FaultyLine>,
    /// The desktop's notices.
    pub notifier: Arc<RecordingNotifier>,
    /// The keychain.
    pub vault: Arc<MemoryVault>,
    /// The file dialog.
    pub picker: Arc<ScriptedPicker>,
    /// The desk itself.
    pub desk: Desk,
    /// A way to the desk that never fails. Kept, because its description of itself is made with every router.
    inside: Arc<InProcess>,
    random: Arc<SeededRandom>,
    agent: String,
    writes: AtomicU64,
}

/// An issue as the desk has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtDesk {
    /// The desk's name for it.
    pub id: String,
    /// Its title with the tag.
    pub title: String,
    /// `open`, `awaiting_feedback` or `closed`.
    pub status: String,
}

impl Scene {
    /// A house in which a member signed in, sent three issues and was asked something in one. `files` is a real folder, in
    /// which the desk keeps the bytes of pictures.
    pub async fn make(files: &Path) -> Result<Self> {
        let random = Arc::new(SeededRandom::new(0));
        let clock = PausedClock::new();
        let (disk, desk_disk) = (Disk::new()?, Disk::new()?);
        let desk = Desk::open(desk_settings(&desk_disk, files, &clock, &random)).await?;
        desk.add_user(NewUser::member("elsa", "Elsa Lind").rank("Gold").password(PASSWORD)).await?;
        desk.add_user(NewUser::agent("maja", "Maja")).await?;
        let agent = desk.seed_session("maja").await?;
        let vault = Arc::new(MemoryVault::default());
        let house = House::with(clock, disk, desk_disk, desk, vault, random, agent.clone());
        let core = house.open().await?;
        let account = core.sign_in(ADDRESS, "elsa", PASSWORD.to_owned().into()).await?.account.id;
        for title in ["ingen inloggning", "fel faktura", "långsamt nät"] {
            house.submit(&core, &account, title).await?;
        }
        house.settled(&core, &account).await?;
        let first = house.issues().await?.into_iter().next().context("no issue arrived")?;
        house.ask(&first.id, "Sedan när?").await?;
        house.until("the question arrives", async || Ok(house.notifier.notices().len() == 1)).await?;
        core.stop().await;
        drop(core);
        let secret = house.vault.read(&account).await?.context("no secret was kept")?;
        let (app, desk) = (house.disk.image(), house.desk_disk.image());
        Ok(Self { app, desk, notices: house.notifier.notices(), account, secret, agent })
    }

    /// The same house with other files on its disks and other notices on the desktop.
    #[must_use]
    pub fn left_as(&self, app: Image, desk: Image, notices: Vec<RecordedNotice>) -> Self {
        Self { app, desk, notices, ..self.clone() }
    }
}

impl House {
    /// The desk of a scene runs again; the app can be opened. `files` is the folder that the scene was made with.
    pub async fn of(scene: &Scene, files: &Path, seed: u64) -> Result<Self> {
        let random = Arc::new(SeededRandom::new(seed));
        let clock = PausedClock::new();
        let (disk, desk_disk) = (Disk::from_image(&scene.app)?, Disk::from_image(&scene.desk)?);
        let desk = Desk::open(desk_settings(&desk_disk, files, &clock, &random)).await?;
        let vault = Arc::new(MemoryVault::default());
        vault.write(&scene.account, &scene.secret).await?;
        // An agent's keys must not be those of an earlier life.
        let mut house = Self::with(clock, disk, desk_disk, desk, vault, random, scene.agent.clone());
        house.notifier = Arc::new(RecordingNotifier::with(scene.notices.clone()));
        house.writes.store(fastrand::Rng::with_seed(seed).u64(..) >> 1, Ordering::Relaxed);
        Ok(house)
    }

    fn with(
        clock: PausedClock,
        disk: Disk,
        desk_disk: Disk,
        desk: Desk,
        vault: Arc<MemoryVault>,
        random: Arc<SeededRandom>,
        agent: String,
    ) -> Self {
        let inside = InProcess::new(desk.router());
        let line = FaultyLine::new(inside.clone());
        let (notifier, picker, writes) = (Arc::default(), Arc::default(), AtomicU64::default());
        Self { clock, disk, desk_disk, line, notifier, vault, picker, desk, inside, random, agent, writes }
    }

    /// What the app is opened with.
    pub fn parts(&self) -> Parts {
        let transport: Arc<dyn Transport> = self.line.clone();
        Parts {
            folder: self.disk.folder().join("app"),
            store: StoreSettings {
                vfs: Some(self.disk.vfs().to_owned()),
                mode: StoreMode::Inline,
                files: Arc::new(self.disk.clone()),
            },
            kinds: Arc::new(Connectors::new(transport, Arc::new(self.clock.clone()))),
            vault: self.vault.clone(),
            notifier: self.notifier.clone(),
            picker: self.picker.clone(),
            power: Arc::new(FixedPower::default()),
            desktop: Arc::<FixedDesktop>::default(),
            detector: Arc::new(svara_language::Linguist),
            clock: Arc::new(self.clock.clone()),
            random: self.random.clone(),
            locale: Some("en-GB".into()),
        }
    }

    /// Opens the app.
    pub async fn open(&self) -> Result<Core, OpenProblem> {
        Core::open(self.parts()).await
    }

    /// Writes a new issue and presses "send"; answers the operation's id.
    pub async fn submit(&self, core: &Core, account: &AccountId, title: &str) -> Result<String> {
        let draft = core.begin_draft(account, None).await?;
        let text = format!("Om {title}: sidan blir vit när jag trycker på knappen.");
        core.save_draft(&draft.id, [title.to_owned(), "sv".to_owned(), text]).await?;
        send(core, &draft.id).await
    }

    /// Writes a reply and presses "send"; answers the operation's id.
    pub async fn reply(&self, core: &Core, account: &AccountId, issue: &str, text: &str) -> Result<String> {
        let draft = core.begin_draft(account, Some(RemoteId::new(issue))).await?;
        core.save_draft(&draft.id, [String::new(), draft.language, text.to_owned()]).await?;
        send(core, &draft.id).await
    }

    /// Waits until nothing is on its way and the last check was good.
    pub async fn settled(&self, core: &Core, account: &AccountId) -> Result<()> {
        self.within(Duration::from_secs(1_200), "everything arrived", async || {
            let fresh = self.freshness(core).await? == Freshness::UpToDate;
            Ok(fresh && core.operations(account).await?.is_empty())
        })
        .await
    }

    /// How fresh the lists of the only account are.
    pub async fn freshness(&self, core: &Core) -> Result<Freshness> {
        let accounts = core.accounts().await?;
        Ok(accounts.into_iter().next().context("nobody is signed in")?.health.freshness)
    }

    /// Waits, in the house's time, until something is so; a minute is far beyond every promise without faults.
    pub async fn until(&self, what: &str, is: impl AsyncFn() -> Result<bool>) -> Result<()> {
        self.within(Duration::from_secs(60), what, is).await
    }

    /// Waits, in the house's time, until something is so, at most so long.
    pub async fn within(
        &self,
        limit: Duration,
        what: &str,
        is: impl AsyncFn() -> Result<bool>,
    ) -> Result<()> {
        let end = self.clock.steady() + limit;
        while !is().await? {
            ensure!(self.clock.steady() < end, "not within {limit:?}: {what}");
            self.pass(Duration::from_millis(50)).await;
        }
        Ok(())
    }

    /// Lets time pass, with everything that happens in it.
    pub async fn pass(&self, length: Duration) {
        tokio::time::sleep(length).await;
    }

    /// The agent asks the member something.
    pub async fn ask(&self, issue: &str, text: &str) -> Result<()> {
        let entry = json!({"text": text, "kind": "ask", "uploads": []});
        self.agent(Method::POST, &format!("issues/{issue}/entries"), Some(entry)).await.map(drop)
    }

    /// The agent writes without asking.
    pub async fn tell(&self, issue: &str, text: &str) -> Result<()> {
        let entry = json!({"text": text, "kind": "reply", "uploads": []});
        self.agent(Method::POST, &format!("issues/{issue}/entries"), Some(entry)).await.map(drop)
    }

    /// The agent closes the issue.
    pub async fn close(&self, issue: &str) -> Result<()> {
        let text = json!({"text": "Löst."});
        self.agent(Method::POST, &format!("issues/{issue}/close"), Some(text)).await.map(drop)
    }

    /// Every issue that the desk has.
    pub async fn issues(&self) -> Result<Vec<AtDesk>> {
        let page = self.agent(Method::GET, "issues?limit=200", None).await?;
        let text = |issue: &Value, name: &str| issue[name].as_str().unwrap_or_default().to_owned();
        let issues = page.get("issues").and_then(Value::as_array).context("no list of issues")?;
        let at_desk = |issue| AtDesk {
            id: text(issue, "id"),
            title: text(issue, "title"),
            status: text(issue, "status"),
        };
        Ok(issues.iter().map(at_desk).collect())
    }

    /// The texts of everything written in any issue, with how many files each has.
    pub async fn written(&self) -> Result<Vec<(String, usize)>> {
        let mut written = Vec::new();
        for issue in self.issues().await? {
            let conversation = self.agent(Method::GET, &format!("issues/{}", issue.id), None).await?;
            for entry in conversation.get("entries").and_then(Value::as_array).context("no entries")? {
                let files = entry["attachments"].as_array().map_or(0, Vec::len);
                written.push((entry["text"].as_str().unwrap_or_default().to_owned(), files));
            }
        }
        Ok(written)
    }

    /// The member's next sign-in is answered with a session that is there already, so that no password is hashed.
    pub async fn expect_sign_in(&self) -> Result<()> {
        let token = self.desk.seed_session("elsa").await?;
        let profile = self.request(Method::GET, "profile", &token, None).await?;
        let expires_at = "2027-01-01T00:00:00Z";
        let session = json!({"token": token, "expires_at": expires_at, "profile": profile});
        let answer = Fault::Answer(StatusCode::CREATED, "application/json", session.to_string().leak());
        self.line.plan(Method::POST, "/api/session", answer);
        Ok(())
    }

    async fn agent(&self, method: Method, path: &str, body: Option<Value>) -> Result<Value> {
        self.request(method, &format!("agent/{path}"), &self.agent, body).await
    }

    async fn request(&self, method: Method, path: &str, token: &str, body: Option<Value>) -> Result<Value> {
        let key = format!("agent-{}", self.writes.fetch_add(1, Ordering::Relaxed));
        let content = body.map_or(Content::Empty, |body| Content::Bytes(body.to_string().into()));
        let request = Request::builder()
            .method(method)
            .uri(format!("{ADDRESS}api/{path}"))
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json")
            .header("idempotency-key", key)
            .body(content)?;
        let (head, body) = self.inside.send(request).await?.into_parts();
        let bytes: Vec<u8> =
            body.try_fold(Vec::new(), async |all, part| Ok([&all[..], &part].concat())).await?;
        ensure!(head.status.is_success(), "{path}: {} {}", head.status, String::from_utf8_lossy(&bytes));
        Ok(if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes)? })
    }
}

async fn send(core: &Core, draft: &str) -> Result<String> {
    match core.send_draft(draft).await? {
        Sent::Queued(operation) => Ok(operation.id),
        Sent::Faulty(faults) => bail!("not sent: {faults:?}"),
    }
}

fn desk_settings(
    disk: &Disk,
    files: &Path,
    clock: &PausedClock,
    random: &Arc<SeededRandom>,
) -> svara_desk::Settings {
    svara_desk::Settings {
        vfs: Some(disk.vfs().to_owned()),
        mode: DbMode::Inline,
        clock: Arc::new(clock.clone()),
        random: random.clone(),
        ..svara_desk::Settings::new(disk.folder_in(files))
    }
}
