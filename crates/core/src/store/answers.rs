//! What a reply is to the round in which it is sent: its answer, and perhaps what asks the desk for time, once a round.

use std::collections::BTreeSet;

use jiff::{Timestamp, civil::Date};
use rusqlite::{OptionalExtension, Transaction, params};
use svara_model::{AccountId, RoundKey};

use super::{StoreProblem, keep::Keep};

/// What a reply is to a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answers {
    /// The round that it answers.
    pub(crate) round: RoundKey,
    /// Until when it asks for time; none: it does not.
    pub(crate) until: Option<Date>,
}

impl Keep {
    /// The rounds whose answers are on their way: neither stuck, nor behind one of the same issue that is, nor wanted back.
    pub(crate) async fn answered(&self, account: &AccountId) -> Result<BTreeSet<RoundKey>, StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                let mut rows = db.prepare_cached(
                    "SELECT answers FROM operation AS reply
                     WHERE account = ?1 AND answers IS NOT NULL AND state <> 'stuck' AND back IS NULL
                       AND NOT EXISTS (SELECT 1 FROM operation AS before
                         WHERE before.account = reply.account AND before.issue = reply.issue
                           AND before.place < reply.place AND before.state = 'stuck')",
                )?;
                let keys = rows.query_map([account], |row| row.get::<_, String>(0))?;
                keys.map(|key| Ok(RoundKey::new(key?))).collect()
            })
            .await
    }

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

    /// Notes on a draft that a sentence is put into it which asks for time.
    pub(crate) async fn ask_until(&self, draft: &str, day: Date) -> Result<(), StoreProblem> {
        let draft = draft.to_owned();
        self.0
            .write(move |db| {
                db.execute("UPDATE draft SET asks = ?2 WHERE id = ?1", params![draft, day.to_string()])?;
                Ok(())
            })
            .await
    }

    /// Until when a draft asks for time, by the sentence that was put into it.
    pub(crate) async fn asks_until(&self, draft: &str) -> Result<Option<Date>, StoreProblem> {
        let draft = draft.to_owned();
        self.0
            .call(move |db| {
                let day: Option<Option<String>> = db
                    .prepare_cached("SELECT asks FROM draft WHERE id = ?1")?
                    .query_row([draft], |row| row.get(0))
                    .optional()?;
                Ok(day.flatten().and_then(|day| day.parse().ok()))
            })
            .await
    }
}

/// Notes it in the transaction that sends the reply.
pub(super) fn mark(
    db: &Transaction<'_>,
    account: &str,
    operation: &str,
    answers: &Answers,
    now: Timestamp,
) -> Result<(), StoreProblem> {
    let (round, day) = (answers.round.as_str(), answers.until.map(|day| day.to_string()));
    db.execute("UPDATE operation SET answers = ?2, asks = ?3 WHERE id = ?1", params![operation, round, day])?;
    if day.is_some() {
        db.execute(
            "INSERT INTO time_asked (account, round, day, at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
            params![account, round, day, now.as_millisecond()],
        )?;
    }
    Ok(())
}

/// What is a draft again has not asked for time; the draft remembers that it would.
pub(super) fn take_back(db: &Transaction<'_>, operation: &str, draft: &str) -> Result<(), StoreProblem> {
    db.execute(
        "UPDATE draft SET asks = coalesce((SELECT asks FROM operation WHERE id = ?1), asks) WHERE id = ?2",
        [operation, draft],
    )?;
    db.execute(
        "DELETE FROM time_asked WHERE (account, round) IN
           (SELECT account, answers FROM operation WHERE id = ?1 AND asks IS NOT NULL)",
        [operation],
    )?;
    Ok(())
}
