//! One run of the app, and its end. The app acts on the world only through its disk, its requests and the desktop, so each of
//! these is a moment at which it can die; after it nothing of this run has any effect.

use std::{
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// One run of the app. Clones are the same run.
#[derive(Clone)]
pub(super) struct Life(Arc<Inner>);

struct Inner {
    ticks: AtomicU64,
    dies_at: AtomicU64,
    watched: AtomicBool,
    died: CancellationToken,
    died_at: OnceLock<Instant>,
}

impl Life {
    /// A run that dies at this act; none: when somebody kills it.
    pub(super) fn new(dies_at: Option<u64>) -> Self {
        Self(Arc::new(Inner {
            ticks: AtomicU64::new(0),
            dies_at: AtomicU64::new(dies_at.unwrap_or(u64::MAX)),
            watched: AtomicBool::new(false),
            died: CancellationToken::new(),
            died_at: OnceLock::new(),
        }))
    }

    /// The app acts on the world. False: it is dead, and does not.
    pub(super) fn acts(&self) -> bool {
        if self.0.watched.load(Ordering::Relaxed) {
            return true;
        }
        if self.is_over() {
            return false;
        }
        let tick = self.0.ticks.fetch_add(1, Ordering::Relaxed) + 1;
        if tick >= self.0.dies_at.load(Ordering::Relaxed) {
            self.die();
            return false;
        }
        true
    }

    /// It dies at this act from now; `u64::MAX`: not by itself.
    pub(super) fn die_in(&self, acts: u64) {
        self.0.dies_at.store(self.ticks().saturating_add(acts), Ordering::Relaxed);
    }

    /// From here on nothing of this run has any effect.
    pub(super) fn die(&self) {
        self.0.died_at.get_or_init(Instant::now);
        self.0.died.cancel();
    }

    /// Whether it has died.
    pub(super) fn is_over(&self) -> bool {
        self.0.died.is_cancelled()
    }

    /// How long ago it died.
    pub(super) fn over_for(&self) -> Duration {
        self.0.died_at.get().map(Instant::elapsed).unwrap_or_default()
    }

    /// Ends when it dies.
    pub(super) async fn over(&self) {
        self.0.died.cancelled().await;
    }

    /// How often it acted.
    pub(super) fn ticks(&self) -> u64 {
        self.0.ticks.load(Ordering::Relaxed)
    }

    /// While the oracle looks, what is read is not the app's act: it neither counts nor fails.
    pub(super) fn set_watched(&self, watched: bool) {
        self.0.watched.store(watched, Ordering::Relaxed);
    }

    /// Whether the oracle looks.
    pub(super) fn is_watched(&self) -> bool {
        self.0.watched.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_act_at_which_it_dies_has_no_effect_and_none_after_it() {
        let life = Life::new(Some(3));
        assert_eq!([(); 5].map(|()| life.acts()), [true, true, false, false, false]);
        assert!(life.is_over());
        life.set_watched(true);
        assert!(life.acts(), "what the oracle reads is no act");
        assert_eq!(life.ticks(), 3);
    }
}
