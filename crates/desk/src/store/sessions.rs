//! Sessions: the token's hash, never the token.

use rusqlite::{Connection, OptionalExtension};
use sha2::{Digest, Sha256};

use crate::{
    problem::Problem,
    seams::Random,
    store::users::{self, User},
};

const DAY: i64 = 24 * 60 * 60 * 1000;
/// A session that nobody uses for this long ends.
pub(crate) const IDLE: i64 = 30 * DAY;
/// No session is older.
pub(crate) const ABSOLUTE: i64 = 180 * DAY;
/// The last use is written down no more often than this; reads should not all become writes.
const TOUCH: i64 = DAY / 24;

/// The SHA-256 of a token. The token has 256 random bits, so that a fast hash is enough.
pub(crate) type TokenHash = [u8; 32];

pub(crate) fn hash(token: &str) -> TokenHash {
    Sha256::digest(token.as_bytes()).into()
}

/// A new session. Answers the token, which is stored nowhere, and when the session ends at the latest.
pub(crate) fn open(
    conn: &Connection,
    user: &str,
    now: i64,
    random: &dyn Random,
) -> Result<(String, i64), Problem> {
    let mut bytes = [0_u8; 32];
    random.fill(&mut bytes)?;
    let token = hex::encode(bytes);
    let expires = now.saturating_add(ABSOLUTE);
    conn.execute(
        "INSERT INTO session (token, user, created, used, expires) VALUES (?1, ?2, ?3, ?3, ?4)",
        (hash(&token), user, now, expires),
    )?;
    Ok((token, expires))
}

/// A session that holds.
pub(crate) struct Found {
    pub(crate) user: User,
    /// It is time to [`note_use`].
    pub(crate) to_note: bool,
}

/// Whose session this is, if it is still one.
pub(crate) fn find(conn: &Connection, token: &TokenHash, now: i64) -> Result<Option<Found>, Problem> {
    let sql = format!(
        "SELECT {}, session.used FROM session JOIN user ON user.id = session.user
         WHERE session.token = ?1 AND session.expires > ?2 AND session.used > ?3 AND user.disabled = 0",
        users::COLUMNS
    );
    let found = conn
        .prepare_cached(&sql)?
        .query_row((token, now, now.saturating_sub(IDLE)), |row| {
            let used: i64 = row.get(7)?;
            Ok(Found { user: users::read(row)?, to_note: used < now.saturating_sub(TOUCH) })
        })
        .optional()?;
    Ok(found)
}

/// Writes down that a session was used.
pub(crate) fn note_use(conn: &Connection, token: &TokenHash, now: i64) -> Result<(), Problem> {
    conn.execute("UPDATE session SET used = ?2 WHERE token = ?1", (token, now))?;
    Ok(())
}

pub(crate) fn revoke(conn: &Connection, token: &TokenHash) -> Result<(), Problem> {
    conn.execute("DELETE FROM session WHERE token = ?1", [token])?;
    Ok(())
}

/// Removes the sessions that ended.
pub(crate) fn sweep(conn: &Connection, now: i64) -> Result<(), Problem> {
    conn.execute("DELETE FROM session WHERE expires <= ?1 OR used <= ?2", (now, now.saturating_sub(IDLE)))?;
    Ok(())
}
