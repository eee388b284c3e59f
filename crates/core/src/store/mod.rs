//! The two files of the app. No transaction spans both, and none needs to: a due notice is a round in the cache without a
//! mark in keep, so a cache that rolled back or was rebuilt derives the same keys and tells nothing twice.

mod answers;
mod aside;
mod briefing;
mod cache;
mod census;
mod chat_marks;
mod chat_search;
mod chats;
mod counting;
mod db;
mod drafts;
mod files;
mod history;
mod index;
mod journal;
mod keep;
mod late;
mod news;
mod opened;
mod operations;
mod pages;
mod problem;
mod rows;
mod salvage;
mod schema;
mod search;
mod settling;
mod silences;
mod standing;
mod stuck;
mod tellings;
mod upkeep;
mod watch;

use std::path::Path;

pub(crate) use answers::Answers;
pub(crate) use briefing::BriefingRow;
pub(crate) use cache::{Cache, Counts, Entries, ListPlace};
pub(crate) use census::{CensusRow, Counted};
pub(crate) use chat_marks::ChatMark;
pub(crate) use chat_search::FoundChat;
pub(crate) use chats::ChatRow;
pub use db::{StoreMode, StoreSettings};
pub(crate) use drafts::{NewPicture, PictureBytes};
pub use files::StoreFiles;
pub(crate) use history::{ToldRow, Words};
pub(crate) use journal::Journaled;
pub(crate) use keep::{Keep, ReadAsk};
pub(crate) use late::joined;
pub(crate) use news::{News, NewsKind, is_news};
pub(crate) use operations::TryEnd;
pub use problem::StoreProblem;
#[cfg(test)]
pub(crate) use rows::moment;
pub(crate) use rows::{
    AccountState, DraftRow, Lane, OperationRow, OperationState, PictureRow, Waits, from_desk, sorted_by,
};
pub use rows::{DraftKind, OperationKind};
pub use salvage::Salvaged;
pub(crate) use search::FoundIssue;
pub(crate) use settling::AskedBack;
pub(crate) use standing::{About, Begun, Shown, Told};
pub(crate) use stuck::StuckRow;
pub(crate) use tellings::{Later, Mark, Marks, Occasion, Stamp, Summary};
pub use watch::DiskState;
pub(crate) use watch::Noticed;

use db::Db;
use schema::Which;

/// Opens `cache.db`. A damaged one is moved aside: all of it can be fetched again.
pub(crate) fn open_cache(folder: &Path, settings: &StoreSettings) -> Result<Cache, StoreProblem> {
    Ok(Cache::new(Db::open(Which::Cache, folder, settings)?))
}

/// Opens `keep.db`. Of a damaged one, what can be read is rescued.
pub(crate) fn open_keep(folder: &Path, settings: &StoreSettings) -> Result<Keep, StoreProblem> {
    Ok(Keep::new(Db::open(Which::Keep, folder, settings)?))
}

#[cfg(test)]
mod tests;
