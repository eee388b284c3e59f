//! When a desk closes an issue that stays silent: by its own word, or as it has done before.

use jiff::Timestamp;

use super::calendar::{Calendar, DAY};

/// So many silent ends tell how a desk does it.
const ENOUGH: usize = 3;
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

impl Patience {
    /// The desk's own word.
    pub(crate) fn said(working_days: u32) -> Option<Self> {
        (working_days > 0).then(|| Self { working: i64::from(working_days).saturating_mul(DAY), sure: true })
    }

    /// Learnt from how long the desk waited before, the newest first, in seconds of working time. The shortest counts: whoever
    /// answers before it answers before all of them.
    pub(crate) fn learnt(silences: &[i64]) -> Option<Self> {
        let newest = silences.get(..silences.len().min(NEWEST)).filter(|newest| newest.len() >= ENOUGH)?;
        let working = newest.iter().copied().min().filter(|shortest| *shortest > 0)?;
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
        assert_eq!(Patience::learnt(&[DAY, DAY]), None);
        assert_eq!(
            Patience::learnt(&[3 * DAY, 2 * DAY, 4 * DAY]),
            Some(Patience { working: 2 * DAY, sure: false })
        );
        // Closed at once three times: no patience that could be waited for.
        assert_eq!(Patience::learnt(&[0, DAY, DAY]), None);
        assert_eq!(Patience::said(0), None);
    }
}
