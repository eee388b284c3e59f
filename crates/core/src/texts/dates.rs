//! Dates and numbers as a region writes them.

use icu::{
    calendar::{Date, Gregorian},
    datetime::{
        FixedCalendarDateTimeFormatter, NoCalendarFormatter,
        fieldsets::{MDE, T, YMD, YMDT},
        input::{DateTime, Time},
    },
    decimal::{DecimalFormatter, input::Decimal},
    locale::Locale,
};
use jiff::Zoned;
use unic_langid::LanguageIdentifier;

/// Each formatter is absent only where the library has no data for the locale; then dates are written as in ISO 8601.
pub(super) struct Dates {
    date: Option<FixedCalendarDateTimeFormatter<Gregorian, YMD>>,
    day: Option<FixedCalendarDateTimeFormatter<Gregorian, MDE>>,
    time: Option<NoCalendarFormatter<T>>,
    date_time: Option<FixedCalendarDateTimeFormatter<Gregorian, YMDT>>,
}

impl Dates {
    pub(super) fn new(locale: &str) -> Self {
        let locale: Locale = locale.parse().unwrap_or(Locale::UNKNOWN);
        Self {
            date: FixedCalendarDateTimeFormatter::try_new((&locale).into(), YMD::medium()).ok(),
            day: FixedCalendarDateTimeFormatter::try_new((&locale).into(), MDE::long()).ok(),
            time: NoCalendarFormatter::try_new((&locale).into(), T::hm()).ok(),
            date_time: FixedCalendarDateTimeFormatter::try_new(
                (&locale).into(),
                YMD::medium().with_time_hm(),
            )
            .ok(),
        }
    }

    pub(super) fn date(&self, at: &Zoned) -> String {
        match (&self.date, day(at)) {
            (Some(formatter), Some(day)) => formatter.format(&day).to_string(),
            _ => at.strftime("%Y-%m-%d").to_string(),
        }
    }

    pub(super) fn day(&self, at: &Zoned) -> String {
        match (&self.day, day(at)) {
            (Some(formatter), Some(day)) => formatter.format(&day).to_string(),
            _ => at.strftime("%Y-%m-%d").to_string(),
        }
    }

    pub(super) fn time(&self, at: &Zoned) -> String {
        match (&self.time, time(at)) {
            (Some(formatter), Some(time)) => formatter.format(&time).to_string(),
            _ => at.strftime("%H:%M").to_string(),
        }
    }

    pub(super) fn date_time(&self, at: &Zoned) -> String {
        match (&self.date_time, day(at), time(at)) {
            (Some(formatter), Some(date), Some(time)) => {
                formatter.format(&DateTime { date, time }).to_string()
            }
            _ => at.strftime("%Y-%m-%d %H:%M").to_string(),
        }
    }
}

fn day(at: &Zoned) -> Option<Date<Gregorian>> {
    let number = |number: i8| u8::try_from(number).ok();
    Date::try_new_gregorian(i32::from(at.year()), number(at.month())?, number(at.day())?).ok()
}

fn time(at: &Zoned) -> Option<Time> {
    let number = |number: i8| u8::try_from(number).ok();
    Time::try_new(number(at.hour())?, number(at.minute())?, number(at.second())?, 0).ok()
}

/// Absent only where the library has no data for the locale; then a number is written without groups.
pub(super) struct Numbers(Option<DecimalFormatter>);

impl Numbers {
    pub(super) fn new(locale: &str) -> Self {
        let locale: Locale = locale.parse().unwrap_or(Locale::UNKNOWN);
        Self(DecimalFormatter::try_new((&locale).into(), Default::default()).ok())
    }

    pub(super) fn format(&self, number: u64) -> String {
        self.0.as_ref().map_or_else(
            || number.to_string(),
            |formatter| formatter.format(&Decimal::from(number)).to_string(),
        )
    }
}

/// Made once a bundle, for the numbers inside its messages.
impl intl_memoizer::Memoizable for Numbers {
    type Args = ();
    type Error = std::convert::Infallible;
    fn construct(locale: LanguageIdentifier, (): ()) -> Result<Self, Self::Error> {
        Ok(Self::new(&locale.to_string()))
    }
}
