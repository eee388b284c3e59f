//! The steps of a chat. Each is a message with the next sequence number, and everything else of the chat follows from it.

use rusqlite::{Connection, OptionalExtension};

use crate::{
    hub::News,
    problem::{Code, Problem},
    seams::{self, Random},
    store::{queue, users::User},
    wire::{
        Role,
        chats::{EndedBy, Kind, Side, State},
    },
};

/// Who makes a step.
#[derive(Clone, Copy)]
pub(crate) enum By<'a> {
    User(&'a User),
    /// The desk itself, by its name.
    Desk(&'a str),
}

/// What a step needs.
#[derive(Clone, Copy)]
pub(crate) struct Steps<'a> {
    pub(crate) conn: &'a Connection,
    pub(crate) random: &'a dyn Random,
    /// Milliseconds.
    pub(crate) at: i64,
}

/// What was said: the message's id, and what is to be told.
pub(crate) struct Said {
    pub(crate) message: String,
    pub(crate) news: Vec<News>,
}

/// What every step looks at first.
pub(crate) struct Standing {
    pub(crate) owner: String,
    pub(crate) state: State,
    pub(crate) agent: Option<String>,
    pub(crate) language: Option<String>,
}

pub(crate) fn standing(conn: &Connection, chat: &str) -> Result<Standing, Problem> {
    let found = conn
        .prepare_cached("SELECT owner, state, agent, language FROM chat WHERE id = ?1")?
        .query_row([chat], |row| {
            let state = read_state(&row.get::<_, String>(1)?);
            Ok(Standing { owner: row.get(0)?, state, agent: row.get(2)?, language: row.get(3)? })
        })
        .optional()?;
    found.ok_or_else(|| Code::NotFound.into())
}

impl Steps<'_> {
    /// Adds a message. Words of either side end the silence.
    pub(crate) fn say(
        &self,
        chat: &str,
        by: By<'_>,
        kind: Kind,
        text: &str,
        key: Option<&str>,
    ) -> Result<Said, Problem> {
        let message = seams::new_id(self.random)?;
        let (author, name, side) = match by {
            By::User(user) => (Some(&user.id), user.name.as_str(), side_of(user.role)),
            By::Desk(name) => (None, name, Side::Desk),
        };
        let side = side_name(side);
        self.conn
            .prepare_cached(
                "INSERT INTO chat_message (id, chat, place, kind, author, author_name, side, at, text, key)
                 VALUES (?1, ?2, (SELECT messages + 1 FROM chat WHERE id = ?2), ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?
            .execute((&message, chat, kind_name(kind), author, name, side, self.at, text, key))?;
        let seq = self.conn.last_insert_rowid();
        // Every change has a later time than the one before, whatever the desk's clock did in between.
        let owner = self
            .conn
            .prepare_cached(
                "UPDATE chat SET messages = messages + 1, updated = max(?2, updated + 1), changed_seq = ?3,
                 spoke = CASE WHEN ?4 THEN ?2 ELSE spoke END, warned = CASE WHEN ?4 THEN NULL ELSE warned END
                 WHERE id = ?1 RETURNING owner",
            )?
            .query_row((chat, self.at, seq, author.is_some()), |row| row.get(0))?;
        Ok(Said { message, news: vec![News::Chat { owner, chat: chat.to_owned(), seq }] })
    }

    /// Gives the chat to this agent.
    pub(crate) fn give(&self, chat: &str, agent: &User) -> Result<Said, Problem> {
        let waited = standing(self.conn, chat)?.state == State::Waiting;
        self.conn.execute(
            "UPDATE chat SET state = 'active', queue = NULL, queued = NULL, agent = ?2,
             taken = coalesce(taken, max(?3, opened)) WHERE id = ?1",
            (chat, &agent.id, self.at),
        )?;
        let said = self.say(chat, By::User(agent), Kind::Joined, "", None)?;
        self.with_moved(said, waited)
    }

    /// Puts the chat back into the queue, before everybody.
    pub(crate) fn put_back(&self, chat: &str, agent: &User) -> Result<Said, Problem> {
        let front = queue::in_front(self.conn)?;
        self.conn.execute(
            "UPDATE chat SET state = 'waiting', queue = ?2, queued = ?3, agent = NULL WHERE id = ?1",
            (chat, front, self.at),
        )?;
        let said = self.say(chat, By::User(agent), Kind::Left, "", None)?;
        self.with_moved(said, true)
    }

    /// Ends the chat.
    pub(crate) fn end(
        &self,
        chat: &str,
        by: By<'_>,
        ended_by: EndedBy,
        key: Option<&str>,
    ) -> Result<Said, Problem> {
        let waited = standing(self.conn, chat)?.state == State::Waiting;
        self.conn.execute(
            "UPDATE chat SET state = 'ended', queue = NULL, queued = NULL, ended = ?2, ended_by = ?3 WHERE id = ?1",
            (chat, self.at, ended_by_name(ended_by)),
        )?;
        let said = self.say(chat, by, Kind::Ended, "", key)?;
        self.with_moved(said, waited)
    }

    fn with_moved(&self, mut said: Said, moved: bool) -> Result<Said, Problem> {
        if moved {
            said.news.extend(queue::moved(self.conn)?);
        }
        Ok(said)
    }
}

pub(crate) fn side_of(role: Role) -> Side {
    match role {
        Role::Member => Side::Member,
        Role::Agent => Side::Agent,
    }
}

fn side_name(side: Side) -> &'static str {
    match side {
        Side::Member => "member",
        Side::Agent => "agent",
        Side::Desk => "desk",
    }
}

pub(crate) fn read_side(name: &str) -> Side {
    match name {
        "member" => Side::Member,
        "agent" => Side::Agent,
        _ => Side::Desk,
    }
}

pub(crate) fn read_state(name: &str) -> State {
    match name {
        "waiting" => State::Waiting,
        "active" => State::Active,
        _ => State::Ended,
    }
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Joined => "joined",
        Kind::Left => "left",
        Kind::Transferred => "transferred",
        Kind::Ended => "ended",
        Kind::SuggestIssue => "suggest_issue",
    }
}

pub(crate) fn read_kind(name: &str) -> Kind {
    match name {
        "joined" => Kind::Joined,
        "left" => Kind::Left,
        "transferred" => Kind::Transferred,
        "ended" => Kind::Ended,
        "suggest_issue" => Kind::SuggestIssue,
        _ => Kind::Text,
    }
}

fn ended_by_name(by: EndedBy) -> &'static str {
    match by {
        EndedBy::Member => "member",
        EndedBy::Agent => "agent",
        EndedBy::Idle => "idle",
        EndedBy::LostContact => "lost_contact",
        EndedBy::QueueTimeout => "queue_timeout",
        EndedBy::Closed => "closed",
    }
}

pub(crate) fn read_ended_by(name: &str) -> EndedBy {
    match name {
        "member" => EndedBy::Member,
        "idle" => EndedBy::Idle,
        "lost_contact" => EndedBy::LostContact,
        "queue_timeout" => EndedBy::QueueTimeout,
        "closed" => EndedBy::Closed,
        _ => EndedBy::Agent,
    }
}
