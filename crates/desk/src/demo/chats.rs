//! The demo's chats: one that was, to be read, and an agent who joins on demand.

use jiff::Timestamp;
use rusqlite::Connection;
use serde::Deserialize;

use crate::{
    demo::{
        pictures,
        plot::{By, Cast, MINUTE, draw},
    },
    desk::Desk,
    facts::Facts,
    hub::News,
    problem::{Code, Problem},
    seams::Random,
    store::{
        chats::{Talking, open_chat},
        issues::Writing,
        steps::{self, Steps},
        uploads,
        users::{self, User},
    },
    wire::{
        Attachment,
        chats::{NewChat, NewMessage, State},
    },
};

const CHATS: &str = include_str!("../../demo/chats.json");
const ANSWERS: &str = include_str!("../../demo/answers.json");

/// One chat of the story. Its first line is the member's question; an agent takes it with the first line of theirs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Plot {
    /// Minutes before now.
    opened: i64,
    topic: String,
    lines: Vec<Line>,
    ended_by: By,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    by: By,
    /// Minutes after the line before.
    #[serde(default)]
    after: i64,
    text: String,
    #[serde(default)]
    picture: Option<pictures::Scene>,
    /// The picture, which already lies among the files.
    #[serde(skip)]
    file: Option<Attachment>,
}

/// All chats of the story, ready to be played.
pub(super) struct Chats {
    plots: Vec<Plot>,
    now: i64,
}

impl Chats {
    /// Reads them, dates them from `now`, and draws their pictures.
    pub(super) async fn prepare(desk: &Desk, now: Timestamp) -> Result<Self, Problem> {
        let mut plots: Vec<Plot> = serde_json::from_str(CHATS)?;
        for line in plots.iter_mut().flat_map(|plot| &mut plot.lines) {
            if let Some(picture) = line.picture {
                line.file = Some(draw(desk, picture).await?);
            }
        }
        Ok(Self { plots, now: now.as_millisecond() })
    }

    pub(super) fn play(self, conn: &Connection, random: &dyn Random, facts: &Facts) -> Result<(), Problem> {
        let cast = Cast::load(conn)?;
        for plot in self.plots {
            let (mut at, mut chat) = (self.now - plot.opened * MINUTE, None);
            for line in plot.lines {
                at += line.after * MINUTE;
                let writing = Writing { conn, random, limits: facts.limits, user: cast.of(line.by), at };
                let talking = Talking { writing: &writing, rules: &facts.chat };
                say(&talking, &plot.topic, &mut chat, line)?;
            }
            let writing = Writing { conn, random, limits: facts.limits, user: cast.of(plot.ended_by), at };
            if let Some(chat) = chat {
                Talking { writing: &writing, rules: &facts.chat }.end(&chat, None)?;
            }
        }
        Ok(())
    }
}

fn say(talking: &Talking<'_>, topic: &str, chat: &mut Option<String>, line: Line) -> Result<(), Problem> {
    let Writing { conn, user, at, .. } = *talking.writing;
    if let Some(file) = &line.file {
        uploads::add(conn, &user.id, file, at)?;
    }
    let uploads = line.file.into_iter().map(|file| file.id).collect();
    let Some(chat) = chat else {
        let new = NewChat {
            name: user.name.clone(),
            email: user.email.clone().unwrap_or_default(),
            member_id: user.member_id.clone(),
            topic: Some(topic.to_owned()),
            language: Some("en".to_owned()),
            question: line.text,
            uploads,
        };
        *chat = Some(talking.start(&new, None)?.0);
        return Ok(());
    };
    if line.by != By::Member {
        talking.take(chat)?;
    }
    talking.say(chat, &NewMessage { text: line.text, uploads }, None).map(drop)
}

/// An agent joins this member's chat, or says something more in it.
pub(crate) fn join(
    conn: &Connection,
    random: &dyn Random,
    facts: &Facts,
    member: &User,
    at: i64,
) -> Result<Vec<News>, Problem> {
    let none = || Problem::new(Code::Conflict).detail("there is no chat to join");
    let chat = open_chat(conn, &member.id)?.ok_or_else(none)?;
    let standing = steps::standing(conn, &chat)?;
    let mut news = Vec::new();
    let agent = match (standing.state, standing.agent) {
        (State::Active, Some(agent)) => users::by_id(conn, &agent)?,
        _ => {
            let agent = users::any_agent(conn)?.ok_or(Code::Conflict)?;
            news.extend(Steps { conn, random, at }.give(&chat, &agent)?.news);
            agent
        }
    };
    let writing = Writing { conn, random, limits: facts.limits, user: &agent, at };
    let talking = Talking { writing: &writing, rules: &facts.chat };
    let new = NewMessage { text: answer(conn, &chat)?, uploads: Vec::new() };
    news.extend(talking.say(&chat, &new, None)?.news);
    Ok(news)
}

/// What the agent says next in this chat.
fn answer(conn: &Connection, chat: &str) -> Result<String, Problem> {
    let answers: Vec<String> = serde_json::from_str(ANSWERS)?;
    let said: u32 = conn.query_row(
        "SELECT count(*) FROM chat_message WHERE chat = ?1 AND side = 'agent' AND kind = 'text'",
        [chat],
        |row| row.get(0),
    )?;
    answers.into_iter().cycle().nth(said as usize % 100).ok_or_else(|| Code::Fault.into())
}
