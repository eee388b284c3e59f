//! Taking notices away. One that could not be taken away is tried again until it is: its row stays until then.

use std::{collections::BTreeMap, sync::Arc};

use svara_model::{AccountId, NoticeProblem, ShownId};

use super::{
    pace::{Pace, Rest},
    showing::CALL_LIMIT,
};
use crate::{
    house::House,
    store::{Shown, StoreProblem},
};

/// Takes away what is over, unless that failed a moment ago.
pub(super) async fn withdraw(
    house: &House,
    pace: &mut Pace,
    tags: &[String],
    standing: &BTreeMap<String, Shown>,
) -> Result<(), StoreProblem> {
    let mut outcome = Ok(());
    for shown in tags.iter().filter_map(|tag| standing.get(tag)) {
        if !pace.withdraw.is_ready() {
            break;
        }
        match take_away(house, &shown.shown).await {
            Ok(()) => {
                pace.withdraw.went_well();
                pace.unkept.retain(|told| told.shown != *shown);
                // The others go before a store that failed is cared for.
                outcome = outcome.and(house.keep.gone(shown, None).await);
            }
            Err(_) => pace.withdraw.failed(house, false),
        }
    }
    outcome
}

pub(super) async fn take_away(house: &House, name: &ShownId) -> Result<(), NoticeProblem> {
    let gone = tokio::select! {
        biased;
        gone = house.notifier.withdraw(name) => gone,
        () = house.clock.sleep(CALL_LIMIT) => Err(NoticeProblem::TimedOut),
    };
    gone.inspect_err(|problem| tracing::warn!(%problem, "a notice was not taken away"))
}

/// Takes away every notice of an account that leaves; what cannot be taken away now is taken away later.
pub(crate) async fn leave(house: &House, account: &AccountId) -> Result<(), StoreProblem> {
    // What is being shown for it gets its name first.
    house.showing.settled(house).await;
    house.keep.abandon_shown(account).await?;
    house.loudness.waits(account, false);
    if take_strays_away(house).await.is_err() {
        house.strays.notify_one();
    }
    Ok(())
}

/// Why strays are still there.
#[derive(Debug)]
struct Left;

/// Takes away what accounts that have left had shown.
async fn take_strays_away(house: &House) -> Result<(), Left> {
    let kept = |problem: StoreProblem| {
        tracing::error!(%problem, "the notices cannot be kept");
        Left
    };
    for name in house.keep.strays().await.map_err(kept)? {
        take_away(house, &name).await.map_err(|_| Left)?;
        house.keep.forget_stray(&name).await.map_err(kept)?;
    }
    Ok(())
}

/// Goes on taking away what accounts that have left had shown.
pub(super) async fn strays(house: Arc<House>) {
    let mut rest = Rest::default();
    loop {
        match take_strays_away(&house).await {
            Ok(()) => {
                rest.went_well();
                house.strays.notified().await;
            }
            Err(Left) => {
                rest.failed(&house, false);
                rest.over().await;
            }
        }
    }
}
