//! Which agents are on duty, and how many chats each has and takes.

use rusqlite::{Connection, OptionalExtension};

use crate::{
    facts::ChatRules,
    problem::{Code, Problem},
    store::users::User,
    wire::{chats, rfc3339},
};

/// Chats that an agent may say to take at once.
const MOST_CHATS: u32 = 50;

/// Goes on duty, stays on it with another limit, or leaves it.
pub(crate) fn set(conn: &Connection, agent: &User, new: &chats::SetDuty, now: i64) -> Result<(), Problem> {
    if new.limit.is_some_and(|limit| !(1..=MOST_CHATS).contains(&limit)) {
        return Err(Problem::invalid("limit", format!("1 to {MOST_CHATS}, or null")));
    }
    if new.on_duty {
        conn.execute(
            "INSERT INTO duty (agent, since, chats) VALUES (?1, ?2, ?3)
             ON CONFLICT (agent) DO UPDATE SET chats = excluded.chats",
            (&agent.id, now, new.limit),
        )?;
    } else {
        leave(conn, &agent.id)?;
    }
    Ok(())
}

/// Who is on duty, by the ids of their users.
pub(crate) fn agents(conn: &Connection) -> Result<Vec<String>, Problem> {
    let mut statement = conn.prepare_cached("SELECT agent FROM duty")?;
    Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Takes an agent off duty.
pub(crate) fn leave(conn: &Connection, agent: &str) -> Result<(), Problem> {
    conn.prepare_cached("DELETE FROM duty WHERE agent = ?1")?.execute([agent])?;
    Ok(())
}

/// As the asking agent sees it.
pub(crate) fn view(conn: &Connection, agent: &User, rules: &ChatRules) -> Result<chats::Duty, Problem> {
    let mut statement = conn.prepare_cached(
        "SELECT user.name, user.user_name, duty.since, duty.chats,
           (SELECT count(*) FROM chat WHERE chat.agent = user.id AND chat.state = 'active') AS taken
         FROM user LEFT JOIN duty ON duty.agent = user.id
         WHERE user.role = 'agent' AND user.disabled = 0 AND (duty.agent IS NOT NULL OR taken > 0)
         ORDER BY user.name, user.user_name",
    )?;
    let agents = statement.query_map([], |row| {
        let since: Option<i64> = row.get(2)?;
        Ok(chats::AgentOnDuty {
            name: row.get(0)?,
            user_name: row.get(1)?,
            since: since.map(rfc3339),
            on_duty: since.is_some(),
            limit: row.get::<_, Option<u32>>(3)?.unwrap_or(rules.limit),
            chats: row.get(4)?,
        })
    })?;
    let agents = agents.collect::<Result<_, _>>()?;
    let own = own(conn, &agent.id)?;
    Ok(chats::Duty { on_duty: own.is_some(), limit: own.flatten(), usual_limit: rules.limit, agents })
}

/// None: not on duty. Otherwise the limit, where the agent gave one.
fn own(conn: &Connection, agent: &str) -> Result<Option<Option<u32>>, Problem> {
    let limit = conn
        .prepare_cached("SELECT chats FROM duty WHERE agent = ?1")?
        .query_row([agent], |row| row.get(0))
        .optional()?;
    Ok(limit)
}

pub(crate) fn is_on(conn: &Connection, agent: &str) -> Result<bool, Problem> {
    Ok(own(conn, agent)?.is_some())
}

/// Refuses an agent who has as many chats as they take at once.
pub(crate) fn check_limit(conn: &Connection, agent: &str, rules: &ChatRules) -> Result<(), Problem> {
    let limit = own(conn, agent)?.flatten().unwrap_or(rules.limit);
    let having: u32 = conn
        .prepare_cached("SELECT count(*) FROM chat WHERE agent = ?1 AND state = 'active'")?
        .query_row([agent], |row| row.get(0))?;
    if having < limit { Ok(()) } else { Err(Code::AtLimit.into()) }
}
