//! How many requests an account may make: never more than 120 an hour in the steady state, whatever a desk hints.

use std::time::Duration;

use svara_model::{Failure, FailureKind, Retry};

/// So many at once, when it was quiet before.
const MOST: f64 = 30.0;
/// One more may be made each time this has passed: 90 an hour, which makes 120 in the hour that begins with [`MOST`].
const EACH: Duration = Duration::from_secs(40);

/// What a check costs that the member asks for: the profile, a page and a conversation.
const CHECK: f64 = 3.0;

/// What is left, by the steady clock.
#[derive(Debug)]
pub(crate) struct Budget {
    left: f64,
    at: Duration,
    /// The desk asked for quiet until then.
    quiet: Duration,
}

impl Budget {
    pub(crate) fn new(now: Duration) -> Self {
        Self { left: MOST, at: now, quiet: Duration::ZERO }
    }

    /// Pays for a request, or answers how long there is nothing to pay with.
    pub(super) fn pay(&mut self, now: Duration) -> Result<(), Duration> {
        self.refill(now);
        self.quiet(now)?;
        if self.left >= 1.0 {
            self.left -= 1.0;
            return Ok(());
        }
        // A little more than it takes, so that rounding never makes it too short.
        Err(EACH.mul_f64(1.0 - self.left) + Duration::from_millis(1))
    }

    /// Gives what a check costs, where nothing is left.
    pub(super) fn grant(&mut self) {
        self.left = self.left.max(CHECK);
    }

    /// Answers how long the desk wants quiet, where it asked for that: also for what needs no paying.
    pub(crate) fn quiet(&self, now: Duration) -> Result<(), Duration> {
        if now < self.quiet { Err(self.quiet - now) } else { Ok(()) }
    }

    /// Notes a failure with which the desk asked for quiet. No clock that is set ends it sooner.
    pub(crate) fn hush(&mut self, now: Duration, failure: &Failure) {
        let asks = matches!(failure.kind, FailureKind::Throttled | FailureKind::ServerFault);
        if let Retry::After(length) = failure.retry
            && asks
        {
            self.quiet = self.quiet.max(now.saturating_add(length));
        }
    }

    /// Counts a request that is made in any case: what the member does or opens.
    pub(super) fn count(&mut self, now: Duration) {
        self.refill(now);
        self.left = (self.left - 1.0).max(0.0);
    }

    /// Whether there is plenty left: then what is not urgent may be done, too.
    pub(crate) fn is_plenty(&mut self, now: Duration) -> bool {
        self.refill(now);
        self.left >= MOST / 2.0
    }

    fn refill(&mut self, now: Duration) {
        let passed = now.saturating_sub(self.at);
        self.at = now;
        self.left = (self.left + passed.as_secs_f64() / EACH.as_secs_f64()).min(MOST);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);

    /// How many of the requests that are wanted every second are made, second by second.
    fn made(seconds: u64, budget: &mut Budget) -> Vec<u64> {
        (0..seconds).filter(|second| budget.pay(Duration::from_secs(*second)).is_ok()).collect()
    }

    #[test]
    fn no_hour_has_more_than_120_requests_however_many_are_wanted() {
        let mut budget = Budget::new(Duration::ZERO);
        let made = made(24 * 3600, &mut budget);
        for begin in 0..(23 * 3600) {
            let hour = made.iter().filter(|at| (begin..begin + 3600).contains(*at)).count();
            assert!(hour <= 120, "{hour} in the hour from {begin}");
        }
        assert!(made.len() >= 24 * 89, "and it is used: {}", made.len());
    }

    #[test]
    fn who_waits_as_long_as_told_can_pay() {
        let mut budget = Budget::new(Duration::ZERO);
        while budget.pay(HOUR).is_ok() {}
        let wait = budget.pay(HOUR).expect_err("nothing is left");
        assert!(wait <= EACH + Duration::from_millis(1));
        assert_eq!(budget.pay(HOUR + wait), Ok(()));
    }

    #[test]
    fn what_the_member_does_is_counted_and_never_refused() {
        let mut budget = Budget::new(Duration::ZERO);
        (0..1000).for_each(|_| budget.count(Duration::ZERO));
        assert!(budget.pay(Duration::ZERO).is_err());
        assert!(budget.pay(2 * EACH).is_ok(), "no debt is left behind");
        assert!(!budget.is_plenty(2 * EACH));
        assert!(budget.is_plenty(HOUR));
    }

    #[test]
    fn a_desk_that_asks_for_quiet_gets_it_from_everybody() {
        let mut budget = Budget::new(Duration::ZERO);
        let failure = Failure::new(FailureKind::Throttled, "").after(Duration::from_secs(90));
        budget.hush(HOUR, &failure);
        budget.hush(HOUR, &failure.after(Duration::from_secs(5)));
        assert_eq!(budget.pay(HOUR), Err(Duration::from_secs(90)));
        assert_eq!(budget.pay(HOUR + Duration::from_secs(90)), Ok(()));
        budget.hush(2 * HOUR, &Failure::new(FailureKind::Conflict, "").after(HOUR));
        assert_eq!(budget.pay(2 * HOUR), Ok(()), "one operation's conflict is no wish for quiet");
    }

    #[test]
    fn a_clock_that_goes_back_gives_nothing_and_stops_nothing() {
        let mut budget = Budget::new(HOUR);
        while budget.pay(HOUR).is_ok() {}
        assert!(budget.pay(Duration::ZERO).is_err());
        assert!(budget.pay(2 * EACH).is_ok());
    }
}
