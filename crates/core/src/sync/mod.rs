//! Keeping an account's issues as the desk has them: a check when something may have changed, a live feed that says so at
//! once, polling as the fallback, and a slow count of what the desk still has.

mod ahead;
mod awake;
mod budget;
mod census;
mod feed;
mod metered;
mod pace;
mod presence;
mod pull;

use std::{sync::Arc, time::Duration};

use svara_model::Failure;
use tokio::sync::watch;

pub(crate) use awake::{LastBeat, begin_again, look as look_at_clock};
pub(crate) use budget::Budget;
pub(crate) use metered::Metered;
pub(crate) use presence::Nearness;
pub use presence::Presence;

use crate::{
    accounts::{Freshness, Health, Live},
    changes::Stale,
    follow_up,
    house::{House, Scope, lock},
    planted::{self, Bug},
    trouble::Trouble,
};
use pace::{Circumstances, Pace, Wakes};

/// How seldom the time of the last good check is written down while all goes well.
const NOTED: Duration = Duration::from_secs(900);
/// After the computer woke, checks of several accounts and of several computers do not come at one moment.
const SCATTER: Duration = Duration::from_secs(2);

/// How a check failed.
#[derive(Debug)]
pub(crate) enum CheckProblem {
    /// At the desk, or on the way there.
    Desk(Failure),
    /// Here.
    Store(crate::store::StoreProblem),
}

impl From<Failure> for CheckProblem {
    fn from(failure: Failure) -> Self {
        Self::Desk(failure)
    }
}

impl From<crate::store::StoreProblem> for CheckProblem {
    fn from(problem: crate::store::StoreProblem) -> Self {
        Self::Store(problem)
    }
}

/// Starts what looks after every account.
pub(crate) fn begin(house: &Arc<House>) {
    let its = house.clone();
    house.tasks.forever("awake", move || awake::watch(its.clone()));
}

/// Starts an account's sync, its live feed and what works after them.
pub(crate) fn start(house: &Arc<House>, live: &Arc<Live>) {
    let (for_checks, its) = (house.clone(), live.clone());
    live.tasks.forever("sync", move || checks(for_checks.clone(), its.clone()));
    let (for_feed, its) = (house.clone(), live.clone());
    live.tasks.forever("live feed", move || feed::listen(for_feed.clone(), its.clone()));
    if house.scope == Scope::Looking {
        return;
    }
    let (for_ahead, its) = (house.clone(), live.clone());
    live.tasks.forever("conversations", move || ahead::fetch_ahead(for_ahead.clone(), its.clone()));
    let (for_census, its) = (house.clone(), live.clone());
    live.tasks.forever("census", move || census::count(for_census.clone(), its.clone()));
}

/// Writes down when the last good check was, which is not done at every one.
pub(crate) async fn settle(house: &House) {
    for live in house.all_live() {
        write_checked(house, &live).await;
    }
}

async fn checks(house: Arc<House>, live: Arc<Live>) {
    let mut pace = Pace::default();
    let mut nearness = house.nearness.listen();
    let mut written = None;
    loop {
        pay(&house, &live).await;
        awake::look(&house);
        let era = live.era();
        set_health(&house, &live, |health| health.running = true);
        let away = follow_up::away(&live, house.clock.now());
        let mut outcome = pull::check(&house, &live, &mut pace).await;
        // Before the lists count as up to date: from then on what is due is told.
        if let Ok(pull::Checked::Complete) = outcome
            && let Err(problem) = follow_up::come_back(&house, &live, away).await
        {
            outcome = Err(problem.into());
        }
        pace.note(&outcome);
        let before = live.health().freshness;
        note(&house, &live, &outcome, era);
        if away.is_some() {
            live.follow.notify_one();
        }
        let after = live.health().freshness;
        if after == Freshness::UpToDate {
            live.ahead.notify_one();
        }
        if before != Freshness::UpToDate && after == Freshness::UpToDate {
            go_on_sending(&house, &live).await;
        }
        let now = house.clock.steady();
        if before != after || written.is_none_or(|at| now.saturating_sub(at) >= NOTED) {
            write_checked(&house, &live).await;
            written = Some(now);
        }
        rest(&house, &live, &pace, &outcome, &mut nearness, era).await;
    }
}

/// Waits until the account's budget has room for a request, and pays for it.
pub(crate) async fn pay(house: &House, live: &Live) {
    loop {
        let paid = lock(&live.budget).pay(house.clock.steady());
        match paid {
            Ok(()) => return,
            Err(wait) => {
                tokio::select! {
                    biased;
                    () = live.granted.notified() => {}
                    () = house.clock.sleep(wait) => {}
                }
            }
        }
    }
}

/// The member wants to know: that is paid for in any case.
pub(crate) fn grant(live: &Live) {
    lock(&live.budget).grant();
    live.granted.notify_waiters();
    live.pull.notify_one();
}

/// Whether the desk wants quiet.
pub(crate) fn is_hushed(house: &House, live: &Live) -> bool {
    lock(&live.budget).quiet(house.clock.steady()).is_err()
}

/// Waits while the desk wants quiet.
pub(crate) async fn keep_quiet(house: &House, live: &Live) {
    loop {
        let quiet = lock(&live.budget).quiet(house.clock.steady());
        match quiet {
            Ok(()) => return,
            Err(wait) => house.clock.sleep(wait).await,
        }
    }
}

/// Rests until the next check is due or something wakes it.
async fn rest(
    house: &House,
    live: &Live,
    pace: &Pace,
    outcome: &Result<pull::Checked, CheckProblem>,
    nearness: &mut watch::Receiver<Presence>,
    era: u64,
) {
    let (began, began_at) = (house.clock.steady(), house.clock.now());
    let chance = house.chance();
    if planted::is(Bug::HintDropped) {
        let _ = futures_util::FutureExt::now_or_never(live.hint.notified());
    }
    loop {
        let at = Circumstances {
            fed: live.is_fed(),
            focused: nearness.borrow_and_update().focused,
            saving: presence::is_saving(&*house.power),
            wish: live.wish(),
        };
        let (length, wakes) = pace.rest(outcome, at, chance);
        // The steady clock may stand still while the computer sleeps, and the other one may be set back.
        let slept = Duration::try_from(house.clock.now().duration_since(began_at)).unwrap_or_default();
        let mut passed = house.clock.steady().saturating_sub(began);
        if wakes == Wakes::Anything {
            passed = passed.max(slept);
        }
        let left = length.saturating_sub(passed);
        if left.is_zero() {
            return;
        }
        let anything = wakes == Wakes::Anything;
        tokio::select! {
            biased;
            () = live.resumed.notified() => {
                // A check that began since then has caught up already.
                if !anything {
                    // The desk's wish for quiet stands, and so does what was said of it.
                    note(house, live, outcome, era);
                } else if live.era() != era {
                    return house.clock.sleep(SCATTER.mul_f64(0.25 + 0.75 * house.chance())).await;
                }
            }
            () = live.pull.notified(), if anything => return,
            () = live.hint.notified(), if anything => {
                if feed::is_news(house, live).await {
                    return;
                }
            }
            _ = nearness.changed() => {}
            () = house.clock.sleep(left) => return,
        }
    }
}

async fn write_checked(house: &House, live: &Live) {
    let Some(checked) = live.health().checked else { return };
    if let Err(problem) = house.cache.set_checked(&live.account.id, checked).await {
        tracing::warn!(%problem, "the time of the last check was not written down");
    }
}

/// What waited for the network or a sign-in gets another try.
async fn go_on_sending(house: &House, live: &Live) {
    if let Err(problem) = house.keep.requeue_waiting(&live.account.id).await {
        tracing::error!(%problem, "the outbox cannot be read");
    }
    live.send.notify_one();
    live.feed.notify_one();
    live.chat.clear();
}

/// Turns the outcome of a check that began in `era` into what the window says of it.
fn note(house: &House, live: &Live, outcome: &Result<pull::Checked, CheckProblem>, era: u64) {
    let (freshness, trouble) = match outcome {
        Ok(pull::Checked::Complete) if live.era() != era => (Freshness::Checking, None),
        Ok(pull::Checked::Complete) => (Freshness::UpToDate, None),
        Ok(pull::Checked::NotEligible) => (Freshness::NotEligible, Some(Trouble::NotEligible)),
        Err(CheckProblem::Store(problem)) => (Freshness::Storage, Some(Trouble::from(problem.clone()))),
        Err(CheckProblem::Desk(failure)) => {
            let trouble = Trouble::from(failure.clone());
            (freshness_of(trouble), Some(trouble))
        }
    };
    if outcome.is_ok() {
        live.set_let_in();
    }
    let now = house.clock.now();
    set_health(house, live, |health| {
        health.running = false;
        health.freshness = freshness;
        health.trouble = trouble;
        if freshness == Freshness::UpToDate {
            health.checked = Some(now);
        }
    });
}

fn freshness_of(trouble: Trouble) -> Freshness {
    match trouble {
        Trouble::Unreachable
        | Trouble::CertificateExpired
        | Trouble::CertificateForeign
        | Trouble::CertificateUntrusted
        | Trouble::CaptivePortal => Freshness::Offline,
        Trouble::SignedOut | Trouble::WrongPassword | Trouble::LockedOut | Trouble::Keychain => {
            Freshness::SignedOut
        }
        Trouble::DeskTrouble | Trouble::Throttled | Trouble::NotEligible => Freshness::DeskInTrouble,
        Trouble::Storage => Freshness::Storage,
        _ => Freshness::NotUnderstood,
    }
}

fn set_health(house: &House, live: &Live, change: impl FnOnce(&mut Health)) {
    if live.set_health(change) {
        house.changes.stale(Stale::Accounts);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn being_signed_out_offline_or_in_trouble_are_never_the_same() {
        assert_eq!(freshness_of(Trouble::CaptivePortal), Freshness::Offline);
        assert_eq!(freshness_of(Trouble::Keychain), Freshness::SignedOut);
        assert_eq!(freshness_of(Trouble::DeskTrouble), Freshness::DeskInTrouble);
        assert_eq!(freshness_of(Trouble::Gone), Freshness::NotUnderstood);
        assert_eq!(freshness_of(Trouble::Storage), Freshness::Storage, "no fault of the desk's");
    }
}
