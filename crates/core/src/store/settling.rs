//! How an operation leaves the outbox: confirmed, or as a draft again. Each is one transaction.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};
use svara_model::{AccountId, Applied, ChatId, EntryId, MessageId, RemoteId};

use super::{
    answers,
    db::StoreProblem,
    drafts::{DRAFT, draft_row, find_draft, insert_draft},
    journal::fold_lines,
    keep::Keep,
    late::{digest, joined},
    operations::{find_operation, remove},
    rows::{DraftKind, DraftRow, OperationKind, OperationRow, OperationState},
};

/// So many confirmed operations of an account are remembered.
const REMEMBERED: i64 = 500;

/// What became of asking for an operation back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AskedBack {
    /// It had not left: it is a draft.
    Draft(Box<DraftRow>),
    /// The outbox settles it; this will be its draft's name.
    Noted(String),
    /// The desk has it.
    Arrived,
    /// Nothing is known of it.
    Gone,
}

impl Keep {
    /// Notes that the member wants an operation back, durably; one that has not left becomes a draft at once. `draft` is
    /// the draft's name, where the operation does not remember the one it had.
    pub(crate) async fn ask_back(
        &self,
        id: &str,
        draft: String,
        now: Timestamp,
    ) -> Result<AskedBack, StoreProblem> {
        let id = id.to_owned();
        self.0
            .write(move |db| {
                let Some(row) = find_operation(db, &id)? else {
                    let made = made_of(db, &id)?;
                    return Ok(if made { AskedBack::Arrived } else { AskedBack::Gone });
                };
                // It has no words that could go back.
                if row.kind == OperationKind::EndChat {
                    return Ok(AskedBack::Gone);
                }
                let name = row.back.clone().or_else(|| row.draft.clone()).unwrap_or(draft);
                let has_left = row.left.is_some() || row.unknown;
                if !has_left && row.state != OperationState::Sending {
                    return Ok(AskedBack::Draft(Box::new(into_draft(db, &row, name, now)?)));
                }
                // What the desk asked for is kept; everything else is settled now.
                db.execute(
                    "UPDATE operation SET back = ?2, due = iif(state = 'waiting' AND waits <> 'due', due, 0),
                       state = iif(state = 'sending' OR (state = 'waiting' AND waits <> 'due'), state, 'queued')
                     WHERE id = ?1",
                    [&id, &name],
                )?;
                Ok(AskedBack::Noted(name))
            })
            .await
    }

    /// Makes a draft of an operation again, in one transaction; joined to the draft that its issue's reply has by now.
    /// None: the operation is not there (any more).
    pub(crate) async fn make_draft(
        &self,
        id: &str,
        draft: String,
        now: Timestamp,
    ) -> Result<Option<DraftRow>, StoreProblem> {
        let id = id.to_owned();
        self.0
            .write(move |db| {
                let Some(row) = find_operation(db, &id)? else { return Ok(None) };
                let name = row.back.clone().or_else(|| row.draft.clone()).unwrap_or(draft);
                into_draft(db, &row, name, now).map(Some)
            })
            .await
    }

    /// Notes what the desk made of an operation. False: another operation has made that entry or message.
    pub(crate) async fn note_made(&self, id: &str, made: &Applied) -> Result<bool, StoreProblem> {
        let (id, made) = (id.to_owned(), made.clone());
        self.0
            .write(move |db| {
                let Some(row) = find_operation(db, &id)? else { return Ok(true) };
                if made_of(db, &id)? {
                    return Ok(true);
                }
                let taken = match &made {
                    Applied::Issue { entry, .. } => db
                        .prepare_cached("SELECT 1 FROM made WHERE account = ?1 AND entry = ?2")?
                        .exists(params![row.account, entry.as_ref().map(EntryId::as_str)])?,
                    Applied::Chat { message, .. } => db
                        .prepare_cached("SELECT 1 FROM made WHERE account = ?1 AND message = ?2")?
                        .exists(params![row.account, message.as_ref().map(MessageId::as_str)])?,
                };
                if !taken {
                    insert_made(db, &row, Some(&made))?;
                }
                Ok(!taken)
            })
            .await
    }

    /// What the desk said it made is not there: nothing is known of it, and it is looked up again.
    pub(crate) async fn forget_made(&self, id: &str) -> Result<(), StoreProblem> {
        let id = id.to_owned();
        self.0
            .write(move |db| {
                db.execute("DELETE FROM made WHERE operation = ?1", [id])?;
                Ok(())
            })
            .await
    }

    /// What the desk made of an operation, as far as its answer was seen.
    pub(crate) async fn made(&self, id: &str) -> Result<Option<Applied>, StoreProblem> {
        let id = id.to_owned();
        self.0
            .call(move |db| {
                let row = db
                    .prepare_cached("SELECT issue, entry, chat, message FROM made WHERE operation = ?1")?
                    .query_row([id], applied)
                    .optional()?;
                Ok(row.flatten())
            })
            .await
    }

    /// What an account's operations have made, the newest 500; of one issue, or all.
    pub(crate) async fn all_made(
        &self,
        account: &AccountId,
        issue: Option<RemoteId>,
    ) -> Result<Vec<Applied>, StoreProblem> {
        let (account, issue) = (account.to_string(), issue.map(|issue| issue.to_string()));
        self.0
            .call(move |db| {
                let mut rows = db.prepare_cached(
                    "SELECT issue, entry, chat, message FROM made
                     WHERE account = ?1 AND (?2 IS NULL OR issue = ?2) ORDER BY place",
                )?;
                let made = rows.query_map(params![account, issue], applied)?;
                Ok(made.filter_map(Result::transpose).collect::<Result<_, _>>()?)
            })
            .await
    }

    /// Removes an operation that the desk has, with its pictures, and notes that the member has seen its issue as it was
    /// then.
    pub(crate) async fn confirm(
        &self,
        id: &str,
        seen: Option<(RemoteId, Timestamp)>,
    ) -> Result<(), StoreProblem> {
        let id = id.to_owned();
        self.0
            .write(move |db| {
                let Some(row) = find_operation(db, &id)? else { return Ok(()) };
                if !made_of(db, &id)? {
                    let issue = row.issue.as_deref().map(RemoteId::new);
                    insert_made(db, &row, issue.map(|issue| Applied::Issue { issue, entry: None }).as_ref())?;
                }
                if let Some((issue, updated)) = seen {
                    super::keep::mark(db, &row.account, issue.as_str(), updated)?;
                }
                remove(db, &id)?;
                forget_old(db, &row.account)
            })
            .await
    }

    /// Whether an operation has left the outbox because the desk has it.
    pub(crate) async fn has_arrived(&self, id: &str) -> Result<bool, StoreProblem> {
        let id = id.to_owned();
        self.0.call(move |db| made_of(db, &id)).await
    }
}

/// Only the newest that was made is remembered.
pub(super) fn forget_old(db: &Transaction<'_>, account: &str) -> Result<(), StoreProblem> {
    db.execute(
        "DELETE FROM made WHERE account = ?1 AND place <= (SELECT max(place) FROM made) - ?2",
        params![account, REMEMBERED],
    )?;
    Ok(())
}

pub(super) fn made_of(db: &rusqlite::Connection, id: &str) -> Result<bool, StoreProblem> {
    Ok(db.prepare_cached("SELECT 1 FROM made WHERE operation = ?1")?.exists([id])?)
}

/// What was made, from (issue, entry, chat, message). None: the member says that it is there.
pub(super) fn applied(row: &rusqlite::Row<'_>) -> rusqlite::Result<Option<Applied>> {
    if let Some(issue) = row.get::<_, Option<String>>(0)? {
        let entry = row.get::<_, Option<String>>(1)?.map(EntryId::new);
        return Ok(Some(Applied::Issue { issue: RemoteId::new(issue), entry }));
    }
    let message = row.get::<_, Option<String>>(3)?.map(MessageId::new);
    Ok(row.get::<_, Option<String>>(2)?.map(|chat| Applied::Chat { chat: ChatId::new(chat), message }))
}

pub(super) fn insert_made(
    db: &Transaction<'_>,
    row: &OperationRow,
    made: Option<&Applied>,
) -> Result<(), StoreProblem> {
    let [issue, entry, chat, message] = match made {
        None => [None; 4],
        Some(Applied::Issue { issue, entry }) => {
            [Some(issue.as_str()), entry.as_ref().map(EntryId::as_str), None, None]
        }
        Some(Applied::Chat { chat, message }) => {
            [None, None, Some(chat.as_str()), message.as_ref().map(MessageId::as_str)]
        }
    };
    db.execute(
        "INSERT INTO made (operation, account, issue, entry, draft, replied, length, digest, chat, message)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            row.id,
            row.account,
            issue,
            entry,
            row.draft,
            row.issue,
            i64::try_from(row.text.len()).unwrap_or(i64::MAX),
            digest(&row.text),
            chat,
            message,
        ],
    )?;
    Ok(())
}

/// What was to be said in a chat that is not started goes back with its question.
pub(super) fn into_draft(
    db: &Transaction<'_>,
    operation: &OperationRow,
    name: String,
    now: Timestamp,
) -> Result<DraftRow, StoreProblem> {
    let operation = match operation.kind {
        OperationKind::StartChat => &fold_lines(db, operation)?,
        _ => operation,
    };
    let draft = draft_of(db, operation, name, now)?;
    move_pictures(db, &operation.id, &draft)?;
    answers::take_back(db, &operation.id, &draft)?;
    remove(db, &operation.id)?;
    find_draft(db, &draft)?
        .ok_or_else(|| StoreProblem::Other("a draft that was just made is not there".into()))
}

/// From an operation to a draft. They are sent anew with it, under other keys, since the desk may have dropped them.
pub(super) fn move_pictures(db: &Transaction<'_>, operation: &str, draft: &str) -> Result<(), StoreProblem> {
    db.execute(
        "UPDATE picture SET draft = ?2, operation = NULL, uploaded = NULL, upload_key = upload_key || '.',
           position = position + (SELECT coalesce(max(position), 0) FROM picture WHERE draft = ?2)
         WHERE operation = ?1",
        [operation, draft],
    )?;
    Ok(())
}

fn draft_of(
    db: &Transaction<'_>,
    operation: &OperationRow,
    name: String,
    now: Timestamp,
) -> Result<String, StoreProblem> {
    let (kind, line) = match operation.kind {
        OperationKind::Submit => (DraftKind::Issue, None),
        OperationKind::Reply => (DraftKind::Reply, None),
        OperationKind::StartChat => (DraftKind::Chat, None),
        OperationKind::Say | OperationKind::EndChat => (DraftKind::Say, operation.chat.clone()),
    };
    let there = db
        .prepare_cached(&format!(
            "SELECT {DRAFT} FROM draft WHERE put_away = 0 AND (id = ?3 OR (account = ?1 AND issue = ?2)
               OR (account = ?1 AND chat = ?4 AND kind = 'chat')) ORDER BY id <> ?3"
        ))?
        .query_row(params![operation.account, operation.issue, name, line], draft_row)
        .optional()?;
    if let Some(draft) = there {
        db.execute(
            "UPDATE draft SET text = ?2, saved = ?3 WHERE id = ?1",
            params![draft.id, joined(&operation.text, &draft.text), now.as_millisecond()],
        )?;
        return Ok(draft.id);
    }
    let draft = DraftRow {
        id: name,
        account: operation.account.clone(),
        issue: operation.issue.clone(),
        about: operation.about.clone(),
        title: operation.title.clone(),
        language: operation.language.clone(),
        text: operation.text.clone(),
        saved: now,
        kind,
        chat: line,
        form: operation.form.clone(),
    };
    insert_draft(db, &draft)?;
    Ok(draft.id)
}
