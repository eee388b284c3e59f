//! Tokio's paused time as both sides' clock: it moves when everything waits, so that hours pass in moments.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use svara_model::{BoxFuture, Clock};
use tokio::time::Instant;

/// When it begins.
const BEGIN: i64 = 1_790_000_000;

/// Tokio's time, beginning in 2026. What it shows can be set, as a computer's clock can; a computer that slept shows the same.
/// Only of use inside a runtime.
#[derive(Clone, Debug)]
pub struct PausedClock(Instant, Arc<AtomicI64>);

impl PausedClock {
    /// It begins now.
    #[allow(clippy::new_without_default, reason = "a default would hide that it needs a runtime")]
    pub fn new() -> Self {
        Self(Instant::now(), Arc::default())
    }

    /// Sets it forward or back by so many seconds.
    pub fn set(&self, seconds: i64) {
        self.1.fetch_add(seconds, Ordering::Relaxed);
    }
}

impl Clock for PausedClock {
    fn now(&self) -> Timestamp {
        let passed = SignedDuration::try_from(self.0.elapsed()).unwrap_or_default();
        let set = SignedDuration::from_secs(self.1.load(Ordering::Relaxed));
        let shown =
            Timestamp::from_second(BEGIN).unwrap_or_default().saturating_add(passed.saturating_add(set));
        shown.unwrap_or_default()
    }
    fn zone(&self) -> TimeZone {
        TimeZone::UTC
    }
    fn steady(&self) -> Duration {
        self.0.elapsed()
    }
    fn sleep(&self, length: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(length))
    }
}

impl svara_desk::Clock for PausedClock {
    fn now(&self) -> Timestamp {
        Clock::now(self)
    }
    fn sleep(&self, length: Duration) -> BoxFuture<'static, ()> {
        Clock::sleep(self, length)
    }
}
