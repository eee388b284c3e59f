//! One check: the profile now and then, then pages until there are no more.

use std::time::Duration;

use futures_util::future;
use svara_model::{ChangePage, Cursor, Failure, FailureKind, NetworkProblem, RoundKey, Status};

use super::{CheckProblem, keep_quiet, pace::Pace, pay};
use crate::{
    accounts::Live,
    changes::Stale,
    follow_up,
    house::House,
    planted::{self, Bug},
    store::{Mark, Occasion},
};

/// How old the profile may be.
const PROFILE_AGE: Duration = Duration::from_secs(3600);
/// How many rounds of a first sync are marked at once.
const MARKED: u32 = 500;

/// A page with so many issues is large.
const LARGE: usize = 500;
/// So many large pages are stored at once.
const TOGETHER: usize = 5;

/// How a check ended well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Checked {
    /// Everything the desk has is here.
    Complete,
    /// The desk does not serve the member.
    NotEligible,
}

/// Looks at the desk once. The first request is paid for.
pub(super) async fn check(house: &House, live: &Live, pace: &mut Pace) -> Result<Checked, CheckProblem> {
    let now = house.clock.steady();
    let fresh = pace.profiled.is_some_and(|at| now.saturating_sub(at) < PROFILE_AGE);
    if !fresh || !is_eligible(live) {
        if !profile(house, live, pace).await? {
            return Ok(Checked::NotEligible);
        }
        pay(house, live).await;
    }
    match pages(house, live).await {
        Err(CheckProblem::Desk(failure)) if failure.kind == FailureKind::Forbidden => {
            // The rank, or the desk's rule, has changed under us.
            pay(house, live).await;
            if profile(house, live, pace).await? {
                return Err(failure.into());
            }
            return Ok(Checked::NotEligible);
        }
        pulled => pulled?,
    }
    baseline(house, live).await?;
    Ok(Checked::Complete)
}

fn is_eligible(live: &Live) -> bool {
    live.profile().is_some_and(|profile| profile.member.eligible)
}

/// Asks for the profile; answers whether the desk serves the member.
async fn profile(house: &House, live: &Live, pace: &mut Pace) -> Result<bool, CheckProblem> {
    let profile = live.line.profile().await?;
    pace.profiled = Some(house.clock.steady());
    let eligible = profile.member.eligible;
    if live.profile().as_ref() != Some(&profile) {
        house.cache.set_profile(&live.account.id, &profile).await?;
        live.set_profile(profile);
        house.changes.stale(Stale::Accounts);
    }
    Ok(eligible)
}

/// Fetches pages until there are no more. The next one is on its way while the present one is stored.
async fn pages(house: &House, live: &Live) -> Result<(), CheckProblem> {
    let generation = house.cache.file().watch().generation();
    let progress = house.cache.progress(&live.account.id).await?;
    let mut long = progress.is_long();
    let mut page = match live.line.changes(progress.cursor.as_ref()).await {
        Err(failure)
            if planted::is(Bug::PageIsEmpty)
                && failure.kind == FailureKind::Offline(NetworkProblem::CaptivePortal) =>
        {
            return Ok(());
        }
        page => page?,
    };
    let mut way = Way::default();
    loop {
        live.set_wish(page.poll_after);
        way.step(&page)?;
        long |= page.restarted;
        let brings = !page.issues.is_empty() || !page.gone.is_empty();
        let next = page.more.then(|| page.cursor.clone()).filter(|_| !planted::is(Bug::UpToDateEarly));
        let (changed, following) =
            future::join(store(house, live, generation, page), fetch(house, live, next.as_ref())).await;
        let changed = changed?;
        let progressed = brings && (long || changed);
        let Some(following) = following else { return Ok(()) };
        page = following?;
        if !progressed && page.more {
            // There is more and more, and nothing in it: the desk may have it so, but not as fast as it likes.
            pay(house, live).await;
        }
    }
}

/// Fetches what follows: a page, or some at once while they are large. A first sync of very many issues is stored in
/// fewer transactions so, each of which writes the search index anew.
async fn fetch(house: &House, live: &Live, since: Option<&Cursor>) -> Option<Result<ChangePage, Failure>> {
    keep_quiet(house, live).await;
    let mut page = match live.line.changes(Some(since?)).await {
        Ok(page) => page,
        failed => return Some(failed),
    };
    for _ in 1..TOGETHER {
        // What is gone is gone after what came with it, and before what comes later.
        if !page.more || page.issues.len() < LARGE || !page.gone.is_empty() {
            break;
        }
        keep_quiet(house, live).await;
        let Ok(next) = live.line.changes(Some(&page.cursor)).await else { break };
        let mut issues = std::mem::take(&mut page.issues);
        issues.extend(next.issues);
        page = ChangePage { issues, restarted: page.restarted || next.restarted, ..next };
    }
    Some(Ok(page))
}

/// Stores a page and tells whoever it concerns; answers whether anything changed.
async fn store(house: &House, live: &Live, generation: u64, page: ChangePage) -> Result<bool, CheckProblem> {
    if planted::is(Bug::CursorBeforeRows) {
        let cursor = ChangePage { issues: Vec::new(), gone: Vec::new(), ..page.clone() };
        house.cache.store_page_of(generation, &live.account.id, cursor).await?;
    }
    let changed = house.cache.store_page_of(generation, &live.account.id, page).await?;
    if changed {
        house.changes.stale(Stale::Issues);
        house.changes.stale(Stale::Accounts);
        live.follow.notify_one();
        live.ahead.notify_one();
    }
    Ok(changed)
}

/// Where pages have led in one check. Brent's way to find a circle: one place is remembered, a farther one each time twice
/// as many steps were made.
#[derive(Debug, Default)]
struct Way {
    remembered: Option<Cursor>,
    steps: u32,
    next: u32,
}

impl Way {
    /// A desk whose pages lead in a circle would keep a check going for ever.
    fn step(&mut self, page: &ChangePage) -> Result<(), Failure> {
        if !page.more {
            return Ok(());
        }
        if self.remembered.as_ref() == Some(&page.cursor) {
            return Err(Failure::new(FailureKind::Garbled, "changes: its pages lead in a circle"));
        }
        self.steps += 1;
        if self.steps > self.next {
            self.next = self.steps.saturating_mul(2);
            self.remembered = Some(page.cursor.clone());
        }
        Ok(())
    }
}

/// After an account's first complete sync: its rounds are told in one summary, never singly, and what is old is read.
async fn baseline(house: &House, live: &Live) -> Result<(), CheckProblem> {
    let id = &live.account.id;
    if live.is_baselined() {
        return Ok(());
    }
    if house.keep.is_baselined(id).await? {
        live.set_baselined();
        return Ok(());
    }
    let now = follow_up::stamp(house);
    let mut newest = None;
    for status in [Status::Open, Status::Closed] {
        let first = house.cache.list(id, status, None, 1).await?;
        newest = newest.max(first.first().map(|issue| issue.updated));
    }
    if let Some(newest) = newest {
        house.keep.set_read_since(id, newest).await?;
    }
    // All but the last are marked before the last say that it is done: it may take several beginnings.
    let mut rounds = house.cache.open_rounds(id, None, MARKED).await?;
    loop {
        let more = match rounds.last() {
            Some(last) => house.cache.open_rounds(id, Some(last.clone()), MARKED).await?,
            None => Vec::new(),
        };
        if more.is_empty() {
            let rounds = if planted::is(Bug::BaselineSingly) { Vec::new() } else { rounds };
            house.keep.set_baseline(id, rounds, now).await?;
            break;
        }
        house.keep.mark_told(id, rounds.into_iter().map(baseline_mark).collect(), now).await?;
        rounds = more;
    }
    // All that the desk has was met just now.
    house.cache.drop_census(id, now.at).await?;
    live.set_baselined();
    live.follow.notify_one();
    house.changes.stale(Stale::Issues);
    Ok(())
}

fn baseline_mark(round: RoundKey) -> Mark {
    Mark { round, occasion: Occasion::Baseline }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(cursor: String, more: bool) -> ChangePage {
        let cursor = Cursor::new(cursor);
        ChangePage { issues: vec![], gone: vec![], cursor, more, restarted: false, poll_after: None }
    }

    #[test]
    fn pages_that_lead_in_a_circle_are_found_out_and_many_pages_are_not() {
        let mut way = Way::default();
        assert!((0..100_000).all(|step| way.step(&page(step.to_string(), true)).is_ok()));
        for circle in 1..50 {
            let mut way = Way::default();
            let steps =
                (0..1000).take_while(|step| way.step(&page((step % circle).to_string(), true)).is_ok());
            assert!(steps.count() < 200, "a circle of {circle}");
        }
        assert!(
            way.step(&page("0".into(), false)).is_ok(),
            "the last page may stand where another one stood"
        );
    }
}
