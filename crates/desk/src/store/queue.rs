//! The queue: who is at which place, and how long that is likely to take.

use rusqlite::Connection;

use crate::{hub::News, problem::Problem};

/// So many at the front are told at once when they move; those behind hear it with the next pulse of their stream.
const NEAR: i64 = 50;
/// So many chats taken last say how long one waits.
const LAST: i64 = 20;

/// How many wait.
pub(crate) fn length(conn: &Connection) -> Result<u32, Problem> {
    Ok(conn
        .prepare_cached("SELECT count(*) FROM chat WHERE queue IS NOT NULL")?
        .query_row([], |row| row.get(0))?)
}

/// The place of who has this number in the queue; 1 is next.
pub(crate) fn place(conn: &Connection, queue: i64) -> Result<u32, Problem> {
    Ok(conn
        .prepare_cached("SELECT count(*) FROM chat WHERE queue <= ?1")?
        .query_row([queue], |row| row.get(0))?)
}

/// The number behind everybody.
pub(crate) fn behind(conn: &Connection) -> Result<i64, Problem> {
    Ok(conn
        .prepare_cached("SELECT coalesce(max(queue), 0) + 1 FROM chat WHERE queue IS NOT NULL")?
        .query_row([], |row| row.get(0))?)
}

/// The number before everybody.
pub(crate) fn in_front(conn: &Connection) -> Result<i64, Problem> {
    Ok(conn
        .prepare_cached("SELECT coalesce(min(queue), 1) - 1 FROM chat WHERE queue IS NOT NULL")?
        .query_row([], |row| row.get(0))?)
}

/// What those at the front are to hear when places changed.
pub(crate) fn moved(conn: &Connection) -> Result<Vec<News>, Problem> {
    let mut statement = conn.prepare_cached(
        "SELECT owner, id, changed_seq FROM chat WHERE queue IS NOT NULL ORDER BY queue LIMIT ?1",
    )?;
    let news = statement.query_map([NEAR], |row| {
        Ok(News::Moved { owner: row.get(0)?, chat: row.get(1)?, seq: row.get(2)? })
    })?;
    Ok(news.collect::<Result<_, _>>()?)
}

/// What tells how long a place takes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Outlook {
    /// The median of the last waits in milliseconds; none: nobody was taken yet.
    usual: Option<i64>,
    on_duty: u32,
}

impl Outlook {
    pub(crate) fn load(conn: &Connection) -> Result<Self, Problem> {
        let mut statement = conn.prepare_cached(
            "SELECT taken - opened FROM chat WHERE taken IS NOT NULL ORDER BY taken DESC LIMIT ?1",
        )?;
        let mut waits = statement.query_map([LAST], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
        waits.sort_unstable();
        let on_duty = conn
            .prepare_cached(
                "SELECT count(*) FROM duty JOIN user ON user.id = duty.agent WHERE user.disabled = 0",
            )?
            .query_row([], |row| row.get(0))?;
        Ok(Self { usual: waits.get(waits.len() / 2).copied(), on_duty })
    }

    /// Seconds until this place's turn; none: nobody can say.
    pub(crate) fn wait(&self, place: u32) -> Option<u32> {
        let agents = i64::from(self.on_duty);
        let all = self.usual?.max(0).checked_mul(i64::from(place))?.checked_div(agents)?;
        u32::try_from(all / 1000).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_is_the_usual_one_times_the_place_over_those_on_duty() {
        let outlook = |usual, on_duty| Outlook { usual, on_duty };
        assert_eq!(outlook(Some(90_000), 2).wait(1), Some(45));
        assert_eq!(outlook(Some(90_000), 2).wait(4), Some(180));
        assert_eq!(outlook(Some(90_000), 0).wait(1), None, "nobody is on duty");
        assert_eq!(outlook(None, 2).wait(1), None, "nobody was taken yet");
        assert_eq!(outlook(Some(-5), 1).wait(1), Some(0), "a clock that was set back");
        assert_eq!(outlook(Some(i64::MAX), 1).wait(2), None);
    }
}
