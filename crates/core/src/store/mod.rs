//! The two files of the app. No transaction spans both, and none needs to: a due notice is a round in the cache without a
//! mark in keep, so a cache that rolled back or was rebuilt derives the same keys and tells nothing twice.

mod cache;
mod db;
mod files;
mod keep;
mod operations;
mod rows;
mod tellings;

use std::path::Path;

use rusqlite_migration::{M, Migrations};
use tracing::warn;

pub(crate) use cache::{Cache, Counts, Entries, ListPlace};
pub use db::{StoreMode, StoreProblem, StoreSettings};
pub use files::StoreFiles;
pub(crate) use keep::{Keep, NewPicture, PictureBytes, ReadAsk};
pub(crate) use operations::TryEnd;
pub(crate) use rows::{
    AccountState, DraftRow, OperationRow, OperationState, PictureRow, Shown, from_desk, moment, sorted_by,
};
pub(crate) use tellings::{Later, Mark, Occasion};

use db::{Db, Durability};

/// Opens `cache.db`. A damaged one is moved aside: all of it can be fetched again.
pub(crate) fn open_cache(folder: &Path, settings: &StoreSettings) -> Result<Cache, StoreProblem> {
    let path = folder.join("cache.db");
    let migrations = Migrations::new(vec![M::up(include_str!("cache.sql"))]);
    let db = match Db::open(&path, settings, Durability::Normal, &migrations) {
        Err(StoreProblem::Damaged(problem)) => {
            warn!(%problem, "the cache is damaged: moved aside, to be fetched again");
            for end in ["", "-wal", "-shm"] {
                let from = folder.join(format!("cache.db{end}"));
                // What is not there needs no moving; what cannot be moved fails the opening below.
                let _ = settings.files.rename(&from, &folder.join(format!("cache.damaged.db{end}")));
            }
            Db::open(&path, settings, Durability::Normal, &migrations)?
        }
        opened => opened?,
    };
    Ok(Cache::new(db))
}

/// Opens `keep.db`.
pub(crate) fn open_keep(folder: &Path, settings: &StoreSettings) -> Result<Keep, StoreProblem> {
    let migrations = Migrations::new(vec![M::up(include_str!("keep.sql"))]);
    Ok(Keep::new(Db::open(&folder.join("keep.db"), settings, Durability::Full, &migrations)?))
}

#[cfg(test)]
mod tests;
