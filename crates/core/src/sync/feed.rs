//! The live feed: hints that a check is worth it, never data.

use std::{sync::Arc, time::Duration};

use svara_model::{Cursor, Failure, Hint, LiveFeed, Retry};

use super::pay;
use crate::{
    accounts::Live,
    chat,
    house::{House, lock},
};

/// The longest pause between two tries to connect. Polling goes on meanwhile, and a check that succeeds after one that did
/// not ends it at once.
const LONGEST: Duration = Duration::from_secs(600);
/// Between two tries when trying seems to be of no use.
const PARKED: Duration = Duration::from_secs(600);

/// Listens until the account's tasks end; at once over at a desk without a live feed.
pub(super) async fn listen(house: Arc<House>, live: Arc<Live>) {
    let Some(mut feed) = live.line.live() else { return };
    let mut failures = 0_u32;
    loop {
        if !live.is_fed() {
            pay(&house, &live).await;
        }
        match next(&live, feed.as_mut()).await {
            Some(Ok(hint)) => {
                failures = 0;
                live.set_fed(true, house.clock.steady());
                heed(&house, &live, hint).await;
            }
            // The connection was dropped on purpose, and whoever wanted that looks for what happened meanwhile.
            None => live.set_fed(false, house.clock.steady()),
            Some(Err(failure)) => {
                failures = failures.saturating_add(1);
                lock(&live.budget).hush(house.clock.steady(), &failure);
                if live.is_fed() {
                    live.set_fed(false, house.clock.steady());
                    // Perhaps the network is gone: the check says so.
                    live.pull.notify_one();
                }
                rest(&house, &live, &failure, failures).await;
            }
        }
    }
}

/// The next hint; none when the connection was dropped on purpose.
async fn next(live: &Live, feed: &mut dyn LiveFeed) -> Option<Result<Hint, Failure>> {
    let dropped = tokio::select! {
        biased;
        () = live.rewire.notified() => true,
        hint = feed.next() => return Some(hint),
    };
    if dropped {
        feed.hang_up();
    }
    None
}

/// Wakes the sync when a hint says more than what the cache has already (one's own acts come back as hints, too).
async fn heed(house: &House, live: &Live, hint: Hint) {
    let at = match hint {
        Hint::Connected(at) => {
            // What chats did meanwhile was not hinted at.
            live.chat.clear();
            at
        }
        Hint::Changed(at) => Some(at),
        Hint::Chat(_) => return live.chat.wake(),
        Hint::Typing(chat, typing) => return chat::typing::heard(house, live, &chat, typing),
    };
    live.set_hinted(at);
    if is_news(house, live).await {
        live.hint.notify_one();
    }
}

/// Whether the desk's last hint says more than what the cache has.
pub(super) async fn is_news(house: &House, live: &Live) -> bool {
    let hinted: Option<Cursor> = live.hinted();
    match house.cache.progress(&live.account.id).await {
        Ok(progress) => hinted.is_none() || progress.cursor != hinted,
        Err(_) => true,
    }
}

async fn rest(house: &House, live: &Live, failure: &Failure, failures: u32) {
    let most = LONGEST.min(Duration::from_secs(1 << failures.min(10)));
    let pause = Duration::from_secs(1).max(most.mul_f64(house.chance()));
    let pause = match failure.retry {
        Retry::After(length) => length + pause,
        Retry::WhenOnline => pause,
        Retry::WhenSignedIn | Retry::Never => PARKED,
    };
    tracing::debug!(%failure, pause = pause.as_secs(), "the live feed broke off");
    tokio::select! {
        biased;
        () = live.feed.notified() => {}
        () = live.rewire.notified() => {}
        () = house.clock.sleep(pause) => {}
    }
}
