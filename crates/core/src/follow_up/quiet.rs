//! Quiet hours: when nothing is told. By weekday, over midnight, by whatever zone the computer is in now.

use jiff::{
    Timestamp,
    civil::{Date, Time},
    tz::TimeZone,
};

/// A part of a day. One that ends when it begins, or before, ends the next day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its beginning.
    pub from: Time,
    /// Its end.
    pub to: Time,
}

/// Quiet hours by the weekday on which they begin, Monday first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QuietHours {
    /// None: that day has none.
    pub days: [Option<Span>; 7],
}

impl QuietHours {
    /// When the quiet that is at this moment ends; none: it is not quiet. A quiet that never ends is looked at again in a week.
    pub(crate) fn until(&self, at: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let mut end = None;
        let mut now = at;
        // Spans may meet, or lie over each other.
        for _ in 0..self.days.len() {
            match self.span_end(now, zone) {
                Some(until) => {
                    end = Some(until);
                    now = until;
                }
                None => break,
            }
        }
        end
    }

    /// How much of the time between two moments is not quiet, in seconds.
    pub(crate) fn loud_between(&self, from: Timestamp, to: Timestamp, zone: &TimeZone) -> i64 {
        let (mut now, mut sum) = (from, 0);
        while now < to {
            match self.until(now, zone) {
                Some(until) => now = until,
                None => {
                    let end = self.next_begin(now, zone).map_or(to, |begin| begin.min(to));
                    sum += end.as_second() - now.as_second();
                    now = end;
                }
            }
        }
        sum
    }

    /// The latest end of the spans that hold this moment.
    fn span_end(&self, at: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let today = zone.to_datetime(at).date();
        let days = [today.yesterday().ok(), Some(today)];
        let spans = days.into_iter().flatten().filter_map(|day| self.on(day, zone));
        spans.filter(|(from, to)| *from <= at && at < *to).map(|(_, to)| to).max()
    }

    /// When the next quiet begins, later than now; none: there is none in the next week.
    fn next_begin(&self, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let mut day = zone.to_datetime(now).date();
        for _ in 0..=self.days.len() {
            if let Some((from, _)) = self.on(day, zone).filter(|(from, to)| *from > now && from < to) {
                return Some(from);
            }
            day = day.tomorrow().ok()?;
        }
        None
    }

    /// From when to when it is quiet by this day's span.
    fn on(&self, day: Date, zone: &TimeZone) -> Option<(Timestamp, Timestamp)> {
        let index = usize::try_from(day.weekday().to_monday_zero_offset()).ok()?;
        let span = (*self.days.get(index)?)?;
        let last = if span.to <= span.from { day.tomorrow().ok()? } else { day };
        let moment = |day: Date, time: Time| zone.to_timestamp(day.to_datetime(time)).ok();
        Some((moment(day, span.from)?, moment(last, span.to)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::{ToSpan as _, civil::time};

    fn zone() -> TimeZone {
        TimeZone::get("Europe/Stockholm").unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse::<jiff::civil::DateTime>().unwrap().to_zoned(zone()).unwrap().timestamp()
    }

    fn span(from: i8, to: i8) -> Option<Span> {
        Some(Span { from: time(from, 0, 0, 0), to: time(to, 0, 0, 0) })
    }

    #[test]
    fn a_night_ends_the_next_morning() {
        let quiet = QuietHours { days: [span(22, 7); 7] };
        assert_eq!(quiet.until(at("2026-11-27T21:59"), &zone()), None);
        assert_eq!(quiet.until(at("2026-11-27T22:00"), &zone()), Some(at("2026-11-28T07:00")));
        assert_eq!(quiet.until(at("2026-11-28T06:59"), &zone()), Some(at("2026-11-28T07:00")));
        assert_eq!(quiet.until(at("2026-11-28T07:00"), &zone()), None);
    }

    #[test]
    fn spans_that_meet_are_one_quiet() {
        // Friday from 18, all of Saturday and Sunday, until Monday at 7.
        let mut days = [None; 7];
        days[4] = span(18, 0);
        days[5] = span(0, 0);
        days[6] = span(0, 7);
        days[6] = Some(Span { from: time(0, 0, 0, 0), to: time(0, 0, 0, 0) });
        let quiet = QuietHours { days };
        assert_eq!(quiet.until(at("2026-11-27T19:00"), &zone()), Some(at("2026-11-30T00:00")));
    }

    #[test]
    fn a_week_that_is_always_quiet_is_looked_at_again() {
        let quiet = QuietHours { days: [span(0, 0); 7] };
        let now = at("2026-11-27T12:00");
        assert_eq!(quiet.until(now, &zone()), Some(at("2026-12-04T00:00")));
        assert_eq!(quiet.loud_between(now, at("2026-12-27T12:00"), &zone()), 0);
    }

    #[test]
    fn in_another_zone_it_is_quiet_by_that_zone() {
        let quiet = QuietHours { days: [span(22, 7); 7] };
        let tokyo = TimeZone::get("Asia/Tokyo").unwrap();
        let now = at("2026-11-27T15:00"); // 23:00 in Tokyo
        assert_eq!(quiet.until(now, &zone()), None);
        assert!(quiet.until(now, &tokyo).is_some());
    }

    #[test]
    fn what_is_loud_is_what_is_not_quiet() {
        let mut days = [span(22, 7); 7];
        days[2] = None;
        days[5] = span(9, 8);
        let quiet = QuietHours { days };
        let from = at("2026-10-20T03:00");
        for step in 0..40 {
            let to = from.checked_add((step * 7).hours()).unwrap();
            let mut sum = 0;
            let mut now = from;
            while now < to {
                if quiet.until(now, &zone()).is_none() {
                    sum += 60;
                }
                now = now.checked_add(1.minute()).unwrap();
            }
            assert_eq!(quiet.loud_between(from, to, &zone()), sum, "{step}");
        }
    }

    #[test]
    fn a_night_whose_clocks_are_set_ends_in_the_morning() {
        let quiet = QuietHours { days: [span(2, 7); 7] };
        // 02:00 is skipped: the quiet begins when the clocks are set.
        assert_eq!(quiet.until(at("2026-03-29T03:30"), &zone()), Some(at("2026-03-29T07:00")));
    }
}
