//! The one door to the database: closures run one after the other on one connection.

use std::{
    panic::AssertUnwindSafe,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags};
use rusqlite_migration::{M, Migrations};
use tokio::sync::{mpsc, oneshot};

use crate::problem::Problem;

/// Only ever appended to: released desks have databases of every earlier length.
const MIGRATIONS: &[M<'static>] =
    &[M::up(include_str!("store/schema.sql")), M::up(include_str!("store/chats.sql"))];

/// Requests that may wait for the store before the next one waits for a place.
const QUEUE: usize = 256;

/// Where the closures run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DbMode {
    /// On a thread of the store; the product's way.
    #[default]
    Thread,
    /// On whoever calls, and so do passwords and files: for a simulator that has one thread.
    Inline,
}

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// A handle to the database; clones share it.
#[derive(Clone)]
pub(crate) struct Db(Inner);

#[derive(Clone)]
enum Inner {
    Thread(mpsc::Sender<Job>),
    Inline(Arc<Mutex<Connection>>),
}

impl Db {
    /// Opens the database at `path`, through the named VFS if one is given, and brings it to the newest schema.
    pub(crate) async fn open(path: PathBuf, vfs: Option<String>, mode: DbMode) -> Result<Self, Problem> {
        match mode {
            DbMode::Inline => {
                let conn = connect(&path, vfs.as_deref())?;
                Ok(Self(Inner::Inline(Arc::new(Mutex::new(conn)))))
            }
            DbMode::Thread => {
                let (jobs, queue) = mpsc::channel(QUEUE);
                let (opened, outcome) = oneshot::channel();
                std::thread::Builder::new().name("desk-store".to_owned()).spawn(move || {
                    match connect(&path, vfs.as_deref()) {
                        Ok(conn) => {
                            let _ = opened.send(Ok(()));
                            run(conn, queue);
                        }
                        Err(problem) => {
                            let _ = opened.send(Err(problem));
                        }
                    }
                })?;
                outcome.await.map_err(|_| Problem::fault("the store thread ended"))??;
                Ok(Self(Inner::Thread(jobs)))
            }
        }
    }

    /// Runs `work` on the connection. Once it was taken it runs to its end, even if the caller stops waiting.
    pub(crate) async fn call<T, F>(&self, work: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&mut Connection) -> Result<T, Problem> + Send + 'static,
    {
        match &self.0 {
            Inner::Inline(conn) => work(&mut conn.lock().unwrap_or_else(PoisonError::into_inner)),
            Inner::Thread(jobs) => {
                let (done, outcome) = oneshot::channel();
                let job: Job = Box::new(move |conn| {
                    let _ = done.send(work(conn));
                });
                jobs.send(job).await.map_err(|_| Problem::fault("the store has stopped"))?;
                outcome.await.map_err(|_| Problem::fault("the store dropped a job"))?
            }
        }
    }
}

/// Ends when the last handle is dropped. A panic of one job rolls its transaction back and costs only that job.
fn run(mut conn: Connection, mut queue: mpsc::Receiver<Job>) {
    while let Some(job) = queue.blocking_recv() {
        if std::panic::catch_unwind(AssertUnwindSafe(|| job(&mut conn))).is_err() {
            tracing::error!("a job of the store panicked");
        }
    }
}

fn connect(path: &Path, vfs: Option<&str>) -> Result<Connection, Problem> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut conn = match vfs {
        Some(vfs) => Connection::open_with_flags_and_vfs(path, flags, vfs)?,
        None => Connection::open_with_flags(path, flags)?,
    };
    conn.busy_timeout(Duration::from_secs(5))?;
    // FULL: what was answered with 201 is still there after a power cut.
    conn.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;")?;
    conn.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA secure_delete = FAST;")?;
    // Issues and entries lie scattered by their random ids: a page of changes reads thousands of places.
    conn.pragma_update(None, "cache_size", -32_000)?;
    conn.set_transaction_behavior(rusqlite::TransactionBehavior::Immediate);
    conn.set_prepared_statement_cache_capacity(64);
    Migrations::from_slice(MIGRATIONS).to_latest(&mut conn).map_err(Problem::fault)?;
    Ok(conn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_migrations_build_a_valid_schema() {
        Migrations::from_slice(MIGRATIONS).validate().unwrap();
    }

    #[tokio::test]
    async fn a_panicking_job_costs_only_itself() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(folder.path().join("desk.db"), None, DbMode::Thread).await.unwrap();
        assert!(db.call(|_| -> Result<(), Problem> { panic!("on purpose") }).await.is_err());
        let one: i64 = db.call(|conn| Ok(conn.query_row("SELECT 1", [], |row| row.get(0))?)).await.unwrap();
        assert_eq!(one, 1);
    }
}
