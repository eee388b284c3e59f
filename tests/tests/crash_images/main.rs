//! Crash images (tier R3): the app is cut off at any change of its disk, by a kill or by a power cut that keeps any part of
//! what was not synced. Whatever is left, it opens sound, everything promised is there, and it goes on as if nothing were.
//!
//! `SVARA_CRASH_IMAGES=50000` takes more of them; `SVARA_CRASH_SEED=17` runs the script of one seed.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "tests"
)]

mod ledger;
mod script;

use std::{collections::BTreeSet, path::Path, time::Duration};

use rusqlite::{Connection, OpenFlags};
use svara_core::{Core, Freshness, OperationBrief, SendState, Trouble};
use svara_model::Status;
use svara_tests::{
    disk::{Disk, Image},
    rig::{House, Scene},
};

use ledger::Found;
use script::Moment;

/// Longer than twice the longest back-off of any loop.
const CALM: Duration = Duration::from_secs(1_800);

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Runs something on paused time, from the same moment every time.
fn on_paused_time<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .unwrap()
        .block_on(work)
}

#[test]
fn whatever_a_crash_leaves_is_sound_and_keeps_every_promise() {
    let wanted = number("SVARA_CRASH_IMAGES").unwrap_or(1_000);
    let only = number("SVARA_CRASH_SEED");
    let files = tempfile::tempdir().unwrap();
    let scene = on_paused_time(Scene::make(files.path())).unwrap();
    // Two at a time, each with seeds of its own, so that the same images are taken however fast either is.
    let halves: Vec<(u64, usize)> = std::thread::scope(|scope| {
        let workers = [0, 1].map(|half| {
            let (scene, files) = (&scene, files.path());
            let seeds = only.map_or((half..u64::MAX).step_by(2), |seed| (seed + half..seed + 1).step_by(2));
            scope.spawn(move || scripts(scene, files, seeds, wanted.div_ceil(2)))
        });
        workers.into_iter().map(|worker| worker.join().unwrap()).collect()
    });
    let images: u64 = halves.iter().map(|half| half.0).sum();
    let promises: usize = halves.iter().map(|half| half.1).sum();
    println!("{images} images, {promises} promises kept");
    assert!(promises as u64 > images, "the scripts promise too little");
}

/// Runs the scripts of these seeds until there were so many images; answers how many, and how many promises they kept.
fn scripts(scene: &Scene, files: &Path, seeds: impl Iterator<Item = u64>, wanted: u64) -> (u64, usize) {
    let (mut images, mut promises) = (0, 0);
    for seed in seeds {
        for moment in on_paused_time(script::run(scene, files, seed)) {
            on_paused_time(check(scene, files, &moment));
            (images, promises) = (images + 1, promises + moment.ledger.promises());
        }
        if images >= wanted {
            break;
        }
    }
    (images, promises)
}

/// What is left after the crash is opened twice: without the desk, to see what is there; with it, to see that it goes on.
async fn check(scene: &Scene, files: &Path, moment: &Moment) {
    let when = &moment.when;
    sound(&moment.app, when);
    only_shown_rounds_are_marked(scene, moment);
    let left = scene.left_as(moment.app.clone(), moment.desk.clone(), moment.notices.clone());
    let house = House::of(&left, files, 1).await.unwrap();
    house.line.set_down(true);
    let core = house.open().await.unwrap_or_else(|problem| panic!("{when}: {problem}"));
    let found = found(&house, &core, scene).await;
    assert_eq!(moment.ledger.broken(&found), "", "{when}");
    house.line.set_down(false);
    core.check_now(&scene.account).await.unwrap();
    goes_on(&house, &core, scene, moment).await;
    core.stop().await;
}

/// D1: both files pass SQLite's own check.
fn sound(image: &Image, when: &str) {
    let disk = Disk::from_image(image).unwrap();
    for path in image.paths().iter().filter(|path| path.ends_with(".db")) {
        let answer: String =
            open(&disk, path).query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(answer, "ok", "{when}: {path}");
    }
}

fn open(disk: &Disk, path: &str) -> Connection {
    Connection::open_with_flags_and_vfs(
        disk.folder().join(path),
        OpenFlags::SQLITE_OPEN_READ_WRITE,
        disk.vfs(),
    )
    .unwrap()
}

fn column(connection: &Connection, query: &str) -> Vec<String> {
    let mut statement = connection.prepare(query).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// N6: a round is marked as told only when a notice of it was shown, or the member looked at its issue.
fn only_shown_rounds_are_marked(scene: &Scene, moment: &Moment) {
    let marked_before = marked(&scene.app);
    let disk = Disk::from_image(&moment.app).unwrap();
    let cache = open(&disk, "app/cache.db");
    let shown: BTreeSet<&str> = moment.notices.iter().map(|notice| notice.tag.as_str()).collect();
    let summary = shown.iter().any(|tag| tag.starts_with("summary/"));
    for round in marked(&moment.app).difference(&marked_before) {
        let key = round.split_once('/').unwrap().1;
        let issue = column(&cache, &format!("SELECT issue FROM round WHERE key = '{key}'"));
        let looked = issue.iter().any(|issue| moment.ledger.looked.contains(issue));
        // A cache that lost its last commits may not know the round any more.
        let shown = summary || shown.contains(format!("round/{round}").as_str());
        assert!(shown || looked || issue.is_empty(), "{}: {round} is marked and was not shown", moment.when);
    }
}

/// The rounds that are marked as told one by one, with their account.
fn marked(app: &Image) -> BTreeSet<String> {
    let told = "SELECT account || '/' || round FROM told WHERE occasion NOT IN ('baseline', 'summary')";
    column(&open(&Disk::from_image(app).unwrap(), "app/keep.db"), told).into_iter().collect()
}

async fn found(house: &House, core: &Core, scene: &Scene) -> Found {
    let drafts = core.drafts(&scene.account).await.unwrap();
    let outbox = core.operations(&scene.account).await.unwrap();
    Found {
        drafts: drafts.into_iter().map(|draft| (draft.text, draft.pictures.len())).collect(),
        outbox: outbox.into_iter().map(|sent| (sent.text, sent.pictures.len())).collect(),
        desk: house.written().await.unwrap(),
    }
}

/// Everything queued arrives once, the lists become the desk's, and every open round is told.
async fn goes_on(house: &House, core: &Core, scene: &Scene, moment: &Moment) {
    let when = &moment.when;
    let settled = house.within(CALM, "nothing is on its way", async || {
        let fresh = house.freshness(core).await? == Freshness::UpToDate;
        Ok(fresh && core.operations(&scene.account).await?.iter().all(is_refused))
    });
    if let Err(problem) = settled.await {
        panic!("{when}: {problem}: {:#?}", core.operations(&scene.account).await);
    }
    house.pass(Duration::from_secs(150)).await;
    let refused = core.operations(&scene.account).await.unwrap();
    let written = house.written().await.unwrap();
    let times = |text: &str| written.iter().filter(|(there, _)| there == text).count();
    let (must, may) = moment.ledger.arrivals();
    for text in must {
        let due = usize::from(!refused.iter().any(|operation| operation.text == text));
        assert_eq!(times(text), due, "{when}: {text:.20} arrived so often");
    }
    for text in may {
        assert!(times(text) <= 1, "{when}: {text:.20} arrived more than once");
    }
    lists_are_the_desks(house, core, scene, when).await;
    rounds_are_told(house, moment);
}

/// A reply to an issue that was closed meanwhile is not taken: the member's turn.
fn is_refused(operation: &OperationBrief) -> bool {
    operation.state == SendState::Stuck && operation.trouble == Some(Trouble::Refused)
}

/// N6: the cursor never passed anything that the lists do not have.
async fn lists_are_the_desks(house: &House, core: &Core, scene: &Scene, when: &str) {
    let mut ours = Vec::new();
    for status in [Status::Open, Status::AwaitingFeedback, Status::Closed] {
        let page = core.issues(&scene.account, status, None, 200).await.unwrap();
        ours.extend(page.rows.into_iter().map(|row| (row.issue.id.to_string(), status)));
    }
    let mut desks: Vec<_> = house
        .issues()
        .await
        .unwrap()
        .into_iter()
        .map(|issue| {
            let status = match issue.status.as_str() {
                "open" => Status::Open,
                "closed" => Status::Closed,
                _ => Status::AwaitingFeedback,
            };
            (issue.id, status)
        })
        .collect();
    ours.sort_by(|a, b| a.0.cmp(&b.0));
    desks.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(ours, desks, "{when}");
}

/// N1, N2: after the crash every open round is told, and none again that was marked.
fn rounds_are_told(house: &House, moment: &Moment) {
    let (cache, keep) = (open(&house.disk, "app/cache.db"), open(&house.disk, "app/keep.db"));
    let told: BTreeSet<String> = column(&keep, "SELECT round FROM told").into_iter().collect();
    for round in column(&cache, "SELECT key FROM round WHERE NOT over") {
        assert!(told.contains(&round), "{}: {round} is open and was not told", moment.when);
    }
    let marked = marked(&moment.app);
    for notice in house.notifier.notices().into_iter().skip(moment.notices.len()) {
        let round = notice.tag.trim_start_matches("round/");
        let again = marked.contains(round) && !moment.ledger.later.contains(&notice.tag);
        assert!(!again || !notice.urgent, "{}: {} was told again", moment.when, notice.tag);
    }
}
