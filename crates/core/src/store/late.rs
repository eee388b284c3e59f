//! Keystrokes that come after "send": the window saved a draft that the outbox has taken meanwhile.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};
use sha2::{Digest, Sha256};

use super::{
    db::StoreProblem,
    drafts::{DRAFT, draft_row, find_line, insert_draft, write_fields},
    rows::{DraftKind, DraftRow},
};

/// What was sent of a draft.
struct Sent {
    account: String,
    issue: Option<String>,
    about: Option<String>,
    /// The chat that it was said in, or started.
    chat: Option<String>,
    length: usize,
    digest: String,
}

/// A digest of a text, to be told again from it.
pub(super) fn digest(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

/// Keeps what was typed into a draft after it was sent; answers the draft that has it. Saving the same again, or more of
/// it, changes that one. None: there is nothing that was not sent.
pub(super) fn keep_what_was_typed_after(
    db: &Transaction<'_>,
    id: &str,
    [title, language, text]: [String; 3],
    late: String,
    now: Timestamp,
) -> Result<Option<String>, StoreProblem> {
    let Some(sent) = sent(db, id)? else { return Ok(None) };
    let text = beyond(&sent, &text).to_owned();
    if text.trim().is_empty() {
        return Ok(None);
    }
    let fields = [title, language, text];
    let earlier: Option<String> = db
        .prepare_cached("SELECT id FROM draft WHERE after = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    if let Some(earlier) = earlier {
        write_fields(db, &earlier, &fields, now)?;
        return Ok(Some(earlier));
    }
    let [title, language, text] = fields;
    if let Some(begun) = begun(db, &sent)? {
        // The window may save the same once more before it hears of this draft.
        if !begun.text.ends_with(text.trim()) {
            let joined = joined(&begun.text, &text);
            write_fields(db, &begun.id, &[begun.title, begun.language, joined], now)?;
        }
        return Ok(Some(begun.id));
    }
    let Sent { account, issue, about, chat, .. } = sent;
    let kind = match (&issue, &chat) {
        (_, Some(_)) => DraftKind::Say,
        (Some(_), None) => DraftKind::Reply,
        (None, None) => DraftKind::Issue,
    };
    let form = None;
    insert_draft(
        db,
        &DraftRow {
            id: late.clone(),
            account,
            issue,
            about,
            title,
            language,
            text,
            saved: now,
            kind,
            chat,
            form,
        },
    )?;
    db.execute("UPDATE draft SET after = ?2 WHERE id = ?1", [&late, id])?;
    Ok(Some(late))
}

/// Two texts as one.
pub(crate) fn joined(first: &str, second: &str) -> String {
    if first.trim() == second.trim() {
        return first.to_owned();
    }
    [first, second].join("\n\n").trim().to_owned()
}

fn sent(db: &Transaction<'_>, draft: &str) -> Result<Option<Sent>, StoreProblem> {
    let waiting = db
        .prepare_cached("SELECT account, issue, about, text, chat FROM operation WHERE draft = ?1")?
        .query_row([draft], |row| {
            let text: String = row.get(3)?;
            let (length, digest) = (text.len(), digest(&text));
            let (account, issue, about, chat) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(4)?);
            Ok(Sent { account, issue, about, chat, length, digest })
        })
        .optional()?;
    if waiting.is_some() {
        return Ok(waiting);
    }
    Ok(db
        .prepare_cached(
            "SELECT account, replied, length, digest, chat FROM made WHERE draft = ?1 AND digest IS NOT NULL",
        )?
        .query_row([draft], |row| {
            let length = usize::try_from(row.get::<_, i64>(2)?).unwrap_or_default();
            let (account, issue, digest, chat) = (row.get(0)?, row.get(1)?, row.get(3)?, row.get(4)?);
            Ok(Sent { account, issue, about: None, chat, length, digest })
        })
        .optional()?)
}

/// The part of a text that was typed after what was sent; all of it, if that is not how it begins.
fn beyond<'a>(sent: &Sent, text: &'a str) -> &'a str {
    match text.split_at_checked(sent.length) {
        Some((before, after)) if digest(before) == sent.digest => after.trim_start(),
        _ if digest(text.trim_end()) == sent.digest => "",
        _ => text,
    }
}

/// The reply or the line that the member has begun meanwhile: an issue and a chat have one.
fn begun(db: &Transaction<'_>, sent: &Sent) -> Result<Option<DraftRow>, StoreProblem> {
    if let Some(chat) = &sent.chat {
        return find_line(db, &sent.account, chat);
    }
    let Some(issue) = &sent.issue else { return Ok(None) };
    Ok(db
        .prepare_cached(&format!("SELECT {DRAFT} FROM draft WHERE account = ?1 AND issue = ?2"))?
        .query_row(params![sent.account, issue], draft_row)
        .optional()?)
}
