//! Chats with the desk's team: read as the desk tells of them, never missed, and a question that nobody came to is never
//! lost. What the member writes in them is the outbox's.

pub(crate) mod desk;
pub(crate) mod ending;
mod journal;
mod plan;
mod present;
pub(crate) mod pull;
pub(crate) mod reading;
pub(crate) mod typing;
pub(crate) mod writing;

use std::{sync::Arc, time::Duration};

use svara_model::{ChatLine, Retry};

use crate::{
    accounts::Live,
    changes::Stale,
    house::House,
    store::StoreProblem,
    sync::{keep_quiet, pay},
};
pub use desk::ChatDeskRead;
use plan::{Facts, Pace, Step};
pub(crate) use present::Present;
use pull::PullProblem;
pub use reading::{ChatBrief, ChatLineRead, ChatPhase, ChatRead, Delivery};

/// How long to wait when the store fails.
const STORE_PAUSE: Duration = Duration::from_secs(10);

/// Starts an account's chats.
pub(crate) fn start(house: &Arc<House>, live: &Arc<Live>) {
    let (its_house, its) = (house.clone(), live.clone());
    live.tasks.forever("chats", move || work(its_house.clone(), its.clone()));
}

/// Whether the desk chats at all.
pub(crate) fn is_offered(live: &Live) -> bool {
    live.profile().is_some_and(|profile| profile.desk.capabilities.chat && profile.member.eligible)
}

/// Reads whenever something is to be read, until the account's tasks end; at once over at a desk without a chat.
async fn work(house: Arc<House>, live: Arc<Live>) {
    let Some(line) = live.line.chat() else { return };
    let mut pace = Pace::default();
    // What was found out before a crash and not done is done now.
    let mut settled = false;
    loop {
        if !settled {
            settled = settle(&house, &live).await;
        }
        if live.chat.take_clear() {
            pace.try_again();
        }
        let rest = match step(&house, &live, &pace).await {
            Err(problem) => {
                tracing::error!(%problem, "the chats cannot be read");
                Some(STORE_PAUSE)
            }
            Ok(Step::Rest(length)) => length,
            Ok(Step::Pull { paid }) => {
                read(&house, &live, &*line, &mut pace, paid).await;
                settled = false;
                continue;
            }
        };
        let rest = match (rest, live.chat.fades(&house)) {
            (Some(rest), Some(fades)) => Some(rest.min(fades)),
            (rest, fades) => rest.or(fades),
        };
        tokio::select! {
            biased;
            () = live.chat.woken() => {}
            () = sleep(&house, rest) => {
                if live.chat.fade(&house) {
                    house.changes.stale(Stale::Chats);
                }
            }
        }
    }
}

async fn sleep(house: &House, length: Option<Duration>) {
    match length {
        None => std::future::pending().await,
        Some(length) => house.clock.sleep(length).await,
    }
}

async fn step(house: &House, live: &Live, pace: &Pace) -> Result<Step, StoreProblem> {
    if !is_offered(live) {
        return Ok(Step::Rest(None));
    }
    let open = house.cache.chats_in_motion(&live.account.id).await?.iter().any(|row| !row.is_over());
    let now = house.clock.steady();
    Ok(plan::plan(pace, Facts { wanted: live.chat.is_wanted(), open, fed: live.is_fed(), now }))
}

/// Reads once.
async fn read(house: &House, live: &Live, line: &dyn ChatLine, pace: &mut Pace, paid: bool) {
    if paid {
        pay(house, live).await;
    } else {
        keep_quiet(house, live).await;
    }
    // What is hinted at from here on is read by the next.
    live.chat.take_wanted();
    let outcome = pull::pull(house, live, line).await;
    let (chance, open) = (house.chance(), !paid);
    match outcome {
        Ok(changed) => {
            pace.went_well(house.clock.steady());
            if changed {
                house.changes.stale(Stale::Chats);
                house.changes.stale(Stale::Accounts);
            }
            live.follow.notify_one();
        }
        Err(PullProblem::Store(problem)) => {
            tracing::error!(%problem, "chats cannot be stored");
            live.chat.want();
            pace.failed(house.clock.steady(), open, STORE_PAUSE, chance);
        }
        Err(PullProblem::Desk(failure)) => {
            tracing::info!(%failure, "the chats were not read");
            live.chat.want();
            let least = match failure.retry {
                Retry::After(length) => length,
                Retry::WhenOnline => Duration::ZERO,
                // The check says what is the matter, and a good one begins this again.
                Retry::WhenSignedIn | Retry::Never => {
                    live.pull.notify_one();
                    plan::PARKED
                }
            };
            pace.failed(house.clock.steady(), open, least, chance);
        }
    }
}

/// Draws the conclusions of what was read; false: the store failed, and it is to be done again.
async fn settle(house: &House, live: &Live) -> bool {
    match journal::settle(house, live).await {
        Ok(changed) => {
            if changed {
                for what in [Stale::Drafts, Stale::Chats, Stale::Accounts] {
                    house.changes.stale(what);
                }
            }
            true
        }
        Err(problem) => {
            tracing::error!(%problem, "the questions in the queue cannot be looked after");
            house.clock.sleep(STORE_PAUSE).await;
            false
        }
    }
}
