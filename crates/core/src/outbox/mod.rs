//! The outbox: what the member did and the desk has not confirmed. State is written before a request leaves; an outcome
//! that was not seen is looked up before anything is sent again; what the desk says it did is read back.

mod attempt;
mod plan;

use std::sync::Arc;

use jiff::Timestamp;
use svara_model::AccountId;

use crate::{
    accounts::Live,
    changes::Stale,
    house::House,
    reading::OperationBrief,
    store::{DraftRow, OperationRow, OperationState},
    trouble::Trouble,
};
use plan::Next;

/// Starts an account's outbox.
pub(crate) fn start(house: &Arc<House>, live: &Arc<Live>) {
    let (its_house, its) = (house.clone(), live.clone());
    live.tasks.forever("outbox", move || work(its_house.clone(), its.clone()));
}

async fn work(house: Arc<House>, live: Arc<Live>) {
    loop {
        let operations = match house.keep.operations(&live.account.id).await {
            Ok(operations) => operations,
            Err(problem) => {
                tracing::error!(%problem, "the outbox cannot be read");
                pause(&house, &live, Some(house.clock.now() + STORE_PAUSE)).await;
                continue;
            }
        };
        match plan::next(&operations, house.clock.now()) {
            Next::Send(operation) => {
                if let Err(problem) = attempt::attempt(&house, &live, &operation).await {
                    tracing::error!(%problem, "the outbox cannot be written");
                    pause(&house, &live, Some(house.clock.now() + STORE_PAUSE)).await;
                }
                live.set_progress(&operation.id, None);
                house.changes.stale(Stale::Outbox);
                house.changes.stale(Stale::Accounts);
            }
            Next::Wait(until) => pause(&house, &live, until).await,
        }
    }
}

/// How long to wait when the disk does not take what must be written.
const STORE_PAUSE: std::time::Duration = std::time::Duration::from_secs(10);

async fn pause(house: &House, live: &Live, until: Option<Timestamp>) {
    match until {
        None => live.send.notified().await,
        Some(until) => {
            let length = until.duration_since(house.clock.now()).try_into().unwrap_or_default();
            tokio::select! {
                biased;
                () = live.send.notified() => {}
                () = house.clock.sleep(length) => {}
            }
        }
    }
}

/// Tries an operation again now. A refused one sends its files again, since the desk may have dropped them.
pub(crate) async fn retry(house: &House, id: &str) -> Result<(), Trouble> {
    let operation = house.keep.operation(id).await?.ok_or(Trouble::Gone)?;
    if operation.state == OperationState::Stuck {
        let pictures = house.keep.pictures(id).await?;
        let keys = pictures.into_iter().map(|picture| (picture.id, house.new_key())).collect();
        house.keep.forget_uploads(id, keys).await?;
    }
    house.keep.requeue(id).await?;
    wake(house, &operation.account);
    Ok(())
}

/// Makes a draft of an operation again. None: the desk has it, or may have it.
pub(crate) async fn take_back(house: &House, id: &str) -> Result<Option<DraftRow>, Trouble> {
    let operation = house.keep.operation(id).await?.ok_or(Trouble::Gone)?;
    let draft = house.keep.take_back(id, house.new_id(), house.clock.now()).await?;
    wake(house, &operation.account);
    house.changes.stale(Stale::Drafts);
    Ok(draft)
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
    }
    house.changes.stale(Stale::Outbox);
    house.changes.stale(Stale::Accounts);
}
