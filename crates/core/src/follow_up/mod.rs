//! Telling the member: a round is told once per occasion, for all time. What is due is a round in the cache without a mark
//! in keep; it is shown under a tag derived from the round's key, then marked. A crash in between shows it again under the
//! same tag, which replaces. The first is told at once; what becomes due within the next minute is told as one at its end.
//! A chat has one notice, which each of its messages replaces at once.

mod acts;
#[cfg_attr(not(test), expect(dead_code, reason = "what counts in working days comes next"))]
pub(crate) mod calendar;
mod chats;
#[cfg_attr(not(test), expect(dead_code, reason = "what counts in working days comes next"))]
pub(crate) mod closing;
mod pace;
mod plan;
mod showing;
mod withdrawing;
mod words;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use jiff::Timestamp;
use svara_model::{AccountId, Issue, RemoteId, RoundKey};

use crate::{
    accounts::{Freshness, Live},
    house::{House, Place},
    planted::{self, Bug},
    store::{About, Later, Mark, Occasion, Shown, StoreProblem, Told},
};
use pace::Pace;
use plan::{Facts, Plan};
use showing::Ended;

pub(crate) use showing::Showing;
pub(crate) use withdrawing::leave;

/// The longest time without a look: what is due tells itself, so this is for clocks that were turned.
const LOOK: Duration = Duration::from_secs(3600);

/// Starts what belongs to no account: hearing what the member does, and taking away what accounts left behind.
pub(crate) fn begin(house: &Arc<House>) {
    // Asked for once: a loop that starts again goes on with the same stream.
    let acts = Arc::new(tokio::sync::Mutex::new(house.notifier.acts()));
    let its = house.clone();
    house.tasks.forever("notice acts", move || acts::listen(its.clone(), acts.clone()));
    let its = house.clone();
    house.tasks.forever("stray notices", move || withdrawing::strays(its.clone()));
}

/// Starts an account's follow-up.
pub(crate) fn start(house: &Arc<House>, live: &Arc<Live>) {
    let (its_house, its) = (house.clone(), live.clone());
    live.tasks.forever("follow-up", move || work(its_house.clone(), its.clone()));
}

/// Marks an issue's round as seen: the member looks at it, so it is not told any more.
pub(crate) async fn seen(house: &House, account: &AccountId, issue: &Issue) -> Result<(), StoreProblem> {
    let Some(round) = &issue.round else { return Ok(()) };
    if house.keep.told(account, vec![round.key.clone()]).await? == [false] {
        let mark = Mark { round: round.key.clone(), occasion: Occasion::First };
        house.keep.mark_told(account, vec![mark], house.clock.now()).await?;
    }
    Ok(())
}

async fn work(house: Arc<House>, live: Arc<Live>) {
    // Whoever signed out and in again meets what was being shown before: it is told, and its mark comes in a moment.
    house.showing.settled(&house).await;
    let mut pace = Pace::default();
    if planted::is(Bug::LaterLost) {
        for later in house.keep.laters(&live.account.id).await.unwrap_or_default() {
            let _ = house.keep.forget_later(&live.account.id, &later.round).await;
        }
    }
    // What a sleep that ended by itself says the time is at least, whatever the clock was turned to meanwhile.
    let mut rung = None;
    loop {
        let until = match pass(&house, &live, &mut pace, rung).await {
            Ok(until) => {
                if pace.unkept.is_empty() {
                    pace.store.went_well();
                } else {
                    pace.store.failed(&house, false);
                }
                until
            }
            Err(problem) => {
                tracing::error!(%problem, "the notices cannot be kept");
                pace.store.failed(&house, false);
                None
            }
        };
        let now = house.clock.now();
        let left = until.map(|until| Duration::try_from(until.duration_since(now)).unwrap_or_default());
        let length = left.unwrap_or(LOOK).min(LOOK);
        rung = tokio::select! {
            biased;
            () = live.follow.notified() => None,
            () = pace.rings() => None,
            () = house.clock.sleep(length) => until.filter(|_| left == Some(length)),
        };
    }
}

/// Does what is due, one thing after another and each decided anew; answers when to look again, if nothing happens before.
async fn pass(
    house: &Arc<House>,
    live: &Live,
    pace: &mut Pace,
    rung: Option<Timestamp>,
) -> Result<Option<Timestamp>, StoreProblem> {
    let id = &live.account.id;
    pace.keep_told(house).await;
    chats::pass(house, live, pace).await?;
    if !house.keep.is_baselined(id).await? {
        return Ok(None);
    }
    loop {
        let generation = house.cache.file().watch().generation();
        let known = house.cache.sync(id).await?.complete;
        let state = State::gather(house, live, &pace.unkept).await?;
        let now = house.clock.now();
        let mut plan = plan::plan(&state.facts(id, pace, rung.map_or(now, |rung| rung.max(now))));
        if !known || generation != house.cache.file().watch().generation() {
            plan.end_nothing();
        }
        if !planted::is(Bug::NoticeStays) {
            withdrawing::withdraw(house, pace, &plan.withdraw, &state.standing).await?;
        }
        note(house, id, &plan).await?;
        if plan.tell.is_none() {
            pace.nothing_to_tell();
        }
        let next = plan.update.into_iter().next().or(plan.tell).filter(|_| pace.may_show());
        let Some(telling) = next else { return Ok(plan.until) };
        // The summary of the first sync comes while the member signs in: what the desk asks after it is a first of its own.
        let alert = telling.alert && !telling.first_sync;
        match showing::show(house, id, telling).await? {
            Ended::Shown => {
                pace.show.went_well();
                pace.told(house, alert);
            }
            Ended::Unkept(told) => {
                pace.show.went_well();
                pace.told(house, alert);
                pace.unkept.push(*told);
            }
            Ended::Overtaken => {}
            Ended::NotShown { unsure } => pace.show.failed(house, unsure),
        }
    }
}

/// Keeps what the plan found out without telling anything.
async fn note(house: &House, id: &AccountId, plan: &Plan) -> Result<(), StoreProblem> {
    for over in &plan.over {
        house.keep.forget_later(id, over).await?;
    }
    for later in &plan.capped {
        house.keep.move_later(id, later).await?;
    }
    if !plan.seen.is_empty() {
        house.keep.mark_told(id, plan.seen.clone(), house.clock.now()).await?;
    }
    if plan.summary_over {
        house.keep.summary_told(id).await?;
    }
    Ok(())
}

/// What the stores and the window say now.
struct State {
    awaiting: Vec<Issue>,
    told: Vec<bool>,
    laters: Vec<Later>,
    summary_due: bool,
    in_doubt: BTreeSet<RoundKey>,
    standing: BTreeMap<String, Shown>,
    looking: Option<RemoteId>,
}

impl State {
    async fn gather(house: &House, live: &Live, unkept: &[Told]) -> Result<Self, StoreProblem> {
        let id = &live.account.id;
        let awaiting = house.cache.in_round(id).await?;
        let keys: Vec<RoundKey> =
            awaiting.iter().filter_map(|issue| issue.round.as_ref()).map(|round| round.key.clone()).collect();
        let mut state = Self {
            told: house.keep.told(id, keys).await?,
            laters: house.keep.laters(id).await?,
            summary_due: house.keep.summary_due(id).await?,
            in_doubt: BTreeSet::new(),
            standing: house.keep.standing(id, About::Issues).await?,
            looking: match house.looking() {
                Some(Place::Issue(account, issue)) if account == *id => Some(issue),
                _ => None,
            },
            awaiting,
        };
        state.lay_over(unkept);
        // The cache may have lost its last commits in a power cut; the next good check brings them again.
        if live.health().freshness != Freshness::UpToDate {
            state.in_doubt = house.cache.unheard_of(id, state.kept_rounds()).await?;
        }
        Ok(state)
    }

    /// The rounds that what is kept is about.
    fn kept_rounds(&self) -> BTreeSet<RoundKey> {
        let wanted = self.laters.iter().map(|later| &later.round);
        wanted.chain(self.standing.values().flat_map(|shown| &shown.rounds)).cloned().collect()
    }

    /// What was told and could not be kept yet counts as kept.
    fn lay_over(&mut self, unkept: &[Told]) {
        for told in unkept {
            for mark in &told.marks {
                let rounds = self.awaiting.iter().map(|issue| issue.round.as_ref().map(|round| &round.key));
                for (round, is_told) in rounds.zip(&mut self.told) {
                    *is_told |= round == Some(&mark.round);
                }
                self.laters
                    .retain(|later| later.round != mark.round || Occasion::Later(later.n) != mark.occasion);
            }
            self.summary_due &= !told.first_sync;
            if told.shown.chat.is_none() {
                self.standing.insert(told.shown.tag.clone(), told.shown.clone());
            }
        }
    }

    fn facts<'a>(&'a self, account: &'a AccountId, pace: &Pace, now: Timestamp) -> Facts<'a> {
        Facts {
            account,
            awaiting: &self.awaiting,
            told: &self.told,
            laters: &self.laters,
            summary_due: self.summary_due,
            in_doubt: &self.in_doubt,
            standing: &self.standing,
            looking: self.looking.as_ref(),
            turn: pace.turn(),
            now,
        }
    }
}
