//! Reading chats and their messages.

use rusqlite::{Connection, OptionalExtension, Params, Row};

use crate::{
    presence::Typing,
    problem::{Code, Problem},
    store::{
        queue::{self, Outlook},
        reading::one_line,
        steps::{read_ended_by, read_kind, read_side, read_state},
        uploads::{self, Place},
        users::{self, User},
    },
    wire::{
        Role,
        chats::{AgentChat, Author, Chat, Form, LastMessage, Message},
        rfc3339,
    },
};

/// Messages of a page.
pub(crate) const PAGE: usize = 200;
/// An earlier chat list of a member ends here.
const CHATS_OF_MEMBER: i64 = 100;

/// The last message with words stands beside each chat.
const CHAT: &str = "SELECT chat.id, chat.topic, chat.state, chat.queue, agent.name, chat.question, chat.opened,
  chat.updated, chat.ended, chat.ended_by, chat.suggests_issue, chat.messages, chat.changed_seq, chat.owner, chat.agent,
  agent.user_name, chat.language, chat.name, chat.email, chat.member_id, last.place, last.author_name, last.side,
  last.at, last.text
  FROM chat LEFT JOIN user AS agent ON agent.id = chat.agent
  LEFT JOIN chat_message AS last ON last.seq = (SELECT seq FROM chat_message
    WHERE chat = chat.id AND kind IN ('text', 'suggest_issue') ORDER BY place DESC LIMIT 1)";

/// A chat with what only the desk needs of it.
pub(crate) struct ChatRow {
    pub(crate) chat: Chat,
    pub(crate) changed: i64,
    pub(crate) owner: String,
    pub(crate) agent: Option<String>,
    queue: Option<i64>,
    agent_user_name: Option<String>,
    language: Option<String>,
    form: Form,
}

/// How chats are read: as they are at this moment.
#[derive(Clone, Copy)]
pub(crate) struct Reading<'a> {
    pub(crate) conn: &'a Connection,
    pub(crate) typing: &'a Typing,
    pub(crate) now: i64,
}

impl Reading<'_> {
    pub(crate) fn any(&self, id: &str) -> Result<ChatRow, Problem> {
        self.chats("chat.id = ?1", [id])?.pop().ok_or_else(|| Code::NotFound.into())
    }

    /// The chat, if it is this member's; another's is not told from a missing one.
    pub(crate) fn own(&self, owner: &str, id: &str) -> Result<ChatRow, Problem> {
        let found = self.any(id)?;
        if found.owner == owner { Ok(found) } else { Err(Code::NotFound.into()) }
    }

    /// The member's chats that changed after `since`, at most `limit`, oldest change first.
    pub(crate) fn changes(&self, owner: &str, since: i64, limit: usize) -> Result<Vec<ChatRow>, Problem> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let which = "chat.owner = ?1 AND chat.changed_seq > ?2 ORDER BY chat.changed_seq LIMIT ?3";
        self.chats(which, (owner, since, limit))
    }

    /// The member's chat that is in the queue.
    pub(crate) fn waiting_of(&self, owner: &str) -> Result<Option<ChatRow>, Problem> {
        Ok(self.chats("chat.owner = ?1 AND chat.state = 'waiting'", [owner])?.pop())
    }

    /// The whole queue in its order.
    pub(crate) fn waiting(&self) -> Result<Vec<ChatRow>, Problem> {
        self.chats("chat.queue IS NOT NULL ORDER BY chat.queue", [])
    }

    /// Every chat that an agent has, the oldest first.
    pub(crate) fn active(&self) -> Result<Vec<ChatRow>, Problem> {
        self.chats("chat.state = 'active' ORDER BY chat.opened, chat.id", [])
    }

    /// A member's chats, the latest first.
    pub(crate) fn all_of(&self, owner: &str) -> Result<Vec<ChatRow>, Problem> {
        self.chats("chat.owner = ?1 ORDER BY chat.changed_seq DESC LIMIT ?2", (owner, CHATS_OF_MEMBER))
    }

    fn chats(&self, which: &str, with: impl Params) -> Result<Vec<ChatRow>, Problem> {
        let mut statement = self.conn.prepare_cached(&format!("{CHAT} WHERE {which}"))?;
        let mut found = statement.query_map(with, read_chat)?.collect::<Result<Vec<_>, _>>()?;
        let mut outlook = None;
        for row in &mut found {
            row.chat.agent_typing = self.typing.of(&row.chat.id, Role::Agent, self.now);
            let Some(number) = row.queue else { continue };
            let known = match outlook {
                Some(known) => known,
                None => *outlook.insert(Outlook::load(self.conn)?),
            };
            let place = queue::place(self.conn, number)?;
            (row.chat.place, row.chat.wait_seconds) = (Some(place), known.wait(place));
        }
        Ok(found)
    }

    pub(crate) fn for_agent(&self, row: ChatRow) -> Result<AgentChat, Problem> {
        let member = users::by_id(self.conn, &row.owner)?.into_issue_member();
        let member_typing = self.typing.of(&row.chat.id, Role::Member, self.now);
        let ChatRow { chat, agent_user_name, language, form, .. } = row;
        Ok(AgentChat { chat, member, form, language, agent_user_name, member_typing })
    }

    pub(crate) fn for_agents(&self, rows: Vec<ChatRow>) -> Result<Vec<AgentChat>, Problem> {
        rows.into_iter().map(|row| self.for_agent(row)).collect()
    }

    /// One page of messages after this order, and whether there are more. Keys are shown to their authors alone.
    pub(crate) fn messages(
        &self,
        reader: &User,
        chat: &str,
        after: u32,
    ) -> Result<(Vec<Message>, bool), Problem> {
        let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
        let which = "chat = ?1 AND place > ?2 ORDER BY place LIMIT ?3";
        let mut found = self.which_messages(reader, which, (chat, after, limit))?;
        let more = found.len() > PAGE;
        found.truncate(PAGE);
        Ok((found, more))
    }

    pub(crate) fn message(&self, reader: &User, id: &str) -> Result<Message, Problem> {
        self.which_messages(reader, "id = ?1", [id])?.pop().ok_or_else(|| Code::NotFound.into())
    }

    fn which_messages(&self, reader: &User, which: &str, with: impl Params) -> Result<Vec<Message>, Problem> {
        let sql = format!(
            "SELECT id, place, author_name, side, at, kind, text, author, key FROM chat_message WHERE {which}"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map(with, |row| {
            let author: Option<String> = row.get(7)?;
            let key: Option<String> = row.get(8)?;
            Ok(Message {
                id: row.get(0)?,
                order: row.get(1)?,
                author: Author { name: row.get(2)?, side: read_side(&row.get::<_, String>(3)?) },
                at: rfc3339(row.get(4)?),
                kind: read_kind(&row.get::<_, String>(5)?),
                text: row.get(6)?,
                attachments: Vec::new(),
                key: key.filter(|_| author.as_ref() == Some(&reader.id)),
            })
        })?;
        let mut found = rows.collect::<Result<Vec<_>, _>>()?;
        for message in &mut found {
            message.attachments = uploads::of(self.conn, Place::Message(&message.id))?;
        }
        Ok(found)
    }
}

fn read_chat(row: &Row<'_>) -> rusqlite::Result<ChatRow> {
    let last_message = match row.get::<_, Option<u32>>(20)? {
        None => None,
        Some(order) => Some(LastMessage {
            order,
            author: Author { name: row.get(21)?, side: read_side(&row.get::<_, String>(22)?) },
            at: rfc3339(row.get(23)?),
            text: one_line(&row.get::<_, String>(24)?),
        }),
    };
    let chat = Chat {
        id: row.get(0)?,
        topic: row.get(1)?,
        state: read_state(&row.get::<_, String>(2)?),
        place: None,
        wait_seconds: None,
        agent: row.get(4)?,
        question: row.get(5)?,
        opened: rfc3339(row.get(6)?),
        updated: rfc3339(row.get(7)?),
        ended: row.get::<_, Option<i64>>(8)?.map(rfc3339),
        ended_by: row.get::<_, Option<String>>(9)?.map(|by| read_ended_by(&by)),
        suggests_issue: row.get(10)?,
        last_message,
        messages: row.get(11)?,
        agent_typing: false,
    };
    Ok(ChatRow {
        chat,
        changed: row.get(12)?,
        owner: row.get(13)?,
        agent: row.get(14)?,
        queue: row.get(3)?,
        agent_user_name: row.get(15)?,
        language: row.get(16)?,
        form: Form { name: row.get(17)?, email: row.get(18)?, member_id: row.get(19)? },
    })
}

/// The last change of any of the member's chats; 0 when there is none.
pub(crate) fn head(conn: &Connection, owner: &str) -> Result<i64, Problem> {
    Ok(conn
        .prepare_cached("SELECT coalesce(max(changed_seq), 0) FROM chat WHERE owner = ?1")?
        .query_row([owner], |row| row.get(0))?)
}

/// The last change of any chat, removed ones too; a cursor beyond it is of a database that was put back to an earlier state.
pub(crate) fn desk_head(conn: &Connection) -> Result<i64, Problem> {
    let head = conn
        .prepare_cached("SELECT seq FROM sqlite_sequence WHERE name = 'chat_message'")?
        .query_row([], |row| row.get(0))
        .optional()?;
    Ok(head.unwrap_or(0))
}

/// The member's chats that changed after `since`, and the one that waits: with the last change of each.
pub(crate) fn stirred(conn: &Connection, owner: &str, since: i64) -> Result<Vec<(String, i64)>, Problem> {
    let mut statement = conn.prepare_cached(
        "SELECT id, changed_seq FROM chat WHERE owner = ?1 AND (changed_seq > ?2 OR state = 'waiting')
         ORDER BY changed_seq",
    )?;
    let found = statement.query_map((owner, since), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(found.collect::<Result<_, _>>()?)
}
