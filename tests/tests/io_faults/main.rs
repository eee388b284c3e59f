//! I/O faults (tier R4): while the app does each of twelve things, the n-th change of its disk fails, for every n: with an
//! error of the device, because the disk is full, or half-way; once, or from then on until somebody helps. So does the n-th
//! read. The app does not panic, says what is in the way, goes on reading what can be read, and recovers without a restart
//! with everything it had promised.
//!
//! Faults that last begin at every fifth change or read; `SVARA_IO_STEP=1` has them begin at each. `SVARA_IO_FLOW=Send` runs one flow,
//! `SVARA_IO_AT=7` begins at that change.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test ends at what it did not expect, and says how far it came"
)]

mod stage;

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering::SeqCst},
    },
    time::Duration,
};

use rusqlite::{Connection, OpenFlags};
use svara_core::{Core, DiskState, Trouble};
use svara_tests::{
    disk::{Disk, DiskOp, OpKind, Verdict},
    rig::{House, Scene},
};

use stage::{FLOWS, Flow, Stage};

/// Longer than any pause of a loop that waits for the disk, and than a *Later*.
const CALM: Duration = Duration::from_secs(2 * 3600);

static PANICS: AtomicU64 = AtomicU64::new(0);

/// What fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    /// A change, so.
    Change(Verdict),
    /// A read, with an error of the device.
    Read,
}

/// How the disk fails.
#[derive(Clone, Copy, Debug)]
struct How {
    what: What,
    /// Until it is lifted, else once.
    lasting: bool,
}

/// How, and at which change or read.
#[derive(Clone, Copy, Debug)]
struct Trial {
    how: How,
    at: u64,
}

/// Whether the fault has come.
#[derive(Clone, Default)]
struct Fault {
    hit: Arc<AtomicBool>,
}

impl Fault {
    fn set(&self, disk: &Disk, trial: Trial) {
        let (hit, mut count) = (self.hit.clone(), 0);
        let mut meets = move || {
            count += 1;
            let meets = if trial.how.lasting { count > trial.at } else { count == trial.at + 1 };
            hit.fetch_or(meets, SeqCst);
            meets
        };
        match trial.how.what {
            What::Read => disk.watch_reads(Box::new(move |_| !meets())),
            What::Change(verdict) => disk.watch(Box::new(move |op| {
                if can_meet(verdict, trial.how.lasting, op) && meets() { verdict } else { Verdict::Go }
            })),
        }
    }
}

/// A disk that stays full refuses what takes up more of it; what is written half is written.
fn can_meet(verdict: Verdict, lasting: bool, op: &DiskOp<'_>) -> bool {
    match verdict {
        Verdict::Short => op.kind == OpKind::Write,
        Verdict::Full if lasting => op.grows,
        _ => true,
    }
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

fn on_paused_time<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .unwrap()
        .block_on(work)
}

#[test]
fn a_failing_disk_is_said_and_survived_in_every_flow() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        PANICS.fetch_add(1, SeqCst);
        before(panic);
    }));
    let files = tempfile::tempdir().unwrap();
    let scene = on_paused_time(Scene::make(files.path())).unwrap();
    let runs: u64 = std::thread::scope(|scope| {
        let workers = [0, 1].map(|half| {
            let (scene, files) = (&scene, files.path());
            scope.spawn(move || {
                trials().skip(half).step_by(2).map(|(flow, how)| series(scene, files, flow, how)).sum::<u64>()
            })
        });
        workers.into_iter().map(|worker| worker.join().unwrap()).sum()
    });
    println!("{runs} faults met");
}

/// Every flow with every way of failing.
fn trials() -> impl Iterator<Item = (Flow, How)> {
    let only = std::env::var("SVARA_IO_FLOW").ok();
    let wanted = move |flow: &Flow| only.as_ref().is_none_or(|name| *name == format!("{flow:?}"));
    let hows = [
        How { what: What::Change(Verdict::Io), lasting: false },
        How { what: What::Change(Verdict::Full), lasting: false },
        How { what: What::Change(Verdict::Short), lasting: false },
        How { what: What::Change(Verdict::Io), lasting: true },
        How { what: What::Change(Verdict::Full), lasting: true },
        How { what: What::Read, lasting: false },
        How { what: What::Read, lasting: true },
    ];
    FLOWS.into_iter().filter(wanted).flat_map(move |flow| hows.map(|how| (flow, how)))
}

/// Runs a flow until it is over before the fault comes; answers how often it came.
fn series(scene: &Scene, files: &Path, flow: Flow, how: How) -> u64 {
    let first = number("SVARA_IO_AT").unwrap_or(0);
    let step = if how.lasting { number("SVARA_IO_STEP").unwrap_or(5) } else { 1 };
    let mut runs = 0;
    while on_paused_time(run(scene, files, flow, Trial { how, at: first + runs * step })) {
        runs += 1;
    }
    assert!(runs > 0 || first > 0, "{flow:?} changes and reads nothing");
    println!("{flow:?}: {how:?}: {runs} times");
    runs
}

/// Runs a flow; whether it met the fault.
async fn run(scene: &Scene, files: &Path, flow: Flow, trial: Trial) -> bool {
    let what = format!("{flow:?}, {trial:?}");
    let house = House::of(&flow.scene(scene), files, 1).await.unwrap();
    let fault = Fault::default();
    if flow == Flow::OpenFirst {
        fault.set(&house.disk, trial);
    }
    let core = open(&house, &fault, &what).await;
    let mut stage = Stage::new(flow, &house, core, &scene.account).await.unwrap();
    stage.before().await.unwrap_or_else(|problem| panic!("{what}: before: {problem}"));
    if flow != Flow::OpenFirst {
        if trial.how.what == What::Read {
            // What was read before is in memory: the next run of the app reads it anew.
            stage.core.stop().await;
        }
        fault.set(&house.disk, trial);
        if trial.how.what == What::Read {
            let core = open(&house, &fault, &what).await;
            stage = stage.again(&house, core);
        }
    }
    let acted = stage.act().await;
    if !fault.hit.load(SeqCst) {
        stage.core.stop().await;
        return false;
    }
    assert!(matches!(acted, Ok(()) | Err(Trouble::Storage)), "{what}: {acted:?}");
    let read = stage.reads().await;
    let unread = trial.how.what == What::Read && trial.how.lasting;
    assert!(read.is_ok() || (unread && read == Err(Trouble::Storage)), "{what}: reading: {read:?}");
    if trial.how.lasting && acted.is_err() {
        assert_ne!(stage.core.disk(), DiskState::Fine, "{what}: nobody is told");
    }
    house.disk.unwatch();
    recovers(&stage, acted.is_err(), &what).await;
    if trial.how.what == What::Read {
        // What was not read is no damage: nothing is moved aside or rescued for it.
        let image = house.disk.image();
        assert!(!image.paths().iter().any(|path| path.contains(".damaged-")), "{what}: taken for damage");
    }
    lasts(scene, &stage, files, &what).await;
    assert_eq!(PANICS.load(SeqCst), 0, "{what}: a task panicked");
    true
}

/// The app, opened again if the fault came while it was.
async fn open(house: &House, fault: &Fault, what: &str) -> Core {
    let mut opened = house.open().await;
    if opened.is_err() {
        assert!(fault.hit.load(SeqCst), "{what}: not opened: {:?}", opened.err());
        house.disk.unwatch();
        opened = house.open().await;
    }
    opened.unwrap_or_else(|problem| panic!("{what}: not opened after the fault: {problem}"))
}

/// D2: once the disk works again the same app comes to the flow's end.
async fn recovers(stage: &Stage<'_>, again: bool, what: &str) {
    let signed_out = stage.flow == Flow::SignOut && stage.core.accounts().await.unwrap().is_empty();
    let signed_in = stage.flow == Flow::SignIn && !stage.core.accounts().await.unwrap().is_empty();
    if again && !signed_in && !signed_out {
        let acted = stage.act().await;
        assert!(acted.is_ok(), "{what}: after the fault: {acted:?}");
    }
    let step = if stage.flow == Flow::Later { 60 } else { 1 };
    let end = CALM.as_secs() / step;
    for _ in 0..end {
        let holds = stage.holds().await.unwrap_or_else(|problem| panic!("{what}: {problem}"));
        if holds && stage.core.disk() == DiskState::Fine {
            return;
        }
        stage.house.pass(Duration::from_secs(step)).await;
    }
    panic!(
        "{what}: does not recover: the disk is {:?}; {:#?}",
        stage.core.disk(),
        stage.house.notifier.notices()
    );
}

/// What was reached is on the disk, which is sound.
async fn lasts(scene: &Scene, stage: &Stage<'_>, files: &Path, what: &str) {
    stage.core.stop().await;
    let image = stage.house.disk.image();
    let copy = Disk::from_image(&image).unwrap();
    for path in image.paths().iter().filter(|path| path.ends_with(".db")) {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
        let file = Connection::open_with_flags_and_vfs(copy.folder().join(path), flags, copy.vfs()).unwrap();
        let answer: String = file.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(answer, "ok", "{what}: {path}");
    }
    if matches!(stage.flow, Flow::Notice | Flow::Later | Flow::SignIn | Flow::OpenFirst | Flow::SignOut) {
        return;
    }
    let left = scene.left_as(image, stage.house.desk_disk.image(), stage.house.notifier.notices());
    let house = House::of(&left, files, 2).await.unwrap();
    house.line.set_down(true);
    let core = house.open().await.unwrap_or_else(|problem| panic!("{what}: not opened again: {problem}"));
    let later = stage.again(&house, core);
    assert!(later.holds().await.unwrap(), "{what}: gone after a restart");
    later.core.stop().await;
}
