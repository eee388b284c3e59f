//! When to look again: a pure decision.

use std::time::Duration;

use svara_model::Retry;

use super::{CheckProblem, pull::Checked};

/// Between two polls while the live feed is connected: it says itself when something changes.
const FED: Duration = Duration::from_secs(600);
/// Without a live feed, while a window is in front.
const NEAR: Duration = Duration::from_secs(60);
/// Without a live feed, while the member does something else.
const AWAY: Duration = Duration::from_secs(120);
/// On the battery everything takes so much longer.
const SAVING: u32 = 2;
/// What a desk may wish for, at least and at most.
const WISHES: (Duration, Duration) = (Duration::from_secs(45), Duration::from_secs(3600));
/// While the desk does not serve the member, or nobody is signed in.
const PARKED: Duration = Duration::from_secs(600);
/// The longest pause after failures.
const LONGEST: Duration = Duration::from_secs(120);
/// The shortest.
const SHORTEST: Duration = Duration::from_secs(1);

/// What sets the pace besides how the last check went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Circumstances {
    /// The live feed is connected.
    pub(super) fed: bool,
    /// A window is in front.
    pub(super) focused: bool,
    /// The computer runs on its battery.
    pub(super) saving: bool,
    /// How long the desk wishes not to be polled.
    pub(super) wish: Option<Duration>,
}

/// What may end a rest before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wakes {
    /// A hint of the desk, the member, and the end of the computer's sleep.
    Anything,
    /// Nothing: the desk asked for this time.
    Nothing,
}

/// How an account's checks went lately.
#[derive(Debug, Default)]
pub(super) struct Pace {
    failures: u32,
    /// When the profile was asked for last, by the steady clock.
    pub(super) profiled: Option<Duration>,
}

impl Pace {
    /// Notes how a check went.
    pub(super) fn note(&mut self, outcome: &Result<Checked, CheckProblem>) {
        self.failures = if outcome.is_ok() { 0 } else { self.failures.saturating_add(1) };
    }

    /// How long to rest after a check, and what may end that earlier. `chance` is a random number from 0 to 1.
    pub(super) fn rest(
        &self,
        outcome: &Result<Checked, CheckProblem>,
        at: Circumstances,
        chance: f64,
    ) -> (Duration, Wakes) {
        let spread = |length: Duration| length.mul_f64(0.8 + 0.4 * chance);
        let problem = match outcome {
            Ok(Checked::Complete) => return (spread(usual(at)), Wakes::Anything),
            Ok(Checked::NotEligible) => return (spread(PARKED), Wakes::Anything),
            Err(problem) => problem,
        };
        let most = LONGEST.min(Duration::from_secs(1 << self.failures.min(10)));
        let backed_off = SHORTEST.max(most.mul_f64(chance));
        match problem {
            CheckProblem::Store(_) => (backed_off, Wakes::Anything),
            CheckProblem::Desk(failure) => match failure.retry {
                Retry::After(length) => (length + backed_off, Wakes::Nothing),
                Retry::WhenOnline => (backed_off, Wakes::Anything),
                Retry::WhenSignedIn | Retry::Never => (spread(PARKED), Wakes::Anything),
            },
        }
    }
}

/// Between two polls when all is well. A desk may wish for more or less, but nobody far from the window or on the battery
/// polls faster for it.
fn usual(at: Circumstances) -> Duration {
    let own = match (at.fed, at.focused) {
        (true, _) => FED,
        (false, true) => NEAR,
        (false, false) => AWAY,
    };
    let own = if at.saving { own * SAVING } else { own };
    match at.wish.map(|wish| wish.clamp(WISHES.0, WISHES.1)) {
        Some(wish) if !at.fed && at.focused && !at.saving => wish,
        Some(wish) => own.max(wish),
        None => own,
    }
}

#[cfg(test)]
mod tests {
    use svara_model::{Failure, FailureKind, NetworkProblem};

    use super::*;

    const GOOD: Result<Checked, CheckProblem> = Ok(Checked::Complete);

    fn failed(kind: FailureKind) -> Failure {
        Failure::new(kind, "")
    }

    #[test]
    fn a_desk_that_asks_for_time_gets_it_and_no_hint_shortens_it() {
        let throttled = failed(FailureKind::Throttled).after(Duration::from_secs(90));
        let (wait, wakes) = Pace::default().rest(&Err(throttled.into()), Circumstances::default(), 0.0);
        assert!(wait >= Duration::from_secs(90));
        assert_eq!(wakes, Wakes::Nothing);
    }

    #[test]
    fn failures_wait_longer_each_time_up_to_two_minutes_and_a_success_forgets_them() {
        let mut pace = Pace::default();
        let offline = || Err(failed(FailureKind::Offline(NetworkProblem::Unreachable)).into());
        let mut wait = |outcome: Result<Checked, CheckProblem>, chance| {
            pace.note(&outcome);
            pace.rest(&outcome, Circumstances::default(), chance).0.as_secs()
        };
        let waits: Vec<u64> = (0..9).map(|_| wait(offline(), 1.0)).collect();
        assert_eq!(waits, [2, 4, 8, 16, 32, 64, 120, 120, 120]);
        assert_eq!(wait(offline(), 0.0), 1, "full jitter: from at once to the longest");
        assert_eq!(wait(GOOD, 0.5), AWAY.as_secs());
        assert_eq!(wait(offline(), 1.0), 2);
    }

    #[test]
    fn the_pace_follows_focus_power_and_the_desks_wish() {
        let check = |fed, focused, saving, wish: Option<u64>, want: u64| {
            let at = Circumstances { fed, focused, saving, wish: wish.map(Duration::from_secs) };
            assert_eq!(Pace::default().rest(&GOOD, at, 0.5).0.as_secs(), want, "{at:?}");
        };
        check(true, true, false, None, 600);
        check(true, false, true, None, 1200);
        check(false, true, false, None, 60);
        check(false, false, false, None, 120);
        check(false, true, true, None, 120);
        check(false, false, true, None, 240);
        check(false, true, false, Some(300), 300);
        check(false, true, false, Some(0), 45);
        check(false, false, false, Some(50), 120);
        check(false, true, false, Some(1_000_000), 3600);
        check(true, true, false, Some(900), 900);
        check(true, true, false, Some(50), 600);
    }

    #[test]
    fn polls_never_come_at_one_time_from_everybody() {
        let at = |chance| Pace::default().rest(&GOOD, Circumstances::default(), chance).0.as_secs();
        assert_eq!((at(0.0), at(1.0)), (96, 144), "0.8 to 1.2 of the usual");
    }
}
