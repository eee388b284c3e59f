//! The index of `cache.db`: every issue's words, in the transaction that stores the issue.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Deserialize;
use svara_model::{AccountId, Author, EntryBrief, Issue, RemoteId, Round, Status};

use super::{
    StoreProblem,
    cache::Cache,
    rows::{moment, status_word},
};
use crate::search::{
    pieces::{self, Pieces},
    query::{Nearness, Query},
    words,
};

/// How many rows of `words` a shelf has.
const SHELF: i64 = 1 << 40;
/// So much of a conversation is indexed, in bytes, newest entries first.
const MOST_TALK: usize = 1024 * 1024;
/// So many entries are looked through for the piece to show, newest first.
const MOST_ENTRIES: u32 = 200;
/// Stands between entries, so that no words of two of them stand in a row. No word has it in it.
const BETWEEN: &str = "\u{E000} ";

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
    /// The issues of an account in which everything stands that is looked for, nearest first, then newest first.
    pub(crate) async fn search(
        &self,
        account: &AccountId,
        query: Query,
        limit: u32,
    ) -> Result<Vec<FoundIssue>, StoreProblem> {
        let account = account.to_string();
        self.0.call(move |db| find(db, &account, &query, limit)).await
    }

    /// Puts some of what an older version fetched into the index; whether there was anything left.
    pub(crate) async fn fill_index(&self) -> Result<bool, StoreProblem> {
        self.0.write(fill).await
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
        let near = rows.query_map(params![expression, shelf, shelf + SHELF - 1, limit], |row| {
            Ok((row.get::<_, i64>(0)?, found_row(row, nearness)?))
        })?;
        for row in near {
            let (place, issue) = row?;
            if !found.iter().take(nearer).any(|(before, _)| *before == place) {
                found.push((place, issue));
            }
        }
        asked.push(expression);
    }
    found.truncate(most);
    found.into_iter().map(|(place, issue)| shown(db, account, query, place, issue)).collect()
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
struct Said {
    last_entry: Option<Text>,
    round: Option<Asked>,
}

#[derive(Deserialize)]
struct Text {
    text: String,
}

#[derive(Deserialize)]
struct Asked {
    question: Option<String>,
}

/// What an entry says.
#[derive(Deserialize)]
struct Words {
    author: Author,
    text: String,
}

/// Adds the pieces to show: of the newest text in which most of what was looked for stands.
fn shown(
    db: &Connection,
    account: &str,
    query: &Query,
    place: i64,
    mut issue: FoundIssue,
) -> Result<FoundIssue, StoreProblem> {
    issue.marked = pieces::title(query, &issue.title);
    let mut entries = db.prepare_cached(
        "SELECT body FROM entry WHERE account = ?1 AND issue = ?2 ORDER BY position DESC LIMIT ?3",
    )?;
    let mut rows = entries.query(params![account, issue.id.as_str(), MOST_ENTRIES])?;
    let mut best = None;
    let mut look = |text: &str| {
        let (piece, found, all) = pieces::around(query, text);
        if best.as_ref().is_none_or(|(_, before)| *before < found) {
            best = Some((piece, found));
        }
        all
    };
    let mut any = false;
    while let Some(row) = rows.next()? {
        any = true;
        if look(&serde_json::from_str::<Text>(row.get_ref(0)?.as_str().unwrap_or_default())?.text) {
            break;
        }
    }
    if !any {
        let mut body = db.prepare_cached("SELECT body FROM issue WHERE place = ?1")?;
        let mut rows = body.query([place])?;
        if let Some(row) = rows.next()? {
            let Said { last_entry, round } =
                serde_json::from_str(row.get_ref(0)?.as_str().unwrap_or_default())?;
            let question = round.and_then(|round| round.question);
            let texts = [question, last_entry.map(|last| last.text)];
            texts.into_iter().flatten().any(|text| look(&text));
        }
    }
    issue.piece = best.map(|(piece, _)| piece).unwrap_or_default();
    Ok(issue)
}

/// Where the rows of an account's next issues go, within one transaction.
pub(super) struct Places {
    next: i64,
}

impl Places {
    /// After all of the account's, whose range is made if there is none.
    pub(super) fn after(db: &Transaction<'_>, account: &str) -> Result<Self, StoreProblem> {
        let shelf = match shelf(db, account)? {
            Some(shelf) => shelf,
            None => {
                let sql = "INSERT INTO shelf (account, number)
                  VALUES (?1, (SELECT coalesce(max(number), 0) + 1 FROM shelf)) RETURNING number";
                db.query_row(sql, [account], |row| row.get::<_, i64>(0))? * SHELF
            }
        };
        let last = db
            .prepare_cached("SELECT coalesce(max(place), ?1) FROM issue WHERE place BETWEEN ?1 AND ?2")?
            .query_row([shelf, shelf + SHELF - 1], |row| row.get::<_, i64>(0))?;
        Ok(Self { next: last + 1 })
    }

    /// Where the next one goes.
    pub(super) fn next(&self) -> i64 {
        self.next
    }

    /// The place was taken.
    fn take(&mut self) {
        self.next += 1;
    }
}

/// What the index has of an issue before it changes.
pub(super) struct Before {
    place: i64,
    talks: bool,
}

/// What is stored of an issue now; none: it is new.
pub(super) fn before(db: &Transaction<'_>, account: &str, id: &str) -> Result<Option<Before>, StoreProblem> {
    Ok(db
        .prepare_cached("SELECT place, entries_of IS NOT NULL FROM issue WHERE account = ?1 AND id = ?2")?
        .query_row([account, id], |row| Ok(Before { place: row.get(0)?, talks: row.get(1)? }))
        .optional()?)
}

/// Puts a new or changed issue, which is stored with this place, before all others of its account.
pub(super) fn put(
    db: &Transaction<'_>,
    account: &str,
    issue: &Issue,
    before: Option<&Before>,
    places: &mut Places,
) -> Result<(), StoreProblem> {
    write(db, account, issue, before, places.next())?;
    places.take();
    Ok(())
}

/// Puts an issue as it is stored into the index, when only its entries are new: it stays in its place.
pub(super) fn put_again(db: &Transaction<'_>, account: &str, id: &RemoteId) -> Result<(), StoreProblem> {
    let stored = db
        .prepare_cached(
            "SELECT place, entries_of IS NOT NULL, body FROM issue WHERE account = ?1 AND id = ?2",
        )?
        .query_row(params![account, id.as_str()], |row| {
            Ok((Before { place: row.get(0)?, talks: row.get(1)? }, row.get::<_, String>(2)?))
        })
        .optional()?;
    let Some((before, body)) = stored else { return Ok(()) };
    write(db, account, &serde_json::from_str(&body)?, Some(&before), before.place)
}

fn write(
    db: &Transaction<'_>,
    account: &str,
    issue: &Issue,
    before: Option<&Before>,
    place: i64,
) -> Result<(), StoreProblem> {
    if let Some(before) = before {
        db.prepare_cached("DELETE FROM words WHERE rowid = ?1")?.execute([before.place])?;
    }
    let mut text = Indexed::default();
    words::index_into(&issue.title, &mut text.title, &mut text.title_plain);
    let mut no_column = String::new();
    words::index_into(&issue.number, &mut text.number, &mut no_column);
    text.of_issue(issue.last_entry.as_ref(), issue.round.as_ref());
    if before.is_some_and(|before| before.talks) {
        text.of_entries(db, account, &issue.id)?;
    }
    db.prepare_cached(
        "INSERT INTO words (rowid, number, title, title_plain, talk, talk_plain) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![place, text.number, text.title, text.title_plain, text.talk, text.talk_plain])?;
    Ok(())
}

/// Takes everything of an account out of the index, so that none of its words are left in it. Before its issues go.
pub(super) fn erase(db: &Transaction<'_>, account: &str) -> Result<(), StoreProblem> {
    let others: bool =
        db.query_row("SELECT EXISTS (SELECT 1 FROM issue WHERE account <> ?1)", [account], |row| row.get(0))?;
    if others {
        db.execute(
            "DELETE FROM words WHERE rowid IN (SELECT place FROM issue WHERE account = ?1)",
            [account],
        )?;
        // A row that was deleted is only struck out; its words go when what is left is written anew.
        db.execute("INSERT INTO words (words) VALUES ('optimize')", [])?;
    } else {
        db.execute("INSERT INTO words (words) VALUES ('delete-all')", [])?;
    }
    if let Some(shelf) = shelf(db, account)? {
        db.execute("DELETE FROM unindexed WHERE place BETWEEN ?1 AND ?2", [shelf, shelf + SHELF - 1])?;
    }
    db.execute("DELETE FROM shelf WHERE account = ?1", [account])?;
    Ok(())
}

/// How many issues of an older cache are put into the index at once.
const FILL: u32 = 500;

/// Puts some issues of a cache from before this index into it, the newest changes first; whether there were any.
fn fill(db: &Transaction<'_>) -> Result<bool, StoreProblem> {
    let mut rows = db.prepare_cached("SELECT place FROM unindexed ORDER BY place DESC LIMIT ?1")?;
    let mut some: Vec<i64> = rows.query_map([FILL], |row| row.get(0))?.collect::<Result<_, _>>()?;
    // The index takes rows at once only in their order.
    some.reverse();
    for place in &some {
        let stored: Option<(String, String)> = db
            .prepare_cached("SELECT account, id FROM issue WHERE place = ?1")?
            .query_row([place], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        // One that changed meanwhile has another place, and its words in it.
        if let Some((account, id)) = stored {
            put_again(db, &account, &RemoteId::new(id))?;
        }
        db.prepare_cached("DELETE FROM unindexed WHERE place = ?1")?.execute([place])?;
    }
    Ok(!some.is_empty())
}

/// The columns of a row of `words`.
#[derive(Default)]
struct Indexed {
    number: String,
    title: String,
    title_plain: String,
    talk: String,
    talk_plain: String,
}

impl Indexed {
    fn say(&mut self, text: &str) {
        words::index_into(text, &mut self.talk, &mut self.talk_plain);
        self.talk.push_str(BETWEEN);
        self.talk_plain.push_str(BETWEEN);
    }

    /// What lists show of an issue must be found even before its entries are here.
    fn of_issue(&mut self, last: Option<&EntryBrief>, round: Option<&Round>) {
        if let Some(last) = last {
            self.say(&last.author.name);
            self.say(&last.text);
        }
        if let Some(question) = round.and_then(|round| round.question.as_deref()) {
            self.say(question);
        }
    }

    fn of_entries(&mut self, db: &Transaction<'_>, account: &str, id: &RemoteId) -> Result<(), StoreProblem> {
        let mut entries = db.prepare_cached(
            "SELECT body FROM entry WHERE account = ?1 AND issue = ?2 ORDER BY position DESC",
        )?;
        let mut rows = entries.query(params![account, id.as_str()])?;
        while let Some(row) = rows.next()?
            && self.talk.len() < MOST_TALK
        {
            let Words { author, text } = serde_json::from_str(row.get_ref(0)?.as_str().unwrap_or_default())?;
            self.say(&author.name);
            self.say(&text);
        }
        Ok(())
    }
}

/// Where an account's range of `words` begins; none: nothing of it is indexed.
fn shelf(db: &Connection, account: &str) -> Result<Option<i64>, StoreProblem> {
    let number: Option<i64> = db
        .prepare_cached("SELECT number FROM shelf WHERE account = ?1")?
        .query_row([account], |row| row.get(0))
        .optional()?;
    Ok(number.map(|number| number * SHELF))
}

#[cfg(test)]
mod tests;
