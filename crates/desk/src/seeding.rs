//! Many issues at once, for hosts that measure or test.

use std::sync::Arc;

use rusqlite::Connection;

use crate::{
    desk::Desk,
    facts::Limits,
    problem::{Code, Problem},
    seams::Random,
    store::{
        issues::Writing,
        users::{self, User},
    },
    wire::{EntryKind, NewIssue},
};

/// Issues of one transaction.
const BATCH: usize = 5_000;

/// An issue as it is to be.
#[derive(Debug, Clone)]
pub struct SeedIssue {
    /// Its title.
    pub title: String,
    /// BCP 47.
    pub language: Option<String>,
    /// When it was opened, in milliseconds since 1970; everything else follows within seconds.
    pub at: i64,
    /// What its member wrote.
    pub text: String,
    /// What the agent replied.
    pub reply: Option<String>,
    /// How it ends.
    pub end: SeedEnd,
}

/// How a seeded issue ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeedEnd {
    /// With the desk.
    Open,
    /// Its reply is a question.
    Awaiting,
    /// Closed.
    Closed,
}

impl Desk {
    /// Adds issues of a member, answered by an agent, in this order. No hint is told.
    pub async fn seed_issues(
        &self,
        member: &str,
        agent: &str,
        issues: impl Iterator<Item = SeedIssue> + Send,
    ) -> Result<(), Problem> {
        let limits = self.facts().await?.limits;
        let mut issues = issues.peekable();
        while issues.peek().is_some() {
            let batch: Vec<SeedIssue> = issues.by_ref().take(BATCH).collect();
            let (member, agent) = (member.to_owned(), agent.to_owned());
            let random = Arc::clone(&self.app.random);
            let work = move |conn: &Connection| {
                let member = users::by_name(conn, &member)?.ok_or(Code::NotFound)?;
                let agent = users::by_name(conn, &agent)?.ok_or(Code::NotFound)?;
                for issue in batch {
                    seed(conn, &*random, limits, [&member, &agent], issue)?;
                }
                Ok(())
            };
            self.app.db.write(work).await?;
        }
        Ok(())
    }
}

fn seed(
    conn: &Connection,
    random: &dyn Random,
    limits: Limits,
    [member, agent]: [&User; 2],
    issue: SeedIssue,
) -> Result<(), Problem> {
    let SeedIssue { title, language, at, text, reply, end } = issue;
    let writes = Writing { conn, random, limits, user: member, at };
    let issue = writes.open(&NewIssue { title, language, text, uploads: Vec::new() })?.issue;
    let answers = Writing { user: agent, at: at + 1000, ..writes };
    if let Some(reply) = reply {
        let kind = if end == SeedEnd::Awaiting { EntryKind::Ask } else { EntryKind::Reply };
        answers.write(&issue, kind, &reply, &[])?;
    }
    if end == SeedEnd::Closed {
        answers.close(&issue, None)?;
    }
    Ok(())
}
