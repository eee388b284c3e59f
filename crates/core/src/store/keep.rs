//! `keep.db`: accounts, settings and read marks. Drafts are in `drafts`, the outbox's part in `operations` and `settling`,
//! the notices' in `tellings`.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};
use svara_model::{Account, AccountId, Address, Kind, RemoteId};

use super::{
    db::{Db, StoreProblem},
    rows::{AccountRow, AccountState},
    salvage::ACCOUNT,
};

/// A handle to `keep.db`.
#[derive(Clone)]
pub(crate) struct Keep(pub(super) Db);

/// The read mark that stands for every issue. Desks' ids are never empty.
const EVERY_ISSUE: &str = "";

/// An issue whose read mark is asked for.
pub(crate) struct ReadAsk {
    pub(crate) issue: RemoteId,
    pub(crate) awaiting: bool,
}

impl Keep {
    pub(crate) fn new(db: Db) -> Self {
        Self(db)
    }

    /// Every account of this computer, oldest first.
    pub(crate) async fn accounts(&self) -> Result<Vec<AccountRow>, StoreProblem> {
        self.0
            .call(|db| {
                let mut rows = db.prepare_cached(
                    "SELECT id, kind, address, user_name, state, baselined FROM account ORDER BY made, id",
                )?;
                let read = rows.query_map([], |row| {
                    Ok((
                        [row.get::<_, String>(0)?, row.get(1)?, row.get(2)?, row.get(3)?],
                        row.get::<_, String>(4)?,
                        row.get::<_, bool>(5)?,
                    ))
                })?;
                let mut rows = Vec::new();
                for row in read {
                    let ([id, kind, address, user_name], state, baselined) = row?;
                    // An account whose row was lost has no address; one of a newer app may be of an unknown kind. Both keep
                    // what belongs to them.
                    let (Ok(kind), Ok(address)) =
                        (serde_json::from_value::<Kind>(kind.into()), Address::parse(&address))
                    else {
                        continue;
                    };
                    rows.push(AccountRow {
                        account: Account { id: AccountId::new(id), kind, address, user_name },
                        state: AccountState::read(&state),
                        baselined,
                    });
                }
                Ok(rows)
            })
            .await
    }

    /// Stores an account as signed in, keeping what is known of it.
    pub(crate) async fn put_account(
        &self,
        account: &Account,
        state: AccountState,
        now: Timestamp,
    ) -> Result<(), StoreProblem> {
        let account = account.clone();
        self.0
            .write(move |db| {
                let kind = serde_json::to_value(account.kind)?;
                db.execute(
                    "INSERT INTO account (id, kind, address, user_name, made, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                     ON CONFLICT (id) DO UPDATE SET state = excluded.state",
                    params![
                        account.id.as_str(),
                        kind.as_str().unwrap_or_default(),
                        account.address.to_string(),
                        account.user_name,
                        now.as_millisecond(),
                        state.word(),
                    ],
                )?;
                say_again(db, &account)
            })
            .await
    }

    /// An account whose row was lost, and that this member takes over with what was written for it. None: there is none.
    pub(crate) async fn adopt_account(&self, account: &Account) -> Result<Option<AccountId>, StoreProblem> {
        let account = account.clone();
        self.0
            .write(move |db| {
                let kind = serde_json::to_value(account.kind)?;
                let id: Option<String> = db
                    .query_row(
                        "UPDATE account SET kind = ?1, address = ?2, user_name = ?3
                         WHERE id = (SELECT min(id) FROM account WHERE address = '' AND state = 'out') RETURNING id",
                        params![kind.as_str(), account.address.to_string(), account.user_name],
                        |row| row.get(0),
                    )
                    .optional()?;
                Ok(id.map(AccountId::new))
            })
            .await
    }

    /// Changes whether an account is signed in here.
    pub(crate) async fn set_account_state(
        &self,
        id: &AccountId,
        state: AccountState,
    ) -> Result<(), StoreProblem> {
        let id = id.to_string();
        self.0
            .write(move |db| {
                db.execute("UPDATE account SET state = ?2 WHERE id = ?1", params![id, state.word()])?;
                Ok(())
            })
            .await
    }

    /// Removes an account with everything of it and leaves none of it readable in the file.
    pub(crate) async fn erase_account(&self, id: &AccountId) -> Result<(), StoreProblem> {
        let id = id.to_string();
        self.0
            .write(move |db| {
                db.execute("DELETE FROM setting WHERE name = ?1", [format!("{ACCOUNT}{id}")])?;
                db.execute("DELETE FROM account WHERE id = ?1", [id])?;
                Ok(())
            })
            .await?;
        self.0.scrub().await
    }

    /// Notes that an account is being signed out; unless they are kept, its operations and drafts go in the same moment.
    pub(crate) async fn begin_leaving(
        &self,
        id: &AccountId,
        keep_unsent: bool,
        now: Timestamp,
    ) -> Result<(), StoreProblem> {
        let id = id.to_string();
        self.0
            .write(move |db| {
                db.execute(
                    "UPDATE account SET state = ?2, left_at = ?3 WHERE id = ?1",
                    params![id, AccountState::Revoking.word(), now.as_millisecond()],
                )?;
                db.execute("DELETE FROM briefing WHERE account = ?1", [&id])?;
                // What was told quotes the desk.
                db.execute("DELETE FROM notice WHERE account = ?1", [&id])?;
                if keep_unsent {
                    // Nobody listens to the queue any more.
                    return super::journal::all_into_issues(db, &id);
                }
                for table in ["operation", "draft"] {
                    db.execute(&format!("DELETE FROM {table} WHERE account = ?1"), [&id])?;
                }
                Ok(())
            })
            .await
    }

    /// How many drafts in which something is, operations and stuck operations an account has.
    pub(crate) async fn unsent_counts(&self, id: &AccountId) -> Result<[u32; 3], StoreProblem> {
        let id = id.to_string();
        self.0
            .call(move |db| {
                let mut query = db.prepare_cached(
                    "SELECT (SELECT count(*) FROM draft WHERE account = ?1 AND put_away = 0 AND (trim(title) <> '' OR trim(text) <> ''
                         OR EXISTS (SELECT 1 FROM picture WHERE picture.draft = draft.id))),
                       (SELECT count(*) FROM operation WHERE account = ?1),
                       (SELECT count(*) FROM operation WHERE account = ?1 AND state = 'stuck')",
                )?;
                Ok(query.query_row([id], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]))?)
            })
            .await
    }

    /// A setting.
    pub(crate) async fn setting(&self, name: &'static str) -> Result<Option<String>, StoreProblem> {
        self.0
            .call(move |db| {
                Ok(db
                    .prepare_cached("SELECT value FROM setting WHERE name = ?1")?
                    .query_row([name], |row| row.get(0))
                    .optional()?)
            })
            .await
    }

    /// Changes a setting; none forgets it.
    pub(crate) async fn set_setting(
        &self,
        name: &'static str,
        value: Option<String>,
    ) -> Result<(), StoreProblem> {
        self.set_settings(vec![(name, value)]).await
    }

    /// Changes settings together.
    pub(crate) async fn set_settings(
        &self,
        settings: Vec<(&'static str, Option<String>)>,
    ) -> Result<(), StoreProblem> {
        self.0
            .write(move |db| {
                for (name, value) in &settings {
                    match value {
                        Some(value) => db.execute(
                            "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                            params![name, value],
                        )?,
                        None => db.execute("DELETE FROM setting WHERE name = ?1", [name])?,
                    };
                }
                Ok(())
            })
            .await
    }

    /// Notes that the member has seen an issue as of its change at `updated`. Answers whether that is news.
    pub(crate) async fn mark_read(
        &self,
        account: &AccountId,
        issue: &RemoteId,
        updated: Timestamp,
    ) -> Result<bool, StoreProblem> {
        let (account, issue) = (account.to_string(), issue.to_string());
        self.0.write(move |db| mark(db, &account, &issue, updated)).await
    }

    /// Notes that whatever does not await feedback and is not newer than `updated` counts as seen.
    pub(crate) async fn set_read_since(
        &self,
        account: &AccountId,
        updated: Timestamp,
    ) -> Result<(), StoreProblem> {
        self.mark_read(account, &RemoteId::new(EVERY_ISSUE), updated).await.map(|_| ())
    }

    /// For each of the issues, the change that the member has seen (milliseconds).
    pub(crate) async fn read_marks(
        &self,
        account: &AccountId,
        issues: Vec<ReadAsk>,
    ) -> Result<Vec<i64>, StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                let mut query =
                    db.prepare_cached("SELECT updated FROM read_mark WHERE account = ?1 AND issue = ?2")?;
                let mut mark = |issue: &str| {
                    query
                        .query_row(params![account, issue], |row| row.get::<_, i64>(0))
                        .optional()
                        .map(|at| at.unwrap_or(i64::MIN))
                };
                let since = mark(EVERY_ISSUE)?;
                issues
                    .iter()
                    .map(|ask| {
                        let own = mark(ask.issue.as_str())?;
                        Ok(if ask.awaiting { own } else { own.max(since) })
                    })
                    .collect()
            })
            .await
    }
}

/// Notes that the member has seen an issue as it was then; answers whether that is news.
pub(super) fn mark(
    db: &Transaction<'_>,
    account: &str,
    issue: &str,
    updated: Timestamp,
) -> Result<bool, StoreProblem> {
    Ok(db.execute(
        "INSERT INTO read_mark (account, issue, updated) VALUES (?1, ?2, ?3)
         ON CONFLICT (account, issue) DO UPDATE SET updated = excluded.updated WHERE updated < excluded.updated",
        params![account, issue, updated.as_millisecond()],
    )? > 0)
}

/// Says who an account is a second time, on another page of the file: without it, nobody knows whose the rest is.
fn say_again(db: &Transaction<'_>, account: &Account) -> Result<(), StoreProblem> {
    let said = serde_json::json!([account.kind, account.address.to_string(), account.user_name]);
    db.execute(
        "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [format!("{ACCOUNT}{}", account.id), said.to_string()],
    )?;
    Ok(())
}
