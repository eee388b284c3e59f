//! How much of a time was surely not quiet.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use svara_model::Clock as _;

use crate::sim::world::World;

impl World {
    /// How much of a time in which the app ran was surely not quiet.
    pub(super) fn loud_between(&self, from: Duration, to: Duration) -> Duration {
        if self.wishes.are_none() {
            return to.saturating_sub(from);
        }
        self.loud_where(from, to, |_| true)
    }

    /// The same, of the times of which something more holds: it is asked once a minute of the clock.
    pub(super) fn loud_where(
        &self,
        from: Duration,
        to: Duration,
        holds: impl Fn(Timestamp) -> bool,
    ) -> Duration {
        // Which of it was quiet in which zone, nobody can say.
        if self.oracle.zoned.is_some_and(|zoned| zoned > from && zoned <= to) {
            return Duration::ZERO;
        }
        let zone = self.time.zone();
        let (mut loud, mut at) = (Duration::ZERO, from);
        while at < to {
            let wall = self.wall(at);
            // Quiet hours begin and end with a minute of the clock, and what does at other times begins and ends by a step.
            let left = 60_000 - wall.as_millisecond().rem_euclid(60_000);
            let next = (at + Duration::from_millis(left.unsigned_abs())).min(to);
            if !self.wishes.may_be_quiet(wall, &zone) && holds(wall) {
                loud += next - at;
            }
            at = next;
        }
        loud
    }

    /// What the app's clock showed then, if it was not set since.
    pub(super) fn wall(&self, at: Duration) -> Timestamp {
        let ago = SignedDuration::try_from(self.time.passed().saturating_sub(at)).unwrap_or_default();
        let ahead = SignedDuration::try_from(at.saturating_sub(self.time.passed())).unwrap_or_default();
        let now = self.time.app().now();
        now.checked_sub(ago).and_then(|then| then.checked_add(ahead)).unwrap_or(now)
    }
}
