//! Days on which offices are closed, for desks that do not say: a guess by the member's country, and told as one. Computed
//! from the laws themselves, so that there is no table to license or to grow old; days that move are counted from Easter or
//! from a weekday. Only what holds in a whole country is here, with the eves that are days off in practice.

use std::collections::BTreeSet;

use jiff::{
    ToSpan as _,
    civil::{Date, Weekday},
};

use Day::{Easter, Fixed, Nth, OnOrAfter};
use Weekday::{Friday, Monday, Thursday};

/// A day of every year.
#[derive(Clone, Copy)]
enum Day {
    /// Month and day.
    Fixed(i8, i8),
    /// Days after Easter Sunday.
    Easter(i32),
    /// A weekday of a month: the n-th, or the last at -1.
    Nth(i8, Weekday, i8),
    /// The first such weekday from this day on.
    OnOrAfter(i8, i8, Weekday),
}

/// Where a day goes that meets a weekend.
#[derive(Clone, Copy)]
enum Moved {
    /// Nowhere.
    No,
    /// To the next working day.
    On,
    /// From Saturday to Friday, from Sunday to Monday.
    Nearest,
}

const GOOD_FRIDAY: Day = Easter(-2);
const EASTER_MONDAY: Day = Easter(1);
const ASCENSION: Day = Easter(39);
const WHIT_MONDAY: Day = Easter(50);

/// Lag (1989:253) om allmänna helgdagar; the eves by semesterlagen (1977:480) 3 a §.
const SWEDEN: &[Day] = &[
    Fixed(1, 1),
    Fixed(1, 6),
    GOOD_FRIDAY,
    EASTER_MONDAY,
    Fixed(5, 1),
    ASCENSION,
    Fixed(6, 6),
    OnOrAfter(6, 19, Friday),
    Fixed(12, 24),
    Fixed(12, 25),
    Fixed(12, 26),
    Fixed(12, 31),
];
/// Lov om helligdager og helligdagsfred (1995-02-24-12), lov om 1 og 17 mai (1947-04-26-1).
const NORWAY: &[Day] = &[
    Fixed(1, 1),
    Easter(-3),
    GOOD_FRIDAY,
    EASTER_MONDAY,
    Fixed(5, 1),
    Fixed(5, 17),
    ASCENSION,
    WHIT_MONDAY,
    Fixed(12, 25),
    Fixed(12, 26),
];
/// The holidays of the Danish church, without store bededag since lov 214 of 2023.
const DENMARK: &[Day] = &[
    Fixed(1, 1),
    Easter(-3),
    GOOD_FRIDAY,
    EASTER_MONDAY,
    ASCENSION,
    WHIT_MONDAY,
    Fixed(12, 24),
    Fixed(12, 25),
    Fixed(12, 26),
];
/// Kirkkolaki (652/2023), itsenäisyyspäivälaki (388/1937), vappulaki (272/1944), and the two eves.
const FINLAND: &[Day] = &[
    Fixed(1, 1),
    Fixed(1, 6),
    GOOD_FRIDAY,
    EASTER_MONDAY,
    Fixed(5, 1),
    ASCENSION,
    OnOrAfter(6, 19, Friday),
    Fixed(12, 6),
    Fixed(12, 24),
    Fixed(12, 25),
    Fixed(12, 26),
];
/// What the laws of all sixteen states have, and the third of October by the Einigungsvertrag, article 2.
const GERMANY: &[Day] = &[
    Fixed(1, 1),
    GOOD_FRIDAY,
    EASTER_MONDAY,
    Fixed(5, 1),
    ASCENSION,
    WHIT_MONDAY,
    Fixed(10, 3),
    Fixed(12, 25),
    Fixed(12, 26),
];
/// England and Wales: Banking and Financial Dealings Act 1971, schedule 1.
const UNITED_KINGDOM: &[Day] = &[
    Fixed(1, 1),
    GOOD_FRIDAY,
    EASTER_MONDAY,
    Nth(5, Monday, 1),
    Nth(5, Monday, -1),
    Nth(8, Monday, -1),
    Fixed(12, 25),
    Fixed(12, 26),
];
/// Federal holidays: 5 U.S.C. 6103.
const UNITED_STATES: &[Day] = &[
    Fixed(1, 1),
    Nth(1, Monday, 3),
    Nth(2, Monday, 3),
    Nth(5, Monday, -1),
    Fixed(6, 19),
    Fixed(7, 4),
    Nth(9, Monday, 1),
    Nth(10, Monday, 2),
    Fixed(11, 11),
    Nth(11, Thursday, 4),
    Fixed(12, 25),
];

/// The holidays of a locale's country ("sv-SE", "sv_SE.UTF-8") from the year before `today` to the second after; none where the
/// country is not known here.
pub(crate) fn around(today: Date, locale: Option<&str>) -> BTreeSet<Date> {
    let Some((days, moved)) = locale.and_then(country).as_deref().and_then(table) else {
        return BTreeSet::new();
    };
    let years = (-1..=2).filter_map(|years| today.year().checked_add(years));
    years.flat_map(|year| holidays(year, days, moved)).collect()
}

fn table(country: &str) -> Option<(&'static [Day], Moved)> {
    match country {
        "SE" => Some((SWEDEN, Moved::No)),
        "NO" => Some((NORWAY, Moved::No)),
        "DK" => Some((DENMARK, Moved::No)),
        "FI" => Some((FINLAND, Moved::No)),
        "DE" => Some((GERMANY, Moved::No)),
        "GB" => Some((UNITED_KINGDOM, Moved::On)),
        "US" => Some((UNITED_STATES, Moved::Nearest)),
        _ => None,
    }
}

/// The country of a locale; where it names none, the one in which nearly all who speak the language live.
fn country(locale: &str) -> Option<String> {
    let mut parts = locale.split(['.', '@']).next()?.split(['-', '_']);
    let language = parts.next()?.to_ascii_lowercase();
    let is_country = |part: &&str| part.len() == 2 && part.chars().all(|letter| letter.is_ascii_alphabetic());
    let named = parts.find(is_country).map(str::to_ascii_uppercase);
    let usual = match language.as_str() {
        "sv" => Some("SE"),
        "nb" | "nn" | "no" => Some("NO"),
        "da" => Some("DK"),
        "fi" => Some("FI"),
        "de" => Some("DE"),
        _ => None,
    };
    named.or_else(|| usual.map(str::to_owned))
}

fn holidays(year: i16, days: &[Day], moved: Moved) -> BTreeSet<Date> {
    let mut found = BTreeSet::new();
    for day in days.iter().filter_map(|day| on(*day, year)) {
        let day = match (moved, day.weekday()) {
            (Moved::Nearest, Weekday::Saturday) => day.yesterday().ok(),
            (Moved::Nearest, Weekday::Sunday) => day.tomorrow().ok(),
            (Moved::On, _) => free(day, &found),
            _ => Some(day),
        };
        found.extend(day);
    }
    found
}

/// The first working day from this one on that is not taken.
fn free(mut day: Date, taken: &BTreeSet<Date>) -> Option<Date> {
    while matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) || taken.contains(&day) {
        day = day.tomorrow().ok()?;
    }
    Some(day)
}

fn on(day: Day, year: i16) -> Option<Date> {
    match day {
        Fixed(month, day) => Date::new(year, month, day).ok(),
        Easter(days) => easter(year)?.checked_add(days.days()).ok(),
        Nth(month, weekday, n) => Date::new(year, month, 1).ok()?.nth_weekday_of_month(n, weekday).ok(),
        OnOrAfter(month, day, weekday) => {
            Date::new(year, month, day).ok()?.yesterday().ok()?.nth_weekday(1, weekday).ok()
        }
    }
}

/// Easter Sunday of the Gregorian calendar, by the method that an anonymous reader sent to Nature (20 April 1876).
fn easter(year: i16) -> Option<Date> {
    let year = i32::from(year);
    let (golden, century, rest) = (year % 19, year / 100, year % 100);
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - correction + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let days = epact + weekday - 7 * late + 114;
    let of = |number: i32| i8::try_from(number).ok();
    Date::new(i16::try_from(year).ok()?, of(days / 31)?, of(days % 31 + 1)?).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[track_caller]
    fn check(locale: &str, year: i16, wanted: &[&str]) {
        let all = around(date(year, 6, 1), Some(locale));
        let found: Vec<String> = all
            .into_iter()
            .filter(|day| day.year() == year)
            .map(|day| day.strftime("%m-%d").to_string())
            .collect();
        assert_eq!(found, wanted, "{locale} {year}");
    }

    #[test]
    fn easter_is_where_the_almanac_has_it() {
        let known = [
            (1818, 3, 22),
            (1961, 4, 2),
            (2000, 4, 23),
            (2024, 3, 31),
            (2026, 4, 5),
            (2038, 4, 25),
            (2049, 4, 18),
        ];
        for (year, month, day) in known {
            assert_eq!(easter(year), Some(date(year, month, day)));
        }
    }

    #[test]
    fn the_days_are_those_of_the_calendars() {
        let sweden = [
            "01-01", "01-06", "04-03", "04-06", "05-01", "05-14", "06-06", "06-19", "12-24", "12-25",
            "12-26", "12-31",
        ];
        check("sv_SE.UTF-8", 2026, &sweden);
        check("sv", 2026, &sweden);
        let norway = ["01-01", "03-25", "03-26", "03-29", "05-01", "05-06", "05-17", "12-25", "12-26"];
        // Ascension and Whit Monday; the 17th of May 2027 is Whit Monday.
        check("nb-NO", 2027, &norway);
        check(
            "da-DK",
            2026,
            &["01-01", "04-02", "04-03", "04-06", "05-14", "05-25", "12-24", "12-25", "12-26"],
        );
        check(
            "de-DE",
            2026,
            &["01-01", "04-03", "04-06", "05-01", "05-14", "05-25", "10-03", "12-25", "12-26"],
        );
        let finland = [
            "01-01", "01-06", "04-03", "04-06", "05-01", "05-14", "06-19", "12-06", "12-24", "12-25", "12-26",
        ];
        check("fi-FI", 2026, &finland);
    }

    #[test]
    fn days_that_meet_a_weekend_move_where_the_law_moves_them() {
        // Boxing Day 2026 is a Saturday; Christmas 2027 is a Saturday.
        check("en-GB", 2026, &["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"]);
        check("en-GB", 2027, &["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"]);
        let states = [
            "01-01", "01-19", "02-16", "05-25", "06-19", "07-03", "09-07", "10-12", "11-11", "11-26", "12-25",
        ];
        check("en-US", 2026, &states);
        // New Year's Day 2028 is a Saturday.
        assert!(around(date(2027, 6, 1), Some("en-US")).contains(&date(2027, 12, 31)));
    }

    #[test]
    fn a_country_that_is_not_here_has_none() {
        for locale in [None, Some("en"), Some("fr-FR"), Some(""), Some("C.UTF-8")] {
            assert!(around(date(2026, 6, 1), locale).is_empty(), "{locale:?}");
        }
        assert_eq!(country("zh-Hans-US").as_deref(), Some("US"));
        assert_eq!(country("sv_FI@euro").as_deref(), Some("FI"));
    }
}
