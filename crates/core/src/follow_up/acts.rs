//! What the member does with notices, also with those of an earlier run.

use std::{pin::Pin, sync::Arc};

use futures_core::Stream;
use futures_util::StreamExt;
use svara_model::{AccountId, ActKind, NoticeAct};
use tokio::sync::Mutex;

use super::{
    later::{self, When},
    pace::Rest,
    stuck,
};
use crate::{
    changes::{GoTo, Stale},
    house::House,
    store::{Shown, StoreProblem},
};

type Acts = Pin<Box<dyn Stream<Item = NoticeAct> + Send>>;

/// Listens to the notifier until it ends.
pub(super) async fn listen(house: Arc<House>, acts: Arc<Mutex<Acts>>) {
    let mut acts = acts.lock().await;
    while let Some(act) = acts.next().await {
        house.heard.tell(&act);
        handle(&house, act).await;
    }
}

async fn handle(house: &House, act: NoticeAct) {
    let mut rest = Rest::default();
    let shown = loop {
        match find(house, &act).await {
            Ok(Some(shown)) => break shown,
            Ok(None) => return,
            Err(problem) => not_kept(house, &mut rest, &problem).await,
        }
    };
    let account = AccountId::new(shown.account.clone());
    if matches!(act.kind, ActKind::Open | ActKind::Answer) {
        let (issue, chat) = (shown.issue.clone(), shown.chat.clone());
        let unsent = stuck::is_its(&shown.tag);
        let answer = !unsent && (issue.is_some() || chat.is_some());
        let unsent = unsent && issue.is_none();
        house.go(GoTo { account: account.clone(), issue, chat, unsent, answer, activation: act.activation });
    }
    let round = shown.round.clone().filter(|_| act.kind == ActKind::Later);
    let later = round.map(|round| later::wish(house, round, When::Hour));
    while let Err(problem) = house.keep.gone(&shown, later.clone()).await {
        not_kept(house, &mut rest, &problem).await;
    }
    if act.kind == ActKind::Later
        && let Ok(live) = house.live(&account)
    {
        live.follow.notify_one();
        house.changes.stale(Stale::Issues);
    }
}

/// What the member did is not forgotten because the disk is full for a while.
async fn not_kept(house: &House, rest: &mut Rest, problem: &StoreProblem) {
    tracing::error!(%problem, "what the member did with a notice is not kept yet");
    rest.failed(house, false);
    rest.over().await;
}

/// The notice it was done with. None: another program's, one of an account that is gone, or one that another has replaced.
async fn find(house: &House, act: &NoticeAct) -> Result<Option<Shown>, StoreProblem> {
    if let Some(shown) = house.keep.shown_as(&act.shown).await? {
        return Ok(Some(shown));
    }
    // Perhaps the member was quicker than our note of what it is called.
    house.showing.settled(house).await;
    house.keep.shown_as(&act.shown).await
}
