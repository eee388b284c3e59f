//! Chats in `cache.db`, as their desk has them: rows by pages of changes, messages by transcripts.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use svara_model::{AccountId, Chat, ChatId, ChatPage, ChatState, Cursor, Message, MessageId, Transcript};

use super::{StoreProblem, cache::Cache, chat_search};
use crate::planted::{self, Bug};

/// A chat that is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ChatRow {
    pub(crate) chat: Chat,
    /// Every message up to this order is stored.
    pub(crate) read_to: u64,
}

impl ChatRow {
    /// Whether every message that the desk had when it told of the chat is stored. Before that nothing is concluded.
    pub(crate) fn is_read(&self) -> bool {
        self.read_to >= self.chat.last_order.unwrap_or_default()
    }

    /// Whether it is over.
    pub(crate) fn is_over(&self) -> bool {
        matches!(self.chat.state, ChatState::Ended { .. })
    }
}

/// The columns of [`chat_row`].
const CHAT: &str = "body, read_to";

impl Cache {
    /// Where the changes of the account's chats go on; none: nothing was fetched yet.
    pub(crate) async fn chats_cursor(&self, account: &AccountId) -> Result<Option<Cursor>, StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                let cursor: Option<Option<String>> = db
                    .prepare_cached("SELECT chats FROM sync WHERE account = ?1")?
                    .query_row([account], |row| row.get(0))
                    .optional()?;
                Ok(cursor.flatten().map(Cursor::new))
            })
            .await
    }

    /// Stores a page: chats and cursor in one transaction. Answers whether anything is other than before. Of a chat the
    /// page's own state is taken: should a transcript have told a newer one, that lies behind the page's cursor and is still
    /// to come. The page follows what was stored in that generation of the file.
    pub(crate) async fn store_chats(
        &self,
        generation: u64,
        account: &AccountId,
        page: ChatPage,
    ) -> Result<bool, StoreProblem> {
        let (account, watch) = (account.to_string(), self.0.watch().clone());
        self.0
            .write(move |db| {
                if watch.generation() != generation {
                    return Err(StoreProblem::Other("the cache was made anew meanwhile".into()));
                }
                let mut changed = false;
                for chat in &page.chats {
                    changed |= store_chat(db, &account, chat, Source::Page)?;
                }
                db.prepare_cached(
                    "INSERT INTO sync (account, chats) VALUES (?1, ?2)
                     ON CONFLICT (account) DO UPDATE SET chats = excluded.chats",
                )?
                .execute([&account, page.cursor.as_str()])?;
                Ok(changed)
            })
            .await
    }

    /// Stores messages that follow those up to `after`, with their chat, unless a newer state of it is stored. Answers
    /// whether anything is other than before.
    pub(crate) async fn store_transcript(
        &self,
        account: &AccountId,
        after: u64,
        transcript: Transcript,
    ) -> Result<bool, StoreProblem> {
        let account = account.to_string();
        self.0
            .write(move |db| {
                let Transcript { chat, messages, more } = &transcript;
                let mut changed = store_chat(db, &account, chat, Source::Transcript)?;
                let read_to: i64 = db
                    .prepare_cached("SELECT read_to FROM chat WHERE account = ?1 AND id = ?2")?
                    .query_row([&account, chat.id.as_str()], |row| row.get(0))?;
                for message in messages {
                    changed |= store_message(db, &account, &chat.id, message)?;
                }
                // What lies between is not known: whoever reads asks for it.
                if order(after) <= read_to {
                    let last = messages.last().map_or(after, |message| message.order);
                    let to = if *more { last } else { last.max(chat.last_order.unwrap_or_default()) };
                    db.prepare_cached(
                        "UPDATE chat SET read_to = max(read_to, ?3) WHERE account = ?1 AND id = ?2",
                    )?
                    .execute(params![account, chat.id.as_str(), order(to)])?;
                    changed |= order(to) > read_to;
                }
                if changed {
                    chat_search::put(db, &account, &chat.id)?;
                }
                Ok(changed)
            })
            .await
    }

    /// A chat.
    pub(crate) async fn chat(
        &self,
        account: &AccountId,
        id: &ChatId,
    ) -> Result<Option<ChatRow>, StoreProblem> {
        let (account, id) = (account.to_string(), id.to_string());
        self.0
            .call(move |db| {
                let row = db
                    .prepare_cached(&format!("SELECT {CHAT} FROM chat WHERE account = ?1 AND id = ?2"))?
                    .query_row([account, id], raw)
                    .optional()?;
                row.map(chat_row).transpose()
            })
            .await
    }

    /// An account's chats, newest first.
    pub(crate) async fn chats(&self, account: &AccountId, limit: u32) -> Result<Vec<ChatRow>, StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                let mut rows = db.prepare_cached(&format!(
                    "SELECT {CHAT} FROM chat WHERE account = ?1 ORDER BY opened DESC, place DESC LIMIT ?2"
                ))?;
                let rows = rows.query_map(params![account, limit], raw)?.collect::<Result<Vec<_>, _>>()?;
                rows.into_iter().map(chat_row).collect()
            })
            .await
    }

    /// Those chats of which messages are to be fetched, and those that are not over.
    pub(crate) async fn chats_in_motion(&self, account: &AccountId) -> Result<Vec<ChatRow>, StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                let mut rows = db.prepare_cached(&format!(
                    "SELECT {CHAT} FROM chat WHERE account = ?1 AND (ended = 0 OR read_to < last_order) ORDER BY place"
                ))?;
                let rows = rows.query_map([account], raw)?.collect::<Result<Vec<_>, _>>()?;
                rows.into_iter().map(chat_row).collect()
            })
            .await
    }

    /// The stored messages of a chat above an order, in the desk's order.
    pub(crate) async fn messages(
        &self,
        account: &AccountId,
        chat: &ChatId,
        above: u64,
    ) -> Result<Vec<Message>, StoreProblem> {
        let (account, chat) = (account.to_string(), chat.to_string());
        let direction = if planted::is(Bug::MessagesByName) { "id" } else { "position" };
        self.0
            .call(move |db| {
                let mut rows = db.prepare_cached(&format!(
                    "SELECT body FROM chat_message WHERE account = ?1 AND chat = ?2 AND position > ?3 ORDER BY {direction}"
                ))?;
                let bodies =
                    rows.query_map(params![account, chat, order(above)], |row| row.get::<_, String>(0))?;
                bodies.map(|body| Ok(serde_json::from_str(&body?)?)).collect()
            })
            .await
    }

    /// The order of a message that is stored.
    pub(crate) async fn order_of(
        &self,
        account: &AccountId,
        message: &MessageId,
    ) -> Result<Option<u64>, StoreProblem> {
        let (account, message) = (account.to_string(), message.to_string());
        self.0
            .call(move |db| {
                Ok(db
                    .prepare_cached("SELECT position FROM chat_message WHERE account = ?1 AND id = ?2")?
                    .query_row([account, message], |row| row.get::<_, i64>(0))
                    .optional()?
                    .map(i64::unsigned_abs))
            })
            .await
    }
}

/// Takes everything of an account's chats out of the file. None of its words is left in the index.
pub(super) fn erase(db: &Transaction<'_>, account: &str) -> Result<(), StoreProblem> {
    chat_search::erase(db, account)?;
    for table in ["chat", "chat_message"] {
        db.execute(&format!("DELETE FROM {table} WHERE account = ?1"), [account])?;
    }
    Ok(())
}

/// Who tells the state of a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    /// A page of changes.
    Page,
    /// A transcript, which may have been asked for before the page that came meanwhile: it must be newer.
    Transcript,
}

fn store_chat(
    db: &Transaction<'_>,
    account: &str,
    chat: &Chat,
    source: Source,
) -> Result<bool, StoreProblem> {
    let last = order(chat.last_order.unwrap_or_default());
    Ok(db
        .prepare_cached(
            "INSERT INTO chat (account, id, opened, updated, ended, last_order, body)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (account, id) DO UPDATE SET opened = excluded.opened, updated = excluded.updated,
               ended = excluded.ended, last_order = excluded.last_order, body = excluded.body
             WHERE body <> excluded.body AND (?8 OR excluded.updated > updated)",
        )?
        .execute(params![
            account,
            chat.id.as_str(),
            chat.opened.as_millisecond(),
            chat.updated.as_millisecond(),
            matches!(chat.state, ChatState::Ended { .. }),
            last,
            serde_json::to_string(chat)?,
            source == Source::Page,
        ])?
        > 0)
}

fn store_message(
    db: &Transaction<'_>,
    account: &str,
    chat: &ChatId,
    message: &Message,
) -> Result<bool, StoreProblem> {
    for file in &message.attachments {
        // Desks' names of issues are never empty: no issue's entries take it away.
        db.prepare_cached(
            "INSERT OR REPLACE INTO attachment (account, id, issue, body) VALUES (?1, ?2, '', ?3)",
        )?
        .execute(params![account, file.id.as_str(), serde_json::to_string(file)?])?;
    }
    Ok(db
        .prepare_cached(
            "INSERT INTO chat_message (account, chat, position, id, body) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (account, chat, position) DO UPDATE SET id = excluded.id, body = excluded.body
             WHERE body <> excluded.body",
        )?
        .execute(params![
            account,
            chat.as_str(),
            order(message.order),
            message.id.as_str(),
            serde_json::to_string(message)?,
        ])?
        > 0)
}

fn raw(row: &Row<'_>) -> rusqlite::Result<(String, i64)> {
    Ok((row.get(0)?, row.get(1)?))
}

fn chat_row((body, read_to): (String, i64)) -> Result<ChatRow, StoreProblem> {
    Ok(ChatRow { chat: serde_json::from_str(&body)?, read_to: read_to.unsigned_abs() })
}

/// As the file has it.
fn order(order: u64) -> i64 {
    i64::try_from(order).unwrap_or(i64::MAX)
}

/// What of a chat is searched: who said what.
pub(super) fn words_of(
    db: &Connection,
    account: &str,
    chat: &ChatId,
    mut each: impl FnMut(&str),
) -> Result<(), StoreProblem> {
    let mut rows = db.prepare_cached(
        "SELECT body FROM chat_message WHERE account = ?1 AND chat = ?2 ORDER BY position DESC",
    )?;
    let mut rows = rows.query([account, chat.as_str()])?;
    while let Some(row) = rows.next()? {
        let message: Message = serde_json::from_str(row.get_ref(0)?.as_str().unwrap_or_default())?;
        if let svara_model::Speaker::Agent { name } = &message.speaker {
            each(name);
        }
        each(&message.text);
    }
    Ok(())
}
