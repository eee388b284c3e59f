//! What a member writes to ask for time: in the language of the issue, whatever language the app speaks.

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
use icu::{
    calendar::{Date, Gregorian},
    datetime::{FixedCalendarDateTimeFormatter, fieldsets::MDE},
    locale::Locale,
};

const KEY: &str = "ask-time";
const ENGLISH: &str = "en";

macro_rules! languages {
    ($($tag:literal)+) => {
        /// The sentence in every language that there is one in.
        const SENTENCES: &[(&str, &str)] =
            &[$(($tag, include_str!(concat!("../../../../locales/", $tag, "/ask.ftl")))),+];
    };
}

languages! { "ar" "cs" "da" "de" "en" "es" "fi" "fr" "hu" "it" "ja" "nb" "nl" "pl" "pt" "ro" "ru" "sv" "tr" "uk" }

/// "I will answer by Monday, 30 November." in one language.
pub(crate) struct AskingForTime {
    /// BCP 47.
    pub(crate) language: &'static str,
    bundle: FluentBundle<FluentResource>,
    day: Option<FixedCalendarDateTimeFormatter<Gregorian, MDE>>,
}

impl AskingForTime {
    /// In this language (BCP 47); where there is no sentence in it, or it is not known, in English.
    pub(crate) fn new(language: Option<&str>) -> Self {
        let primary = language.and_then(|tag| tag.split('-').next()).unwrap_or(ENGLISH).to_ascii_lowercase();
        // Both written norms of Norwegian read this one.
        let primary = if matches!(primary.as_str(), "no" | "nn") { "nb" } else { primary.as_str() };
        let found = SENTENCES.iter().find(|(tag, _)| *tag == primary);
        let (language, source) =
            found.copied().unwrap_or((ENGLISH, include_str!("../../../../locales/en/ask.ftl")));
        let mut bundle = FluentBundle::default();
        // It becomes an ordinary text, which has no marks around its parts.
        bundle.set_use_isolating(false);
        let (Ok(resource) | Err((resource, _))) = FluentResource::try_new(source.to_owned());
        bundle.add_resource_overriding(resource);
        // The day before the month, as most who read English at a desk in Europe write it.
        let locale = if language == ENGLISH { "en-GB" } else { language };
        let locale: Locale = locale.parse().unwrap_or(Locale::UNKNOWN);
        let day = FixedCalendarDateTimeFormatter::try_new((&locale).into(), MDE::long()).ok();
        Self { language, bundle, day }
    }

    /// The sentence with this day.
    pub(crate) fn by(&self, day: jiff::civil::Date) -> String {
        let (month, number) = (day.month().unsigned_abs(), day.day().unsigned_abs());
        let named = Date::try_new_gregorian(i32::from(day.year()), month, number).ok();
        let named = match (&self.day, named) {
            (Some(formatter), Some(named)) => formatter.format(&named).to_string(),
            _ => day.to_string(),
        };
        let mut arguments = FluentArgs::new();
        arguments.set("day", named);
        let Some(pattern) = self.bundle.get_message(KEY).and_then(|message| message.value()) else {
            // A test holds that every language has it.
            return String::new();
        };
        self.bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::civil::date;

    use super::*;

    #[test]
    fn every_language_of_the_gate_has_a_sentence_of_its_own() {
        let locales = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../locales");
        let folders = std::fs::read_dir(locales).unwrap().map(|entry| entry.unwrap().path());
        let there: BTreeSet<String> = folders
            .filter(|folder| folder.join("gate.ftl").is_file())
            .map(|folder| folder.file_name().unwrap().to_string_lossy().into_owned())
            .collect();
        let told: BTreeSet<String> = SENTENCES.iter().map(|(tag, _)| (*tag).to_owned()).collect();
        assert_eq!(told, there);
        let english = AskingForTime::new(None).by(date(2026, 11, 30));
        for (tag, _) in SENTENCES {
            let asking = AskingForTime::new(Some(tag));
            let by = |month, day| asking.by(date(2026, month, day));
            assert_eq!(by(11, 30) == english, *tag == ENGLISH, "{tag}: {}", by(11, 30));
            assert!(by(11, 30) != by(11, 23) && by(11, 30) != by(12, 30), "{tag}: day and month are named");
        }
    }

    #[test]
    fn a_day_is_named_as_its_language_does() {
        let by = |tag| AskingForTime::new(tag).by(date(2026, 11, 30));
        let english = by(Some("en"));
        assert!(
            english.starts_with("I will answer by Monday") && english.ends_with(" 30 November."),
            "{english}"
        );
        assert_eq!(by(Some("sv-FI")), "Jag svarar senast måndag 30 november.");
        assert_eq!(by(Some("nn")), by(Some("nb")));
        assert_eq!(by(Some("pt-BR")), by(Some("pt")));
        for unknown in [None, Some("tlh"), Some("")] {
            assert_eq!(by(unknown), by(Some("en")));
        }
    }
}
