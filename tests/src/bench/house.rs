//! A seeded desk in a process of its own, and the app against it over loopback HTTP.

use std::{
    io::Write,
    net::Ipv4Addr,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use anyhow::{Context, bail};
use async_trait::async_trait;
use svara_connect::{Body, Connectors, Content, HttpOptions, HttpTransport, Transport, TransportProblem};
use svara_core::{Core, Freshness, LinkState, Parts, StoreSettings, What};
use svara_desk::{Desk, Door, NewUser, Settings};
use svara_model::{AccountId, Notifier};
use tokio::process::Command;

use super::texts::Texts;
use crate::{
    desk_program::DeskProgram,
    rig::{FixedDesktop, FixedPower, MemoryVault, RecordingNotifier, ScriptedPicker},
};

pub(super) const PASSWORD: &str = "correct horse battery";
pub(super) const AGENT: &str = "maja";
/// No sync takes longer.
const LIMIT: Duration = Duration::from_secs(600);
/// Between two looks at what says nothing when it changes.
const LOOK: Duration = Duration::from_millis(100);

/// Makes a desk in the folder where each of these members has so many issues, and serves it in a process of its own.
pub(super) async fn desk(folder: &Path, members: &[(&str, u32)]) -> anyhow::Result<DeskProgram> {
    let desk = Desk::open(Settings::new(folder)).await?;
    desk.add_user(NewUser::agent(AGENT, "Maja")).await?;
    for (member, count) in members {
        desk.add_user(NewUser::member(member, "Elsa Lind").rank("Gold").password(PASSWORD)).await?;
        let mut texts = Texts::new(1);
        desk.seed_issues(member, AGENT, (0..*count).map(move |n| texts.issue(n))).await?;
    }
    drop(desk);
    serving("desk", folder).await
}

/// This program once more, serving by one of its parts what lies in the folder.
pub(super) async fn serving(part: &str, folder: &Path) -> anyhow::Result<DeskProgram> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg(part).arg(folder);
    DeskProgram::start(command).await
}

/// Serves a desk until the input ends.
pub(super) async fn serve(folder: PathBuf) -> anyhow::Result<()> {
    // As behind a proxy it answers to any name: what counts the bytes has a port of its own.
    let door = Door { way: svara_desk::Way::Proxy(Ipv4Addr::LOCALHOST.into()), ..Door::loopback() };
    let running = Desk::open(Settings::new(folder)).await?.serve(door).await?;
    writeln!(std::io::stdout(), "the desk is at http://{}/", running.addr)?;
    std::io::stdout().flush()?;
    tokio::task::spawn_blocking(|| std::io::copy(&mut std::io::stdin(), &mut std::io::sink())).await??;
    running.stop().await;
    Ok(())
}

/// The app.
pub(super) struct House {
    pub(super) core: Core,
    folder: PathBuf,
    vault: Arc<MemoryVault>,
    requests: Arc<AtomicU64>,
}

/// Whether the app's way to the desk carries live feeds, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Whole,
    Unfed,
}

impl House {
    pub(super) async fn open(folder: &Path) -> anyhow::Result<Self> {
        Self::with(folder, Arc::default(), Arc::<RecordingNotifier>::default(), Way::Whole).await
    }

    /// With this notifier, on such a way.
    pub(super) async fn told_by(
        folder: &Path,
        notifier: Arc<dyn Notifier>,
        way: Way,
    ) -> anyhow::Result<Self> {
        Self::with(folder, Arc::default(), notifier, way).await
    }

    /// Ends the app and starts it again; ends when it has looked at its desk.
    pub(super) async fn again(self, account: &AccountId) -> anyhow::Result<Self> {
        self.core.stop().await;
        let again =
            Self::with(&self.folder, self.vault, Arc::<RecordingNotifier>::default(), Way::Whole).await?;
        let mut heard = again.core.changes();
        again.until_up_to_date(account, &mut heard).await?;
        Ok(again)
    }

    async fn with(
        folder: &Path,
        vault: Arc<MemoryVault>,
        notifier: Arc<dyn Notifier>,
        way: Way,
    ) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let requests = Arc::new(AtomicU64::new(0));
        let inner = HttpTransport::new(&HttpOptions::default()).context("the HTTP transport")?;
        let transport = Arc::new(Counting { inner, requests: Arc::clone(&requests), way });
        let parts = Parts {
            folder: folder.to_owned(),
            store: StoreSettings::platform(),
            kinds: Arc::new(Connectors::new(transport, Arc::new(svara_native::SystemClock))),
            vault: vault.clone(),
            notifier,
            picker: Arc::<ScriptedPicker>::default(),
            power: Arc::new(FixedPower::default()),
            desktop: Arc::<FixedDesktop>::default(),
            detector: Arc::new(svara_language::Linguist),
            clock: Arc::new(svara_native::SystemClock),
            random: Arc::new(svara_native::SystemRandom),
            locale: Some("sv-SE".to_owned()),
        };
        Ok(Self { core: Core::open(parts).await?, folder: folder.to_owned(), vault, requests })
    }

    /// Signs in and waits until everything is here.
    pub(super) async fn sync(&self, address: &str, user: &str) -> anyhow::Result<AccountId> {
        let mut heard = self.core.changes();
        let account = self.core.sign_in(address, user, PASSWORD.to_owned().into()).await?.account.id;
        self.until_up_to_date(&account, &mut heard).await?;
        Ok(account)
    }

    /// Ends when every account's live feed is connected.
    pub(super) async fn until_fed(&self) -> anyhow::Result<()> {
        let is_fed = |link: &svara_core::Link| link.what != What::Feed || link.state == LinkState::Green;
        let fed = async {
            while !self.core.checkup().await?.iter().all(is_fed) {
                tokio::time::sleep(LOOK).await;
            }
            Ok(())
        };
        tokio::time::timeout(LIMIT, fed).await.context("a live feed did not connect")?
    }

    async fn until_up_to_date(
        &self,
        account: &AccountId,
        heard: &mut tokio::sync::broadcast::Receiver<svara_core::Change>,
    ) -> anyhow::Result<()> {
        let done = async {
            loop {
                let health = self.health(account).await?;
                match health.freshness {
                    Freshness::UpToDate if !health.running => return Ok(()),
                    Freshness::Checking | Freshness::UpToDate => {}
                    other => bail!("the sync ended {other:?}: {:?}", health.trouble),
                }
                // A listener that fell behind just looks again.
                let _heard = heard.recv().await;
            }
        };
        tokio::time::timeout(LIMIT, done).await.context("the sync did not end")?
    }

    pub(super) async fn health(&self, account: &AccountId) -> anyhow::Result<svara_core::Health> {
        let accounts = self.core.accounts().await?;
        let brief = accounts.into_iter().find(|brief| brief.account.id == *account);
        Ok(brief.context("nobody is signed in")?.health)
    }

    /// How many requests have left so far.
    pub(super) fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }
}

struct Counting {
    inner: HttpTransport,
    requests: Arc<AtomicU64>,
    way: Way,
}

#[async_trait]
impl Transport for Counting {
    async fn send(&self, request: http::Request<Content>) -> Result<http::Response<Body>, TransportProblem> {
        if self.way == Way::Unfed && request.uri().path().ends_with("/live") {
            return Err(TransportProblem::Unreachable("no live feed".to_owned()));
        }
        self.requests.fetch_add(1, Ordering::Relaxed);
        self.inner.send(request).await
    }
}

/// The processor time that this process has used.
pub(super) fn processor_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.try_into().unwrap_or_default(), time.tv_nsec.try_into().unwrap_or_default())
}
