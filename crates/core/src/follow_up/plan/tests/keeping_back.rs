//! What is due and is not told now: the member has answered, does not want to hear it, or sleeps.

use super::*;

const MINUTE: i64 = 60_000;
const DAY: i64 = 86_400_000;

/// A round of which so many hundredths of a day's patience have passed, reminded of an hour ago and told of long before.
fn running_out(hundredths: i64) -> Case {
    Case {
        awaiting: vec![awaiting("i1", "r1", NOW - DAY * hundredths / 100)],
        told: vec![true],
        kept: vec![told_at(Occasion::First, NOW - 2 * 3_600_000)],
        patience: Patience::said(1),
        ..Case::default()
    }
}

#[test]
fn who_has_answered_is_told_nothing_more() {
    let answered = |case| Case { answered: vec!["r1", "r2", "r3"], ..case };
    assert_eq!(tells(&answered(untold(Turn::Free))), "");
    assert!(decide(&answered(untold(Turn::Free))).seen.is_empty(), "it comes if the answer is taken back");
    assert_eq!(tells(&answered(unanswered())), "", "no reminder");
    let laters = vec![later("r1", NOW)];
    let plan = decide(&answered(Case { laters, ..Case::default() }));
    assert!(plan.tell.is_none() && plan.over.is_empty() && plan.seen.is_empty());
    assert_eq!(tells(&answered(Case { again: vec!["r1"], ..Case::default() })), "", "nor what was held back");
    let one = Case { answered: vec!["r1"], ..untold(Turn::Collected) };
    assert_eq!(tells(&one), "summary/a: r2 first, r3 first");
    let returns = Case { answered: vec!["r1"], summary: Some(Summary::Return), ..Case::default() };
    assert_eq!(tells(&returns), "summary/a: r2 summed(1), r3 summed(1)");
}

#[test]
fn an_answer_that_is_still_on_its_way_at_the_last_step_is_named() {
    let case = |hundredths| Case { answered: vec!["r1"], ..running_out(hundredths) };
    assert_eq!(tells(&case(90)), "");
    let telling = decide(&case(96)).tell.unwrap();
    assert_eq!(said(&telling), "round/a/r1: r1 deadline(950)");
    assert!(telling.about[0].answered);
}

#[test]
fn a_deadline_that_nobody_wants_to_hear_of_puts_off_no_reminder() {
    let notices = NoticeSettings { off: [NoticeKind::Deadline].into(), ..NoticeSettings::default() };
    let kept = vec![told_at(Occasion::First, NOW - 48 * 3_600_000)];
    let plan = decide(&Case { notices, kept: kept.clone(), ..running_out(60) });
    assert_eq!(plan.tell.as_ref().map(said).as_deref(), Some("round/a/r1: r1 reminder(1)"));
    let mark = Mark { round: RoundKey::new("r1"), occasion: Occasion::Deadline(500) };
    assert_eq!(plan.silent, [(mark, kept[0].1)], "as if it had come with what was told last");
    assert!(plan.seen.is_empty());
}

#[test]
fn at_night_a_reminder_makes_no_sound_and_what_was_asked_does() {
    let night = Some(NOW + 5 * 3_600_000);
    let telling = decide(&Case { night, ..unanswered() }).tell.unwrap();
    assert!(telling.hushed && telling.alert, "{}", said(&telling));
    assert!(!decide(&unanswered()).tell.unwrap().hushed);
    let asked = Case { night, ..untold(Turn::Free) };
    assert!(!decide(&asked).tell.unwrap().hushed);
    let mixed = Case { night, told: vec![false, true, true], turn: Turn::Collected, ..unanswered() };
    assert!(!decide(&mixed).tell.unwrap().hushed);
    let wanted = Case { night, laters: vec![later("r1", NOW)], ..Case::default() };
    assert!(!decide(&wanted).tell.unwrap().hushed);
}

#[test]
fn at_night_a_step_waits_for_the_morning_unless_that_is_too_late() {
    // 96 hundredths: the desk closes it in 57 minutes; 60: in 9 hours and a half.
    let at_night = |hundredths, left: i64| Case { night: Some(NOW + left), ..running_out(hundredths) };
    let plan = decide(&at_night(60, 8 * 60 * MINUTE));
    assert!(plan.until.is_some_and(|until| until <= moment(NOW + 8 * 60 * MINUTE)));
    assert!(plan.tell.is_none() && plan.seen.is_empty() && plan.silent.is_empty());
    let soon = decide(&at_night(60, 9 * 60 * MINUTE)).tell.unwrap();
    assert_eq!((said(&soon).as_str(), soon.hushed), ("round/a/r1: r1 deadline(500)", false));
    assert_eq!(tells(&at_night(96, MINUTE)), "round/a/r1: r1 deadline(950) deadline(800) deadline(500)");
    // The reminder does not wait for it.
    let kept = vec![told_at(Occasion::First, NOW - 48 * 3_600_000)];
    let reminds = decide(&Case { kept, ..at_night(60, 8 * 60 * MINUTE) }).tell.unwrap();
    assert_eq!((said(&reminds).as_str(), reminds.hushed), ("round/a/r1: r1 reminder(1)", true));
}

#[test]
fn the_last_step_breaks_the_quiet_only_if_its_end_is_too_late() {
    let case = |end| Case {
        quiet: Some(NOW + end),
        notices: NoticeSettings { deadline_breaks_quiet: true, ..NoticeSettings::default() },
        ..running_out(96)
    };
    // It has 57 minutes and 36 seconds left.
    assert!(tells(&case(0)).starts_with("round/a/r1: r1 deadline(950)"));
    let early = Case { awaiting: vec![awaiting("i1", "r1", NOW - DAY * 95 / 100)], ..case(11 * MINUTE) };
    assert_eq!(tells(&early), "", "72 minutes: the quiet ends an hour and a minute before that");
    let plan = decide(&early);
    assert!(plan.held && plan.until == Some(moment(NOW + 11 * MINUTE)));
    let late = Case { awaiting: vec![awaiting("i1", "r1", NOW - DAY * 95 / 100)], ..case(13 * MINUTE) };
    assert!(tells(&late).starts_with("round/a/r1: r1 deadline(950)"));
}
