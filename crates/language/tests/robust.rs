//! What is no text of one language makes it silent, and nothing makes it slow.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test that measures a span of real time"
)]

use std::time::Instant;

use svara_language::Linguist;
use svara_model::Detector;

const AMONG: [&str; 24] = [
    "ar", "cs", "da", "de", "en", "es", "fi", "fr", "hu", "it", "ja", "nb", "nl", "pl", "pt", "ro", "ru",
    "sv", "tr", "uk", "ko", "el", "zh-Hans", "zh-Hant",
];

fn detect(text: &str) -> Option<String> {
    Linguist.detect(text, &AMONG).map(|found| found.language)
}

#[test]
fn what_is_no_text_is_in_no_language() {
    for text in [
        "",
        " \n\t ",
        "404",
        "12:30 2026-11-27 +46 70 123 45 67",
        "😀 🎉🎉 👍",
        "?!… — “”",
        "https://desk.example/issues/20931?tab=files#top",
        "elsa@desk.example",
        "C:\\Users\\elsa\\faktura_2026.pdf",
        "VPN",
        "Outlook",
        "ok",
        "asdf",
        "java.lang.IllegalStateException: connection is closed\n    at com.example.Pool.take(Pool.java:88)\n    at com.example.Main.main(Main.java:12)",
        "Traceback (most recent call last):\n  File \"/srv/app.py\", line 12, in <module>\nKeyError: 'user'",
        "{\"status\": 500, \"error\": \"internal\", \"trace\": [\"a\", \"b\"]}",
        "0x80070005 0xC0000005",
    ] {
        assert_eq!(detect(text), None, "{text:?}");
    }
}

#[test]
fn two_languages_in_one_text_are_neither() {
    for text in [
        "Jag kan inte logga in sedan i morse. I cannot log in since this morning.",
        "Die Rechnung ist falsch und wir haben schon bezahlt. La facture est fausse et nous avons déjà payé.",
        "Не могу войти в систему с утра. I have not been able to sign in since this morning.",
        "La impresora no funciona desde ayer. Die Druckerei wartet auf die neuen Dateien.",
    ] {
        assert_eq!(detect(text), None, "{text:?}");
    }
}

#[test]
fn what_is_quoted_pasted_or_named_does_not_count() {
    for (text, language) in [
        (
            "När jag sparar visas \"The operation could not be completed because the file is in use\". Vad gör jag?",
            "sv",
        ),
        (
            "Programmet kraschar varje gång jag öppnar det:\nTraceback (most recent call last):\n  File \"a.py\", line 3, in <module>\nValueError: invalid literal for the number\nVad kan jag göra?",
            "sv",
        ),
        ("Microsoft Outlook meldet beim Senden immer einen Fehler", "de"),
        ("Error 404 quando apro la pagina https://desk.example/orders/4711 da ieri", "it"),
        ("Microsoft Teams で音が出ません。Windows 11 を使っています。", "ja"),
        ("Ошибка Microsoft Outlook после обновления", "ru"),
        ("KAN INTE LOGGA IN PÅ PORTALEN", "sv"),
        ("nie mogę zalogować się do Microsoft Teams", "pl"),
        ("프린터가 인쇄되지 않습니다", "ko"),
        ("Δεν μπορώ να συνδεθώ", "el"),
        ("无法登录系统，请帮忙", "zh-Hans"),
        ("無法登錄系統，請幫忙", "zh-Hant"),
    ] {
        assert_eq!(detect(text).as_deref(), Some(language), "{text:?}");
    }
}

#[test]
fn what_is_asked_for_is_answered() {
    let text = "Não consigo abrir o ficheiro da encomenda";
    for among in [&["en", "pt", "es"][..], &["en", "pt-BR", "es"]] {
        let found = Linguist.detect(text, among).unwrap();
        assert_eq!(Some(found.language.as_str()), among.get(1).copied());
    }
    assert_eq!(Linguist.detect(text, &[]), None);
    assert_eq!(Linguist.detect(text, &["ja", "ru"]), None, "of another script");
    assert_eq!(Linguist.detect(text, &["tlh", "xx"]), None, "unknown ones");
}

#[test]
fn a_long_text_costs_no_more_than_its_beginning() {
    let sentence = "Jag kan inte logga in sedan i morse och det står att lösenordet är fel.\n";
    let _first = detect(sentence);
    let begun = Instant::now();
    assert_eq!(detect(&sentence.repeat(15_000)).as_deref(), Some("sv"), "a megabyte");
    for letters in ["a", "å", "字", "\"", "“", " a", "a\n", "{", "\u{301}", "😀"] {
        let _any = detect(&letters.repeat(1_000_000 / letters.len()));
    }
    let spent = begun.elapsed();
    // Far more than it takes even where the machine is busy, far less than without a bound.
    assert!(spent.as_secs() < 5, "{spent:?}");
}
