//! Keeps the rules of the chat: what ends by itself, when, and the warning before. What is due is decided by [`due`] alone;
//! the desk looks once a second, and before anybody reads or writes a chat, so that a late look changes nothing. An agent of
//! whom nothing is heard is not on duty any more.

use std::sync::Arc;

use rusqlite::{Connection, Row};

use crate::{
    app::App,
    facts::{ChatRules, Facts},
    hub::News,
    problem::Problem,
    seams::Random,
    store::{
        duty, queue,
        steps::{By, Steps},
        users,
    },
    texts,
    wire::chats::{EndedBy, Kind},
};

/// An agent without a stream who asked for nothing for so long has closed the console, or lost the connection: it pulses
/// every 15 seconds, and finds back within a few when it breaks off.
const UNHEARD: i64 = 60_000;

/// Which open chats are looked at.
#[derive(Debug, Clone)]
pub(crate) enum Which {
    All,
    Of { member: String },
    Chat(String),
}

/// What is known of an open chat.
#[derive(Debug, Clone)]
struct Open {
    id: String,
    owner: String,
    /// Whether its member has no access any more.
    barred: bool,
    language: Option<String>,
    stage: Stage,
}

#[derive(Debug, Clone)]
enum Stage {
    Waiting {
        since: i64,
        /// Whether an agent had it before: such a chat does not end when the desk closes.
        begun: bool,
    },
    Active {
        agent: String,
        /// Whether the agent works here no more.
        gone: bool,
        spoke: i64,
        warned: Option<i64>,
    },
}

/// What has to be done with a chat.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Due {
    Warn,
    PutBack { agent: String },
    End(EndedBy),
}

/// Everything that has to be done now.
struct Duties {
    facts: Facts,
    now: i64,
    all: Vec<(Open, Due)>,
}

/// When the desk looks.
#[derive(Debug, Clone, Copy)]
struct Look {
    now: i64,
    /// Whether chats can be started.
    open: bool,
}

/// `heard` is the last sign of life of the member's app; none: it is there.
fn due(open: &Open, rules: &ChatRules, Look { now, open: is_open }: Look, heard: Option<i64>) -> Option<Due> {
    let over = |since: i64, span: Option<i64>| span.is_some_and(|span| now - since >= span);
    let silent = heard.is_some_and(|heard| over(heard, rules.lost_contact()));
    let lost = (open.barred || silent).then_some(Due::End(EndedBy::LostContact));
    match &open.stage {
        Stage::Waiting { begun: false, .. } if !is_open => Some(Due::End(EndedBy::Closed)),
        Stage::Waiting { since, .. } if over(*since, rules.queue_timeout()) => {
            Some(Due::End(EndedBy::QueueTimeout))
        }
        Stage::Waiting { .. } => lost,
        Stage::Active { agent, gone: true, .. } if !open.barred => {
            Some(Due::PutBack { agent: agent.clone() })
        }
        Stage::Active { spoke, warned, .. } => lost.or_else(|| idle(*spoke, *warned, rules, now)),
    }
}

/// A warning comes before every end, however late the desk looks.
fn idle(spoke: i64, warned: Option<i64>, rules: &ChatRules, now: i64) -> Option<Due> {
    let (idle, warning) = (rules.idle()?, rules.warning()?);
    match warned {
        None => (now - spoke >= warning).then_some(Due::Warn),
        Some(warned) => {
            (now >= (spoke + idle).max(warned + idle - warning)).then_some(Due::End(EndedBy::Idle))
        }
    }
}

impl App {
    /// Does what is due, and tells it.
    pub(crate) async fn keep_rules(self: &Arc<Self>, which: Which) -> Result<(), Problem> {
        let (app, asked) = (Arc::clone(self), which.clone());
        if self.db.read(move |conn| app.duties(conn, &asked)).await?.is_none() {
            return Ok(());
        }
        let app = Arc::clone(self);
        let work = move |conn: &Connection| {
            // Looked at again: meanwhile others may have done it, or somebody spoke.
            let news = app.duties(conn, &which)?.map(|duties| carry_out(conn, &*app.random, &duties));
            Ok(((), news.transpose()?.unwrap_or_default()))
        };
        self.change(work).await
    }

    /// What is due now; none: nothing.
    fn duties(&self, conn: &Connection, which: &Which) -> Result<Option<Duties>, Problem> {
        let open = open_chats(conn, which)?;
        if open.is_empty() {
            return Ok(None);
        }
        let (facts, now) = (Facts::load(conn)?, self.now());
        let look = Look { now, open: facts.chat.is_open(now) };
        let heard = |owner: &str| (!self.hub.hears(owner)).then(|| self.presence.last(owner));
        let all: Vec<(Open, Due)> = open
            .into_iter()
            .filter_map(|open| {
                let due = due(&open, &facts.chat, look, heard(&open.owner))?;
                Some((open, due))
            })
            .collect();
        Ok((!all.is_empty()).then_some(Duties { facts, now, all }))
    }

    /// Takes those off duty whose console says nothing any more. The chats that they have stay theirs.
    pub(crate) async fn keep_duty(self: &Arc<Self>) -> Result<(), Problem> {
        let app = Arc::clone(self);
        if self.db.read(move |conn| app.unheard(conn)).await?.is_empty() {
            return Ok(());
        }
        let app = Arc::clone(self);
        let work = move |conn: &Connection| {
            // Looked at again: meanwhile they may have been heard of.
            let unheard = app.unheard(conn)?;
            if unheard.is_empty() {
                return Ok(((), Vec::new()));
            }
            unheard.iter().try_for_each(|agent| duty::leave(conn, agent))?;
            // How long one waits depends on it.
            let mut news = queue::moved(conn)?;
            news.push(News::Duty);
            Ok(((), news))
        };
        self.change(work).await
    }

    /// Who is on duty and was not heard of for too long.
    fn unheard(&self, conn: &Connection) -> Result<Vec<String>, Problem> {
        let now = self.now();
        let mut agents = duty::agents(conn)?;
        agents.retain(|agent| !self.hub.hears(agent) && now - self.presence.last(agent) >= UNHEARD);
        Ok(agents)
    }
}

fn open_chats(conn: &Connection, which: &Which) -> Result<Vec<Open>, Problem> {
    let (rule, with) = match which {
        Which::All => ("?1 = ''", ""),
        Which::Of { member } => ("chat.owner = ?1", member.as_str()),
        Which::Chat(id) => ("chat.id = ?1", id.as_str()),
    };
    let sql = format!(
        "SELECT chat.id, chat.owner, chat.language, chat.queued, chat.taken, chat.agent, agent.disabled, chat.spoke,
           chat.warned, owner.disabled
         FROM chat JOIN user AS owner ON owner.id = chat.owner LEFT JOIN user AS agent ON agent.id = chat.agent
         WHERE chat.state <> 'ended' AND {rule} ORDER BY chat.changed_seq"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let found = statement.query_map([with], read)?.collect::<Result<_, _>>()?;
    Ok(found)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Open> {
    let stage = match (row.get::<_, Option<i64>>(3)?, row.get::<_, Option<String>>(5)?) {
        (None, Some(agent)) => {
            let gone = row.get::<_, Option<bool>>(6)?.unwrap_or(true);
            Stage::Active { agent, gone, spoke: row.get(7)?, warned: row.get(8)? }
        }
        (since, _) => {
            let begun = row.get::<_, Option<i64>>(4)?.is_some();
            Stage::Waiting { since: since.unwrap_or_default(), begun }
        }
    };
    Ok(Open { id: row.get(0)?, owner: row.get(1)?, barred: row.get(9)?, language: row.get(2)?, stage })
}

fn carry_out(conn: &Connection, random: &dyn Random, duties: &Duties) -> Result<Vec<News>, Problem> {
    let Duties { facts, now, all } = duties;
    let steps = Steps { conn, random, at: *now };
    let (desk, mut news) = (By::Desk(&facts.name), Vec::new());
    for (open, due) in all {
        let said = match due {
            Due::Warn => {
                let (_, text) = texts::still_there(open.language.as_deref())?;
                let said = steps.say(&open.id, desk, Kind::Text, &text, None)?;
                conn.execute("UPDATE chat SET warned = ?2 WHERE id = ?1", (&open.id, now))?;
                said
            }
            Due::PutBack { agent } => steps.put_back(&open.id, &users::by_id(conn, agent)?)?,
            Due::End(by) => steps.end(&open.id, desk, *by, None)?,
        };
        news.extend(said.news);
    }
    Ok(news)
}
