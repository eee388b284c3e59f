//! Time that can be moved forward: an hour passes in a moment, and whatever sleeps through it wakes. For tests.

use std::{sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use svara_model::{BoxFuture, Clock};
use tokio::sync::watch;

/// Another clock plus how far it was moved forward. Sleeps end early by as much as the clock was moved.
pub struct SteeredClock {
    real: Arc<dyn Clock>,
    ahead: watch::Sender<Duration>,
}

impl SteeredClock {
    /// Begins at the real clock's time.
    pub fn new(real: Arc<dyn Clock>) -> Self {
        Self { real, ahead: watch::Sender::new(Duration::ZERO) }
    }

    /// How far it was moved so far.
    pub fn ahead(&self) -> Duration {
        *self.ahead.borrow()
    }

    /// Moves the present moment forward. There is no way back, as there is none for a computer that slept.
    pub fn forward(&self, length: Duration) {
        self.ahead.send_modify(|ahead| *ahead = ahead.saturating_add(length));
    }
}

impl Clock for SteeredClock {
    fn now(&self) -> Timestamp {
        later(self.real.now(), *self.ahead.borrow())
    }

    fn zone(&self) -> TimeZone {
        self.real.zone()
    }

    fn sleep(&self, length: Duration) -> BoxFuture<'static, ()> {
        let real = Arc::clone(&self.real);
        let mut ahead = self.ahead.subscribe();
        let until = later(self.now(), length);
        Box::pin(async move {
            loop {
                let now = later(real.now(), *ahead.borrow_and_update());
                let Ok(left) = Duration::try_from(until.duration_since(now)) else { return };
                if left.is_zero() {
                    return;
                }
                tokio::select! {
                    () = real.sleep(left) => {}
                    moved = ahead.changed() => if moved.is_err() {
                        return real.sleep(left).await;
                    }
                }
            }
        })
    }
}

/// Far-away sums stay at the end of time instead of failing: a clock has no errors.
fn later(moment: Timestamp, length: Duration) -> Timestamp {
    let length = SignedDuration::try_from(length).unwrap_or(SignedDuration::MAX);
    moment.checked_add(length).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Stands still; its sleeps never end.
    struct Frozen;

    impl Clock for Frozen {
        fn now(&self) -> Timestamp {
            Timestamp::UNIX_EPOCH
        }
        fn zone(&self) -> TimeZone {
            TimeZone::UTC
        }
        fn sleep(&self, _length: Duration) -> BoxFuture<'static, ()> {
            Box::pin(std::future::pending())
        }
    }

    #[tokio::test]
    async fn moving_the_clock_wakes_who_slept_long_enough_and_nobody_else() {
        let clock = SteeredClock::new(Arc::new(Frozen));
        let mut hour = clock.sleep(Duration::from_secs(3600));
        let mut two = clock.sleep(Duration::from_secs(7200));
        assert!(futures_util::poll!(&mut hour).is_pending());
        clock.forward(Duration::from_secs(3599));
        assert!(futures_util::poll!(&mut hour).is_pending());
        clock.forward(Duration::from_secs(1));
        assert!(futures_util::poll!(&mut hour).is_ready());
        assert!(futures_util::poll!(&mut two).is_pending());
        assert_eq!(clock.now().as_second(), 3600);
    }

    #[tokio::test]
    async fn a_sleep_without_length_ends_at_once() {
        SteeredClock::new(Arc::new(Frozen)).sleep(Duration::ZERO).await;
    }
}
