use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use fluent_bundle::FluentResource;
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use jiff::{Timestamp, tz::TimeZone};

use super::{LANGUAGES, Texts, messages};

/// Makes up an argument.
pub(super) trait Sample: Sized {
    fn sample(name: &'static str) -> Self;
}

impl Sample for &'static str {
    fn sample(name: &'static str) -> Self {
        name
    }
}

impl Sample for u32 {
    fn sample(_: &'static str) -> Self {
        12_345
    }
}

/// The variables of each message (`key`) and attribute (`key.attribute`) of a language, over all its files.
type Messages = BTreeMap<String, BTreeSet<String>>;

fn folder(language: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../locales").join(language)
}

fn files(language: &str) -> BTreeSet<String> {
    let names = std::fs::read_dir(folder(language))
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.ends_with(".ftl")).collect()
}

fn read(language: &str, file: &str) -> Messages {
    let source = std::fs::read_to_string(folder(language).join(file)).unwrap();
    let resource = FluentResource::try_new(source).map_err(|(_, errors)| errors);
    let resource = resource.unwrap_or_else(|errors| panic!("{language}/{file}: {errors:?}"));
    let mut messages = Messages::new();
    let mut add = |key: String, pattern: &Pattern<&str>| {
        let mut variables = BTreeSet::new();
        in_pattern(pattern, &mut variables);
        assert!(
            messages.insert(key.clone(), variables).is_none(),
            "{language}/{file}: {key} stands there twice"
        );
    };
    for entry in resource.entries() {
        let (id, value, attributes) = match entry {
            Entry::Message(message) => {
                (message.id.name.to_owned(), message.value.as_ref(), &message.attributes)
            }
            Entry::Term(term) => (format!("-{}", term.id.name), Some(&term.value), &term.attributes),
            Entry::Junk { content } => panic!("{language}/{file}: {content}"),
            _ => continue,
        };
        for attribute in attributes {
            add(format!("{id}.{}", attribute.id.name), &attribute.value);
        }
        if let Some(value) = value {
            add(id, value);
        }
    }
    messages
}

fn in_pattern(pattern: &Pattern<&str>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            in_expression(expression, found);
        }
    }
}

fn in_expression(expression: &Expression<&str>, found: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => in_inline(inline, found),
        Expression::Select { selector, variants } => {
            in_inline(selector, found);
            variants.iter().for_each(|variant| in_pattern(&variant.value, found));
        }
    }
}

fn in_inline(inline: &InlineExpression<&str>, found: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            found.insert(id.name.to_owned());
        }
        InlineExpression::FunctionReference { arguments, .. } => {
            arguments.positional.iter().for_each(|inline| in_inline(inline, found));
        }
        InlineExpression::Placeable { expression } => in_expression(expression, found),
        _ => {}
    }
}

#[test]
fn every_language_has_the_same_messages_with_the_same_variables() {
    let [first, others @ ..] = LANGUAGES;
    for other in others {
        assert_eq!(files(first), files(other));
        for file in files(first) {
            let (ours, theirs) = (read(first, &file), read(other, &file));
            let differing = |a: &Messages, b: &Messages| -> Vec<String> {
                a.iter()
                    .filter(|(key, variables)| b.get(*key) != Some(variables))
                    .map(|(key, _)| key.clone())
                    .collect()
            };
            let none: Vec<String> = vec![];
            assert_eq!(
                differing(&ours, &theirs),
                none,
                "{file}: in {first}, missing or differing in {other}"
            );
            assert_eq!(
                differing(&theirs, &ours),
                none,
                "{file}: in {other}, missing or differing in {first}"
            );
        }
    }
}

#[test]
fn every_message_of_the_desktop_has_a_function_and_every_function_a_message() {
    let declared: Messages = messages::DECLARED
        .iter()
        .map(|(name, variables)| {
            (name.replace('_', "-"), variables.iter().map(|&name| name.to_owned()).collect())
        })
        .collect();
    assert_eq!(read("en", "desktop.ftl"), declared);
}

#[test]
fn every_message_is_said_with_its_arguments_in_every_language() {
    for language in LANGUAGES {
        let texts = Texts::new(Some(language), None);
        for ((name, text), (_, variables)) in messages::said(&texts).into_iter().zip(messages::DECLARED) {
            assert!(
                !text.is_empty() && !text.contains(['{', '}', '\n', '\u{2068}']),
                "{language} {name}: {text}"
            );
            assert_ne!(text, name.replace('_', "-"), "{language}");
            for variable in *variables {
                let count = texts.number(12_345);
                assert!(text.contains(variable) || text.contains(&count), "{language} {name}: {text}");
            }
        }
    }
}

fn in_both(say: impl Fn(&Texts) -> String) -> [String; 2] {
    LANGUAGES.map(|language| say(&Texts::new(Some(language), None)))
}

#[test]
fn notices_say_who_asks_what() {
    assert_eq!(
        in_both(|texts| texts.notice_question("Maja", "Which browser do you use?")),
        ["Maja asks: Which browser do you use?", "Maja frågar: Which browser do you use?"]
    );
    assert_eq!(
        in_both(Texts::notice_hidden),
        ["An issue awaits your feedback", "Ett ärende väntar på ditt svar"]
    );
    assert_eq!(in_both(Texts::button_answer), ["Answer", "Svara"]);
    assert_eq!(in_both(Texts::button_later), ["Later", "Senare"]);
}

#[test]
fn counts_have_their_plurals_and_groups() {
    assert_eq!(
        in_both(|texts| texts.notice_summary(1)),
        ["One issue awaits your feedback", "Ett ärende väntar på ditt svar"]
    );
    assert_eq!(
        in_both(|texts| texts.notice_summary(1_234)),
        ["1,234 issues await your feedback", "1\u{A0}234 ärenden väntar på ditt svar"]
    );
    assert_eq!(in_both(|texts| texts.notice_summary_body("Title", 0)), ["Title", "Title"]);
    assert_eq!(
        in_both(|texts| texts.notice_summary_body("Title", 1)),
        ["Title, and one more", "Title och ett till"]
    );
    assert_eq!(
        in_both(|texts| texts.notice_summary_body("Title", 2)),
        ["Title, and 2 more", "Title och 2 till"]
    );
}

#[test]
fn hostile_arguments_stay_arguments() {
    let texts = Texts::new(None, None);
    assert_eq!(
        texts.notice_asks("{ $count }\n= x\u{202E}\u{0}{\"y\"}"),
        "{ $count } = x{\"y\"} asks you something"
    );
    assert!(texts.notice_question(&"a ".repeat(100_000), &"b".repeat(100_000)).chars().count() < 900);
}

#[test]
fn dates_and_numbers_are_written_as_in_the_region() {
    let at: Timestamp = "2020-08-03T22:05:09Z".parse().unwrap();
    for (locale, zone, date, time, date_time, number) in [
        ("en-GB", "UTC", "3 Aug 2020", "22:05", "3 Aug 2020, 22:05", "1,234,567"),
        ("sv-SE", "UTC", "3 aug. 2020", "22:05", "3 aug. 2020 22:05", "1\u{A0}234\u{A0}567"),
        ("sv-SE", "Europe/Stockholm", "4 aug. 2020", "00:05", "4 aug. 2020 00:05", "1\u{A0}234\u{A0}567"),
        (
            "en-US",
            "America/New_York",
            "Aug 3, 2020",
            "6:05\u{202F}PM",
            "Aug 3, 2020, 6:05\u{202F}PM",
            "1,234,567",
        ),
        ("en-SE", "UTC", "3 Aug 2020", "22:05", "3 Aug 2020, 22:05", "1\u{A0}234\u{A0}567"),
    ] {
        let texts = Texts::new(None, Some(locale));
        let zone = TimeZone::get(zone).unwrap();
        assert_eq!(texts.locale(), locale);
        assert_eq!(
            (
                texts.date(at, &zone),
                texts.time(at, &zone),
                texts.date_time(at, &zone),
                texts.number(1_234_567)
            ),
            (date.into(), time.into(), date_time.into(), number.into()),
            "{locale}"
        );
    }
}
