//! Telling the member: a round is told once per occasion, for all time. What is due is a round in the cache without a mark
//! in keep; it is shown under a tag derived from the round's key, then marked. A crash in between shows it again under the
//! same tag, which replaces. The first is told at once; what becomes due within the next minute (`minute`, one for all
//! accounts) is told as one at its end.
//! A chat has one notice, which each of its messages replaces at once. A round that nobody answers is told again by itself
//! (`reminding`); what is due while it is quiet (`loud`) waits for the quiet's end and is told as one.

mod absence;
mod acts;
mod calendar;
mod chats;
mod closing;
mod disturb;
mod holidays;
mod later;
mod loud;
mod minute;
mod pace;
mod patience;
mod plan;
mod quiet;
mod reminding;
mod returning;
mod showing;
mod state;
mod stuck;
mod telling;
pub(crate) mod time;
mod withdrawing;
mod words;

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use svara_model::{AccountId, Issue};

use crate::{
    accounts::Live,
    house::{House, Scope},
    planted::{self, Bug},
    store::{Mark, Occasion, Stamp, StoreProblem, Summary},
    sync,
};
use minute::Urgency;
use pace::Pace;
use plan::{Plan, Turn};
use showing::Ended;
use state::State;

pub use closing::Closing;
pub(crate) use closing::Patience;
pub use later::When;
pub(crate) use later::{cancel_later, later, later_of};
pub use loud::PauseFor;
pub(crate) use loud::{Loudness, change, keep as keep_ran, look_again, pause, paused, stamp};
pub(crate) use minute::Minute;
pub use patience::ClosingRead;
pub(crate) use patience::{closing_of, patience_lately, patience_of};
pub use quiet::{QuietHours, Span};
pub use returning::Briefing;
pub(crate) use returning::{away, briefing, close_briefing, come_back};
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
    if house.scope == Scope::Looking {
        return;
    }
    let its = house.clone();
    house.tasks.forever("stray notices", move || withdrawing::strays(its.clone()));
    let its = house.clone();
    house.tasks.forever("running time", move || loud::beat(its.clone()));
    let its = house.clone();
    house.tasks.forever("absence", move || absence::watch(its.clone()));
    let its = house.clone();
    house.tasks.forever("pause", move || loud::watch_pause(its.clone()));
}

/// Starts an account's follow-up.
pub(crate) fn start(house: &Arc<House>, live: &Arc<Live>) {
    let (its_house, its) = (house.clone(), live.clone());
    live.tasks.forever("follow-up", move || work(its_house.clone(), its.clone()));
}

/// Marks an issue's round as seen, and what the desk did to it: the member looks at it, so it is not told any more.
pub(crate) async fn seen(house: &House, account: &AccountId, issue: &Issue) -> Result<(), StoreProblem> {
    if let Some(news) = house.cache.news(account).await?.iter().find(|news| news.issue.id == issue.id) {
        let mark = Mark { round: news.key.clone(), occasion: Occasion::First };
        house.keep.mark_told(account, vec![mark], stamp(house)).await?;
        house.cache.forget_news(account, &issue.id).await?;
    }
    let Some(round) = &issue.round else { return Ok(()) };
    if house.keep.told(account, vec![round.key.clone()]).await? == [false] {
        let mark = Mark { round: round.key.clone(), occasion: Occasion::First };
        house.keep.mark_told(account, vec![mark], stamp(house)).await?;
    }
    Ok(())
}

async fn work(house: Arc<House>, live: Arc<Live>) {
    // Whoever signed out and in again meets what was being shown before: it is told, and its mark comes in a moment.
    house.showing.settled(&house).await;
    let mut pace = Pace::new(&house, &live.account.id);
    if planted::is(Bug::LaterLost) {
        for later in house.keep.laters(&live.account.id).await.unwrap_or_default() {
            let _ = house.keep.forget_later(&live.account.id, &later.round).await;
        }
    }
    // What a sleep that ended by itself says the time is at least, whatever the clock was turned to meanwhile.
    let mut rung = None;
    let mut nearness = house.nearness.listen();
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
                pace.give_up(&house);
                None
            }
        };
        let now = house.clock.now();
        let left = until.map(|until| Duration::try_from(until.duration_since(now)).unwrap_or_default());
        let length = left.unwrap_or(LOOK).min(LOOK);
        rung = tokio::select! {
            biased;
            () = live.follow.notified() => None,
            _ = nearness.changed() => None,
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
    // What became due in a sleep waits for what the desk says after it.
    sync::look_at_clock(house);
    pace.keep_told(house).await;
    chats::pass(house, live, pace).await?;
    pace.disturb.pass(house).await;
    if !house.keep.is_baselined(id).await? {
        return Ok(None);
    }
    loop {
        let generation = house.cache.file().watch().generation();
        let known = house.cache.sync(id).await?.complete;
        let state = State::gather(house, live, &pace.unkept).await?;
        pace.disturb.seen(state.looked_at());
        let now = stamp(house);
        let now = Stamp { at: rung.map_or(now.at, |rung| rung.max(now.at)), ..now };
        let turn = house.minute.turn(house.clock.as_ref(), id);
        let mut plan = plan::plan(&state.facts(id, pace, turn, now));
        if !known || generation != house.cache.file().watch().generation() {
            plan.end_nothing();
        }
        if !planted::is(Bug::NoticeStays) {
            withdrawing::withdraw(house, pace, &plan.withdraw, &state.standing).await?;
        }
        note(house, id, &plan).await?;
        house.loudness.waits(id, plan.waits_for_running);
        // What is due waits for the end of the minute.
        let due = match turn {
            Turn::Collecting => plan::plan(&state.facts(id, pace, Turn::Collected, now)).tell,
            Turn::Free | Turn::Collected => plan.tell,
        };
        pace.held = plan.held || (pace.held && due.is_some());
        pace.decides();
        let update = plan.update.into_iter().next().filter(|_| house.notifier.replaces());
        let next = update.or(due).filter(|_| pace.may_show());
        let claim = match &next {
            Some(telling) if telling.alert => pace.ask(house, Urgency::of(telling)),
            _ => None,
        };
        let Some(telling) = next.filter(|telling| !telling.alert || claim.is_some()) else {
            // What awaits comes first.
            let stuck = stuck::pass(house, live, pace).await?;
            if !pace.waits() {
                pace.give_up(house);
            }
            return Ok(plan.until.into_iter().chain(stuck).min());
        };
        // The summary of the first sync comes while the member signs in: what the desk asks after it is a first of its own.
        let alert = telling.alert && telling.summary != Some(Summary::FirstSync);
        let rounds = telling.about.iter().map(|about| about.round.clone()).collect();
        let ended = showing::show(house, id, telling).await;
        match claim {
            Some(claim) if alert => claim.end(&ended),
            Some(claim) => claim.back(),
            None => {}
        }
        let ended = ended?;
        let told = matches!(ended, Ended::Shown | Ended::Unkept(_));
        pace.held &= !(told && alert);
        match ended {
            Ended::Shown => pace.show.went_well(),
            Ended::Unkept(told) => {
                pace.show.went_well();
                pace.unkept.push(*told);
            }
            Ended::Overtaken => {}
            Ended::NotShown { unsure } => pace.show.failed(house, unsure),
        }
        if told && alert {
            pace.disturb.told(house, rounds).await;
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
    if plan.turned {
        house.keep.told_by_now(id, house.clock.now()).await?;
    }
    if !plan.seen.is_empty() {
        house.keep.mark_told(id, plan.seen.clone(), stamp(house)).await?;
    }
    for (mark, stamp) in &plan.silent {
        house.keep.mark_told(id, vec![mark.clone()], *stamp).await?;
    }
    for issue in &plan.read {
        house.cache.forget_news(id, issue).await?;
    }
    if plan.summary_over {
        house.keep.summary_told(id).await?;
    }
    Ok(())
}
