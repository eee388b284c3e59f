//! The return briefing, as `keep.db` has it.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};
use svara_model::AccountId;

use super::{
    StoreProblem,
    keep::Keep,
    rows::moment,
    tellings::{SUMMARY, Summary},
};

/// What waited for a member who was away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BriefingRow {
    /// When they were here last.
    pub(crate) since: Timestamp,
    /// When the newest of the rounds that waited began, by the desk's clock: what began later is told by itself.
    pub(crate) upto: Timestamp,
}

impl Keep {
    /// Notes that the member is back, all at once: that what is due is told as one, and what the window says of it. Neither
    /// where nothing is; the briefing of an earlier return goes in any case.
    pub(crate) async fn come_back(
        &self,
        account: &AccountId,
        briefing: Option<BriefingRow>,
        summary: bool,
    ) -> Result<(), StoreProblem> {
        let account = account.to_string();
        self.0
            .write(move |db| {
                db.execute("UPDATE account SET left_at = NULL WHERE id = ?1", [&account])?;
                db.execute("DELETE FROM briefing WHERE account = ?1", [&account])?;
                if let Some(BriefingRow { since, upto }) = briefing {
                    db.execute(
                        "INSERT INTO briefing (account, since, upto) VALUES (?1, ?2, ?3)",
                        params![account, since.as_millisecond(), upto.as_millisecond()],
                    )?;
                }
                if summary { sum_up(db, &account) } else { Ok(()) }
            })
            .await
    }

    /// When a member who signs in again had signed out.
    pub(crate) async fn left_at(&self, account: &AccountId) -> Result<Option<Timestamp>, StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                let left = db
                    .prepare_cached("SELECT left_at FROM account WHERE id = ?1")?
                    .query_row([account], |row| row.get::<_, Option<i64>>(0))
                    .optional()?;
                Ok(left.flatten().map(moment))
            })
            .await
    }

    /// The briefing that the member has not closed.
    pub(crate) async fn briefing(&self, account: &AccountId) -> Result<Option<BriefingRow>, StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                Ok(db
                    .prepare_cached("SELECT since, upto FROM briefing WHERE account = ?1")?
                    .query_row([account], |row| {
                        Ok(BriefingRow { since: moment(row.get(0)?), upto: moment(row.get(1)?) })
                    })
                    .optional()?)
            })
            .await
    }

    /// The member needs the briefing no more.
    pub(crate) async fn close_briefing(&self, account: &AccountId) -> Result<(), StoreProblem> {
        let account = account.to_string();
        self.0
            .write(move |db| {
                db.execute("DELETE FROM briefing WHERE account = ?1", [account])?;
                Ok(())
            })
            .await
    }
}

fn sum_up(db: &Transaction<'_>, account: &str) -> Result<(), StoreProblem> {
    db.execute(
        "INSERT INTO later (account, round, n, due) VALUES (?1, ?2, ?3, 0)
         ON CONFLICT (account, round) DO UPDATE SET n = excluded.n",
        params![account, SUMMARY, Summary::Return.number()],
    )?;
    Ok(())
}
