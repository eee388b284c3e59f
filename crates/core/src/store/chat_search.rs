//! The index of transcripts: every chat's words, in the transaction that stores its messages. Asked as that of issues is,
//! whose columns it has; a chat has neither number nor title.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use svara_model::{Chat, ChatId, ChatState};

use super::{StoreProblem, chats::words_of};
use crate::search::{
    pieces::{self, Pieces},
    query::{Nearness, Query},
    words,
};

/// So much of a transcript is indexed, in bytes, newest messages first.
const MOST_TALK: usize = 1024 * 1024;
/// Stands between messages, so that no words of two of them stand in a row. No word has it in it.
const BETWEEN: &str = "\u{E000} ";

/// A chat that was found.
#[derive(Clone, Debug)]
pub(crate) struct FoundChat {
    pub(crate) nearness: Nearness,
    pub(crate) id: ChatId,
    /// The question's beginning, in pieces.
    pub(crate) question: Pieces,
    pub(crate) opened: Timestamp,
    pub(crate) ended: Option<Timestamp>,
    /// Of what was said, the part to show.
    pub(crate) piece: Pieces,
}

/// The chats of an account in which everything stands that is looked for, nearest first, then newest first.
pub(super) fn find(
    db: &Connection,
    account: &str,
    query: &Query,
    limit: u32,
) -> Result<Vec<FoundChat>, StoreProblem> {
    // Most accounts have none, and the index is asked twice.
    let mut any = db.prepare_cached("SELECT EXISTS (SELECT 1 FROM chat WHERE account = ?1)")?;
    if !any.query_row([account], |row| row.get::<_, bool>(0))? {
        return Ok(Vec::new());
    }
    let mut rows = db.prepare_cached(
        "SELECT chat.place, chat.body FROM chat_words CROSS JOIN chat ON chat.place = chat_words.rowid
         WHERE chat_words MATCH ?1 AND chat.account = ?2 ORDER BY chat_words.rowid DESC LIMIT ?3",
    )?;
    let mut found: Vec<(i64, FoundChat)> = Vec::new();
    for nearness in [Nearness::TextAsWritten, Nearness::Text] {
        let near = rows.query_map(params![query.expression(nearness), account, limit], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
        })?;
        for row in near {
            let (place, body) = row?;
            if !found.iter().any(|(before, _)| *before == place) {
                found.push((place, shown(db, account, query, &serde_json::from_str(&body)?, nearness)?));
            }
        }
    }
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found.into_iter().map(|(_, chat)| chat).collect())
}

/// With the pieces to show: of the newest message in which most of what was looked for stands.
fn shown(
    db: &Connection,
    account: &str,
    query: &Query,
    chat: &Chat,
    nearness: Nearness,
) -> Result<FoundChat, StoreProblem> {
    let mut best: Option<(Pieces, usize)> = None;
    words_of(db, account, &chat.id, |text| {
        let (piece, found, _) = pieces::around(query, text);
        if best.as_ref().is_none_or(|(_, before)| *before < found) {
            best = Some((piece, found));
        }
    })?;
    Ok(FoundChat {
        nearness,
        id: chat.id.clone(),
        question: pieces::title(query, &chat.question),
        opened: chat.opened,
        ended: match chat.state {
            ChatState::Ended { at, .. } => Some(at),
            ChatState::Waiting { .. } | ChatState::Active { .. } => None,
        },
        piece: best.map(|(piece, _)| piece).unwrap_or_default(),
    })
}

/// Puts a chat as it is stored into the index.
pub(super) fn put(db: &Transaction<'_>, account: &str, chat: &ChatId) -> Result<(), StoreProblem> {
    let place: Option<i64> = db
        .prepare_cached("SELECT place FROM chat WHERE account = ?1 AND id = ?2")?
        .query_row([account, chat.as_str()], |row| row.get(0))
        .optional()?;
    let Some(place) = place else { return Ok(()) };
    let (mut talk, mut plain) = (String::new(), String::new());
    words_of(db, account, chat, |text| {
        if talk.len() < MOST_TALK {
            words::index_into(text, &mut talk, &mut plain);
            talk.push_str(BETWEEN);
            plain.push_str(BETWEEN);
        }
    })?;
    db.prepare_cached("DELETE FROM chat_words WHERE rowid = ?1")?.execute([place])?;
    db.prepare_cached(
        "INSERT INTO chat_words (rowid, number, title, title_plain, talk, talk_plain) VALUES (?1, '', '', '', ?2, ?3)",
    )?
    .execute(params![place, talk, plain])?;
    Ok(())
}

/// Takes an account's chats out of the index, before they go, so that none of their words are left in it.
pub(super) fn erase(db: &Transaction<'_>, account: &str) -> Result<(), StoreProblem> {
    db.execute(
        "DELETE FROM chat_words WHERE rowid IN (SELECT place FROM chat WHERE account = ?1)",
        [account],
    )?;
    // A row that was deleted is only struck out; its words go when what is left is written anew.
    db.execute("INSERT INTO chat_words (chat_words) VALUES ('optimize')", [])?;
    Ok(())
}
