//! When a desk closes an issue that stays silent: by its own word, or as it has done before.

use jiff::{Timestamp, ToSpan as _};

use super::calendar::{Calendar, DAY};

/// So many silent ends tell how a desk does it.
const ENOUGH: usize = 3;
/// What was closed sooner, in working time, was closed by hand.
const SOONEST: i64 = DAY / 2;
/// One in so many may have been closed early by hand all the same.
const EARLY: usize = 5;
/// The newest so many are looked at: a desk may have changed its mind.
const NEWEST: usize = 10;

/// How long a desk waits, in seconds of working time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Patience {
    /// So long.
    pub(crate) working: i64,
    /// Whether the desk says so; else it is learnt, and said as "about".
    pub(crate) sure: bool,
}

/// What is known of an issue's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closing {
    /// The desk closes it then.
    pub at: Timestamp,
    /// How much of the time has passed, in thousandths; at most 1,000.
    pub passed: u16,
    /// Working days that are left, a begun one counted.
    pub days_left: u32,
    /// Whether it is the desk's own word.
    pub sure: bool,
}

impl Closing {
    /// The last moment at which an answer is in time. A desk that closes at midnight does it on the day before.
    pub(crate) fn last(&self) -> Timestamp {
        self.at.checked_sub(1.second()).unwrap_or(self.at)
    }
}

impl Patience {
    /// The desk's own word.
    pub(crate) fn said(working_days: u32) -> Option<Self> {
        (working_days > 0).then(|| Self { working: i64::from(working_days).saturating_mul(DAY), sure: true })
    }

    /// Learnt from how long the desk waited before, the newest first, in seconds of working time. A short one counts: whoever
    /// answers before it answers before nearly all of them.
    pub(crate) fn learnt(silences: impl Iterator<Item = i64>) -> Option<Self> {
        let mut waited: Vec<_> = silences.filter(|silence| *silence >= SOONEST).take(NEWEST).collect();
        if waited.len() < ENOUGH {
            return None;
        }
        waited.sort_unstable();
        let working = *waited.get(waited.len() / EARLY)?;
        Some(Self { working, sure: false })
    }

    /// When a round that began then ends, seen from now.
    pub(crate) fn closing(self, calendar: &Calendar, since: Timestamp, now: Timestamp) -> Closing {
        let passed = calendar.between(since, now);
        let left = self.working.saturating_sub(passed).max(0);
        let share = passed.saturating_mul(1_000).checked_div(self.working).unwrap_or(1_000).min(1_000);
        Closing {
            at: calendar.after(since, self.working),
            passed: u16::try_from(share).unwrap_or(1_000),
            days_left: u32::try_from(left.saturating_add(DAY - 1) / DAY).unwrap_or(u32::MAX),
            sure: self.sure,
        }
    }

    /// When so many thousandths of the time of a round that began then have passed.
    pub(crate) fn step(self, calendar: &Calendar, since: Timestamp, thousandths: u16) -> Timestamp {
        calendar.after(since, self.working.saturating_mul(i64::from(thousandths.min(1_000))) / 1_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::TimeZone;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn two_working_days_over_a_weekend() {
        let calendar = Calendar::weekdays(TimeZone::UTC);
        let patience = Patience::said(4).unwrap();
        let since = at("2026-11-25T12:00:00Z"); // a Wednesday
        let closing = patience.closing(&calendar, since, at("2026-11-28T12:00:00Z"));
        assert_eq!(closing.at, at("2026-12-01T12:00:00Z"));
        assert_eq!((closing.days_left, closing.passed, closing.sure), (2, 625, true));
        let over = patience.closing(&calendar, since, at("2026-12-24T12:00:00Z"));
        assert_eq!((over.days_left, over.passed), (0, 1_000));
        assert_eq!(patience.step(&calendar, since, 500), at("2026-11-27T12:00:00Z"));
    }

    #[test]
    fn two_silent_ends_tell_nothing_and_three_tell_the_shortest() {
        assert_eq!(learnt(&[DAY, DAY]), None);
        assert_eq!(learnt(&[3 * DAY, 2 * DAY, 4 * DAY]), Some(2 * DAY));
        assert_eq!(Patience::said(0), None);
    }

    #[test]
    fn what_was_closed_by_hand_tells_nothing_of_how_long_the_desk_waits() {
        // At once, or after a morning.
        assert_eq!(learnt(&[0, DAY, DAY]), None);
        assert_eq!(learnt(&[5 * DAY, DAY / 2 - 1, 5 * DAY, 0, 6 * DAY]), Some(5 * DAY));
        // Of five, one may have been closed early; of ten, two.
        assert_eq!(learnt(&[5 * DAY, DAY, 5 * DAY, 5 * DAY]), Some(DAY));
        assert_eq!(learnt(&[5 * DAY, DAY, 5 * DAY, 5 * DAY, 5 * DAY]), Some(5 * DAY));
        let ten =
            [DAY, 5, 6, 7, 5, 2 * DAY, 5, 6, 7, 5].map(|days| if days < DAY { days * DAY } else { days });
        assert_eq!(learnt(&ten), Some(5 * DAY));
        // The eleventh is too long ago.
        assert_eq!(learnt(&[[5 * DAY; 10].as_slice(), &[DAY; 9]].concat()), Some(5 * DAY));
    }

    fn learnt(silences: &[i64]) -> Option<i64> {
        let learnt = Patience::learnt(silences.iter().copied())?;
        assert!(!learnt.sure);
        Some(learnt.working)
    }
}
