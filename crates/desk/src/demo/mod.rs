//! A desk to try out: members, agents, issues in many languages, and a question on demand. The texts are data of the
//! demo, not of the product; they lie in `demo/` of this crate.

mod chats;
mod pictures;
mod plot;

use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::Connection;

use crate::{
    desk::{Desk, NewUser},
    facts::{ChatRules, CloseRule, Facts, Limits, Topic},
    hub::News,
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
const TOPICS: [(&str, &str); 3] =
    [("orders", "Orders and payments"), ("account", "Account and sign-in"), ("other", "Something else")];
/// The demo's awaiting issues are younger than its warning.
const CLOSE_RULE: CloseRule = CloseRule { working_days: 5, warns: true };
/// Without look-alikes: people type these.
const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
const RANDOM_CHARS: usize = 16;

pub(crate) use chats::join;

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
    /// Makes this desk a demo, wholly or not at all. On one that is a demo already only the agent's password is set anew.
    /// [`Code::Conflict`] when users of the demo's names exist.
    pub async fn seed_demo(&self, seed: SeedDemo) -> Result<Demo, Problem> {
        let member_password = seed.member_password.unwrap_or_else(|| PASSWORD.to_owned());
        let agent_password = match seed.agent_password {
            Some(password) => password,
            None => random_password(&*self.app.random)?,
        };
        if self.facts().await?.demo {
            self.set_password(AGENT, agent_password.clone()).await?;
        } else {
            let at = seed.at.unwrap_or_else(|| self.app.clock.now());
            self.make_demo(cast(&member_password, &agent_password), at).await?;
        }
        Ok(Demo {
            member: MEMBER.to_owned(),
            ineligible_member: BELOW.to_owned(),
            member_password,
            agent: AGENT.to_owned(),
            agent_password,
        })
    }

    async fn make_demo(&self, cast: [NewUser; 4], at: Timestamp) -> Result<(), Problem> {
        let facts = demo_facts(self.facts().await?);
        let mut users = Vec::new();
        for user in cast {
            users.push(self.prepare_user(user, &facts).await?);
        }
        let story = plot::Story::prepare(self, at).await?;
        let chats = chats::Chats::prepare(self, at).await?;
        let (now, random) = (self.app.now(), Arc::clone(&self.app.random));
        let work = move |conn: &Connection| {
            for (user, hash) in &users {
                users::add(conn, user, hash.as_deref(), now)?;
            }
            story.play(conn, &*random, facts.limits)?;
            chats.play(conn, &*random, &facts)?;
            facts.save(conn)
        };
        self.app.db.write(work).await
    }
}

fn cast(member_password: &str, agent_password: &str) -> [NewUser; 4] {
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
    [elsa, bo, maja, NewUser::agent(SECOND_AGENT, "Tom")]
}

fn demo_facts(facts: Facts) -> Facts {
    let topic = |(id, name): (&str, &str)| Topic { id: id.to_owned(), name: name.to_owned() };
    let topics = TOPICS.into_iter().map(topic).collect();
    Facts {
        name: "Svara demo desk".to_owned(),
        announcement: Some(ANNOUNCEMENT.to_owned()),
        chat: ChatRules { topics, ..facts.chat },
        close_rule: Some(CLOSE_RULE),
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
) -> Result<Vec<News>, Problem> {
    let agent = users::any_agent(conn)?.ok_or(Code::Conflict)?;
    let issues = reading::changes(conn, &member.id, 0, 1000)?;
    let latest = |status| issues.iter().rev().map(|row| &row.issue).find(|issue| issue.status == status);
    let mut news = Vec::new();
    let writing = Writing { conn, random, limits, user: &agent, at };
    let issue: &Issue = match latest(Status::Open) {
        Some(issue) => issue,
        None => {
            let closed = latest(Status::Closed)
                .ok_or_else(|| Problem::new(Code::Conflict).detail("there is no issue to ask about"))?;
            news.push(writing.reopen(&closed.id)?.news);
            closed
        }
    };
    let question = plot::question(issue.language.as_deref(), at)?;
    news.push(writing.write(&issue.id, EntryKind::Ask, &question, &[])?.news);
    Ok(news)
}
