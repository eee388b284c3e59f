//! Showing one notice. It runs to its end whatever becomes of who asked for it: what was shown is kept with its name, so
//! that it can be taken away and is not shown again.

use std::{sync::Arc, time::Duration};

use svara_model::{AccountId, Notice, NoticeProblem, ShownId};
use tokio::sync::{oneshot, watch};

use super::{
    loud,
    telling::{Matter, Telling},
    words,
};
use crate::{
    changes::Stale,
    house::House,
    planted::{self, Bug},
    store::{Begun, Shown, StoreProblem, Told, Words},
};

/// How long the notifier may take. A notice has to be gone 5 seconds after its round is over, also when it is just shown.
pub(super) const CALL_LIMIT: Duration = Duration::from_secs(4);

/// How a showing ended.
pub(super) enum Ended {
    /// Shown and marked.
    Shown,
    /// Shown; the marks could not be kept yet.
    Unkept(Box<Told>),
    /// Not shown: it is not so any more.
    Overtaken,
    /// The notifier did not; unsure: or we cannot tell.
    NotShown { unsure: bool },
}

/// How many notices are being shown: what a quick member does with one may be heard before its name is kept.
pub(crate) struct Showing(watch::Sender<u32>);

impl Default for Showing {
    fn default() -> Self {
        Self(watch::Sender::new(0))
    }
}

impl Showing {
    pub(super) fn begin(&self) -> UnderWay {
        self.0.send_modify(|count| *count += 1);
        UnderWay(self.0.clone())
    }

    /// Ends when none is being shown, or when the notifier has had its time.
    pub(crate) async fn settled(&self, house: &House) {
        let mut count = self.0.subscribe();
        tokio::select! {
            biased;
            // The sender is ours: this cannot fail while we are here.
            _ = count.wait_for(|count| *count == 0) => {}
            () = house.clock.sleep(CALL_LIMIT) => {}
        }
    }
}

pub(super) struct UnderWay(watch::Sender<u32>);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count = count.saturating_sub(1));
    }
}

/// Shows something, to its end.
pub(super) async fn to_its_end(
    house: &House,
    show: impl Future<Output = Result<Ended, StoreProblem>> + Send + 'static,
) -> Result<Ended, StoreProblem> {
    let (report, ended) = oneshot::channel();
    let under_way = house.showing.begin();
    house.tasks.to_its_end("show notice", async move {
        let ended = show.await;
        drop(under_way);
        // Who asked may have ended meanwhile.
        let _ = report.send(ended);
    });
    ended.await.unwrap_or(Ok(Ended::NotShown { unsure: true }))
}

/// Has the notifier show it, in place of what stands under its tag; answers the platform's name for it.
pub(super) async fn call(
    house: &House,
    notice: &Notice,
    begun: &Begun,
) -> Result<Result<ShownId, Ended>, StoreProblem> {
    let shown = tokio::select! {
        biased;
        shown = house.notifier.show(notice, begun.previous.as_ref()) => shown,
        () = house.clock.sleep(CALL_LIMIT) => Err(NoticeProblem::TimedOut),
    };
    match shown {
        Ok(name) => Ok(Ok(name)),
        Err(problem) => {
            tracing::warn!(%problem, "a notice was not shown");
            let unsure = problem == NoticeProblem::TimedOut;
            if !unsure {
                house.keep.not_shown(&notice.tag).await?;
            }
            Ok(Err(Ended::NotShown { unsure }))
        }
    }
}

/// Keeps what was told; where the disk does not take it, it is kept as soon as it does.
pub(super) async fn keep_told(house: &House, told: Told) -> Ended {
    match house.keep.told_with(told.clone()).await {
        Ok(()) => {
            // It stands in the history, and a *Later* is over with it.
            house.changes.stale(Stale::Issues);
            Ended::Shown
        }
        Err(problem) => {
            tracing::error!(%problem, "what was told cannot be kept yet");
            Ended::Unkept(Box::new(told))
        }
    }
}

/// Shows a notice and marks what it tells.
pub(super) async fn show(
    house: &Arc<House>,
    account: &AccountId,
    telling: Telling,
) -> Result<Ended, StoreProblem> {
    let (its, account) = (house.clone(), account.clone());
    to_its_end(house, async move { show_now(&its, &account, &telling).await }).await
}

async fn show_now(house: &House, account: &AccountId, telling: &Telling) -> Result<Ended, StoreProblem> {
    let tag = &telling.tag;
    let row = row_of(account, telling);
    let begun = house.keep.begin_showing(row.clone(), house.clock.now()).await?;
    // Between the decision and now the round may have ended, or the member may have come to look, or dismissed it.
    let dismissed = !telling.alert && begun.previous.is_none();
    if dismissed || !is_still_so(house, account, telling).await? {
        house.keep.not_shown(tag).await?;
        return Ok(Ended::Overtaken);
    }
    if begun.unsure {
        tracing::warn!(account = %account, tag, "a showing had no end: this notice may stand twice");
    }
    let notice = notice_of(house, telling);
    if planted::is(Bug::ToldBeforeShow) {
        keep(house, telling, row.clone()).await;
    }
    match call(house, &notice, &begun).await? {
        Ok(name) => Ok(keep(house, telling, Shown { shown: name, ..row }).await),
        Err(ended) => Ok(ended),
    }
}

/// What it says, in the member's language.
fn notice_of(house: &House, telling: &Telling) -> Notice {
    let now = house.clock.now();
    let sound = loud::loud(house, now).notices.sound;
    words::Words { texts: &house.texts(), zone: &house.clock.zone(), now }.notice(telling, sound)
}

async fn keep(house: &House, telling: &Telling, shown: Shown) -> Ended {
    let marks = if planted::is(Bug::NoToldMark) { Vec::new() } else { telling.marks() };
    let words = telling.alert.then(|| {
        let Notice { kind, title, body, .. } =
            notice_of(house, &Telling { hidden: false, ..telling.clone() });
        Words { kind, title, body }
    });
    let at = loud::stamp(house);
    let told = Told { marks, order: None, summary: telling.summary.is_some(), at, shown, words };
    tracing::info!(account = told.shown.account, rounds = told.shown.rounds.len(), "told");
    keep_told(house, told).await
}

/// Whether everything that the notice names still awaits the member, unseen.
async fn is_still_so(house: &House, account: &AccountId, telling: &Telling) -> Result<bool, StoreProblem> {
    let awaiting = house.cache.in_round(account).await?;
    let news = house.cache.news(account).await?;
    Ok(telling.about.iter().all(|about| {
        let open = awaiting.iter().find(|issue| issue.id == about.issue.id);
        let round = open.and_then(|issue| issue.round.as_ref()).map(|round| &round.key);
        let mut keys = round.into_iter().chain(news.iter().map(|news| &news.key));
        keys.any(|key| *key == about.round)
            && (!house.is_looking(account, &about.issue.id) || planted::is(Bug::TellsLookedAt))
    }))
}

fn row_of(account: &AccountId, telling: &Telling) -> Shown {
    let only = telling.only();
    Shown {
        tag: telling.tag.clone(),
        account: account.to_string(),
        // *Later* is for what awaits the member.
        round: only.filter(|only| only.matter == Matter::Round).map(|only| only.round.clone()),
        issue: only.map(|only| only.issue.id.clone()),
        chat: None,
        shown: ShownId::of_tag(&telling.tag),
        says: telling.says(),
        rounds: telling.about.iter().map(|about| about.round.clone()).collect(),
    }
}
