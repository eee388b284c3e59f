//! A clock that can be turned, on tokio's paused time. It outlives the app, which has a runtime of its own each time it runs.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use svara_model::{BoxFuture, Clock};
use tokio::{runtime::Handle, time::Instant};

/// The computer's clock.
#[derive(Clone)]
pub struct ModelClock(Arc<Mutex<State>>);

struct State {
    /// Time that passed in earlier runs.
    before: Duration,
    /// When this run began, and its runtime.
    began: Option<(Instant, Handle)>,
    turned: SignedDuration,
}

impl ModelClock {
    /// A clock that shows some moment of 2026.
    #[expect(clippy::new_without_default, reason = "a clock of its own is no default")]
    pub fn new() -> Self {
        Self(Arc::new(Mutex::new(State {
            before: Duration::ZERO,
            began: None,
            turned: SignedDuration::ZERO,
        })))
    }

    /// A run begins. To be called in its runtime.
    pub fn begin(&self) {
        self.state().began = Some((Instant::now(), Handle::current()));
    }

    /// The run ends.
    pub fn end(&self) {
        let mut state = self.state();
        let ran = state.ran();
        state.before += ran;
        state.began = None;
    }

    /// Turns the clock; nothing that sleeps wakes.
    pub fn turn(&self, by: SignedDuration) {
        let mut state = self.state();
        state.turned = state.turned.saturating_add(by);
    }

    /// How long everything took so far, whatever the clock shows. The same for the app and for who watches it.
    pub fn elapsed(&self) -> Duration {
        let state = self.state();
        state.before + state.ran()
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// How long this run has taken.
    fn ran(&self) -> Duration {
        let Some((began, runtime)) = &self.began else { return Duration::ZERO };
        // Outside a runtime, tokio's time is the computer's, which does not pass as the paused one does.
        let _inside = runtime.enter();
        began.elapsed()
    }
}

impl Clock for ModelClock {
    fn now(&self) -> Timestamp {
        let turned = self.state().turned;
        let shown = Timestamp::from_second(1_790_000_000).unwrap_or_default();
        shown.checked_add(self.elapsed()).and_then(|at| at.checked_add(turned)).unwrap_or(shown)
    }

    fn zone(&self) -> TimeZone {
        TimeZone::UTC
    }

    fn steady(&self) -> Duration {
        self.elapsed()
    }

    fn sleep(&self, length: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(length))
    }
}
