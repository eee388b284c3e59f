//! Time, randomness and language of this computer.

use std::{
    sync::LazyLock,
    time::{Duration, Instant},
};

use jiff::tz::TimeZone;
use svara_model::{BoxFuture, Clock, Random};

/// The computer's own time.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock that everybody else is handed")]
    fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::now()
    }

    /// As the computer is set; a change is seen within minutes.
    fn zone(&self) -> TimeZone {
        TimeZone::system()
    }

    fn steady(&self) -> Duration {
        #[expect(clippy::disallowed_methods, reason = "this is the clock that everybody else is handed")]
        static START: LazyLock<Instant> = LazyLock::new(Instant::now);
        START.elapsed()
    }

    fn sleep(&self, length: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(length))
    }
}

/// The operating system's randomness.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    /// Keys that anybody could guess are worse than no program, so a system without randomness ends it.
    fn fill(&self, bytes: &mut [u8]) {
        if let Err(error) = getrandom::fill(bytes) {
            tracing::error!(%error, "the operating system gives no randomness");
            std::process::abort();
        }
    }
}

/// The language that the member's system speaks, as a BCP 47 tag such as `sv-SE`; `None` where it names none.
pub fn system_locale() -> Option<String> {
    sys_locale::get_locale().filter(|tag| tag != "C" && tag != "POSIX")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn randomness_differs_from_call_to_call() {
        let (mut one, mut two) = ([0_u8; 32], [0_u8; 32]);
        SystemRandom.fill(&mut one);
        SystemRandom.fill(&mut two);
        assert_ne!(one, two);
    }

    #[tokio::test(start_paused = true)]
    async fn a_sleep_is_not_shorter_than_asked() {
        let start = tokio::time::Instant::now();
        SystemClock.sleep(Duration::from_secs(3600)).await;
        assert!(start.elapsed() >= Duration::from_secs(3600));
    }
}
