//! How what desks serve gets into `cache.db`: pages of changes and conversations.

use rusqlite::{OptionalExtension, Transaction, params};
use svara_model::{AccountId, ChangePage, Conversation, Cursor, Issue, RemoteId};

use super::{
    StoreProblem,
    cache::Cache,
    index::{self, Places},
    news,
    rows::{sorted_by, status_word},
};
use crate::planted::{self, Bug};

/// How far an account's pages have come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    pub(crate) cursor: Option<Cursor>,
    /// Whether the first sync has seen every issue.
    pub(crate) complete: bool,
    /// Whether the desk has everything told anew, and that is not over.
    pub(crate) anew: bool,
}

impl Progress {
    /// Whether pages follow each other because there is much to fetch, not because something changed.
    pub(crate) fn is_long(&self) -> bool {
        !self.complete || self.anew
    }
}

/// Who tells the state of an issue, which decides whether the stored one gives way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    /// A page of changes. Of two states of one moment its own is taken: should it be the older one, then the newer lies
    /// behind the page's cursor and is still to come.
    Page,
    /// A page of a desk that tells everything anew: perhaps it was put back to an earlier state.
    Anew,
    /// A conversation, which may have been asked for before the page that came meanwhile: it must be newer.
    Conversation,
}

impl Cache {
    /// How far the account's pages have come; the default before the first.
    pub(crate) async fn progress(&self, account: &AccountId) -> Result<Progress, StoreProblem> {
        let account = account.to_string();
        self.0.call(move |db| progress(db, &account)).await
    }

    /// Stores a page in the file as it is.
    #[cfg(test)]
    pub(crate) async fn store_page(
        &self,
        account: &AccountId,
        page: ChangePage,
    ) -> Result<bool, StoreProblem> {
        self.store_page_of(self.0.watch().generation(), account, page).await
    }

    /// Stores a page: issues, rounds and cursor in one transaction, so that the cursor never passes a round that is not
    /// recorded. Answers whether anything a member can see is other than before. The page follows what was stored in that
    /// generation of the file: in one that was made anew since, its cursor would pass everything that is missing there.
    pub(crate) async fn store_page_of(
        &self,
        generation: u64,
        account: &AccountId,
        page: ChangePage,
    ) -> Result<bool, StoreProblem> {
        let (account, watch) = (account.to_string(), self.0.watch().clone());
        self.0
            .write(move |db| {
                if watch.generation() != generation {
                    return Err(StoreProblem::Other("the cache was made anew meanwhile".into()));
                }
                let before = progress(db, &account)?;
                let anew = page.restarted || before.anew;
                let counted = is_counted(db, &account)?;
                let source = if anew { Source::Anew } else { Source::Page };
                let mut places = Places::after(db, &account)?;
                let mut changed = false;
                for issue in &page.issues {
                    changed |= store_issue(db, &account, issue, source, before.complete, &mut places)?;
                    if counted {
                        meet(db, &account, &issue.id)?;
                    }
                }
                for id in &page.gone {
                    changed |= vanish(db, &account, id)?;
                }
                store_cursor(db, &account, &page, anew)?;
                places.index(db, &account)?;
                Ok(changed)
            })
            .await
    }

    /// Stores an issue with its entries, unless newer ones are stored.
    pub(crate) async fn store_conversation(
        &self,
        account: &AccountId,
        talk: Conversation,
    ) -> Result<(), StoreProblem> {
        let account = account.to_string();
        self.0
            .write(move |db| {
                let id = &talk.issue.id;
                let mut places = Places::after(db, &account)?;
                let complete = progress(db, &account)?.complete;
                store_issue(db, &account, &talk.issue, Source::Conversation, complete, &mut places)?;
                places.index(db, &account)?;
                if is_counted(db, &account)? {
                    meet(db, &account, id)?;
                }
                let updated = talk.issue.updated.as_millisecond();
                if stored_entries(db, &account, id)?.is_none_or(|stored| stored <= updated) {
                    store_entries(db, &account, &talk)?;
                    db.execute(
                        "UPDATE issue SET entries_of = ?3 WHERE account = ?1 AND id = ?2",
                        params![account, id.as_str(), updated],
                    )?;
                    index::put_again(db, &account, id)?;
                }
                Ok(())
            })
            .await
    }
}

fn progress(db: &rusqlite::Connection, account: &str) -> Result<Progress, StoreProblem> {
    let row = db
        .prepare_cached("SELECT cursor, complete, pass FROM sync WHERE account = ?1")?
        .query_row([account], |row| {
            Ok(Progress {
                cursor: row.get::<_, Option<String>>(0)?.map(Cursor::new),
                complete: row.get(1)?,
                anew: row.get(2)?,
            })
        })
        .optional()?;
    Ok(row.unwrap_or_default())
}

/// The pass goes on until the desk has no more. What is not met in it is what a census finds.
fn store_cursor(
    db: &Transaction<'_>,
    account: &str,
    page: &ChangePage,
    anew: bool,
) -> Result<(), StoreProblem> {
    db.prepare_cached(
        "INSERT INTO sync (account, cursor, complete, pass, census_wanted) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (account) DO UPDATE SET cursor = excluded.cursor, pass = excluded.pass,
           complete = max(complete, excluded.complete), census_wanted = max(census_wanted, excluded.census_wanted)",
    )?
    .execute(params![account, page.cursor.as_str(), !page.more, anew && page.more, page.restarted])?;
    Ok(())
}

/// Stores an issue and its round; answers whether anything is other than before. Entries of the same moment as another
/// state of the issue are not trusted: desks whose clock is coarse have two changes in one moment. What a desk did to it is
/// news once every issue is known (`complete`).
fn store_issue<'a>(
    db: &Transaction<'_>,
    account: &str,
    issue: &'a Issue,
    source: Source,
    complete: bool,
    places: &mut Places<'a>,
) -> Result<bool, StoreProblem> {
    let body = serde_json::to_string(issue)?;
    let key = issue.round.as_ref().map(|round| round.key.as_str());
    let id = issue.id.as_str();
    let new = db
        .prepare_cached(
            "INSERT INTO issue (account, id, number, title, status, sorted, opened, updated, round, body, place)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT (account, id) DO NOTHING",
        )?
        .execute(params![
            account,
            id,
            issue.number,
            issue.title,
            status_word(issue.status),
            sorted_by(issue),
            issue.opened.as_millisecond(),
            issue.updated.as_millisecond(),
            key,
            body,
            places.next(),
        ])?;
    if new > 0 {
        // It is in no other round.
        if key.is_some() {
            store_round(db, account, id, key)?;
        }
        places.put(issue, None);
        return Ok(true);
    }
    let before = index::before(db, account, id)?;
    let state = if complete { state_of(db, account, id, &body)? } else { None };
    let changed = db
        .prepare_cached(
            "UPDATE issue SET number = ?3, title = ?4, status = ?5, sorted = ?6, opened = ?7, updated = ?8, round = ?9,
               body = ?10, place = ?11, vanished = 0,
               entries_of = CASE WHEN entries_of >= ?8 THEN ?8 - 1 ELSE entries_of END
             WHERE account = ?1 AND id = ?2 AND (vanished OR body <> ?10)
               AND (vanished OR ?8 > updated OR (?12 AND ?8 = updated) OR ?13)",
        )?
        .execute(params![
            account,
            id,
            issue.number,
            issue.title,
            status_word(issue.status),
            sorted_by(issue),
            issue.opened.as_millisecond(),
            issue.updated.as_millisecond(),
            key,
            body,
            places.next(),
            source != Source::Conversation,
            source == Source::Anew || planted::is(Bug::OldOverNew),
        ])?;
    if changed > 0 {
        store_round(db, account, id, key)?;
        if let Some(state) = state {
            news::note(db, account, &state, issue)?;
        }
        places.put(issue, before);
    }
    Ok(changed > 0)
}

/// The stored state of an issue of which another one may be news. None: it is the same.
fn state_of(
    db: &Transaction<'_>,
    account: &str,
    id: &str,
    body: &str,
) -> Result<Option<Issue>, StoreProblem> {
    let mut rows = db.prepare_cached("SELECT body FROM issue WHERE account = ?1 AND id = ?2")?;
    let mut rows = rows.query([account, id])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let stored = row.get_ref(0)?.as_str().unwrap_or_default();
    // One that an earlier version wrote otherwise is followed by nothing that could be told from it.
    Ok(if stored == body { None } else { serde_json::from_str(stored).ok() })
}

/// The issue is in this round, and in no other.
pub(super) fn store_round(
    db: &Transaction<'_>,
    account: &str,
    issue: &str,
    key: Option<&str>,
) -> Result<(), StoreProblem> {
    db.prepare_cached(
        "UPDATE round SET over = 1 WHERE account = ?1 AND issue = ?2 AND key IS NOT ?3 AND over = 0",
    )?
    .execute(params![account, issue, key])?;
    if let Some(key) = key {
        db.prepare_cached(
            "INSERT INTO round (account, key, issue) VALUES (?1, ?2, ?3) ON CONFLICT (account, key) DO UPDATE SET over = 0",
        )?
        .execute(params![account, key, issue])?;
    }
    Ok(())
}

/// Marks an issue as no longer at the desk: it stays to be read, and its round is over. Answers whether it was there.
pub(super) fn vanish(db: &Transaction<'_>, account: &str, id: &RemoteId) -> Result<bool, StoreProblem> {
    let marked = db
        .prepare_cached(
            "UPDATE issue SET vanished = 1, round = NULL,
               status = CASE status WHEN 'awaiting' THEN 'open' ELSE status END
             WHERE account = ?1 AND id = ?2 AND vanished = 0",
        )?
        .execute(params![account, id.as_str()])?;
    if marked > 0 {
        store_round(db, account, id.as_str(), None)?;
        news::forget(db, account, id)?;
    }
    Ok(marked > 0)
}

/// Whether a census is under way, so that what the desk serves meanwhile is met, too.
fn is_counted(db: &Transaction<'_>, account: &str) -> Result<bool, StoreProblem> {
    Ok(db.prepare_cached("SELECT 1 FROM sync WHERE account = ?1 AND census = 1")?.exists([account])?)
}

/// Notes that the desk has the issue.
pub(super) fn meet(db: &Transaction<'_>, account: &str, id: &RemoteId) -> Result<(), StoreProblem> {
    db.prepare_cached("INSERT INTO census (account, issue) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
        .execute(params![account, id.as_str()])?;
    Ok(())
}

fn stored_entries(db: &Transaction<'_>, account: &str, id: &RemoteId) -> Result<Option<i64>, StoreProblem> {
    Ok(db
        .prepare_cached("SELECT entries_of FROM issue WHERE account = ?1 AND id = ?2")?
        .query_row(params![account, id.as_str()], |row| row.get(0))
        .optional()?
        .flatten())
}

fn store_entries(db: &Transaction<'_>, account: &str, talk: &Conversation) -> Result<(), StoreProblem> {
    let issue = talk.issue.id.as_str();
    db.execute("DELETE FROM entry WHERE account = ?1 AND issue = ?2", params![account, issue])?;
    db.execute("DELETE FROM attachment WHERE account = ?1 AND issue = ?2", params![account, issue])?;
    for (position, entry) in (0_i64..).zip(&talk.entries) {
        db.prepare_cached("INSERT INTO entry (account, issue, position, body) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![account, issue, position, serde_json::to_string(entry)?])?;
        for file in &entry.attachments {
            db.prepare_cached(
                "INSERT OR REPLACE INTO attachment (account, id, issue, body) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![account, file.id.as_str(), issue, serde_json::to_string(file)?])?;
        }
    }
    Ok(())
}
