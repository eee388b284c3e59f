//! The slow reconcile: what the desk does not have any more is found by asking it, page by page, for the names of all it
//! has. What vanished stays to be read; nothing is deleted.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use svara_model::{CensusPlace, Failure, FailureKind, RemoteId, Retry};

use super::pay;
use crate::{
    accounts::{Freshness, Live},
    changes::Stale,
    house::House,
    store::{CensusRow, Counted, StoreProblem},
};

/// Between two censuses.
const EVERY: Duration = Duration::from_secs(24 * 3600);
/// Between one that missed so many that it is doubted, or one that something odd asks for, and the next.
const AGAIN: Duration = Duration::from_secs(600);
/// Between two pages, and two looks whether there is anything to do.
const PAGES: Duration = Duration::from_secs(20);
const LOOK: Duration = Duration::from_secs(3600);

/// What is to be done now.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    /// Nothing for so long.
    Rest(Duration),
    /// Begin one.
    Begin,
    /// Ask for the page after this place.
    Ask(Option<CensusPlace>),
}

/// Counts in its time, until the account's tasks end.
pub(super) async fn count(house: Arc<House>, live: Arc<Live>) {
    let phase = 0.8 + 0.4 * house.chance();
    loop {
        let pause = match step(&house, &live, phase).await {
            Ok(pause) => pause,
            Err(problem) => {
                tracing::error!(%problem, "the census cannot be kept");
                AGAIN
            }
        };
        tokio::select! {
            biased;
            () = live.census.notified() => {}
            () = house.clock.sleep(pause) => {}
        }
    }
}

/// Does what is to be done now; answers how long to wait.
async fn step(house: &House, live: &Live, phase: f64) -> Result<Duration, StoreProblem> {
    let id = &live.account.id;
    let row = house.cache.census(id).await?;
    if live.health().freshness != Freshness::UpToDate {
        return Ok(AGAIN);
    }
    let place = match plan(&row, house.clock.now(), phase) {
        Step::Rest(length) => return Ok(length.min(LOOK)),
        Step::Begin => {
            house.cache.begin_census(id).await?;
            None
        }
        Step::Ask(place) => place,
    };
    if !live.has_plenty(house.clock.steady()) {
        return Ok(AGAIN);
    }
    pay(house, live).await;
    match live.line.census(place.as_ref()).await {
        Ok(page) => {
            let (counted, revived) = house.cache.store_census(id, page, house.clock.now()).await?;
            let pause = if counted == Counted::More { PAGES.mul_f64(phase) } else { AGAIN };
            let marked = match counted {
                Counted::More => 0,
                Counted::Over(marked) => marked,
                Counted::Few(missed) => ask(house, live, missed).await?,
                Counted::Doubted(marked) => {
                    tracing::warn!(account = %id, "the desk misses many issues: asked again before it is believed");
                    marked
                }
            };
            if marked > 0 || revived {
                tell(house, live, marked, revived);
            }
            Ok(pause)
        }
        Err(failure) => fail(house, live, &failure).await,
    }
}

/// What is to be done. A clock that was set makes a census come early, and never keeps one from coming.
fn plan(row: &CensusRow, now: Timestamp, phase: f64) -> Step {
    if !row.ready {
        return Step::Rest(AGAIN);
    }
    if row.running {
        return Step::Ask(row.place.clone());
    }
    let Some(ended) = row.ended else { return Step::Begin };
    let due = if row.doubted || row.wanted { AGAIN } else { EVERY.mul_f64(phase) };
    let passed = now.duration_since(ended).unsigned_abs();
    if passed >= due { Step::Begin } else { Step::Rest(due - passed) }
}

/// Asks for each of the few that were missed: only what the desk itself says it does not have is marked.
async fn ask(house: &House, live: &Live, missed: Vec<RemoteId>) -> Result<u32, StoreProblem> {
    let id = &live.account.id;
    let mut marked = 0;
    for issue in missed {
        pay(house, live).await;
        match live.line.issue(&issue).await {
            Ok(talk) => {
                house.cache.store_conversation(id, talk).await?;
                live.follow.notify_one();
            }
            Err(failure) if failure.kind == FailureKind::Gone => {
                marked += u32::from(house.cache.vanish(id, &issue).await?);
            }
            Err(failure) => {
                tracing::info!(%failure, "an issue that the desk's count missed was not found out about");
                house.cache.want_census(id).await?;
                break;
            }
        }
    }
    Ok(marked)
}

fn tell(house: &House, live: &Live, marked: u32, revived: bool) {
    tracing::info!(account = %live.account.id, vanished = marked, revived, "issues vanished or came back");
    house.changes.stale(Stale::Issues);
    house.changes.stale(Stale::Accounts);
    live.follow.notify_one();
    live.ahead.notify_one();
}

/// A census that fails changes nothing; the lists are as good as before.
async fn fail(house: &House, live: &Live, failure: &Failure) -> Result<Duration, StoreProblem> {
    tracing::info!(%failure, "the desk's issues were not counted");
    let id = &live.account.id;
    match failure.kind {
        // Its place is forgotten: from the beginning.
        FailureKind::Gone => house.cache.begin_census(id).await?,
        FailureKind::Unsupported | FailureKind::Garbled | FailureKind::Invalid | FailureKind::NotNow => {
            house.cache.drop_census(id, house.clock.now()).await?;
        }
        // The check says what is the matter.
        FailureKind::Offline(_)
        | FailureKind::SignedOut(_)
        | FailureKind::Throttled
        | FailureKind::Forbidden
        | FailureKind::Conflict
        | FailureKind::ServerFault => live.pull.notify_one(),
    }
    Ok(match failure.retry {
        Retry::After(length) => length.max(AGAIN),
        _ => AGAIN,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::moment;

    fn row(change: impl FnOnce(&mut CensusRow)) -> CensusRow {
        let mut row = CensusRow { ready: true, ended: Some(moment(0)), ..CensusRow::default() };
        change(&mut row);
        row
    }

    fn check(row: &CensusRow, seconds: i64, want: &Step) {
        assert_eq!(&plan(row, moment(seconds * 1000), 1.0), want, "{row:?} after {seconds}");
    }

    #[test]
    fn a_census_comes_each_day_and_early_when_something_is_odd() {
        let rest = |seconds| Step::Rest(Duration::from_secs(seconds));
        check(&row(|_| {}), 3600, &rest(23 * 3600));
        check(&row(|_| {}), 24 * 3600, &Step::Begin);
        check(&row(|row| row.wanted = true), 60, &rest(540));
        check(&row(|row| row.wanted = true), 600, &Step::Begin);
        check(&row(|row| row.doubted = true), 599, &rest(1));
        check(&row(|row| row.doubted = true), 600, &Step::Begin);
        check(&row(|row| row.ended = None), 0, &Step::Begin);
        check(&row(|row| row.ready = false), 900_000, &Step::Rest(AGAIN));
        let place = CensusPlace::new("p");
        check(&row(|row| (row.running, row.place) = (true, Some(place.clone()))), 5, &Step::Ask(Some(place)));
    }

    #[test]
    fn a_clock_that_was_set_neither_stalls_nor_storms_the_census() {
        for year in [-365, 365] {
            check(&row(|_| {}), year * 86400, &Step::Begin);
        }
    }
}
