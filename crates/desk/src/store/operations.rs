//! Idempotency: what each key of each member did, stored in the effect's own transaction.

use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::{
    hub::News,
    problem::{Code, Problem},
};

/// How long a key is remembered.
pub(crate) const KEPT: i64 = 30 * 24 * 60 * 60 * 1000;

/// The status that stands for "nothing, and nothing ever": a request with the key that arrives later is refused.
const WITHDRAWN: u16 = 409;

/// One write of one user under one key.
#[derive(Debug, Clone)]
pub(crate) struct Claim {
    pub(crate) user: String,
    pub(crate) key: String,
    /// What was asked for; another one under the same key is refused.
    pub(crate) fingerprint: [u8; 32],
}

impl Claim {
    /// The fingerprint covers the route and the meaning of the body, not its spelling.
    pub(crate) fn fingerprint(route: &str, body: &impl Serialize) -> Result<[u8; 32], Problem> {
        let mut hash = Sha256::new();
        hash.update(route.as_bytes());
        hash.update([0]);
        hash.update(serde_json::to_vec(body)?);
        Ok(hash.finalize().into())
    }
}

/// What a write answers, now or when it is repeated.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: String,
    pub(crate) replayed: bool,
    pub(crate) news: Vec<News>,
}

/// What the effect of a write leaves to answer and to tell.
pub(crate) struct Effect {
    pub(crate) status: u16,
    pub(crate) body: String,
    pub(crate) news: Vec<News>,
}

impl Effect {
    pub(crate) fn new(status: u16, body: &impl Serialize, news: Vec<News>) -> Result<Self, Problem> {
        Ok(Self { status, body: serde_json::to_string(body)?, news })
    }
}

/// Carries `effect` out unless the key already did; key and effect are the caller's one transaction.
pub(crate) fn once(
    conn: &Connection,
    claim: &Claim,
    now: i64,
    effect: impl FnOnce() -> Result<Effect, Problem>,
) -> Result<Answer, Problem> {
    if let Some(answer) = replay(conn, claim, now)? {
        return Ok(answer);
    }
    let Effect { status, body, news } = effect()?;
    conn.execute(
        "INSERT OR REPLACE INTO operation (user, key, fingerprint, at, status, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        (&claim.user, &claim.key, claim.fingerprint, now, status, &body),
    )?;
    Ok(Answer { status, body, replayed: false, news })
}

fn replay(conn: &Connection, claim: &Claim, now: i64) -> Result<Option<Answer>, Problem> {
    let known = conn
        .prepare_cached(
            "SELECT fingerprint, status, body FROM operation WHERE user = ?1 AND key = ?2 AND at > ?3",
        )?
        .query_row((&claim.user, &claim.key, now.saturating_sub(KEPT)), |row| {
            Ok((row.get::<_, [u8; 32]>(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    match known {
        None => Ok(None),
        Some((_, WITHDRAWN, _)) => Err(Code::Withdrawn.into()),
        Some((fingerprint, ..)) if fingerprint != claim.fingerprint => Err(Code::KeyReused.into()),
        Some((_, status, body)) => Ok(Some(Answer { status, body, replayed: true, news: Vec::new() })),
    }
}

/// The stored answer of a key, as JSON. A key that was taken back has done nothing.
pub(crate) fn find(conn: &Connection, user: &str, key: &str, now: i64) -> Result<serde_json::Value, Problem> {
    let body: Option<String> = conn
        .prepare_cached(
            "SELECT body FROM operation WHERE user = ?1 AND key = ?2 AND at > ?3 AND status <> ?4",
        )?
        .query_row((user, key, now.saturating_sub(KEPT), WITHDRAWN), |row| row.get(0))
        .optional()?;
    Ok(serde_json::from_str(&body.ok_or(Code::NotFound)?)?)
}

/// Takes a key back that has done nothing (remembered): it is refused from now on, as long as keys are remembered.
pub(crate) fn withdraw(conn: &Connection, user: &str, key: &str, now: i64) -> Result<(), Problem> {
    conn.execute(
        "INSERT OR REPLACE INTO operation (user, key, fingerprint, at, status, body) VALUES (?1, ?2, ?3, ?4, ?5, '')",
        (user, key, [0_u8; 32], now, WITHDRAWN),
    )?;
    Ok(())
}

/// Forgets the keys that are old enough.
pub(crate) fn sweep(conn: &Connection, now: i64) -> Result<(), Problem> {
    conn.execute("DELETE FROM operation WHERE at <= ?1", [now.saturating_sub(KEPT)])?;
    Ok(())
}
