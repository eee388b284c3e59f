//! One open file: how it is opened, checked, mended and closed. A file that turns out to be damaged is replaced in place,
//! so that those who hold a handle go on.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::Arc,
};

use rusqlite::{Connection, OpenFlags};

use super::{aside, files::StoreFiles, problem::StoreProblem, salvage, schema::Which, watch::Watch};

/// How often a run of the app replaces a damaged file. More is no accident: then replacing does not help.
const MOST_RENEWALS: u32 = 5;
/// No version of the app will have so many schemas: a greater number was not written by one.
const MOST_VERSIONS: i64 = 1000;

/// How a file is opened.
pub(super) struct Plan {
    pub(super) which: Which,
    pub(super) folder: PathBuf,
    pub(super) vfs: Option<String>,
    pub(super) files: Arc<dyn StoreFiles>,
    pub(super) watch: Watch,
}

/// One file, open unless it could not be opened again or the app ends.
pub(super) struct Opened {
    plan: Plan,
    connection: Option<Connection>,
    /// A statement has met damage.
    suspect: bool,
    renewals: u32,
    closed: bool,
}

impl Opened {
    pub(super) fn open(plan: Plan) -> Result<Self, StoreProblem> {
        let mut opened = Self { plan, connection: None, suspect: false, renewals: 0, closed: false };
        opened.ready()?;
        Ok(opened)
    }

    /// Runs what reads.
    pub(super) fn read<T>(
        &mut self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreProblem>,
    ) -> Result<T, StoreProblem> {
        let done = self.run(work);
        self.plan.watch.read(&done);
        done
    }

    fn run<T>(
        &mut self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreProblem>,
    ) -> Result<T, StoreProblem> {
        let connection = self.ready()?;
        let done = catch_unwind(AssertUnwindSafe(|| work(connection)))
            .unwrap_or_else(|_| Err(StoreProblem::Other("a statement's work panicked".into())));
        // A transaction that was left open would swallow everybody's next writes.
        if !connection.is_autocommit()
            && let Err(problem) = connection.execute_batch("ROLLBACK")
        {
            tracing::error!(%problem, "a transaction was not rolled back");
            self.connection = None;
        }
        if matches!(done, Err(StoreProblem::Damaged(_))) {
            self.mend();
        }
        done
    }

    /// Runs what writes.
    pub(super) fn write<T>(
        &mut self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreProblem>,
    ) -> Result<T, StoreProblem> {
        let done = self.run(work);
        self.plan.watch.wrote(&done);
        done
    }

    pub(super) fn scrub(&mut self) -> Result<(), StoreProblem> {
        self.write(|connection| {
            connection.execute_batch("VACUUM")?;
            checkpoint(connection, "TRUNCATE")
        })?;
        aside::remove_copies(&self.plan)
    }

    pub(super) fn probe(&mut self) -> Result<(), StoreProblem> {
        self.write(|connection| {
            // Room in the log is room, too.
            checkpoint(connection, "PASSIVE")?;
            let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
            Ok(connection.pragma_update(None, "user_version", version)?)
        })
    }

    pub(super) fn close(&mut self) -> Result<(), StoreProblem> {
        self.closed = true;
        let Some(connection) = self.connection.take() else { return Ok(()) };
        let emptied = checkpoint(&connection, "TRUNCATE");
        connection.close().map_err(|(_, problem)| problem)?;
        emptied
    }

    /// The open file; opened again if it could not be before.
    fn ready(&mut self) -> Result<&mut Connection, StoreProblem> {
        if self.closed {
            return Err(StoreProblem::Closed);
        }
        if self.connection.is_none() {
            let (connection, renewed) = open(&self.plan, self.suspect)?;
            self.connection = Some(connection);
            self.suspect = false;
            if renewed {
                self.plan.watch.renewed();
            }
        }
        self.connection.as_mut().ok_or(StoreProblem::Closed)
    }

    /// Replaces the file, or tries to: whoever asks next tries again.
    fn mend(&mut self) {
        if self.renewals == MOST_RENEWALS {
            return;
        }
        self.renewals += 1;
        self.suspect = true;
        self.connection = None;
        if let Err(problem) = self.ready() {
            tracing::error!(%problem, "a damaged file was not replaced");
        }
    }
}

/// How many statements stay prepared: all that one issue on its way into the file and back needs.
const STATEMENTS: usize = 64;

/// Opens a file; a damaged one is replaced. Answers whether it was.
fn open(plan: &Plan, suspect: bool) -> Result<(Connection, bool), StoreProblem> {
    aside::finish(plan)?;
    match (plan.which, usable(plan)) {
        (Which::Cache, Ok(connection)) if suspect => {
            drop(connection);
            aside::move_aside(plan, "a row is not what was stored")?;
        }
        (Which::Cache, Err(StoreProblem::Damaged(problem) | StoreProblem::Newer(problem))) => {
            aside::move_aside(plan, &problem)?;
        }
        (Which::Keep, Err(StoreProblem::Damaged(problem))) => salvage::salvage(plan, &problem)?,
        (_, Ok(connection)) => return Ok((connection, false)),
        (_, Err(problem)) => return Err(problem),
    }
    Ok((usable(plan)?, true))
}

/// Opens a file of the newest version that is whole.
fn usable(plan: &Plan) -> Result<Connection, StoreProblem> {
    let path = plan.path();
    plan.files.make_private(&path)?;
    let mut connection = plan.connect(&path)?;
    if let Err(problem) = prepare(&connection, plan.which) {
        if matches!(problem, StoreProblem::Damaged(_)) {
            return Err(problem);
        }
        // On a full or read-only disk there is no room for the log's index: then it lies in memory, nobody else reads.
        drop(connection);
        connection = plan.connect(&path)?;
        connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
        prepare(&connection, plan.which)?;
    }
    check(&connection, plan.which)?;
    if version(&connection)? != plan.which.latest() {
        migrate(plan, &mut connection)?;
    } else if plan.which == Which::Keep {
        aside::remove_migration_copies(plan);
    }
    plan.which.verify(&connection)?;
    Ok(connection)
}

/// The version of the file's schema.
fn version(connection: &Connection) -> Result<usize, StoreProblem> {
    let said: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    match usize::try_from(said) {
        Ok(version) if said < MOST_VERSIONS && (version == 0) == (tables == 0) => Ok(version),
        _ => Err(StoreProblem::Damaged(format!("version {said} with {tables} tables and indexes"))),
    }
}

fn migrate(plan: &Plan, connection: &mut Connection) -> Result<(), StoreProblem> {
    let latest = plan.which.latest();
    if plan.which == Which::Keep && (1..latest).contains(&version(connection)?) {
        aside::copy_before_migration(plan, connection)?;
    }
    match plan.which.migrations().to_latest(connection).map_err(StoreProblem::from) {
        // Whatever is wrong with it: all of it can be fetched again.
        Err(StoreProblem::Other(problem)) if plan.which == Which::Cache => {
            Err(StoreProblem::Damaged(problem))
        }
        migrated => migrated,
    }
}

/// Looks for damage before anything relies on the file: also in its indexes, since a draft that an index misses is not
/// listed. It reads the whole file, 0.15 s for 100 MB of pictures. The cache is too large for that: its damage is found when
/// it is met, and costs nothing but a fetch.
fn check(connection: &Connection, which: Which) -> Result<(), StoreProblem> {
    if which == Which::Cache {
        return Ok(());
    }
    let look = || connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get::<_, String>(0));
    let mut found = look()?;
    if found.contains(UNREAD) {
        // A page that was not read is no damaged one: often it can be read at once.
        found = look()?;
    }
    if found == "ok" { Ok(()) } else { Err(StoreProblem::Damaged(found)) }
}

/// How SQLite's check says that the disk did not give a page.
const UNREAD: &str = "unable to get the page";

fn prepare(connection: &Connection, which: Which) -> Result<(), StoreProblem> {
    let set = |name, value: &str| connection.pragma_update(None, name, value);
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    set("cell_size_check", "ON")?;
    set("journal_mode", "WAL")?;
    set("fullfsync", "ON")?;
    set("foreign_keys", "ON")?;
    set("temp_store", "MEMORY")?;
    match which {
        Which::Cache => {
            set("synchronous", "NORMAL")?;
            set("cache_size", "-16000")?;
            // A first sync writes much at once; its log does not stay that large.
            set("wal_autocheckpoint", "4000")?;
            set("journal_size_limit", "16777216")?;
        }
        Which::Keep => {
            set("synchronous", "FULL")?;
            // What was deleted is not read back, by nobody: neither a curious eye nor a rescue of a damaged file.
            set("secure_delete", "ON")?;
            set("journal_size_limit", "4194304")?;
        }
    }
    // Nothing of the file was read so far; a file that cannot be read is found here.
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    Ok(())
}

fn checkpoint(connection: &Connection, how: &str) -> Result<(), StoreProblem> {
    Ok(connection.query_row(&format!("PRAGMA wal_checkpoint({how})"), [], |_| Ok(()))?)
}

impl Plan {
    pub(super) fn path(&self) -> PathBuf {
        self.file(&format!("{}.db", self.which.name()))
    }

    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub(super) fn connect(&self, path: &Path) -> Result<Connection, StoreProblem> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Ok(match &self.vfs {
            Some(vfs) => Connection::open_with_flags_and_vfs(path, flags, vfs.as_str())?,
            None => Connection::open_with_flags(path, flags)?,
        })
    }
}
