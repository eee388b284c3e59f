//! What the app does about its own files: notices that the disk takes nothing any more and when it does again, goes on after
//! a damaged file was replaced, and closes everything in order.

use std::{sync::Arc, time::Duration};

use crate::{
    accounts::Health,
    changes::Stale,
    checkup, follow_up,
    house::House,
    in_hand,
    store::{DiskState, Noticed, StoreProblem},
    sync,
    trouble::Trouble,
};

/// The shortest and the longest pause between two tries whether the disk takes something again.
const SHORTEST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(30);
/// How long the stores may take to close, of the time that the end of the app may take.
const CLOSE_LIMIT: Duration = Duration::from_millis(1500);

/// Begins to watch the stores, and settles what an earlier damage left open.
pub(crate) async fn begin(house: &Arc<House>) -> Result<(), Trouble> {
    let its = Arc::downgrade(house);
    house.cache.file().watch().listen(move |noticed| {
        if let Some(house) = its.upgrade() {
            cache_noticed(&house, noticed);
        }
    });
    let its = Arc::downgrade(house);
    house.keep.file().watch().listen(move |noticed| {
        if let Some(house) = its.upgrade() {
            keep_noticed(&house, noticed);
        }
    });
    settle_marks(house).await?;
    let its = house.clone();
    house.tasks.forever("disk", move || watch(its.clone()));
    Ok(())
}

/// Whether what the app writes is saved.
pub(crate) fn disk(house: &House) -> DiskState {
    house.cache.file().watch().disk().max(house.keep.file().watch().disk())
}

/// Called from within the store: it must not wait for it.
fn cache_noticed(house: &House, noticed: Noticed) {
    match noticed {
        Noticed::Disk(_) => disk_changed(house),
        Noticed::Renewed => {
            // Nothing is known any more: an empty list is no "nothing waits for you".
            for live in house.all_live() {
                live.set_health(|health| *health = Health { running: health.running, ..Health::default() });
                sync::begin_again(house, &live);
            }
            house.changes.stale(Stale::Accounts);
            house.changes.stale(Stale::Issues);
        }
    }
}

fn keep_noticed(house: &House, noticed: Noticed) {
    match noticed {
        Noticed::Disk(_) => disk_changed(house),
        Noticed::Renewed => {
            wake(house);
            for what in [Stale::Disk, Stale::Drafts, Stale::Outbox, Stale::Settings, Stale::Issues] {
                house.changes.stale(what);
            }
        }
    }
}

fn disk_changed(house: &House) {
    house.changes.stale(Stale::Disk);
    if disk(house) == DiskState::Fine {
        wake(house);
    }
}

/// Whatever could not be written goes on.
fn wake(house: &House) {
    for live in house.all_live() {
        live.send.notify_one();
        live.pull.notify_one();
        live.follow.notify_one();
    }
}

/// While the disk takes nothing, tries again, later each time; settles what a damage leaves open and saves what is in hand.
async fn watch(house: Arc<House>) {
    let (mut pause, mut over) = (SHORTEST, house.clock.now());
    loop {
        tokio::select! {
            biased;
            () = house.keep.file().watch().roused() => {}
            () = house.cache.file().watch().roused() => {}
        }
        // A disk that comes and goes does not have everything tried again each second.
        if house.clock.now().duration_since(over).unsigned_abs() > LONGEST {
            pause = SHORTEST;
        }
        while disk(&house) != DiskState::Fine
            || settle_marks(&house).await.is_err()
            || !in_hand::save(&house).await
        {
            house.clock.sleep(pause).await;
            pause = (pause * 2).min(LONGEST);
            for file in [house.keep.file(), house.cache.file()] {
                if file.watch().disk() != DiskState::Fine
                    && let Err(problem) = file.probe().await
                {
                    tracing::debug!(%problem, "the disk takes nothing yet");
                }
            }
        }
        over = house.clock.now();
    }
}

/// After the marks of what was told were lost: what is known now counts as told. Rather silent than everything again.
async fn settle_marks(house: &House) -> Result<(), Trouble> {
    if !house.keep.marks_lost().await? {
        return Ok(());
    }
    let mut known = Vec::new();
    for row in house.keep.accounts().await? {
        let id = row.account.id;
        let rounds = if house.cache.sync(&id).await?.complete {
            let issues = house.cache.in_round(&id).await?;
            Some(issues.into_iter().filter_map(|issue| Some(issue.round?.key.to_string())).collect())
        } else {
            None
        };
        known.push((id, rounds));
    }
    house.keep.settle_marks(known, follow_up::stamp(house)).await?;
    wake(house);
    Ok(())
}

/// Ends the tasks in order, then closes the stores. What is in hand is tried once more.
pub(crate) async fn stop(house: &House, limit: Duration) {
    let loops = limit.saturating_sub(CLOSE_LIMIT);
    let trial = async {
        tokio::select! {
            biased;
            () = checkup::end_trial(house) => {}
            () = house.clock.sleep(loops) => {}
        }
    };
    tokio::join!(house.tasks.stop(loops), trial);
    in_hand::save(house).await;
    sync::settle(house).await;
    if let Err(problem) = follow_up::keep_ran(house).await {
        tracing::warn!(%problem, "how long the app has run is not kept");
    }
    let close = async {
        for file in [house.keep.file(), house.cache.file()] {
            match file.close().await {
                Ok(()) | Err(StoreProblem::Closed) => {}
                Err(problem) => tracing::error!(%problem, "a store was not closed in order"),
            }
        }
    };
    tokio::select! {
        biased;
        () = close => {}
        () = house.clock.sleep(CLOSE_LIMIT) => tracing::error!("the stores were not closed in time"),
    }
}
