//! Every task has a name, an owner and an end. A loop that panics is reported and started again, later each time.

use std::{
    collections::BTreeMap,
    future::Future,
    panic::AssertUnwindSafe,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use futures_util::FutureExt;
use svara_model::Clock;
use tokio::sync::Notify;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tracing::{debug, error};

use crate::house::lock;

/// The longest pause before a loop that keeps panicking is started again.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// How long a loop must have run for its earlier panics to be forgotten.
const GOOD_RUN: Duration = Duration::from_secs(600);
/// How long what is being sent may take to come to its end before it is broken off.
const GRACE: Duration = Duration::from_millis(1200);
/// How long the tasks of one stage may take to end before the next stage is told to.
const STAGE_LIMIT: Duration = Duration::from_millis(700);
/// How many stages the end has.
const STAGES: usize = 3;

/// The tasks of one owner. They end when the owner's token is cancelled, at their next await.
#[derive(Clone)]
pub(crate) struct Tasks {
    tracker: TaskTracker,
    stop: CancellationToken,
    board: Arc<Board>,
    clock: Arc<dyn Clock>,
}

/// Who runs, and the order of the end.
#[derive(Default)]
struct Board {
    running: Mutex<BTreeMap<u64, &'static str>>,
    next: AtomicU64,
    /// Somebody has ended.
    gone: Notify,
    closing: CancellationToken,
    stages: [CancellationToken; STAGES],
}

/// One task's line on the board, until it ends or is dropped.
struct Line(Arc<Board>, u64);

impl Drop for Line {
    fn drop(&mut self) {
        lock(&self.0.running).remove(&self.1);
        self.0.gone.notify_waiters();
    }
}

/// When a task ends, of those that end together: what sends, then what fetches, then what tells.
fn stage_of(name: &str) -> usize {
    match name {
        "outbox" => 0,
        "sync" | "live feed" | "conversations" | "census" | "chats" | "fetch issue" | "fetch chat"
        | "typing" | "search index" => 1,
        _ => 2,
    }
}

impl Board {
    fn line(self: &Arc<Self>, name: &'static str) -> Line {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        lock(&self.running).insert(id, name);
        Line(self.clone(), id)
    }

    fn has(&self, stage: usize) -> bool {
        lock(&self.running).values().any(|name| stage_of(name) == stage)
    }

    /// Waits until no task of a stage runs.
    async fn over(&self, stage: usize) {
        loop {
            let gone = self.gone.notified();
            if !self.has(stage) {
                return;
            }
            gone.await;
        }
    }
}

impl Tasks {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { tracker: TaskTracker::new(), stop: CancellationToken::new(), board: Arc::default(), clock }
    }

    /// Tasks that end with these, or earlier.
    pub(crate) fn child(&self) -> Self {
        Self { stop: self.stop.child_token(), ..self.clone() }
    }

    /// The names of the tasks that run now, sorted.
    pub(crate) fn names(&self) -> Vec<&'static str> {
        let mut names: Vec<_> = lock(&self.board.running).values().copied().collect();
        names.sort_unstable();
        names
    }

    /// Ends when the app is ending: what is under way may come to its end, nothing new begins.
    pub(crate) async fn closing(&self) {
        self.board.closing.cancelled().await;
    }

    /// Whether the app is ending.
    pub(crate) fn is_closing(&self) -> bool {
        self.board.closing.is_cancelled()
    }

    /// Runs `work` once.
    pub(crate) fn once(&self, name: &'static str, work: impl Future<Output = ()> + Send + 'static) {
        let its = self.clone();
        self.spawn(name, async move {
            let work = AssertUnwindSafe(work).catch_unwind();
            tokio::select! {
                biased;
                () = its.told_to_end(name) => debug!(task = name, "stopped"),
                ended = work => if ended.is_err() { error!(task = name, "panicked") },
            }
        });
    }

    /// Runs `work` once, and to its end also when these tasks are told to end: they wait for it. It must be short.
    pub(crate) fn to_its_end(&self, name: &'static str, work: impl Future<Output = ()> + Send + 'static) {
        let work = AssertUnwindSafe(work).catch_unwind();
        self.spawn(name, async move {
            if work.await.is_err() {
                error!(task = name, "panicked");
            }
        });
    }

    /// Runs what `make` makes until it ends by itself, again after a panic.
    pub(crate) fn forever<F, W>(&self, name: &'static str, make: F)
    where
        F: Fn() -> W + Send + Sync + 'static,
        W: Future<Output = ()> + Send,
    {
        let its = self.clone();
        self.spawn(name, async move {
            let mut pause = Duration::from_secs(1);
            loop {
                let began = tokio::time::Instant::now();
                let work = AssertUnwindSafe(async { make().await }).catch_unwind();
                tokio::select! {
                    biased;
                    () = its.told_to_end(name) => return debug!(task = name, "stopped"),
                    ended = work => if ended.is_ok() { return },
                }
                if began.elapsed() > GOOD_RUN {
                    pause = Duration::from_secs(1);
                }
                error!(task = name, pause = pause.as_secs(), "panicked, starts again");
                tokio::select! {
                    biased;
                    () = its.told_to_end(name) => return,
                    () = its.clock.sleep(pause) => {}
                }
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
        });
    }

    /// Tells these tasks (and their children) to end.
    pub(crate) fn cancel(&self) {
        self.stop.cancel();
    }

    /// Tells every task to end, stage by stage, and waits until all have, at most `limit`.
    pub(crate) async fn stop(&self, limit: Duration) {
        self.tracker.close();
        let in_order = async {
            self.board.closing.cancel();
            self.within(GRACE, self.board.over(0)).await;
            for (stage, token) in self.board.stages.iter().enumerate() {
                token.cancel();
                self.within(STAGE_LIMIT, self.board.over(stage)).await;
            }
            self.tracker.wait().await;
        };
        self.within(limit, in_order).await;
        self.stop.cancel();
        if !self.tracker.is_empty() {
            error!(left = ?self.names(), "some tasks did not end in time");
        }
    }

    async fn within(&self, limit: Duration, work: impl Future<Output = ()>) {
        tokio::select! {
            biased;
            () = work => {}
            () = self.clock.sleep(limit) => {}
        }
    }

    async fn told_to_end(&self, name: &str) {
        let Some(stage) = self.board.stages.get(stage_of(name)) else { return };
        tokio::select! {
            biased;
            () = self.stop.cancelled() => {}
            () = stage.cancelled() => {}
        }
    }

    #[allow(
        clippy::disallowed_methods,
        reason = "the tracker is the owner; this is the one place that spawns"
    )]
    fn spawn(&self, name: &'static str, work: impl Future<Output = ()> + Send + 'static) {
        let line = self.board.line(name);
        self.tracker.spawn(async move {
            let _line = line;
            work.await;
        });
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

    #[tokio::test(start_paused = true)]
    async fn what_sends_ends_before_what_fetches_and_that_before_what_tells() {
        let tasks = Tasks::new(Arc::new(TokioClock::new()));
        let order = Arc::new(Mutex::new(Vec::new()));
        struct Ends(&'static str, Arc<Mutex<Vec<&'static str>>>);
        impl Drop for Ends {
            fn drop(&mut self) {
                lock(&self.1).push(self.0);
            }
        }
        for name in ["follow-up", "sync", "outbox"] {
            let end = Ends(name, order.clone());
            tasks.once(name, async move {
                let _end = end;
                std::future::pending::<()>().await;
            });
        }
        assert_eq!(tasks.names(), ["follow-up", "outbox", "sync"]);
        tokio::task::yield_now().await;
        tasks.stop(Duration::from_secs(5)).await;
        assert_eq!(*lock(&order), ["outbox", "sync", "follow-up"]);
        assert!(tasks.names().is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_being_sent_may_end_before_it_is_told_to() {
        let clock = Arc::new(TokioClock::new());
        let tasks = Tasks::new(clock.clone());
        let (done, seen) = tokio::sync::oneshot::channel();
        tasks.once("outbox", async move {
            clock.sleep(Duration::from_millis(900)).await;
            done.send(()).expect("the test waits");
        });
        tasks.stop(Duration::from_secs(5)).await;
        seen.await.expect("it was not broken off");
    }

    #[tokio::test(start_paused = true)]
    async fn a_task_that_hangs_does_not_hold_the_end_up() {
        let tasks = Tasks::new(Arc::new(TokioClock::new()));
        tasks.to_its_end("hangs", std::future::pending());
        let began = tokio::time::Instant::now();
        tasks.stop(Duration::from_secs(5)).await;
        assert!(began.elapsed() <= Duration::from_secs(5));
    }
}
