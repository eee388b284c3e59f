//! The live feed: hints that a check is worth it, never data.

use std::{sync::Arc, time::Duration};

use svara_model::{Hint, Retry};

use crate::{accounts::Live, house::House};

/// The longest pause between two tries to connect.
const LONGEST: Duration = Duration::from_secs(60);

/// Listens until the account's tasks end; at once over at a desk without a live feed.
pub(super) async fn listen(house: Arc<House>, live: Arc<Live>) {
    let Some(mut feed) = live.connector.live() else { return };
    let mut failures = 0_u32;
    loop {
        match feed.next().await {
            Ok(hint) => {
                failures = 0;
                live.set_fed(true);
                if is_news(&house, &live, &hint).await {
                    live.pull.notify_one();
                }
            }
            Err(failure) => {
                failures = failures.saturating_add(1);
                if live.is_fed() {
                    live.set_fed(false);
                    // Perhaps the network is gone: the check says so.
                    live.pull.notify_one();
                }
                let pause = LONGEST
                    .min(Duration::from_secs(1 << failures.min(6)))
                    .mul_f64(0.5 + 0.5 * house.chance());
                let pause = match failure.retry {
                    Retry::After(length) => length.max(pause),
                    Retry::WhenOnline => pause,
                    Retry::WhenSignedIn | Retry::Never => LONGEST * 10,
                };
                tracing::debug!(%failure, pause = pause.as_secs(), "the live feed broke off");
                tokio::select! {
                    biased;
                    () = live.feed.notified() => {}
                    () = house.clock.sleep(pause) => {}
                }
            }
        }
    }
}

/// Whether a hint says more than what the cache has already (one's own acts come back as hints, too).
async fn is_news(house: &House, live: &Live, hint: &Hint) -> bool {
    match hint {
        Hint::Connected => true,
        Hint::Changed(cursor) => match house.cache.sync(&live.account.id).await {
            Ok(row) => row.cursor.as_ref() != Some(cursor),
            Err(_) => true,
        },
    }
}
