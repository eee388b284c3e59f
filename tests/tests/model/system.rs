//! The real core on a disk in memory, with a model's desk and desktop around it.

use std::{
    collections::BTreeSet,
    sync::{Arc, OnceLock},
    time::Duration,
};

use jiff::SignedDuration;
use proptest_state_machine::StateMachineTest;
use rusqlite::{Connection, OpenFlags};
use svara_core::{AccountBrief, Core, Freshness, Parts, Sent, StoreMode, StoreSettings};
use svara_model::{AccountId, RemoteId, Status};
use svara_tests::{
    disk::{Crash, Disk, Image, Verdict},
    model::{ModelClock, ModelDesk, ModelDesktop},
    rig::SeededRandom,
};
use tokio::runtime::Runtime;

use super::{
    reference::{Reference, text},
    steps::{End, Step, What},
    watching::Watching,
};

const SECOND: Duration = Duration::from_secs(1);
/// How long each step is let go on in any case.
const STEP: Duration = Duration::from_secs(2);
/// Within what everything that was begun has to come to rest: twice the longest back-off.
const LIMIT: Duration = Duration::from_secs(600);

/// The app in its world.
pub(super) struct System {
    /// None: between two runs.
    run: Option<Run>,
    account: AccountId,
    pub(super) disk: Disk,
    pub(super) desk: ModelDesk,
    pub(super) desktop: ModelDesktop,
    pub(super) clock: ModelClock,
    random: Arc<SeededRandom>,
    watching: Watching,
}

/// The app while it runs, and a reader of what it keeps.
struct Run {
    core: Core,
    runtime: Runtime,
    keep: Connection,
    cache: Connection,
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap()
}

/// A disk with empty stores of the newest schema, made once.
fn template() -> Image {
    static TEMPLATE: OnceLock<Image> = OnceLock::new();
    let make = || {
        let disk = Disk::new().unwrap();
        let clock = ModelClock::new();
        let (desk, desktop) = (ModelDesk::new(&clock), ModelDesktop::new(&clock));
        let random = Arc::new(SeededRandom::new(0));
        let runtime = runtime();
        runtime.block_on(async {
            clock.begin();
            open(&disk, &desk, &desktop, &clock, &random).await.stop().await;
        });
        drop(runtime);
        disk.image()
    };
    TEMPLATE.get_or_init(make).clone()
}

async fn open(
    disk: &Disk,
    desk: &ModelDesk,
    desktop: &ModelDesktop,
    clock: &ModelClock,
    random: &Arc<SeededRandom>,
) -> Core {
    let parts = Parts {
        folder: disk.folder().to_owned(),
        store: StoreSettings {
            vfs: Some(disk.vfs().to_owned()),
            mode: StoreMode::Inline,
            files: Arc::new(disk.clone()),
        },
        kinds: desk.kinds(),
        vault: Arc::new(desktop.clone()),
        notifier: Arc::new(desktop.clone()),
        picker: Arc::new(desktop.clone()),
        power: Arc::new(desktop.clone()),
        desktop: Arc::<svara_tests::rig::FixedDesktop>::default(),
        detector: Arc::new(svara_language::Linguist),
        clock: Arc::new(clock.clone()),
        random: random.clone(),
        locale: Some("en-GB".into()),
    };
    Core::open(parts).await.unwrap()
}

impl System {
    fn new(reference: &Reference) -> Self {
        let clock = ModelClock::new();
        let (desk, desktop) = (ModelDesk::new(&clock), ModelDesktop::new(&clock));
        for issue in &reference.issues {
            desk.open(&issue.title, &issue.entries[0]);
            if let Some(question) = issue.entries.get(1) {
                desk.ask(&issue.title, question);
            }
        }
        let mut system = Self {
            run: None,
            account: AccountId::new(""),
            disk: Disk::from_image(&template()).unwrap(),
            desk,
            desktop,
            clock,
            random: Arc::new(SeededRandom::new(1)),
            watching: Watching::default(),
        };
        system.begin();
        system.account = system.with(async |core| sign_in(core).await);
        system.settle(reference);
        system
    }

    fn begin(&mut self) {
        let runtime = runtime();
        let core = runtime.block_on(async {
            self.clock.begin();
            open(&self.disk, &self.desk, &self.desktop, &self.clock, &self.random).await
        });
        let file = self.disk.folder().join("keep.db");
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let keep = Connection::open_with_flags_and_vfs(file, flags, self.disk.vfs()).unwrap();
        let file = self.disk.folder().join("cache.db");
        let cache = Connection::open_with_flags_and_vfs(file, flags, self.disk.vfs()).unwrap();
        self.run = Some(Run { core, runtime, keep, cache });
        self.watching.began(self.clock.elapsed());
    }

    fn with<T>(&self, work: impl AsyncFnOnce(&Core) -> T) -> T {
        let run = self.run.as_ref().unwrap();
        run.runtime.block_on(work(&run.core))
    }

    /// What the app keeps.
    pub(super) fn keep(&self) -> &Connection {
        &self.run.as_ref().unwrap().keep
    }

    /// The issues to which the desk did something that the member has not seen, as the app knows.
    pub(super) fn news(&self) -> BTreeSet<String> {
        let cache = &self.run.as_ref().unwrap().cache;
        let mut rows = cache.prepare_cached("SELECT issue FROM news").unwrap();
        rows.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }

    fn restart(&mut self) {
        let run = self.run.take().unwrap();
        run.runtime.block_on(async {
            run.core.stop().await;
            self.clock.end();
        });
        drop(run);
        self.begin();
    }

    fn crash(&mut self, end: End) {
        let run = self.run.take().unwrap();
        run.runtime.block_on(async { self.clock.end() });
        let image = self.disk.crash(match end {
            End::Kill => Crash::Kill,
            End::PowerCut(seed) => Crash::PowerCut { seed },
        });
        self.disk.freeze();
        drop(run);
        self.disk.restore(&image);
        self.begin();
    }

    fn send_cut(&mut self, text: &str, changes: u8, end: End) {
        let mut left = changes;
        self.disk.watch(Box::new(move |_| {
            let goes = left > 0;
            left = left.saturating_sub(1);
            if goes { Verdict::Go } else { Verdict::Freeze }
        }));
        self.with(async |core| {
            let draft = self.draft(core, text).await;
            // What becomes of it is looked at afterwards.
            let _ = tokio::time::timeout(SECOND, core.send_draft(&draft.id)).await;
        });
        self.disk.unwatch();
        self.crash(end);
        self.with(async |core| {
            let drafts = core.drafts(&self.account).await.unwrap();
            if let Some(draft) = drafts.into_iter().find(|draft| draft.text == text) {
                let sent = core.send_draft(&draft.id).await.unwrap();
                assert!(matches!(sent, Sent::Queued(_)), "{sent:?}");
            }
        });
    }

    /// Lets what was begun come to rest, and holds that it is then as it should be.
    fn settle(&mut self, reference: &Reference) {
        self.with(async |_| tokio::time::sleep(STEP).await);
        let (mut waited, mut pause, mut healed) = (Duration::ZERO, SECOND, false);
        while let Err(difference) = self.compare(reference) {
            // What is still to go wrong may keep one operation waiting again and again: the promise is for when that is over.
            if waited >= LIMIT && !std::mem::replace(&mut healed, true) {
                self.desk.heal();
                (waited, pause) = (Duration::ZERO, SECOND);
            }
            if waited >= LIMIT && std::env::var_os("SVARA_MODEL_VERBOSE").is_some() {
                println!("not at rest: {difference}");
            }
            assert!(waited < LIMIT, "not at rest: {difference}\nshould be: {reference:#?}");
            self.with(async |_| tokio::time::sleep(pause).await);
            waited += pause;
            pause = (pause * 2).min(SECOND * 30);
        }
        self.watch(reference);
    }

    fn watch(&mut self, reference: &Reference) {
        let mut watching = std::mem::take(&mut self.watching);
        watching.look(self, reference);
        self.watching = watching;
    }

    /// What is other than it should be.
    fn compare(&self, reference: &Reference) -> Result<(), String> {
        self.with(async |core| {
            same("drafts", self.drafts(core).await, sorted(reference.drafts.iter().map(written)))?;
            let outbox = reference.outbox.iter().map(|operation| operation.text.clone()).collect::<Vec<_>>();
            let operations = core.operations(&self.account).await.unwrap();
            same("outbox", operations.iter().map(|operation| operation.text.clone()).collect(), outbox)?;
            self.compare_desk(reference)?;
            if !reference.is_connected() {
                return Ok(());
            }
            for (operation, should) in operations.iter().zip(&reference.outbox) {
                same("stuck", operation.is_stuck(), should.stuck)?;
            }
            let brief = account(core).await;
            same("freshness", brief.health.freshness, Freshness::UpToDate)?;
            let mut counts = [0; 3];
            let lists = [Status::AwaitingFeedback, Status::Open, Status::Closed];
            for (status, count) in lists.into_iter().zip(&mut counts) {
                let page = core.issues(&self.account, status, None, 200).await.unwrap();
                *count = page.total;
                let titles = page.rows.into_iter().map(|row| row.issue.title);
                let should = reference.issues.iter().filter(|issue| issue.status == status);
                same("list", sorted(titles), sorted(should.map(|issue| issue.title.clone())))?;
            }
            same("counts", brief.issues, counts)
        })
    }

    /// What the desk has, whoever knows of it. Each text came once.
    fn compare_desk(&self, reference: &Reference) -> Result<(), String> {
        let texts = |entries: Vec<String>| entries.join(" | ");
        let there = self.desk.issues().into_iter().map(|issue| {
            let entries = issue.entries.into_iter().map(|entry| entry.text).collect();
            format!("{} {:?}: {}", issue.title, issue.status, texts(entries))
        });
        let should = reference
            .issues
            .iter()
            .map(|issue| format!("{} {:?}: {}", issue.title, issue.status, texts(issue.entries.clone())));
        same("the desk", sorted(there), sorted(should))
    }

    fn happen(&mut self, what: &What) {
        if let What::Look { issue: Some(issue) } = what {
            self.watching.looks(issue);
        }
        match what {
            What::Restart => self.restart(),
            What::Crash(end) => self.crash(*end),
            What::SendCut { draft, changes, end } => self.send_cut(draft, *changes, *end),
            What::Press { place, act } => {
                self.desktop.act(*place, *act);
            }
            What::Network { up } => self.desk.set_down(!up),
            What::LoseRequests { count } => self.desk.lose_requests(*count),
            What::LoseAnswers { count } => self.desk.lose_answers(*count),
            What::Fail { count } => self.desk.fail(*count),
            What::SignedOut => self.desk.sign_out(),
            What::Expire => self.desk.expire_cursors(),
            What::Service { there } => self.desktop.set_missing(!there),
            What::Turn { hours } => self.clock.turn(SignedDuration::from_hours(i64::from(*hours))),
            What::Ask { issue, word } => self.desk.ask(issue, &text(*word)),
            What::Reply { issue, word } => self.desk.reply(issue, &text(*word)),
            What::Close { issue } => self.desk.close(issue),
            What::Reopen { issue } => self.desk.reopen(issue),
            own => self.with(async |core| self.do_own(core, own).await),
        }
    }

    /// What the member does in the window.
    async fn do_own(&self, core: &Core, what: &What) {
        let id = |title: &str| RemoteId::new(self.desk.titled(title).unwrap().id);
        match what {
            What::Write { word } => {
                let draft = core.begin_draft(&self.account, None).await.unwrap();
                let fields = [text(*word), "en".into(), text(*word)];
                core.save_draft(&draft.id, fields).await.unwrap();
            }
            What::Answer { issue, word } => {
                let draft = core.begin_draft(&self.account, Some(id(issue))).await.unwrap();
                core.save_draft(&draft.id, [draft.title, draft.language, text(*word)]).await.unwrap();
            }
            What::Rewrite { draft, word } => {
                let draft = self.draft(core, draft).await;
                core.save_draft(&draft.id, [draft.title, draft.language, text(*word)]).await.unwrap();
            }
            What::Delete { draft } => core.delete_draft(&self.draft(core, draft).await.id).await.unwrap(),
            What::Send { draft } => {
                let sent = core.send_draft(&self.draft(core, draft).await.id).await.unwrap();
                assert!(matches!(sent, Sent::Queued(_)), "{sent:?}");
            }
            What::TakeBack { operation } => {
                let id = self.operation(core, operation).await;
                core.take_back(&id).await.unwrap();
            }
            What::Retry { operation } => {
                let id = self.operation(core, operation).await;
                core.retry(&id).await.unwrap();
            }
            What::Look { issue } => {
                let at = issue.as_ref().map(|issue| (self.account.clone(), id(issue)));
                core.looking(at.map(Into::into)).await.unwrap();
            }
            What::SignIn => assert_eq!(sign_in(core).await, self.account, "the same account"),
            What::Check => core.check_now(&self.account).await.unwrap(),
            What::Pass { seconds } => tokio::time::sleep(SECOND * *seconds).await,
            _ => {}
        }
    }

    async fn drafts(&self, core: &Core) -> Vec<String> {
        let issues = self.desk.issues();
        let drafts = core.drafts(&self.account).await.unwrap().into_iter().map(|draft| {
            let id = draft.issue.as_ref().map(RemoteId::as_str);
            let issue =
                id.and_then(|id| issues.iter().find(|issue| issue.id == id)).map(|issue| &issue.title);
            let title = if id.is_none() { format!("English - {}", draft.title) } else { draft.title };
            format!("{title} {issue:?}: {}", draft.text)
        });
        sorted(drafts)
    }

    async fn draft(&self, core: &Core, text: &str) -> svara_core::DraftBrief {
        let drafts = core.drafts(&self.account).await.unwrap();
        drafts.into_iter().find(|draft| draft.text == text).expect("the draft is there")
    }

    async fn operation(&self, core: &Core, text: &str) -> String {
        let operations = core.operations(&self.account).await.unwrap();
        operations.into_iter().find(|operation| operation.text == text).expect("it is in the outbox").id
    }
}

async fn sign_in(core: &Core) -> AccountId {
    core.sign_in("https://desk.example", "elsa", "x".to_owned().into()).await.unwrap().account.id
}

async fn account(core: &Core) -> AccountBrief {
    core.accounts().await.unwrap().remove(0)
}

fn written(draft: &super::reference::Written) -> String {
    format!("{} {:?}: {}", draft.title, draft.issue, draft.text)
}

fn sorted(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut texts: Vec<String> = texts.collect();
    texts.sort();
    texts
}

#[allow(clippy::needless_pass_by_value, reason = "what is compared was made for it")]
fn same<T: PartialEq + std::fmt::Debug>(what: &str, is: T, should: T) -> Result<(), String> {
    if is == should { Ok(()) } else { Err(format!("{what}: {is:?}, should be {should:?}")) }
}

impl StateMachineTest for System {
    type SystemUnderTest = Self;
    type Reference = Reference;

    fn init_test(reference: &Reference) -> Self {
        Self::new(reference)
    }

    fn apply(mut system: Self, reference: &Reference, step: Step) -> Self {
        system.happen(&step.what);
        if let Some((after, end)) = step.cut {
            let after = Duration::from_millis(after.into());
            system.with(async |_| tokio::time::sleep(after).await);
            system.crash(end);
        }
        system.settle(reference);
        system
    }

    /// Everything that went wrong goes well, time passes, and everything comes to rest.
    fn teardown(mut system: Self, mut reference: Reference) {
        for what in [What::Network { up: true }, What::SignIn, What::Service { there: true }] {
            let step = Step { what, cut: None };
            reference = <Reference as proptest_state_machine::ReferenceStateMachine>::apply(reference, &step);
            system.happen(&step.what);
        }
        system.desk.heal();
        system.settle(&reference);
        system.with(async |_| tokio::time::sleep(SECOND * 7_400).await);
        system.settle(&reference);
        let run = system.run.take().unwrap();
        run.runtime.block_on(run.core.stop());
    }
}
