//! What to tell and what to take away: a pure decision.

use std::collections::HashMap;

use jiff::Timestamp;
use svara_model::{AccountId, Issue, RemoteId, RoundKey};

use crate::store::{Later, Mark, Occasion, Shown};

/// What the decision is made of.
pub(super) struct Facts<'a> {
    pub(super) account: &'a AccountId,
    /// The issues whose round is not over, the longest waiting first.
    pub(super) awaiting: &'a [Issue],
    /// For each of them, whether its round was told in any way.
    pub(super) told: &'a [bool],
    pub(super) laters: &'a [Later],
    pub(super) summary_due: bool,
    /// What stands on the desktop, by tag.
    pub(super) shown: &'a HashMap<String, Shown>,
    /// The issue that the member looks at.
    pub(super) looking: Option<(AccountId, RemoteId)>,
    pub(super) now: Timestamp,
}

/// What to do.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Notices to show, in this order.
    pub(super) tell: Vec<Telling>,
    /// Tags of notices to take away.
    pub(super) withdraw: Vec<String>,
    /// Rounds that the member sees by themselves.
    pub(super) seen: Vec<Mark>,
    /// Rounds that are over and were to be told again.
    pub(super) over: Vec<RoundKey>,
    /// The summary has nothing left to say.
    pub(super) summary_over: bool,
    /// When something is due next.
    pub(super) until: Option<Timestamp>,
}

/// One notice to show.
#[derive(Clone, Debug)]
pub(super) enum Telling {
    /// What awaited feedback at the first sync.
    Summary { account: AccountId, awaiting: Vec<Issue> },
    /// A round.
    Round { account: AccountId, issue: Box<Issue>, occasion: Occasion },
}

impl Telling {
    /// The notice's tag: the same for every occasion of a round, so that a later one replaces.
    pub(super) fn tag(&self) -> String {
        match self {
            Self::Summary { account, .. } => format!("summary/{account}"),
            Self::Round { account, .. } => round_tag(account, self.round()),
        }
    }

    /// The issue it is about, when it is about one.
    pub(super) fn issue(&self) -> Option<&Issue> {
        match self {
            Self::Summary { awaiting, .. } => match awaiting.as_slice() {
                [only] => Some(only),
                _ => None,
            },
            Self::Round { issue, .. } => Some(issue),
        }
    }

    /// The issues it is about.
    pub(super) fn awaiting(&self) -> &[Issue] {
        match self {
            Self::Summary { awaiting, .. } => awaiting,
            Self::Round { issue, .. } => std::slice::from_ref(issue),
        }
    }

    /// The round it is about, when it is about one.
    pub(super) fn round(&self) -> Option<&RoundKey> {
        self.issue().and_then(|issue| issue.round.as_ref()).map(|round| &round.key)
    }
}

fn round_tag(account: &AccountId, round: Option<&RoundKey>) -> String {
    format!("round/{account}/{}", round.map_or("", RoundKey::as_str))
}

/// Decides what to tell and what to take away.
pub(super) fn plan(facts: &Facts<'_>) -> Plan {
    let mut plan = Plan::default();
    let account = facts.account;
    let seen = |issue: &Issue| facts.looking.as_ref().is_some_and(|(a, i)| a == account && *i == issue.id);
    if facts.summary_due {
        let awaiting: Vec<Issue> = facts.awaiting.iter().filter(|issue| !seen(issue)).cloned().collect();
        plan.summary_over = awaiting.is_empty();
        if !awaiting.is_empty() {
            plan.tell.push(Telling::Summary { account: account.clone(), awaiting });
        }
    }
    for (issue, told) in facts.awaiting.iter().zip(facts.told) {
        let Some(round) = &issue.round else { continue };
        if !told && seen(issue) {
            plan.seen.push(Mark { round: round.key.clone(), occasion: Occasion::First });
        } else if !told {
            plan.tell.push(round_telling(account, issue, Occasion::First));
        }
    }
    for later in facts.laters {
        let issue = facts
            .awaiting
            .iter()
            .find(|issue| issue.round.as_ref().is_some_and(|round| round.key == later.round));
        match issue {
            None => plan.over.push(later.round.clone()),
            Some(issue) if later.due <= facts.now => {
                plan.tell.push(round_telling(account, issue, Occasion::Later(later.n)));
            }
            Some(_) => plan.until = Some(plan.until.map_or(later.due, |until| until.min(later.due))),
        }
    }
    for shown in facts.shown.values() {
        let stands = match (&shown.round, &shown.issue) {
            (None, _) => !facts.awaiting.is_empty(),
            (Some(round), _) => facts
                .awaiting
                .iter()
                .any(|issue| issue.round.as_ref().is_some_and(|open| open.key == *round) && !seen(issue)),
        };
        if !stands {
            plan.withdraw.push(shown.tag.clone());
        }
    }
    plan.withdraw.sort();
    plan
}

fn round_telling(account: &AccountId, issue: &Issue, occasion: Occasion) -> Telling {
    Telling::Round { account: account.clone(), issue: Box::new(issue.clone()), occasion }
}

#[cfg(test)]
mod tests;
