//! What the app's files have of chats.

use rusqlite::{Connection, OptionalExtension, params};
use svara_model::{Chat, ChatState, EndedBy, Message};

use super::{CACHE, Peek, open};
use crate::{disk::Disk, sim::chat::Stage};

/// What the app's files have of an account's chats.
#[derive(Clone, Debug, Default)]
pub(in crate::sim) struct ChatFiles {
    /// Kind and chat of what is on its way, in its order.
    operations: Vec<(String, String)>,
    /// A question is being written.
    question: bool,
    /// A question that nobody came to stands under the drafts.
    kept: bool,
    /// The newest chat.
    last: Option<Chat>,
}

impl ChatFiles {
    /// In which state something would cut the account's chat.
    pub(in crate::sim) fn stage(&self, over: impl Fn(&str) -> bool) -> Option<Stage> {
        let any = |kind: &str| self.operations.iter().find(|(of, _)| of == kind).map(|(_, chat)| chat);
        match any("say") {
            Some(chat) if over(chat) => return Some(Stage::LinesLeft),
            Some(_) if any("start_chat").is_none() && any("end_chat").is_none() => {
                return Some(Stage::LineUnderWay);
            }
            _ => {}
        }
        if any("start_chat").is_some() {
            return Some(Stage::Starting);
        }
        if any("end_chat").is_some() {
            return Some(Stage::Ending);
        }
        match self.last.as_ref().map(|chat| &chat.state) {
            Some(ChatState::Waiting { .. }) => Some(Stage::Waiting),
            Some(ChatState::Active { .. }) => Some(Stage::Talking),
            _ if self.kept => Some(Stage::Unanswered),
            _ => self.question.then_some(Stage::Typed),
        }
    }
}

/// One chat in the app's files.
#[derive(Clone, Debug)]
pub(in crate::sim) struct StoredChat {
    /// It.
    pub(in crate::sim) chat: Chat,
    /// What is stored of what was said.
    pub(in crate::sim) messages: Vec<Message>,
    /// Up to where it was told, and seen.
    pub(in crate::sim) marks: (u64, u64),
}

impl StoredChat {
    /// Whether the member has ended it.
    pub(in crate::sim) fn is_ended_here(&self) -> bool {
        matches!(self.chat.state, ChatState::Ended { by: EndedBy::Member, .. })
    }
}

impl Peek {
    /// What the files have of an account's chats.
    pub(in crate::sim) fn chat_files(&self, disk: &Disk, account: &str) -> ChatFiles {
        let mut inner = self.lock();
        let mut files = ChatFiles::default();
        // A file that cannot be read has nothing to say.
        if let Some(keep) = there(&mut inner.keep, disk, "keep.db") {
            let _ = read_keep(keep, account, &mut files);
        }
        if let Some(cache) = there(&mut inner.cache, disk, CACHE) {
            files.last = read_last(cache, account).ok().flatten();
        }
        files
    }

    /// One chat in the files.
    pub(in crate::sim) fn chat(&self, disk: &Disk, account: &str, chat: &str) -> Option<StoredChat> {
        let mut inner = self.lock();
        let marks = there(&mut inner.keep, disk, "keep.db")
            .and_then(|keep| read_marks(keep, account, chat).ok().flatten())
            .unwrap_or_default();
        let cache = there(&mut inner.cache, disk, CACHE)?;
        let body = "SELECT body FROM chat WHERE account = ?1 AND id = ?2";
        let stored: String =
            cache.prepare_cached(body).ok()?.query_row([account, chat], |row| row.get(0)).ok()?;
        Some(StoredChat {
            chat: serde_json::from_str(&stored).ok()?,
            messages: read_messages(cache, account, chat).unwrap_or_default(),
            marks,
        })
    }
}

fn there<'a>(db: &'a mut Option<Connection>, disk: &Disk, file: &str) -> Option<&'a Connection> {
    if db.is_none() {
        *db = open(disk, file).ok();
    }
    db.as_ref()
}

fn read_keep(keep: &Connection, account: &str, files: &mut ChatFiles) -> rusqlite::Result<()> {
    let mut query = keep.prepare_cached(
        "SELECT kind, coalesce(chat, '') FROM operation
         WHERE account = ?1 AND kind IN ('start_chat', 'say', 'end_chat') ORDER BY place",
    )?;
    let rows = query.query_map([account], |row| Ok((row.get(0)?, row.get(1)?)))?;
    files.operations = rows.collect::<rusqlite::Result<_>>()?;
    let is = |rule: &str| {
        let sql = format!("SELECT 1 FROM draft WHERE account = ?1 AND put_away = 0 AND {rule}");
        keep.prepare_cached(&sql)?.exists([account])
    };
    files.question = is("kind = 'chat' AND chat IS NULL AND text <> ''")?;
    files.kept = is("kind = 'issue' AND chat IS NOT NULL")?;
    Ok(())
}

fn read_last(cache: &Connection, account: &str) -> rusqlite::Result<Option<Chat>> {
    let body: Option<String> = cache
        .prepare_cached("SELECT body FROM chat WHERE account = ?1 ORDER BY opened DESC, place DESC LIMIT 1")?
        .query_row([account], |row| row.get(0))
        .optional()?;
    Ok(body.and_then(|body| serde_json::from_str(&body).ok()))
}

fn read_marks(keep: &Connection, account: &str, chat: &str) -> rusqlite::Result<Option<(u64, u64)>> {
    let order = |at: i64| at.unsigned_abs();
    keep.prepare_cached("SELECT told, seen FROM chat_mark WHERE account = ?1 AND chat = ?2")?
        .query_row(params![account, chat], |row| Ok((order(row.get(0)?), order(row.get(1)?))))
        .optional()
}

fn read_messages(cache: &Connection, account: &str, chat: &str) -> rusqlite::Result<Vec<Message>> {
    let mut query = cache
        .prepare_cached("SELECT body FROM chat_message WHERE account = ?1 AND chat = ?2 ORDER BY position")?;
    let rows = query.query_map([account, chat], |row| row.get::<_, String>(0))?;
    let bodies = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(bodies.iter().filter_map(|body| serde_json::from_str(body).ok()).collect())
}
