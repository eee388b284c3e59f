//! Chats: what the member and the team do in them, the eight states in which one is cut, and what must be so of them.

mod check;
mod cuts;
mod desk;
mod member;
mod plan;
mod scenes;
mod team;

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

pub(super) use check::ChatsSeen;
pub(super) use cuts::{Cuts, Stage};
pub(super) use desk::{DeskChat, DeskChats};
pub(super) use plan::{Rules, add};

/// What a member does about chats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ChatStep {
    /// Writes a question.
    Ask,
    /// Writes a question and sends it.
    Start,
    /// Writes a line and leaves it unsent.
    Write,
    /// Writes a line and sends it.
    Say,
    /// Ends the chat, leaves its queue, or takes its question back.
    End,
    /// Makes an issue of it.
    IntoIssue,
    /// Looks at it.
    Look,
    /// Is seen typing.
    Typing,
}

/// What the team does about chats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TeamStep {
    /// Goes on duty, or off it.
    Duty,
    /// Takes a chat that waits.
    Take,
    /// Says something, at times twice under one key.
    Say,
    /// Is seen typing.
    Typing,
    /// Gives a chat to the other one, or back to the queue.
    Transfer,
    /// Asks for an issue instead.
    Suggest,
    /// Ends a chat.
    End,
    /// Closes for chats.
    Close,
    /// Has no more room for chats.
    Full,
    /// Opens for chats.
    Open,
}

/// What a schedule's world knows of its chats.
pub(super) struct Chats {
    /// Whether there are any.
    pub(super) plays: bool,
    /// The desk's chats, beside it.
    pub(super) desk: DeskChats,
    /// In which state chats were cut.
    pub(super) cuts: Cuts,
    /// Each agent's user name and token.
    agents: [(&'static str, String); 2],
    /// When the desk looks after its chats next.
    tick: Duration,
    /// Chats of which the member wanted an issue.
    turned: BTreeSet<String>,
    /// What agents said, and where.
    said: Vec<(String, String)>,
    /// When each message was there at the earliest: when it was not, last.
    not_before: BTreeMap<(String, u64), Duration>,
    looked: Duration,
}

impl Chats {
    /// None yet.
    pub(super) fn new(desk: DeskChats, agents: [(&'static str, String); 2]) -> Self {
        Self {
            plays: false,
            desk,
            cuts: Cuts::default(),
            agents,
            tick: Duration::ZERO,
            turned: BTreeSet::new(),
            said: Vec::new(),
            not_before: BTreeMap::new(),
            looked: Duration::ZERO,
        }
    }

    /// An agent's user name and token.
    fn agent(&self, other: bool) -> (&'static str, String) {
        let [one, two] = self.agents.clone();
        if other { two } else { one }
    }
}

/// How many chats there were in a schedule, what was said in them, and where they were cut.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// Chats at the desk.
    pub chats: u64,
    /// What members and agents said in them.
    pub lines: u64,
    /// How often one was cut, by the state that it was in.
    pub cuts: BTreeMap<&'static str, u64>,
}
