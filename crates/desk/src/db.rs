//! The two doors to the database. What reads runs on a connection of its own and sees what is committed; what writes runs one
//! after the other on another, and whatever waits there meanwhile is committed together ([`together`]).

mod together;

use std::{
    panic::AssertUnwindSafe,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use rusqlite_migration::{M, Migrations};
use tokio::sync::{mpsc, oneshot};

use crate::problem::Problem;
use together::{Job, Write};

/// Only ever appended to: released desks have databases of every earlier length.
const MIGRATIONS: &[M<'static>] = &[
    M::up(include_str!("store/schema.sql")),
    M::up(include_str!("store/chats.sql")),
    M::up(include_str!("store/closing.sql")).foreign_key_check(),
];

/// Requests that may wait at a door before the next one waits for a place.
const QUEUE: usize = 256;

/// Where the closures run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DbMode {
    /// On threads of the store; the product's way.
    #[default]
    Thread,
    /// On whoever calls, and so do passwords and files: for a simulator that has one thread.
    Inline,
}

type Read = Box<dyn FnOnce(&mut Connection) + Send>;

/// A handle to the database; clones share it.
#[derive(Clone)]
pub(crate) struct Db(Inner);

#[derive(Clone)]
enum Inner {
    Thread { reads: mpsc::Sender<Read>, writes: mpsc::Sender<Box<dyn Job>> },
    Inline(Arc<Mutex<Connection>>),
}

impl Db {
    /// Opens the database at `path`, through the named VFS if one is given, and brings it to the newest schema.
    pub(crate) async fn open(path: PathBuf, vfs: Option<String>, mode: DbMode) -> Result<Self, Problem> {
        match mode {
            DbMode::Inline => {
                let conn = for_writing(&path, vfs.as_deref())?;
                Ok(Self(Inner::Inline(Arc::new(Mutex::new(conn)))))
            }
            DbMode::Thread => {
                let (read_path, read_vfs) = (path.clone(), vfs.clone());
                let open = move || for_writing(&path, vfs.as_deref());
                let writes = thread("desk-writes", open, together::run).await?;
                let open = move || for_reading(&read_path, read_vfs.as_deref());
                let reads = thread("desk-reads", open, read_on).await?;
                Ok(Self(Inner::Thread { reads, writes }))
            }
        }
    }

    /// Runs `work` on what is committed now.
    pub(crate) async fn read<T, F>(&self, work: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, Problem> + Send + 'static,
    {
        match &self.0 {
            Inner::Inline(conn) => work(&conn.lock().unwrap_or_else(PoisonError::into_inner)),
            Inner::Thread { reads, .. } => {
                let (done, outcome) = oneshot::channel();
                let read: Read = Box::new(move |conn| {
                    // Several statements see one state: others write meanwhile.
                    let read = conn.transaction().map_err(Problem::from).and_then(|tx| work(&tx));
                    let _ = done.send(read);
                });
                reads.send(read).await.map_err(|_| Problem::fault("the store has stopped"))?;
                outcome.await.map_err(|_| Problem::fault("a read of the store panicked"))?
            }
        }
    }

    /// Runs `work` as one transaction, which is undone when it fails, and ends when that is committed. Once it was taken it
    /// runs to its end, even if the caller stops waiting.
    pub(crate) async fn write<T, F>(&self, work: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, Problem> + Send + 'static,
    {
        self.write_then(|conn| Ok((work(conn)?, ())), drop).await
    }

    /// The same; `then` gets what is to be done with it once it is committed, even if the caller has stopped waiting.
    pub(crate) async fn write_then<T, N, F, A>(&self, work: F, then: A) -> Result<T, Problem>
    where
        T: Send + 'static,
        N: Send + 'static,
        F: FnOnce(&Connection) -> Result<(T, N), Problem> + Send + 'static,
        A: FnOnce(N) + Send + 'static,
    {
        match &self.0 {
            Inner::Inline(conn) => {
                let mut conn = conn.lock().unwrap_or_else(PoisonError::into_inner);
                let tx = conn.transaction()?;
                let (value, more) = work(&tx)?;
                tx.commit()?;
                then(more);
                Ok(value)
            }
            Inner::Thread { writes, .. } => {
                let (done, outcome) = oneshot::channel();
                let write = Box::new(Write::new(work, then, done));
                writes.send(write).await.map_err(|_| Problem::fault("the store has stopped"))?;
                outcome.await.map_err(|_| Problem::fault("the store dropped a write"))?
            }
        }
    }
}

/// A thread that opens a connection and works on it until the last sender is dropped. Ends when it is open.
async fn thread<W: Send + 'static>(
    name: &str,
    open: impl FnOnce() -> Result<Connection, Problem> + Send + 'static,
    work: fn(Connection, mpsc::Receiver<W>),
) -> Result<mpsc::Sender<W>, Problem> {
    let (sender, queue) = mpsc::channel(QUEUE);
    let (opened, outcome) = oneshot::channel();
    std::thread::Builder::new().name(name.to_owned()).spawn(move || match open() {
        Ok(conn) => {
            let _ = opened.send(Ok(()));
            work(conn, queue);
        }
        Err(problem) => {
            let _ = opened.send(Err(problem));
        }
    })?;
    outcome.await.map_err(|_| Problem::fault("a thread of the store ended"))??;
    Ok(sender)
}

/// A panic of one read costs only that read.
fn read_on(mut conn: Connection, mut queue: mpsc::Receiver<Read>) {
    while let Some(read) = queue.blocking_recv() {
        if std::panic::catch_unwind(AssertUnwindSafe(|| read(&mut conn))).is_err() {
            tracing::error!("a read of the store panicked");
        }
    }
}

fn for_writing(path: &Path, vfs: Option<&str>) -> Result<Connection, Problem> {
    let mut conn = connect(path, vfs)?;
    // FULL: what was answered with 201 is still there after a power cut.
    conn.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF;")?;
    conn.execute_batch("PRAGMA secure_delete = FAST;")?;
    conn.set_transaction_behavior(TransactionBehavior::Immediate);
    // A migration may make a table anew to which others refer; those that do are checked.
    Migrations::from_slice(MIGRATIONS).to_latest(&mut conn).map_err(Problem::fault)?;
    conn.pragma_update(None, "foreign_keys", true)?;
    Ok(conn)
}

/// After [`for_writing`], which makes what is read.
fn for_reading(path: &Path, vfs: Option<&str>) -> Result<Connection, Problem> {
    let mut conn = connect(path, vfs)?;
    conn.pragma_update(None, "query_only", true)?;
    conn.set_transaction_behavior(TransactionBehavior::Deferred);
    Ok(conn)
}

fn connect(path: &Path, vfs: Option<&str>) -> Result<Connection, Problem> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = match vfs {
        Some(vfs) => Connection::open_with_flags_and_vfs(path, flags, vfs)?,
        None => Connection::open_with_flags(path, flags)?,
    };
    conn.busy_timeout(Duration::from_secs(5))?;
    conn.execute_batch("PRAGMA trusted_schema = OFF;")?;
    // Issues and entries lie scattered by their random ids: a page of changes reads thousands of places.
    conn.pragma_update(None, "cache_size", -32_000)?;
    conn.set_prepared_statement_cache_capacity(64);
    Ok(conn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_migrations_build_a_valid_schema() {
        Migrations::from_slice(MIGRATIONS).validate().unwrap();
    }

    /// What a desk of an earlier version holds is what it holds afterwards, and its references hold.
    #[test]
    fn a_desk_that_knew_no_entries_of_its_own_keeps_its_entries() {
        let mut conn = Connection::open_in_memory().unwrap();
        conn.pragma_update(None, "foreign_keys", false).unwrap();
        Migrations::from_slice(&MIGRATIONS[..2]).to_latest(&mut conn).unwrap();
        conn.execute_batch(
            "INSERT INTO user (id, user_name, role, name, created) VALUES ('u', 'elsa', 'member', 'Elsa', 1);
             INSERT INTO event (seq, issue, kind, actor, at) VALUES (7, 'i', 'opened', 'u', 2);
             INSERT INTO issue (id, number, owner, title, status, opened, updated, changed_seq, last_seq)
               VALUES ('i', 1, 'u', 'Printer', 'open', 2, 2, 7, 7);
             INSERT INTO entry (id, seq, issue, kind, author, author_name, side, at, text)
               VALUES ('e', 7, 'i', 'reply', 'u', 'Elsa', 'member', 2, 'It hums');
             INSERT INTO upload (id, owner, name, media_type, bytes, created, entry)
               VALUES ('f', 'u', 'a.png', 'image/png', 1, 2, 'e');",
        )
        .unwrap();
        Migrations::from_slice(MIGRATIONS).to_latest(&mut conn).unwrap();
        conn.execute_batch(
            "PRAGMA foreign_keys = ON; INSERT INTO event (issue, kind, at) VALUES ('i', 'reply', 3);",
        )
        .unwrap();
        let kept = "SELECT entry.text || upload.name || (SELECT max(seq) FROM event)
                    FROM upload JOIN entry ON entry.id = upload.entry JOIN event ON event.seq = entry.seq";
        assert_eq!(conn.query_row(kept, [], |row| row.get::<_, String>(0)).unwrap(), "It humsa.png8");
        assert!(conn.execute("DELETE FROM entry", []).is_err(), "the upload refers to it");
    }

    async fn open() -> (tempfile::TempDir, Db) {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(folder.path().join("desk.db"), None, DbMode::Thread).await.unwrap();
        (folder, db)
    }

    #[tokio::test]
    async fn a_panic_costs_only_itself() {
        let (_folder, db) = open().await;
        assert!(db.read(|_| -> Result<(), Problem> { panic!("on purpose") }).await.is_err());
        assert!(db.write(|_| -> Result<(), Problem> { panic!("on purpose") }).await.is_err());
        let one = |conn: &Connection| Ok(conn.query_row("SELECT 1", [], |row| row.get::<_, i64>(0))?);
        assert_eq!(db.read(one).await.unwrap(), 1);
        assert_eq!(db.write(one).await.unwrap(), 1);
    }

    #[tokio::test]
    async fn what_reads_cannot_write() {
        let (_folder, db) = open().await;
        let write = |conn: &Connection| Ok(conn.execute("DELETE FROM user", [])?);
        assert!(db.read(write).await.is_err());
        assert_eq!(db.write(write).await.unwrap(), 0);
    }
}
