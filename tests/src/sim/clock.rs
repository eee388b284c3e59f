//! The clocks of the two computers, on tokio's paused time. A clock can jump; the member's computer can sleep: its wall clock
//! goes on, its timers do not.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use svara_model::BoxFuture;
use tokio::{sync::watch, time::Instant};

/// When every schedule begins.
const BEGIN: i64 = 1_790_000_000;

/// The time that both computers live in.
#[derive(Clone)]
pub(super) struct Time(Arc<Inner>);

struct Inner {
    begin: Instant,
    app_wrong: Mutex<SignedDuration>,
    zone: Mutex<TimeZone>,
    desk_wrong: Mutex<SignedDuration>,
    asleep: watch::Sender<bool>,
    /// How long the member's computer slept before, and since when it sleeps.
    slept: Mutex<(Duration, Option<Duration>)>,
}

/// The clock of the member's computer.
#[derive(Clone)]
pub(super) struct AppClock(Time);

/// The clock of the desk's computer.
#[derive(Clone)]
pub(super) struct DeskClock(Time);

impl Time {
    /// Begins now.
    pub(super) fn new() -> Self {
        Self(Arc::new(Inner {
            begin: Instant::now(),
            app_wrong: Mutex::default(),
            zone: Mutex::new(TimeZone::UTC),
            desk_wrong: Mutex::default(),
            asleep: watch::Sender::new(false),
            slept: Mutex::default(),
        }))
    }

    /// The clock of the member's computer.
    pub(super) fn app(&self) -> AppClock {
        AppClock(self.clone())
    }

    /// The clock of the desk's computer.
    pub(super) fn desk(&self) -> DeskClock {
        DeskClock(self.clone())
    }

    /// How long the schedule has run.
    pub(super) fn passed(&self) -> Duration {
        self.0.begin.elapsed()
    }

    /// The wall clock of the member's computer is put forward or back.
    pub(super) fn jump_app(&self, by: SignedDuration) {
        jump(&self.0.app_wrong, by);
    }

    /// The member's computer is in another zone.
    pub(super) fn set_zone(&self, zone: TimeZone) {
        *self.0.zone.lock().unwrap_or_else(PoisonError::into_inner) = zone;
    }

    /// The zone that the member's computer is in.
    pub(super) fn zone(&self) -> TimeZone {
        self.0.zone.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The wall clock of the desk's computer is put forward or back.
    pub(super) fn jump_desk(&self, by: SignedDuration) {
        jump(&self.0.desk_wrong, by);
    }

    /// The member's computer falls asleep, or wakes.
    pub(super) fn set_asleep(&self, asleep: bool) {
        let mut slept = self.0.slept.lock().unwrap_or_else(PoisonError::into_inner);
        match (asleep, slept.1) {
            (true, None) => slept.1 = Some(self.passed()),
            (false, Some(since)) => *slept = (slept.0 + self.passed().saturating_sub(since), None),
            _ => {}
        }
        drop(slept);
        self.0.asleep.send_replace(asleep);
    }

    /// Whether the member's computer sleeps.
    pub(super) fn is_asleep(&self) -> bool {
        *self.0.asleep.borrow()
    }

    /// Ends when the member's computer is awake.
    pub(super) async fn awake(&self) {
        let mut asleep = self.0.asleep.subscribe();
        // The sender lives as long as this.
        let _ = asleep.wait_for(|asleep| !asleep).await;
    }

    /// How long the member's computer was awake.
    fn awake_for(&self) -> Duration {
        let (before, since) = *self.0.slept.lock().unwrap_or_else(PoisonError::into_inner);
        since.unwrap_or_else(|| self.passed()).saturating_sub(before)
    }

    fn moment(&self, wrong: &Mutex<SignedDuration>) -> Timestamp {
        let passed = SignedDuration::try_from(self.passed()).unwrap_or(SignedDuration::MAX);
        let wrong = *wrong.lock().unwrap_or_else(PoisonError::into_inner);
        let since = passed.saturating_add(wrong);
        Timestamp::from_second(BEGIN).and_then(|begin| begin.checked_add(since)).unwrap_or(Timestamp::MAX)
    }
}

impl Default for Time {
    fn default() -> Self {
        Self::new()
    }
}

fn jump(wrong: &Mutex<SignedDuration>, by: SignedDuration) {
    let mut wrong = wrong.lock().unwrap_or_else(PoisonError::into_inner);
    *wrong = wrong.saturating_add(by);
}

impl svara_model::Clock for AppClock {
    fn now(&self) -> Timestamp {
        self.0.moment(&self.0.0.app_wrong)
    }

    fn zone(&self) -> TimeZone {
        self.0.zone()
    }

    fn steady(&self) -> Duration {
        self.0.awake_for()
    }

    fn sleep(&self, length: Duration) -> BoxFuture<'static, ()> {
        let mut asleep = self.0.0.asleep.subscribe();
        Box::pin(async move {
            let mut left = length;
            loop {
                if asleep.wait_for(|asleep| !asleep).await.is_err() {
                    return;
                }
                let since = Instant::now();
                tokio::select! {
                    biased;
                    moved = asleep.changed() => if moved.is_err() { return },
                    () = tokio::time::sleep(left) => return,
                }
                left = left.saturating_sub(since.elapsed());
            }
        })
    }
}

impl svara_desk::Clock for DeskClock {
    fn now(&self) -> Timestamp {
        self.0.moment(&self.0.0.desk_wrong)
    }

    fn sleep(&self, length: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(length))
    }
}

#[cfg(test)]
mod tests {
    use svara_model::Clock as _;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_computer_that_sleeps_does_not_count_down() {
        let time = Time::new();
        let clock = time.app();
        let begin = clock.now();
        let minute = clock.sleep(Duration::from_secs(60));
        tokio::pin!(minute);
        let half = Duration::from_secs(30);
        tokio::select! { biased; () = &mut minute => panic!("early"), () = tokio::time::sleep(half) => {} }
        time.set_asleep(true);
        let hour = Duration::from_secs(3600);
        tokio::select! { biased; () = &mut minute => panic!("asleep"), () = tokio::time::sleep(hour) => {} }
        time.set_asleep(false);
        minute.await;
        assert_eq!(clock.now().duration_since(begin).as_secs(), 3660);
        assert_eq!(clock.steady(), Duration::from_secs(60));
    }

    #[tokio::test(start_paused = true)]
    async fn a_jump_moves_one_wall_clock_and_no_timer() {
        let time = Time::new();
        let before = svara_desk::Clock::now(&time.desk());
        time.jump_app(SignedDuration::from_hours(-24));
        time.app().sleep(Duration::from_secs(1)).await;
        assert_eq!(time.passed(), Duration::from_secs(1));
        assert_eq!(svara_desk::Clock::now(&time.desk()).duration_since(before).as_secs(), 1);
        assert_eq!(time.app().now().duration_since(before).as_hours(), -23);
    }
}
