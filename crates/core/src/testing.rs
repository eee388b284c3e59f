//! Seams for this crate's own tests.

use std::{future::Future, pin::Pin, time::Duration};

use jiff::{Timestamp, tz::TimeZone};
use svara_model::Clock;

/// Tokio's time, from a fixed moment on; with `start_paused` it moves only when everything waits.
pub(crate) struct TokioClock {
    from: Timestamp,
    at: tokio::time::Instant,
}

impl TokioClock {
    pub(crate) fn new() -> Self {
        Self { from: crate::store::moment(1_790_000_000_000), at: tokio::time::Instant::now() }
    }
}

impl Clock for TokioClock {
    fn now(&self) -> Timestamp {
        self.from + self.at.elapsed()
    }

    fn zone(&self) -> TimeZone {
        TimeZone::UTC
    }

    fn sleep(&self, length: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(tokio::time::sleep(length))
    }
}
