//! The days on which the desk works: what its rule for silent issues counts in.

use jiff::{
    Span, Timestamp,
    civil::{Date, Time},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A working day in milliseconds, also one of the two in a year whose clocks are set.
pub(crate) const DAY: i64 = 24 * 60 * 60 * 1000;
/// Nobody waits longer, in days.
const FARTHEST: i32 = 3_660;
const MOST_HOLIDAYS: usize = 1_000;
/// So many days around today are told: a round may have begun before a holiday that is over.
const TOLD: i64 = 400;

/// The days on which nobody works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = WorkingCalendar)]
pub struct Calendar {
    /// Where the days begin and end, by its IANA name; `null`: the zone of the chat's hours.
    pub zone: Option<String>,
    /// Days of the week on which nobody works: 1 is Monday, 7 is Sunday.
    pub weekend: Vec<u8>,
    /// Other days on which nobody works.
    #[schema(value_type = Vec<String>)]
    pub holidays: Vec<Date>,
}

impl Default for Calendar {
    fn default() -> Self {
        Self { zone: None, weekend: vec![6, 7], holidays: Vec::new() }
    }
}

impl Calendar {
    pub(super) fn check(&self) -> Result<(), String> {
        if let Some(zone) = &self.zone
            && TimeZone::get(zone).is_err()
        {
            return Err(format!("calendar.zone {zone:?} is not known here"));
        }
        if self.weekend.iter().any(|day| !(1..=7).contains(day)) {
            return Err("calendar.weekend has days from 1, Monday, to 7, Sunday".to_owned());
        }
        if (1..=7).all(|day| self.weekend.contains(&day)) {
            return Err("calendar.weekend leaves no day to work".to_owned());
        }
        if self.holidays.len() > MOST_HOLIDAYS {
            return Err(format!("calendar.holidays are at most {MOST_HOLIDAYS}"));
        }
        Ok(())
    }

    /// The holidays that a client has to know of, in their order.
    pub(crate) fn told(&self, now: i64) -> Vec<Date> {
        let Ok(today) = Timestamp::from_millisecond(now).map(|now| TimeZone::UTC.to_datetime(now).date())
        else {
            return Vec::new();
        };
        let far = |days| today.saturating_add(Span::new().days(days));
        let mut told: Vec<Date> =
            self.holidays.iter().copied().filter(|day| (far(-TOLD)..=far(TOLD)).contains(day)).collect();
        told.sort_unstable();
        told.dedup();
        told
    }

    fn works_on(&self, day: Date) -> bool {
        let weekday = day.weekday().to_monday_one_offset().unsigned_abs();
        !self.weekend.contains(&weekday) && !self.holidays.contains(&day)
    }
}

/// A calendar where its days begin.
pub(crate) struct WorkingTime<'a> {
    pub(crate) calendar: &'a Calendar,
    pub(crate) zone: TimeZone,
}

impl WorkingTime<'_> {
    /// The moment until which so much working time passes, all in milliseconds.
    pub(crate) fn after(&self, from: i64, working: i64) -> i64 {
        let Ok(start) = Timestamp::from_millisecond(from) else { return i64::MAX };
        let start = self.zone.to_datetime(start);
        let (mut day, mut begin, mut left) = (start.date(), milliseconds(start.time()), working.max(0));
        for _ in 0..FARTHEST {
            if self.calendar.works_on(day) {
                if left <= DAY - begin {
                    return self.moment(day, begin + left);
                }
                left -= DAY - begin;
            }
            begin = 0;
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        i64::MAX
    }

    fn moment(&self, day: Date, milliseconds: i64) -> i64 {
        let wall = day.to_datetime(Time::midnight()).saturating_add(Span::new().milliseconds(milliseconds));
        self.zone.to_timestamp(wall).map_or(i64::MAX, Timestamp::as_millisecond)
    }
}

fn milliseconds(time: Time) -> i64 {
    let seconds = i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60 + i64::from(time.second());
    seconds * 1000 + i64::from(time.millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_millisecond()
    }

    #[track_caller]
    fn check(holidays: &[&str], zone: &str, cases: &[(&str, i64, &str)]) {
        let holidays = holidays.iter().map(|day| day.parse().unwrap()).collect();
        let calendar = Calendar { holidays, ..Calendar::default() };
        calendar.check().unwrap();
        let time = WorkingTime { calendar: &calendar, zone: TimeZone::get(zone).unwrap() };
        for (from, working, until) in cases {
            let found = time.after(at(from), *working);
            assert_eq!(Timestamp::from_millisecond(found).unwrap().to_string(), *until, "{from} {working}");
        }
    }

    #[test]
    fn weekends_and_holidays_are_no_time() {
        let cases = [
            // 2026-12-23 is a Wednesday.
            ("2026-12-23T10:00:00.250Z", DAY, "2026-12-24T10:00:00.25Z"),
            ("2026-12-23T10:00:00Z", 2 * DAY, "2026-12-28T10:00:00Z"),
            ("2026-12-25T10:00:00Z", DAY, "2026-12-29T00:00:00Z"),
            ("2026-12-26T10:00:00Z", DAY / 2, "2026-12-28T12:00:00Z"),
        ];
        check(&["2026-12-25"], "UTC", &cases);
    }

    #[test]
    fn days_are_those_of_the_zone_also_when_its_clocks_are_set() {
        let cases = [
            // Already Monday in Stockholm.
            ("2026-11-29T23:30:00Z", DAY, "2026-11-30T23:30:00Z"),
            // Friday to Monday, over the night to summer time.
            ("2026-03-27T11:00:00Z", DAY, "2026-03-30T10:00:00Z"),
        ];
        check(&[], "Europe/Stockholm", &cases);
    }

    #[test]
    fn a_calendar_leaves_a_day_to_work_and_tells_the_days_around() {
        let of = |text: &str| serde_json::from_str::<Calendar>(text).unwrap();
        assert!(of(r#"{"weekend": [1, 2, 3, 4, 5, 6, 7]}"#).check().is_err());
        assert!(of(r#"{"weekend": [8]}"#).check().is_err());
        assert!(of(r#"{"zone": "Mars/Olympus"}"#).check().is_err());
        assert!(serde_json::from_str::<Calendar>(r#"{"holidays": ["2026-02-30"]}"#).is_err());
        let calendar = of(r#"{"holidays": ["2027-01-01", "2026-12-25", "2020-01-01", "2026-12-25"]}"#);
        let told: Vec<String> =
            calendar.told(at("2026-11-27T12:00:00Z")).iter().map(Date::to_string).collect();
        assert_eq!(told, ["2026-12-25", "2027-01-01"]);
    }
}
