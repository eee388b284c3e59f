//! What is left after files were damaged: real damage, done to the files' own pages.

use std::collections::BTreeMap;

use proptest::{
    prelude::{ProptestConfig, any, prop},
    proptest,
};
use svara_model::Kind;

use super::*;

const PAGE: usize = 4096;

/// A `keep.db` with much in it, as its bytes: drafts of all lengths, pictures, operations and marks.
async fn rich(folder: &Path) -> Vec<u8> {
    let keep = keep_with_account(folder).await;
    for n in 0..60_usize {
        let text = format!("[draft-{n:03}]").repeat([1, 40, 700, 2500][n % 4]);
        keep.add_draft(draft(&format!("d{n:03}"), None, &text)).await.unwrap();
        if n % 10 == 0 {
            let large = NewPicture { bytes: vec![7; 20_000], ..picture(&format!("p{n:03}")) };
            keep.add_picture(&format!("d{n:03}"), large).await.unwrap();
        }
    }
    for n in 50..60 {
        keep.send(
            &format!("d{n:03}"),
            format!("o{n:03}"),
            OperationKey::new(format!("k{n}")),
            moment(1),
            None,
        )
        .await
        .unwrap();
    }
    let marks =
        (0..600).map(|n| Mark { round: RoundKey::new(format!("round {n}")), occasion: Occasion::First });
    keep.mark_told(&account(), marks.collect(), stamp(3)).await.unwrap();
    keep.file().close().await.unwrap();
    fs::read(folder.join("keep.db")).unwrap()
}

/// What of a draft or an operation must not be lost.
type Written = BTreeMap<String, String>;

async fn written(keep: &Keep) -> Written {
    let mut written = Written::new();
    for row in keep.accounts().await.unwrap() {
        let drafts = keep.drafts(&row.account.id).await.unwrap();
        written.extend(drafts.into_iter().map(|draft| (draft.id, draft.text)));
        let operations = keep.operations(&row.account.id).await.unwrap();
        written.extend(operations.into_iter().map(|operation| (operation.id, operation.text)));
    }
    written
}

/// The pages on which something of a draft or an operation lies: its text says its name over and over.
fn pages_of(bytes: &[u8], id: &str) -> Vec<usize> {
    let marker = format!("draft-{}", &id[1..]);
    let holds = |page: &[u8]| page.windows(marker.len()).any(|part| part == marker.as_bytes());
    bytes.chunks(PAGE).enumerate().filter(|(_, page)| holds(page)).map(|(n, _)| n).collect()
}

async fn check_damaged(
    whole: &[u8],
    before: &Written,
    pages: &BTreeMap<String, Vec<usize>>,
    hit: &[usize],
    seed: u64,
) {
    let folder = tempfile::tempdir().unwrap();
    let mut bytes = whole.to_vec();
    for (n, page) in hit.iter().enumerate() {
        let mut state = seed.wrapping_add(n as u64) | 1;
        for byte in &mut bytes[page * PAGE..(page + 1) * PAGE] {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *byte = (state >> 56) as u8;
        }
    }
    fs::write(folder.path().join("keep.db"), &bytes).unwrap();
    let keep = open_keep(folder.path(), &settings()).unwrap();
    // An account of which nothing is left is taken over by whoever signs in.
    let member = keep_account();
    if keep.accounts().await.unwrap().is_empty() {
        keep.adopt_account(&member).await.unwrap();
    }
    let after = written(&keep).await;
    let salvaged = keep.take_salvaged().await.unwrap();
    for (id, text) in before {
        if pages[id].iter().all(|page| !hit.contains(page)) {
            assert_eq!(after.get(id), Some(text), "{id} is intact, pages {hit:?} are not");
        } else if after.get(id) != Some(text) {
            assert!(salvaged.is_some_and(|said| said.lost), "{id} was lost without a word, pages {hit:?}");
        }
    }
    if let Some(said) = salvaged {
        assert!(folder.path().join("keep.damaged-1.db").exists(), "the damaged file is kept");
        for operation in keep.operations(&account()).await.unwrap() {
            assert!(!said.lost || (operation.unknown && operation.state == OperationState::Stuck));
        }
    }
    let told = keep.told(&account(), (0..600).map(|n| RoundKey::new(format!("round {n}"))).collect()).await;
    assert!(told.unwrap().into_iter().all(|told| told), "nothing is told again, pages {hit:?}");
    // The file is one to go on with.
    keep.add_draft(draft("new", None, "x")).await.unwrap();
    drop(keep);
    let again = open_keep(folder.path(), &settings()).unwrap();
    assert_eq!(again.take_salvaged().await.unwrap(), None, "it is said once");
    assert!(again.draft("new").await.unwrap().is_some());
}

fn keep_account() -> Account {
    Account {
        id: account(),
        kind: Kind::Svara,
        address: Address::parse("https://desk.example").unwrap(),
        user_name: "elsa".into(),
    }
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

/// The file, what it holds and where.
type Sample = (Vec<u8>, Written, BTreeMap<String, Vec<usize>>);

fn sample() -> &'static Sample {
    static SAMPLE: std::sync::OnceLock<Sample> = std::sync::OnceLock::new();
    SAMPLE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        run(async {
            let bytes = rich(folder.path()).await;
            let before = written(&open_keep(folder.path(), &settings()).unwrap()).await;
            let pages = before.keys().map(|id| (id.clone(), pages_of(&bytes, id))).collect();
            (bytes, before, pages)
        })
    })
}

#[test]
fn whichever_page_is_damaged_every_draft_on_other_pages_survives() {
    let (bytes, before, pages) = sample();
    assert_eq!(before.len(), 60);
    for page in 0..bytes.len() / PAGE {
        run(check_damaged(bytes, before, pages, &[page], page as u64));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// D3.
    #[test]
    fn whatever_is_damaged_every_draft_on_intact_pages_survives(
        hits in prop::collection::vec(any::<prop::sample::Index>(), 2..6), seed: u64,
    ) {
        let (bytes, before, pages) = sample();
        let mut hit: Vec<usize> = hits.iter().map(|hit| hit.index(bytes.len() / PAGE)).collect();
        hit.sort_unstable();
        hit.dedup();
        run(check_damaged(bytes, before, pages, &hit, seed));
    }

    /// Nothing that lies in the file makes the app fall over.
    #[test]
    fn a_file_cut_short_or_of_anything_at_all_is_replaced(
        length in 1_usize..200_000, junk in prop::collection::vec(any::<u8>(), 0..2000), cut: bool,
    ) {
        let (bytes, ..) = sample();
        let folder = tempfile::tempdir().unwrap();
        let content = if cut { bytes[..length.min(bytes.len())].to_vec() } else { junk };
        fs::write(folder.path().join("keep.db"), content).unwrap();
        run(async {
            let keep = open_keep(folder.path(), &settings()).unwrap();
            keep.put_account(&keep_account(), AccountState::In, moment(0)).await.unwrap();
        });
    }
}

#[tokio::test]
async fn what_the_log_holds_is_rescued_too() {
    let folder = tempfile::tempdir().unwrap();
    let keep = keep_with_account(folder.path()).await;
    keep.add_draft(draft("d1", None, "nur im Log")).await.unwrap();
    let other = tempfile::tempdir().unwrap();
    // As it lies there when the app is killed: nothing of it has reached the file.
    fs::write(other.path().join("keep.db"), vec![0x5a; PAGE]).unwrap();
    fs::copy(folder.path().join("keep.db-wal"), other.path().join("keep.db-wal")).unwrap();
    let rescued = open_keep(other.path(), &settings()).unwrap();
    assert_eq!(rescued.drafts(&account()).await.unwrap()[0].text, "nur im Log");
}

#[tokio::test]
async fn a_keep_that_is_damaged_while_the_app_runs_is_rescued_in_place() {
    let folder = tempfile::tempdir().unwrap();
    rich(folder.path()).await;
    let keep = open_keep(folder.path(), &settings()).unwrap();
    let renewed = std::sync::Arc::new(std::sync::atomic::AtomicU32::new(0));
    let its = renewed.clone();
    keep.file().watch().listen(move |noticed| {
        if noticed == Noticed::Renewed {
            its.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        }
    });
    keep.file().call(|db| Ok(db.execute_batch("PRAGMA shrink_memory")?)).await.unwrap();
    let path = folder.path().join("keep.db");
    let mut bytes = fs::read(&path).unwrap();
    let drafts = pages_of(&bytes, "d000")[0];
    bytes[drafts * PAGE..(drafts + 1) * PAGE].fill(0x5a);
    fs::write(&path, bytes).unwrap();
    assert!(keep.drafts(&account()).await.is_err(), "the damage was met");
    assert_eq!(renewed.load(std::sync::atomic::Ordering::SeqCst), 1);
    assert!(keep.drafts(&account()).await.unwrap().len() > 10, "the same handle goes on");
    assert!(keep.take_salvaged().await.unwrap().unwrap().lost);
}

/// Fails at a file operation, as if the app ended there.
#[derive(Debug)]
struct EndsAt(std::sync::atomic::AtomicI32);

impl EndsAt {
    fn step(&self) -> std::io::Result<()> {
        match self.0.fetch_sub(1, std::sync::atomic::Ordering::SeqCst) {
            ..=0 => Err(std::io::Error::other("the app has ended")),
            _ => Ok(()),
        }
    }
}

impl StoreFiles for EndsAt {
    fn exists(&self, file: &Path) -> std::io::Result<bool> {
        files::PlatformFiles.exists(file)
    }

    fn rename(&self, from: &Path, to: &Path) -> std::io::Result<()> {
        self.step()?;
        files::PlatformFiles.rename(from, to)
    }

    fn remove(&self, file: &Path) -> std::io::Result<()> {
        self.step()?;
        files::PlatformFiles.remove(file)
    }

    fn read(&self, file: &Path) -> std::io::Result<Vec<u8>> {
        files::PlatformFiles.read(file)
    }

    fn list(&self, folder: &Path) -> std::io::Result<Vec<String>> {
        files::PlatformFiles.list(folder)
    }
}

#[test]
fn a_rescue_that_is_interrupted_anywhere_is_ended_by_the_next_start() {
    let (bytes, before, pages) = sample();
    let spared: Vec<_> = before.iter().filter(|(id, _)| !pages[*id].contains(&5)).collect();
    let mut ended = false;
    for step in 0..40 {
        let folder = tempfile::tempdir().unwrap();
        let mut bytes = bytes.clone();
        bytes[5 * PAGE..6 * PAGE].fill(0x5a);
        fs::write(folder.path().join("keep.db"), &bytes).unwrap();
        let interrupted = StoreSettings {
            files: std::sync::Arc::new(EndsAt(std::sync::atomic::AtomicI32::new(step))),
            ..settings()
        };
        ended = open_keep(folder.path(), &interrupted).is_ok();
        let after = run(async { written(&open_keep(folder.path(), &settings()).unwrap()).await });
        for (id, text) in &spared {
            assert_eq!(after.get(*id), Some(*text), "{id} after an end at step {step}");
        }
        if ended {
            break;
        }
    }
    assert!(ended, "there are more steps than were tried");
}

#[tokio::test]
async fn a_cache_with_a_row_that_cannot_be_read_is_made_anew_in_place() {
    let folder = tempfile::tempdir().unwrap();
    let cache = open_cache(folder.path(), &settings()).unwrap();
    let id = account();
    cache.store_page(&id, page(vec![issue("1", None, 5)], "c1", false)).await.unwrap();
    let spoil = |db: &rusqlite::Transaction<'_>| Ok(db.execute("UPDATE issue SET body = '{'", [])?);
    cache.file().write(spoil).await.unwrap();
    cache.list(&id, Status::Open, None, 10).await.unwrap_err();
    assert!(cache.list(&id, Status::Open, None, 10).await.unwrap().is_empty());
    assert!(cache.sync(&id).await.unwrap().cursor.is_none(), "to be fetched again");
    assert!(folder.path().join("cache.damaged-1.db").exists());
}

#[tokio::test]
async fn a_cache_that_is_emptied_or_overwritten_while_the_app_runs_is_made_anew() {
    for content in [vec![], vec![0x5a; 40 * PAGE]] {
        let folder = tempfile::tempdir().unwrap();
        let cache = open_cache(folder.path(), &settings()).unwrap();
        let id = account();
        let issues = (0..500).map(|n| issue(&n.to_string(), None, n)).collect();
        cache.store_page(&id, page(issues, "c1", false)).await.unwrap();
        // Nothing of it is in memory or in the log any more.
        let forget = |db: &mut rusqlite::Connection| {
            Ok(db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA shrink_memory;")?)
        };
        cache.file().call(forget).await.unwrap();
        fs::write(folder.path().join("cache.db"), content).unwrap();
        let mut tries = 0;
        while cache.list(&id, Status::Open, None, 500).await.is_err() {
            tries += 1;
            assert!(tries < 3, "the cache goes on");
        }
        assert!(cache.sync(&id).await.unwrap().cursor.is_none());
        cache.store_page(&id, page(vec![issue("2", None, 5)], "c1", false)).await.unwrap();
    }
}

#[tokio::test]
async fn a_cache_of_a_newer_or_a_broken_version_is_made_anew_and_a_newer_keep_is_left_alone() {
    for spoil in ["PRAGMA user_version = 900", "DROP TABLE round", "DROP INDEX issue_by_list"] {
        let folder = tempfile::tempdir().unwrap();
        let cache = open_cache(folder.path(), &settings()).unwrap();
        cache.file().call(move |db| Ok(db.execute_batch(spoil)?)).await.unwrap();
        drop(cache);
        let cache = open_cache(folder.path(), &settings()).unwrap();
        cache.store_page(&account(), page(vec![issue("2", None, 5)], "c1", false)).await.unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let keep = keep_with_account(folder.path()).await;
    keep.file().call(|db| Ok(db.execute_batch("PRAGMA user_version = 900")?)).await.unwrap();
    drop(keep);
    assert!(matches!(open_keep(folder.path(), &settings()), Err(StoreProblem::Newer(_))));
    assert!(
        fs::read_dir(folder.path())
            .unwrap()
            .all(|file| { !file.unwrap().file_name().to_string_lossy().contains("damaged") })
    );
}

#[tokio::test]
async fn a_file_that_is_damaged_over_and_over_is_not_replaced_for_ever() {
    let folder = tempfile::tempdir().unwrap();
    let cache = open_cache(folder.path(), &settings()).unwrap();
    for _ in 0..9 {
        cache.file().call::<(), _>(|_| Err(StoreProblem::Damaged("again".into()))).await.unwrap_err();
    }
    let names = files::PlatformFiles.list(folder.path()).unwrap();
    let kept: Vec<_> =
        names.iter().filter(|name| name.contains("damaged") && name.ends_with(".db")).collect();
    assert_eq!(kept, ["cache.damaged-5.db"]);
}

#[tokio::test]
async fn an_account_whose_row_is_lost_is_known_from_where_it_is_said_again() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = rich(folder.path()).await;
    // The account's row has the name and the address; the setting has them behind a bracket.
    let row = bytes
        .chunks(PAGE)
        .position(|page| {
            page.windows(12).any(|part| part == b"https://desk")
                && page[0] == 13
                && !page.windows(2).any(|part| part == b"[\"")
        })
        .unwrap();
    let mut bytes = bytes;
    bytes[row * PAGE..(row + 1) * PAGE].fill(0x5a);
    fs::write(folder.path().join("keep.db"), &bytes).unwrap();
    let keep = open_keep(folder.path(), &settings()).unwrap();
    let accounts = keep.accounts().await.unwrap();
    assert_eq!((accounts.len(), &accounts[0].account), (1, &keep_account()));
    assert_eq!(written(&keep).await.len(), 60);
}

#[tokio::test]
async fn marks_that_were_lost_count_as_told_until_what_is_known_is_marked() {
    let folder = tempfile::tempdir().unwrap();
    let keep = keep_with_account(folder.path()).await;
    let (known, new) = (RoundKey::new("known"), RoundKey::new("new"));
    keep.file()
        .write(|db| Ok(db.execute("INSERT INTO setting VALUES ('marks lost', '1')", [])?))
        .await
        .unwrap();
    assert_eq!(keep.told(&account(), vec![known.clone(), new.clone()]).await.unwrap(), [true, true]);
    keep.settle_marks(vec![(account(), Some(vec!["known".into()]))], stamp(1)).await.unwrap();
    assert_eq!(keep.told(&account(), vec![known, new]).await.unwrap(), [true, false]);
    assert!(!keep.marks_lost().await.unwrap());
}

#[tokio::test]
async fn signing_out_removes_the_copies_of_damaged_files_too() {
    let folder = tempfile::tempdir().unwrap();
    rich(folder.path()).await;
    for name in ["keep.damaged-1.db", "keep.damaged-1.db-wal", "keep.before-2.db"] {
        fs::write(folder.path().join(name), "draft-001").unwrap();
    }
    let keep = open_keep(folder.path(), &settings()).unwrap();
    keep.erase_account(&account()).await.unwrap();
    drop(keep);
    for entry in fs::read_dir(folder.path()).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        assert!(!bytes.windows(6).any(|part| part == b"draft-"));
    }
}
