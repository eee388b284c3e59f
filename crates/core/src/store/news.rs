//! What desks did to known issues that begins no round. Found where a changed issue takes the stored one's place, and kept
//! with it: a page that is stored tells its news, and one that is not tells none.

use jiff::Timestamp;
use rusqlite::{Connection, Transaction, params};
use svara_model::{AccountId, EntryBrief, Issue, RemoteId, RoundKey, Side, Status};

use super::{StoreProblem, cache::Cache, rows::moment};

/// What a desk did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum NewsKind {
    /// It closed the issue.
    Closed,
    /// It opened it again.
    Reopened,
    /// It wrote something that asks for nothing.
    Reply,
}

impl NewsKind {
    fn word(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Reopened => "reopened",
            Self::Reply => "reply",
        }
    }

    fn of_word(word: &str) -> Option<Self> {
        [Self::Closed, Self::Reopened, Self::Reply].into_iter().find(|kind| kind.word() == word)
    }
}

/// Something that a desk did and that the member has not seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct News {
    pub(crate) kind: NewsKind,
    /// The issue as it is now.
    pub(crate) issue: Issue,
    pub(crate) at: Timestamp,
    /// What it is marked as told by. No desk's round is called so.
    pub(crate) key: RoundKey,
}

/// Whether a round's key is that of news.
pub(crate) fn is_news(key: &RoundKey) -> bool {
    key.as_str().starts_with(KEYS)
}

const KEYS: &str = "news/";

impl Cache {
    /// What the member has not seen, oldest first.
    pub(crate) async fn news(&self, account: &AccountId) -> Result<Vec<News>, StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                let mut rows = db.prepare_cached(
                    "SELECT news.kind, news.at, issue.body FROM news JOIN issue USING (account)
                     WHERE news.account = ?1 AND issue.id = news.issue ORDER BY news.at, news.issue",
                )?;
                let mut rows = rows.query([account])?;
                let mut all = Vec::new();
                while let Some(row) = rows.next()? {
                    let issue: Issue = serde_json::from_str(row.get_ref(2)?.as_str().unwrap_or_default())?;
                    let at: i64 = row.get(1)?;
                    let word: String = row.get(0)?;
                    let Some(kind) = NewsKind::of_word(&word) else { continue };
                    let key = RoundKey::new(format!("{KEYS}{word}/{}/{at}", issue.id));
                    all.push(News { kind, issue, at: moment(at), key });
                }
                Ok(all)
            })
            .await
    }

    /// Forgets what an issue had new: the member has seen it.
    pub(crate) async fn forget_news(
        &self,
        account: &AccountId,
        issue: &RemoteId,
    ) -> Result<(), StoreProblem> {
        let (account, issue) = (account.to_string(), issue.clone());
        let (its, of) = (account.clone(), issue.clone());
        if self.0.call(move |db| is_there(db, &its, &of)).await? {
            self.0.write(move |db| forget(db, &account, &issue)).await?;
        }
        Ok(())
    }
}

fn is_there(db: &Connection, account: &str, issue: &RemoteId) -> Result<bool, StoreProblem> {
    let mut there = db.prepare_cached("SELECT 1 FROM news WHERE account = ?1 AND issue = ?2")?;
    Ok(there.exists(params![account, issue.as_str()])?)
}

/// Forgets what an issue had new.
pub(super) fn forget(db: &Transaction<'_>, account: &str, issue: &RemoteId) -> Result<(), StoreProblem> {
    db.prepare_cached("DELETE FROM news WHERE account = ?1 AND issue = ?2")?
        .execute(params![account, issue.as_str()])?;
    Ok(())
}

/// Notes what is new of an issue that takes the place of an older state of it.
pub(super) fn note(
    db: &Transaction<'_>,
    account: &str,
    before: &Issue,
    now: &Issue,
) -> Result<(), StoreProblem> {
    match change(before, now) {
        Change::News(kind, at) => {
            db.prepare_cached(
                "INSERT INTO news (account, issue, kind, at) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (account, issue) DO UPDATE SET kind = excluded.kind, at = excluded.at",
            )?
            .execute(params![account, now.id.as_str(), kind.word(), at.as_millisecond()])?;
        }
        Change::Over => forget(db, account, &now.id)?,
        Change::None => {}
    }
    Ok(())
}

/// What a new state of an issue says to the member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    /// Something to tell.
    News(NewsKind, Timestamp),
    /// Nothing, nor what was to be told before: a round speaks for the issue, or the member has spoken.
    Over,
    /// Nothing.
    None,
}

fn change(before: &Issue, now: &Issue) -> Change {
    let written = now.last_entry.as_ref().filter(|last| is_newer(before.last_entry.as_ref(), last));
    let by_member = written.is_some_and(|entry| entry.author.side == Side::Member);
    match (before.status, now.status) {
        (_, Status::AwaitingFeedback) => Change::Over,
        // Whoever closed or opened it with words of their own knows.
        _ if by_member => Change::Over,
        (Status::Open | Status::AwaitingFeedback, Status::Closed) => {
            Change::News(NewsKind::Closed, now.closed.unwrap_or(now.updated))
        }
        (Status::Closed, Status::Open) => Change::News(NewsKind::Reopened, now.updated),
        (_, Status::Open | Status::Closed) => {
            written.map_or(Change::None, |entry| Change::News(NewsKind::Reply, entry.at))
        }
    }
}

fn is_newer(before: Option<&EntryBrief>, now: &EntryBrief) -> bool {
    before.is_none_or(|before| now.at > before.at)
}

#[cfg(test)]
mod tests {
    use svara_model::{Allows, Author, Round};

    use super::*;

    fn issue(status: Status, last: Option<(Side, i64)>) -> Issue {
        Issue {
            id: RemoteId::new("1"),
            number: "1".into(),
            title: "Svenska - skrivaren".into(),
            status,
            language: None,
            opened: moment(0),
            closed: (status == Status::Closed).then(|| moment(70)),
            updated: moment(80),
            round: (status == Status::AwaitingFeedback).then(|| Round {
                key: RoundKey::new("r"),
                since: moment(60),
                asker: None,
                question: None,
            }),
            last_entry: last.map(|(side, at)| EntryBrief {
                author: Author { name: "Maja".into(), side },
                at: moment(at),
                text: "Klart".into(),
            }),
            allows: Allows::default(),
        }
    }

    #[test]
    fn what_the_desk_does_is_news_and_what_the_member_does_is_not() {
        use Status::{AwaitingFeedback, Closed, Open};
        let (desk, member) = (Some((Side::Agent, 50)), Some((Side::Member, 50)));
        let asked = Some((Side::Agent, 10));
        let news = |kind, at| Change::News(kind, moment(at));
        for (before, now, last, said) in [
            (Open, Closed, None, news(NewsKind::Closed, 70)),
            (AwaitingFeedback, Closed, asked, news(NewsKind::Closed, 70)),
            (Open, Closed, desk, news(NewsKind::Closed, 70)),
            (Open, Closed, member, Change::Over),
            (Closed, Open, asked, news(NewsKind::Reopened, 80)),
            (Closed, Open, member, Change::Over),
            (Closed, AwaitingFeedback, desk, Change::Over),
            (Open, Open, desk, news(NewsKind::Reply, 50)),
            (Closed, Closed, desk, news(NewsKind::Reply, 50)),
            (AwaitingFeedback, Open, asked, Change::None),
            (AwaitingFeedback, Open, member, Change::Over),
            (Open, Open, asked, Change::None),
        ] {
            assert_eq!(change(&issue(before, asked), &issue(now, last)), said, "{before:?} {now:?} {last:?}");
        }
    }
}
