//! Writing issues: each step is an event with the next sequence number, and everything else follows from it.

use rusqlite::Connection;

use crate::{
    facts::Limits,
    hub::News,
    problem::{Code, Problem},
    seams::Random,
    store::{
        reading,
        steps::By,
        uploads::{self, Place},
        users::User,
    },
    wire::{EntryKind, NewIssue, Role, Status},
};

/// What a write needs besides the connection. The time comes with it, since the demo's issues lie in the past.
pub(crate) struct Writing<'a> {
    pub(crate) conn: &'a Connection,
    pub(crate) random: &'a dyn Random,
    pub(crate) limits: Limits,
    /// Who writes.
    pub(crate) user: &'a User,
    /// Milliseconds.
    pub(crate) at: i64,
}

/// What reaches an issue's tables, by a user or by the desk itself.
#[derive(Clone, Copy)]
pub(crate) struct Pen<'a> {
    pub(crate) conn: &'a Connection,
    pub(crate) random: &'a dyn Random,
    pub(crate) by: By<'a>,
    /// Milliseconds.
    pub(crate) at: i64,
}

/// What was written: the ids, and what is to be told.
pub(crate) struct Wrote {
    pub(crate) issue: String,
    pub(crate) entry: Option<String>,
    pub(crate) news: News,
}

impl Writing<'_> {
    /// Opens an issue of the writing member.
    pub(crate) fn open(&self, new: &NewIssue) -> Result<Wrote, Problem> {
        let issue = crate::seams::new_id(self.random)?;
        let pen = self.pen();
        let seq = pen.event(&issue, "opened")?;
        self.conn.execute(
            "INSERT INTO issue (id, number, owner, title, language, status, opened, updated, changed_seq, last_seq)
             VALUES (?1, (SELECT coalesce(max(number), 1000) + 1 FROM issue), ?2, ?3, ?4, 'open', ?5, ?5, ?6, ?6)",
            (&issue, &self.user.id, new.title.trim(), &new.language, self.at, seq),
        )?;
        let entry = self.entry(&issue, seq, EntryKind::Reply, &new.text, &new.uploads)?;
        let news = News::Issue { owner: self.user.id.clone(), seq, shown: true };
        Ok(Wrote { issue, entry: Some(entry), news })
    }

    /// Adds an entry. A member's reply ends the round; an agent's question makes one, or goes on with the one there is.
    pub(crate) fn write(
        &self,
        issue: &str,
        kind: EntryKind,
        text: &str,
        files: &[String],
    ) -> Result<Wrote, Problem> {
        let row = reading::issue_for(self.conn, self.user, issue)?;
        let closed = row.issue.status == Status::Closed;
        if closed && kind != EntryKind::Note {
            return Err(Problem::new(Code::Conflict).detail("the issue is closed"));
        }
        let begins = kind == EntryKind::Ask && row.issue.round.is_none();
        let event = match kind {
            EntryKind::Note => "note",
            EntryKind::Ask if begins => "awaiting",
            EntryKind::Ask | EntryKind::Reply => "reply",
        };
        let seq = self.pen().event(issue, event)?;
        let entry = self.entry(issue, seq, kind, text, files)?;
        self.move_on(issue, seq, kind, begins, text)?;
        let news = News::Issue { owner: row.owner, seq, shown: kind != EntryKind::Note };
        Ok(Wrote { issue: issue.to_owned(), entry: Some(entry), news })
    }

    fn move_on(
        &self,
        issue: &str,
        seq: i64,
        kind: EntryKind,
        begins: bool,
        text: &str,
    ) -> Result<(), Problem> {
        if kind == EntryKind::Note {
            self.conn.execute("UPDATE issue SET last_seq = ?2 WHERE id = ?1", (issue, seq))?;
            return Ok(());
        }
        self.pen().touch(issue, seq)?;
        if kind == EntryKind::Ask {
            let (asker, question) = (&self.user.name, reading::question(text));
            self.conn.execute(
                "UPDATE issue SET status = 'awaiting_feedback', round_asker = ?2, round_question = ?3,
                 round_seq = CASE WHEN ?4 THEN ?5 ELSE round_seq END,
                 round_since = CASE WHEN ?4 THEN ?6 ELSE round_since END WHERE id = ?1",
                (issue, asker, question, begins, seq, self.at),
            )?;
        } else if self.user.role == Role::Member {
            self.pen().end_round(issue, "open", None)?;
        }
        Ok(())
    }

    /// Closes the issue, with a last reply if there is a text.
    pub(crate) fn close(&self, issue: &str, text: Option<&str>) -> Result<Wrote, Problem> {
        let reply = text.map(|text| self.write(issue, EntryKind::Reply, text, &[])).transpose()?;
        let row = reading::any_issue(self.conn, issue)?;
        if row.issue.status == Status::Closed {
            return Err(Problem::new(Code::Conflict).detail("the issue is closed already"));
        }
        let seq = self.pen().close(issue)?;
        let news = News::Issue { owner: row.owner, seq, shown: true };
        Ok(Wrote { issue: issue.to_owned(), entry: reply.and_then(|r| r.entry), news })
    }

    /// Opens a closed issue again.
    pub(crate) fn reopen(&self, issue: &str) -> Result<Wrote, Problem> {
        let row = reading::any_issue(self.conn, issue)?;
        if row.issue.status != Status::Closed {
            return Err(Problem::new(Code::Conflict).detail("the issue is not closed"));
        }
        let pen = self.pen();
        let seq = pen.event(issue, "reopened")?;
        pen.touch(issue, seq)?;
        pen.end_round(issue, "open", None)?;
        let news = News::Issue { owner: row.owner, seq, shown: true };
        Ok(Wrote { issue: issue.to_owned(), entry: None, news })
    }

    fn entry(
        &self,
        issue: &str,
        seq: i64,
        kind: EntryKind,
        text: &str,
        files: &[String],
    ) -> Result<String, Problem> {
        let id = self.pen().entry(issue, seq, kind, text)?;
        uploads::give(self.conn, Place::Entry(&id), &self.user.id, files, &self.limits)?;
        Ok(id)
    }

    fn pen(&self) -> Pen<'_> {
        Pen { conn: self.conn, random: self.random, by: By::User(self.user), at: self.at }
    }
}

impl Pen<'_> {
    /// Warns the member that the issue is closed without an answer. The round goes on.
    pub(crate) fn warn(&self, issue: &str, text: &str) -> Result<i64, Problem> {
        let seq = self.reply(issue, text)?;
        self.conn.execute("UPDATE issue SET round_warned = ?2 WHERE id = ?1", (issue, self.at))?;
        Ok(seq)
    }

    /// Says something to the member that moves nothing.
    pub(crate) fn reply(&self, issue: &str, text: &str) -> Result<i64, Problem> {
        let seq = self.event(issue, "reply")?;
        self.entry(issue, seq, EntryKind::Reply, text)?;
        self.touch(issue, seq)?;
        Ok(seq)
    }

    /// Closes an issue that is not closed.
    pub(crate) fn close(&self, issue: &str) -> Result<i64, Problem> {
        let seq = self.event(issue, "closed")?;
        self.touch(issue, seq)?;
        self.end_round(issue, "closed", Some(self.at))?;
        Ok(seq)
    }

    /// The user who writes; none: the desk itself.
    fn user(&self) -> Option<&str> {
        match self.by {
            By::User(user) => Some(&user.id),
            By::Desk(_) => None,
        }
    }

    fn event(&self, issue: &str, kind: &str) -> Result<i64, Problem> {
        self.conn
            .prepare_cached("INSERT INTO event (issue, kind, actor, at) VALUES (?1, ?2, ?3, ?4)")?
            .execute((issue, kind, self.user(), self.at))?;
        Ok(self.conn.last_insert_rowid())
    }

    fn entry(&self, issue: &str, seq: i64, kind: EntryKind, text: &str) -> Result<String, Problem> {
        let id = crate::seams::new_id(self.random)?;
        let kind = match kind {
            EntryKind::Reply => "reply",
            EntryKind::Ask => "ask",
            EntryKind::Note => "note",
        };
        // What the desk itself says is of the team's side.
        let (name, side) = match self.by {
            By::User(user) if user.role == Role::Member => (user.name.as_str(), "member"),
            By::User(user) => (user.name.as_str(), "agent"),
            By::Desk(name) => (name, "agent"),
        };
        self.conn
            .prepare_cached(
                "INSERT INTO entry (id, seq, issue, kind, author, author_name, side, at, text)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?
            .execute((&id, seq, issue, kind, self.user(), name, side, self.at, text))?;
        Ok(id)
    }

    /// Every change has a later time than the one before, whatever the desk's clock did in between: who has two states of
    /// an issue tells the newer one by it.
    fn touch(&self, issue: &str, seq: i64) -> Result<(), Problem> {
        self.conn.execute(
            "UPDATE issue SET updated = max(?2, updated + 1), changed_seq = ?3, last_seq = ?3 WHERE id = ?1",
            (issue, self.at, seq),
        )?;
        Ok(())
    }

    fn end_round(&self, issue: &str, status: &str, closed: Option<i64>) -> Result<(), Problem> {
        self.conn.execute(
            "UPDATE issue SET status = ?2, closed = ?3, round_seq = NULL, round_since = NULL, round_asker = NULL,
             round_question = NULL, round_warned = NULL WHERE id = ?1",
            (issue, status, closed),
        )?;
        Ok(())
    }
}

/// Removes an issue with all that belongs to it, and no event says so; answers which uploads' files nothing names now.
pub(crate) fn purge(conn: &Connection, issue: &str) -> Result<Vec<String>, Problem> {
    let mut rows = conn.prepare(
        "SELECT upload.id FROM upload JOIN entry ON entry.id = upload.entry WHERE entry.issue = ?1",
    )?;
    let files = rows.query_map([issue], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    for file in &files {
        conn.execute("DELETE FROM upload WHERE id = ?1", [file])?;
    }
    conn.execute("DELETE FROM entry WHERE issue = ?1", [issue])?;
    match conn.execute("DELETE FROM issue WHERE id = ?1", [issue])? {
        0 => Err(Code::NotFound.into()),
        _ => Ok(files),
    }
}
