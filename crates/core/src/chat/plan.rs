//! When to read the chats: a pure decision. Hints say when; without a live feed an open chat is asked for now and then, and
//! nobody asks for chats where none is open.

use std::time::Duration;

/// Between two looks at an open chat without a live feed.
const NEAR: Duration = Duration::from_secs(15);
/// Between two looks at an open chat whose changes are hinted at: the place in the queue, and that somebody is there.
const FED: Duration = Duration::from_secs(60);
/// The longest pause after failures while a chat is open, and while none is: then a good check and a new connection end it.
const LONGEST: (Duration, Duration) = (Duration::from_secs(60), Duration::from_secs(600));
/// The shortest, also when something is hinted at meanwhile.
const SHORTEST: Duration = Duration::from_secs(1);
/// While nobody is signed in, or the desk will not serve.
pub(super) const PARKED: Duration = Duration::from_secs(600);

/// What the decision is made of.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Facts {
    /// Something was hinted at, or nothing was read in this run of the app yet.
    pub(super) wanted: bool,
    /// A chat is not over.
    pub(super) open: bool,
    /// The live feed is connected.
    pub(super) fed: bool,
    /// The steady clock.
    pub(super) now: Duration,
}

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Read now. `paid`: from the account's budget, for no chat is open.
    Pull { paid: bool },
    /// Wait so long; none: for a hint.
    Rest(Option<Duration>),
}

/// How the last reading went.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pace {
    failures: u32,
    /// When it ended, by the steady clock.
    last: Duration,
    /// After a failure: not before.
    until: Duration,
}

impl Pace {
    pub(super) fn went_well(&mut self, now: Duration) {
        *self = Self { failures: 0, last: now, until: Duration::ZERO };
    }

    /// `least`: what the desk asks for. `chance`: a random number from 0 to 1.
    pub(super) fn failed(&mut self, now: Duration, open: bool, least: Duration, chance: f64) {
        self.failures = self.failures.saturating_add(1);
        let longest = if open { LONGEST.0 } else { LONGEST.1 };
        let most = longest.min(Duration::from_secs(1 << self.failures.min(10)));
        self.last = now;
        self.until = now + least + SHORTEST.max(most.mul_f64(chance));
    }

    /// What was in the way seems to be gone.
    pub(super) fn try_again(&mut self) {
        self.until = Duration::ZERO;
    }
}

/// Whether to read now.
pub(super) fn plan(pace: &Pace, at: Facts) -> Step {
    if at.now < pace.until {
        return Step::Rest(Some(pace.until - at.now));
    }
    let pull = Step::Pull { paid: !at.open };
    if at.wanted {
        return pull;
    }
    if !at.open {
        return Step::Rest(None);
    }
    let due = pace.last + if at.fed { FED } else { NEAR };
    if at.now >= due { pull } else { Step::Rest(Some(due - at.now)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn hints_are_heeded_and_an_open_chat_is_never_left_alone() {
        let mut pace = Pace::default();
        pace.went_well(seconds(100));
        let check = |wanted, open, fed, now, step| {
            assert_eq!(plan(&pace, Facts { wanted, open, fed, now: seconds(now) }), step);
        };
        check(false, false, true, 100_000, Step::Rest(None));
        check(false, false, false, 100_000, Step::Rest(None));
        check(true, false, true, 100, Step::Pull { paid: true });
        check(true, true, true, 100, Step::Pull { paid: false });
        check(false, true, false, 100, Step::Rest(Some(seconds(15))));
        check(false, true, false, 115, Step::Pull { paid: false });
        check(false, true, true, 115, Step::Rest(Some(seconds(45))));
        check(false, true, true, 160, Step::Pull { paid: false });
    }

    #[test]
    fn failures_wait_longer_each_time_and_a_desk_gets_the_time_it_asks_for() {
        let mut pace = Pace::default();
        let facts = |now| Facts { wanted: true, open: true, fed: true, now: seconds(now) };
        pace.failed(seconds(0), true, Duration::ZERO, 1.0);
        assert_eq!(plan(&pace, facts(0)), Step::Rest(Some(seconds(2))), "no hint shortens it");
        (0..20).for_each(|_| pace.failed(seconds(0), true, Duration::ZERO, 1.0));
        assert_eq!(plan(&pace, facts(0)), Step::Rest(Some(LONGEST.0)));
        pace.failed(seconds(0), false, Duration::ZERO, 1.0);
        assert_eq!(plan(&pace, facts(0)), Step::Rest(Some(LONGEST.1)));
        pace.failed(seconds(0), true, seconds(900), 0.0);
        assert_eq!(plan(&pace, facts(0)), Step::Rest(Some(seconds(901))));
        assert_eq!(plan(&pace, facts(901)), Step::Pull { paid: false });
        pace.went_well(seconds(901));
        assert_eq!(plan(&pace, facts(901)), Step::Pull { paid: false });
    }
}
