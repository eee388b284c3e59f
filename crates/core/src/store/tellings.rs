//! The notices' part of `keep.db`: what was told and what is to be told later.

use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};
use svara_model::{AccountId, RoundKey};

use super::{StoreProblem, keep::Keep, rows::moment};
use crate::planted::{self, Bug};

/// Why a notice comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Occasion {
    /// The round was new.
    First,
    /// The member said *Later* for the n-th time.
    Later(u32),
    /// It was there at the account's first sync: told in the summary, first of all never singly.
    Baseline,
    /// It still awaits an answer: the n-th time that the app says so by itself.
    Reminder(u32),
    /// So many thousandths of the time have passed after which the desk closes it.
    Deadline(u16),
    /// A summary of the account named it, the n-th that did.
    Summed(u32),
}

impl Occasion {
    pub(crate) fn word(self) -> String {
        match self {
            Self::First => "first".into(),
            Self::Later(n) => format!("later({n})"),
            Self::Baseline => "baseline".into(),
            Self::Reminder(n) => format!("reminder({n})"),
            Self::Deadline(step) => format!("deadline({step})"),
            Self::Summed(n) => format!("summed({n})"),
        }
    }

    /// None: a word of another version.
    fn read(word: &str) -> Option<Self> {
        let number = |name: &str| word.strip_prefix(name)?.strip_prefix('(')?.strip_suffix(')')?.parse().ok();
        match word {
            "first" => Some(Self::First),
            "baseline" => Some(Self::Baseline),
            _ => number("later")
                .map(Self::Later)
                .or_else(|| number("reminder").map(Self::Reminder))
                .or_else(|| number("summed").map(Self::Summed))
                .or_else(|| number("deadline").and_then(|step| u16::try_from(step).ok()).map(Self::Deadline)),
        }
    }
}

/// When something is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub(crate) at: Timestamp,
    /// For how long the app had run outside quiet, in seconds.
    pub(crate) ran: i64,
}

/// That a round was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) round: RoundKey,
    pub(crate) occasion: Occasion,
}

/// What is kept of a round's tellings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    /// Whether it counts as told in any way.
    pub(crate) told: bool,
    /// On which occasions, and when; what another version kept may be missing.
    pub(crate) kept: Vec<(Occasion, Stamp)>,
}

/// A round that the member wants to hear of again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Later {
    pub(crate) round: RoundKey,
    pub(crate) n: u32,
    pub(crate) due: Timestamp,
    /// How long it was when the member said it.
    pub(crate) length: Duration,
}

/// What is told of an account as a whole: all that awaits, as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Summary {
    /// Its first sync is done.
    FirstSync,
    /// The member was away and is back.
    Return,
}

impl Summary {
    /// As it is kept where others have which *Later* it is.
    pub(super) fn number(self) -> u32 {
        match self {
            Self::FirstSync => 0,
            Self::Return => 1,
        }
    }
}

/// The round's key of the marks that belong to an account rather than to a round. Desks' keys are never empty.
pub(super) const SUMMARY: &str = "";

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
                let mut query = db.prepare_cached(
                    // While it is not known what was told, everything counts as told.
                    "SELECT EXISTS (SELECT 1 FROM told WHERE account = ?1 AND round = ?2)
                       OR EXISTS (SELECT 1 FROM setting WHERE name = 'marks lost')",
                )?;
                rounds
                    .iter()
                    .map(|round| Ok(query.query_row(params![account, round.as_str()], |row| row.get(0))?))
                    .collect()
            })
            .await
    }

    /// What is kept of each round's tellings.
    pub(crate) async fn marks(
        &self,
        account: &AccountId,
        rounds: Vec<RoundKey>,
    ) -> Result<Vec<Marks>, StoreProblem> {
        let told = self.told(account, rounds.clone()).await?;
        let account = account.to_string();
        self.0
            .call(move |db| {
                let mut query = db.prepare_cached(
                    "SELECT occasion, at, ran FROM told WHERE account = ?1 AND round = ?2 ORDER BY occasion",
                )?;
                let mut marks = Vec::with_capacity(rounds.len());
                for (round, told) in rounds.iter().zip(told) {
                    let rows = query.query_map(params![account, round.as_str()], |row| {
                        let stamp = Stamp { at: moment(row.get(1)?), ran: row.get(2)? };
                        Ok(Occasion::read(&row.get::<_, String>(0)?).map(|occasion| (occasion, stamp)))
                    })?;
                    let kept = rows.filter_map(Result::transpose).collect::<Result<_, _>>()?;
                    marks.push(Marks { told, kept });
                }
                Ok(marks)
            })
            .await
    }

    /// What was told later than now was told by a clock that has been set back since: it counts as told now.
    pub(crate) async fn told_by_now(&self, account: &AccountId, now: Timestamp) -> Result<(), StoreProblem> {
        let account = account.to_string();
        self.0
            .write(move |db| {
                db.execute(
                    "UPDATE told SET at = ?2 WHERE account = ?1 AND at > ?2",
                    params![account, now.as_millisecond()],
                )?;
                Ok(())
            })
            .await
    }

    /// Marks rounds as told, and forgets the *Later* that this was.
    pub(crate) async fn mark_told(
        &self,
        account: &AccountId,
        marks: Vec<Mark>,
        now: Stamp,
    ) -> Result<(), StoreProblem> {
        let account = account.to_string();
        self.0.write(move |db| insert_marks(db, &account, &marks, now)).await
    }

    /// Marks the rounds of an account's first sync, and that its summary is due where there are any. Done once an account.
    pub(crate) async fn set_baseline(
        &self,
        account: &AccountId,
        rounds: Vec<RoundKey>,
        now: Stamp,
    ) -> Result<(), StoreProblem> {
        let account = account.to_string();
        self.0
            .write(move |db| {
                let marks: Vec<_> =
                    rounds.into_iter().map(|round| Mark { round, occasion: Occasion::Baseline }).collect();
                insert_marks(db, &account, &marks, now)?;
                let (rounds, now) = (marks, now.at.as_millisecond());
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

    /// Forgets what was told, as nothing here ever may.
    pub(crate) async fn lose_marks(&self, account: &AccountId) -> Result<(), StoreProblem> {
        let account = account.to_string();
        self.0
            .write(move |db| {
                db.execute("DELETE FROM told WHERE account = ?1", [account])?;
                Ok(())
            })
            .await
    }

    /// Whether the rounds of an account's first sync are marked. False: the account is gone, too.
    pub(crate) async fn is_baselined(&self, account: &AccountId) -> Result<bool, StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                let baselined = db
                    .prepare_cached("SELECT baselined FROM account WHERE id = ?1")?
                    .query_row([account], |row| row.get(0))
                    .optional()?;
                Ok(baselined.unwrap_or(false))
            })
            .await
    }

    /// The summary that is still to be told.
    pub(crate) async fn summary_due(&self, account: &AccountId) -> Result<Option<Summary>, StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                let number = db
                    .prepare_cached("SELECT n FROM later WHERE account = ?1 AND round = ?2")?
                    .query_row(params![account, SUMMARY], |row| row.get::<_, u32>(0))
                    .optional()?;
                let is_return = number == Some(Summary::Return.number());
                Ok(number.map(|_| if is_return { Summary::Return } else { Summary::FirstSync }))
            })
            .await
    }

    /// Notes that the summary was told.
    pub(crate) async fn summary_told(&self, account: &AccountId) -> Result<(), StoreProblem> {
        self.forget_later(account, &RoundKey::new(SUMMARY)).await
    }

    /// Keeps that a round is to be told again. Which time that is, is counted here.
    pub(crate) async fn put_later(&self, account: &AccountId, later: &Later) -> Result<(), StoreProblem> {
        let (account, later) = (account.to_string(), later.clone());
        self.0.write(move |db| insert_later(db, &account, &later)).await
    }

    /// Changes when a round is to be told again.
    pub(crate) async fn move_later(&self, account: &AccountId, later: &Later) -> Result<(), StoreProblem> {
        let (account, later) = (account.to_string(), later.clone());
        self.0
            .write(move |db| {
                db.execute(
                    "UPDATE later SET due = ?4 WHERE account = ?1 AND round = ?2 AND n = ?3",
                    params![account, later.round.as_str(), later.n, later.due.as_millisecond()],
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
                    "SELECT round, n, due, length FROM later WHERE account = ?1 AND round <> ?2 ORDER BY due, round",
                )?;
                let laters = rows.query_map(params![account, SUMMARY], |row| {
                    Ok(Later {
                        round: RoundKey::new(row.get::<_, String>(0)?),
                        n: row.get(1)?,
                        due: moment(row.get(2)?),
                        length: Duration::from_millis(u64::try_from(row.get::<_, i64>(3)?).unwrap_or_default()),
                    })
                })?;
                Ok(laters.collect::<Result<_, _>>()?)
            })
            .await
    }
}

/// Keeps that a round is to be told again, in place of when it was to be told before. It has a number of its own: an earlier
/// one may be told just now, and its mark forgets that one alone.
pub(super) fn insert_later(db: &Transaction<'_>, account: &str, later: &Later) -> Result<(), StoreProblem> {
    db.execute(
        "INSERT INTO later (account, round, n, due, length)
         VALUES (?1, ?2,
           1 + (SELECT coalesce(max(CAST(substr(occasion, 7) AS INTEGER)), 0) FROM told
                WHERE account = ?1 AND round = ?2 AND occasion LIKE 'later(%'),
           ?3, ?4)
         ON CONFLICT (account, round) DO UPDATE
           SET n = max(excluded.n, later.n + 1), due = excluded.due, length = excluded.length",
        params![
            account,
            later.round.as_str(),
            later.due.as_millisecond(),
            i64::try_from(later.length.as_millis()).unwrap_or(i64::MAX),
        ],
    )?;
    Ok(())
}

/// Marks rounds as told, once a round and occasion, and forgets the *Later* that this was.
pub(super) fn insert_marks(
    db: &Transaction<'_>,
    account: &str,
    marks: &[Mark],
    now: Stamp,
) -> Result<(), StoreProblem> {
    for mark in marks {
        db.prepare_cached(
            "INSERT INTO told (account, round, occasion, at, ran) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (account, round, occasion) DO NOTHING",
        )?
        .execute(params![
            account,
            mark.round.as_str(),
            mark.occasion.word(),
            now.at.as_millisecond(),
            now.ran,
        ])?;
        if let Occasion::Later(n) = mark.occasion
            && !planted::is(Bug::LaterTwice)
        {
            db.execute(
                "DELETE FROM later WHERE account = ?1 AND round = ?2 AND n = ?3",
                params![account, mark.round.as_str(), n],
            )?;
        }
    }
    Ok(())
}
