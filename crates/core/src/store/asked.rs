//! For which rounds the member asked the desk for time: once a round.

use jiff::{Timestamp, civil::Date};
use rusqlite::{Transaction, params};
use svara_model::{AccountId, RoundKey};

use super::{StoreProblem, keep::Keep};

impl Keep {
    /// Whether the member asked for time in this round.
    pub(crate) async fn has_asked_time(
        &self,
        account: &AccountId,
        round: &RoundKey,
    ) -> Result<bool, StoreProblem> {
        let (account, round) = (account.to_string(), round.to_string());
        self.0
            .call(move |db| {
                let mut row =
                    db.prepare_cached("SELECT 1 FROM time_asked WHERE account = ?1 AND round = ?2")?;
                Ok(row.exists([account, round])?)
            })
            .await
    }

    /// What asked for time has not been sent after all.
    pub(crate) async fn forget_asked_time(
        &self,
        account: &AccountId,
        round: &RoundKey,
    ) -> Result<(), StoreProblem> {
        let (account, round) = (account.to_string(), round.to_string());
        self.0
            .write(move |db| {
                db.execute("DELETE FROM time_asked WHERE account = ?1 AND round = ?2", [account, round])?;
                Ok(())
            })
            .await
    }
}

/// Notes it in the transaction that sends the reply.
pub(super) fn mark(
    db: &Transaction<'_>,
    account: &str,
    round: &RoundKey,
    day: Date,
    now: Timestamp,
) -> Result<(), StoreProblem> {
    db.execute(
        "INSERT INTO time_asked (account, round, day, at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
        params![account, round.as_str(), day.to_string(), now.as_millisecond()],
    )?;
    Ok(())
}
