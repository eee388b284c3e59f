//! The outbox: what the member did and the desk has not confirmed. State is written before a request leaves; an outcome
//! that was not seen is looked up before anything is sent again; what the desk says it did is read back; and what the
//! member wants back ends as sent or as a draft, never as both or neither.

mod attempt;
mod audit;
mod back;
mod chats;
mod ending;
mod lookup;
mod plan;
mod upload;

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use futures_util::{FutureExt, StreamExt, future::BoxFuture, stream::FuturesUnordered};
use jiff::Timestamp;
use svara_model::AccountId;
use tokio_util::sync::CancellationToken;

use crate::{
    accounts::Live,
    changes::Stale,
    house::{House, lock},
    planted::{self, Bug},
    reading::OperationBrief,
    store::{OperationRow, OperationState},
    trouble::Trouble,
};
use attempt::Seen;
pub(crate) use audit::audit;
pub use audit::{Audit, AuditedOperation, Owner};
pub use back::TakenBack;
pub(crate) use back::take_back;

/// How long to wait when the disk does not take what must be written.
const STORE_PAUSE: Duration = Duration::from_secs(10);
/// A wait is never longer than this before it is looked at again, since the computer may have slept.
const LONGEST_LOOK: Duration = Duration::from_secs(60);

/// Starts an account's outbox.
pub(crate) fn start(house: &Arc<House>, live: &Arc<Live>) {
    let (its_house, its) = (house.clone(), live.clone());
    live.tasks.forever("outbox", move || work(its_house.clone(), its.clone()));
}

/// The operations under way.
type Running<'a> = FuturesUnordered<BoxFuture<'a, String>>;

async fn work(house: Arc<House>, live: Arc<Live>) {
    let seen = Seen::default();
    let mut names: BTreeMap<String, CancellationToken> = BTreeMap::new();
    let mut running = Running::new();
    let mut era = live.era();
    loop {
        if house.tasks.is_closing() {
            // What is under way may come to its end, nothing new begins.
            while running.next().await.is_some() {}
            return;
        }
        if era != live.era() && trust_no_time(&house, &live).await {
            era = live.era();
        }
        let wake = begin(&house, &live, &seen, &mut names, &mut running).await;
        tokio::select! {
            biased;
            Some(id) = running.next(), if !running.is_empty() => {
                names.remove(&id);
                live.set_progress(&id, None);
                live.follow.notify_one();
                house.changes.stale(Stale::Outbox);
                house.changes.stale(Stale::Accounts);
            }
            () = house.tasks.closing() => {}
            () = live.send.notified() => {}
            () = rest(&house, wake) => {}
        }
    }
}

/// The clock was set, so that no time says any more how long the desk wanted quiet; the account's budget still knows, by
/// the clock that nobody sets. Answers whether that is kept.
async fn trust_no_time(house: &House, live: &Live) -> bool {
    if planted::is(Bug::WaitsByWallClock) {
        return true;
    }
    match house.keep.end_quiet(&live.account.id).await {
        Ok(_) => true,
        Err(problem) => {
            tracing::error!(%problem, "the outbox cannot be written");
            false
        }
    }
}

/// Begins whatever has its turn; answers when to look again.
async fn begin<'a>(
    house: &'a House,
    live: &'a Arc<Live>,
    seen: &'a Seen,
    names: &mut BTreeMap<String, CancellationToken>,
    running: &mut Running<'a>,
) -> Option<Timestamp> {
    let now = house.clock.now();
    let hushed = lock(&live.budget).quiet(house.clock.steady()).err().map(|left| now + left);
    let hushed = hushed.filter(|_| !planted::is(Bug::RetryAfterIgnored));
    let operations = match house.keep.operations(&live.account.id).await {
        Ok(operations) => operations,
        Err(problem) => {
            tracing::error!(%problem, "the outbox cannot be read");
            return Some(now + STORE_PAUSE);
        }
    };
    for row in operations.iter().filter(|row| row.back.is_some()) {
        if let Some(back) = names.get(&row.id) {
            back.cancel();
        }
    }
    let plan = plan::plan(&operations, names, hushed, now);
    for row in plan.begin {
        let back = CancellationToken::new();
        names.insert(row.id.clone(), back.clone());
        running.push(one(house, live, seen, row, back).boxed());
    }
    plan.wake
}

/// One try, with a pause after it where nothing can be written, so that a full disk is not asked again and again.
async fn one(
    house: &House,
    live: &Arc<Live>,
    seen: &Seen,
    row: OperationRow,
    back: CancellationToken,
) -> String {
    if let Err(problem) = attempt::attempt(house, live, seen, &row, &back).await {
        tracing::error!(%problem, "the outbox cannot be written");
        house.changes.stale(Stale::Outbox);
        house.clock.sleep(STORE_PAUSE).await;
    }
    row.id
}

async fn rest(house: &House, until: Option<Timestamp>) {
    match until {
        None => std::future::pending().await,
        Some(until) => {
            let length = Duration::try_from(until.duration_since(house.clock.now())).unwrap_or_default();
            house.clock.sleep(length.min(LONGEST_LOOK)).await;
        }
    }
}

/// Tries an operation again now. A refused one sends its files again, since the desk may have dropped them.
pub(crate) async fn retry(house: &House, id: &str) -> Result<(), Trouble> {
    let operation = house.keep.operation(id).await?.ok_or(Trouble::Gone)?;
    if operation.state == OperationState::Stuck {
        forget_uploads(house, id).await?;
    }
    house.keep.requeue(id).await?;
    wake(house, &operation.account);
    Ok(())
}

async fn forget_uploads(house: &House, id: &str) -> Result<(), crate::store::StoreProblem> {
    let pictures = house.keep.pictures(id).await?;
    let keys = pictures.into_iter().map(|picture| (picture.id, house.new_key())).collect();
    house.keep.forget_uploads(id, keys).await
}

/// What only the member can tell: whether an operation is at the desk. If it is, it is done; else it is sent again, with
/// its key, or becomes the draft that the member wanted it to be. `Refused`: that is not what is asked.
pub(crate) async fn settle(house: &House, id: &str, arrived: bool) -> Result<(), Trouble> {
    let operation = house.keep.operation(id).await?.ok_or(Trouble::Gone)?;
    let asks = operation.problem.as_deref().map(Trouble::read) == Some(Trouble::Unclear);
    if operation.state != OperationState::Stuck || !asks {
        return Err(Trouble::Refused);
    }
    if arrived {
        house.keep.confirm(id, None).await?;
        if let Ok(live) = house.live(&AccountId::new(operation.account.as_str())) {
            live.pull.notify_one();
        }
    } else if operation.back.is_some() {
        house.keep.make_draft(id, house.new_id(), house.clock.now()).await?;
        house.changes.stale(Stale::Drafts);
    } else {
        house.keep.send_again(id).await?;
    }
    wake(house, &operation.account);
    Ok(())
}

/// An account's operations, as a window shows them, in the order of "send".
pub(crate) async fn briefs(house: &House, live: &Live) -> Result<Vec<OperationBrief>, Trouble> {
    let mut briefs = Vec::new();
    for operation in house.keep.operations(&live.account.id).await? {
        briefs.push(brief(house, live, operation).await?);
    }
    Ok(briefs)
}

/// An operation, as a window shows it.
pub(crate) async fn brief(house: &House, live: &Live, row: OperationRow) -> Result<OperationBrief, Trouble> {
    let pictures = house.keep.pictures(&row.id).await?;
    let in_all: u64 = pictures.iter().map(|picture| picture.length).sum();
    let arrived: u64 =
        pictures.iter().filter(|picture| picture.uploaded.is_some()).map(|picture| picture.length).sum();
    let (sent, _) = live.progress(&row.id).unwrap_or_default();
    Ok(OperationBrief::new(row, pictures, (arrived + sent).min(in_all), in_all))
}

/// Wakes the outbox of an account, if it is signed in.
pub(crate) fn wake(house: &House, account: &str) {
    if let Ok(live) = house.live(&AccountId::new(account)) {
        live.send.notify_one();
        live.follow.notify_one();
    }
    house.changes.stale(Stale::Outbox);
    house.changes.stale(Stale::Accounts);
}
