//! What the member does with notices, also with those of an earlier run.

use std::{pin::Pin, sync::Arc};

use futures_core::Stream;
use futures_util::StreamExt;
use svara_model::{AccountId, ActKind, NoticeAct};
use tokio::sync::Mutex;

use super::{later, pace::Rest, stuck};
use crate::{
    changes::{GoTo, Stale},
    chat,
    drafts::{self, Sent},
    house::House,
    in_hand::{self, InHand, Purpose},
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
    let text = act.text.filter(|text| !text.trim().is_empty());
    let answered = match text {
        Some(text) => answered(house, &account, &shown, text).await,
        None => false,
    };
    if matches!(act.kind, ActKind::Open | ActKind::Answer) && !answered {
        let (issue, chat) = (shown.issue.clone(), shown.chat.clone());
        let unsent = stuck::is_its(&shown.tag);
        let answer = !unsent && (issue.is_some() || chat.is_some());
        let unsent = unsent && issue.is_none();
        house.go(GoTo { account: account.clone(), issue, chat, unsent, answer, activation: act.activation });
    }
    let round = shown.round.clone().filter(|_| act.kind == ActKind::Later);
    let later = round.map(|round| later::in_an_hour(house, round));
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

/// Sends what the member wrote into a notice. False: it stands in the window, for them to see to: something else was begun
/// there, or it cannot be sent as it is.
async fn answered(house: &House, account: &AccountId, shown: &Shown, text: String) -> bool {
    let begun = match (&shown.issue, &shown.chat) {
        (Some(issue), _) => drafts::begin(house, account, Some(issue.clone())).await,
        (None, Some(chat)) => chat::writing::begin_line(house, account, chat).await,
        (None, None) => return false,
    };
    if let Ok(draft) = begun
        && draft.text.trim().is_empty()
        && let Ok(saved) = drafts::save(house, &draft.id, [String::new(), draft.language, text.clone()]).await
    {
        // What has faults stands there, written.
        return matches!(drafts::send(house, &saved.id).await, Ok(Sent::Queued(_)));
    }
    let purpose = match (&shown.issue, &shown.chat) {
        (Some(issue), _) => Purpose::Reply(issue.clone()),
        (None, Some(chat)) => Purpose::Line(chat.clone()),
        (None, None) => return false,
    };
    let (title, language) = (String::new(), String::new());
    let words = InHand { account: account.clone(), purpose, draft: None, title, language, text };
    in_hand::keep(house, vec![words]).await;
    false
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
