//! What the app says outside its window: notices, the tray, dialogs of the system, exported files. In the member's
//! language, dates and numbers as in their region. Every argument may be hostile text: it becomes one safe line.

mod asking;
mod dates;
mod messages;
mod negotiate;
mod plain;

use std::sync::Arc;

use fluent_bundle::{
    FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle, memoizer::MemoizerKind,
    types::FluentNumber,
};
use unic_langid::LanguageIdentifier;

pub(crate) use asking::AskingForTime;
pub use negotiate::LANGUAGES;
pub use plain::{first_sentence, plain_line, plain_text};

use dates::{Dates, Numbers};
use negotiate::{Choice, negotiate};

/// The longest line that goes into a message as an argument, in characters.
const LONGEST_ARGUMENT: usize = 400;

/// The texts of one language. Cheap to clone.
#[derive(Clone)]
pub struct Texts(Arc<Inner>);

struct Inner {
    choice: Choice,
    bundle: FluentBundle<FluentResource>,
    dates: Dates,
    numbers: Numbers,
}

impl Texts {
    /// Texts in the language the member chose ("en", "sv"), else in the one of the system's locale ("sv-SE", also
    /// "sv_SE.UTF-8"), else in English. Dates and numbers follow the system's region where its language is the same.
    pub fn new(chosen: Option<&str>, system: Option<&str>) -> Self {
        let choice = negotiate(chosen, system);
        let (dates, numbers) = (Dates::new(&choice.locale), Numbers::new(&choice.locale));
        Self(Arc::new(Inner { bundle: bundle(&choice), choice, dates, numbers }))
    }

    /// The language of the texts, one of [`LANGUAGES`].
    pub fn language(&self) -> &'static str {
        self.0.choice.language
    }

    /// The locale of dates and numbers, BCP 47 ("sv-SE").
    pub fn locale(&self) -> &str {
        &self.0.choice.locale
    }

    /// A day: "3 Aug 2020", "3 aug. 2020".
    pub fn date(&self, at: jiff::Timestamp, zone: &jiff::tz::TimeZone) -> String {
        self.0.dates.date(&at.to_zoned(zone.clone()))
    }

    /// A day of the coming weeks: "Monday 30 November", "måndag 30 november".
    pub fn day(&self, at: jiff::Timestamp, zone: &jiff::tz::TimeZone) -> String {
        self.0.dates.day(&at.to_zoned(zone.clone()))
    }

    /// A time of day, to the minute: "14:02".
    pub fn time(&self, at: jiff::Timestamp, zone: &jiff::tz::TimeZone) -> String {
        self.0.dates.time(&at.to_zoned(zone.clone()))
    }

    /// A day and a time: "3 Aug 2020, 14:02".
    pub fn date_time(&self, at: jiff::Timestamp, zone: &jiff::tz::TimeZone) -> String {
        self.0.dates.date_time(&at.to_zoned(zone.clone()))
    }

    /// A whole number, in groups as the region writes it.
    pub fn number(&self, number: u64) -> String {
        self.0.numbers.format(number)
    }

    /// A message with its arguments. `name` is the function's; the message's key has hyphens instead.
    fn say(&self, name: &str, arguments: &[(&'static str, FluentValue<'_>)]) -> String {
        let key = name.replace('_', "-");
        let arguments: FluentArgs<'_> = arguments.iter().cloned().collect();
        let bundle = &self.0.bundle;
        let Some(pattern) = bundle.get_message(&key).and_then(|message| message.value()) else {
            // A test holds that every function has its message; the key is still better than nothing.
            return key;
        };
        bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned()
    }
}

fn bundle(choice: &Choice) -> FluentBundle<FluentResource> {
    let locale: LanguageIdentifier = choice.locale.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![locale]);
    // The marks around arguments are for windows; notification services and trays show some of them as boxes. Arguments
    // come without direction-changing characters (`plain_line`), so that they cannot reorder what stands around them.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(number_in_text));
    let (Ok(resource) | Err((resource, _))) = FluentResource::try_new(choice.source.to_owned());
    bundle.add_resource_overriding(resource);
    bundle
}

/// Numbers in messages are written as elsewhere in the region.
fn number_in_text<M: MemoizerKind>(value: &FluentValue<'_>, memoizer: &M) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    let whole = number.value;
    if whole.fract() != 0.0 || !(0.0..=f64::from(u32::MAX)).contains(&whole) {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole and in range, checked above"
    )]
    let whole = whole as u64;
    memoizer.with_try_get_threadsafe::<Numbers, _, _>((), |numbers| numbers.format(whole)).ok()
}

/// What may stand in a message.
trait Argument {
    fn value(&self) -> FluentValue<'static>;
}

impl Argument for &str {
    fn value(&self) -> FluentValue<'static> {
        plain_line(self, LONGEST_ARGUMENT).into()
    }
}

impl Argument for u32 {
    fn value(&self) -> FluentValue<'static> {
        FluentNumber::from(*self).into()
    }
}

#[cfg(test)]
mod tests;
