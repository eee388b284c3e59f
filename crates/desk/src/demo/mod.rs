//! A desk to try out: members, agents, issues in many languages, and a question on demand. The texts are data of the
//! demo, not of the product; they lie in `demo/` of this crate.

mod pictures;
mod plot;

use jiff::Timestamp;
use rusqlite::Connection;

use crate::{
    desk::{Desk, NewUser},
    facts::{Facts, Limits},
    hub::Hint,
    problem::{Code, Problem},
    seams::Random,
    store::{
        issues::Writing,
        reading,
        users::{self, User},
    },
    wire::{EntryKind, Issue, Status},
};

const MEMBER: &str = "elsa";
const BELOW: &str = "bo";
const AGENT: &str = "maja";
const SECOND_AGENT: &str = "tom";
const PASSWORD: &str = "svara-demo";
const ANNOUNCEMENT: &str = "This service desk is for IT support issues. If you have any other support requests \
                            please contact your account manager";
/// Without look-alikes: people type these.
const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
const RANDOM_CHARS: usize = 16;

/// How the demo is made; [`Default`] is what a newcomer gets.
#[derive(Debug, Clone, Default)]
pub struct SeedDemo {
    /// The password of the two members; `svara-demo` unless given.
    pub member_password: Option<String>,
    /// The agent's password; random unless given.
    pub agent_password: Option<String>,
    /// The moment the newest issues are dated from; now unless given.
    pub at: Option<Timestamp>,
}

/// With what one can sign in to the demo.
#[derive(Debug, Clone)]
pub struct Demo {
    /// The member's user name.
    pub member: String,
    /// Another member's, whose rank is below the lowest that the desk serves.
    pub ineligible_member: String,
    /// The password of both.
    pub member_password: String,
    /// The agent's user name.
    pub agent: String,
    /// The agent's password. A new one is made at every start, for the old one is stored nowhere.
    pub agent_password: String,
}

impl Desk {
    /// Makes this desk a demo. On one that is a demo already only the passwords are set anew.
    pub async fn seed_demo(&self, seed: SeedDemo) -> Result<Demo, Problem> {
        let member_password = seed.member_password.unwrap_or_else(|| PASSWORD.to_owned());
        let agent_password = match seed.agent_password {
            Some(password) => password,
            None => random_password(&*self.app.random)?,
        };
        let facts = self.facts().await?;
        if facts.demo {
            self.set_password(AGENT, agent_password.clone()).await?;
        } else {
            self.add_users(&member_password, &agent_password).await?;
            let at = seed.at.unwrap_or_else(|| self.app.clock.now());
            plot::play(self, at, facts.limits).await?;
            // Last: a demo that was cut short is no demo, and starting again says so.
            self.set_facts(demo_facts(facts)).await?;
        }
        Ok(Demo {
            member: MEMBER.to_owned(),
            ineligible_member: BELOW.to_owned(),
            member_password,
            agent: AGENT.to_owned(),
            agent_password,
        })
    }

    async fn add_users(&self, member_password: &str, agent_password: &str) -> Result<(), Problem> {
        let elsa = NewUser {
            email: Some("elsa.lind@example.org".to_owned()),
            member_id: Some("SE-204817".to_owned()),
            ..NewUser::member(MEMBER, "Elsa Lind").rank("Gold").password(member_password)
        };
        let bo = NewUser {
            email: Some("bo.ek@example.org".to_owned()),
            member_id: Some("SE-318840".to_owned()),
            ..NewUser::member(BELOW, "Bo Ek").rank("Member").password(member_password)
        };
        let maja = NewUser::agent(AGENT, "Maja").password(agent_password);
        for user in [elsa, bo, maja, NewUser::agent(SECOND_AGENT, "Tom")] {
            self.add_user(user).await?;
        }
        Ok(())
    }
}

fn demo_facts(facts: Facts) -> Facts {
    Facts {
        name: "Svara demo desk".to_owned(),
        announcement: Some(ANNOUNCEMENT.to_owned()),
        demo: true,
        ..facts
    }
}

fn random_password(random: &dyn Random) -> Result<String, Problem> {
    let mut password = String::new();
    while password.len() < RANDOM_CHARS {
        let mut byte = [0_u8; 1];
        random.fill(&mut byte)?;
        // Bytes beyond a whole number of alphabets are thrown away: every letter is equally likely.
        let [byte] = byte.map(usize::from);
        if byte < 256 / LETTERS.len() * LETTERS.len()
            && let Some(letter) = LETTERS.get(byte % LETTERS.len())
        {
            password.push(char::from(*letter));
        }
    }
    Ok(password)
}

/// An agent asks this member something, in the issue's language. An open issue is asked about; without one the latest
/// closed one is opened again.
pub(crate) fn ask(
    conn: &Connection,
    random: &dyn Random,
    limits: Limits,
    member: &User,
    at: i64,
) -> Result<Option<Hint>, Problem> {
    let agent = users::any_agent(conn)?.ok_or(Code::Conflict)?;
    let issues = reading::changes(conn, &member.id, 0, 1000)?;
    let latest = |status| issues.iter().rev().map(|row| &row.issue).find(|issue| issue.status == status);
    let writing = Writing { conn, random, limits, user: &agent, at };
    let issue: &Issue = match latest(Status::Open) {
        Some(issue) => issue,
        None => {
            let closed = latest(Status::Closed)
                .ok_or_else(|| Problem::new(Code::Conflict).detail("there is no issue to ask about"))?;
            writing.reopen(&closed.id)?;
            closed
        }
    };
    let question = plot::question(issue.language.as_deref(), at)?;
    Ok(writing.write(&issue.id, EntryKind::Ask, &question, &[])?.hint)
}
