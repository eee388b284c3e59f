//! Opening hours in a time zone, over midnights and changes to and from summer time.

use jiff::{
    Span, Timestamp,
    civil::{Date, Time, Weekday},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The ranges of each weekday. A range belongs to the day it begins on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = ChatHours)]
pub struct Week {
    /// Monday's.
    pub monday: Vec<Range>,
    /// Tuesday's.
    pub tuesday: Vec<Range>,
    /// Wednesday's.
    pub wednesday: Vec<Range>,
    /// Thursday's.
    pub thursday: Vec<Range>,
    /// Friday's.
    pub friday: Vec<Range>,
    /// Saturday's.
    pub saturday: Vec<Range>,
    /// Sunday's.
    pub sunday: Vec<Range>,
}

/// From one time of day to another: on the next day when it is not after the first, so that `00:00` to `00:00` is a whole
/// day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ChatHoursRange)]
pub struct Range {
    /// `HH:MM`; the first moment of it.
    #[serde(with = "time_of_day")]
    #[schema(value_type = String)]
    pub from: Time,
    /// `HH:MM`; the first moment after it.
    #[serde(with = "time_of_day")]
    #[schema(value_type = String)]
    pub to: Time,
}

mod time_of_day {
    use jiff::civil::Time;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(time: &Time, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&time.strftime("%H:%M").to_string())
    }

    pub(super) fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<Time, D::Error> {
        let text = String::deserialize(from)?;
        Time::strptime("%H:%M", &text).map_err(|_| D::Error::custom(format!("{text:?} is no time as 08:30")))
    }
}

impl Week {
    fn of(&self, day: Weekday) -> &[Range] {
        match day {
            Weekday::Monday => &self.monday,
            Weekday::Tuesday => &self.tuesday,
            Weekday::Wednesday => &self.wednesday,
            Weekday::Thursday => &self.thursday,
            Weekday::Friday => &self.friday,
            Weekday::Saturday => &self.saturday,
            Weekday::Sunday => &self.sunday,
        }
    }

    /// Whether some range holds the moment.
    pub(crate) fn is_open(&self, at: Timestamp, zone: &TimeZone) -> bool {
        self.around(at, zone, -1..=0).any(|(from, to)| from <= at && at < to)
    }

    /// The next moment after `at` at which a range begins.
    pub(crate) fn next(&self, at: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        self.around(at, zone, 0..=8).filter(|(from, to)| *from > at && from < to).map(|(from, _)| from).min()
    }

    /// The ranges that begin on days around that of `at`. A time that a change of the clocks leaves out is the one after
    /// the gap; of one that comes twice the first counts.
    fn around<'a>(
        &'a self,
        at: Timestamp,
        zone: &'a TimeZone,
        days: std::ops::RangeInclusive<i64>,
    ) -> impl Iterator<Item = (Timestamp, Timestamp)> + 'a {
        let today = at.to_zoned(zone.clone()).date();
        days.filter_map(move |days| today.checked_add(Span::new().days(days)).ok())
            .flat_map(|day| self.of(day.weekday()).iter().map(move |range| (day, *range)))
            .filter_map(move |(day, range)| {
                let end = if range.to > range.from { day } else { day.tomorrow().ok()? };
                Some((moment(day, range.from, zone)?, moment(end, range.to, zone)?))
            })
    }
}

fn moment(day: Date, time: Time, zone: &TimeZone) -> Option<Timestamp> {
    Some(day.to_datetime(time).to_zoned(zone.clone()).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn week(days: &str) -> Week {
        serde_json::from_str(days).unwrap()
    }

    fn stockholm() -> TimeZone {
        TimeZone::get("Europe/Stockholm").unwrap()
    }

    #[track_caller]
    fn check(week: &Week, zone: &TimeZone, cases: &[(&str, bool)], next: &[(&str, &str)]) {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        for (moment, open) in cases {
            assert_eq!(week.is_open(at(moment), zone), *open, "{moment}");
        }
        for (moment, opens) in next {
            assert_eq!(week.next(at(moment), zone), Some(at(opens)), "after {moment}");
        }
    }

    #[test]
    fn hours_are_those_of_the_desks_zone() {
        let week =
            week(r#"{"monday": [{"from": "08:00", "to": "12:00"}, {"from": "13:00", "to": "17:00"}]}"#);
        // 2026-11-23 is a Monday; Stockholm is an hour ahead.
        let cases = [
            ("2026-11-23T06:59:59Z", false),
            ("2026-11-23T07:00:00Z", true),
            ("2026-11-23T10:59:59Z", true),
            ("2026-11-23T11:00:00Z", false),
            ("2026-11-23T12:00:00Z", true),
            ("2026-11-23T16:00:00Z", false),
            ("2026-11-24T07:30:00Z", false),
        ];
        let next = [
            ("2026-11-22T12:00:00Z", "2026-11-23T07:00:00Z"),
            ("2026-11-23T11:30:00Z", "2026-11-23T12:00:00Z"),
            ("2026-11-23T16:00:00Z", "2026-11-30T07:00:00Z"),
        ];
        check(&week, &stockholm(), &cases, &next);
    }

    #[test]
    fn a_range_may_go_over_midnight() {
        let week = week(
            r#"{"sunday": [{"from": "22:00", "to": "02:00"}], "tuesday": [{"from": "00:00", "to": "00:00"}]}"#,
        );
        let cases = [
            ("2026-11-22T21:59:00Z", false),
            ("2026-11-22T22:00:00Z", true),
            ("2026-11-23T01:59:00Z", true),
            ("2026-11-23T02:00:00Z", false),
            ("2026-11-24T00:00:00Z", true),
            ("2026-11-24T23:59:59Z", true),
            ("2026-11-25T00:00:00Z", false),
        ];
        check(&week, &TimeZone::UTC, &cases, &[("2026-11-23T02:00:00Z", "2026-11-24T00:00:00Z")]);
    }

    #[test]
    fn hours_follow_the_change_of_the_clocks() {
        // On 2026-03-29 Stockholm's clocks go from 02:00 to 03:00, on 2026-10-25 from 03:00 back to 02:00.
        let night = week(
            r#"{"sunday": [{"from": "02:30", "to": "04:00"}], "monday": [{"from": "08:00", "to": "09:00"}]}"#,
        );
        let cases = [
            ("2026-03-29T01:29:59Z", false),
            ("2026-03-29T01:30:00Z", true),
            ("2026-03-29T02:00:00Z", false),
            ("2026-10-25T00:29:00Z", false),
            ("2026-10-25T00:30:00Z", true),
            ("2026-10-25T01:10:00Z", true),
            ("2026-10-25T03:00:00Z", false),
        ];
        let next = [
            ("2026-03-28T12:00:00Z", "2026-03-29T01:30:00Z"),
            ("2026-03-29T03:00:00Z", "2026-03-30T06:00:00Z"),
            ("2026-10-25T03:00:00Z", "2026-10-26T07:00:00Z"),
        ];
        check(&night, &stockholm(), &cases, &next);
        // The gap swallows the whole range: it does not open, and the next one is a week later.
        let gone = week(r#"{"sunday": [{"from": "02:10", "to": "02:50"}]}"#);
        let opened = (0..240).any(|minute| {
            let at = "2026-03-29T00:00:00Z".parse::<Timestamp>().unwrap();
            gone.is_open(at + Span::new().minutes(minute), &stockholm())
        });
        assert!(opened, "a range that the gap moves opens an hour later by the clock on the wall");
    }

    #[test]
    fn times_are_written_as_people_write_them() {
        let text = r#"{"from":"08:00","to":"17:30"}"#;
        let range: Range = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&range).unwrap(), text);
        for wrong in [r#"{"from":"8","to":"9"}"#, r#"{"from":"24:00","to":"09:00"}"#, r#"{"from":"08:00"}"#] {
            assert!(serde_json::from_str::<Range>(wrong).is_err(), "{wrong}");
        }
    }
}
