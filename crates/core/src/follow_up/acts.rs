//! What the member does with notices, also with those of an earlier run.

use std::{sync::Arc, time::Duration};

use futures_util::StreamExt;
use svara_model::{AccountId, ActKind, NoticeAct};

use crate::{changes::GoTo, house::House, store::StoreProblem};

/// How long *Later* is.
const LATER: Duration = Duration::from_secs(3600);

/// Listens to the notifier until it ends.
pub(crate) async fn listen(house: Arc<House>) {
    let mut acts = house.notifier.acts();
    while let Some(act) = acts.next().await {
        if let Err(problem) = handle(&house, act).await {
            tracing::error!(%problem, "what the member did with a notice was not kept");
        }
    }
}

async fn handle(house: &House, act: NoticeAct) -> Result<(), StoreProblem> {
    drop(house.showing.lock().await);
    // Another program's notice, or one of an account that is gone.
    let Some(shown) = house.keep.shown_as(&act.shown).await? else { return Ok(()) };
    let account = AccountId::new(shown.account);
    house.keep.forget_shown(&shown.tag).await?;
    match act.kind {
        ActKind::Gone => {}
        ActKind::Open | ActKind::Answer => {
            let answer = shown.issue.is_some();
            house.go(GoTo { account, issue: shown.issue, answer, activation: act.activation });
        }
        ActKind::Later => {
            if let Some(round) = &shown.round {
                house.keep.tell_later(&account, round, house.clock.now() + LATER).await?;
            }
            if let Ok(live) = house.live(&account) {
                live.follow.notify_one();
            }
        }
    }
    Ok(())
}
