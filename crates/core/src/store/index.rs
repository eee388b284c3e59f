//! The index of `cache.db`: every issue's words, in the transaction that stores the issue.

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::Deserialize;
use svara_model::{Author, EntryBrief, Issue, RemoteId, Round};

use super::{StoreProblem, cache::Cache};
use crate::search::words;

/// How many rows of `words` a shelf has.
pub(super) const SHELF: i64 = 1 << 40;
/// So much of a conversation is indexed, in bytes, newest entries first.
const MOST_TALK: usize = 1024 * 1024;
/// Stands between entries, so that no words of two of them stand in a row. No word has it in it.
const BETWEEN: &str = "\u{E000} ";

impl Cache {
    /// Puts some of what an older version fetched into the index; whether there was anything left.
    pub(crate) async fn fill_index(&self) -> Result<bool, StoreProblem> {
        self.0.write(fill).await
    }
}

/// What an entry says.
#[derive(Deserialize)]
struct Words {
    author: Author,
    text: String,
}

/// Where the rows of an account's next issues go, within one transaction, and those that went there.
///
/// They are indexed together, after everything else of the transaction: FTS5 writes what it has gathered at every savepoint,
/// and a statement that fires a trigger is one. Each issue would be a segment of the index, and all of them to be merged.
pub(super) struct Places<'a> {
    next: i64,
    /// In the order of their places.
    put: Vec<Put<'a>>,
}

/// A new or changed issue, which is stored with this place.
struct Put<'a> {
    place: i64,
    issue: &'a Issue,
    before: Option<Before>,
}

impl<'a> Places<'a> {
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
        Ok(Self { next: last + 1, put: Vec::new() })
    }

    /// Where the next one goes.
    pub(super) fn next(&self) -> i64 {
        self.next
    }

    /// A new or changed issue was stored there: before all others of its account.
    pub(super) fn put(&mut self, issue: &'a Issue, before: Option<Before>) {
        let before = before.and_then(|before| {
            match self.put.binary_search_by_key(&before.place, |put| put.place) {
                // It changed twice within the transaction, and its first state was never indexed.
                Ok(at) => self.put.remove(at).before,
                Err(_) => Some(before),
            }
        });
        self.put.push(Put { place: self.next, issue, before });
        self.next += 1;
    }

    /// Puts them into the index.
    pub(super) fn index(mut self, db: &Transaction<'_>, account: &str) -> Result<(), StoreProblem> {
        let mut old: Vec<i64> = self.put.iter().filter_map(|put| Some(put.before.as_ref()?.place)).collect();
        // FTS5 gathers only what comes in the order of its rows.
        old.sort_unstable();
        for place in old {
            forget(db, place)?;
        }
        for Put { place, issue, before } in self.put.drain(..) {
            write(db, account, issue, before.is_some_and(|before| before.talks), place)?;
        }
        Ok(())
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
    forget(db, before.place)?;
    write(db, account, &serde_json::from_str(&body)?, before.talks, before.place)
}

fn forget(db: &Transaction<'_>, place: i64) -> Result<(), StoreProblem> {
    db.prepare_cached("DELETE FROM words WHERE rowid = ?1")?.execute([place])?;
    Ok(())
}

fn write(
    db: &Transaction<'_>,
    account: &str,
    issue: &Issue,
    talks: bool,
    place: i64,
) -> Result<(), StoreProblem> {
    let mut text = Indexed::default();
    words::index_into(&issue.title, &mut text.title, &mut text.title_plain);
    let mut no_column = String::new();
    words::index_into(&issue.number, &mut text.number, &mut no_column);
    text.of_issue(issue.last_entry.as_ref(), issue.round.as_ref());
    if talks {
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
pub(super) const FILL: u32 = 500;

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
pub(super) fn shelf(db: &Connection, account: &str) -> Result<Option<i64>, StoreProblem> {
    let number: Option<i64> = db
        .prepare_cached("SELECT number FROM shelf WHERE account = ?1")?
        .query_row([account], |row| row.get(0))
        .optional()?;
    Ok(number.map(|number| number * SHELF))
}
