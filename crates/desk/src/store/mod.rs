//! SQL of the desk, one module a noun. Every function takes a connection and runs inside the caller's transaction.

pub(crate) mod chats;
pub(crate) mod duty;
pub(crate) mod issues;
pub(crate) mod operations;
pub(crate) mod queue;
pub(crate) mod reading;
pub(crate) mod sessions;
pub(crate) mod steps;
pub(crate) mod transcripts;
pub(crate) mod uploads;
pub(crate) mod users;

use rusqlite::{Connection, OptionalExtension};

use crate::{problem::Problem, seams::Random};

/// The identity of this database, made once.
pub(crate) fn origin(conn: &Connection, random: &dyn Random) -> Result<String, Problem> {
    let known = conn.query_row("SELECT id FROM origin", [], |row| row.get(0)).optional()?;
    if let Some(id) = known {
        return Ok(id);
    }
    let id = crate::seams::new_id(random)?;
    conn.execute("INSERT INTO origin (id) VALUES (?1)", [&id])?;
    Ok(id)
}
