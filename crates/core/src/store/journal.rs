//! A chat's words in `keep.db` on their way between drafts, the outbox and the journal. The journal is the question's own
//! draft, put away for as long as the chat waits in the queue: its words lie in one place, whichever way it goes. Each
//! step is one transaction.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use svara_model::{AccountId, Applied, ChatId, OperationKey};

use super::{
    StoreProblem,
    chat_marks::{ChatMark, mark},
    drafts::{DRAFT, draft_row, find_draft, find_line, insert_draft},
    keep::Keep,
    operations::{OPERATION, find_operation, operation_row, remove},
    rows::{DraftKind, DraftRow, OperationKind, OperationRow},
    settling::{forget_old, insert_made, into_draft, made_of, move_pictures},
};
use crate::{
    planted::{self, Bug},
    texts::first_sentence,
};

/// The longest title that is made of a question, in characters.
const TITLE: usize = 80;

/// A chat's question that is kept here while nobody has come to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Journaled {
    /// The draft it is, or would be.
    pub(crate) draft: String,
    pub(crate) chat: ChatId,
    /// Whether it is in the journal; else it stands under the drafts, untouched.
    pub(crate) put_away: bool,
}

impl Keep {
    /// Ends an operation on a chat that the desk has done. A question goes into the journal, and what was said after it
    /// names the chat as the desk does. `order`: up to where the chat's messages are the member's own doing.
    pub(crate) async fn confirm_chat(
        &self,
        id: &str,
        made: Applied,
        order: u64,
        now: Timestamp,
    ) -> Result<(), StoreProblem> {
        let id = id.to_owned();
        self.0
            .write(move |db| {
                let Some(row) = find_operation(db, &id)? else { return Ok(()) };
                let Some(chat) = made.chat().cloned() else { return Ok(()) };
                if !made_of(db, &id)? {
                    insert_made(db, &row, Some(&made))?;
                }
                match row.kind {
                    OperationKind::StartChat => {
                        put_away(db, &row, &chat, now)?;
                        name_chat(db, &row, chat.as_str())?;
                        mark(db, &row.account, chat.as_str(), ChatMark { told: order, seen: order })?;
                    }
                    OperationKind::EndChat => drop_journal(db, &row.account, chat.as_str())?,
                    OperationKind::Say | OperationKind::Submit | OperationKind::Reply => {}
                }
                remove(db, &id)?;
                forget_old(db, &row.account)
            })
            .await
    }

    /// The desk takes no chat now: the question is an issue that can be sent, with what was to be said after it.
    pub(crate) async fn start_refused(&self, id: &str, now: Timestamp) -> Result<(), StoreProblem> {
        let id = id.to_owned();
        self.0
            .write(move |db| {
                let Some(row) = find_operation(db, &id)? else { return Ok(()) };
                let name = row.back.clone().or_else(|| row.draft.clone()).unwrap_or_else(|| id.clone());
                let draft = into_draft(db, &row, name, now)?;
                into_issue(db, &draft.id)?;
                // Under this name the window knows the chat that did not come about.
                db.execute("UPDATE draft SET chat = ?2 WHERE id = ?1", [&draft.id, &id])?;
                Ok(())
            })
            .await
    }

    /// The chat is over: what was still to be said in it goes back to its unsent line, in the order it was written.
    pub(crate) async fn lines_refused(&self, id: &str, now: Timestamp) -> Result<(), StoreProblem> {
        let id = id.to_owned();
        self.0
            .write(move |db| {
                let Some(row) = find_operation(db, &id)? else { return Ok(()) };
                let Some(chat) = row.chat.clone() else { return Ok(()) };
                let mut lines = of_chat(db, &row.account, &chat)?;
                lines.retain(|line| {
                    let has_left = line.left.is_some() || line.unknown;
                    line.id == id || (line.kind == OperationKind::Say && !has_left)
                });
                // Each goes in front of what is there.
                for line in lines.iter().rev() {
                    into_draft(db, line, line.id.clone(), now)?;
                }
                Ok(())
            })
            .await
    }

    /// Has the member end a chat, or leave its queue, after what they still said; once. What waits for the member there
    /// does not hold it up: it goes back to the unsent line. `into_issue`: the question becomes an issue's draft, which is
    /// answered, where it is in the journal.
    pub(crate) async fn end_chat(
        &self,
        account: &AccountId,
        chat: &str,
        (id, key): (String, OperationKey),
        keep_question: bool,
        now: Timestamp,
    ) -> Result<Option<String>, StoreProblem> {
        let (account, chat) = (account.to_string(), chat.to_owned());
        self.0
            .write(move |db| {
                let lines = of_chat(db, &account, &chat)?;
                let stuck = |line: &&OperationRow| {
                    line.kind == OperationKind::Say && line.state == super::rows::OperationState::Stuck
                };
                for line in lines.iter().filter(stuck).rev() {
                    into_draft(db, line, line.id.clone(), now)?;
                }
                if !lines.iter().any(|line| line.kind == OperationKind::EndChat) {
                    db.execute(
                        "INSERT INTO operation (id, account, place, key, title, language, text, made, state, kind, chat)
                         VALUES (?1, ?2, (SELECT coalesce(max(place), 0) + 1 FROM operation), ?3, '', '', '', ?4, 'queued',
                           'end_chat', ?5)",
                        params![id, account, key.as_str(), now.as_millisecond(), chat],
                    )?;
                }
                let question = journaled_of(db, &account, &chat)?;
                match question {
                    Some(draft) if keep_question => {
                        into_issue(db, &draft)?;
                        // The member wants it so, whatever becomes of the chat.
                        db.execute("UPDATE draft SET chat = NULL WHERE id = ?1", [&draft])?;
                        Ok(Some(draft))
                    }
                    _ => Ok(None),
                }
            })
            .await
    }

    /// The questions of an account that nobody has come to, as far as is known here.
    pub(crate) async fn journal(&self, account: &AccountId) -> Result<Vec<Journaled>, StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                let mut rows = db.prepare_cached(
                    "SELECT id, chat, put_away FROM draft WHERE account = ?1 AND chat IS NOT NULL
                     AND (put_away = 1 OR kind = 'issue') ORDER BY id",
                )?;
                let questions = rows.query_map([account], |row| {
                    Ok(Journaled {
                        draft: row.get(0)?,
                        chat: ChatId::new(row.get::<_, String>(1)?),
                        put_away: row.get(2)?,
                    })
                })?;
                Ok(questions.collect::<Result<_, _>>()?)
            })
            .await
    }

    /// Somebody has come, or the member did not want to wait: the question is the chat's alone.
    pub(crate) async fn leave_journal(&self, account: &AccountId, chat: &ChatId) -> Result<(), StoreProblem> {
        let (account, chat) = (account.to_string(), chat.to_string());
        self.0.write(move |db| drop_journal(db, &account, &chat)).await
    }

    /// Nobody came: the question is an issue that can be sent.
    pub(crate) async fn journal_into_issue(&self, draft: &str) -> Result<(), StoreProblem> {
        let draft = draft.to_owned();
        if planted::is(Bug::JournalGoneFirst) {
            return self.leave_journal_of(&draft).await;
        }
        self.0
            .write(move |db| {
                if planted::is(Bug::QuestionTwice)
                    && let Some(row) = find_any(db, &draft)?
                {
                    let copy = format!("{draft}2");
                    return insert_draft(db, &DraftRow { id: copy, kind: DraftKind::Issue, ..row });
                }
                into_issue(db, &draft)
            })
            .await
    }

    /// The chat lives after all: its question goes back into the journal, unless the member has touched it.
    pub(crate) async fn back_into_journal(&self, draft: &str) -> Result<(), StoreProblem> {
        let draft = draft.to_owned();
        self.0
            .write(move |db| {
                db.execute(
                    "UPDATE draft SET kind = 'chat', put_away = 1, title = ''
                     WHERE id = ?1 AND kind = 'issue' AND chat IS NOT NULL",
                    [draft],
                )?;
                Ok(())
            })
            .await
    }

    async fn leave_journal_of(&self, draft: &str) -> Result<(), StoreProblem> {
        let draft = draft.to_owned();
        self.0
            .write(move |db| {
                db.execute("DELETE FROM draft WHERE id = ?1 AND put_away = 1", [draft])?;
                Ok(())
            })
            .await
    }

    /// The draft of an untouched issue that a chat's question has become.
    pub(crate) async fn kept_as(
        &self,
        account: &AccountId,
        chat: &str,
    ) -> Result<Option<String>, StoreProblem> {
        let (account, chat) = (account.to_string(), chat.to_owned());
        self.0
            .call(move |db| {
                Ok(db
                    .prepare_cached(
                        "SELECT id FROM draft WHERE account = ?1 AND chat = ?2 AND kind = 'issue' AND put_away = 0",
                    )?
                    .query_row([account, chat], |row| row.get(0))
                    .optional()?)
            })
            .await
    }

    /// Makes an issue of a question or a line that was not sent: the same words, pictures and language. None: there is no
    /// such draft.
    pub(crate) async fn draft_into_issue(
        &self,
        draft: &str,
        language: Option<String>,
        now: Timestamp,
    ) -> Result<Option<DraftRow>, StoreProblem> {
        let draft = draft.to_owned();
        self.0
            .write(move |db| {
                let Some(row) = find_draft(db, &draft)? else { return Ok(None) };
                if !matches!(row.kind, DraftKind::Chat | DraftKind::Say) {
                    return Ok(Some(row));
                }
                into_issue(db, &draft)?;
                db.execute(
                    "UPDATE draft SET chat = NULL, language = coalesce(?2, language), saved = ?3 WHERE id = ?1",
                    params![draft, language, now.as_millisecond()],
                )?;
                find_draft(db, &draft)
            })
            .await
    }
}

/// All of an account's journal becomes issues that can be sent.
pub(super) fn all_into_issues(db: &Transaction<'_>, account: &str) -> Result<(), StoreProblem> {
    let mut rows = db.prepare("SELECT id FROM draft WHERE account = ?1 AND put_away = 1")?;
    let drafts: Vec<String> = rows.query_map([account], |row| row.get(0))?.collect::<Result<_, _>>()?;
    drafts.iter().try_for_each(|draft| into_issue(db, draft))
}

/// Takes what was to be said in a chat that is not started to its question, which answers with all the words.
pub(super) fn fold_lines(db: &Transaction<'_>, start: &OperationRow) -> Result<OperationRow, StoreProblem> {
    let mut whole = start.clone();
    for line in of_chat(db, &start.account, &start.id)? {
        if line.id == start.id {
            continue;
        }
        if line.kind == OperationKind::Say {
            whole.text = [whole.text.as_str(), line.text.as_str()].join("\n\n");
            db.execute(
                "UPDATE picture SET operation = ?2,
                   position = position + (SELECT coalesce(max(position), 0) FROM picture WHERE operation = ?2)
                 WHERE operation = ?1",
                [&line.id, &start.id],
            )?;
        }
        remove(db, &line.id)?;
    }
    if let Some(line) = find_line(db, &start.account, &start.id)? {
        if !line.text.trim().is_empty() {
            whole.text = [whole.text.as_str(), line.text.as_str()].join("\n\n");
        }
        db.execute(
            "UPDATE picture SET operation = ?2, draft = NULL,
               position = position + (SELECT coalesce(max(position), 0) FROM picture WHERE operation = ?2)
             WHERE draft = ?1",
            [&line.id, &start.id],
        )?;
        db.execute("DELETE FROM draft WHERE id = ?1", [&line.id])?;
    }
    Ok(whole)
}

/// What an account does in a chat, in its order.
fn of_chat(db: &Connection, account: &str, chat: &str) -> Result<Vec<OperationRow>, StoreProblem> {
    let mut rows = db.prepare_cached(&format!(
        "SELECT {OPERATION} FROM operation WHERE account = ?1 AND chat = ?2 ORDER BY place"
    ))?;
    Ok(rows.query_map([account, chat], operation_row)?.collect::<Result<_, _>>()?)
}

/// Puts the question away under its operation's name, with its pictures.
fn put_away(
    db: &Transaction<'_>,
    start: &OperationRow,
    chat: &ChatId,
    now: Timestamp,
) -> Result<(), StoreProblem> {
    db.execute(
        "INSERT INTO draft (id, account, title, language, text, saved, kind, chat, form, put_away)
         VALUES (?1, ?2, '', ?3, ?4, ?5, 'chat', ?6, ?7, 1)",
        params![
            start.id,
            start.account,
            start.language,
            start.text,
            now.as_millisecond(),
            chat.as_str(),
            start.form.as_ref().map(serde_json::to_string).transpose()?,
        ],
    )?;
    move_pictures(db, &start.id, &start.id)
}

/// From here on the chat is called as its desk calls it.
fn name_chat(db: &Transaction<'_>, start: &OperationRow, chat: &str) -> Result<(), StoreProblem> {
    db.execute("UPDATE operation SET chat = ?2 WHERE chat = ?1 AND id <> ?1", [&start.id, chat])?;
    let Some(line) = find_line(db, &start.account, &start.id)? else { return Ok(()) };
    match find_line(db, &start.account, chat)? {
        None => {
            db.execute("UPDATE draft SET chat = ?2 WHERE id = ?1", [&line.id, chat])?;
        }
        // The member has begun another under the chat's own name.
        Some(there) => {
            let text = super::late::joined(&line.text, &there.text);
            db.execute("UPDATE draft SET text = ?2 WHERE id = ?1", [&there.id, &text])?;
            db.execute(
                "UPDATE picture SET draft = ?2,
                   position = position + (SELECT coalesce(max(position), 0) FROM picture WHERE draft = ?2)
                 WHERE draft = ?1",
                [&line.id, &there.id],
            )?;
            db.execute("DELETE FROM draft WHERE id = ?1", [&line.id])?;
        }
    }
    Ok(())
}

/// A draft becomes a new issue's, with a title of its first words; it remembers which chat it was.
fn into_issue(db: &Transaction<'_>, draft: &str) -> Result<(), StoreProblem> {
    let text: Option<String> = db
        .prepare_cached("SELECT text FROM draft WHERE id = ?1")?
        .query_row([draft], |row| row.get(0))
        .optional()?;
    let title = text.map(|text| first_sentence(&text, TITLE)).unwrap_or_default();
    db.execute(
        "UPDATE draft SET kind = 'issue', put_away = 0, form = NULL, title = ?2 WHERE id = ?1",
        [draft, &title],
    )?;
    Ok(())
}

fn drop_journal(db: &Transaction<'_>, account: &str, chat: &str) -> Result<(), StoreProblem> {
    db.execute("DELETE FROM draft WHERE account = ?1 AND chat = ?2 AND put_away = 1", [account, chat])?;
    Ok(())
}

fn journaled_of(db: &Connection, account: &str, chat: &str) -> Result<Option<String>, StoreProblem> {
    Ok(db
        .prepare_cached("SELECT id FROM draft WHERE account = ?1 AND chat = ?2 AND put_away = 1")?
        .query_row([account, chat], |row| row.get(0))
        .optional()?)
}

fn find_any(db: &Connection, id: &str) -> Result<Option<DraftRow>, StoreProblem> {
    Ok(db
        .prepare_cached(&format!("SELECT {DRAFT} FROM draft WHERE id = ?1"))?
        .query_row([id], draft_row)
        .optional()?)
}
