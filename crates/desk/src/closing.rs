//! Keeps the rule for silent issues: the desk closes one that its member does not answer, and where it warns, it has warned
//! before, however late it looks. What is due is decided by [`due`] alone.

use std::sync::Arc;

use rusqlite::{Connection, Row};
use tokio::sync::Mutex;

use crate::{
    app::App,
    facts::{CloseRule, DAY, Facts, WorkingTime},
    hub::News,
    problem::Problem,
    seams::Random,
    store::{issues::Pen, steps::By},
    texts,
};

/// How often the desk looks, in milliseconds: the rule counts in days.
const LOOK: u64 = 60_000;

/// When the desk looked last; held while it looks, so that whoever comes meanwhile finds it done.
#[derive(Debug, Default)]
pub(crate) struct Looked(Mutex<Option<i64>>);

/// An issue that awaits its member's answer.
#[derive(Debug, Clone)]
struct Silent {
    id: String,
    owner: String,
    language: Option<String>,
    since: i64,
    warned: Option<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Due {
    Warn,
    Close,
}

/// Everything that has to be done now.
struct Duties {
    name: String,
    now: i64,
    all: Vec<(Silent, Due)>,
}

/// A warning comes a working day before the end; where there is no more than that in all, after half of it.
fn due(silent: &Silent, rule: CloseRule, time: &WorkingTime<'_>, now: i64) -> Option<Due> {
    let patience = i64::from(rule.working_days) * DAY;
    let notice = DAY.min(patience / 2);
    let end = time.after(silent.since, patience);
    match (rule.warns, silent.warned) {
        (true, None) => (now >= time.after(silent.since, patience - notice)).then_some(Due::Warn),
        (true, Some(warned)) => (now >= end.max(time.after(warned, notice))).then_some(Due::Close),
        (false, _) => (now >= end).then_some(Due::Close),
    }
}

impl App {
    /// Does what is due, and tells it.
    pub(crate) async fn close_silent(self: &Arc<Self>) -> Result<(), Problem> {
        let (mut looked, now) = (self.looked.0.lock().await, self.now());
        // A clock that was turned back is no reason to wait.
        if looked.is_some_and(|last| now.abs_diff(last) < LOOK) {
            return Ok(());
        }
        let app = Arc::clone(self);
        if self.db.read(move |conn| duties(conn, app.now())).await?.is_none() {
            *looked = Some(now);
            return Ok(());
        }
        let app = Arc::clone(self);
        let work = move |conn: &Connection| {
            // Looked at again: meanwhile somebody may have answered.
            let news = duties(conn, app.now())?.map(|duties| carry_out(conn, &*app.random, &duties));
            Ok(((), news.transpose()?.unwrap_or_default()))
        };
        self.change(work).await?;
        *looked = Some(now);
        Ok(())
    }
}

/// What is due now; none: nothing.
fn duties(conn: &Connection, now: i64) -> Result<Option<Duties>, Problem> {
    let facts = Facts::load(conn)?;
    let (Some(rule), Some(zone)) = (facts.close_rule, facts.working_zone()) else { return Ok(None) };
    let time = WorkingTime { calendar: &facts.calendar, zone };
    let all: Vec<(Silent, Due)> = silent(conn)?
        .into_iter()
        .filter_map(|silent| {
            let due = due(&silent, rule, &time, now)?;
            Some((silent, due))
        })
        .collect();
    Ok((!all.is_empty()).then_some(Duties { name: facts.name, now, all }))
}

fn silent(conn: &Connection) -> Result<Vec<Silent>, Problem> {
    let mut statement = conn.prepare_cached(
        "SELECT id, owner, language, round_since, round_warned FROM issue WHERE round_since IS NOT NULL
         ORDER BY round_since, id",
    )?;
    let read = |row: &Row<'_>| {
        Ok(Silent {
            id: row.get(0)?,
            owner: row.get(1)?,
            language: row.get(2)?,
            since: row.get(3)?,
            warned: row.get(4)?,
        })
    };
    let found = statement.query_map([], read)?.collect::<Result<_, _>>()?;
    Ok(found)
}

fn carry_out(conn: &Connection, random: &dyn Random, duties: &Duties) -> Result<Vec<News>, Problem> {
    let pen = Pen { conn, random, by: By::Desk(&duties.name), at: duties.now };
    let mut news = Vec::new();
    for (silent, due) in &duties.all {
        let language = silent.language.as_deref();
        let seq = match due {
            Due::Warn => pen.warn(&silent.id, &texts::closes_soon(language)?)?,
            Due::Close => {
                pen.reply(&silent.id, &texts::closed(language)?)?;
                pen.close(&silent.id)?
            }
        };
        news.push(News::Issue { owner: silent.owner.clone(), seq, shown: true });
    }
    Ok(news)
}
