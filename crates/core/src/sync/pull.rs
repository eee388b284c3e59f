//! One check: the profile now and then, then pages until there are no more, then what must be readable offline.

use std::time::Duration;

use svara_model::{FailureKind, RoundKey, Status};

use super::{CheckProblem, pace::Pace};
use crate::{accounts::Live, changes::Stale, house::House};

/// How old the profile may be.
const PROFILE_AGE: Duration = Duration::from_secs(3600);
/// How many awaiting issues' conversations are fetched ahead in one check.
const AHEAD: u32 = 50;

/// How a check ended well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Checked {
    /// Everything the desk has is here.
    Complete,
    /// The desk does not serve the member.
    NotEligible,
}

/// Looks at the desk once.
pub(super) async fn check(house: &House, live: &Live, pace: &mut Pace) -> Result<Checked, CheckProblem> {
    let now = house.clock.now();
    let fresh = pace.profiled.is_some_and(|at| now.duration_since(at).unsigned_abs() < PROFILE_AGE);
    if (!fresh || !is_eligible(live)) && !profile(house, live, pace).await? {
        return Ok(Checked::NotEligible);
    }
    match pages(house, live).await {
        Err(CheckProblem::Desk(failure)) if failure.kind == FailureKind::Forbidden => {
            // The rank, or the desk's rule, has changed under us.
            if profile(house, live, pace).await? {
                return Err(failure.into());
            }
            return Ok(Checked::NotEligible);
        }
        pulled => pulled?,
    }
    baseline(house, live).await?;
    ahead(house, live).await?;
    house.cache.set_checked(&live.account.id, house.clock.now()).await?;
    live.follow.notify_one();
    Ok(Checked::Complete)
}

fn is_eligible(live: &Live) -> bool {
    live.profile().is_some_and(|profile| profile.member.eligible)
}

/// Asks for the profile; answers whether the desk serves the member.
async fn profile(house: &House, live: &Live, pace: &mut Pace) -> Result<bool, CheckProblem> {
    let profile = live.connector.profile().await?;
    pace.profiled = Some(house.clock.now());
    let eligible = profile.member.eligible;
    if live.profile().as_ref() != Some(&profile) {
        house.cache.set_profile(&live.account.id, &profile).await?;
        live.set_profile(profile);
        house.changes.stale(Stale::Accounts);
    }
    Ok(eligible)
}

async fn pages(house: &House, live: &Live) -> Result<(), CheckProblem> {
    let id = &live.account.id;
    loop {
        let since = house.cache.sync(id).await?.cursor;
        let page = live.connector.changes(since.as_ref()).await?;
        let more = page.more;
        if house.cache.store_page(id, page).await? {
            house.changes.stale(Stale::Issues);
            house.changes.stale(Stale::Accounts);
            live.follow.notify_one();
        }
        if !more {
            return Ok(());
        }
    }
}

/// After an account's first complete sync: its rounds are told in one summary, never singly, and what is old is read.
async fn baseline(house: &House, live: &Live) -> Result<(), CheckProblem> {
    let id = &live.account.id;
    let done = house.keep.accounts().await?.iter().any(|row| row.account.id == *id && row.baselined);
    if done || !house.cache.sync(id).await?.complete {
        return Ok(());
    }
    let now = house.clock.now();
    let mut newest = None;
    for status in [Status::Open, Status::Closed] {
        let first = house.cache.list(id, status, None, 1).await?;
        newest = newest.max(first.first().map(|issue| issue.updated));
    }
    if let Some(newest) = newest {
        house.keep.set_read_since(id, newest).await?;
    }
    let rounds: Vec<RoundKey> = house
        .cache
        .in_round(id)
        .await?
        .into_iter()
        .filter_map(|issue| issue.round.map(|round| round.key))
        .collect();
    house.keep.set_baseline(id, rounds, now).await?;
    house.changes.stale(Stale::Issues);
    Ok(())
}

/// Fetches the conversations of awaiting issues, so that they can be read and answered offline.
async fn ahead(house: &House, live: &Live) -> Result<(), CheckProblem> {
    let id = &live.account.id;
    for issue in house.cache.awaiting_unread(id, AHEAD).await? {
        match live.connector.issue(&issue).await {
            Ok(talk) => house.cache.store_conversation(id, talk).await?,
            // Gone between the page and now: the next page says so.
            Err(failure) if failure.kind == FailureKind::Gone => continue,
            Err(failure) => return Err(failure.into()),
        }
        house.changes.stale(Stale::Issues);
    }
    Ok(())
}
