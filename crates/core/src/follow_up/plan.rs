//! What to tell and what to take away: a pure decision.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use svara_model::{AccountId, Issue, RemoteId, RoundKey};

use crate::planted::{self, Bug};
use crate::store::{Later, Mark, Occasion, Shown};

/// What the decision is made of.
pub(super) struct Facts<'a> {
    pub(super) account: &'a AccountId,
    /// The issues whose round is not over.
    pub(super) awaiting: &'a [Issue],
    /// For each of them, whether its round was told in any way.
    pub(super) told: &'a [bool],
    pub(super) laters: &'a [Later],
    pub(super) summary_due: bool,
    /// Rounds that nobody can say anything of yet: kept as told or wanted, and not (any more) in the cache.
    pub(super) in_doubt: &'a BTreeSet<RoundKey>,
    /// What stands on the desktop, by tag.
    pub(super) standing: &'a BTreeMap<String, Shown>,
    /// The issue of this account that the member looks at.
    pub(super) looking: Option<&'a RemoteId>,
    pub(super) turn: Turn,
    pub(super) now: Timestamp,
}

/// What may be told now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// One at once: nothing was told in the last minute.
    Free,
    /// Nothing: a notice came less than a minute ago.
    Collecting,
    /// All that is due, as one: the minute after a notice is over.
    Collected,
}

/// What to do.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// The notice to show now.
    pub(super) tell: Option<Telling>,
    /// Standing notices to show anew without a sound: what they say has changed.
    pub(super) update: Vec<Telling>,
    /// Tags of notices to take away.
    pub(super) withdraw: Vec<String>,
    /// What the member sees without being told.
    pub(super) seen: Vec<Mark>,
    /// Rounds that are over and were to be told again.
    pub(super) over: Vec<RoundKey>,
    /// Rounds to be told again whose time is further away than it ever was: the clock was turned back.
    pub(super) capped: Vec<Later>,
    /// The summary has nothing left to say.
    pub(super) summary_over: bool,
    /// When something is due next.
    pub(super) until: Option<Timestamp>,
}

impl Plan {
    /// While not every issue is known (the cache was made anew), a round that is not there is not over.
    pub(super) fn end_nothing(&mut self) {
        self.update.clear();
        self.withdraw.clear();
        self.over.clear();
        self.summary_over = false;
    }
}

/// One notice to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Telling {
    /// The same for every occasion of a round, so that a later one replaces.
    pub(super) tag: String,
    /// What it names, the most urgent first; never nothing.
    pub(super) about: Vec<About>,
    /// Whether it is the summary of the account's first sync.
    pub(super) first_sync: bool,
    /// Whether it makes a sound; not when it only says anew what stands.
    pub(super) alert: bool,
}

/// A round in a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct About {
    pub(super) issue: Issue,
    pub(super) round: RoundKey,
    /// Why it is told; none: it was told before and is named again.
    pub(super) occasion: Option<Occasion>,
}

impl Telling {
    /// The only round it is about, when it is about one.
    pub(super) fn only(&self) -> Option<&About> {
        match self.about.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }

    /// What is told with it.
    pub(super) fn marks(&self) -> Vec<Mark> {
        let mark = |about: &About| Some(Mark { round: about.round.clone(), occasion: about.occasion? });
        self.about.iter().filter_map(mark).collect()
    }

    /// A digest of what it says, to find out later whether that has changed.
    pub(super) fn says(&self) -> String {
        let mut digest = Sha256::new();
        let mut add = |text: &str| {
            digest.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_le_bytes());
            digest.update(text);
        };
        add(&self.about.len().to_string());
        if let Some(first) = self.about.first() {
            add(first.round.as_str());
        }
        if let Some(round) = self.only().and_then(|only| only.issue.round.as_ref()) {
            add(round.asker.as_deref().unwrap_or_default());
            add(round.question.as_deref().unwrap_or_default());
        }
        hex::encode(digest.finalize()).chars().take(16).collect()
    }
}

/// A round that is not over.
struct Open<'a> {
    issue: &'a Issue,
    round: &'a RoundKey,
    since: Timestamp,
    told: bool,
    /// Whether the member looks at it.
    seen: bool,
}

impl Open<'_> {
    fn about(&self, occasion: Option<Occasion>) -> About {
        About { issue: self.issue.clone(), round: self.round.clone(), occasion }
    }
}

/// Decides what to tell and what to take away.
pub(super) fn plan(facts: &Facts<'_>) -> Plan {
    let mut plan = Plan::default();
    let open = open(facts);
    let due = due(facts, &open, &mut plan);
    plan.tell = tell(facts, &open, &due, &mut plan.summary_over);
    if planted::is(Bug::SummaryForgets)
        && let Some(telling) = &mut plan.tell
        && telling.about.len() > 1
        && let Some(forgotten) = telling.about.pop()
    {
        let occasion = forgotten.occasion.unwrap_or(Occasion::First);
        plan.seen.push(Mark { round: forgotten.round, occasion });
    }
    let telling = plan.tell.as_ref().map(|telling| telling.tag.clone());
    let in_doubt = |shown: &&Shown| shown.rounds.iter().any(|round| facts.in_doubt.contains(round));
    for shown in facts.standing.values().filter(|shown| !in_doubt(shown)) {
        match stands(shown, &open) {
            None => plan.withdraw.push(shown.tag.clone()),
            Some(again) if telling.as_ref() != Some(&shown.tag) => plan.update.extend(again),
            Some(_) => {}
        }
    }
    plan
}

/// The open rounds, the longest waiting first.
fn open<'a>(facts: &Facts<'a>) -> Vec<Open<'a>> {
    let rounds = facts.awaiting.iter().zip(facts.told).filter_map(|(issue, told)| {
        let round = issue.round.as_ref()?;
        let seen = facts.looking == Some(&issue.id) && !planted::is(Bug::TellsLookedAt);
        Some(Open { issue, round: &round.key, since: round.since, told: *told, seen })
    });
    let mut open: Vec<_> = rounds.collect();
    open.sort_by(|a, b| (a.since, &a.issue.id).cmp(&(b.since, &b.issue.id)));
    open
}

/// Why each open round is due now, if it is.
fn due(facts: &Facts<'_>, open: &[Open<'_>], plan: &mut Plan) -> BTreeMap<RoundKey, Occasion> {
    let mut due = BTreeMap::new();
    let mut mark = |open: &Open<'_>, occasion| {
        if open.seen {
            plan.seen.push(Mark { round: open.round.clone(), occasion });
        } else {
            due.insert(open.round.clone(), occasion);
        }
    };
    for round in open.iter().filter(|round| !round.told) {
        mark(round, Occasion::First);
    }
    for later in facts.laters {
        let Some(round) = open.iter().find(|open| *open.round == later.round) else {
            if !facts.in_doubt.contains(&later.round) {
                plan.over.push(later.round.clone());
            }
            continue;
        };
        let length = jiff::SignedDuration::try_from(later.length).unwrap_or(jiff::SignedDuration::MAX);
        let at = if later.due.duration_since(facts.now) > length {
            let at = facts.now.checked_add(length).unwrap_or(Timestamp::MAX);
            plan.capped.push(Later { due: at, ..later.clone() });
            at
        } else {
            later.due
        };
        if at > facts.now {
            plan.until = Some(plan.until.map_or(at, |until| until.min(at)));
        } else if round.told {
            mark(round, Occasion::Later(later.n));
        }
    }
    due
}

fn tell(
    facts: &Facts<'_>,
    open: &[Open<'_>],
    due: &BTreeMap<RoundKey, Occasion>,
    summary_over: &mut bool,
) -> Option<Telling> {
    let tag = format!("summary/{}", facts.account);
    let about = |open: &Open<'_>| open.about(due.get(open.round).copied());
    let unseen = || open.iter().filter(|open| !open.seen);
    if facts.summary_due {
        *summary_over = unseen().next().is_none();
        if *summary_over || facts.turn == Turn::Collecting {
            return None;
        }
        return Some(Telling { tag, about: unseen().map(about).collect(), first_sync: true, alert: true });
    }
    let mut pending = unseen().filter(|open| due.contains_key(open.round));
    let first = match facts.turn {
        Turn::Collecting => return None,
        Turn::Free => pending.next()?,
        Turn::Collected => match (pending.next()?, pending.next()) {
            (only, None) => only,
            // What an earlier one names still waits: it takes that one's place, so it names that, too.
            (..) => {
                let named: BTreeSet<&RoundKey> =
                    facts.standing.get(&tag).into_iter().flat_map(|shown| &shown.rounds).collect();
                let names = |open: &&Open<'_>| due.contains_key(open.round) || named.contains(open.round);
                let about = unseen().filter(names).map(about).collect();
                return Some(Telling { tag, about, first_sync: false, alert: true });
            }
        },
    };
    Some(Telling {
        tag: format!("round/{}/{}", facts.account, first.round),
        about: vec![about(first)],
        first_sync: false,
        alert: true,
    })
}

/// None: what it says is over. Else what it has to say anew, if that is something else.
fn stands(shown: &Shown, open: &[Open<'_>]) -> Option<Option<Telling>> {
    if shown.says.is_empty() && shown.rounds.is_empty() && shown.round.is_none() {
        // A summary of an earlier version, which did not keep what it names.
        return (!open.is_empty()).then_some(None);
    }
    let legacy = shown.round.as_ref().filter(|_| shown.says.is_empty());
    let names = |round: &RoundKey| legacy == Some(round) || shown.rounds.contains(round);
    let about: Vec<About> =
        open.iter().filter(|open| !open.seen && names(open.round)).map(|open| open.about(None)).collect();
    if about.is_empty() {
        return None;
    }
    let again = Telling { tag: shown.tag.clone(), about, first_sync: false, alert: false };
    Some((!shown.says.is_empty() && again.says() != shown.says).then_some(again))
}

#[cfg(test)]
mod tests;
