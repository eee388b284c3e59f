//! Working days: what desks count in, and when a member is at work.

use std::collections::BTreeSet;

use jiff::{
    Timestamp, ToSpan as _,
    civil::{Date, DateTime, Time, Weekday},
    tz::TimeZone,
};

/// A working day counts as so many seconds, also the two in a year whose clocks are set.
pub(crate) const DAY: i64 = 86_400;
/// No desk waits longer, in days: whoever asks for more is answered with this.
const FARTHEST: i32 = 3_660;

/// Which days are working days, in whose zone.
#[derive(Clone, Debug)]
pub(crate) struct Calendar {
    /// Where the days begin and end.
    pub(crate) zone: TimeZone,
    /// Days of the week on which nobody works.
    pub(crate) weekend: BTreeSet<u8>,
    /// Other days on which nobody works.
    pub(crate) holidays: BTreeSet<Date>,
}

impl Calendar {
    /// Monday to Friday.
    pub(crate) fn weekdays(zone: TimeZone) -> Self {
        Self { zone, weekend: BTreeSet::from([6, 7]), holidays: BTreeSet::new() }
    }

    /// Whether anybody works on this day.
    pub(crate) fn works_on(&self, day: Date) -> bool {
        let weekday: Weekday = day.weekday();
        !self.weekend.contains(&weekday.to_monday_one_offset().unsigned_abs())
            && !self.holidays.contains(&day)
    }

    /// How much working time lies between two moments, in seconds; none when the second is not later.
    pub(crate) fn between(&self, from: Timestamp, to: Timestamp) -> i64 {
        let (from, to) = (self.civil(from), self.civil(to));
        if to <= from {
            return 0;
        }
        let mut sum = 0;
        let mut day = from.date();
        for _ in 0..FARTHEST {
            if self.works_on(day) {
                let begin = if day == from.date() { seconds(from.time()) } else { 0 };
                let end = if day == to.date() { seconds(to.time()) } else { DAY };
                sum += end - begin;
            }
            if day == to.date() {
                break;
            }
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        sum.max(0)
    }

    /// The moment until which so much working time passes.
    pub(crate) fn after(&self, from: Timestamp, working: i64) -> Timestamp {
        let from = self.civil(from);
        let (mut day, mut begin, mut left) = (from.date(), seconds(from.time()), working.max(0));
        for _ in 0..FARTHEST {
            if self.works_on(day) {
                if left <= DAY - begin {
                    return self.moment(day, begin + left);
                }
                left -= DAY - begin;
            }
            begin = 0;
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        self.moment(day, begin)
    }

    /// The next time that a working day reaches this time of day.
    pub(crate) fn next_at(&self, from: Timestamp, time: Time) -> Timestamp {
        let civil = self.civil(from);
        let mut day = civil.date();
        for _ in 0..FARTHEST {
            let at = self.moment(day, seconds(time));
            if self.works_on(day) && at > from {
                return at;
            }
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        self.moment(day, seconds(time))
    }

    fn civil(&self, at: Timestamp) -> DateTime {
        self.zone.to_datetime(at)
    }

    /// What a clock on the wall calls a moment; one that a change of the clocks skips is the moment of the change.
    fn moment(&self, day: Date, second: i64) -> Timestamp {
        let civil = day.to_datetime(Time::midnight());
        let civil = civil.checked_add(second.seconds()).unwrap_or(DateTime::MAX);
        self.zone.to_timestamp(civil).unwrap_or(Timestamp::MAX)
    }
}

fn seconds(time: Time) -> i64 {
    i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60 + i64::from(time.second())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};

    fn stockholm() -> Calendar {
        Calendar::weekdays(TimeZone::get("Europe/Stockholm").unwrap())
    }

    fn at(text: &str) -> Timestamp {
        text.parse::<jiff::civil::DateTime>().unwrap().to_zoned(stockholm().zone).unwrap().timestamp()
    }

    #[test]
    fn a_weekend_is_no_time() {
        let calendar = stockholm();
        // Friday noon to Monday noon: one working day.
        assert_eq!(calendar.between(at("2026-11-27T12:00"), at("2026-11-30T12:00")), DAY);
        assert_eq!(calendar.after(at("2026-11-27T12:00"), DAY), at("2026-11-30T12:00"));
        // What begins on a Saturday begins on Monday.
        assert_eq!(calendar.after(at("2026-11-28T12:00"), DAY), at("2026-12-01T00:00"));
        assert_eq!(calendar.between(at("2026-11-28T12:00"), at("2026-12-01T00:00")), DAY);
    }

    #[test]
    fn a_holiday_is_no_time() {
        let mut calendar = stockholm();
        calendar.holidays.insert(date(2026, 12, 25));
        assert_eq!(calendar.after(at("2026-12-24T12:00"), DAY), at("2026-12-28T12:00"));
    }

    #[test]
    fn a_day_whose_clocks_are_set_is_a_day() {
        let calendar = Calendar { weekend: BTreeSet::new(), ..stockholm() };
        assert_eq!(calendar.after(at("2026-03-28T12:00"), DAY), at("2026-03-29T12:00"));
        assert_eq!(calendar.after(at("2026-10-24T12:00"), DAY), at("2026-10-25T12:00"));
        // 02:30 does not exist on that day.
        assert_eq!(calendar.next_at(at("2026-03-29T00:00"), time(2, 30, 0, 0)), at("2026-03-29T03:30"));
    }

    #[test]
    fn what_passes_and_what_is_added_agree() {
        let mut calendar = stockholm();
        calendar.holidays.insert(date(2027, 1, 1));
        let from = at("2026-12-01T00:00");
        for hour in 0..2_000 {
            let begin = from.checked_add(hour.hours()).unwrap();
            for working in [0, 1, 3_600, DAY - 1, DAY, 5 * DAY + 7] {
                let end = calendar.after(begin, working);
                assert_eq!(calendar.between(begin, end), working, "{begin} {working}");
            }
        }
    }

    #[test]
    fn the_next_working_morning_skips_the_weekend_and_is_later_than_now() {
        let calendar = stockholm();
        let nine = time(9, 0, 0, 0);
        assert_eq!(calendar.next_at(at("2026-11-27T08:59"), nine), at("2026-11-27T09:00"));
        assert_eq!(calendar.next_at(at("2026-11-27T09:00"), nine), at("2026-11-30T09:00"));
    }
}
