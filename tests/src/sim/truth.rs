//! What is so at the desk: read off the answers that it gives to writes, as they leave it.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use serde_json::Value;

/// What is so at the desk. Clones share it.
#[derive(Clone, Default)]
pub(super) struct Truth(Arc<Mutex<Known>>);

/// Everything that is known of the desk.
#[derive(Clone, Default)]
pub(super) struct Known {
    /// The members' issues by id.
    pub(super) issues: BTreeMap<String, DeskIssue>,
    /// Every round there ever was, by key.
    pub(super) rounds: BTreeMap<String, DeskRound>,
    /// How the members' lists were, the newest last.
    pub(super) versions: Vec<Version>,
    /// How many effects each of the members' keys had.
    pub(super) effects: BTreeMap<String, u32>,
}

/// An issue at the desk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct DeskIssue {
    /// The user name of the member whose it is.
    pub(super) owner: String,
    /// Its title.
    pub(super) title: String,
    /// `open`, `awaiting_feedback` or `closed`.
    pub(super) status: String,
    /// Its last change that the member can see, as the desk writes it.
    pub(super) updated: String,
    /// The key of its round, while it awaits feedback.
    pub(super) round: Option<String>,
    /// The texts that the member wrote, in the desk's order.
    pub(super) written: Vec<String>,
    /// How many of the desk's pictures each of these has.
    pub(super) files: Vec<usize>,
}

/// One round at the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DeskRound {
    /// Whose issue.
    pub(super) owner: String,
    /// Which issue.
    pub(super) issue: String,
    /// When it began, since the schedule's beginning.
    pub(super) began: Duration,
    /// When it was over.
    pub(super) over: Option<Duration>,
}

/// How a member's lists were from some moment on: (status, last change) by issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Version {
    /// Whose.
    pub(super) owner: String,
    /// From when on.
    pub(super) since: Duration,
    /// The lists.
    pub(super) lists: Lists,
}

/// Status and last change of each issue.
pub(super) type Lists = BTreeMap<String, (String, String)>;

/// Something that was written at the desk.
pub(super) struct Written<'a> {
    /// Who asked for it, by user name; none: an agent.
    pub(super) member: Option<&'a str>,
    /// Under which key.
    pub(super) key: &'a str,
    /// What was sent.
    pub(super) sent: &'a Value,
    /// What the desk answered.
    pub(super) answer: &'a Value,
}

impl Truth {
    /// What is known now.
    pub(super) fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a schedule begins with.
    pub(super) fn of(known: Known) -> Self {
        Self(Arc::new(Mutex::new(known)))
    }

    /// The same, to go on from on its own.
    pub(super) fn copy(&self) -> Self {
        Self::of(self.known().clone())
    }

    /// The desk wrote something, for the first time under its key.
    pub(super) fn wrote(&self, written: &Written<'_>, at: Duration) {
        let known = &mut *self.known();
        let Some(issue) = written.answer.get("issue") else { return };
        let id = text(issue, "id");
        let there = known.issues.entry(id.clone()).or_default();
        if let Some(member) = written.member {
            *known.effects.entry(written.key.to_owned()).or_default() += 1;
            member.clone_into(&mut there.owner);
            there.written.push(text(written.sent, "text"));
            let files = written.sent.get("uploads").and_then(Value::as_array).map_or(0, Vec::len);
            there.files.push(files);
        }
        there.title = text(issue, "title");
        there.status = text(issue, "status");
        there.updated = text(issue, "updated");
        let round = issue.get("round").and_then(|round| round.get("key")).and_then(Value::as_str);
        let before = std::mem::replace(&mut there.round, round.map(str::to_owned));
        let owner = there.owner.clone();
        if before.as_deref() != round {
            if let Some(over) = before.and_then(|key| known.rounds.get_mut(&key)) {
                over.over = Some(at);
            }
            if let Some(key) = round {
                let round = DeskRound { owner: owner.clone(), issue: id, began: at, over: None };
                known.rounds.insert(key.to_owned(), round);
            }
        }
        let lists = known.lists_of(&owner);
        known.versions.push(Version { owner, since: at, lists });
    }
}

impl Truth {
    /// The desk itself has closed an issue that nobody answered.
    pub(super) fn ended(&self, issue: &str, updated: &str, at: Duration) {
        let known = &mut *self.known();
        let Some(there) = known.issues.get_mut(issue) else { return };
        "closed".clone_into(&mut there.status);
        updated.clone_into(&mut there.updated);
        let owner = there.owner.clone();
        if let Some(over) = there.round.take().and_then(|key| known.rounds.get_mut(&key)) {
            over.over = Some(at);
        }
        let lists = known.lists_of(&owner);
        known.versions.push(Version { owner, since: at, lists });
    }
}

impl Known {
    /// Only how it is now, as from the beginning.
    pub(super) fn begin_anew(&mut self) {
        let owners: std::collections::BTreeSet<String> =
            self.issues.values().map(|issue| issue.owner.clone()).collect();
        self.rounds.retain(|_, round| round.over.is_none());
        for round in self.rounds.values_mut() {
            round.began = Duration::ZERO;
        }
        let now = |owner: String| Version { lists: self.lists_of(&owner), owner, since: Duration::ZERO };
        self.versions = owners.into_iter().map(now).collect();
        self.effects.clear();
    }

    /// A member's lists as they are now.
    pub(super) fn lists_of(&self, owner: &str) -> Lists {
        let own = self.issues.iter().filter(|(_, issue)| issue.owner == owner);
        own.map(|(id, issue)| (id.clone(), (issue.status.clone(), issue.updated.clone()))).collect()
    }

    /// A member's lists as they were then.
    pub(super) fn lists_at(&self, owner: &str, at: Duration) -> Option<&Lists> {
        let mut own = self.versions.iter().filter(|version| version.owner == owner && version.since <= at);
        own.next_back().map(|version| &version.lists)
    }

    /// The member's texts at the desk in which this word is.
    pub(super) fn holding<'a>(&'a self, owner: &'a str, marker: &'a str) -> impl Iterator<Item = &'a str> {
        let own = self.issues.values().filter(move |issue| issue.owner == owner);
        own.flat_map(move |issue| {
            issue.written.iter().filter(move |text| has_word(text, marker)).map(String::as_str)
        })
    }
}

/// Whether a text has this word in it.
pub(super) fn has_word(text: &str, word: &str) -> bool {
    text.split_whitespace().any(|part| part == word)
}

fn text(of: &Value, name: &str) -> String {
    of.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}
