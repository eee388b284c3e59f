//! Reading issues and entries. What a member reads never passes a note: the SQL leaves them out.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, Row};

use crate::{
    problem::{Code, Problem},
    store::{
        uploads::{self, Place},
        users::{self, User},
    },
    wire::{AgentEntry, AgentIssue, Allows, Author, Entry, Issue, LastEntry, Role, Round, Status, rfc3339},
};

const QUESTION_CHARS: usize = 500;
const LINE_CHARS: usize = 200;
/// Words of a search that are heeded.
const WORDS: usize = 8;

/// The last public entry stands beside each issue.
const ISSUE: &str = "SELECT issue.id, issue.number, issue.title, issue.status, issue.language, issue.opened,
  issue.closed, issue.updated, issue.round_seq, issue.round_since, issue.round_asker, issue.round_question,
  issue.changed_seq, issue.owner, issue.last_seq, entry.author_name, entry.side, entry.at, entry.text
  FROM issue LEFT JOIN entry ON entry.seq =
    (SELECT max(seq) FROM entry WHERE entry.issue = issue.id AND entry.kind <> 'note')";

/// An issue with what only the desk needs of it.
pub(crate) struct IssueRow {
    pub(crate) issue: Issue,
    pub(crate) owner: String,
    /// The last change that the member may see.
    pub(crate) changed: i64,
    /// The last event, notes too.
    pub(crate) last: i64,
}

/// The issue, if it is this member's; another's is not told from a missing one.
pub(crate) fn own_issue(conn: &Connection, owner: &str, id: &str) -> Result<IssueRow, Problem> {
    let found = any_issue(conn, id)?;
    if found.owner == owner { Ok(found) } else { Err(Code::NotFound.into()) }
}

pub(crate) fn any_issue(conn: &Connection, id: &str) -> Result<IssueRow, Problem> {
    let sql = format!("{ISSUE} WHERE issue.id = ?1");
    let found = conn.prepare_cached(&sql)?.query_row([id], read_issue).optional()?;
    found.ok_or_else(|| Code::NotFound.into())
}

/// The member's issues that changed after `since`, at most `limit`, oldest change first.
pub(crate) fn changes(
    conn: &Connection,
    owner: &str,
    since: i64,
    limit: usize,
) -> Result<Vec<IssueRow>, Problem> {
    let sql = format!(
        "{ISSUE} WHERE issue.owner = ?1 AND issue.changed_seq > ?2 ORDER BY issue.changed_seq LIMIT ?3"
    );
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut statement = conn.prepare_cached(&sql)?;
    let found = statement.query_map((owner, since, limit), read_issue)?.collect::<Result<_, _>>()?;
    Ok(found)
}

/// Ids of the member's issues with their last change, at most `limit`. In the order of changes, in which an issue only ever
/// moves ahead: a walk from the start meets everything that stays.
pub(crate) fn census(
    conn: &Connection,
    owner: &str,
    after: i64,
    limit: usize,
) -> Result<Vec<(String, i64)>, Problem> {
    let mut statement = conn.prepare_cached(
        "SELECT id, changed_seq FROM issue WHERE owner = ?1 AND changed_seq > ?2 ORDER BY changed_seq LIMIT ?3",
    )?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let found = statement.query_map((owner, after, limit), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// The last change of any of the member's issues; 0 when there is none.
pub(crate) fn head(conn: &Connection, owner: &str) -> Result<i64, Problem> {
    let head = conn
        .prepare_cached("SELECT coalesce(max(changed_seq), 0) FROM issue WHERE owner = ?1")?
        .query_row([owner], |row| row.get(0))?;
    Ok(head)
}

/// The last event of the desk; a cursor beyond it is of a database that was put back to an earlier state.
pub(crate) fn desk_head(conn: &Connection) -> Result<i64, Problem> {
    Ok(conn.query_row("SELECT coalesce(max(seq), 0) FROM event", [], |row| row.get(0))?)
}

/// Which issues an agent wants to see.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    pub(crate) status: Option<Status>,
    /// BCP 47, as the issue says it.
    pub(crate) language: Option<String>,
    /// Each must stand in the issue.
    pub(crate) words: String,
}

/// Every member's issues for the agents, latest event first.
pub(crate) fn for_agents(
    conn: &Connection,
    wanted: &Wanted,
    before: i64,
    limit: usize,
) -> Result<Vec<(i64, AgentIssue)>, Problem> {
    // `?5` is a list of words, and of each word a list of patterns.
    let sql = format!(
        "{ISSUE} WHERE issue.last_seq < ?1 AND (?2 IS NULL OR issue.status = ?2) AND (?3 IS NULL OR issue.language = ?3)
         AND NOT EXISTS (SELECT 1 FROM json_each(?5) AS word WHERE NOT EXISTS (
           SELECT 1 FROM json_each(word.value) AS spelt WHERE issue.title LIKE spelt.value ESCAPE '\\'
             OR '%' || issue.number || '%' = spelt.value
             OR EXISTS (SELECT 1 FROM user WHERE user.id = issue.owner
               AND (user.name LIKE spelt.value ESCAPE '\\' OR user.user_name LIKE spelt.value ESCAPE '\\'))
             OR EXISTS (SELECT 1 FROM entry AS said WHERE said.issue = issue.id AND said.text LIKE spelt.value ESCAPE '\\')))
         ORDER BY issue.last_seq DESC LIMIT ?4"
    );
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let patterns = serde_json::to_string(&patterns(&wanted.words))?;
    let mut statement = conn.prepare_cached(&sql)?;
    let rows: Vec<IssueRow> = statement
        .query_map((before, wanted.status.map(status_name), &wanted.language, limit, patterns), read_issue)?
        .collect::<Result<_, _>>()?;
    rows.into_iter().map(|row| Ok((row.last, with_member(conn, row)?))).collect()
}

/// For each word the patterns of `LIKE` that find it. It takes upper and lower case of English letters for the same, so
/// the others are tried in the usual spellings.
fn patterns(words: &str) -> Vec<BTreeSet<String>> {
    let spellings = |word: &str| {
        let mut letters = word.chars();
        let capital =
            letters.next().map(|first| first.to_uppercase().chain(letters.flat_map(char::to_lowercase)));
        let spellings = [
            word.to_owned(),
            word.to_lowercase(),
            word.to_uppercase(),
            capital.into_iter().flatten().collect(),
        ];
        spellings.iter().map(|spelt| format!("%{}%", literally(spelt))).collect()
    };
    words.split_whitespace().take(WORDS).map(spellings).collect()
}

/// The text with nothing in it that `LIKE` would take for a pattern.
fn literally(text: &str) -> String {
    text.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_")
}

pub(crate) fn with_member(conn: &Connection, row: IssueRow) -> Result<AgentIssue, Problem> {
    let member = users::by_id(conn, &row.owner)?.into_issue_member();
    Ok(AgentIssue { issue: row.issue, member })
}

/// The entries of an issue that its member may read.
pub(crate) fn public_entries(conn: &Connection, issue: &str) -> Result<Vec<Entry>, Problem> {
    let all = entries(conn, "entry.issue = ?1 AND entry.kind <> 'note'", issue)?;
    Ok(all.into_iter().map(|one| one.entry).collect())
}

pub(crate) fn all_entries(conn: &Connection, issue: &str) -> Result<Vec<AgentEntry>, Problem> {
    entries(conn, "entry.issue = ?1", issue)
}

pub(crate) fn entry(conn: &Connection, id: &str) -> Result<AgentEntry, Problem> {
    entries(conn, "entry.id = ?1", id)?.pop().ok_or_else(|| Code::NotFound.into())
}

fn entries(conn: &Connection, which: &str, id: &str) -> Result<Vec<AgentEntry>, Problem> {
    let sql = format!(
        "SELECT entry.id, entry.author_name, entry.side, entry.at, entry.text, entry.kind FROM entry
         WHERE {which} ORDER BY entry.seq"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let rows = statement.query_map([id], |row| {
        let kind: String = row.get(5)?;
        let entry = Entry {
            id: row.get(0)?,
            author: Author { name: row.get(1)?, side: side(&row.get::<_, String>(2)?) },
            at: rfc3339(row.get(3)?),
            text: row.get(4)?,
            asks: kind == "ask",
            attachments: Vec::new(),
        };
        Ok(AgentEntry { entry, internal: kind == "note" })
    })?;
    let mut found = rows.collect::<Result<Vec<_>, _>>()?;
    for one in &mut found {
        one.entry.attachments = uploads::of(conn, Place::Entry(&one.entry.id))?;
    }
    Ok(found)
}

fn read_issue(row: &Row<'_>) -> rusqlite::Result<IssueRow> {
    let status = read_status(&row.get::<_, String>(3)?);
    let last_entry = match row.get::<_, Option<String>>(15)? {
        None => None,
        Some(name) => Some(LastEntry {
            author: Author { name, side: side(&row.get::<_, String>(16)?) },
            at: rfc3339(row.get(17)?),
            text: one_line(&row.get::<_, String>(18)?),
        }),
    };
    let round = match row.get::<_, Option<i64>>(8)? {
        None => None,
        Some(seq) => Some(Round {
            key: seq.to_string(),
            since: rfc3339(row.get(9)?),
            asker: row.get(10)?,
            question: row.get(11)?,
        }),
    };
    let answerable = status != Status::Closed;
    let issue = Issue {
        id: row.get(0)?,
        number: row.get::<_, i64>(1)?.to_string(),
        title: row.get(2)?,
        status,
        language: row.get(4)?,
        opened: rfc3339(row.get(5)?),
        closed: row.get::<_, Option<i64>>(6)?.map(rfc3339),
        updated: rfc3339(row.get(7)?),
        round,
        last_entry,
        allows: Allows { reply: answerable, attach: answerable, close: false, reopen: false },
    };
    Ok(IssueRow { issue, changed: row.get(12)?, owner: row.get(13)?, last: row.get(14)? })
}

fn side(name: &str) -> Role {
    if name == "agent" { Role::Agent } else { Role::Member }
}

fn read_status(name: &str) -> Status {
    match name {
        "awaiting_feedback" => Status::AwaitingFeedback,
        "closed" => Status::Closed,
        _ => Status::Open,
    }
}

fn status_name(status: Status) -> &'static str {
    match status {
        Status::Open => "open",
        Status::AwaitingFeedback => "awaiting_feedback",
        Status::Closed => "closed",
    }
}

/// The beginning of a text in one line.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if line.chars().count() > LINE_CHARS {
            break;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    shorten(&line, LINE_CHARS)
}

/// What a round remembers of the question.
pub(crate) fn question(text: &str) -> String {
    shorten(text.trim(), QUESTION_CHARS)
}

fn shorten(text: &str, chars: usize) -> String {
    if text.chars().count() <= chars {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(chars.saturating_sub(1)).collect();
    short.push('…');
    short
}

/// For a member: the user may read the issue when it is theirs; for an agent: always.
pub(crate) fn issue_for(conn: &Connection, user: &User, id: &str) -> Result<IssueRow, Problem> {
    match user.role {
        Role::Agent => any_issue(conn, id),
        Role::Member => own_issue(conn, &user.id, id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_line_and_short() {
        assert_eq!(one_line("a\n\n b\tc"), "a b c");
        let long = one_line(&"å ".repeat(500));
        assert_eq!(long.chars().count(), LINE_CHARS);
        assert!(long.ends_with('…'));
        assert_eq!(one_line(&"x".repeat(10_000)).chars().count(), LINE_CHARS);
    }
}
