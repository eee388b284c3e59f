//! `cache.db`: what was fetched from desks, to be read. How it gets there is in `pages` and `census`.

use std::collections::BTreeSet;

use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};
use svara_model::{AccountId, Allows, Attachment, Cursor, Entry, Issue, Profile, RemoteId, RoundKey, Status};

use super::{
    StoreProblem, chats,
    db::Db,
    index,
    rows::{moment, status_word},
};

/// A handle to `cache.db`.
#[derive(Clone)]
pub(crate) struct Cache(pub(super) Db);

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
                    "SELECT body, vanished FROM issue WHERE account = ?1 AND status = ?2
                     AND (sorted < ?3 OR (sorted = ?3 AND id > ?4)) ORDER BY sorted DESC, id LIMIT ?5",
                )?;
                let bodies = rows.query_map(
                    params![account, status_word(status), after.sorted, after.id, limit],
                    |row| Ok((row.get::<_, String>(0)?, row.get(1)?)),
                )?;
                bodies
                    .map(|row| row.map_err(StoreProblem::from).and_then(|(body, gone)| shown(&body, gone)))
                    .collect()
            })
            .await
    }

    /// How many issues each list has.
    pub(crate) async fn counts(&self, account: &AccountId) -> Result<Counts, StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                let mut counts = Counts::default();
                let mut rows =
                    db.prepare_cached("SELECT status, issues FROM list_count WHERE account = ?1")?;
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
                        "SELECT body, entries_of, updated, vanished FROM issue WHERE account = ?1 AND id = ?2",
                    )?
                    .query_row(params![account, id], |row| {
                        let of = (row.get::<_, Option<i64>>(1)?, row.get::<_, i64>(2)?);
                        Ok((row.get::<_, String>(0)?, of, row.get(3)?))
                    })
                    .optional()?;
                let Some((body, (entries_of, updated), vanished)) = row else { return Ok(None) };
                let entries = match entries_of {
                    None => Entries::None,
                    Some(of) if of < updated => Entries::Old,
                    Some(_) => Entries::Current,
                };
                Ok(Some((shown(&body, vanished)?, entries)))
            })
            .await
    }

    /// The issue of that number. Seldom asked, so it has no index: 100,000 issues are looked through.
    pub(crate) async fn numbered(
        &self,
        account: &AccountId,
        number: &str,
    ) -> Result<Option<RemoteId>, StoreProblem> {
        let (account, number) = (account.to_string(), number.to_owned());
        self.0
            .call(move |db| {
                let id = db
                    .prepare_cached("SELECT id FROM issue WHERE account = ?1 AND number = ?2 LIMIT 1")?
                    .query_row(params![account, number], |row| row.get::<_, String>(0))
                    .optional()?;
                Ok(id.map(RemoteId::new))
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

    /// For each of the issues, whether it is no longer at the desk.
    pub(crate) async fn vanished(
        &self,
        account: &AccountId,
        ids: Vec<RemoteId>,
    ) -> Result<Vec<bool>, StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                let mut row =
                    db.prepare_cached("SELECT 1 FROM issue WHERE account = ?1 AND id = ?2 AND vanished = 1")?;
                ids.iter().map(|id| Ok(row.exists(params![account, id.as_str()])?)).collect()
            })
            .await
    }

    /// Awaiting issues whose newest entries are not stored, newest first: they must be readable offline.
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

    /// The issues whose round is not over, the longest waiting first.
    pub(crate) async fn in_round(&self, account: &AccountId) -> Result<Vec<Issue>, StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                let mut rows = db.prepare_cached(
                    "SELECT body FROM issue WHERE account = ?1 AND round IS NOT NULL ORDER BY updated",
                )?;
                let bodies = rows.query_map([account], |row| row.get::<_, String>(0))?;
                bodies.map(|body| Ok(serde_json::from_str(&body?)?)).collect()
            })
            .await
    }

    /// Some of the issues whose round is not over: those in which nothing has changed for longest.
    pub(crate) async fn longest_waiting(
        &self,
        account: &AccountId,
        limit: u32,
    ) -> Result<Vec<Issue>, StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                let mut rows = db.prepare_cached(
                    "SELECT body FROM issue WHERE account = ?1 AND round IS NOT NULL ORDER BY updated LIMIT ?2",
                )?;
                let bodies = rows.query_map(params![account, limit], |row| row.get::<_, String>(0))?;
                bodies.map(|body| Ok(serde_json::from_str(&body?)?)).collect()
            })
            .await
    }

    /// Keys of rounds that are not over, in order, after one of them.
    pub(crate) async fn open_rounds(
        &self,
        account: &AccountId,
        after: Option<RoundKey>,
        limit: u32,
    ) -> Result<Vec<RoundKey>, StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                let mut rows = db.prepare_cached(
                    "SELECT key FROM round WHERE account = ?1 AND over = 0 AND key > ?2 ORDER BY key LIMIT ?3",
                )?;
                let after = after.as_ref().map_or("", RoundKey::as_str);
                let keys = rows.query_map(params![account, after, limit], |row| row.get::<_, String>(0))?;
                keys.map(|key| Ok(RoundKey::new(key?))).collect()
            })
            .await
    }

    /// Those of the rounds that the cache has never heard of: over long ago, or lost with its last commits in a power cut.
    pub(crate) async fn unheard_of(
        &self,
        account: &AccountId,
        rounds: BTreeSet<RoundKey>,
    ) -> Result<BTreeSet<RoundKey>, StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                let mut known = db.prepare_cached("SELECT 1 FROM round WHERE account = ?1 AND key = ?2")?;
                let mut unheard_of = BTreeSet::new();
                for round in rounds {
                    if !known.exists(params![account, round.as_str()])? {
                        unheard_of.insert(round);
                    }
                }
                Ok(unheard_of)
            })
            .await
    }

    /// Removes everything of the account and leaves none of it readable in the file.
    pub(crate) async fn erase(&self, account: &AccountId) -> Result<(), StoreProblem> {
        let account = account.to_string();
        self.0
            .write(move |db| {
                index::erase(db, &account)?;
                chats::erase(db, &account)?;
                for table in [
                    "list_count",
                    "sync",
                    "issue",
                    "entry",
                    "attachment",
                    "round",
                    "news",
                    "census",
                    "missing",
                ] {
                    db.execute(&format!("DELETE FROM {table} WHERE account = ?1"), [&account])?;
                }
                Ok(())
            })
            .await?;
        self.0.scrub().await
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

/// An issue as it is shown: of one that is no longer at the desk nothing is asked, and nothing can be done with it.
fn shown(body: &str, vanished: bool) -> Result<Issue, StoreProblem> {
    let mut issue: Issue = serde_json::from_str(body)?;
    if vanished {
        issue.round = None;
        issue.allows = Allows::default();
        if issue.status == Status::AwaitingFeedback {
            issue.status = Status::Open;
        }
    }
    Ok(issue)
}
