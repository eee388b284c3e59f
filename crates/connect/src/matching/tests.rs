use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use svara_model::{Applied, Departure, EntryId, Finding, RemoteId};

use super::*;

const DESK: i64 = 1_000_000;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(DESK + seconds).unwrap()
}

fn made(entry: &str) -> Applied {
    Applied::entry(RemoteId::new("7"), EntryId::new(entry))
}

/// The desk's time when it left is 0; this computer's clock may say anything.
fn left(desk: Option<i64>) -> Departure {
    Departure { at: at(0), desk: desk.map(at), cursor: None }
}

/// A reply "svar", looked for among items (entry, seconds after it left, text).
fn check(desk: Option<i64>, items: &[(&str, i64, &str)], reach: Reach, taken: &[&str]) -> Finding {
    let left = left(desk);
    let made: Vec<_> = items.iter().map(|(entry, ..)| made(entry)).collect();
    let own: Vec<_> = items
        .iter()
        .zip(&made)
        .map(|((_, seconds, text), made)| Own { made, at: at(*seconds), title: None, text })
        .collect();
    let taken: Vec<_> = taken.iter().map(|entry| super::tests::made(entry)).collect();
    judge(Sought { title: None, text: "svar", left: Some(&left) }, &own, reach, &taken)
}

#[test]
fn exactly_one_that_nobody_else_made_is_it() {
    let whole = |items, taken| check(Some(0), items, Reach::Whole, taken);
    assert_eq!(whole(&[("e1", 5, "svar")], &[]), Finding::Done(made("e1")));
    assert_eq!(whole(&[("e1", 5, "svar"), ("e2", 6, "annat")], &[]), Finding::Done(made("e1")));
    assert_eq!(whole(&[("e1", 5, "svar"), ("e2", 6, "svar")], &["e1"]), Finding::Done(made("e2")));
    assert_eq!(whole(&[("e1", 5, "svar"), ("e2", 6, "svar")], &[]), Finding::Unclear);
    assert_eq!(whole(&[("e1", 5, "svar")], &["e1"]), Finding::NotDone);
    assert_eq!(whole(&[], &[]), Finding::NotDone);
}

#[test]
fn what_was_there_before_it_left_is_not_it() {
    assert_eq!(check(Some(0), &[("e1", -3600, "svar")], Reach::Whole, &[]), Finding::NotDone);
    let cut_to_seconds_and_a_clock_set_back = check(Some(0), &[("e1", -30, "svar")], Reach::Whole, &[]);
    assert_eq!(cut_to_seconds_and_a_clock_set_back, Finding::Done(made("e1")));
}

#[test]
fn nothing_found_says_something_only_of_a_listing_that_goes_far_enough() {
    assert_eq!(check(Some(0), &[], Reach::Back(at(-61)), &[]), Finding::NotDone);
    assert_eq!(check(Some(0), &[], Reach::Back(at(0)), &[]), Finding::Unclear);
    assert_eq!(check(Some(0), &[], Reach::Part, &[]), Finding::Unclear);
    assert_eq!(check(None, &[], Reach::Back(at(-61)), &[]), Finding::Unclear);
    assert_eq!(check(None, &[], Reach::Whole, &[]), Finding::NotDone);
}

#[test]
fn without_a_time_of_the_desks_only_what_is_near_by_our_clock_is_it() {
    let day = 24 * 3600;
    assert_eq!(check(None, &[("e1", day, "svar")], Reach::Whole, &[]), Finding::Done(made("e1")));
    assert_eq!(check(None, &[("e1", 365 * day, "svar")], Reach::Whole, &[]), Finding::Unclear);
    assert_eq!(check(None, &[("e1", -365 * day, "svar")], Reach::Whole, &[]), Finding::Unclear);
}

#[test]
fn an_issue_is_known_by_title_and_text() {
    let (left, made) = (left(Some(0)), made("e1"));
    let find = |title, text| {
        let own =
            Own { made: &made, at: at(1), title: Some("Svenska - skrivaren"), text: "Den står still." };
        judge(Sought { title: Some(title), text, left: Some(&left) }, &[own], Reach::Whole, &[])
    };
    assert_eq!(find("Svenska - skrivaren", "Den står still.\r\n"), Finding::Done(made.clone()));
    assert_eq!(find("Svenska - skrivaren", "Den brinner."), Finding::NotDone);
    assert_eq!(find("Svenska - skärmen", "Den står still."), Finding::NotDone);
}

#[test]
fn what_desks_do_to_a_text_does_not_matter() {
    for (sent, there) in [
        ("rad ett\nrad två", "rad ett\r\nrad två\r\n"),
        ("  in\u{a0}dragen\t", "in dragen"),
        ("a < b && c > d", "a &lt; b &amp;&amp; c &gt; d"),
        ("det är \"sant\", 'tro' mig", "det är &quot;sant&quot;, &#39;tro&#x27; mig"),
        ("rad ett\nrad två", "<p>rad ett</p>\n<p>rad två</p>"),
        ("rad ett\nrad två", "rad ett<br />rad två"),
        ("skriv &lt;b&gt; här", "skriv &amp;lt;b&amp;gt; här"),
    ] {
        assert_eq!(normal(sent), normal(there), "{sent:?}");
    }
    for (one, other) in [("a < b", "a > b"), ("ja", "nej"), ("<b>", "<i>"), ("1 2", "12"), ("Ja", "ja")] {
        assert_ne!(normal(one), normal(other));
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn texts() -> impl Strategy<Value = String> {
    // Dense in what can go wrong.
    proptest::string::string_regex("([a-cå]|[ \\n\\t]|&|;|<|>|lt|amp|#3|/|\"|<b>|&amp;){0,24}").unwrap()
}

proptest! {
    #[test]
    fn the_normal_form_is_its_own(text in texts()) {
        let once = normal(&text);
        prop_assert_eq!(normal(&once), once);
    }

    #[test]
    fn escaping_and_line_ends_change_nothing(text in texts()) {
        let wanted = normal(&text);
        prop_assert_eq!(&normal(&escaped(&text)), &wanted);
        prop_assert_eq!(&normal(&escaped(&escaped(&text))), &wanted);
        prop_assert_eq!(&normal(&text.replace('\n', "\r\n")), &wanted);
        prop_assert_eq!(normal(&format!("{text} \r\n")), wanted);
    }

    /// What others made is never taken for it; what is found is there, alike and the only one; and nothing is sent again
    /// that may be there.
    #[test]
    fn a_finding_is_never_a_guess(
        items in proptest::collection::vec((0..200_i64, any::<bool>(), any::<bool>()), 0..6),
        desk in proptest::option::of(0..1_i64),
        whole in any::<bool>(),
    ) {
        let names: Vec<_> = (0..items.len()).map(|n| format!("e{n}")).collect();
        let rows: Vec<_> = items
            .iter()
            .zip(&names)
            .map(|((seconds, alike, _), name)| {
                (name.as_str(), seconds - 100, if *alike { "svar" } else { "annat" })
            })
            .collect();
        let taken: Vec<_> =
            items.iter().zip(&names).filter(|((.., taken), _)| *taken).map(|(_, name)| name.as_str()).collect();
        let free: Vec<_> = rows
            .iter()
            .filter(|(name, seconds, text)| {
                *text == "svar" && !taken.contains(name) && (desk.is_none() || *seconds >= -60)
            })
            .collect();
        let reach = if whole { Reach::Whole } else { Reach::Part };
        match check(desk, &rows, reach, &taken) {
            Finding::Done(applied) => {
                prop_assert_eq!(free.len(), 1);
                prop_assert_eq!(applied, made(free[0].0));
            }
            Finding::NotDone => prop_assert!(free.is_empty() && whole),
            Finding::Unclear => prop_assert!(free.len() > 1 || (free.is_empty() && !whole)),
        }
    }

    #[test]
    fn a_clock_that_is_a_year_wrong_changes_nothing(days in -400..400_i64, seconds in -40..4000_i64) {
        let applied = made("e1");
        let own = Own { made: &applied, at: at(seconds), title: None, text: "svar" };
        let departure = Departure { at: at(0) + SignedDuration::from_hours(24 * days), ..left(Some(0)) };
        let sought = Sought { title: None, text: "svar", left: Some(&departure) };
        prop_assert_eq!(judge(sought, &[own], Reach::Whole, &[]), Finding::Done(applied.clone()));
    }
}
