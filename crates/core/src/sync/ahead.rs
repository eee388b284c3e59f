//! Fetches the conversations of awaiting issues ahead, so that they can be read and answered offline. One that fails keeps
//! neither the others nor the lists: the issue itself says that its entries are not the newest. From a desk that does not say
//! when it closes a silent issue, also how the last ones ended, where there are requests to spare.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use svara_model::{Failure, FailureKind, RemoteId, Retry};

use super::{keep_quiet, pay};
use crate::{
    accounts::{Fetch, Live},
    changes::Stale,
    house::House,
    store::StoreProblem,
    trouble::Trouble,
};

/// How many are looked at in one go.
const MANY: u32 = 50;
/// How long one that failed is left alone, the first time and at most.
const PAUSES: (Duration, Duration) = (Duration::from_secs(60), Duration::from_secs(6 * 3600));

/// Those whose fetch failed, and when it may be tried again, by the steady clock.
#[derive(Default)]
struct Failed(BTreeMap<RemoteId, (u32, Duration)>);

impl Failed {
    fn may_try(&self, issue: &RemoteId, now: Duration) -> bool {
        self.0.get(issue).is_none_or(|(_, until)| *until <= now)
    }

    fn note(&mut self, issue: &RemoteId, now: Duration) {
        let (tries, until) = self.0.entry(issue.clone()).or_default();
        let pause = PAUSES.0.saturating_mul(1 << (*tries).min(10)).min(PAUSES.1);
        *tries = tries.saturating_add(1);
        *until = now.saturating_add(pause);
    }
}

/// Fetches whenever something is to be fetched, until the account's tasks end.
pub(super) async fn fetch_ahead(house: Arc<House>, live: Arc<Live>) {
    let mut failed = Failed::default();
    // What a first sync brings is fetched at the desk's pace.
    let mut free = false;
    loop {
        match drain(&house, &live, &mut failed, &mut free).await {
            Ok(()) => {}
            Err(problem) => tracing::error!(%problem, "conversations cannot be fetched ahead"),
        }
        live.ahead.notified().await;
    }
}

async fn drain(house: &House, live: &Live, failed: &mut Failed, free: &mut bool) -> Result<(), StoreProblem> {
    let id = &live.account.id;
    loop {
        *free |= house.cache.progress(id).await?.is_long();
        let now = house.clock.steady();
        let left_alone = u32::try_from(failed.0.len()).unwrap_or(u32::MAX);
        let wanted = house.cache.awaiting_unread(id, MANY.saturating_add(left_alone)).await?;
        let ends = if learns(live) { house.cache.ends_unread(id).await? } else { Vec::new() };
        failed.0.retain(|issue, _| wanted.contains(issue) || ends.contains(issue));
        let first = |issues: Vec<RemoteId>| issues.into_iter().find(|issue| failed.may_try(issue, now));
        let awaits = first(wanted);
        *free &= awaits.is_some();
        // Nobody waits for how the others ended.
        let Some(issue) = awaits.or_else(|| first(ends).filter(|_| live.has_plenty(now))) else {
            return Ok(());
        };
        if *free {
            keep_quiet(house, live).await;
        } else {
            pay(house, live).await;
        }
        if !fetch(house, live, &issue, failed).await? {
            return Ok(());
        }
    }
}

/// Whether the desk leaves it to its members to find out how long it waits.
fn learns(live: &Live) -> bool {
    live.profile().is_some_and(|profile| profile.desk.close_rule.is_none())
}

/// Fetches one; answers whether it makes sense to go on with others.
async fn fetch(
    house: &House,
    live: &Live,
    issue: &RemoteId,
    failed: &mut Failed,
) -> Result<bool, StoreProblem> {
    let id = &live.account.id;
    match live.line.issue(issue).await {
        Ok(talk) => {
            house.cache.store_conversation(id, talk).await?;
            // It may be ahead of the lists: with it a round begins or ends.
            live.follow.notify_one();
            live.set_fetch(issue, None);
            house.changes.stale(Stale::Issues);
        }
        Err(failure) if is_of_this_one(&failure) => {
            failed.note(issue, house.clock.steady());
            if failure.kind == FailureKind::Gone {
                house.cache.want_census(id).await?;
                live.census.notify_one();
            }
            let trouble = Trouble::from(failure);
            live.set_fetch(issue, Some(Fetch::Failed(trouble, house.clock.now())));
        }
        Err(failure) => {
            if let Retry::After(length) = failure.retry {
                house.clock.sleep(length).await;
            }
            // The check finds out what is the matter, and a good one begins this again.
            live.pull.notify_one();
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a failure says something of the one conversation only.
fn is_of_this_one(failure: &Failure) -> bool {
    match failure.kind {
        FailureKind::Gone
        | FailureKind::Garbled
        | FailureKind::ServerFault
        | FailureKind::Conflict
        | FailureKind::Invalid
        | FailureKind::NotNow
        | FailureKind::Unsupported => true,
        FailureKind::Offline(_)
        | FailureKind::Throttled
        | FailureKind::SignedOut(_)
        | FailureKind::Forbidden => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_that_fails_is_left_alone_longer_each_time_and_never_for_ever() {
        let (mut failed, issue) = (Failed::default(), RemoteId::new("7"));
        let mut now = Duration::ZERO;
        let mut pauses = Vec::new();
        for _ in 0..12 {
            failed.note(&issue, now);
            let mut pause = 0;
            while !failed.may_try(&issue, now + Duration::from_secs(pause * 60)) {
                pause += 1;
            }
            pauses.push(pause);
            now += Duration::from_secs(pause * 60);
        }
        assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360]);
    }
}
