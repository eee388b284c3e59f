//! The outbox's part of `keep.db`. Every operation is in exactly one state, and every state has an owner: the outbox's
//! loop (queued, sending, waiting, and whatever is wanted back) or the member (stuck).

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use svara_model::{AccountId, Cursor, Departure, LocalFile, OperationKey};

use super::{
    answers::{self, Answers},
    db::StoreProblem,
    drafts::{find_draft, form},
    keep::Keep,
    rows::{DraftKind, OperationKind, OperationRow, OperationState, Waits, moment},
};
use crate::planted::{self, Bug};

pub(super) const OPERATION: &str = "id, account, key, issue, about, title, language, text, made, state, unknown, tries, due, problem, \
     waits, back, draft, left_at, left_desk, left_cursor, \
     (SELECT count(*) FROM picture WHERE picture.operation = operation.id AND uploaded IS NULL), kind, chat, form";

impl Keep {
    /// Moves a draft with its pictures into the outbox: one transaction, in which the operation's key is made to last.
    /// `answers`: what it is to a round. None: the draft is not there (any more).
    pub(crate) async fn send(
        &self,
        draft: &str,
        id: String,
        key: OperationKey,
        now: Timestamp,
        answers: Option<Answers>,
    ) -> Result<Option<OperationRow>, StoreProblem> {
        let draft = draft.to_owned();
        let gone = if planted::is(Bug::DraftDeletedFirst) { self.draft(&draft).await? } else { None };
        if gone.is_some() {
            self.delete_draft(&draft).await?;
        }
        self.0
            .write(move |db| {
                let Some(row) = gone.map_or_else(|| find_draft(db, &draft), |row| Ok(Some(row)))? else { return Ok(None) };
                let (kind, chat) = match row.kind {
                    DraftKind::Issue => (OperationKind::Submit, None),
                    DraftKind::Reply => (OperationKind::Reply, None),
                    DraftKind::Chat => (OperationKind::StartChat, Some(id.clone())),
                    DraftKind::Say => (OperationKind::Say, row.chat),
                };
                db.execute(
                    "INSERT INTO operation (id, account, place, key, issue, about, title, language, text, made, state, draft,
                       kind, chat, form)
                     VALUES (?1, ?2, (SELECT coalesce(max(place), 0) + 1 FROM operation), ?3, ?4, ?5, ?6, ?7, ?8, ?9,
                       'queued', ?10, ?11, ?12, ?13)",
                    params![
                        id, row.account, key.as_str(), row.issue, row.about, row.title, row.language, row.text,
                        now.as_millisecond(), draft, kind.word(), chat,
                        row.form.as_ref().map(serde_json::to_string).transpose()?,
                    ],
                )?;
                if let Some(answers) = answers {
                    answers::mark(db, &row.account, &id, &answers, now)?;
                }
                db.execute("UPDATE picture SET operation = ?2, draft = NULL WHERE draft = ?1", [&draft, &id])?;
                db.execute("DELETE FROM draft WHERE id = ?1", [&draft])?;
                find_operation(db, &id)
            })
            .await
    }

    /// An account's operations in the order of "send".
    pub(crate) async fn operations(&self, account: &AccountId) -> Result<Vec<OperationRow>, StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                let mut rows = db.prepare_cached(&format!(
                    "SELECT {OPERATION} FROM operation WHERE account = ?1 ORDER BY place"
                ))?;
                let operations = rows.query_map([account], operation_row)?;
                Ok(operations.collect::<Result<_, _>>()?)
            })
            .await
    }

    /// An operation.
    pub(crate) async fn operation(&self, id: &str) -> Result<Option<OperationRow>, StoreProblem> {
        let id = id.to_owned();
        self.0.call(move |db| find_operation(db, &id)).await
    }

    /// Notes, before a request leaves, that it leaves. False: the operation is not the outbox's (any more).
    pub(crate) async fn begin_sending(&self, id: &str) -> Result<bool, StoreProblem> {
        self.change(
            id,
            "UPDATE operation SET state = 'sending', tries = tries + 1 WHERE id = ?1 AND state <> 'stuck'",
        )
        .await
    }

    /// Notes, before the operation itself leaves, that from here on its outcome is unknown until an answer is seen, and
    /// what is known when it leaves for the first time. False: it must not leave, for the member wants it back.
    pub(crate) async fn begin_applying(&self, id: &str, left: Departure) -> Result<bool, StoreProblem> {
        let id = id.to_owned();
        self.0
            .write(move |db| {
                Ok(db.execute(
                    "UPDATE operation SET unknown = 1,
                       left_desk = iif(left_at IS NULL, ?3, left_desk), left_cursor = iif(left_at IS NULL, ?4, left_cursor),
                       left_at = coalesce(left_at, ?2)
                     WHERE id = ?1 AND back IS NULL",
                    params![
                        id,
                        left.at.as_millisecond(),
                        left.desk.map(Timestamp::as_millisecond),
                        left.cursor.as_ref().map(Cursor::as_str),
                    ],
                )? > 0)
            })
            .await
    }

    /// Notes what the desk calls a picture that it has received.
    pub(crate) async fn set_uploaded(&self, picture: &str, name: &str) -> Result<(), StoreProblem> {
        let (picture, name) = (picture.to_owned(), name.to_owned());
        self.0
            .write(move |db| {
                db.execute(
                    "UPDATE picture SET uploaded = ?2 WHERE id = ?1 AND operation IS NOT NULL",
                    [picture, name],
                )?;
                Ok(())
            })
            .await
    }

    /// Ends a try that did not succeed.
    pub(crate) async fn end_try(&self, id: &str, end: TryEnd) -> Result<(), StoreProblem> {
        let id = id.to_owned();
        self.0
            .write(move |db| {
                db.execute(
                    "UPDATE operation SET state = iif(?2 = 'stuck' AND back IS NOT NULL AND NOT ?8, 'queued', ?2), due = ?3,
                       problem = ?4, unknown = ?5, tries = tries - ?6, waits = ?7, left_at = iif(?9, NULL, left_at)
                     WHERE id = ?1",
                    params![
                        id, end.state.word(), end.due.as_millisecond(), end.problem, end.unknown, end.free,
                        end.waits.word(), end.wanted, end.never_left,
                    ],
                )?;
                Ok(())
            })
            .await
    }

    /// Lets a waiting or stuck operation be tried now; what the desk asked for is kept.
    pub(crate) async fn requeue(&self, id: &str) -> Result<bool, StoreProblem> {
        self.change(
            id,
            "UPDATE operation SET state = 'queued', due = 0, waits = 'due', problem = NULL
             WHERE id = ?1 AND (state = 'stuck' OR (state = 'waiting' AND waits IN ('due', 'sign_in')))",
        )
        .await
    }

    /// Lets everything of an account that waits for a sign-in or the network be tried now.
    pub(crate) async fn requeue_waiting(&self, account: &AccountId) -> Result<bool, StoreProblem> {
        self.change(
            account.as_str(),
            "UPDATE operation SET state = 'queued', due = 0, waits = 'due'
             WHERE account = ?1 AND state = 'waiting' AND waits IN ('due', 'sign_in')",
        )
        .await
    }

    /// Lets what waits because an account's desk asked for quiet be tried as soon as nothing else holds it up.
    pub(crate) async fn end_quiet(&self, account: &AccountId) -> Result<bool, StoreProblem> {
        self.change(
            account.as_str(),
            "UPDATE operation SET due = 0 WHERE account = ?1 AND state = 'waiting' AND waits = 'quiet'",
        )
        .await
    }

    /// The member says that the desk does not have it: it is sent again, with its key.
    pub(crate) async fn send_again(&self, id: &str) -> Result<bool, StoreProblem> {
        self.change(
            id,
            "UPDATE operation SET state = 'queued', due = 0, waits = 'due', problem = NULL, unknown = 0
             WHERE id = ?1 AND state = 'stuck'",
        )
        .await
    }

    /// Gives the pictures of an operation new upload keys, so that they are sent again; the operation's key stays.
    pub(crate) async fn forget_uploads(
        &self,
        id: &str,
        keys: Vec<(String, OperationKey)>,
    ) -> Result<(), StoreProblem> {
        let id = id.to_owned();
        self.0
            .write(move |db| {
                for (picture, key) in &keys {
                    db.execute(
                        "UPDATE picture SET uploaded = NULL, upload_key = ?3 WHERE id = ?2 AND operation = ?1",
                        params![id, picture, key.as_str()],
                    )?;
                }
                Ok(())
            })
            .await
    }

    /// A picture of an operation, to be sent.
    pub(crate) async fn local_file(&self, picture: &str) -> Result<Option<LocalFile>, StoreProblem> {
        let picture = picture.to_owned();
        self.0
            .call(move |db| {
                Ok(db
                    .prepare_cached("SELECT name, media_type, bytes FROM picture WHERE id = ?1")?
                    .query_row([picture], |row| {
                        Ok(LocalFile {
                            name: row.get(0)?,
                            media_type: row.get(1)?,
                            bytes: row.get::<_, Vec<u8>>(2)?.into(),
                        })
                    })
                    .optional()?)
            })
            .await
    }

    async fn change(&self, id: &str, statement: &'static str) -> Result<bool, StoreProblem> {
        let id = id.to_owned();
        self.0.write(move |db| Ok(db.prepare_cached(statement)?.execute([id])? > 0)).await
    }
}

/// How a try ended that did not succeed.
#[derive(Clone, Debug)]
pub(crate) struct TryEnd {
    /// `Waiting` or `Stuck`.
    pub(crate) state: OperationState,
    /// While waiting: what for.
    pub(crate) waits: Waits,
    /// While waiting: not before.
    pub(crate) due: Timestamp,
    /// Why, as `Trouble::word` writes it.
    pub(crate) problem: String,
    /// Whether the desk may have done it all the same.
    pub(crate) unknown: bool,
    /// Whether the try does not count: nobody was signed in.
    pub(crate) free: bool,
    /// Whether the try was one to have it back. What the member wants back while it is being sent is never stuck over what
    /// the desk says to sending it.
    pub(crate) wanted: bool,
    /// Whether no try of it has left this computer, this one included: taken back, it is a draft at once.
    pub(crate) never_left: bool,
}

pub(super) fn find_operation(db: &Connection, id: &str) -> Result<Option<OperationRow>, StoreProblem> {
    Ok(db
        .prepare_cached(&format!("SELECT {OPERATION} FROM operation WHERE id = ?1"))?
        .query_row([id], operation_row)
        .optional()?)
}

/// Removes an operation with its pictures.
pub(super) fn remove(db: &Transaction<'_>, id: &str) -> Result<(), StoreProblem> {
    db.execute("DELETE FROM operation WHERE id = ?1", [id])?;
    Ok(())
}

pub(super) fn operation_row(row: &Row<'_>) -> rusqlite::Result<OperationRow> {
    let left: Option<i64> = row.get(17)?;
    let left = match left {
        None => None,
        Some(at) => Some(Departure {
            at: moment(at),
            desk: row.get::<_, Option<i64>>(18)?.map(moment),
            cursor: row.get::<_, Option<String>>(19)?.map(Cursor::new),
        }),
    };
    Ok(OperationRow {
        id: row.get(0)?,
        account: row.get(1)?,
        key: OperationKey::new(row.get::<_, String>(2)?),
        kind: OperationKind::read(&row.get::<_, String>(21)?),
        chat: row.get(22)?,
        form: form(row.get(23)?),
        issue: row.get(3)?,
        about: row.get(4)?,
        title: row.get(5)?,
        language: row.get(6)?,
        text: row.get(7)?,
        made: moment(row.get(8)?),
        state: OperationState::read(&row.get::<_, String>(9)?),
        unknown: row.get(10)?,
        tries: row.get(11)?,
        due: moment(row.get(12)?),
        problem: row.get(13)?,
        waits: Waits::read(&row.get::<_, String>(14)?),
        back: row.get(15)?,
        draft: row.get(16)?,
        left,
        to_upload: row.get(20)?,
    })
}
