//! `cache.db`: what was fetched from desks.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};
use svara_model::{
    AccountId, Attachment, ChangePage, Conversation, Cursor, Entry, Issue, Profile, RemoteId, Status,
};

use super::{
    db::{Db, StoreProblem},
    rows::{moment, sorted_by, status_word},
};

/// A handle to `cache.db`.
#[derive(Clone)]
pub(crate) struct Cache(Db);

/// How far an account's sync has come.
#[derive(Clone, Debug, Default)]
pub(crate) struct SyncRow {
    pub(crate) cursor: Option<Cursor>,
    /// Whether the first sync has seen every issue.
    pub(crate) complete: bool,
    /// The last complete good check, by this computer's clock.
    pub(crate) checked: Option<Timestamp>,
    pub(crate) profile: Option<Profile>,
}

/// How many issues each list has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) awaiting: u32,
    pub(crate) open: u32,
    pub(crate) closed: u32,
}

/// Where a page of a list begins: after the row with this sort value and id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ListPlace {
    pub(crate) sorted: i64,
    pub(crate) id: String,
}

impl Cache {
    pub(crate) fn new(db: Db) -> Self {
        Self(db)
    }

    /// How far the account's sync has come; the default before the first.
    pub(crate) async fn sync(&self, account: &AccountId) -> Result<SyncRow, StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                let row = db
                    .prepare_cached("SELECT cursor, complete, checked, profile FROM sync WHERE account = ?1")?
                    .query_row([account], |row| {
                        Ok((
                            row.get::<_, Option<String>>(0)?,
                            row.get::<_, bool>(1)?,
                            row.get::<_, Option<i64>>(2)?,
                            row.get::<_, Option<String>>(3)?,
                        ))
                    })
                    .optional()?;
                let Some((cursor, complete, checked, profile)) = row else { return Ok(SyncRow::default()) };
                Ok(SyncRow {
                    cursor: cursor.map(Cursor::new),
                    complete,
                    checked: checked.map(moment),
                    profile: profile.map(|text| serde_json::from_str(&text)).transpose()?,
                })
            })
            .await
    }

    /// Stores what the desk says of itself and the member.
    pub(crate) async fn set_profile(
        &self,
        account: &AccountId,
        profile: &Profile,
    ) -> Result<(), StoreProblem> {
        let (account, profile) = (account.to_string(), serde_json::to_string(profile)?);
        self.0
            .write(move |db| {
                db.execute(
                    "INSERT INTO sync (account, profile) VALUES (?1, ?2)
                     ON CONFLICT (account) DO UPDATE SET profile = excluded.profile",
                    params![account, profile],
                )?;
                Ok(())
            })
            .await
    }

    /// Notes a complete good check.
    pub(crate) async fn set_checked(&self, account: &AccountId, at: Timestamp) -> Result<(), StoreProblem> {
        let account = account.to_string();
        self.0
            .write(move |db| {
                db.execute(
                    "UPDATE sync SET checked = ?2 WHERE account = ?1",
                    params![account, at.as_millisecond()],
                )?;
                Ok(())
            })
            .await
    }

    /// Stores a page: issues, rounds and cursor in one transaction, so that the cursor never passes a round that is not
    /// recorded. Answers whether anything a member can see is other than before.
    pub(crate) async fn store_page(
        &self,
        account: &AccountId,
        page: ChangePage,
    ) -> Result<bool, StoreProblem> {
        let account = account.to_string();
        self.0
            .write(move |db| {
                let mut changed = false;
                for issue in &page.issues {
                    changed |= store_issue(db, &account, issue)?;
                }
                for id in &page.gone {
                    changed |= remove_issue(db, &account, id)?;
                }
                db.execute(
                    "INSERT INTO sync (account, cursor, complete) VALUES (?1, ?2, ?3)
                     ON CONFLICT (account) DO UPDATE SET cursor = excluded.cursor, complete = max(complete, excluded.complete)",
                    params![account, page.cursor.as_str(), !page.more],
                )?;
                Ok(changed)
            })
            .await
    }

    /// Stores an issue with its entries, unless a newer one is stored.
    pub(crate) async fn store_conversation(
        &self,
        account: &AccountId,
        talk: Conversation,
    ) -> Result<(), StoreProblem> {
        let account = account.to_string();
        self.0
            .write(move |db| {
                let updated = talk.issue.updated.as_millisecond();
                if stored_update(db, &account, &talk.issue.id)?.is_none_or(|stored| stored <= updated) {
                    store_issue(db, &account, &talk.issue)?;
                }
                store_entries(db, &account, &talk)?;
                db.execute(
                    "UPDATE issue SET entries_of = ?3 WHERE account = ?1 AND id = ?2",
                    params![account, talk.issue.id.as_str(), updated],
                )?;
                Ok(())
            })
            .await
    }

    /// A page of a list, newest first.
    pub(crate) async fn list(
        &self,
        account: &AccountId,
        status: Status,
        after: Option<ListPlace>,
        limit: u32,
    ) -> Result<Vec<Issue>, StoreProblem> {
        let account = account.to_string();
        let after = after.unwrap_or(ListPlace { sorted: i64::MAX, id: String::new() });
        self.0
            .call(move |db| {
                let mut rows = db.prepare_cached(
                    "SELECT body FROM issue WHERE account = ?1 AND status = ?2
                     AND (sorted < ?3 OR (sorted = ?3 AND id > ?4)) ORDER BY sorted DESC, id LIMIT ?5",
                )?;
                let bodies = rows.query_map(
                    params![account, status_word(status), after.sorted, after.id, limit],
                    |row| row.get::<_, String>(0),
                )?;
                bodies.map(|body| Ok(serde_json::from_str(&body?)?)).collect()
            })
            .await
    }

    /// How many issues each list has.
    pub(crate) async fn counts(&self, account: &AccountId) -> Result<Counts, StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                let mut counts = Counts::default();
                let mut rows = db.prepare_cached(
                    "SELECT status, count(*) FROM issue WHERE account = ?1 GROUP BY status",
                )?;
                for row in
                    rows.query_map([account], |row| Ok((row.get::<_, String>(0)?, row.get::<_, u32>(1)?)))?
                {
                    match row? {
                        (word, n) if word == status_word(Status::AwaitingFeedback) => counts.awaiting = n,
                        (word, n) if word == status_word(Status::Closed) => counts.closed = n,
                        (_, n) => counts.open = n,
                    }
                }
                Ok(counts)
            })
            .await
    }

    /// An issue, and whether its stored entries are those of its newest change.
    pub(crate) async fn issue(
        &self,
        account: &AccountId,
        id: &RemoteId,
    ) -> Result<Option<(Issue, Entries)>, StoreProblem> {
        let (account, id) = (account.to_string(), id.to_string());
        self.0
            .call(move |db| {
                let row = db
                    .prepare_cached(
                        "SELECT body, entries_of, updated FROM issue WHERE account = ?1 AND id = ?2",
                    )?
                    .query_row(params![account, id], |row| {
                        Ok((row.get::<_, String>(0)?, row.get::<_, Option<i64>>(1)?, row.get::<_, i64>(2)?))
                    })
                    .optional()?;
                let Some((body, entries_of, updated)) = row else { return Ok(None) };
                let entries = match entries_of {
                    None => Entries::None,
                    Some(of) if of < updated => Entries::Old,
                    Some(_) => Entries::Current,
                };
                Ok(Some((serde_json::from_str(&body)?, entries)))
            })
            .await
    }

    /// The stored entries of an issue, oldest first.
    pub(crate) async fn entries(
        &self,
        account: &AccountId,
        id: &RemoteId,
    ) -> Result<Vec<Entry>, StoreProblem> {
        let (account, id) = (account.to_string(), id.to_string());
        self.0
            .call(move |db| {
                let mut rows = db.prepare_cached(
                    "SELECT body FROM entry WHERE account = ?1 AND issue = ?2 ORDER BY position",
                )?;
                let bodies = rows.query_map(params![account, id], |row| row.get::<_, String>(0))?;
                bodies.map(|body| Ok(serde_json::from_str(&body?)?)).collect()
            })
            .await
    }

    /// An attachment.
    pub(crate) async fn attachment(
        &self,
        account: &AccountId,
        id: &str,
    ) -> Result<Option<Attachment>, StoreProblem> {
        let (account, id) = (account.to_string(), id.to_owned());
        self.0
            .call(move |db| {
                let body = db
                    .prepare_cached("SELECT body FROM attachment WHERE account = ?1 AND id = ?2")?
                    .query_row(params![account, id], |row| row.get::<_, String>(0))
                    .optional()?;
                Ok(body.map(|body| serde_json::from_str(&body)).transpose()?)
            })
            .await
    }

    /// Awaiting issues whose newest entries are not stored: they must be readable offline.
    pub(crate) async fn awaiting_unread(
        &self,
        account: &AccountId,
        limit: u32,
    ) -> Result<Vec<RemoteId>, StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                let mut rows = db.prepare_cached(
                    "SELECT id FROM issue WHERE account = ?1 AND status = 'awaiting'
                     AND (entries_of IS NULL OR entries_of < updated) ORDER BY sorted DESC LIMIT ?2",
                )?;
                let ids = rows.query_map(params![account, limit], |row| row.get::<_, String>(0))?;
                ids.map(|id| Ok(RemoteId::new(id?))).collect()
            })
            .await
    }

    /// The issues whose round is not over.
    pub(crate) async fn in_round(&self, account: &AccountId) -> Result<Vec<Issue>, StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                let mut rows = db.prepare_cached(
                    "SELECT issue.body FROM round JOIN issue ON issue.account = round.account AND issue.id = round.issue
                     AND issue.round = round.key WHERE round.account = ?1 AND round.over = 0 ORDER BY issue.updated",
                )?;
                let bodies = rows.query_map([account], |row| row.get::<_, String>(0))?;
                bodies.map(|body| Ok(serde_json::from_str(&body?)?)).collect()
            })
            .await
    }

    /// Removes everything of the account and leaves none of it readable in the file.
    pub(crate) async fn erase(&self, account: &AccountId) -> Result<(), StoreProblem> {
        let account = account.to_string();
        self.0
            .write(move |db| {
                for table in ["sync", "issue", "entry", "attachment", "round"] {
                    db.execute(&format!("DELETE FROM {table} WHERE account = ?1"), [&account])?;
                }
                Ok(())
            })
            .await?;
        self.0.call(super::keep::scrub).await
    }
}

/// What is stored of an issue's entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entries {
    /// Nothing.
    None,
    /// Those of an earlier change.
    Old,
    /// All.
    Current,
}

fn stored_update(db: &Transaction<'_>, account: &str, id: &RemoteId) -> Result<Option<i64>, StoreProblem> {
    Ok(db
        .prepare_cached("SELECT updated FROM issue WHERE account = ?1 AND id = ?2")?
        .query_row(params![account, id.as_str()], |row| row.get(0))
        .optional()?)
}

fn store_issue(db: &Transaction<'_>, account: &str, issue: &Issue) -> Result<bool, StoreProblem> {
    let body = serde_json::to_string(issue)?;
    let key = issue.round.as_ref().map(|round| round.key.as_str());
    let changed = db
        .prepare_cached(
            "INSERT INTO issue (account, id, number, title, status, sorted, opened, updated, round, body)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
             ON CONFLICT (account, id) DO UPDATE SET number = excluded.number, title = excluded.title,
               status = excluded.status, sorted = excluded.sorted, opened = excluded.opened,
               updated = excluded.updated, round = excluded.round, body = excluded.body
             WHERE body <> excluded.body",
        )?
        .execute(params![
            account,
            issue.id.as_str(),
            issue.number,
            issue.title,
            status_word(issue.status),
            sorted_by(issue),
            issue.opened.as_millisecond(),
            issue.updated.as_millisecond(),
            key,
            body,
        ])?;
    db.prepare_cached(
        "UPDATE round SET over = 1 WHERE account = ?1 AND issue = ?2 AND key IS NOT ?3 AND over = 0",
    )?
    .execute(params![account, issue.id.as_str(), key])?;
    if let Some(key) = key {
        db.prepare_cached(
            "INSERT INTO round (account, key, issue) VALUES (?1, ?2, ?3) ON CONFLICT (account, key) DO UPDATE SET over = 0",
        )?
        .execute(params![account, key, issue.id.as_str()])?;
    }
    Ok(changed > 0)
}

fn remove_issue(db: &Transaction<'_>, account: &str, id: &RemoteId) -> Result<bool, StoreProblem> {
    for table in ["entry", "attachment", "round"] {
        db.execute(
            &format!("DELETE FROM {table} WHERE account = ?1 AND issue = ?2"),
            params![account, id.as_str()],
        )?;
    }
    Ok(db.execute("DELETE FROM issue WHERE account = ?1 AND id = ?2", params![account, id.as_str()])? > 0)
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
