//! The census in `cache.db`: which issues the desk still has, and which it does not have any more.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};
use svara_model::{AccountId, CensusPage, CensusPlace, Issue, RemoteId};

use super::{
    StoreProblem,
    cache::Cache,
    pages,
    rows::{moment, status_word},
};
use crate::planted::{self, Bug};

/// More missing issues than these, and more than this share of all, are not believed at once.
const MANY: u32 = 5;
const SHARE: u32 = 5;

/// How far an account's census has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct CensusRow {
    /// Whether the first sync has seen every issue, and nothing is told anew.
    pub(crate) ready: bool,
    /// One is under way.
    pub(crate) running: bool,
    /// Where it goes on; none: at the beginning.
    pub(crate) place: Option<CensusPlace>,
    /// When the last one ended, by this computer's clock.
    pub(crate) ended: Option<Timestamp>,
    /// One is wanted before its time.
    pub(crate) wanted: bool,
    /// The last one missed too many to be believed, and another one is to agree.
    pub(crate) doubted: bool,
}

/// What a census came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Counted {
    /// There are more pages.
    More,
    /// It is over; this many issues were marked as no longer there.
    Over(u32),
    /// It is over and missed these few, which can be asked for one by one before they are marked.
    Few(Vec<RemoteId>),
    /// It is over and missed so many that another one has to agree; this many were marked already.
    Doubted(u32),
}

impl Cache {
    /// How far the account's census has come.
    pub(crate) async fn census(&self, account: &AccountId) -> Result<CensusRow, StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                let row = db
                    .prepare_cached(
                        "SELECT complete AND NOT pass, census, census_place, census_ended, census_wanted,
                           EXISTS (SELECT 1 FROM missing WHERE missing.account = sync.account)
                         FROM sync WHERE account = ?1",
                    )?
                    .query_row([account], |row| {
                        Ok(CensusRow {
                            ready: row.get(0)?,
                            running: row.get(1)?,
                            place: row.get::<_, Option<String>>(2)?.map(CensusPlace::new),
                            ended: row.get::<_, Option<i64>>(3)?.map(moment),
                            wanted: row.get(4)?,
                            doubted: row.get(5)?,
                        })
                    })
                    .optional()?;
                Ok(row.unwrap_or_default())
            })
            .await
    }

    /// Begins a census, or begins it again.
    pub(crate) async fn begin_census(&self, account: &AccountId) -> Result<(), StoreProblem> {
        let account = account.to_string();
        self.0
            .write(move |db| {
                db.execute("DELETE FROM census WHERE account = ?1", [&account])?;
                db.execute(
                    "UPDATE sync SET census = 1, census_place = NULL, census_wanted = 0 WHERE account = ?1",
                    [&account],
                )?;
                Ok(())
            })
            .await
    }

    /// Wants a census before its time.
    pub(crate) async fn want_census(&self, account: &AccountId) -> Result<(), StoreProblem> {
        let account = account.to_string();
        self.0
            .write(move |db| {
                db.execute("UPDATE sync SET census_wanted = 1 WHERE account = ?1", [&account])?;
                Ok(())
            })
            .await
    }

    /// Ends the census without a result: the next one comes in its time.
    pub(crate) async fn drop_census(&self, account: &AccountId, now: Timestamp) -> Result<(), StoreProblem> {
        let account = account.to_string();
        self.0.write(move |db| end(db, &account, now)).await
    }

    /// Marks an issue as no longer at the desk; answers whether that is new.
    pub(crate) async fn vanish(&self, account: &AccountId, id: &RemoteId) -> Result<bool, StoreProblem> {
        let (account, id) = (account.to_string(), id.clone());
        self.0.write(move |db| pages::vanish(db, &account, &id)).await
    }

    /// Stores a page of the census; with the last one it marks what is no longer at the desk. What came back is as it was.
    pub(crate) async fn store_census(
        &self,
        account: &AccountId,
        page: CensusPage,
        now: Timestamp,
    ) -> Result<(Counted, bool), StoreProblem> {
        let account = account.to_string();
        self.0
            .write(move |db| {
                let mut revived = false;
                for id in &page.ids {
                    pages::meet(db, &account, id)?;
                    revived |= revive(db, &account, id)?;
                }
                if let Some(next) = &page.next {
                    db.execute(
                        "UPDATE sync SET census_place = ?2 WHERE account = ?1",
                        params![account, next.as_str()],
                    )?;
                    return Ok((Counted::More, revived));
                }
                let counted = conclude(db, &account)?;
                end(db, &account, now)?;
                Ok((counted, revived))
            })
            .await
    }
}

fn end(db: &Transaction<'_>, account: &str, now: Timestamp) -> Result<(), StoreProblem> {
    db.execute("DELETE FROM census WHERE account = ?1", [account])?;
    db.execute(
        "UPDATE sync SET census = 0, census_place = NULL, census_ended = ?2 WHERE account = ?1",
        params![account, now.as_millisecond()],
    )?;
    Ok(())
}

/// Marks what was missed. So many that the desk itself is to be doubted are marked only when two censuses agree.
fn conclude(db: &Transaction<'_>, account: &str) -> Result<Counted, StoreProblem> {
    let missed = missed(db, account)?;
    let there: u32 =
        db.query_row("SELECT count(*) FROM issue WHERE account = ?1 AND vanished = 0", [account], |row| {
            row.get(0)
        })?;
    let count = u32::try_from(missed.len()).unwrap_or(u32::MAX);
    if (1..=MANY).contains(&count) {
        db.execute("DELETE FROM missing WHERE account = ?1", [account])?;
        return Ok(Counted::Few(missed));
    }
    let doubted = is_doubtful(count, there);
    let mut marked = 0;
    let mut left = Vec::new();
    for id in missed {
        if doubted && !was_missing(db, account, &id)? {
            left.push(id);
        } else {
            marked += u32::from(pages::vanish(db, account, &id)?);
        }
    }
    db.execute("DELETE FROM missing WHERE account = ?1", [account])?;
    for id in &left {
        db.execute("INSERT INTO missing (account, issue) VALUES (?1, ?2)", params![account, id.as_str()])?;
    }
    Ok(if left.is_empty() { Counted::Over(marked) } else { Counted::Doubted(marked) })
}

fn is_doubtful(missed: u32, there: u32) -> bool {
    missed > MANY
        && !planted::is(Bug::VanishedAtOnce)
        && u64::from(missed) * u64::from(SHARE) > u64::from(there)
}

fn missed(db: &Transaction<'_>, account: &str) -> Result<Vec<RemoteId>, StoreProblem> {
    let mut rows = db.prepare_cached(
        "SELECT id FROM issue WHERE account = ?1 AND vanished = 0 AND NOT EXISTS
           (SELECT 1 FROM census WHERE census.account = issue.account AND census.issue = issue.id)",
    )?;
    let ids = rows.query_map([account], |row| row.get::<_, String>(0))?;
    ids.map(|id| Ok(RemoteId::new(id?))).collect()
}

fn was_missing(db: &Transaction<'_>, account: &str, id: &RemoteId) -> Result<bool, StoreProblem> {
    Ok(db
        .prepare_cached("SELECT 1 FROM missing WHERE account = ?1 AND issue = ?2")?
        .exists(params![account, id.as_str()])?)
}

/// A vanished issue is at the desk again, as it was: a change in between is told by a page.
fn revive(db: &Transaction<'_>, account: &str, id: &RemoteId) -> Result<bool, StoreProblem> {
    let body = db
        .prepare_cached("SELECT body FROM issue WHERE account = ?1 AND id = ?2 AND vanished = 1")?
        .query_row(params![account, id.as_str()], |row| row.get::<_, String>(0))
        .optional()?;
    let Some(body) = body else { return Ok(false) };
    let issue: Issue = serde_json::from_str(&body)?;
    let key = issue.round.as_ref().map(|round| round.key.as_str());
    db.execute(
        "UPDATE issue SET vanished = 0, status = ?3, round = ?4, entries_of = min(entries_of, updated - 1)
         WHERE account = ?1 AND id = ?2",
        params![account, id.as_str(), status_word(issue.status), key],
    )?;
    pages::store_round(db, account, id.as_str(), key)?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::is_doubtful;

    #[test]
    fn many_are_doubted_only_when_they_are_also_a_large_share() {
        assert!(!is_doubtful(5, 5), "five at most are believed");
        assert!(is_doubtful(6, 6));
        assert!(is_doubtful(6, 29));
        assert!(!is_doubtful(6, 30), "a fifth is not more than 20 %");
        assert!(!is_doubtful(1000, 100_000));
    }
}
