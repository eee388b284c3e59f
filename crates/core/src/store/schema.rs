//! The schemas of both files. A released migration is never changed; a new one is appended.

use std::{collections::BTreeSet, sync::OnceLock};

use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

use super::problem::StoreProblem;

/// Which of the two files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// What can be fetched again.
    Cache,
    /// What nobody can fetch again.
    Keep,
}

const CACHE: [&str; 6] = [
    include_str!("cache.sql"),
    include_str!("cache_2.sql"),
    include_str!("cache_3.sql"),
    include_str!("cache_4.sql"),
    include_str!("cache_5.sql"),
    include_str!("cache_6.sql"),
];
const KEEP: [&str; 8] = [
    include_str!("keep.sql"),
    include_str!("keep_2.sql"),
    include_str!("keep_3.sql"),
    include_str!("keep_4.sql"),
    include_str!("keep_5.sql"),
    include_str!("keep_6.sql"),
    include_str!("keep_7.sql"),
    include_str!("keep_8.sql"),
];

impl Which {
    /// The file's name without its ending.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Cache => "cache",
            Self::Keep => "keep",
        }
    }

    fn steps(self) -> &'static [&'static str] {
        match self {
            Self::Cache => &CACHE,
            Self::Keep => &KEEP,
        }
    }

    /// The version that this app's files have.
    pub(super) fn latest(self) -> usize {
        self.steps().len()
    }

    /// Everything from an empty file on.
    pub(super) fn migrations(self) -> Migrations<'static> {
        self.migrations_up_to(self.latest())
    }

    /// As the app of an earlier version had them.
    pub(super) fn migrations_up_to(self, version: usize) -> Migrations<'static> {
        Migrations::new(self.steps().iter().take(version).map(|step| M::up(step)).collect())
    }

    /// Refuses a file of the newest version in which something of the schema is missing.
    pub(super) fn verify(self, connection: &Connection) -> Result<(), StoreProblem> {
        static CACHE: OnceLock<BTreeSet<String>> = OnceLock::new();
        static KEEP: OnceLock<BTreeSet<String>> = OnceLock::new();
        let known = match self {
            Self::Cache => &CACHE,
            Self::Keep => &KEEP,
        };
        let wanted = match known.get() {
            Some(wanted) => wanted,
            None => {
                let mut model = Connection::open_in_memory()?;
                self.migrations().to_latest(&mut model)?;
                let wanted = parts(&model)?;
                known.get_or_init(|| wanted)
            }
        };
        let there = parts(connection)?;
        match wanted.difference(&there).next() {
            None => Ok(()),
            Some(missing) => Err(StoreProblem::Damaged(format!("{missing} is missing"))),
        }
    }
}

/// The tables, indexes and triggers by name.
fn parts(connection: &Connection) -> Result<BTreeSet<String>, StoreProblem> {
    let mut rows = connection.prepare("SELECT type || ' ' || name FROM sqlite_schema")?;
    let parts = rows.query_map([], |row| row.get(0))?;
    Ok(parts.collect::<Result<_, _>>()?)
}
