//! Members and agents.

use rusqlite::{Connection, OptionalExtension, Row};

use crate::{
    problem::{Code, Problem},
    wire::{IssueMember, Role},
};

/// One member or agent, without the password.
#[derive(Debug, Clone)]
pub(crate) struct User {
    pub(crate) id: String,
    pub(crate) user_name: String,
    pub(crate) role: Role,
    pub(crate) name: String,
    pub(crate) email: Option<String>,
    pub(crate) member_id: Option<String>,
    pub(crate) rank: Option<String>,
}

impl User {
    pub(crate) fn into_issue_member(self) -> IssueMember {
        let Self { name, user_name, email, member_id, rank, .. } = self;
        IssueMember { name, user_name, email, member_id, rank }
    }
}

/// The columns that [`read`] reads, of the table `user`.
pub(crate) const COLUMNS: &str =
    "user.id, user.user_name, user.role, user.name, user.email, user.member_id, user.rank";

/// Reads [`COLUMNS`] from the first column on.
pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<User> {
    let role: String = row.get(2)?;
    Ok(User {
        id: row.get(0)?,
        user_name: row.get(1)?,
        role: if role == "agent" { Role::Agent } else { Role::Member },
        name: row.get(3)?,
        email: row.get(4)?,
        member_id: row.get(5)?,
        rank: row.get(6)?,
    })
}

/// User names are compared without regard to case and outer spaces.
pub(crate) fn fold(user_name: &str) -> String {
    user_name.trim().to_lowercase()
}

/// Adds a user; a taken user name is a conflict.
pub(crate) fn add(conn: &Connection, user: &User, password: Option<&str>, now: i64) -> Result<(), Problem> {
    let role = if user.role == Role::Agent { "agent" } else { "member" };
    let added = conn.execute(
        "INSERT INTO user (id, user_name, role, name, email, member_id, rank, password, created)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (user_name) DO NOTHING",
        (
            &user.id,
            fold(&user.user_name),
            role,
            &user.name,
            &user.email,
            &user.member_id,
            &user.rank,
            password,
            now,
        ),
    )?;
    if added == 1 { Ok(()) } else { Err(Problem::new(Code::Conflict).detail("this user name is taken")) }
}

/// The user of this name, with the stored password; none when disabled.
pub(crate) fn to_sign_in(
    conn: &Connection,
    user_name: &str,
) -> Result<Option<(User, Option<String>)>, Problem> {
    let sql = format!("SELECT {COLUMNS}, user.password FROM user WHERE user_name = ?1 AND disabled = 0");
    let found = conn
        .prepare_cached(&sql)?
        .query_row([fold(user_name)], |row| Ok((read(row)?, row.get(7)?)))
        .optional()?;
    Ok(found)
}

pub(crate) fn by_name(conn: &Connection, user_name: &str) -> Result<Option<User>, Problem> {
    let sql = format!("SELECT {COLUMNS} FROM user WHERE user_name = ?1");
    Ok(conn.prepare_cached(&sql)?.query_row([fold(user_name)], read).optional()?)
}

pub(crate) fn by_id(conn: &Connection, id: &str) -> Result<User, Problem> {
    let sql = format!("SELECT {COLUMNS} FROM user WHERE id = ?1");
    Ok(conn.prepare_cached(&sql)?.query_row([id], read)?)
}

/// Members by user name after `after`, with whether each is disabled; only those in which `words` occurs.
pub(crate) fn members(
    conn: &Connection,
    words: &str,
    after: &str,
    limit: usize,
) -> Result<Vec<(User, bool)>, Problem> {
    let sql = format!(
        "SELECT {COLUMNS}, user.disabled FROM user WHERE role = 'member' AND user_name > ?1 AND
         instr(lower(user_name || char(10) || name || char(10) || coalesce(email, '') || char(10)
           || coalesce(member_id, '')), lower(?2)) > 0
         ORDER BY user_name LIMIT ?3"
    );
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut statement = conn.prepare_cached(&sql)?;
    let found = statement.query_map((after, words.trim(), limit), |row| Ok((read(row)?, row.get(7)?)))?;
    Ok(found.collect::<Result<_, _>>()?)
}

pub(crate) fn is_disabled(conn: &Connection, id: &str) -> Result<bool, Problem> {
    Ok(conn.query_row("SELECT disabled FROM user WHERE id = ?1", [id], |row| row.get(0))?)
}

/// Any agent, for the demo's question; the first by name, so that it is always the same.
pub(crate) fn any_agent(conn: &Connection) -> Result<Option<User>, Problem> {
    let sql =
        format!("SELECT {COLUMNS} FROM user WHERE role = 'agent' AND disabled = 0 ORDER BY name LIMIT 1");
    Ok(conn.prepare_cached(&sql)?.query_row([], read).optional()?)
}

/// Stores a new password and ends every session of the user.
pub(crate) fn set_password(conn: &Connection, user: &str, password: &str) -> Result<(), Problem> {
    conn.execute("UPDATE user SET password = ?2 WHERE id = ?1", (user, password))?;
    conn.execute("DELETE FROM session WHERE user = ?1", [user])?;
    Ok(())
}

/// Replaces the hash by a stronger one of the same password; sessions stay.
pub(crate) fn rehash(conn: &Connection, user: &str, password: &str) -> Result<(), Problem> {
    conn.execute("UPDATE user SET password = ?2 WHERE id = ?1", (user, password))?;
    Ok(())
}

/// Disables the user and ends every session.
pub(crate) fn disable(conn: &Connection, user: &str) -> Result<(), Problem> {
    conn.execute("UPDATE user SET disabled = 1 WHERE id = ?1", [user])?;
    conn.execute("DELETE FROM duty WHERE agent = ?1", [user])?;
    conn.execute("DELETE FROM session WHERE user = ?1", [user])?;
    Ok(())
}

/// Gives a disabled user their access back; they sign in anew.
pub(crate) fn enable(conn: &Connection, user: &str) -> Result<(), Problem> {
    conn.execute("UPDATE user SET disabled = 0 WHERE id = ?1", [user])?;
    Ok(())
}

pub(crate) fn set_rank(conn: &Connection, user: &str, rank: Option<&str>) -> Result<(), Problem> {
    conn.execute("UPDATE user SET rank = ?2 WHERE id = ?1", (user, rank))?;
    Ok(())
}
