//! Uploads: a file that belongs to its user until one entry of an issue or one message of a chat uses it, and to that
//! one's readers from then on.

use rusqlite::{Connection, OptionalExtension, Row};

use crate::{
    facts::Limits,
    problem::{Code, Problem},
    store::users::User,
    wire::{Attachment, Role},
};

/// What uses an upload.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place<'a> {
    Entry(&'a str),
    Message(&'a str),
}

impl Place<'_> {
    /// The ids for the columns `entry` and `message`.
    fn columns(&self) -> [Option<&str>; 2] {
        match self {
            Self::Entry(id) => [Some(id), None],
            Self::Message(id) => [None, Some(id)],
        }
    }
}

/// An upload that nothing uses is removed after this long.
pub(crate) const KEPT_UNUSED: i64 = 24 * 60 * 60 * 1000;
/// More unused uploads than this are refused.
const MAX_UNUSED: i64 = 50;

/// Records a file that already lies in its place.
pub(crate) fn add(conn: &Connection, owner: &str, file: &Attachment, now: i64) -> Result<(), Problem> {
    let bytes = i64::try_from(file.bytes).map_err(|_| Code::TooLarge)?;
    conn.execute(
        "INSERT INTO upload (id, owner, name, media_type, bytes, created) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        (&file.id, owner, &file.name, &file.media_type, bytes, now),
    )?;
    Ok(())
}

/// Refuses when the user has many files that nothing uses.
pub(crate) fn check_quota(conn: &Connection, owner: &str) -> Result<(), Problem> {
    let unused: i64 = conn
        .prepare_cached("SELECT count(*) FROM upload WHERE owner = ?1 AND entry IS NULL AND message IS NULL")?
        .query_row([owner], |row| row.get(0))?;
    if unused < MAX_UNUSED {
        return Ok(());
    }
    Err(Problem::new(Code::Throttled).detail("too many uploaded files that nothing uses").retry_after(3600))
}

/// Gives the uploads to the place, in this order. Each must be the user's own and unused, or nothing is given.
pub(crate) fn give(
    conn: &Connection,
    place: Place<'_>,
    owner: &str,
    uploads: &[String],
    limits: &Limits,
) -> Result<(), Problem> {
    if uploads.len() > limits.files_per_entry as usize {
        return Err(Problem::invalid("uploads", format!("at most {} files", limits.files_per_entry)));
    }
    let mut statement = conn.prepare_cached(
        "UPDATE upload SET entry = ?1, message = ?2, place = ?3
         WHERE id = ?4 AND owner = ?5 AND entry IS NULL AND message IS NULL",
    )?;
    let [entry, message] = place.columns();
    for (nth, id) in (0_i64..).zip(uploads) {
        if statement.execute((entry, message, nth, id, owner))? != 1 {
            return Err(Problem::invalid("uploads", "a file is not there, not yours, or already used"));
        }
    }
    Ok(())
}

pub(crate) fn of(conn: &Connection, place: Place<'_>) -> Result<Vec<Attachment>, Problem> {
    let (sql, id) = match place {
        Place::Entry(id) => {
            ("SELECT id, name, media_type, bytes FROM upload WHERE entry = ?1 ORDER BY place", id)
        }
        Place::Message(id) => {
            ("SELECT id, name, media_type, bytes FROM upload WHERE message = ?1 ORDER BY place", id)
        }
    };
    let found = conn.prepare_cached(sql)?.query_map([id], read)?.collect::<Result<_, _>>()?;
    Ok(found)
}

/// The file, if this user may have it: one's own unused upload; a member: those of public entries of own issues and of own
/// chats; an agent: those of every entry and message.
pub(crate) fn readable(conn: &Connection, user: &User, id: &str) -> Result<Attachment, Problem> {
    let rule = match user.role {
        Role::Agent => "upload.entry IS NOT NULL OR upload.message IS NOT NULL OR upload.owner = ?2",
        Role::Member => {
            "(upload.entry IS NULL AND upload.message IS NULL AND upload.owner = ?2)
             OR (issue.owner = ?2 AND entry.kind <> 'note') OR chat.owner = ?2"
        }
    };
    let sql = format!(
        "SELECT upload.id, upload.name, upload.media_type, upload.bytes FROM upload
         LEFT JOIN entry ON entry.id = upload.entry LEFT JOIN issue ON issue.id = entry.issue
         LEFT JOIN chat_message AS message ON message.id = upload.message LEFT JOIN chat ON chat.id = message.chat
         WHERE upload.id = ?1 AND ({rule})"
    );
    let found = conn.prepare_cached(&sql)?.query_row((id, &user.id), read).optional()?;
    found.ok_or_else(|| Code::NotFound.into())
}

fn read(row: &Row<'_>) -> rusqlite::Result<Attachment> {
    let bytes: i64 = row.get(3)?;
    Ok(Attachment {
        id: row.get(0)?,
        name: row.get(1)?,
        media_type: row.get(2)?,
        bytes: u64::try_from(bytes).unwrap_or_default(),
    })
}

/// Forgets the unused uploads that are old enough and names their files, which the caller removes.
pub(crate) fn sweep(conn: &Connection, now: i64) -> Result<Vec<String>, Problem> {
    let mut statement = conn.prepare_cached(
        "DELETE FROM upload WHERE entry IS NULL AND message IS NULL AND created <= ?1 RETURNING id",
    )?;
    let removed = statement.query_map([now.saturating_sub(KEPT_UNUSED)], |row| row.get(0))?;
    Ok(removed.collect::<Result<_, _>>()?)
}

/// Whether a file of this name is an upload's.
pub(crate) fn exists(conn: &Connection, id: &str) -> Result<bool, Problem> {
    Ok(conn.prepare_cached("SELECT 1 FROM upload WHERE id = ?1")?.exists([id])?)
}
