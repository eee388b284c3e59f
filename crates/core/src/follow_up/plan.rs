//! What to tell and what to take away: a pure decision.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use svara_model::{AccountId, Issue, NoticeKind, RemoteId, RoundKey};

use super::{
    calendar::Calendar,
    closing::{Closing, Patience},
    loud::Loud,
    reminding::{self, Next},
    telling::{About, Matter, Telling},
};
use crate::planted::{self, Bug};
use crate::store::{Later, Mark, Marks, News, Occasion, Shown, Stamp, Summary};

/// What the decision is made of.
pub(super) struct Facts<'a> {
    pub(super) account: &'a AccountId,
    /// The issues whose round is not over.
    pub(super) awaiting: &'a [Issue],
    /// For each of them, what is kept of its round's tellings.
    pub(super) marks: &'a [Marks],
    /// What the desk did that begins no round, and that the member has not seen.
    pub(super) news: &'a [News],
    /// For each of it, what is kept of its telling.
    pub(super) news_marks: &'a [Marks],
    pub(super) laters: &'a [Later],
    /// What is to be told of the account as a whole.
    pub(super) summary: Option<Summary>,
    /// Whether the member comes back just now: what is due is told as one, when the desk has said what that is.
    pub(super) returning: bool,
    /// The rounds whose answers are on their way.
    pub(super) answered: &'a BTreeSet<RoundKey>,
    /// Rounds that nobody can say anything of yet: kept as told or wanted, and not (any more) in the cache.
    pub(super) in_doubt: &'a BTreeSet<RoundKey>,
    /// What *do not disturb* held back, and does no more.
    pub(super) again: &'a BTreeSet<RoundKey>,
    /// What stands on the desktop, by tag.
    pub(super) standing: &'a BTreeMap<String, Shown>,
    /// The issue of this account that the member looks at.
    pub(super) looking: Option<&'a RemoteId>,
    /// The one that they looked at until a moment ago, and until when they are not reminded of it.
    pub(super) left: Option<(&'a RemoteId, Timestamp)>,
    pub(super) turn: Turn,
    pub(super) now: Stamp,
    /// The working days, where the member is.
    pub(super) calendar: &'a Calendar,
    /// How long the desk waits for an answer, and by which working days.
    pub(super) patience: Option<(Patience, &'a Calendar)>,
    pub(super) loud: &'a Loud,
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
    /// What nobody wants to hear, as if it had come with what was told last: it puts off nothing that is still wanted.
    pub(super) silent: Vec<(Mark, Stamp)>,
    /// Issues of which the member sees what is new.
    pub(super) read: Vec<RemoteId>,
    /// Rounds that are over and were to be told again.
    pub(super) over: Vec<RoundKey>,
    /// Rounds to be told again whose time is further away than it ever was: the clock was turned back.
    pub(super) capped: Vec<Later>,
    /// The summary has nothing left to say.
    pub(super) summary_over: bool,
    /// Something was told by a clock that has been set back since.
    pub(super) turned: bool,
    /// Something is due, and waits for the quiet to end.
    pub(super) held: bool,
    /// Whether something is due when the app has run long enough.
    pub(super) waits_for_running: bool,
    /// When something is due next.
    pub(super) until: Option<Timestamp>,
}

impl Plan {
    /// Has it looked at again then, at the latest.
    fn wake(&mut self, at: Timestamp) {
        self.until = Some(self.until.map_or(at, |until| until.min(at)));
    }

    /// While not every issue is known (the cache was made anew), a round that is not there is not over.
    pub(super) fn end_nothing(&mut self) {
        self.update.clear();
        self.withdraw.clear();
        self.over.clear();
        self.summary_over = false;
    }
}

/// A round that is not over, or what the desk did and the member has not seen.
struct Open<'a> {
    issue: &'a Issue,
    matter: Matter,
    round: &'a RoundKey,
    since: Timestamp,
    marks: &'a Marks,
    /// Whether the member looks at it.
    seen: bool,
    /// When the desk closes it, where that is known.
    closing: Option<Closing>,
    /// Whether the member's answer is on its way.
    answered: bool,
}

impl Open<'_> {
    fn about(&self, occasions: &[Occasion]) -> About {
        About {
            issue: self.issue.clone(),
            matter: self.matter,
            round: self.round.clone(),
            occasions: occasions.to_vec(),
            closing: self.closing,
            answered: self.answered,
        }
    }
}

/// Why each round is due now.
type Due = BTreeMap<RoundKey, Vec<Occasion>>;

/// Decides what to tell and what to take away.
pub(super) fn plan(facts: &Facts<'_>) -> Plan {
    let mut plan = Plan::default();
    let open = open(facts);
    let mut due = due(facts, &open, &mut plan);
    let read = open.iter().filter(|open| open.seen && open.matter != Matter::Round);
    plan.read.extend(read.map(|open| open.issue.id.clone()));
    let mut summary = facts.summary;
    if facts.returning && !planted::is(Bug::ReturnSingly) {
        due.clear();
        summary = None;
    }
    if let Some(end) = facts.loud.quiet {
        let waiting = (due.len(), summary);
        summary = None;
        let last = |occasions: &Vec<Occasion>| occasions.contains(&Occasion::Deadline(reminding::LAST));
        let closing =
            |round: &RoundKey| open.iter().find(|open| open.round == round).and_then(|open| open.closing);
        due.retain(|round, occasions| {
            facts.loud.breaks() && last(occasions) && reminding::is_too_late(end, closing(round))
        });
        plan.held = waiting != (due.len(), summary);
        if plan.held {
            plan.wake(end);
        }
        if planted::is(Bug::QuietSwallows) && plan.held {
            let first = open.iter().filter(|open| !open.marks.told && !open.seen);
            plan.seen.extend(first.map(|open| Mark { round: open.round.clone(), occasion: Occasion::First }));
        }
    }
    plan.tell = tell(facts, &open, &due, summary, &mut plan.summary_over);
    if planted::is(Bug::SummaryForgets)
        && let Some(telling) = &mut plan.tell
        && telling.about.len() > 1
        && let Some(forgotten) = telling.about.pop()
    {
        let occasion = forgotten.occasions.first().copied().unwrap_or(Occasion::First);
        plan.seen.push(Mark { round: forgotten.round, occasion });
    }
    let telling = plan.tell.as_ref().map(|telling| telling.tag.clone());
    let in_doubt = |shown: &&Shown| shown.rounds.iter().any(|round| facts.in_doubt.contains(round));
    for shown in facts.standing.values().filter(|shown| !in_doubt(shown)) {
        match stands(shown, &open, facts.loud.notices.hidden) {
            None => plan.withdraw.push(shown.tag.clone()),
            Some(again) if telling.as_ref() != Some(&shown.tag) => plan.update.extend(again),
            Some(_) => {}
        }
    }
    plan
}

/// The open rounds, the longest waiting first: with one desk's patience that is the one with the least time left. Then
/// what is new.
fn open<'a>(facts: &Facts<'a>) -> Vec<Open<'a>> {
    let seen = |issue: &Issue| facts.looking == Some(&issue.id) && !planted::is(Bug::TellsLookedAt);
    let rounds = facts.awaiting.iter().zip(facts.marks).filter_map(|(issue, marks)| {
        let round = issue.round.as_ref()?;
        let closing =
            facts.patience.map(|(patience, calendar)| patience.closing(calendar, round.since, facts.now.at));
        let (matter, seen, since) = (Matter::Round, seen(issue), round.since);
        let answered = facts.answered.contains(&round.key);
        Some(Open { issue, matter, round: &round.key, since, marks, seen, closing, answered })
    });
    let news = facts.news.iter().zip(facts.news_marks).map(|(news, marks)| {
        let News { kind, issue, at, key } = news;
        let (matter, seen) = (Matter::News(*kind), seen(issue));
        Open { issue, matter, round: key, since: *at, marks, seen, closing: None, answered: false }
    });
    let mut open: Vec<_> = rounds.chain(news).collect();
    open.sort_by(|a, b| (a.matter, a.since, &a.issue.id).cmp(&(b.matter, b.since, &b.issue.id)));
    open
}

/// Why each open round is due now, if it is.
fn due(facts: &Facts<'_>, open: &[Open<'_>], plan: &mut Plan) -> Due {
    let mut due = Due::new();
    let known = open.iter().map(|open| open.round);
    let known: BTreeSet<_> = known.chain(facts.in_doubt).collect();
    let over = facts.laters.iter().filter(|later| !known.contains(&later.round));
    plan.over.extend(over.map(|later| later.round.clone()));
    plan.turned = open.iter().flat_map(|open| &open.marks.kept).any(|(_, told)| told.at > facts.now.at);
    for round in open {
        let occasions = occasions(facts, round, plan);
        // What nobody wants to hear is not told late when they want to again.
        let wanted = |occasion| facts.loud.tells(round.matter.kind(Some(occasion)));
        let (told, silent): (Vec<_>, Vec<_>) =
            occasions.into_iter().partition(|occasion| !round.seen && wanted(*occasion));
        let told = if told.is_empty() { again(facts, round) } else { told };
        let seen = silent.into_iter().map(|occasion| Mark { round: round.round.clone(), occasion });
        plan.seen.extend(seen);
        if !told.is_empty() {
            due.insert(round.round.clone(), told);
        }
    }
    due
}

/// What was held back when it was told is told once more, unless the member wants to hear of it later.
fn again(facts: &Facts<'_>, round: &Open<'_>) -> Vec<Occasion> {
    let later = facts.laters.iter().any(|later| later.round == *round.round);
    let told = !round.seen && !round.answered && !later && facts.again.contains(round.round);
    let summed =
        told.then(|| next_summed(round)).filter(|one| facts.loud.tells(round.matter.kind(Some(*one))));
    summed.into_iter().collect()
}

/// Why a round is due now: the most telling reason first.
fn occasions(facts: &Facts<'_>, round: &Open<'_>, plan: &mut Plan) -> Vec<Occasion> {
    let mut occasions = Vec::new();
    let kept = &round.marks.kept;
    // Who has answered is told nothing, unless the desk closes it before it has the answer.
    if !round.marks.told && !round.answered {
        occasions.push(Occasion::First);
    }
    if round.matter != Matter::Round {
        return occasions;
    }
    let mut wanted_later = false;
    for later in facts.laters.iter().filter(|later| later.round == *round.round) {
        let at = later_due(later, facts.now.at, plan);
        wanted_later = at > facts.now.at;
        if wanted_later {
            plan.wake(at);
        } else if round.marks.told && !round.answered {
            occasions.push(Occasion::Later(later.n));
        }
    }
    if let Some(patience) = facts.patience
        && !planted::is(Bug::DeadlineForgotten)
    {
        let (mut passed, next) = reminding::deadline(kept, patience, round.since, facts.now.at);
        if wanted_later || round.answered {
            passed.retain(|step| *step == Occasion::Deadline(reminding::LAST));
        }
        match facts.loud.night.filter(|end| !reminding::is_too_late(*end, round.closing)) {
            _ if !facts.loud.tells(NoticeKind::Deadline) => {
                let stamp = kept.iter().map(|(_, stamp)| *stamp).max_by_key(|stamp| stamp.at);
                let mark = |occasion| Mark { round: round.round.clone(), occasion };
                let silent = passed.into_iter().map(|step| (mark(step), stamp.unwrap_or(facts.now)));
                plan.silent.extend(silent);
            }
            Some(morning) if !passed.is_empty() => plan.wake(morning),
            _ => occasions.extend(passed.into_iter().rev()),
        }
        if let Some(next) = next {
            plan.wake(next);
        }
    }
    let keeps_back = wanted_later || round.answered;
    if occasions.is_empty() && !keeps_back && !planted::is(Bug::ReminderNever) {
        match reminding::reminder(kept, facts.now, facts.calendar) {
            Next::Now(occasion) => occasions.push(occasion),
            Next::At(at) => plan.wake(at),
            Next::Never => {}
        }
    }
    plan.waits_for_running |= reminding::waits_for_running(kept);
    match facts.left {
        // A moment ago they saw that it waits.
        Some((issue, until)) if *issue == round.issue.id && round.marks.told && !occasions.is_empty() => {
            plan.wake(until);
            Vec::new()
        }
        _ => occasions,
    }
}

/// When a *Later* is due. One that lies further away than it ever was comes from a clock that was set back.
fn later_due(later: &Later, now: Timestamp, plan: &mut Plan) -> Timestamp {
    let length = jiff::SignedDuration::try_from(later.length).unwrap_or(jiff::SignedDuration::MAX);
    if later.due.duration_since(now) <= length {
        let hour = jiff::SignedDuration::from_hours(i64::from(planted::is(Bug::LaterLate)));
        return later.due.checked_add(hour).unwrap_or(later.due);
    }
    let due = now.checked_add(length).unwrap_or(Timestamp::MAX);
    plan.capped.push(Later { due, ..later.clone() });
    due
}

fn tell(
    facts: &Facts<'_>,
    open: &[Open<'_>],
    due: &Due,
    summary: Option<Summary>,
    summary_over: &mut bool,
) -> Option<Telling> {
    let tag = format!("summary/{}", facts.account);
    let hidden = facts.loud.notices.hidden;
    let about = |open: &Open<'_>| open.about(due.get(open.round).map(Vec::as_slice).unwrap_or_default());
    let unseen = || open.iter().filter(|open| !open.seen);
    if summary.is_some() {
        let wanted = facts.loud.tells(Some(NoticeKind::Awaiting));
        let names = |open: &&Open<'_>| match open.matter {
            Matter::Round => (wanted && !open.answered) || due.contains_key(open.round),
            // What is new at a first sync is no news.
            Matter::News(_) => summary == Some(Summary::Return) && due.contains_key(open.round),
        };
        let about: Vec<_> = unseen().filter(names).map(|open| open.about(&summed(open, due))).collect();
        *summary_over = about.is_empty();
        if *summary_over || facts.turn == Turn::Collecting {
            return None;
        }
        let awaits = about.iter().any(|about| about.matter == Matter::Round);
        let tag = if awaits { tag } else { format!("news/{}", facts.account) };
        return Some(Telling { tag, about, summary, alert: true, hidden, hushed: false });
    }
    let pending = || unseen().filter(|open| due.contains_key(open.round));
    // What somebody has just asked does not wait for what the morning reminds of.
    let pressing = |open: &&Open<'_>| {
        let occasions = due.get(open.round).into_iter().flatten();
        occasions.into_iter().any(|occasion| matches!(occasion, Occasion::First | Occasion::Later(_)))
    };
    let only = match facts.turn {
        Turn::Collecting => return None,
        Turn::Free => pending().find(pressing),
        Turn::Collected => None,
    };
    let only = match (only, pending().next()?, pending().nth(1)) {
        (Some(only), ..) | (None, only, None) => only,
        // What an earlier one names still waits: it takes that one's place, so it names that, too.
        (None, first, Some(_)) => {
            // What awaits comes first: where the first does not, none does.
            let tag = if first.matter == Matter::Round { tag } else { format!("news/{}", facts.account) };
            let named: BTreeSet<&RoundKey> =
                facts.standing.get(&tag).into_iter().flat_map(|shown| &shown.rounds).collect();
            let names = |open: &&Open<'_>| due.contains_key(open.round) || named.contains(open.round);
            let about: Vec<_> = unseen().filter(names).map(about).collect();
            let hushed = hushed(facts, &about);
            return Some(Telling { tag, about, summary: None, alert: true, hidden, hushed });
        }
    };
    let tag = match only.matter {
        Matter::Round => format!("round/{}/{}", facts.account, only.round),
        // What is newer takes the place of what was new before.
        Matter::News(_) => format!("news/{}/{}", facts.account, only.issue.id),
    };
    let about = vec![about(only)];
    let hushed = hushed(facts, &about);
    Some(Telling { tag, about, summary: None, alert: true, hidden, hushed })
}

/// Whether it is night, and all of it is the app's own reminding. It comes all the same: whoever closes the computer before
/// the morning has been told.
fn hushed(facts: &Facts<'_>, about: &[About]) -> bool {
    let mut occasions = about.iter().flat_map(|about| &about.occasions);
    facts.loud.night.is_some() && occasions.all(|occasion| matches!(occasion, Occasion::Reminder(_)))
}

/// Why a summary names it. That it does is a telling, too: nobody is reminded of it a moment later.
fn summed(open: &Open<'_>, due: &Due) -> Vec<Occasion> {
    let is_summed = |occasion: &Occasion| matches!(occasion, Occasion::Summed(_));
    let mut occasions = due.get(open.round).cloned().unwrap_or_default();
    if open.matter == Matter::Round && !occasions.iter().any(is_summed) {
        occasions.push(next_summed(open));
    }
    occasions
}

/// Being told as one of several, once more than before.
fn next_summed(open: &Open<'_>) -> Occasion {
    let before = open.marks.kept.iter().filter(|(occasion, _)| matches!(occasion, Occasion::Summed(_)));
    Occasion::Summed(u32::try_from(before.count()).unwrap_or(u32::MAX).saturating_add(1))
}

/// None: what it says is over. Else what it has to say anew, if that is something else.
fn stands(shown: &Shown, open: &[Open<'_>], hidden: bool) -> Option<Option<Telling>> {
    if shown.says.is_empty() && shown.rounds.is_empty() && shown.round.is_none() {
        // A summary of an earlier version, which did not keep what it names.
        return (!open.is_empty()).then_some(None);
    }
    let legacy = shown.round.as_ref().filter(|_| shown.says.is_empty());
    let names = |round: &RoundKey| legacy == Some(round) || shown.rounds.contains(round);
    let about: Vec<About> =
        open.iter().filter(|open| !open.seen && names(open.round)).map(|open| open.about(&[])).collect();
    if about.is_empty() {
        return None;
    }
    let again = Telling { tag: shown.tag.clone(), about, summary: None, alert: false, hidden, hushed: false };
    Some((!shown.says.is_empty() && again.says() != shown.says).then_some(again))
}

#[cfg(test)]
mod tests;
