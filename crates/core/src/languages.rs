//! The languages people write issues in, by their own names: the tag in front of a title, written and read back.

/// A language to write in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language {
    /// BCP 47.
    pub tag: &'static str,
    /// Its own name for itself: what members see and what stands in front of a title.
    pub own: &'static str,
    /// Its English name: read in titles, never written.
    pub english: &'static str,
}

/// Every language with a name here, by tag.
pub const LANGUAGES: &[Language] = &[
    language("ar", "العربية", "Arabic"),
    language("bg", "Български", "Bulgarian"),
    language("bs", "Bosanski", "Bosnian"),
    language("ca", "Català", "Catalan"),
    language("cs", "Čeština", "Czech"),
    language("da", "Dansk", "Danish"),
    language("de", "Deutsch", "German"),
    language("el", "Ελληνικά", "Greek"),
    language("en", "English", "English"),
    language("es", "Español", "Spanish"),
    language("et", "Eesti", "Estonian"),
    language("fa", "فارسی", "Persian"),
    language("fi", "Suomi", "Finnish"),
    language("fr", "Français", "French"),
    language("he", "עברית", "Hebrew"),
    language("hi", "हिन्दी", "Hindi"),
    language("hr", "Hrvatski", "Croatian"),
    language("hu", "Magyar", "Hungarian"),
    language("id", "Bahasa Indonesia", "Indonesian"),
    language("is", "Íslenska", "Icelandic"),
    language("it", "Italiano", "Italian"),
    language("ja", "日本語", "Japanese"),
    language("ko", "한국어", "Korean"),
    language("lt", "Lietuvių", "Lithuanian"),
    language("lv", "Latviešu", "Latvian"),
    language("mk", "Македонски", "Macedonian"),
    language("ms", "Bahasa Melayu", "Malay"),
    language("nb", "Norsk bokmål", "Norwegian Bokmål"),
    language("nl", "Nederlands", "Dutch"),
    language("nn", "Norsk nynorsk", "Norwegian Nynorsk"),
    language("pl", "Polski", "Polish"),
    language("pt", "Português", "Portuguese"),
    language("pt-BR", "Português (Brasil)", "Brazilian Portuguese"),
    language("ro", "Română", "Romanian"),
    language("ru", "Русский", "Russian"),
    language("sk", "Slovenčina", "Slovak"),
    language("sl", "Slovenščina", "Slovenian"),
    language("sq", "Shqip", "Albanian"),
    language("sr", "Српски", "Serbian"),
    language("sv", "Svenska", "Swedish"),
    language("th", "ไทย", "Thai"),
    language("tr", "Türkçe", "Turkish"),
    language("uk", "Українська", "Ukrainian"),
    language("vi", "Tiếng Việt", "Vietnamese"),
    language("zh-Hans", "简体中文", "Simplified Chinese"),
    language("zh-Hant", "繁體中文", "Traditional Chinese"),
];

/// Other names that people give a language in a title.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("Norsk", "nb"),
    ("Norwegian", "nb"),
    ("Bokmål", "nb"),
    ("Nynorsk", "nn"),
    ("Castellano", "es"),
    ("Srpski", "sr"),
    ("Slovene", "sl"),
    ("Farsi", "fa"),
    ("中文", "zh-Hans"),
    ("Chinese", "zh-Hans"),
];

/// Tags that mean a language listed under another one.
const OTHER_TAGS: &[(&str, &str)] = &[
    ("no", "nb"),
    ("iw", "he"),
    ("in", "id"),
    ("zh", "zh-Hans"),
    ("zh-tw", "zh-Hant"),
    ("zh-hk", "zh-Hant"),
    ("zh-mo", "zh-Hant"),
];

/// Languages that nobody tells apart by a few words. A text is looked for in those that a desk speaks, else in the first.
const KIN: &[&[&str]] = &[&["hr", "bs"], &["id", "ms"], &["nb", "nn"], &["pt", "pt-BR"]];

/// What may stand between the language and the rest of a title.
const SEPARATORS: [char; 6] = ['-', '–', '—', '‐', ':', '：'];

const fn language(tag: &'static str, own: &'static str, english: &'static str) -> Language {
    Language { tag, own, english }
}

/// The language of a tag: exactly, by another tag for it, or by its beginning (`de-AT` is German).
pub fn find(tag: &str) -> Option<&'static Language> {
    let mut wanted = tag.replace('_', "-").to_lowercase();
    loop {
        let other = OTHER_TAGS.iter().find(|(other, _)| *other == wanted).map(|(_, tag)| *tag);
        let tag = other.unwrap_or(&wanted);
        if let Some(found) = LANGUAGES.iter().find(|language| language.tag.eq_ignore_ascii_case(tag)) {
            return Some(found);
        }
        wanted.truncate(wanted.rfind('-')?);
    }
}

/// The language's own name for itself; `None` for a tag that is unknown here.
pub fn own_name(tag: &str) -> Option<&'static str> {
    find(tag).map(|language| language.own)
}

/// The languages that a text may be in, for a desk that speaks these.
pub fn candidates(spoken: &[&str]) -> Vec<&'static str> {
    let likely = |tag: &str| match KIN.iter().find(|kin| kin.contains(&tag)) {
        Some(kin) if kin.iter().any(|kin| spoken.contains(kin)) => spoken.contains(&tag),
        Some(kin) => kin.first() == Some(&tag),
        None => true,
    };
    LANGUAGES.iter().map(|language| language.tag).filter(|tag| likely(tag)).collect()
}

/// A title with the language's own name in front ("Svenska - kan inte bearbeta beställning"); an unknown tag stands for
/// itself, and a title without a language stays as it is.
pub fn title(tag: &str, rest: &str) -> String {
    let rest = rest.trim();
    match own_name(tag).unwrap_or(tag.trim()) {
        "" => rest.to_owned(),
        name => format!("{name} - {rest}"),
    }
}

/// Reads a title with a language's own or English name in front back into the language's tag and the rest. `None` when
/// it begins with something else.
pub fn guess_tag(title: &str) -> Option<(&'static str, &str)> {
    let (name, rest) = title.split_once(SEPARATORS)?;
    Some((named(name)?, rest.trim()))
}

fn named(name: &str) -> Option<&'static str> {
    let name = composed(name.trim()).to_lowercase();
    let is = |other: &str| other.to_lowercase() == name;
    let listed = LANGUAGES
        .iter()
        .find(|language| is(language.own) || is(language.english))
        .map(|language| language.tag);
    listed.or_else(|| OTHER_NAMES.iter().find(|(other, _)| is(other)).map(|(_, tag)| *tag))
}

/// Keyboards differ in how they write "ã"; the table writes it as one character.
pub(crate) fn composed(text: &str) -> std::borrow::Cow<'_, str> {
    icu::normalizer::ComposingNormalizerBorrowed::new_nfc().normalize(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_title_made_is_read_back() {
        for language in LANGUAGES {
            let made = title(language.tag, " kan inte - bearbeta: beställning ");
            assert_eq!(guess_tag(&made), Some((language.tag, "kan inte - bearbeta: beställning")), "{made}");
            assert_eq!(own_name(language.tag), Some(language.own));
        }
    }

    #[test]
    fn the_table_is_sorted_and_names_each_language_once() {
        assert!(LANGUAGES.iter().zip(LANGUAGES.iter().skip(1)).all(|(a, b)| a.tag < b.tag));
        for (index, language) in LANGUAGES.iter().enumerate() {
            let clash = |other: &Language| other.own == language.own || other.english == language.english;
            assert!(!LANGUAGES.iter().skip(index + 1).any(clash), "{language:?}");
            assert!(
                !language.own.contains(SEPARATORS) && composed(language.own) == language.own,
                "{language:?}"
            );
        }
        for (_, tag) in OTHER_NAMES.iter().chain(OTHER_TAGS) {
            assert!(LANGUAGES.iter().any(|language| language.tag == *tag), "{tag}");
        }
    }

    #[test]
    fn a_title_says_its_language_in_many_ways() {
        for (title, tag, rest) in [
            ("Svenska - kan inte bearbeta beställning", "sv", "kan inte bearbeta beställning"),
            ("svenska-kan inte", "sv", "kan inte"),
            ("SWEDISH: cannot process", "sv", "cannot process"),
            ("  Norsk – får ikke", "nb", "får ikke"),
            ("Portugue\u{302}s (Brasil) — erro", "pt-BR", "erro"),
            ("中文：无法处理", "zh-Hans", "无法处理"),
            ("English - ", "en", ""),
        ] {
            assert_eq!(guess_tag(title), Some((tag, rest)), "{title}");
        }
    }

    #[test]
    fn other_titles_are_no_languages() {
        for title in [
            "",
            "Svenska",
            "Swedish orders fail",
            "Log-in fails",
            "is - not",
            "it: help",
            "Testing Submission",
        ] {
            assert_eq!(guess_tag(title), None, "{title}");
        }
    }

    #[test]
    fn a_text_is_looked_for_in_every_language_but_in_one_of_each_kin() {
        let any = candidates(&[]);
        assert!(any.contains(&"nb") && any.contains(&"pt") && any.contains(&"sv") && any.contains(&"ja"));
        assert!(!any.contains(&"nn") && !any.contains(&"pt-BR"));
        let desk = candidates(&["en", "pt-BR", "nn", "nb"]);
        assert!(desk.contains(&"pt-BR") && !desk.contains(&"pt"), "{desk:?}");
        assert!(desk.contains(&"nn") && desk.contains(&"nb") && desk.contains(&"hr"), "{desk:?}");
        for tag in KIN.iter().copied().flatten() {
            assert!(LANGUAGES.iter().any(|language| language.tag == *tag), "{tag}");
        }
    }

    #[test]
    fn tags_are_found_by_their_beginning() {
        for (tag, own) in [
            ("sv_SE", "Svenska"),
            ("SV", "Svenska"),
            ("de-AT", "Deutsch"),
            ("no", "Norsk bokmål"),
            ("no-NO", "Norsk bokmål"),
            ("pt-br", "Português (Brasil)"),
            ("pt-PT", "Português"),
            ("zh", "简体中文"),
            ("zh-CN", "简体中文"),
            ("zh-TW", "繁體中文"),
            ("zh-Hant-HK", "繁體中文"),
        ] {
            assert_eq!(own_name(tag), Some(own), "{tag}");
        }
        assert_eq!(own_name("tlh"), None);
        assert_eq!(own_name(""), None);
        assert_eq!(title("tlh", "nuqneH"), "tlh - nuqneH");
        assert_eq!(title("", " nuqneH"), "nuqneH");
    }
}
