//! Scripts, and the letters that each language writes with beyond the plain ones.

/// A way of writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Script {
    Latin,
    Cyrillic,
    Arabic,
    Han,
    Kana,
    Hangul,
    Greek,
    Hebrew,
    Devanagari,
    Thai,
}

/// The script of a letter; `None`: no letter, or of a script that nothing here is written in.
pub(crate) fn script(letter: char) -> Option<Script> {
    Some(match letter {
        'a'..='z' | 'A'..='Z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{24F}' => {
            Script::Latin
        }
        '\u{1E00}'..='\u{1EFF}' => Script::Latin,
        '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => Script::Greek,
        '\u{400}'..='\u{52F}' => Script::Cyrillic,
        '\u{5D0}'..='\u{5EA}' => Script::Hebrew,
        '\u{620}'..='\u{64A}' | '\u{66E}'..='\u{6D3}' => Script::Arabic,
        '\u{904}'..='\u{939}' | '\u{93E}'..='\u{94D}' | '\u{958}'..='\u{961}' => Script::Devanagari,
        '\u{E01}'..='\u{E3A}' | '\u{E40}'..='\u{E4E}' => Script::Thai,
        '\u{1100}'..='\u{11FF}' | '\u{AC00}'..='\u{D7A3}' => Script::Hangul,
        '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}' | 'ー' => Script::Kana,
        '々' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' => Script::Han,
        _ => return None,
    })
}

/// Whether a language is written in a script. Kana beside Han is Japanese; Han alone may be either.
pub(crate) fn writes(language: &str, script: Script) -> bool {
    let written = match language {
        "bg" | "mk" | "ru" | "uk" => &[Script::Cyrillic][..],
        "sr" => &[Script::Cyrillic, Script::Latin],
        "ar" | "fa" => &[Script::Arabic],
        "ja" => &[Script::Kana, Script::Han],
        "zh-Hans" | "zh-Hant" => &[Script::Han],
        "ko" => &[Script::Hangul],
        "el" => &[Script::Greek],
        "he" => &[Script::Hebrew],
        "hi" => &[Script::Devanagari],
        "th" => &[Script::Thai],
        _ => &[Script::Latin],
    };
    written.contains(&script)
}

/// Whether a language's own words may hold this small letter. Plain letters say nothing, and neither do scripts of one
/// language.
pub(crate) fn has(language: &str, letter: char) -> bool {
    match script(letter) {
        Some(Script::Latin) if !letter.is_ascii() => latin(language).is_none_or(|own| own.contains(letter)),
        Some(Script::Cyrillic) => match language {
            "ru" => !"іїєґўђјљњћџѓѕќѝ".contains(letter),
            "uk" => !"ёъыэўђјљњћџѓѕќѝ".contains(letter),
            "bg" => !"ёыэіїєґўђјљњћџѓѕќ".contains(letter),
            "mk" => !"ёъыьэйщюяіїєґўђћ".contains(letter),
            "sr" => !"ёъыьэйщюяіїєґўѓѕќ".contains(letter),
            _ => true,
        },
        Some(Script::Arabic) => match language {
            // Persian has four letters more, and its own k and y.
            "ar" => !"پچژگکی".contains(letter),
            "fa" => !"ةكيىإ".contains(letter),
            _ => true,
        },
        _ => true,
    }
}

/// The letters beyond a to z, with those that are usual in loan words.
fn latin(language: &str) -> Option<&'static str> {
    Some(match language {
        "bs" | "hr" | "sr" => "čćđšž",
        "ca" => "àçéèíïóòúü",
        "cs" => "áčďéěíňóřšťúůýž",
        "da" => "æøåé",
        "de" => "äöüßé",
        "en" | "id" | "ms" => "é",
        "es" => "áéíñóúü",
        "et" => "äõöüšž",
        "fi" => "äöåšž",
        "fr" => "àâæçéèêëîïôœùûüÿ",
        "hu" => "áéíóöőúüű",
        "is" => "áðéíóúýþæö",
        "it" => "àèéìíîòóù",
        "lt" => "ąčęėįšųūž",
        "lv" => "āčēģīķļņšūž",
        "nb" | "nn" => "æøåéòôóê",
        "nl" => "éëèïóöüê",
        "pl" => "ąćęłńóśźż",
        "pt" | "pt-BR" => "áâãàçéêíóôõúü",
        "ro" => "ăâîșțşţ",
        "sk" => "áäčďéíĺľňóôŕšťúýž",
        "sl" => "čšž",
        "sq" => "çë",
        "sv" => "åäöé",
        "tr" => "çğıöşüâîû",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_has_the_script_of_its_language() {
        for (language, letters) in [
            ("sv", "åäöÅÄÖ"),
            ("tr", "ğıİşç"),
            ("ro", "șțȘȚăâî"),
            ("vi", "ệữđ"),
            ("ru", "ёЁяЯ"),
            ("uk", "їєґІ"),
            ("ar", "ضيةأىء"),
            ("fa", "پچژگکی"),
            ("ja", "あンー々漢"),
            ("zh-Hant", "國"),
            ("ko", "한글"),
            ("el", "άώΣς"),
            ("he", "שץ"),
            ("hi", "नमस्ते"),
            ("th", "ไทยที่"),
        ] {
            for letter in letters.chars() {
                let known = script(letter).is_some_and(|script| writes(language, script));
                // The hamza alone is a letter only in Unicode's eyes.
                assert!(known || letter == 'ء', "{letter} of {language}");
                assert!(letter.is_uppercase() || has(language, letter), "{letter} of {language}");
            }
        }
    }

    #[test]
    fn neighbours_are_told_apart_by_their_letters() {
        for (language, letter) in
            [("sv", 'ø'), ("nb", 'ö'), ("ru", 'і'), ("uk", 'ы'), ("es", 'ã'), ("pt", 'ñ'), ("fa", 'ة')]
        {
            assert!(!has(language, letter), "{letter} in {language}");
        }
    }
}
