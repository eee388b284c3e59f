//! A look into the app's files, beside the app: what is committed, and whether the files are sound.

use std::collections::BTreeMap;

use rusqlite::{Connection, OpenFlags};

use super::trace::Trace;
use crate::disk::Disk;

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

fn open(disk: &Disk, file: &str) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags_and_vfs(disk.folder().join(file), flags, disk.vfs())
}

/// The rounds that are not over, as committed now.
pub(super) fn open_rounds(disk: &Disk, trace: &Trace) -> Vec<OpenRound> {
    read_rounds(disk).unwrap_or_else(|problem| {
        trace.say(format!("   the cache cannot be read beside the app: {problem}"));
        Vec::new()
    })
}

fn read_rounds(disk: &Disk) -> rusqlite::Result<Vec<OpenRound>> {
    let db = open(disk, "cache.db")?;
    let mut query = db.prepare(
        "SELECT round.account, round.issue, round.key FROM round JOIN issue ON issue.account = round.account
         AND issue.id = round.issue AND issue.round = round.key WHERE round.over = 0 ORDER BY 1, 2",
    )?;
    let rows = query.query_map([], |row| {
        Ok(OpenRound { account: row.get(0)?, issue: row.get(1)?, round: row.get(2)? })
    })?;
    rows.collect()
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
    for file in ["cache.db", "keep.db"] {
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
