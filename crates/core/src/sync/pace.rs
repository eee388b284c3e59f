//! When to look again: a pure decision.

use std::time::Duration;

use svara_model::Retry;

use super::{CheckProblem, pull::Checked};

/// Between two polls while the live feed is connected: it says itself when something changes.
const FED: Duration = Duration::from_secs(600);
/// Between two polls without a live feed: 60 an hour, half of what a desk has to bear.
const POLL: Duration = Duration::from_secs(60);
/// While the desk does not serve the member, or nobody is signed in.
const PARKED: Duration = Duration::from_secs(600);
/// The longest pause after failures.
const LONGEST: Duration = Duration::from_secs(120);

/// How an account's checks went lately.
#[derive(Debug, Default)]
pub(super) struct Pace {
    failures: u32,
    /// When the profile was asked for last.
    pub(super) profiled: Option<jiff::Timestamp>,
}

impl Pace {
    /// How long to wait, and whether a hint or the member may end that earlier. `chance` is a random number from 0 to 1.
    pub(super) fn next(
        &mut self,
        outcome: &Result<Checked, CheckProblem>,
        fed: bool,
        chance: f64,
    ) -> (Duration, bool) {
        let spread = |length: Duration| length.mul_f64(0.8 + 0.4 * chance);
        let problem = match outcome {
            Ok(done) => {
                self.failures = 0;
                return match done {
                    Checked::Complete => (spread(if fed { FED } else { POLL }), true),
                    Checked::NotEligible => (spread(PARKED), true),
                };
            }
            Err(problem) => problem,
        };
        self.failures = self.failures.saturating_add(1);
        let backed_off =
            LONGEST.min(Duration::from_secs(1 << self.failures.min(10))).mul_f64(0.5 + 0.5 * chance);
        match problem {
            CheckProblem::Store(_) => (backed_off, true),
            CheckProblem::Desk(failure) => match failure.retry {
                Retry::After(length) => (length.max(backed_off), false),
                Retry::WhenOnline => (backed_off, true),
                Retry::WhenSignedIn | Retry::Never => (spread(PARKED), true),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use svara_model::{Failure, FailureKind, NetworkProblem};

    use super::*;

    #[test]
    fn a_desk_that_asks_for_time_gets_it_and_no_hint_shortens_it() {
        let throttled = Failure::new(FailureKind::Throttled, "").after(Duration::from_secs(90));
        let (wait, hints_wake) = Pace::default().next(&Err(throttled.into()), true, 0.0);
        assert!(wait >= Duration::from_secs(90));
        assert!(!hints_wake);
    }

    #[test]
    fn failures_wait_longer_each_time_up_to_two_minutes_and_a_success_forgets_them() {
        let mut pace = Pace::default();
        let offline = || Err(Failure::new(FailureKind::Offline(NetworkProblem::Unreachable), "").into());
        let waits: Vec<u64> = (0..9).map(|_| pace.next(&offline(), false, 1.0).0.as_secs()).collect();
        assert_eq!(waits, [2, 4, 8, 16, 32, 64, 120, 120, 120]);
        assert_eq!(pace.next(&Ok(Checked::Complete), false, 0.5).0, POLL);
        assert_eq!(pace.next(&offline(), false, 1.0).0.as_secs(), 2);
    }

    #[test]
    fn polling_stays_below_120_requests_an_hour() {
        for chance in [0.0, 0.5, 0.999] {
            let (wait, _) = Pace::default().next(&Ok(Checked::Complete), false, chance);
            assert!(3600.0 / wait.as_secs_f64() <= 120.0);
        }
    }
}
