//! D4: a file of every released version becomes one of the newest with every row in it, wherever the computer is cut off
//! meanwhile. `tests/data/schemas` has each released schema with rows, as the app of that version left them.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use async_trait::async_trait;
use rusqlite::{Connection, OpenFlags, types::Value};
use svara_core::{Core, Parts, StoreMode, StoreSettings};
use svara_model::{Address, DeskKind, Failure, Found, Kind, Kinds};
use svara_tests::{
    disk::{Crash, Disk, Image, OpKind, Verdict},
    rig::{FixedDesktop, FixedPower, MemoryVault, RecordingNotifier, ScriptedPicker},
};

/// The released versions: the file's name, the version, its rows.
const RELEASED: [(&str, i64, &str); 2] = [
    ("cache", 1, include_str!("../../data/schemas/cache-1.sql")),
    ("keep", 1, include_str!("../../data/schemas/keep-1.sql")),
];

/// Nobody is signed in, so no desk is spoken to.
struct NoDesks;

#[async_trait]
impl Kinds for NoDesks {
    fn kind(&self, _: Kind) -> Arc<dyn DeskKind> {
        unreachable!("nobody is signed in")
    }

    async fn probe(&self, _: &Address) -> Result<Option<Found>, Failure> {
        Ok(None)
    }
}

fn connect(disk: &Disk, file: &str) -> Connection {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    Connection::open_with_flags_and_vfs(disk.folder().join(file), flags, disk.vfs()).unwrap()
}

/// A disk with the files of a version.
fn old_files() -> Image {
    let disk = Disk::new().unwrap();
    for (name, _, sql) in RELEASED {
        let db = connect(&disk, &format!("{name}.db"));
        db.pragma_update(None, "journal_mode", "WAL").unwrap();
        db.execute_batch(sql).unwrap();
    }
    disk.image()
}

async fn open(disk: &Disk) -> anyhow::Result<Core> {
    let clock = Arc::new(svara_tests::rig::PausedClock::new());
    let parts = Parts {
        folder: disk.folder().to_owned(),
        store: StoreSettings {
            vfs: Some(disk.vfs().to_owned()),
            mode: StoreMode::Inline,
            files: Arc::new(disk.clone()),
        },
        kinds: Arc::new(NoDesks),
        vault: Arc::<MemoryVault>::default(),
        notifier: Arc::<RecordingNotifier>::default(),
        picker: Arc::<ScriptedPicker>::default(),
        power: Arc::new(FixedPower::default()),
        desktop: Arc::<FixedDesktop>::default(),
        detector: Arc::new(svara_language::Linguist),
        clock,
        random: Arc::new(svara_native::SystemRandom),
        locale: Some("en-GB".into()),
    };
    Ok(Core::open(parts).await?)
}

/// A table's rows, in the columns that it had in the released version.
type Rows = BTreeMap<String, (Vec<String>, Vec<Vec<Value>>)>;

fn released_rows(sql: &str) -> Rows {
    let db = Connection::open_in_memory().unwrap();
    db.execute_batch(sql).unwrap();
    let mut list = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").unwrap();
    let names: Vec<String> = list.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    names.into_iter().map(|name| (name.clone(), read(&db, &name, None))).collect()
}

fn read(db: &Connection, table: &str, columns: Option<&[String]>) -> (Vec<String>, Vec<Vec<Value>>) {
    let columns: Vec<String> = match columns {
        Some(columns) => columns.to_vec(),
        None => {
            let mut list = db.prepare("SELECT name FROM pragma_table_info(?1)").unwrap();
            list.query_map([table], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
        }
    };
    let quoted: Vec<String> = columns.iter().map(|name| format!("\"{name}\"")).collect();
    let mut list = db.prepare(&format!("SELECT {} FROM \"{table}\"", quoted.join(", "))).unwrap();
    let count = columns.len();
    let rows = list.query_map([], |row| (0..count).map(|at| row.get(at)).collect()).unwrap();
    (columns, rows.map(Result::unwrap).collect())
}

/// Everything of the released version is in the file, and the file is whole.
fn check(disk: &Disk, file: &str, sql: &str, when: &str) {
    let db = connect(disk, file);
    let whole: String = db.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(whole, "ok", "{file} {when}");
    for (table, (columns, rows)) in released_rows(sql) {
        let (_, there) = read(&db, &table, Some(&columns));
        for row in rows {
            assert!(there.contains(&row), "{file} {when}: {table} has lost {row:?}, has {there:?}");
        }
    }
}

fn check_all(disk: &Disk, when: &str) {
    for (name, _, sql) in RELEASED {
        check(disk, &format!("{name}.db"), sql, when);
    }
}

fn version(disk: &Disk, file: &str) -> i64 {
    connect(disk, file).pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
}

fn has(disk: &Disk, file: &str) -> bool {
    disk.image().paths().iter().any(|path| Path::new(path).file_name().is_some_and(|name| name == file))
}

#[tokio::test(start_paused = true)]
async fn a_file_of_every_released_version_is_migrated_with_every_row_and_a_copy_is_kept_until_the_next_start()
{
    let disk = Disk::from_image(&old_files()).unwrap();
    open(&disk).await.unwrap().stop().await;
    check_all(&disk, "after the migration");
    let newest = version(&disk, "keep.db");
    assert!(newest > 1 && version(&disk, "cache.db") > 1);
    let copy = format!("keep.before-{newest}.db");
    assert!(has(&disk, &copy), "{:?}", disk.image().paths());
    check(&disk, &copy, RELEASED[1].2, "as a copy");
    assert_eq!(version(&disk, &copy), 1);
    open(&disk).await.unwrap().stop().await;
    assert!(!has(&disk, &copy), "the app has started with the migrated file since");
    check_all(&disk, "after the next start");
}

/// How many changes of the disk a migration takes.
async fn changes() -> u64 {
    let disk = Disk::from_image(&old_files()).unwrap();
    open(&disk).await.unwrap().stop().await;
    disk.counts().changes
}

#[tokio::test(start_paused = true)]
async fn a_power_cut_at_any_write_of_a_migration_loses_no_row() {
    let old = old_files();
    for n in 0..changes().await {
        for (seed, crash) in [Crash::Kill, Crash::PowerCut { seed: n }].into_iter().enumerate() {
            let disk = Disk::from_image(&old).unwrap();
            let left = Arc::new(std::sync::Mutex::new(None));
            let (its, mut count) = (left.clone(), 0);
            disk.watch(Box::new(move |op| {
                count += 1;
                if count <= n {
                    return Verdict::Go;
                }
                its.lock().unwrap().get_or_insert_with(|| op.disk.crash(crash));
                Verdict::Freeze
            }));
            if let Ok(core) = open(&disk).await {
                core.stop().await;
            }
            let Some(image) = left.lock().unwrap().take() else { continue };
            let after = Disk::from_image(&image).unwrap();
            let when = format!("after {crash:?} ({seed}) at change {n}");
            match open(&after).await {
                Ok(core) => {
                    assert_eq!(core.salvage().await.unwrap(), None, "{when}");
                    core.stop().await;
                }
                Err(problem) => panic!("{when}: {problem}"),
            }
            check_all(&after, &when);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_write_that_fails_in_a_migration_loses_no_row() {
    let old = old_files();
    for n in 0..changes().await {
        for verdict in [Verdict::Io, Verdict::Full, Verdict::Short] {
            let disk = Disk::from_image(&old).unwrap();
            let mut count = 0;
            disk.watch(Box::new(move |op| {
                count += 1;
                let refused = count > n && (verdict == Verdict::Io || op.grows || op.kind == OpKind::Write);
                if refused { verdict } else { Verdict::Go }
            }));
            // It may start or not; it must not fall over, and nothing may be lost.
            if let Ok(core) = open(&disk).await {
                core.stop().await;
            }
            disk.unwatch();
            let when = format!("after {verdict:?} from change {n} on");
            match open(&disk).await {
                Ok(core) => core.stop().await,
                Err(problem) => panic!("{when}: {problem}"),
            }
            check_all(&disk, &when);
        }
    }
}
