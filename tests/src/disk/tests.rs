//! SQLite on the disk.

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::*;

fn open(disk: &Disk) -> Connection {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let path = disk.folder().join("app/keep.db");
    let connection = Connection::open_with_flags_and_vfs(path, flags, disk.vfs()).unwrap();
    connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;").unwrap();
    connection.execute_batch("CREATE TABLE IF NOT EXISTS t (n INTEGER PRIMARY KEY, text TEXT)").unwrap();
    connection
}

fn put(connection: &Connection, n: i64) -> rusqlite::Result<()> {
    connection
        .execute("INSERT INTO t VALUES (?1, ?2)", (n, "x".repeat(1 + n as usize * 37 % 3_000)))
        .map(drop)
}

fn count(connection: &Connection) -> i64 {
    let sound: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(sound, "ok");
    connection.query_row("SELECT count(*) FROM t", [], |row| row.get(0)).unwrap()
}

#[test]
fn two_connections_work_with_one_log() {
    let disk = Disk::new().unwrap();
    let (one, two) = (open(&disk), open(&disk));
    let mode: String = one.query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
    for n in 0..500 {
        put(if n % 2 == 0 { &one } else { &two }, n).unwrap();
    }
    assert_eq!((count(&one), count(&two)), (500, 500));
    one.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_eq!(put(&two, 1_000).unwrap_err().sqlite_error_code(), Some(ErrorCode::DatabaseBusy));
    one.execute_batch("ROLLBACK").unwrap();
    drop((one, two));
    assert_eq!(disk.image().paths(), ["app/keep.db"]);
}

#[test]
fn what_was_committed_is_there_after_any_crash_at_any_change() {
    let disk = Disk::new().unwrap();
    let images = Arc::new(Mutex::new(Vec::new()));
    let committed = Arc::new(AtomicU64::new(0));
    let (into, so_far) = (images.clone(), committed.clone());
    let connection = open(&disk);
    disk.watch(Box::new(move |op| {
        let crash = if op.number % 3 == 0 { Crash::Kill } else { Crash::PowerCut { seed: op.number } };
        lock(&into).push((so_far.load(Relaxed), op.disk.crash(crash)));
        Verdict::Go
    }));
    connection.pragma_update(None, "wal_autocheckpoint", 20).unwrap();
    for n in 0..60 {
        put(&connection, n).unwrap();
        committed.store(n as u64 + 1, Relaxed);
    }
    disk.unwatch();
    let images = lock(&images);
    assert!(images.len() > 200);
    for (committed, image) in images.iter() {
        let there = count(&open(&Disk::from_image(image).unwrap())) as u64;
        assert!((*committed..=committed + 1).contains(&there), "{there} of {committed}");
    }
}

#[test]
fn without_a_sync_a_power_cut_takes_commits_but_never_the_order() {
    let disk = Disk::new().unwrap();
    let connection = open(&disk);
    connection.execute_batch("PRAGMA synchronous = NORMAL").unwrap();
    for n in 0..30 {
        put(&connection, n).unwrap();
    }
    let left: Vec<i64> = (0..40)
        .map(|seed| {
            let image = disk.crash(Crash::PowerCut { seed });
            let connection = open(&Disk::from_image(&image).unwrap());
            let there = count(&connection);
            let last: Option<i64> =
                connection.query_row("SELECT max(n) FROM t", [], |row| row.get(0)).unwrap();
            assert_eq!(there, last.map_or(0, |last| last + 1), "a commit is gone and a later one is not");
            there
        })
        .collect();
    assert!(left.iter().any(|there| *there < 30) && left.contains(&30), "{left:?}");
}

#[test]
fn every_verdict_is_an_error_and_nothing_is_lost_by_it() {
    let disk = Disk::new().unwrap();
    let connection = open(&disk);
    put(&connection, 0).unwrap();
    for (n, verdict) in [(1, Verdict::Io), (2, Verdict::Full), (3, Verdict::Short)] {
        disk.watch(Box::new(move |op| if op.kind == OpKind::Write { verdict } else { Verdict::Go }));
        let problem = put(&connection, n).unwrap_err().sqlite_error_code();
        let expected = if verdict == Verdict::Io { ErrorCode::SystemIoFailure } else { ErrorCode::DiskFull };
        assert_eq!(problem, Some(expected));
        disk.unwatch();
        put(&connection, n).unwrap();
    }
    assert_eq!((count(&connection), disk.counts().failures), (4, 3));
}

#[test]
fn an_ended_program_changes_nothing_on_its_way_out() {
    let disk = Disk::new().unwrap();
    let connection = open(&disk);
    put(&connection, 0).unwrap();
    disk.watch(Box::new(|op| if op.kind == OpKind::Sync { Verdict::Freeze } else { Verdict::Go }));
    assert!(put(&connection, 1).is_err());
    let left = disk.crash(Crash::Kill);
    assert!(put(&connection, 2).is_err());
    drop(connection);
    assert_eq!(disk.image(), left);
    disk.unwatch();
    disk.restore(&left);
    let there = count(&open(&disk));
    assert!(there == 1 || there == 2);
}

#[test]
fn one_seed_writes_the_same_bytes() {
    let work = || {
        seed_sqlite(7);
        let disk = Disk::new().unwrap();
        let connection = open(&disk);
        for n in 0..50 {
            put(&connection, n).unwrap();
        }
        connection.execute("INSERT INTO t VALUES (1000, abs(random()))", []).unwrap();
        disk.image().digest()
    };
    // Other tests of this process may take numbers from the same sequence in between; not every time.
    assert!((0..50).any(|_| work() == work()));
}

#[test]
fn a_copy_of_a_disk_is_its_own() {
    let disk = Disk::new().unwrap();
    let connection = open(&disk);
    put(&connection, 0).unwrap();
    let copy = Disk::from_image(&disk.image()).unwrap();
    put(&connection, 1).unwrap();
    let other = open(&copy);
    put(&other, 7).unwrap();
    assert_eq!((count(&connection), count(&other)), (2, 2));
    let real = tempfile::tempdir().unwrap();
    disk.image().write_to(real.path()).unwrap();
    assert_eq!(count(&Connection::open(real.path().join("app/keep.db")).unwrap()), 2);
}
