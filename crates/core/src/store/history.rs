//! What was told, for the member to read again.

use jiff::Timestamp;
use rusqlite::{Transaction, params};
use svara_model::{AccountId, ChatId, NoticeKind, RemoteId};

use super::{StoreProblem, keep::Keep, rows::moment, standing::Shown};

/// So many are kept of an account.
const KEPT: u32 = 500;

/// What a notice said, or would have said with its content shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Words {
    pub(crate) kind: NoticeKind,
    pub(crate) title: String,
    pub(crate) body: String,
}

/// Something that was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ToldRow {
    /// Where it stands in the history; what is newer stands higher.
    pub(crate) place: i64,
    pub(crate) words: Words,
    /// The only issue that it was about.
    pub(crate) issue: Option<RemoteId>,
    /// The chat that it was about.
    pub(crate) chat: Option<ChatId>,
    pub(crate) at: Timestamp,
}

impl Keep {
    /// What was told, newest first, before a place.
    pub(crate) async fn history(
        &self,
        account: &AccountId,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<ToldRow>, StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                let mut rows = db.prepare_cached(
                    "SELECT place, kind, title, body, issue, chat, at FROM notice
                     WHERE account = ?1 AND place < ?2 ORDER BY place DESC LIMIT ?3",
                )?;
                let rows = rows.query_map(params![account, before.unwrap_or(i64::MAX), limit], |row| {
                    let kind = row.get::<_, String>(1)?;
                    Ok(ToldRow {
                        place: row.get(0)?,
                        words: Words {
                            // One that a later version told is about something of the desk's, too.
                            kind: NoticeKind::read(&kind).unwrap_or(NoticeKind::Reply),
                            title: row.get(2)?,
                            body: row.get(3)?,
                        },
                        issue: row.get::<_, Option<String>>(4)?.map(RemoteId::new),
                        chat: row.get::<_, Option<String>>(5)?.map(ChatId::new),
                        at: moment(row.get(6)?),
                    })
                })?;
                Ok(rows.collect::<Result<_, _>>()?)
            })
            .await
    }
}

/// Notes what was told, and forgets what was told long before it.
pub(super) fn note(
    db: &Transaction<'_>,
    shown: &Shown,
    words: &Words,
    at: Timestamp,
) -> Result<(), StoreProblem> {
    db.prepare_cached(
        "INSERT INTO notice (account, tag, kind, title, body, issue, chat, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        shown.account,
        shown.tag,
        words.kind.word(),
        words.title,
        words.body,
        shown.issue.as_ref().map(RemoteId::as_str),
        shown.chat.as_ref().map(ChatId::as_str),
        at.as_millisecond(),
    ])?;
    db.prepare_cached(
        "DELETE FROM notice WHERE account = ?1 AND place <=
           (SELECT place FROM notice WHERE account = ?1 ORDER BY place DESC LIMIT 1 OFFSET ?2)",
    )?
    .execute(params![shown.account, KEPT])?;
    Ok(())
}
