//! The desk's transcripts, read beside it: nothing that the desk does waits for anybody to look.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use rusqlite::{Connection, OpenFlags, OptionalExtension as _};

use crate::{disk::Disk, sim::world::World};

/// A chat at the desk.
#[derive(Clone, Debug, Default)]
pub(in crate::sim) struct DeskChat {
    /// The desk's name for it.
    pub(in crate::sim) id: String,
    /// The user name of the member whose it is.
    pub(in crate::sim) owner: String,
    /// `waiting`, `active` or `ended`.
    pub(in crate::sim) state: String,
    /// By whom or what it was ended.
    pub(in crate::sim) ended_by: String,
    /// The user name of the agent who has it, or had it last.
    pub(in crate::sim) agent: String,
    /// What was said, in the desk's order.
    pub(in crate::sim) messages: Vec<DeskMessage>,
}

/// What was said in a chat, as the desk has it.
#[derive(Clone, Debug)]
pub(in crate::sim) struct DeskMessage {
    /// Its place in the chat.
    pub(in crate::sim) order: u64,
    /// `member`, `agent` or `desk`.
    pub(in crate::sim) side: String,
    /// What it tells: `text` or one of the steps of a chat.
    pub(in crate::sim) kind: String,
    /// The words.
    pub(in crate::sim) text: String,
    /// How many files came with it.
    pub(in crate::sim) files: usize,
}

impl DeskChat {
    pub(in crate::sim) fn is_over(&self) -> bool {
        self.state == "ended"
    }

    /// Whether somebody of the team ever was there.
    pub(in crate::sim) fn came(&self) -> bool {
        self.messages.iter().any(|message| message.side == "agent")
    }

    /// Nobody came, and the member did not want that.
    pub(in crate::sim) fn is_unanswered(&self) -> bool {
        !self.came() && self.ended_by != "member"
    }

    /// Whether a message is worth a notice.
    pub(in crate::sim) fn tells(&self, message: &DeskMessage) -> bool {
        match message.kind.as_str() {
            "left" => false,
            "ended" => self.ended_by != "member",
            _ => message.side != "member",
        }
    }

    /// What the member said.
    pub(in crate::sim) fn of_member(&self) -> impl Iterator<Item = &DeskMessage> {
        self.messages.iter().filter(|message| message.side == "member" && message.kind == "text")
    }
}

/// The desk's chats, as its file has them.
#[derive(Clone)]
pub(in crate::sim) struct DeskChats {
    disk: Disk,
    file: PathBuf,
    db: Arc<Mutex<Option<Connection>>>,
}

impl DeskChats {
    /// Those of the desk in this folder.
    pub(in crate::sim) fn new(disk: Disk, files: &std::path::Path) -> Self {
        let file = disk.folder_in(files).join("desk.db");
        Self { disk, file, db: Arc::default() }
    }

    fn read<T>(&self, read: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> rusqlite::Result<T> {
        let mut db = self.db.lock().unwrap_or_else(PoisonError::into_inner);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = match &mut *db {
            Some(db) => db,
            none => none.insert(Connection::open_with_flags_and_vfs(&self.file, flags, self.disk.vfs())?),
        };
        read(db)
    }

    /// Something that is another number after every change.
    pub(in crate::sim) fn version(&self) -> rusqlite::Result<u64> {
        self.read(|db| {
            let sql = "SELECT coalesce(max(seq), 0) FROM chat_message";
            db.prepare_cached(sql)?.query_row([], |row| row.get::<_, i64>(0)).map(i64::unsigned_abs)
        })
    }

    /// Whether any is not over.
    pub(in crate::sim) fn any_open(&self) -> rusqlite::Result<bool> {
        self.read(|db| db.prepare_cached("SELECT 1 FROM chat WHERE state <> 'ended'")?.exists([]))
    }

    /// Whether an issue is closed, and when it changed last.
    pub(in crate::sim) fn closed(&self, issue: &str) -> rusqlite::Result<Option<i64>> {
        self.read(|db| {
            let sql = "SELECT updated FROM issue WHERE id = ?1 AND status = 'closed'";
            db.prepare_cached(sql)?.query_row([issue], |row| row.get(0)).optional()
        })
    }

    fn all(&self) -> rusqlite::Result<Vec<DeskChat>> {
        self.read(|db| {
            let mut query = db.prepare_cached(
                "SELECT chat.id, owner.user_name, chat.state, coalesce(chat.ended_by, ''),
                   coalesce(agent.user_name, '')
                 FROM chat JOIN user AS owner ON owner.id = chat.owner LEFT JOIN user AS agent ON agent.id = chat.agent
                 ORDER BY chat.opened, chat.id",
            )?;
            let chats = query.query_map([], |row| {
                Ok(DeskChat {
                    id: row.get(0)?,
                    owner: row.get(1)?,
                    state: row.get(2)?,
                    ended_by: row.get(3)?,
                    agent: row.get(4)?,
                    messages: Vec::new(),
                })
            })?;
            let mut chats = chats.collect::<rusqlite::Result<Vec<_>>>()?;
            let mut query = db.prepare_cached(
                "SELECT place, side, kind, text, (SELECT count(*) FROM upload WHERE upload.message = chat_message.id)
                 FROM chat_message WHERE chat = ?1 ORDER BY place",
            )?;
            for chat in &mut chats {
                let messages = query.query_map([&chat.id], |row| {
                    Ok(DeskMessage {
                        order: row.get::<_, i64>(0)?.unsigned_abs(),
                        side: row.get(1)?,
                        kind: row.get(2)?,
                        text: row.get(3)?,
                        files: usize::try_from(row.get::<_, i64>(4)?).unwrap_or_default(),
                    })
                })?;
                chat.messages = messages.collect::<rusqlite::Result<_>>()?;
            }
            Ok(chats)
        })
    }
}

impl World {
    /// The desk's chats as they are now; none where there are none to be.
    pub(in crate::sim) fn desk_chats(&self) -> Vec<DeskChat> {
        if !self.chat.plays {
            return Vec::new();
        }
        self.chat.desk.all().unwrap_or_else(|problem| {
            self.trace.broken("simulator", format!("the desk's chats cannot be read: {problem}"));
            Vec::new()
        })
    }
}
