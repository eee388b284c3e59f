//! Every task has a name, an owner and an end. A loop that panics is reported and started again, later each time.

use std::{future::Future, panic::AssertUnwindSafe, sync::Arc, time::Duration};

use futures_util::FutureExt;
use svara_model::Clock;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tracing::{debug, error};

/// The longest pause before a loop that keeps panicking is started again.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// The tasks of one owner. They end when the owner's token is cancelled, at their next await.
#[derive(Clone)]
pub(crate) struct Tasks {
    tracker: TaskTracker,
    stop: CancellationToken,
    clock: Arc<dyn Clock>,
}

impl Tasks {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { tracker: TaskTracker::new(), stop: CancellationToken::new(), clock }
    }

    /// Tasks that end with these, or earlier.
    pub(crate) fn child(&self) -> Self {
        Self { tracker: self.tracker.clone(), stop: self.stop.child_token(), clock: self.clock.clone() }
    }

    /// Runs `work` once.
    #[allow(
        clippy::disallowed_methods,
        reason = "the tracker is the owner; this is the one place that spawns"
    )]
    pub(crate) fn once(&self, name: &'static str, work: impl Future<Output = ()> + Send + 'static) {
        let stop = self.stop.clone();
        self.tracker.spawn(async move {
            let work = AssertUnwindSafe(work).catch_unwind();
            tokio::select! {
                biased;
                () = stop.cancelled() => debug!(task = name, "stopped"),
                ended = work => if ended.is_err() { error!(task = name, "panicked") },
            }
        });
    }

    /// Runs what `make` makes until it ends by itself, again after a panic.
    #[allow(
        clippy::disallowed_methods,
        reason = "the tracker is the owner; this is the one place that spawns"
    )]
    pub(crate) fn forever<F, W>(&self, name: &'static str, make: F)
    where
        F: Fn() -> W + Send + 'static,
        W: Future<Output = ()> + Send,
    {
        let (stop, clock) = (self.stop.clone(), self.clock.clone());
        self.tracker.spawn(async move {
            let mut pause = Duration::from_secs(1);
            loop {
                let work = AssertUnwindSafe(make()).catch_unwind();
                tokio::select! {
                    biased;
                    () = stop.cancelled() => return debug!(task = name, "stopped"),
                    ended = work => if ended.is_ok() { return },
                }
                error!(task = name, pause = pause.as_secs(), "panicked, starts again");
                tokio::select! {
                    biased;
                    () = stop.cancelled() => return,
                    () = clock.sleep(pause) => {}
                }
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
        });
    }

    /// Tells these tasks (and their children) to end.
    pub(crate) fn cancel(&self) {
        self.stop.cancel();
    }

    /// Tells every task to end and waits until all have, at most `limit`.
    pub(crate) async fn stop(&self, limit: Duration) {
        self.stop.cancel();
        self.tracker.close();
        tokio::select! {
            biased;
            () = self.tracker.wait() => {}
            () = self.clock.sleep(limit) => error!(left = self.tracker.len(), "some tasks did not end in time"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;
    use crate::testing::TokioClock;

    #[tokio::test(start_paused = true)]
    async fn a_loop_that_panics_is_started_again_and_ends_when_told() {
        let tasks = Tasks::new(Arc::new(TokioClock::new()));
        let runs = Arc::new(AtomicU32::new(0));
        let (seen, mut runs_seen) = tokio::sync::watch::channel(0);
        let counted = runs.clone();
        tasks.forever("test", move || {
            let run = counted.fetch_add(1, Ordering::SeqCst) + 1;
            let seen = seen.clone();
            async move {
                seen.send_replace(run);
                assert!(run > 2, "the first two runs panic");
                std::future::pending::<()>().await;
            }
        });
        runs_seen.wait_for(|run| *run == 3).await.expect("the loop is there");
        tasks.stop(Duration::from_secs(5)).await;
        assert_eq!(runs.load(Ordering::SeqCst), 3);
        assert!(tasks.tracker.is_empty());
    }
}
