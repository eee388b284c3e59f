//! Keeping an account's issues as the desk has them: a check when something may have changed, a live feed that says so at
//! once, polling as the fallback.

mod feed;
mod pace;
mod pull;

use std::sync::Arc;

use svara_model::Failure;

use crate::{
    accounts::{Freshness, Health, Live},
    changes::Stale,
    house::House,
    trouble::Trouble,
};
use pace::Pace;

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

/// Starts an account's sync and its live feed.
pub(crate) fn start(house: &Arc<House>, live: &Arc<Live>) {
    let (for_checks, its) = (house.clone(), live.clone());
    live.tasks.forever("sync", move || checks(for_checks.clone(), its.clone()));
    let (for_feed, its) = (house.clone(), live.clone());
    live.tasks.forever("live feed", move || feed::listen(for_feed.clone(), its.clone()));
}

async fn checks(house: Arc<House>, live: Arc<Live>) {
    let mut pace = Pace::default();
    loop {
        set_health(&house, &live, |health| health.running = true);
        let outcome = pull::check(&house, &live, &mut pace).await;
        let was = live.health().freshness;
        note(&house, &live, &outcome);
        if was != Freshness::UpToDate && live.health().freshness == Freshness::UpToDate {
            go_on_sending(&house, &live).await;
        }
        let (wait, hints_wake) = pace.next(&outcome, live.is_fed(), house.chance());
        if hints_wake {
            tokio::select! {
                biased;
                () = live.pull.notified() => {}
                () = house.clock.sleep(wait) => {}
            }
        } else {
            house.clock.sleep(wait).await;
        }
    }
}

/// What waited for the network or a sign-in gets another try.
async fn go_on_sending(house: &House, live: &Live) {
    if let Err(problem) = house.keep.requeue_waiting(&live.account.id).await {
        tracing::error!(%problem, "the outbox cannot be read");
    }
    live.send.notify_one();
    live.feed.notify_one();
}

/// Turns a check's outcome into what the window says of it.
fn note(house: &House, live: &Live, outcome: &Result<pull::Checked, CheckProblem>) {
    let (freshness, trouble) = match outcome {
        Ok(pull::Checked::Complete) => (Freshness::UpToDate, None),
        Ok(pull::Checked::NotEligible) => (Freshness::NotEligible, Some(Trouble::NotEligible)),
        Err(CheckProblem::Store(problem)) => (Freshness::NotUnderstood, Some(Trouble::from(problem.clone()))),
        Err(CheckProblem::Desk(failure)) => {
            let trouble = Trouble::from(failure.clone());
            (freshness_of(trouble), Some(trouble))
        }
    };
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
    }
}
