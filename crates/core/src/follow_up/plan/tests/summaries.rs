//! What is told of an account as a whole: after its first sync, and when the member comes back.

use super::*;

#[test]
fn the_first_sync_makes_one_summary_of_all_that_awaits() {
    let case = Case { summary: Some(Summary::FirstSync), told: vec![false, true, true], ..Case::default() };
    assert_eq!(tells(&case), "summary/a: r1 summed(1), r2 summed(1), r3 first summed(1)");
    assert!(decide(&case).tell.unwrap().summary.is_some());
}

#[test]
fn while_the_member_comes_back_nothing_is_told_and_nothing_is_lost() {
    let plan = decide(&Case { returning: true, summary: Some(Summary::Return), ..untold(Turn::Free) });
    assert!(plan.tell.is_none() && !plan.held && !plan.summary_over && plan.seen.is_empty());
    let standing = vec![stands("summary/a", &["r1", "r2"])];
    let mut over = Case { returning: true, standing, ..Case::default() };
    over.awaiting.retain(|issue| issue.id.as_str() != "i1");
    over.told.pop();
    assert_eq!(updates(&over), ["summary/a: r2"], "what stands is kept true");
}

#[test]
fn a_return_is_told_as_one_with_all_that_awaits_and_what_is_new() {
    let news = || vec![news("i8", NewsKind::Reply, 5), news("i9", NewsKind::Closed, 7)];
    let back = |case: Case| Case {
        summary: Some(Summary::Return),
        news: news(),
        news_told: vec![true, false],
        ..case
    };
    let case = back(Case { told: vec![false, true, true], ..Case::default() });
    assert_eq!(
        tells(&case),
        "summary/a: r1 summed(1), r2 summed(1), r3 first summed(1), news/i9/7 first",
        "what was told of news is told"
    );
    assert_eq!(tells(&back(Case { turn: Turn::Collecting, ..Case::default() })), "");
    let nothing = || Case { awaiting: vec![], told: vec![], ..Case::default() };
    assert_eq!(tells(&back(nothing())), "news/a: news/i9/7 first", "nothing awaits");
    assert!(decide(&Case { summary: Some(Summary::Return), ..nothing() }).summary_over);
    let quiet = decide(&back(Case { quiet: Some(NOW + 5), ..Case::default() }));
    assert!(quiet.tell.is_none() && quiet.held && !quiet.summary_over);
    let off = NoticeSettings { off: [NoticeKind::Awaiting].into(), ..NoticeSettings::default() };
    assert_eq!(tells(&back(Case { notices: off, ..Case::default() })), "news/a: news/i9/7 first");
}

#[test]
fn what_a_summary_named_a_moment_ago_reminds_of_nothing() {
    let summed = told_at(Occasion::Summed(1), NOW - 60_000);
    let kept = vec![told_at(Occasion::First, NOW - 7 * 86_400_000), summed];
    assert_eq!(tells(&Case { kept, ..Case::default() }), "");
    assert!(
        !tells(&Case { kept: vec![told_at(Occasion::First, NOW - 7 * 86_400_000)], ..Case::default() })
            .is_empty()
    );
}

#[test]
fn a_summary_of_one_issue_can_be_answered() {
    let case = Case {
        awaiting: vec![awaiting("i1", "r1", 1)],
        told: vec![true],
        summary: Some(Summary::FirstSync),
        ..Case::default()
    };
    assert_eq!(decide(&case).tell.unwrap().only().unwrap().round, RoundKey::new("r1"));
}

#[test]
fn a_summary_of_nothing_is_not_told() {
    let plan = decide(&Case {
        awaiting: vec![],
        told: vec![],
        summary: Some(Summary::FirstSync),
        ..Case::default()
    });
    assert!(plan.tell.is_none() && plan.summary_over);
}

#[test]
fn what_was_held_back_is_told_once_more_unless_it_was_put_off_or_is_not_wanted() {
    let again = || Case { again: vec!["r1", "r2", "gone"], ..Case::default() };
    assert_eq!(tells(&again()), "summary/a: r1 summed(1), r2 summed(1)", "not r3, which waited before");
    assert_eq!(tells(&Case { turn: Turn::Collecting, ..again() }), "");
    assert!(decide(&Case { quiet: Some(NOW + 5), ..again() }).held);
    assert_eq!(tells(&Case { looking: Some("i1"), ..again() }), "round/a/r2: r2 summed(1)");
    let later = || vec![later("r1", NOW + 9_000)];
    assert_eq!(tells(&Case { laters: later(), ..again() }), "round/a/r2: r2 summed(1)");
    let off = NoticeSettings { off: [NoticeKind::Awaiting].into(), ..NoticeSettings::default() };
    assert_eq!(tells(&Case { notices: off, ..again() }), "");
    let news = Case { news: vec![news("i8", NewsKind::Closed, 5)], news_told: vec![true], ..Case::default() };
    assert_eq!(tells(&Case { again: vec!["news/i8/5"], ..news }), "news/a/i8: news/i8/5 summed(1)");
}
