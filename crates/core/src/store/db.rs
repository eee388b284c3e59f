//! One SQLite file and who runs its statements.

use std::{
    path::Path,
    sync::{Arc, Mutex, mpsc},
    thread,
};

use rusqlite::{Connection, ErrorCode, OpenFlags};
use rusqlite_migration::Migrations;
use tokio::sync::oneshot;

use super::files::{PlatformFiles, StoreFiles};

/// Where the store's files lie and who runs its statements.
#[derive(Clone, Debug)]
pub struct StoreSettings {
    /// The SQLite VFS by name; none: the platform's.
    pub vfs: Option<String>,
    /// Who runs the statements.
    pub mode: StoreMode,
    /// The same files as the VFS has.
    pub files: Arc<dyn StoreFiles>,
}

impl StoreSettings {
    /// Files on this computer's disk, each with a thread of its own.
    pub fn platform() -> Self {
        Self { vfs: None, mode: StoreMode::Thread, files: Arc::new(PlatformFiles) }
    }
}

/// Who runs the store's statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreMode {
    /// A thread of its own a file, so that no statement holds up the runtime.
    Thread,
    /// The caller, in place: one thread for everything, as a simulator on paused time needs it.
    Inline,
}

/// Why the store did not do it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreProblem {
    /// The disk is full or the folder cannot be written.
    #[error("nothing can be written: {0}")]
    Full(String),
    /// The file is damaged.
    #[error("the file is damaged: {0}")]
    Damaged(String),
    /// Anything else.
    #[error("the store failed: {0}")]
    Other(String),
}

/// How much a crash of the computer may undo.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Durability {
    /// Nothing that was committed (`synchronous=FULL`).
    Full,
    /// The last commits, never the file's order (`synchronous=NORMAL` with a write-ahead log).
    Normal,
}

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// A handle to one open file; clones share it. The last one closes it.
#[derive(Clone)]
pub(crate) struct Db(Arc<Runner>);

enum Runner {
    Inline(Mutex<Connection>),
    Thread(mpsc::Sender<Job>),
}

impl Db {
    /// Opens the file, making and migrating it as needed.
    pub(crate) fn open(
        path: &Path,
        settings: &StoreSettings,
        durability: Durability,
        migrations: &Migrations<'static>,
    ) -> Result<Self, StoreProblem> {
        settings.files.make_private(path)?;
        let mut connection = connect(path, settings.vfs.as_deref())?;
        let synchronous = match durability {
            Durability::Full => "FULL",
            Durability::Normal => "NORMAL",
        };
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", synchronous)?;
        connection.pragma_update(None, "fullfsync", true)?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        migrations.to_latest(&mut connection).map_err(|problem| StoreProblem::Other(problem.to_string()))?;
        let name = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        Ok(Self(Arc::new(match settings.mode {
            StoreMode::Inline => Runner::Inline(Mutex::new(connection)),
            StoreMode::Thread => Runner::Thread(start_thread(&name, connection)?),
        })))
    }

    /// Runs `work` on the file, after what was asked before.
    pub(crate) async fn call<T, F>(&self, work: F) -> Result<T, StoreProblem>
    where
        T: Send + 'static,
        F: FnOnce(&mut Connection) -> Result<T, StoreProblem> + Send + 'static,
    {
        match &*self.0 {
            Runner::Inline(connection) => {
                let mut connection = connection.lock().map_err(|_| gone())?;
                work(&mut connection)
            }
            Runner::Thread(jobs) => {
                let (answer, answered) = oneshot::channel();
                let job: Job = Box::new(move |connection| {
                    // The caller may have gone; its work is done all the same.
                    let _ = answer.send(work(connection));
                });
                jobs.send(job).map_err(|_| gone())?;
                answered.await.map_err(|_| gone())?
            }
        }
    }

    /// Runs `work` in one transaction: all of it is stored, or nothing.
    pub(crate) async fn write<T, F>(&self, work: F) -> Result<T, StoreProblem>
    where
        T: Send + 'static,
        F: FnOnce(&rusqlite::Transaction<'_>) -> Result<T, StoreProblem> + Send + 'static,
    {
        self.call(move |connection| {
            let transaction =
                connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            let out = work(&transaction)?;
            transaction.commit()?;
            Ok(out)
        })
        .await
    }
}

fn connect(path: &Path, vfs: Option<&str>) -> Result<Connection, StoreProblem> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Ok(match vfs {
        Some(vfs) => Connection::open_with_flags_and_vfs(path, flags, vfs)?,
        None => Connection::open_with_flags(path, flags)?,
    })
}

fn start_thread(name: &str, mut connection: Connection) -> Result<mpsc::Sender<Job>, StoreProblem> {
    let (jobs, waiting) = mpsc::channel::<Job>();
    thread::Builder::new()
        .name(format!("store {name}"))
        .spawn(move || {
            for job in waiting {
                job(&mut connection);
            }
        })
        .map_err(|problem| StoreProblem::Other(problem.to_string()))?;
    Ok(jobs)
}

fn gone() -> StoreProblem {
    StoreProblem::Other("the store has stopped".into())
}

impl From<rusqlite::Error> for StoreProblem {
    fn from(problem: rusqlite::Error) -> Self {
        let text = problem.to_string();
        match problem.sqlite_error_code() {
            Some(
                ErrorCode::DiskFull
                | ErrorCode::ReadOnly
                | ErrorCode::CannotOpen
                | ErrorCode::SystemIoFailure,
            ) => Self::Full(text),
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged(text),
            _ => Self::Other(text),
        }
    }
}

impl From<std::io::Error> for StoreProblem {
    fn from(problem: std::io::Error) -> Self {
        Self::Full(problem.to_string())
    }
}

impl From<serde_json::Error> for StoreProblem {
    fn from(problem: serde_json::Error) -> Self {
        Self::Damaged(problem.to_string())
    }
}
