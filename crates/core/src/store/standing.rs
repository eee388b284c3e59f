//! What stands on the desktop, as `keep.db` knows it. A row is there before its notice is shown, so that a showing that a
//! crash ended is known of; the platform's name and the marks of what was told come in one transaction after it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use svara_model::{AccountId, ChatId, RemoteId, RoundKey, ShownId};

use super::{
    StoreProblem,
    chat_marks::{ChatMark, mark},
    history::{self, Words},
    keep::Keep,
    rows::moment,
    tellings::{Later, Mark, SUMMARY, Stamp, insert_later, insert_marks},
};

/// A notice that stands on the desktop, as far as we know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) tag: String,
    pub(crate) account: String,
    /// The only round it is about; none: it sums up.
    pub(crate) round: Option<RoundKey>,
    pub(crate) issue: Option<RemoteId>,
    /// The chat it is about, which is then all that it is about.
    pub(crate) chat: Option<ChatId>,
    /// The platform's name for it.
    pub(crate) shown: ShownId,
    /// A digest of what it says; empty: not known.
    pub(crate) says: String,
    /// The rounds it names.
    pub(crate) rounds: Vec<RoundKey>,
}

/// What notices are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum About {
    /// Rounds of issues.
    Issues,
    /// Chats.
    Chats,
}

/// What was told, to be kept together.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) shown: Shown,
    pub(crate) marks: Vec<Mark>,
    /// A chat's: up to which of its messages.
    pub(crate) order: Option<u64>,
    /// Whether it was a summary of the account.
    pub(crate) summary: bool,
    pub(crate) at: Stamp,
    /// What it says, to be read again; none: it only says anew what stands.
    pub(crate) words: Option<Words>,
}

/// What was there when a showing began.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Begun {
    /// The notice that stands, or may stand, under this tag.
    pub(crate) previous: Option<ShownId>,
    /// Whether a showing under this tag had begun whose end was not seen: it may come to stand twice.
    pub(crate) unsure: bool,
}

/// When the last notice was that was no chat's, in milliseconds: a setting.
const LAST: &str = "last notice";

const SHOWN: &str = "tag, account, round, issue, shown, says, chat";

impl Keep {
    /// Notes that a notice is about to be shown.
    pub(crate) async fn begin_showing(&self, shown: Shown, now: Timestamp) -> Result<Begun, StoreProblem> {
        self.0
            .write(move |db| {
                if shown.chat.is_none() {
                    note_last(db, now)?;
                }
                let before = db
                    .prepare_cached("SELECT shown, trying FROM shown WHERE tag = ?1")?
                    .query_row([&shown.tag], |row| Ok((row.get::<_, String>(0)?, row.get::<_, bool>(1)?)))
                    .optional()?;
                if let Some((name, unsure)) = before {
                    db.execute("UPDATE shown SET trying = 1 WHERE tag = ?1", [&shown.tag])?;
                    return Ok(Begun { previous: Some(ShownId(name)), unsure });
                }
                put(
                    db,
                    &Shown { shown: ShownId::of_tag(&shown.tag), says: String::new(), ..shown },
                    true,
                    now,
                )?;
                Ok(Begun::default())
            })
            .await
    }

    /// Notes that a notice was certainly not shown.
    pub(crate) async fn not_shown(&self, tag: &str) -> Result<(), StoreProblem> {
        let tag = tag.to_owned();
        self.0
            .write(move |db| {
                let unnamed = ShownId::of_tag(&tag).0;
                db.execute("DELETE FROM shown WHERE tag = ?1 AND shown = ?2", [&tag, &unnamed])?;
                db.execute("UPDATE shown SET trying = 0 WHERE tag = ?1", [&tag])?;
                Ok(())
            })
            .await
    }

    /// Notes what was shown and told: name, marks and all in one transaction. A notice that named one of the rounds before
    /// names it no more.
    pub(crate) async fn told_with(&self, told: Told) -> Result<(), StoreProblem> {
        self.0
            .write(move |db| {
                let Told { shown, marks, order, summary, at, words } = &told;
                if let Some(words) = words {
                    history::note(db, shown, words, at.at)?;
                    if shown.chat.is_none() {
                        note_last(db, at.at)?;
                    }
                }
                put(db, shown, false, at.at)?;
                for round in &shown.rounds {
                    db.execute(
                        "DELETE FROM shown_round WHERE round = ?1 AND tag <> ?2
                         AND tag IN (SELECT tag FROM shown WHERE account = ?3)",
                        params![round.as_str(), shown.tag, shown.account],
                    )?;
                }
                insert_marks(db, &shown.account, marks, *at)?;
                if let (Some(chat), Some(told)) = (&shown.chat, *order) {
                    mark(db, &shown.account, chat.as_str(), ChatMark { told, seen: 0 })?;
                }
                if *summary {
                    db.execute(
                        "DELETE FROM later WHERE account = ?1 AND round = ?2",
                        params![shown.account, SUMMARY],
                    )?;
                }
                Ok(())
            })
            .await
    }

    /// When a notice that was no chat's was shown last, or perhaps was.
    pub(crate) async fn last_notice(&self) -> Result<Option<Timestamp>, StoreProblem> {
        let kept = self.setting(LAST).await?.and_then(|text| text.parse().ok());
        Ok(kept.map(moment))
    }

    /// The notices of an account that stand on the desktop, by tag: those of its issues, or those of its chats.
    pub(crate) async fn standing(
        &self,
        account: &AccountId,
        about: About,
    ) -> Result<BTreeMap<String, Shown>, StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                let mut rows = db.prepare_cached(&format!(
                    "SELECT {SHOWN} FROM shown WHERE account = ?1 AND (chat IS NOT NULL) = ?2 ORDER BY tag"
                ))?;
                let about = params![account, about == About::Chats];
                let shown = rows.query_map(about, shown_row)?.collect::<Result<Vec<_>, _>>()?;
                shown
                    .into_iter()
                    .map(|shown| Ok((shown.tag.clone(), Shown { rounds: rounds(db, &shown.tag)?, ..shown })))
                    .collect()
            })
            .await
    }

    /// The notice that the platform calls so.
    pub(crate) async fn shown_as(&self, name: &ShownId) -> Result<Option<Shown>, StoreProblem> {
        let name = name.0.clone();
        self.0
            .call(move |db| {
                Ok(db
                    .prepare_cached(&format!("SELECT {SHOWN} FROM shown WHERE shown = ?1"))?
                    .query_row([name], shown_row)
                    .optional()?)
            })
            .await
    }

    /// Forgets a notice that does not stand any more, and keeps the *Later* that the member said with it, together. A
    /// notice that has taken its place meanwhile stays.
    pub(crate) async fn gone(&self, shown: &Shown, later: Option<Later>) -> Result<(), StoreProblem> {
        let shown = shown.clone();
        self.0
            .write(move |db| {
                db.execute("DELETE FROM shown WHERE tag = ?1 AND shown = ?2", [&shown.tag, &shown.shown.0])?;
                let Some(later) = later else { return Ok(()) };
                insert_later(db, &shown.account, &later)
            })
            .await
    }

    /// Gives the notices of an account that leaves over to be taken away: they outlive its rows.
    pub(crate) async fn abandon_shown(&self, account: &AccountId) -> Result<(), StoreProblem> {
        let account = account.to_string();
        self.0
            .write(move |db| {
                db.execute(
                    "INSERT OR IGNORE INTO stray (shown) SELECT shown FROM shown WHERE account = ?1",
                    [&account],
                )?;
                db.execute("DELETE FROM shown WHERE account = ?1", [&account])?;
                Ok(())
            })
            .await
    }

    /// The notices that are to be taken away although their account has left.
    pub(crate) async fn strays(&self) -> Result<Vec<ShownId>, StoreProblem> {
        self.0
            .call(|db| {
                let mut rows = db.prepare_cached("SELECT shown FROM stray ORDER BY shown")?;
                let names = rows.query_map([], |row| Ok(ShownId(row.get(0)?)))?;
                Ok(names.collect::<Result<_, _>>()?)
            })
            .await
    }

    /// Forgets one that was taken away.
    pub(crate) async fn forget_stray(&self, name: &ShownId) -> Result<(), StoreProblem> {
        let name = name.0.clone();
        self.0
            .write(move |db| {
                db.execute("DELETE FROM stray WHERE shown = ?1", [name])?;
                Ok(())
            })
            .await
    }
}

fn note_last(db: &Transaction<'_>, at: Timestamp) -> Result<(), StoreProblem> {
    db.prepare_cached(
        "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    )?
    .execute(params![LAST, at.as_millisecond().to_string()])?;
    Ok(())
}

fn put(db: &Transaction<'_>, shown: &Shown, trying: bool, at: Timestamp) -> Result<(), StoreProblem> {
    db.prepare_cached(
        "INSERT INTO shown (tag, account, round, issue, shown, at, says, trying, chat)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (tag) DO UPDATE SET round = excluded.round, issue = excluded.issue, shown = excluded.shown,
           at = excluded.at, says = excluded.says, trying = excluded.trying, chat = excluded.chat",
    )?
    .execute(params![
        shown.tag,
        shown.account,
        shown.round.as_ref().map(RoundKey::as_str),
        shown.issue.as_ref().map(RemoteId::as_str),
        shown.shown.0,
        at.as_millisecond(),
        shown.says,
        trying,
        shown.chat.as_ref().map(ChatId::as_str),
    ])?;
    db.execute("DELETE FROM shown_round WHERE tag = ?1", [&shown.tag])?;
    for round in &shown.rounds {
        db.prepare_cached("INSERT INTO shown_round (tag, round) VALUES (?1, ?2)")?
            .execute([shown.tag.as_str(), round.as_str()])?;
    }
    Ok(())
}

fn rounds(db: &Connection, tag: &str) -> Result<Vec<RoundKey>, StoreProblem> {
    let mut rows = db.prepare_cached("SELECT round FROM shown_round WHERE tag = ?1 ORDER BY round")?;
    let rounds = rows.query_map([tag], |row| Ok(RoundKey::new(row.get::<_, String>(0)?)))?;
    Ok(rounds.collect::<Result<_, _>>()?)
}

fn shown_row(row: &Row<'_>) -> rusqlite::Result<Shown> {
    Ok(Shown {
        tag: row.get(0)?,
        account: row.get(1)?,
        round: row.get::<_, Option<String>>(2)?.map(RoundKey::new),
        issue: row.get::<_, Option<String>>(3)?.map(RemoteId::new),
        shown: ShownId(row.get(4)?),
        says: row.get(5)?,
        chat: row.get::<_, Option<String>>(6)?.map(ChatId::new),
        rounds: Vec::new(),
    })
}
