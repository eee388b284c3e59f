//! What members and agents do in chats, and who may when.

use rusqlite::Connection;

use crate::{
    facts::ChatRules,
    hub::News,
    problem::{Code, Problem},
    seams,
    store::{
        duty,
        issues::Writing,
        queue, reading,
        steps::{self, By, Said, Standing, Steps},
        uploads::{self, Place},
        users::User,
    },
    texts,
    wire::{
        Role,
        chats::{EndedBy, Kind, NewChat, NewMessage, State},
    },
};

const MINUTE: i64 = 60 * 1000;
/// Messages of one side in one chat within a minute.
const MESSAGES: i64 = 60;
/// Chats that one member may begin within an hour.
const CHATS: i64 = 60;

/// One user at their chats.
pub(crate) struct Talking<'a> {
    pub(crate) writing: &'a Writing<'a>,
    pub(crate) rules: &'a ChatRules,
}

impl Talking<'_> {
    fn steps(&self) -> Steps<'_> {
        Steps { conn: self.writing.conn, random: self.writing.random, at: self.writing.at }
    }

    fn me(&self) -> By<'_> {
        By::User(self.writing.user)
    }

    /// Begins a chat at the end of the queue; answers its id too.
    pub(crate) fn start(&self, new: &NewChat, key: Option<&str>) -> Result<(String, Said), Problem> {
        let Writing { conn, random, user, at, .. } = *self.writing;
        if open_chat(conn, &user.id)?.is_some() {
            return Err(Code::ChatOpen.into());
        }
        if !self.rules.is_open(at) {
            return Err(Code::ChatClosed.into());
        }
        if queue::length(conn)? >= self.rules.full_at {
            return Err(Code::ChatFull.into());
        }
        self.check_pace(
            "SELECT opened FROM chat WHERE owner = ?1 ORDER BY opened DESC LIMIT 1 OFFSET ?2",
            &user.id,
            CHATS,
            60 * MINUTE,
        )?;
        let chat = seams::new_id(random)?;
        conn.execute(
            "INSERT INTO chat (id, owner, topic, language, name, email, member_id, question, state, queue, queued,
             spoke, opened, updated, changed_seq, messages)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'waiting', ?9, ?10, ?10, ?10, ?10, 0, 0)",
            (
                &chat,
                &user.id,
                &new.topic,
                &new.language,
                new.name.trim(),
                new.email.trim(),
                &new.member_id,
                reading::one_line(&new.question),
                queue::behind(conn)?,
                at,
            ),
        )?;
        let said = self.steps().say(&chat, self.me(), Kind::Text, &new.question, key)?;
        self.attach(&said, &new.uploads)?;
        Ok((chat, said))
    }

    /// Says something: the member until the chat ends, an agent in the chats they have.
    pub(crate) fn say(&self, chat: &str, new: &NewMessage, key: Option<&str>) -> Result<Said, Problem> {
        self.must_talk(chat)?;
        let of_side = match self.writing.user.role {
            Role::Member => {
                "SELECT at FROM chat_message WHERE chat = ?1 AND side = 'member' ORDER BY place DESC LIMIT 1 OFFSET ?2"
            }
            Role::Agent => {
                "SELECT at FROM chat_message WHERE chat = ?1 AND side = 'agent' ORDER BY place DESC LIMIT 1 OFFSET ?2"
            }
        };
        self.check_pace(of_side, chat, MESSAGES, MINUTE)?;
        let said = self.steps().say(chat, self.me(), Kind::Text, &new.text, key)?;
        self.attach(&said, &new.uploads)?;
        Ok(said)
    }

    /// Ends the chat. None: it had ended before.
    pub(crate) fn end(&self, chat: &str, key: Option<&str>) -> Result<Option<Said>, Problem> {
        let by = match self.writing.user.role {
            Role::Member => EndedBy::Member,
            Role::Agent => EndedBy::Agent,
        };
        match self.must_talk(chat) {
            Err(problem) if problem.code() == Code::ChatEnded => Ok(None),
            Err(problem) => Err(problem),
            Ok(_) => self.steps().end(chat, self.me(), by, key).map(Some),
        }
    }

    /// Takes a chat that waits. None: the agent has it already.
    pub(crate) fn take(&self, chat: &str) -> Result<Option<Said>, Problem> {
        let Standing { state, agent, .. } = steps::standing(self.writing.conn, chat)?;
        let mine = agent.as_ref() == Some(&self.writing.user.id);
        match state {
            State::Active if mine => Ok(None),
            State::Active => Err(Code::ChatTaken.into()),
            State::Ended => Err(Code::ChatEnded.into()),
            State::Waiting => {
                duty::check_limit(self.writing.conn, &self.writing.user.id, self.rules)?;
                self.steps().give(chat, self.writing.user).map(Some)
            }
        }
    }

    /// Gives the chat to another agent who is on duty and has room; to nobody: back to the front of the queue.
    pub(crate) fn transfer(&self, chat: &str, to: Option<&User>) -> Result<Vec<News>, Problem> {
        self.must_talk(chat)?;
        let Some(to) = to else { return Ok(self.steps().put_back(chat, self.writing.user)?.news) };
        if to.id == self.writing.user.id {
            return Err(Problem::invalid("to", "the chat is yours"));
        }
        if !duty::is_on(self.writing.conn, &to.id)? {
            return Err(Problem::new(Code::Conflict).detail("this agent is not on duty"));
        }
        duty::check_limit(self.writing.conn, &to.id, self.rules)?;
        let mut said = self.steps().say(chat, self.me(), Kind::Transferred, &to.name, None)?;
        said.news.extend(self.steps().give(chat, to)?.news);
        Ok(said.news)
    }

    /// Asks the member to submit an issue, in the language wished for or the question's. Answers the language of the text.
    pub(crate) fn suggest_issue(
        &self,
        chat: &str,
        language: Option<&str>,
        key: Option<&str>,
    ) -> Result<(Said, String), Problem> {
        let standing = self.must_talk(chat)?;
        let (language, text) = texts::suggest_issue(language.or(standing.language.as_deref()))?;
        self.writing.conn.execute("UPDATE chat SET suggests_issue = 1 WHERE id = ?1", [chat])?;
        Ok((self.steps().say(chat, self.me(), Kind::SuggestIssue, &text, key)?, language))
    }

    /// The member's own chat that has not ended, or one that this agent has.
    fn must_talk(&self, chat: &str) -> Result<Standing, Problem> {
        let standing = steps::standing(self.writing.conn, chat)?;
        let user = self.writing.user;
        match (user.role, standing.state) {
            (Role::Member, _) if standing.owner != user.id => Err(Code::NotFound.into()),
            (_, State::Ended) => Err(Code::ChatEnded.into()),
            (Role::Agent, State::Waiting) => {
                Err(Problem::new(Code::Conflict).detail("the chat waits: take it first"))
            }
            (Role::Agent, State::Active) if standing.agent.as_ref() != Some(&user.id) => {
                Err(Code::ChatTaken.into())
            }
            _ => Ok(standing),
        }
    }

    fn attach(&self, said: &Said, files: &[String]) -> Result<(), Problem> {
        let Writing { conn, limits, user, .. } = *self.writing;
        uploads::give(conn, Place::Message(&said.message), &user.id, files, &limits)
    }

    /// Refuses when the one that `most` of them ago was is too near. `sql` finds when that was.
    fn check_pace(&self, sql: &str, of: &str, most: i64, span: i64) -> Result<(), Problem> {
        use rusqlite::OptionalExtension;
        let at: Option<i64> =
            self.writing.conn.prepare_cached(sql)?.query_row((of, most - 1), |row| row.get(0)).optional()?;
        let left = at.map_or(0, |at| (at + span - self.writing.at).min(span));
        if left <= 0 {
            return Ok(());
        }
        let seconds = u64::try_from(left / 1000 + 1).unwrap_or(1);
        Err(Problem::new(Code::Throttled).detail("too much at once").retry_after(seconds))
    }
}

/// The member's chat that has not ended.
pub(crate) fn open_chat(conn: &Connection, owner: &str) -> Result<Option<String>, Problem> {
    use rusqlite::OptionalExtension;
    let found = conn
        .prepare_cached("SELECT id FROM chat WHERE owner = ?1 AND state <> 'ended'")?
        .query_row([owner], |row| row.get(0))
        .optional()?;
    Ok(found)
}

/// Removes a chat with all that belongs to it; answers which uploads' files nothing names now.
pub(crate) fn purge(conn: &Connection, chat: &str) -> Result<Vec<String>, Problem> {
    let mut statement = conn.prepare(
        "DELETE FROM upload WHERE message IN (SELECT id FROM chat_message WHERE chat = ?1) RETURNING id",
    )?;
    let files = statement.query_map([chat], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    conn.execute("DELETE FROM chat_message WHERE chat = ?1", [chat])?;
    match conn.execute("DELETE FROM chat WHERE id = ?1", [chat])? {
        0 => Err(Code::NotFound.into()),
        _ => Ok(files),
    }
}
