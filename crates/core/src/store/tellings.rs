//! The notices' part of `keep.db`: what was told, what is to be told later, what stands on the desktop.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, params};
use svara_model::{AccountId, RemoteId, RoundKey, ShownId};

use super::{
    db::StoreProblem,
    keep::Keep,
    rows::{Shown, moment},
};

/// Why a notice comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Occasion {
    /// The round was new.
    First,
    /// The member said *Later* for the n-th time.
    Later(u32),
    /// It was there at the account's first sync: told in the summary, never singly.
    Baseline,
}

impl Occasion {
    pub(crate) fn word(self) -> String {
        match self {
            Self::First => "first".into(),
            Self::Later(n) => format!("later({n})"),
            Self::Baseline => "baseline".into(),
        }
    }
}

/// That a round was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) round: RoundKey,
    pub(crate) occasion: Occasion,
}

/// A round that the member wants to hear of again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Later {
    pub(crate) round: RoundKey,
    pub(crate) n: u32,
    pub(crate) due: Timestamp,
}

/// The round's key of the marks that belong to an account rather than to a round. Desks' keys are never empty.
const SUMMARY: &str = "";

impl Keep {
    /// Which of the rounds were told in any way.
    pub(crate) async fn told(
        &self,
        account: &AccountId,
        rounds: Vec<RoundKey>,
    ) -> Result<Vec<bool>, StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                let mut query = db
                    .prepare_cached("SELECT EXISTS (SELECT 1 FROM told WHERE account = ?1 AND round = ?2)")?;
                rounds
                    .iter()
                    .map(|round| Ok(query.query_row(params![account, round.as_str()], |row| row.get(0))?))
                    .collect()
            })
            .await
    }

    /// Marks rounds as told, and forgets the *Later* that this was.
    pub(crate) async fn mark_told(
        &self,
        account: &AccountId,
        marks: Vec<Mark>,
        now: Timestamp,
    ) -> Result<(), StoreProblem> {
        let account = account.to_string();
        self.0
            .write(move |db| {
                for mark in &marks {
                    db.execute(
                        "INSERT INTO told (account, round, occasion, at) VALUES (?1, ?2, ?3, ?4)
                         ON CONFLICT (account, round, occasion) DO NOTHING",
                        params![account, mark.round.as_str(), mark.occasion.word(), now.as_millisecond()],
                    )?;
                    if let Occasion::Later(n) = mark.occasion {
                        db.execute(
                            "DELETE FROM later WHERE account = ?1 AND round = ?2 AND n = ?3",
                            params![account, mark.round.as_str(), n],
                        )?;
                    }
                }
                Ok(())
            })
            .await
    }

    /// Marks the rounds of an account's first sync, and that its summary is due where there are any. Done once an account.
    pub(crate) async fn set_baseline(
        &self,
        account: &AccountId,
        rounds: Vec<RoundKey>,
        now: Timestamp,
    ) -> Result<(), StoreProblem> {
        let account = account.to_string();
        self.0
            .write(move |db| {
                let now = now.as_millisecond();
                for round in &rounds {
                    db.execute(
                        "INSERT INTO told (account, round, occasion, at) VALUES (?1, ?2, ?3, ?4)
                         ON CONFLICT (account, round, occasion) DO NOTHING",
                        params![account, round.as_str(), Occasion::Baseline.word(), now],
                    )?;
                }
                if !rounds.is_empty() {
                    db.execute(
                        "INSERT INTO later (account, round, n, due) VALUES (?1, ?2, 0, ?3) ON CONFLICT DO NOTHING",
                        params![account, SUMMARY, now],
                    )?;
                }
                db.execute("UPDATE account SET baselined = 1 WHERE id = ?1", [&account])?;
                Ok(())
            })
            .await
    }

    /// Whether the summary of the first sync is still to be told.
    pub(crate) async fn summary_due(&self, account: &AccountId) -> Result<bool, StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                Ok(db
                    .prepare_cached("SELECT EXISTS (SELECT 1 FROM later WHERE account = ?1 AND round = ?2)")?
                    .query_row(params![account, SUMMARY], |row| row.get(0))?)
            })
            .await
    }

    /// Notes that the summary was told.
    pub(crate) async fn summary_told(&self, account: &AccountId) -> Result<(), StoreProblem> {
        self.forget_later(account, &RoundKey::new(SUMMARY)).await
    }

    /// Asks for a round to be told again at `due`.
    pub(crate) async fn tell_later(
        &self,
        account: &AccountId,
        round: &RoundKey,
        due: Timestamp,
    ) -> Result<(), StoreProblem> {
        let (account, round) = (account.to_string(), round.to_string());
        self.0
            .write(move |db| {
                let told: u32 = db.query_row(
                    "SELECT count(*) FROM told WHERE account = ?1 AND round = ?2 AND occasion LIKE 'later(%'",
                    params![account, round],
                    |row| row.get(0),
                )?;
                db.execute(
                    "INSERT INTO later (account, round, n, due) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (account, round) DO UPDATE SET n = excluded.n, due = excluded.due",
                    params![account, round, told + 1, due.as_millisecond()],
                )?;
                Ok(())
            })
            .await
    }

    /// Forgets that a round is to be told again.
    pub(crate) async fn forget_later(
        &self,
        account: &AccountId,
        round: &RoundKey,
    ) -> Result<(), StoreProblem> {
        let (account, round) = (account.to_string(), round.to_string());
        self.0
            .write(move |db| {
                db.execute("DELETE FROM later WHERE account = ?1 AND round = ?2", params![account, round])?;
                Ok(())
            })
            .await
    }

    /// What is to be told again, soonest first.
    pub(crate) async fn laters(&self, account: &AccountId) -> Result<Vec<Later>, StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                let mut rows = db.prepare_cached(
                    "SELECT round, n, due FROM later WHERE account = ?1 AND round <> ?2 ORDER BY due, round",
                )?;
                let laters = rows.query_map(params![account, SUMMARY], |row| {
                    Ok(Later {
                        round: RoundKey::new(row.get::<_, String>(0)?),
                        n: row.get(1)?,
                        due: moment(row.get(2)?),
                    })
                })?;
                Ok(laters.collect::<Result<_, _>>()?)
            })
            .await
    }

    /// Notes that a notice stands on the desktop.
    pub(crate) async fn put_shown(&self, shown: Shown, now: Timestamp) -> Result<(), StoreProblem> {
        self.0
            .write(move |db| {
                db.execute(
                    "INSERT INTO shown (tag, account, round, issue, shown, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                     ON CONFLICT (tag) DO UPDATE SET shown = excluded.shown, at = excluded.at",
                    params![
                        shown.tag,
                        shown.account,
                        shown.round.as_ref().map(RoundKey::as_str),
                        shown.issue.as_ref().map(RemoteId::as_str),
                        shown.shown.0,
                        now.as_millisecond(),
                    ],
                )?;
                Ok(())
            })
            .await
    }

    /// The notices of an account that stand on the desktop.
    pub(crate) async fn shown_of(&self, account: &AccountId) -> Result<Vec<Shown>, StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                let mut rows = db.prepare_cached(
                    "SELECT tag, account, round, issue, shown FROM shown WHERE account = ?1 ORDER BY tag",
                )?;
                let shown = rows.query_map([account], shown_row)?;
                Ok(shown.collect::<Result<_, _>>()?)
            })
            .await
    }

    /// The notice that the platform calls so.
    pub(crate) async fn shown_as(&self, name: &ShownId) -> Result<Option<Shown>, StoreProblem> {
        let name = name.0.clone();
        self.0
            .call(move |db| {
                Ok(db
                    .prepare_cached("SELECT tag, account, round, issue, shown FROM shown WHERE shown = ?1")?
                    .query_row([name], shown_row)
                    .optional()?)
            })
            .await
    }

    /// Forgets a notice that does not stand any more.
    pub(crate) async fn forget_shown(&self, tag: &str) -> Result<(), StoreProblem> {
        let tag = tag.to_owned();
        self.0
            .write(move |db| {
                db.execute("DELETE FROM shown WHERE tag = ?1", [tag])?;
                Ok(())
            })
            .await
    }
}

fn shown_row(row: &Row<'_>) -> rusqlite::Result<Shown> {
    Ok(Shown {
        tag: row.get(0)?,
        account: row.get(1)?,
        round: row.get::<_, Option<String>>(2)?.map(RoundKey::new),
        issue: row.get::<_, Option<String>>(3)?.map(RemoteId::new),
        shown: ShownId(row.get(4)?),
    })
}
