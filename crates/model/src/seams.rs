//! Time and randomness are passed in, so that a simulator can own them.

use std::{future::Future, pin::Pin, time::Duration};

/// A boxed future, for ports used as `dyn` whose method is not async itself.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The time of this computer. The desk's clock is another one: cursors and dates of issues come from there.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> jiff::Timestamp;
    /// The zone the member lives in now.
    fn zone(&self) -> jiff::tz::TimeZone;
    /// Time since some moment, which nobody who sets the computer's clock moves. For how long something took or has to
    /// wait; it may stand still while the computer sleeps. A clock that is never set needs no other than its own.
    fn steady(&self) -> Duration {
        Duration::try_from(self.now().duration_since(jiff::Timestamp::MIN)).unwrap_or_default()
    }
    /// Ends after `length`, not earlier. Time that the computer slept counts only when it wakes.
    fn sleep(&self, length: Duration) -> BoxFuture<'static, ()>;
}

/// A source of unpredictable bytes; seeded in tests.
pub trait Random: Send + Sync {
    /// Fills `bytes`.
    fn fill(&self, bytes: &mut [u8]);
}
