//! A look into the app's files, beside the app: what is committed, and whether the files are sound.

mod chats;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use rusqlite::{Connection, OpenFlags};

use super::trace::Trace;
use crate::disk::Disk;

pub(super) use chats::{ChatFiles, StoredChat};

/// The file of what can be fetched again.
pub(super) const CACHE: &str = "cache.db";

/// A round that the app's store says is not over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OpenRound {
    /// Whose.
    pub(super) account: String,
    /// Of which issue.
    pub(super) issue: String,
    /// Its key.
    pub(super) round: String,
}

/// A look into the files of an app that runs, beside it. Closed before the app ends, so that the app is the last to go.
#[derive(Clone, Default)]
pub(super) struct Peek(Arc<Mutex<Files>>);

#[derive(Default)]
struct Files {
    cache: Option<Connection>,
    keep: Option<Connection>,
}

impl Files {
    fn keep(&mut self, disk: &Disk) -> rusqlite::Result<&Connection> {
        Ok(match &mut self.keep {
            Some(db) => db,
            none => none.insert(open(disk, "keep.db")?),
        })
    }
}

/// What a desk did to an issue.
#[derive(Clone, Debug)]
pub(super) struct StoredNews {
    pub(super) account: String,
    pub(super) issue: String,
    kind: String,
    at: i64,
}

impl StoredNews {
    /// What tells it from all others of its account.
    pub(super) fn key(&self) -> String {
        format!("news/{}/{}/{}", self.kind, self.issue, self.at)
    }
}

/// How often an operation was tried, by its id, of those that wait for a sign-in.
pub(super) type Tries = BTreeMap<String, i64>;

impl Peek {
    /// Looks no more.
    pub(super) fn close(&self) {
        *self.lock() = Files::default();
    }

    /// The rounds that are not over, as committed now.
    pub(super) fn open_rounds(&self, disk: &Disk, trace: &Trace) -> Vec<OpenRound> {
        self.read(disk).unwrap_or_else(|problem| {
            trace.say(format!("   the cache cannot be read beside the app: {problem}"));
            self.close();
            Vec::new()
        })
    }

    fn read(&self, disk: &Disk) -> rusqlite::Result<Vec<OpenRound>> {
        let mut inner = self.lock();
        let db = match &mut inner.cache {
            Some(db) => db,
            none => none.insert(open(disk, CACHE)?),
        };
        let mut query = db.prepare_cached(
            "SELECT round.account, round.issue, round.key FROM round JOIN issue ON issue.account = round.account
             AND issue.id = round.issue AND issue.round = round.key WHERE round.over = 0 ORDER BY 1, 2",
        )?;
        let rows = query.query_map([], |row| {
            Ok(OpenRound { account: row.get(0)?, issue: row.get(1)?, round: row.get(2)? })
        })?;
        rows.collect()
    }

    /// What desks did and the member has not seen, as committed now.
    pub(super) fn news(&self, disk: &Disk) -> Vec<StoredNews> {
        self.read_news(disk).unwrap_or_default()
    }

    fn read_news(&self, disk: &Disk) -> rusqlite::Result<Vec<StoredNews>> {
        let mut inner = self.lock();
        let db = match &mut inner.cache {
            Some(db) => db,
            none => none.insert(open(disk, CACHE)?),
        };
        let mut query = db.prepare_cached("SELECT account, issue, kind, at FROM news ORDER BY 1, 2")?;
        let rows = query.query_map([], |row| {
            Ok(StoredNews { account: row.get(0)?, issue: row.get(1)?, kind: row.get(2)?, at: row.get(3)? })
        })?;
        rows.collect()
    }

    /// Whether the cache has all that the account's desk has had: one that was made anew has not.
    pub(super) fn is_complete(&self, disk: &Disk, account: &str) -> bool {
        self.read_complete(disk, account).unwrap_or_default()
    }

    fn read_complete(&self, disk: &Disk, account: &str) -> rusqlite::Result<bool> {
        let mut inner = self.lock();
        let db = match &mut inner.cache {
            Some(db) => db,
            none => none.insert(open(disk, CACHE)?),
        };
        db.prepare_cached("SELECT 1 FROM sync WHERE account = ?1 AND complete = 1")?.exists([account])
    }

    /// What needs the member, by account, with the key that it is told by.
    pub(super) fn stuck(&self, disk: &Disk) -> Vec<(String, String)> {
        self.read_stuck(disk).unwrap_or_default()
    }

    fn read_stuck(&self, disk: &Disk) -> rusqlite::Result<Vec<(String, String)>> {
        let mut inner = self.lock();
        let db = inner.keep(disk)?;
        let mut query = db.prepare_cached(
            "SELECT account, 'stuck/' || id || '/' || tries FROM operation WHERE state = 'stuck' ORDER BY place",
        )?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.collect()
    }

    /// The rounds, with their accounts, that have a reply on its way or waiting for it.
    pub(super) fn answered(&self, disk: &Disk) -> BTreeSet<(String, String)> {
        self.read_answered(disk).unwrap_or_default()
    }

    fn read_answered(&self, disk: &Disk) -> rusqlite::Result<BTreeSet<(String, String)>> {
        let mut inner = self.lock();
        let mut query = inner.keep(disk)?.prepare_cached(
            "SELECT account, answers FROM operation WHERE answers IS NOT NULL AND state <> 'stuck' AND back IS NULL",
        )?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.collect()
    }

    /// How often each operation was tried that waits for a sign-in.
    pub(super) fn tries(&self, disk: &Disk) -> Tries {
        self.read_tries(disk).unwrap_or_default()
    }

    /// The rounds that a notice names, by the desktop's name for it; none: the app does not keep it, or not yet.
    pub(super) fn names(&self, disk: &Disk, id: &str) -> Option<Vec<String>> {
        self.read_names(disk, id).unwrap_or_default()
    }

    fn read_names(&self, disk: &Disk, id: &str) -> rusqlite::Result<Option<Vec<String>>> {
        let mut inner = self.lock();
        let db = inner.keep(disk)?;
        if !db.prepare_cached("SELECT 1 FROM shown WHERE shown = ?1")?.exists([id])? {
            return Ok(None);
        }
        let mut query = db.prepare_cached(
            "SELECT round FROM shown_round WHERE tag = (SELECT tag FROM shown WHERE shown = ?1) ORDER BY round",
        )?;
        query.query_map([id], |row| row.get(0))?.collect::<rusqlite::Result<_>>().map(Some)
    }

    /// Where in the app's history stands what was told last under a tag.
    pub(super) fn last_told(&self, disk: &Disk, tag: &str) -> Option<i64> {
        let mut inner = self.lock();
        let last = inner.keep(disk).and_then(|db| {
            db.prepare_cached("SELECT max(place) FROM notice WHERE tag = ?1")?
                .query_row([tag], |row| row.get(0))
        });
        last.unwrap_or_default()
    }

    /// On which occasions a round counts as told, and when, by the app's clock.
    pub(super) fn marks(&self, disk: &Disk, account: &str, round: &str) -> Vec<(String, i64)> {
        self.read_marks(disk, account, round).unwrap_or_default()
    }

    fn read_marks(&self, disk: &Disk, account: &str, round: &str) -> rusqlite::Result<Vec<(String, i64)>> {
        let mut inner = self.lock();
        let mut query = inner
            .keep(disk)?
            .prepare_cached("SELECT occasion, at FROM told WHERE account = ?1 AND round = ?2 ORDER BY at")?;
        let rows = query.query_map([account, round], |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.collect()
    }

    /// What is kept of a round: what is to be told again, and what was told.
    pub(super) fn telling(&self, disk: &Disk, round: &str) -> String {
        self.read_telling(disk, round).unwrap_or_else(|problem| problem.to_string())
    }

    fn read_telling(&self, disk: &Disk, round: &str) -> rusqlite::Result<String> {
        let mut inner = self.lock();
        let db = inner.keep(disk)?;
        let mut query = db.prepare_cached(
            "SELECT 'later ' || n || ' due ' || due FROM later WHERE round = ?1
             UNION ALL SELECT occasion || ' at ' || at FROM told WHERE round = ?1",
        )?;
        let rows = query.query_map([round], |row| row.get::<_, String>(0))?;
        Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?.join(", "))
    }

    fn read_tries(&self, disk: &Disk) -> rusqlite::Result<Tries> {
        let mut inner = self.lock();
        let db = inner.keep(disk)?;
        let mut query = db.prepare_cached(
            "SELECT id, tries FROM operation WHERE state = 'waiting' AND problem = 'signed_out'",
        )?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.collect()
    }

    fn lock(&self) -> MutexGuard<'_, Files> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn open(disk: &Disk, file: &str) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags_and_vfs(disk.folder().join(file), flags, disk.vfs())
}

/// Whose first sync's rounds are marked.
pub(super) fn baselined(disk: &Disk) -> BTreeMap<String, bool> {
    let read = || {
        let db = open(disk, "keep.db")?;
        let mut query = db.prepare("SELECT id, baselined FROM account")?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.collect::<rusqlite::Result<_>>()
    };
    read().unwrap_or_default()
}

/// What is wrong with the files of an app that does not run.
pub(super) fn problems(disk: &Disk) -> Vec<String> {
    let mut problems = Vec::new();
    for file in [CACHE, "keep.db"] {
        let check = || -> rusqlite::Result<String> {
            open(disk, file)?.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
        };
        match check() {
            Ok(sound) if sound == "ok" => {}
            Ok(problem) => problems.push(format!("{file}: {problem}")),
            Err(problem) => problems.push(format!("{file}: {problem}")),
        }
    }
    problems
}
