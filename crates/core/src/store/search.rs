//! What the index of `cache.db` is asked, and what of an issue that was found is shown.

use std::borrow::Cow;

use jiff::Timestamp;
use rusqlite::{Connection, Row, params};
use serde::Deserialize;
use svara_model::{AccountId, RemoteId, Status};

use super::{
    StoreProblem,
    cache::Cache,
    chat_search::{self, FoundChat},
    index::{SHELF, shelf},
    rows::{moment, status_word},
};
use crate::search::{
    pieces::{self, Pieces},
    query::{Nearness, Query},
};

/// So many entries are looked through for the piece to show, newest first.
const MOST_ENTRIES: u32 = 200;

/// An issue that was found.
#[derive(Clone, Debug)]
pub(crate) struct FoundIssue {
    pub(crate) nearness: Nearness,
    pub(crate) id: RemoteId,
    pub(crate) number: String,
    pub(crate) title: String,
    pub(crate) status: Status,
    pub(crate) opened: Timestamp,
    pub(crate) closed: Option<Timestamp>,
    pub(crate) vanished: bool,
    /// The title in pieces.
    pub(crate) marked: Pieces,
    /// Of what was written, the part to show.
    pub(crate) piece: Pieces,
}

impl Cache {
    /// The issues and the chats of an account in which everything stands that is looked for; each nearest first, then newest
    /// first, and at most `limit`.
    pub(crate) async fn search(
        &self,
        account: &AccountId,
        query: Query,
        limit: u32,
    ) -> Result<(Vec<FoundIssue>, Vec<FoundChat>), StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                let issues = find(db, &account, &query, limit)?;
                Ok((issues, chat_search::find(db, &account, &query, limit)?))
            })
            .await
    }
}

/// An issue's columns and its place.
const FIND: &str = include_str!("find.sql");

fn find(db: &Connection, account: &str, query: &Query, limit: u32) -> Result<Vec<FoundIssue>, StoreProblem> {
    let Some(shelf) = shelf(db, account)? else { return Ok(Vec::new()) };
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut found: Vec<(i64, FoundIssue)> = Vec::new();
    let mut asked: Vec<String> = Vec::new();
    let mut rows = db.prepare_cached(FIND)?;
    for nearness in Nearness::ALL {
        let expression = query.expression(nearness);
        if found.len() >= most || asked.contains(&expression) {
            continue;
        }
        let nearer = found.len();
        let mut near = rows.query(params![expression, shelf, shelf + SHELF - 1, limit])?;
        while let Some(row) = near.next()? {
            let place = row.get(0)?;
            if found.len() < most && !found.iter().take(nearer).any(|(before, _)| *before == place) {
                found.push((place, shown(db, account, query, found_row(row, nearness)?, row)?));
            }
        }
        asked.push(expression);
    }
    Ok(found.into_iter().map(|(_, issue)| issue).collect())
}

fn found_row(row: &Row<'_>, nearness: Nearness) -> rusqlite::Result<FoundIssue> {
    let status = match row.get_ref(4)?.as_str()? {
        word if word == status_word(Status::AwaitingFeedback) => Status::AwaitingFeedback,
        word if word == status_word(Status::Closed) => Status::Closed,
        _ => Status::Open,
    };
    // A closed one is sorted by its Date Closed.
    let closed = (status == Status::Closed).then_some(moment(row.get(6)?));
    Ok(FoundIssue {
        nearness,
        id: RemoteId::new(row.get::<_, String>(1)?),
        number: row.get(2)?,
        title: row.get(3)?,
        status,
        opened: moment(row.get(5)?),
        closed,
        vanished: row.get(7)?,
        marked: Pieces::new(),
        piece: Pieces::new(),
    })
}

/// What an issue says besides its entries; nothing else of it is read.
#[derive(Deserialize)]
struct Said<'a> {
    #[serde(borrow)]
    last_entry: Option<Text<'a>>,
    #[serde(borrow)]
    round: Option<Asked<'a>>,
}

#[derive(Deserialize)]
struct Text<'a> {
    #[serde(borrow)]
    text: Cow<'a, str>,
}

#[derive(Deserialize)]
struct Asked<'a> {
    #[serde(borrow)]
    question: Option<Cow<'a, str>>,
}

/// Adds the pieces to show: of the newest text in which most of what was looked for stands.
fn shown(
    db: &Connection,
    account: &str,
    query: &Query,
    mut issue: FoundIssue,
    row: &Row<'_>,
) -> Result<FoundIssue, StoreProblem> {
    issue.marked = pieces::title(query, &issue.title);
    let mut best = None;
    let mut look = |text: &str| {
        let (piece, found, all) = pieces::around(query, text);
        if best.as_ref().is_none_or(|(_, before)| *before < found) {
            best = Some((piece, found));
        }
        all
    };
    let mut any = false;
    if row.get(8)? {
        let mut entries = db.prepare_cached(
            "SELECT body FROM entry WHERE account = ?1 AND issue = ?2 ORDER BY position DESC LIMIT ?3",
        )?;
        let mut rows = entries.query(params![account, issue.id.as_str(), MOST_ENTRIES])?;
        while let Some(row) = rows.next()? {
            any = true;
            if look(&serde_json::from_str::<Text<'_>>(row.get_ref(0)?.as_str().unwrap_or_default())?.text) {
                break;
            }
        }
    }
    if !any {
        let body = row.get_ref(9)?.as_str().unwrap_or_default();
        let Said { last_entry, round } = serde_json::from_str(body)?;
        let question = round.and_then(|round| round.question);
        let texts = [question, last_entry.map(|last| last.text)];
        texts.into_iter().flatten().any(|text| look(&text));
    }
    issue.piece = best.map(|(piece, _)| piece).unwrap_or_default();
    Ok(issue)
}

#[cfg(test)]
mod tests;
