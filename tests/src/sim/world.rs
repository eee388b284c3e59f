//! Both computers, the road between them, and the people in front of them: carries out a schedule's steps.

mod runs;
mod troubles;

use std::{
    future::Future,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    time::Duration,
};

use anyhow::{Context as _, Result};
use svara_core::Core;
use svara_model::AccountId;

use super::{
    chat::{Chats, DeskChats},
    clock::Time,
    desk_side::DeskSide,
    desktop::Desktop,
    dice::Dice,
    inside,
    life::Life,
    oracle::Oracle,
    road::Road,
    schedule::Step,
    template::{AGENTS, Template},
    trace::Trace,
    wishes::Wishes,
    words::Words,
};
use crate::{
    disk::Disk,
    rig::{MemoryVault, ScriptedPicker},
};
use svara_model::Vault;

/// Both computers and the people in front of them.
pub(super) struct World {
    pub(super) time: Time,
    pub(super) trace: Trace,
    pub(super) dice: Dice,
    pub(super) desk: Arc<DeskSide>,
    pub(super) road: Arc<Road>,
    pub(super) desktop: Desktop,
    pub(super) wishes: Wishes,
    pub(super) words: Words,
    pub(super) oracle: Oracle,
    pub(super) app: Option<Run>,
    pub(super) agent: String,
    pub(super) members: Vec<(AccountId, &'static str)>,
    /// Where the member looks.
    pub(super) looking: Option<(AccountId, String)>,
    pub(super) picker: Arc<ScriptedPicker>,
    /// A picture that the member can pick.
    pub(super) picture: PathBuf,
    pub(super) keyless: bool,
    pub(super) chat: Chats,
    vault: Arc<MemoryVault>,
    disk: Disk,
    disk_state: Arc<AtomicU8>,
    core_dice: Dice,
    runs: usize,
    /// What is still to happen by itself.
    pending: Vec<(Duration, Pending)>,
    pub(super) writes: u64,
    /// Whether somebody has damaged the cache since the app last opened.
    damaged: bool,
    /// Whether the next run dies by itself.
    soon: Option<(u64, bool, Duration)>,
}

/// A run of the app.
pub(super) struct Run {
    pub(super) core: Core,
    pub(super) life: Life,
}

/// Something that ends or begins by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Pending {
    Calm,
    DeskUp,
    Wake,
    Open,
    DiskFine,
}

/// A picture of four pixels.
const PICTURE: &str = concat!(
    "89504e470d0a1a0a0000000d4948445200000002000000020802000000fdd49a730000001249444154789c63f8cfc0c000c2",
    "0cff8100001fee05fb0bd9688b0000000049454e44ae426082",
);

/// The picture that the member can pick, in its folder.
fn picture(folder: &Path) -> Result<PathBuf> {
    let path = folder.join("picture.png");
    if !path.exists() {
        std::fs::write(&path, hex::decode(PICTURE)?)?;
    }
    Ok(path)
}

const FINE: u8 = 0;
const FULL: u8 = 1;
const FAILS: u8 = 2;

impl World {
    /// Puts two computers there.
    pub(super) async fn new(seed: u64, template: &Template, files: &Path) -> Result<Self> {
        let time = Time::new();
        let trace = Trace::new(time.clone());
        let (desk_disk, disk) = (Disk::from_image(&template.desk)?, Disk::from_image(&template.app)?);
        let [maja, tom] = AGENTS;
        let agents = [(maja, template.agent.clone()), (tom, template.other_agent.clone())];
        let chat = Chats::new(DeskChats::new(desk_disk.clone(), files), agents);
        let desk = DeskSide::new(
            time.clone(),
            trace.clone(),
            Dice::new(seed, "desk"),
            template.truth.copy(),
            desk_disk,
            files,
        );
        desk.start().await?;
        let road = Road::new(time.clone(), trace.clone(), Dice::new(seed, "road"), Arc::clone(&desk));
        road.count_cuts(chat.cuts.clone());
        let vault = Arc::new(MemoryVault::default());
        for (account, token, member) in &template.accounts {
            vault.write(account, &token.clone().into()).await?;
            road.know(token, member);
        }
        let wishes = Wishes::default();
        let members: Vec<_> = template.accounts.iter().map(|(id, _, member)| (id.clone(), *member)).collect();
        Ok(Self {
            desktop: Desktop::new("notice", time.clone(), trace.clone(), disk.clone(), wishes.clone()),
            wishes,
            dice: Dice::new(seed, "world"),
            core_dice: Dice::new(seed, "core"),
            words: Words::default(),
            oracle: Oracle::default(),
            app: None,
            picker: Arc::default(),
            picture: picture(files)?,
            keyless: template.keyless,
            chat,
            agent: template.agent.clone(),
            looking: None,
            disk_state: Arc::new(AtomicU8::new(FINE)),
            runs: 0,
            pending: Vec::new(),
            writes: 0,
            damaged: false,
            soon: None,
            time,
            trace,
            desk,
            road,
            members,
            vault,
            disk,
        })
    }

    /// What was told before the beginning counts as told.
    pub(super) fn begin(&self, template: &Template) {
        let baselined = inside::baselined(&self.disk);
        self.trace.say(format!("members {:?}, fresh: {}, {baselined:?}", self.members, template.fresh));
        if self.keyless {
            self.road.set_keyless();
        }
        for (account, member) in &self.members {
            for (key, round) in &self.desk.truth.known().rounds {
                if round.owner == *member && template.fresh {
                    self.desktop.only_in_summary(account.as_str(), key);
                } else if round.owner == *member {
                    self.desktop.told_before(account.as_str(), key);
                }
            }
        }
    }

    /// Lets time pass, with what happens by itself in it.
    pub(super) async fn pass(&mut self, length: Duration) -> Result<()> {
        let end = self.time.passed() + length;
        loop {
            self.tick().await?;
            let due = self.pending.iter().map(|(at, _)| *at).chain(self.next_tick());
            let next = due.min().unwrap_or(end).min(end);
            let wait = next.saturating_sub(self.time.passed());
            let died = match &self.app {
                Some(run) => tokio::select! {
                    biased;
                    () = run.life.over() => true,
                    () = tokio::time::sleep(wait) => false,
                },
                None => {
                    tokio::time::sleep(wait).await;
                    false
                }
            };
            if died {
                self.bury().await?;
                continue;
            }
            let now = self.time.passed();
            let due = self.pending.iter().position(|(at, _)| *at <= now);
            match due.map(|at| self.pending.remove(at)) {
                Some((_, pending)) => self.happens(pending).await?,
                None if now >= end => return Ok(()),
                None => {}
            }
        }
    }

    async fn happens(&mut self, pending: Pending) -> Result<()> {
        self.trace.say(format!("{pending:?}"));
        match pending {
            Pending::Calm => self.road.set_weather(Vec::new()),
            Pending::DeskUp => self.desk.start().await?,
            Pending::Wake => {
                self.time.set_asleep(false);
                self.oracle.wakes(self.time.passed());
                self.road.urge();
            }
            Pending::Open => self.open().await?,
            Pending::DiskFine => self.disk_state.store(FINE, Ordering::Relaxed),
        }
        Ok(())
    }

    fn later(&mut self, after: Duration, what: Pending) {
        self.pending.push((self.time.passed() + after, what));
    }

    /// Carries one step out.
    pub(super) async fn take(&mut self, step: Step) -> Result<()> {
        match step {
            Step::Member(step, choice) => self.member(step, choice).await?,
            Step::Agent(step, choice) => self.agent_does(step, choice).await,
            Step::Chat(step, choice) => self.member_chats(step, choice).await?,
            Step::Team(step, choice) => self.team_does(step, choice).await?,
            Step::Follow(step, choice) => self.follow(step, choice).await,
            step => self.trouble(step).await?,
        }
        if self.app.as_ref().is_some_and(|run| run.life.is_over()) {
            self.bury().await?;
        }
        Ok(())
    }

    /// Whether the app's disk takes what is written.
    pub(super) fn disk_is_fine(&self) -> bool {
        self.disk_state.load(Ordering::Relaxed) == FINE
    }

    /// Does something with the app, if it runs and is awake. None: it does not, or died meanwhile.
    pub(super) async fn with_app<T, F: Future<Output = T>>(&self, act: impl FnOnce(Core) -> F) -> Option<T> {
        let run = self.app.as_ref().filter(|run| !self.time.is_asleep() && !run.life.is_over())?;
        let done = tokio::select! {
            biased;
            () = run.life.over() => return None,
            done = act(run.core.clone()) => done,
        };
        (!run.life.is_over()).then_some(done)
    }

    /// Reads from the app without that being an act of it.
    pub(super) async fn look<T, F: Future<Output = T>>(&self, act: impl FnOnce(Core) -> F) -> Option<T> {
        let run = self.app.as_ref().filter(|run| !run.life.is_over())?;
        run.life.set_watched(true);
        let seen = tokio::select! {
            biased;
            seen = act(run.core.clone()) => Some(seen),
            // What it has to fetch first never comes.
            () = run.life.over() => None,
        };
        run.life.set_watched(false);
        seen
    }

    /// The faults are over: everything runs from here on.
    pub(super) async fn calm_down(&mut self) -> Result<()> {
        self.trace.say("=== the faults are over");
        self.pending.clear();
        self.soon = None;
        if let Some(run) = &self.app {
            run.life.die_in(u64::MAX);
        }
        self.disk_state.store(FINE, Ordering::Relaxed);
        if self.time.is_asleep() {
            self.happens(Pending::Wake).await?;
        }
        if !self.desk.is_up() {
            self.desk.start().await?;
        }
        self.road.calm_down();
        self.open().await.context("the app opens")
    }

    /// How often the app was opened.
    pub(super) fn run_number(&self) -> usize {
        self.runs
    }

    /// How many changes the app's disk had.
    pub(super) fn disk_changes(&self) -> u64 {
        self.disk.counts().changes
    }
}
