//! A member's varied hour with the app, as a seed decides it, and the images that are taken of it.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

use fastrand::Rng;
use svara_core::{Appearance, Core, Sent, Settings};
use svara_model::{AccountId, ActKind, RemoteId};
use svara_tests::{
    disk::{Crash, Image, Verdict},
    rig::{House, RecordedNotice, Scene},
};

use crate::ledger::{Ledger, Place};

/// How many things happen in a script.
const STEPS: usize = 45;
/// One of so many changes of the disk is a crash.
const RARE: u64 = 30;

/// One crash: what is left, and what had been promised.
pub(crate) struct Moment {
    /// The seed, the crash and the change of the disk at which it came.
    pub(crate) when: String,
    pub(crate) app: Image,
    pub(crate) desk: Image,
    pub(crate) ledger: Ledger,
    pub(crate) notices: Vec<RecordedNotice>,
}

/// A member at work.
struct Script<'a> {
    rng: Rng,
    house: &'a House,
    core: Core,
    account: AccountId,
    ledger: Arc<Mutex<Ledger>>,
    /// Drafts by the name of the thing: id, the issue replied to, the newest text, pictures.
    drafts: BTreeMap<String, Draft>,
    made: usize,
    picture: PathBuf,
}

#[derive(Clone)]
struct Draft {
    id: String,
    issue: Option<String>,
    text: String,
    pictures: usize,
}

/// Runs the script of a seed; answers its crashes.
pub(crate) async fn run(scene: &Scene, files: &Path, seed: u64) -> Vec<Moment> {
    let house = House::of(scene, files, seed).await.unwrap();
    let ledger = Arc::new(Mutex::new(Ledger::default()));
    let moments = Arc::new(Mutex::new(Vec::new()));
    watch(&house, &ledger, &moments, seed);
    let core = house.open().await.unwrap();
    let mut script = Script {
        rng: Rng::with_seed(seed),
        house: &house,
        core,
        account: scene.account.clone(),
        ledger,
        drafts: BTreeMap::new(),
        made: 0,
        picture: Path::new(env!("CARGO_MANIFEST_DIR")).join("../icons/32x32.png"),
    };
    for _ in 0..STEPS {
        script.step().await;
    }
    script.core.stop().await;
    drop(script);
    house.disk.unwatch();
    Arc::into_inner(moments).unwrap().into_inner().unwrap()
}

fn watch(house: &House, ledger: &Arc<Mutex<Ledger>>, moments: &Arc<Mutex<Vec<Moment>>>, seed: u64) {
    let (ledger, moments) = (ledger.clone(), moments.clone());
    let (desk, notifier) = (house.desk_disk.clone(), house.notifier.clone());
    let mut rng = Rng::with_seed(!seed);
    house.disk.watch(Box::new(move |op| {
        if rng.u64(0..RARE) == 0 {
            let crash = if rng.u8(0..4) == 0 { Crash::Kill } else { Crash::PowerCut { seed: rng.u64(..) } };
            moments.lock().unwrap().push(Moment {
                when: format!(
                    "seed {seed}, {crash:?} before change {}: {:?} {}",
                    op.number, op.kind, op.path
                ),
                app: op.disk.crash(crash),
                desk: desk.image(),
                ledger: ledger.lock().unwrap().clone(),
                notices: notifier.notices(),
            });
        }
        Verdict::Go
    }));
}

impl Script<'_> {
    async fn step(&mut self) {
        match self.rng.u8(0..26) {
            0..3 => self.begin(None).await,
            3..5 => self.begin_reply().await,
            5..10 => self.go_on_writing().await,
            10..12 => self.add_picture().await,
            12..15 => self.send().await,
            15 => self.throw_away().await,
            16..19 => self.desk_does_something().await,
            19 => self.look().await,
            20 => self.press_a_notice().await,
            21 => self.change_settings().await,
            22 => self.house.line.set_down(self.rng.bool()),
            23 => self.core.check_now(&self.account).await.unwrap(),
            _ => {
                let length = Duration::from_millis(1 << self.rng.u32(4..20));
                self.house.pass(length).await;
            }
        }
        self.house.pass(Duration::from_millis(self.rng.u64(0..300))).await;
    }

    async fn begin(&mut self, issue: Option<String>) {
        if self.drafts.values().any(|draft| draft.issue == issue && issue.is_some()) {
            return;
        }
        let draft = self.core.begin_draft(&self.account, issue.clone().map(RemoteId::new)).await.unwrap();
        self.made += 1;
        let name = format!("m{:03}", self.made);
        let draft = Draft { id: draft.id, issue, text: String::new(), pictures: 0 };
        self.save(&name, draft).await;
    }

    async fn begin_reply(&mut self) {
        let issues = self.house.issues().await.unwrap();
        let issue = issues[self.rng.usize(..issues.len())].id.clone();
        // Only what the app knows can be replied to.
        if self.core.issue(&self.account, &RemoteId::new(issue.as_str())).await.is_ok() {
            self.ledger().looked.insert(issue.clone());
            self.begin(Some(issue)).await;
        }
    }

    async fn save(&mut self, name: &str, mut draft: Draft) {
        let longer = "ord ".repeat(self.rng.usize(0..1_500));
        draft.text = format!("{name} {} {longer}.", self.rng.u32(..));
        let title = if draft.issue.is_some() { String::new() } else { name.to_owned() };
        let place = Place::Draft(draft.text.clone(), draft.pictures);
        self.ledger().may(name, place.clone());
        let fields = [title, "sv".to_owned(), draft.text.clone()];
        self.core.save_draft(&draft.id, fields).await.unwrap();
        self.ledger().is(name, place);
        self.drafts.insert(name.to_owned(), draft);
    }

    fn some_draft(&mut self) -> Option<(String, Draft)> {
        let count = self.drafts.len();
        let at = (count > 0).then(|| self.rng.usize(..count))?;
        self.drafts.iter().nth(at).map(|(name, draft)| (name.clone(), draft.clone()))
    }

    async fn go_on_writing(&mut self) {
        if let Some((name, draft)) = self.some_draft() {
            self.save(&name, draft).await;
        }
    }

    async fn add_picture(&mut self) {
        let Some((name, mut draft)) = self.some_draft() else { return };
        if draft.pictures >= 2 {
            return;
        }
        draft.pictures += 1;
        let place = Place::Draft(draft.text.clone(), draft.pictures);
        self.house.picker.choose_files(vec![self.picture.clone()]);
        self.ledger().may(&name, place.clone());
        let picked = self.core.pick_pictures(&draft.id).await.unwrap();
        assert_eq!(picked.draft.pictures.len(), draft.pictures, "{:?}", picked.refused);
        self.ledger().is(&name, place);
        self.drafts.insert(name, draft);
    }

    async fn send(&mut self) {
        let Some((name, draft)) = self.some_draft() else { return };
        let place = Place::Sent(draft.text.trim().to_owned(), draft.pictures);
        self.ledger().may(&name, place.clone());
        match self.core.send_draft(&draft.id).await.unwrap() {
            Sent::Queued(_) => {
                self.ledger().is(&name, place);
                self.drafts.remove(&name);
            }
            Sent::Faulty(faults) => panic!("{faults:?}"),
        }
    }

    async fn throw_away(&mut self) {
        let Some((name, draft)) = self.some_draft() else { return };
        self.ledger().may(&name, Place::Nowhere);
        self.core.delete_draft(&draft.id).await.unwrap();
        self.ledger().is(&name, Place::Nowhere);
        self.drafts.remove(&name);
    }

    async fn desk_does_something(&mut self) {
        let issues = self.house.issues().await.unwrap();
        for _ in 0..self.rng.usize(1..4) {
            let issue = &issues[self.rng.usize(..issues.len())];
            let text = format!("Fråga {}", self.rng.u32(..));
            let done = match (issue.status.as_str(), self.rng.u8(0..6)) {
                ("open", 0..4) => self.house.ask(&issue.id, &text).await,
                ("open" | "awaiting_feedback", 4) => self.house.close(&issue.id).await,
                ("closed", _) => Ok(()),
                _ => self.house.tell(&issue.id, &text).await,
            };
            // The same issue may come twice; the second time it may be closed.
            drop(done);
        }
    }

    async fn look(&mut self) {
        let issues = self.house.issues().await.unwrap();
        let id = &issues[self.rng.usize(..issues.len())].id;
        self.ledger().looked.insert(id.clone());
        let at = RemoteId::new(id.as_str());
        self.core.looking(Some((self.account.clone(), at.clone()).into())).await.unwrap();
        self.core.issue(&self.account, &at).await.ok();
        self.house.pass(Duration::from_secs(2)).await;
        self.core.looking(None).await.unwrap();
    }

    async fn press_a_notice(&mut self) {
        let standing: Vec<_> = self.house.notifier.notices().into_iter().filter(|n| n.standing).collect();
        if let Some(notice) = standing.first() {
            let act = [ActKind::Later, ActKind::Answer, ActKind::Gone][self.rng.usize(..3)];
            if act == ActKind::Later {
                self.ledger().later.insert(notice.tag.clone());
            }
            self.house.notifier.act(&notice.tag, act).await;
        }
    }

    async fn change_settings(&mut self) {
        let appearance = [Appearance::System, Appearance::Light, Appearance::Dark][self.rng.usize(..3)];
        let settings = Settings { appearance, ..self.core.settings().await.unwrap() };
        self.core.change_settings(settings).await.unwrap();
    }

    fn ledger(&self) -> std::sync::MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap()
    }
}
