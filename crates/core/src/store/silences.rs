//! What the desk has closed because nobody answered: from it is learnt how long the desk waits.

use jiff::Timestamp;
use rusqlite::params;
use svara_model::{AccountId, Entry, Issue, RemoteId, Side};

use super::{StoreProblem, cache::Cache};

/// Closed issues that are looked at, the newest.
const CLOSED: u32 = 200;
/// Those of which it is worth asking how they ended.
const ASKED: u32 = 10;
/// Silent ends that are of interest: some of them were closed by hand.
const ENOUGH: usize = 30;

impl Cache {
    /// Of the issues closed last, those that may have ended silently and whose newest entries are not stored.
    pub(crate) async fn ends_unread(&self, account: &AccountId) -> Result<Vec<RemoteId>, StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                let mut closed = db.prepare_cached(
                    "SELECT body FROM (
                       SELECT body, entries_of, updated, vanished FROM issue
                       WHERE account = ?1 AND status = 'closed' ORDER BY sorted DESC, id LIMIT ?2)
                     WHERE (entries_of IS NULL OR entries_of < updated) AND NOT vanished",
                )?;
                let bodies = closed.query_map(params![account, ASKED], |row| row.get::<_, String>(0))?;
                let issues = bodies
                    .map(|body| Ok(serde_json::from_str(&body?)?))
                    .collect::<Result<Vec<Issue>, StoreProblem>>()?;
                let silent = |issue: &Issue| {
                    issue.last_entry.as_ref().is_some_and(|entry| entry.author.side != Side::Member)
                };
                Ok(issues.into_iter().filter(silent).map(|issue| issue.id).collect())
            })
            .await
    }

    /// Since when issues awaited an answer that never came, and when they were closed; the newest first. Of an issue whose
    /// entries are not stored nothing is known, so it is none of them.
    pub(crate) async fn silences(
        &self,
        account: &AccountId,
    ) -> Result<Vec<(Timestamp, Timestamp)>, StoreProblem> {
        let account = account.to_string();
        self.0
            .call(move |db| {
                let mut closed = db.prepare_cached(
                    "SELECT body, entries_of >= updated FROM (
                       SELECT body, entries_of, updated, vanished FROM issue
                       WHERE account = ?1 AND status = 'closed' ORDER BY sorted DESC, id LIMIT ?2)
                     WHERE entries_of IS NOT NULL AND NOT vanished",
                )?;
                let mut said = db.prepare_cached(
                    "SELECT body FROM entry WHERE account = ?1 AND issue = ?2 ORDER BY position",
                )?;
                let mut found = Vec::new();
                let mut rows = closed.query(params![account, CLOSED])?;
                while let Some(row) = rows.next()? {
                    let issue: Issue = serde_json::from_str(&row.get::<_, String>(0)?)?;
                    let bodies =
                        said.query_map(params![account, issue.id.as_str()], |row| row.get::<_, String>(0))?;
                    let entries =
                        bodies
                            .map(|body| Ok(serde_json::from_str(&body?)?))
                            .collect::<Result<Vec<Entry>, StoreProblem>>()?;
                    found.extend(silence(&issue, &entries, row.get(1)?));
                    if found.len() == ENOUGH {
                        break;
                    }
                }
                Ok(found)
            })
            .await
    }
}

/// Since when a closed issue awaited an answer, and when it was closed; none: it did not, or that is not certain. Entries of
/// an earlier change are all there are as long as the last of them is the issue's last.
fn silence(issue: &Issue, entries: &[Entry], current: bool) -> Option<(Timestamp, Timestamp)> {
    let last = entries.last()?.at;
    if !current && issue.last_entry.as_ref().is_none_or(|newest| newest.at > last) {
        return None;
    }
    let unanswered = entries.rsplit(|entry| entry.author.side == Side::Member).next()?;
    Some((unanswered.iter().find(|entry| entry.asks)?.at, issue.closed?))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn at(hour: u8) -> String {
        format!("2026-11-23T{hour:02}:00:00Z")
    }

    fn entries(said: &[(&str, bool)]) -> Vec<Entry> {
        let entry = |(n, (side, asks)): (u8, &(&str, bool))| {
            let author = json!({"name": "Noor", "side": side});
            serde_json::from_value(
                json!({"id": n.to_string(), "author": author, "at": at(n), "text": "…", "asks": asks,
                "attachments": []}),
            )
            .unwrap()
        };
        (0..).zip(said).map(entry).collect()
    }

    #[track_caller]
    fn check(said: &[(&str, bool)], current: bool, last: u8, since: Option<u8>) {
        let issue =
            serde_json::from_value(json!({"id": "7", "number": "7", "title": "Printer", "status": "closed",
            "language": null, "opened": at(0), "closed": at(20), "updated": at(20), "round": null,
            "last_entry": {"author": {"name": "Noor", "side": "agent"}, "at": at(last), "text": "…"},
            "allows": {"reply": false, "attach": false, "close": false, "reopen": false}}))
            .unwrap();
        let found =
            silence(&issue, &entries(said), current).map(|(from, to)| (from.to_string(), to.to_string()));
        assert_eq!(found, since.map(|since| (at(since), at(20))), "{said:?}");
    }

    #[test]
    fn a_question_without_a_later_word_of_the_members_ended_silently() {
        let (me, agent, ask) = (("member", false), ("agent", false), ("agent", true));
        check(&[me, ask], true, 1, Some(1));
        check(&[me, ask, agent, ask, agent], true, 4, Some(1));
        check(&[me, ask, me, ask, agent], true, 4, Some(3));
        check(&[me, ask, me], true, 2, None);
        check(&[me, agent], true, 1, None);
        check(&[], true, 0, None);
    }

    #[test]
    fn what_is_stored_of_an_earlier_change_tells_only_when_nothing_was_said_since() {
        let said = [("member", false), ("agent", true)];
        check(&said, false, 1, Some(1));
        check(&said, false, 2, None);
    }
}
