//! The drafts' part of `keep.db`, and the pictures of drafts and operations.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use svara_model::{AccountId, ChatForm, OperationKey, RemoteId};

use super::{
    db::StoreProblem,
    keep::Keep,
    rows::{DraftKind, DraftRow, PictureRow, moment},
};

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

/// The columns of [`draft_row`].
pub(super) const DRAFT: &str = "id, account, issue, about, title, language, text, saved, kind, chat, form";
const PICTURE: &str = "id, name, media_type, width, height, length(bytes), upload_key, uploaded";

impl Keep {
    /// An account's drafts in which something is, newest first.
    pub(crate) async fn drafts(&self, account: &AccountId) -> Result<Vec<DraftRow>, StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                let mut rows = db.prepare_cached(&format!(
                    "SELECT {DRAFT} FROM draft WHERE account = ?1 AND put_away = 0 AND (trim(title) <> '' OR trim(text) <> ''
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
                        "SELECT {DRAFT} FROM draft WHERE account = ?1 AND kind = 'issue' AND trim(title) = '' AND trim(text) = ''
                         AND NOT EXISTS (SELECT 1 FROM picture WHERE picture.draft = draft.id) ORDER BY saved DESC LIMIT 1"
                    ))?
                    .query_row([account], draft_row)
                    .optional()?)
            })
            .await
    }

    /// The draft of a question for the chat.
    pub(crate) async fn question_draft(&self, account: &AccountId) -> Result<Option<DraftRow>, StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                Ok(db
                    .prepare_cached(&format!(
                        "SELECT {DRAFT} FROM draft WHERE account = ?1 AND kind = 'chat' AND chat IS NULL
                         ORDER BY saved DESC, id LIMIT 1"
                    ))?
                    .query_row([account], draft_row)
                    .optional()?)
            })
            .await
    }

    /// The unsent line of a chat.
    pub(crate) async fn line_draft(
        &self,
        account: &AccountId,
        chat: &str,
    ) -> Result<Option<DraftRow>, StoreProblem> {
        let (account, chat) = (account.to_string(), chat.to_owned());
        self.0.call(move |db| find_line(db, &account, &chat)).await
    }

    /// Stores a new draft.
    pub(crate) async fn add_draft(&self, draft: DraftRow) -> Result<(), StoreProblem> {
        self.0.write(move |db| insert_draft(db, &draft)).await
    }

    /// Saves what was typed. Where the draft was sent meanwhile, what was typed after that is kept in a draft of its own,
    /// named `late`; answers the name of the draft that has it. None: the draft is not there (any more), and nothing that
    /// was not sent is lost.
    pub(crate) async fn save_draft(
        &self,
        id: &str,
        fields: [String; 3],
        late: String,
        now: Timestamp,
    ) -> Result<Option<String>, StoreProblem> {
        let id = id.to_owned();
        self.0
            .write(move |db| {
                if write_fields(db, &id, &fields, now)? {
                    return Ok(Some(id));
                }
                super::late::keep_what_was_typed_after(db, &id, fields, late, now)
            })
            .await
    }

    /// Saves a question as [`Self::save_draft`] does, and who asks.
    pub(crate) async fn save_question(
        &self,
        id: &str,
        (language, text): (String, String),
        form: ChatForm,
        late: String,
        now: Timestamp,
    ) -> Result<Option<String>, StoreProblem> {
        let id = id.to_owned();
        self.0
            .write(move |db| {
                let fields = [String::new(), language, text];
                if !write_fields(db, &id, &fields, now)? {
                    return super::late::keep_what_was_typed_after(db, &id, fields, late, now);
                }
                let form = serde_json::to_string(&form)?;
                db.execute("UPDATE draft SET form = ?2 WHERE id = ?1", [&id, &form])?;
                Ok(Some(id))
            })
            .await
    }

    /// Deletes a draft and its pictures.
    pub(crate) async fn delete_draft(&self, id: &str) -> Result<(), StoreProblem> {
        let id = id.to_owned();
        self.0
            .write(move |db| {
                db.execute("DELETE FROM draft WHERE id = ?1 AND put_away = 0", [id])?;
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
                touch(db, &draft)?;
                Ok(true)
            })
            .await
    }

    /// Takes a picture off a draft.
    pub(crate) async fn remove_picture(&self, draft: &str, id: &str) -> Result<(), StoreProblem> {
        let (draft, id) = (draft.to_owned(), id.to_owned());
        self.0
            .write(move |db| {
                if find_draft(db, &draft)?.is_some() {
                    db.execute("DELETE FROM picture WHERE draft = ?1 AND id = ?2", [&draft, &id])?;
                    touch(db, &draft)?;
                }
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

pub(super) fn insert_draft(db: &Transaction<'_>, draft: &DraftRow) -> Result<(), StoreProblem> {
    db.execute(
        &format!("INSERT INTO draft ({DRAFT}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"),
        params![
            draft.id,
            draft.account,
            draft.issue,
            draft.about,
            draft.title,
            draft.language,
            draft.text,
            draft.saved.as_millisecond(),
            draft.kind.word(),
            draft.chat,
            draft.form.as_ref().map(serde_json::to_string).transpose()?,
        ],
    )?;
    Ok(())
}

pub(super) fn find_draft(db: &Connection, id: &str) -> Result<Option<DraftRow>, StoreProblem> {
    Ok(db
        .prepare_cached(&format!("SELECT {DRAFT} FROM draft WHERE id = ?1 AND put_away = 0"))?
        .query_row([id], draft_row)
        .optional()?)
}

pub(super) fn find_line(
    db: &Connection,
    account: &str,
    chat: &str,
) -> Result<Option<DraftRow>, StoreProblem> {
    Ok(db
        .prepare_cached(&format!(
            "SELECT {DRAFT} FROM draft WHERE account = ?1 AND chat = ?2 AND kind = 'chat' AND put_away = 0"
        ))?
        .query_row([account, chat], draft_row)
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
        kind: DraftKind::read(
            &row.get::<_, String>(8)?,
            row.get::<_, Option<String>>(2)?.is_some(),
            row.get::<_, Option<String>>(9)?.is_some(),
        ),
        chat: row.get(9)?,
        form: form(row.get(10)?),
    })
}

/// Who asks. What cannot be read is as if nothing was filled in: the words of a question count for more.
pub(super) fn form(text: Option<String>) -> Option<ChatForm> {
    text.and_then(|text| serde_json::from_str(&text).ok())
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

/// Writes what was typed into a draft; answers whether it is there.
pub(super) fn write_fields(
    db: &Transaction<'_>,
    id: &str,
    [title, language, text]: &[String; 3],
    now: Timestamp,
) -> Result<bool, StoreProblem> {
    Ok(db.execute(
        // What was a chat's question and is changed is nobody's but the member's.
        "UPDATE draft SET title = ?2, language = ?3, text = ?4, saved = ?5,
           chat = iif(kind = 'issue' AND (title <> ?2 OR language <> ?3 OR text <> ?4), NULL, chat),
           asks = iif(trim(?4) = '', NULL, asks)
         WHERE id = ?1 AND put_away = 0",
        params![id, title, language, text, now.as_millisecond()],
    )? > 0)
}

/// The member has changed what a chat's question became: it is nobody's but theirs.
fn touch(db: &Transaction<'_>, draft: &str) -> Result<(), StoreProblem> {
    db.execute("UPDATE draft SET chat = NULL WHERE id = ?1 AND kind = 'issue'", [draft])?;
    Ok(())
}
