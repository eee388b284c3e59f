//! `keep.db`: accounts, settings, read marks and drafts. The outbox's part is in `operations`, the notices' in `tellings`.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use svara_model::{Account, AccountId, Address, Kind, OperationKey, RemoteId};

use super::{
    db::{Db, StoreProblem},
    rows::{AccountRow, AccountState, DraftRow, PictureRow, moment},
};

/// A handle to `keep.db`.
#[derive(Clone)]
pub(crate) struct Keep(pub(super) Db);

/// The read mark that stands for every issue. Desks' ids are never empty.
const EVERY_ISSUE: &str = "";

/// An issue whose read mark is asked for.
pub(crate) struct ReadAsk {
    pub(crate) issue: RemoteId,
    pub(crate) awaiting: bool,
}

/// A prepared picture on its way into a draft.
pub(crate) struct NewPicture {
    pub(crate) id: String,
    pub(crate) upload_key: OperationKey,
    pub(crate) name: String,
    pub(crate) media_type: String,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) bytes: Vec<u8>,
    pub(crate) thumb: Vec<u8>,
}

/// Which bytes of a kept picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PictureBytes {
    Thumb,
    Full,
}

const DRAFT: &str = "id, account, issue, about, title, language, text, saved";
const PICTURE: &str = "id, name, media_type, width, height, length(bytes), upload_key, uploaded";

impl Keep {
    pub(crate) fn new(db: Db) -> Self {
        Self(db)
    }

    /// Every account of this computer, oldest first.
    pub(crate) async fn accounts(&self) -> Result<Vec<AccountRow>, StoreProblem> {
        self.0
            .call(|db| {
                let mut rows = db.prepare_cached(
                    "SELECT id, kind, address, user_name, state, baselined FROM account ORDER BY made, id",
                )?;
                let read = rows.query_map([], |row| {
                    Ok((
                        [row.get::<_, String>(0)?, row.get(1)?, row.get(2)?, row.get(3)?],
                        row.get::<_, String>(4)?,
                        row.get::<_, bool>(5)?,
                    ))
                })?;
                read.map(|row| {
                    let ([id, kind, address, user_name], state, baselined) = row?;
                    Ok(AccountRow {
                        account: Account {
                            id: AccountId::new(id),
                            kind: serde_json::from_value::<Kind>(kind.into())?,
                            address: Address::parse(&address)
                                .map_err(|p| StoreProblem::Damaged(p.to_string()))?,
                            user_name,
                        },
                        state: AccountState::read(&state),
                        baselined,
                    })
                })
                .collect()
            })
            .await
    }

    /// Stores an account as signed in, keeping what is known of it.
    pub(crate) async fn put_account(
        &self,
        account: &Account,
        state: AccountState,
        now: Timestamp,
    ) -> Result<(), StoreProblem> {
        let account = account.clone();
        self.0
            .write(move |db| {
                let kind = serde_json::to_value(account.kind)?;
                db.execute(
                    "INSERT INTO account (id, kind, address, user_name, made, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                     ON CONFLICT (id) DO UPDATE SET state = excluded.state",
                    params![
                        account.id.as_str(),
                        kind.as_str().unwrap_or_default(),
                        account.address.to_string(),
                        account.user_name,
                        now.as_millisecond(),
                        state.word(),
                    ],
                )?;
                Ok(())
            })
            .await
    }

    /// Changes whether an account is signed in here.
    pub(crate) async fn set_account_state(
        &self,
        id: &AccountId,
        state: AccountState,
    ) -> Result<(), StoreProblem> {
        let id = id.to_string();
        self.0
            .write(move |db| {
                db.execute("UPDATE account SET state = ?2 WHERE id = ?1", params![id, state.word()])?;
                Ok(())
            })
            .await
    }

    /// Removes an account with everything of it and leaves none of it readable in the file.
    pub(crate) async fn erase_account(&self, id: &AccountId) -> Result<(), StoreProblem> {
        let id = id.to_string();
        self.0
            .write(move |db| {
                db.execute("DELETE FROM account WHERE id = ?1", [id])?;
                Ok(())
            })
            .await?;
        self.0.call(scrub).await
    }

    /// Removes an account's operations, drafts and notices, but not the account.
    pub(crate) async fn erase_unsent(&self, id: &AccountId) -> Result<(), StoreProblem> {
        let id = id.to_string();
        self.0
            .write(move |db| {
                for table in ["operation", "draft"] {
                    db.execute(&format!("DELETE FROM {table} WHERE account = ?1"), [&id])?;
                }
                Ok(())
            })
            .await?;
        self.0.call(scrub).await
    }

    /// How many drafts in which something is, operations and stuck operations an account has.
    pub(crate) async fn unsent_counts(&self, id: &AccountId) -> Result<[u32; 3], StoreProblem> {
        let id = id.to_string();
        self.0
            .call(move |db| {
                let mut query = db.prepare_cached(
                    "SELECT (SELECT count(*) FROM draft WHERE account = ?1 AND (trim(title) <> '' OR trim(text) <> ''
                         OR EXISTS (SELECT 1 FROM picture WHERE picture.draft = draft.id))),
                       (SELECT count(*) FROM operation WHERE account = ?1),
                       (SELECT count(*) FROM operation WHERE account = ?1 AND state = 'stuck')",
                )?;
                Ok(query.query_row([id], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]))?)
            })
            .await
    }

    /// A setting.
    pub(crate) async fn setting(&self, name: &'static str) -> Result<Option<String>, StoreProblem> {
        self.0
            .call(move |db| {
                Ok(db
                    .prepare_cached("SELECT value FROM setting WHERE name = ?1")?
                    .query_row([name], |row| row.get(0))
                    .optional()?)
            })
            .await
    }

    /// Changes a setting; none forgets it.
    pub(crate) async fn set_setting(
        &self,
        name: &'static str,
        value: Option<String>,
    ) -> Result<(), StoreProblem> {
        self.0
            .write(move |db| {
                match value {
                    Some(value) => db.execute(
                        "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                        params![name, value],
                    )?,
                    None => db.execute("DELETE FROM setting WHERE name = ?1", [name])?,
                };
                Ok(())
            })
            .await
    }

    /// Notes that the member has seen an issue as of its change at `updated`. Answers whether that is news.
    pub(crate) async fn mark_read(
        &self,
        account: &AccountId,
        issue: &RemoteId,
        updated: Timestamp,
    ) -> Result<bool, StoreProblem> {
        let (account, issue) = (account.to_string(), issue.to_string());
        self.0
            .write(move |db| {
                Ok(db.execute(
                    "INSERT INTO read_mark (account, issue, updated) VALUES (?1, ?2, ?3)
                     ON CONFLICT (account, issue) DO UPDATE SET updated = excluded.updated WHERE updated < excluded.updated",
                    params![account, issue, updated.as_millisecond()],
                )? > 0)
            })
            .await
    }

    /// Notes that whatever does not await feedback and is not newer than `updated` counts as seen.
    pub(crate) async fn set_read_since(
        &self,
        account: &AccountId,
        updated: Timestamp,
    ) -> Result<(), StoreProblem> {
        self.mark_read(account, &RemoteId::new(EVERY_ISSUE), updated).await.map(|_| ())
    }

    /// For each of the issues, the change that the member has seen (milliseconds).
    pub(crate) async fn read_marks(
        &self,
        account: &AccountId,
        issues: Vec<ReadAsk>,
    ) -> Result<Vec<i64>, StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                let mut query =
                    db.prepare_cached("SELECT updated FROM read_mark WHERE account = ?1 AND issue = ?2")?;
                let mut mark = |issue: &str| {
                    query
                        .query_row(params![account, issue], |row| row.get::<_, i64>(0))
                        .optional()
                        .map(|at| at.unwrap_or(i64::MIN))
                };
                let since = mark(EVERY_ISSUE)?;
                issues
                    .iter()
                    .map(|ask| {
                        let own = mark(ask.issue.as_str())?;
                        Ok(if ask.awaiting { own } else { own.max(since) })
                    })
                    .collect()
            })
            .await
    }

    /// An account's drafts in which something is, newest first.
    pub(crate) async fn drafts(&self, account: &AccountId) -> Result<Vec<DraftRow>, StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                let mut rows = db.prepare_cached(&format!(
                    "SELECT {DRAFT} FROM draft WHERE account = ?1 AND (trim(title) <> '' OR trim(text) <> ''
                     OR EXISTS (SELECT 1 FROM picture WHERE picture.draft = draft.id)) ORDER BY saved DESC, id"
                ))?;
                let drafts = rows.query_map([account], draft_row)?;
                Ok(drafts.collect::<Result<_, _>>()?)
            })
            .await
    }

    /// A draft.
    pub(crate) async fn draft(&self, id: &str) -> Result<Option<DraftRow>, StoreProblem> {
        let id = id.to_owned();
        self.0.call(move |db| find_draft(db, &id)).await
    }

    /// The draft of the reply to an issue.
    pub(crate) async fn reply_draft(
        &self,
        account: &AccountId,
        issue: &RemoteId,
    ) -> Result<Option<DraftRow>, StoreProblem> {
        let (account, issue) = (account.to_string(), issue.to_string());
        self.0
            .call(move |db| {
                Ok(db
                    .prepare_cached(&format!("SELECT {DRAFT} FROM draft WHERE account = ?1 AND issue = ?2"))?
                    .query_row(params![account, issue], draft_row)
                    .optional()?)
            })
            .await
    }

    /// A new issue's draft in which nothing is.
    pub(crate) async fn blank_draft(&self, account: &AccountId) -> Result<Option<DraftRow>, StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                Ok(db
                    .prepare_cached(&format!(
                        "SELECT {DRAFT} FROM draft WHERE account = ?1 AND issue IS NULL AND trim(title) = '' AND trim(text) = ''
                         AND NOT EXISTS (SELECT 1 FROM picture WHERE picture.draft = draft.id) ORDER BY saved DESC LIMIT 1"
                    ))?
                    .query_row([account], draft_row)
                    .optional()?)
            })
            .await
    }

    /// Stores a new draft.
    pub(crate) async fn add_draft(&self, draft: DraftRow) -> Result<(), StoreProblem> {
        self.0.write(move |db| insert_draft(db, &draft)).await
    }

    /// Saves what was typed. Answers whether the draft is still there.
    pub(crate) async fn save_draft(
        &self,
        id: &str,
        [title, language, text]: [String; 3],
        now: Timestamp,
    ) -> Result<bool, StoreProblem> {
        let id = id.to_owned();
        self.0
            .write(move |db| {
                Ok(db.execute(
                    "UPDATE draft SET title = ?2, language = ?3, text = ?4, saved = ?5 WHERE id = ?1",
                    params![id, title, language, text, now.as_millisecond()],
                )? > 0)
            })
            .await
    }

    /// Deletes a draft and its pictures.
    pub(crate) async fn delete_draft(&self, id: &str) -> Result<(), StoreProblem> {
        let id = id.to_owned();
        self.0
            .write(move |db| {
                db.execute("DELETE FROM draft WHERE id = ?1", [id])?;
                Ok(())
            })
            .await
    }

    /// Attaches a picture to a draft. Answers whether the draft is still there.
    pub(crate) async fn add_picture(&self, draft: &str, picture: NewPicture) -> Result<bool, StoreProblem> {
        let draft = draft.to_owned();
        self.0
            .write(move |db| {
                if find_draft(db, &draft)?.is_none() {
                    return Ok(false);
                }
                db.execute(
                    "INSERT INTO picture (id, draft, position, name, media_type, width, height, bytes, thumb, upload_key)
                     VALUES (?1, ?2, (SELECT coalesce(max(position), 0) + 1 FROM picture WHERE draft = ?2),
                       ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                    params![
                        picture.id, draft, picture.name, picture.media_type, picture.width, picture.height,
                        picture.bytes, picture.thumb, picture.upload_key.as_str(),
                    ],
                )?;
                Ok(true)
            })
            .await
    }

    /// Takes a picture off a draft.
    pub(crate) async fn remove_picture(&self, draft: &str, id: &str) -> Result<(), StoreProblem> {
        let (draft, id) = (draft.to_owned(), id.to_owned());
        self.0
            .write(move |db| {
                db.execute("DELETE FROM picture WHERE draft = ?1 AND id = ?2", [draft, id])?;
                Ok(())
            })
            .await
    }

    /// The pictures of a draft or an operation, in the member's order.
    pub(crate) async fn pictures(&self, of: &str) -> Result<Vec<PictureRow>, StoreProblem> {
        let of = of.to_owned();
        self.0
            .call(move |db| {
                let mut rows = db.prepare_cached(&format!(
                    "SELECT {PICTURE} FROM picture WHERE draft = ?1 OR operation = ?1 ORDER BY position"
                ))?;
                let pictures = rows.query_map([of], picture_row)?;
                Ok(pictures.collect::<Result<_, _>>()?)
            })
            .await
    }

    /// The bytes of a picture and their type.
    pub(crate) async fn picture_bytes(
        &self,
        id: &str,
        which: PictureBytes,
    ) -> Result<Option<(String, Vec<u8>)>, StoreProblem> {
        let id = id.to_owned();
        let column = match which {
            PictureBytes::Thumb => "thumb",
            PictureBytes::Full => "bytes",
        };
        self.0
            .call(move |db| {
                Ok(db
                    .prepare_cached(&format!("SELECT media_type, {column} FROM picture WHERE id = ?1"))?
                    .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
                    .optional()?)
            })
            .await
    }
}

/// Writes the freed pages of the file over and empties its log, so that what was deleted cannot be read back.
pub(super) fn scrub(db: &mut Connection) -> Result<(), StoreProblem> {
    db.execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);")?;
    Ok(())
}

pub(super) fn insert_draft(db: &Transaction<'_>, draft: &DraftRow) -> Result<(), StoreProblem> {
    db.execute(
        &format!("INSERT INTO draft ({DRAFT}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"),
        params![
            draft.id,
            draft.account,
            draft.issue,
            draft.about,
            draft.title,
            draft.language,
            draft.text,
            draft.saved.as_millisecond(),
        ],
    )?;
    Ok(())
}

pub(super) fn find_draft(db: &Connection, id: &str) -> Result<Option<DraftRow>, StoreProblem> {
    Ok(db
        .prepare_cached(&format!("SELECT {DRAFT} FROM draft WHERE id = ?1"))?
        .query_row([id], draft_row)
        .optional()?)
}

pub(super) fn draft_row(row: &Row<'_>) -> rusqlite::Result<DraftRow> {
    Ok(DraftRow {
        id: row.get(0)?,
        account: row.get(1)?,
        issue: row.get(2)?,
        about: row.get(3)?,
        title: row.get(4)?,
        language: row.get(5)?,
        text: row.get(6)?,
        saved: moment(row.get(7)?),
    })
}

fn picture_row(row: &Row<'_>) -> rusqlite::Result<PictureRow> {
    Ok(PictureRow {
        id: row.get(0)?,
        name: row.get(1)?,
        media_type: row.get(2)?,
        width: row.get(3)?,
        height: row.get(4)?,
        length: u64::try_from(row.get::<_, i64>(5)?).unwrap_or_default(),
        upload_key: OperationKey::new(row.get::<_, String>(6)?),
        uploaded: row.get(7)?,
    })
}
