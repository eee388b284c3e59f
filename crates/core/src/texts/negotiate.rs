//! Which language and which region.

use fluent_langneg::{LanguageIdentifier, NegotiationStrategy, negotiate_languages};

/// The languages of the app, the default first.
pub const LANGUAGES: [&str; 2] = ["en", "sv"];

const ENGLISH: Offer =
    Offer { language: "en", locale: "en-GB", source: include_str!("../../../../locales/en/desktop.ftl") };
const SWEDISH: Offer =
    Offer { language: "sv", locale: "sv-SE", source: include_str!("../../../../locales/sv/desktop.ftl") };

/// A language with the locale that is taken where the system's region says nothing.
struct Offer {
    language: &'static str,
    locale: &'static str,
    source: &'static str,
}

/// What was chosen.
pub(super) struct Choice {
    /// One of [`LANGUAGES`].
    pub(super) language: &'static str,
    /// BCP 47, language and region only.
    pub(super) locale: String,
    /// The messages.
    pub(super) source: &'static str,
}

pub(super) fn negotiate(chosen: Option<&str>, system: Option<&str>) -> Choice {
    let system = system.and_then(read);
    let wanted = chosen.and_then(read).or_else(|| system.clone());
    let offer = match wanted.and_then(best).as_deref() {
        Some("sv") => SWEDISH,
        _ => ENGLISH,
    };
    let regional =
        system.filter(|system| system.language.as_str() == offer.language && system.region.is_some());
    let locale = regional.and_then(|system| Some(format!("{}-{}", offer.language, system.region?)));
    Choice {
        language: offer.language,
        locale: locale.unwrap_or_else(|| offer.locale.to_owned()),
        source: offer.source,
    }
}

fn best(wanted: LanguageIdentifier) -> Option<String> {
    let offered: Vec<LanguageIdentifier> = LANGUAGES.iter().filter_map(|tag| read(tag)).collect();
    let wanted = [wanted];
    let found = negotiate_languages(&wanted, &offered, None, NegotiationStrategy::Lookup);
    found.first().map(|language| language.language.as_str().to_owned())
}

/// Reads "sv-SE" as well as a Unix locale: "sv_SE.UTF-8", "sv_SE@euro".
fn read(locale: &str) -> Option<LanguageIdentifier> {
    let locale = locale.split(['.', '@']).next()?.trim();
    LanguageIdentifier::try_from_bytes(locale.replace('_', "-").as_bytes()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_and_region_follow_the_member_then_the_system() {
        for (chosen, system, language, locale) in [
            (None, None, "en", "en-GB"),
            (None, Some("sv-SE"), "sv", "sv-SE"),
            (None, Some("sv_FI.UTF-8"), "sv", "sv-FI"),
            (None, Some("sv"), "sv", "sv-SE"),
            (None, Some("en-SE"), "en", "en-SE"),
            (None, Some("en_US"), "en", "en-US"),
            (None, Some("en-US-u-ca-buddhist-nu-thai"), "en", "en-GB"),
            (None, Some("de-DE"), "en", "en-GB"),
            (None, Some("C.UTF-8"), "en", "en-GB"),
            (None, Some("POSIX"), "en", "en-GB"),
            (None, Some("nonsense; drop"), "en", "en-GB"),
            (Some("sv"), Some("en-US"), "sv", "sv-SE"),
            (Some("en"), Some("sv-SE"), "en", "en-GB"),
            (Some("en"), Some("en-AU"), "en", "en-AU"),
            (Some("sv"), Some("sv-FI"), "sv", "sv-FI"),
            (Some("tlh"), Some("sv-SE"), "en", "en-GB"),
        ] {
            let choice = negotiate(chosen, system);
            assert_eq!(
                (choice.language, choice.locale.as_str()),
                (language, locale),
                "{chosen:?} {system:?}"
            );
        }
    }
}
