use svara_model::{Allows, Round, ShownId, Status};

use super::*;
use crate::store::moment;

fn awaiting(id: &str, key: &str) -> Issue {
    Issue {
        id: RemoteId::new(id),
        number: id.into(),
        title: format!("English - {id}"),
        status: Status::AwaitingFeedback,
        language: None,
        opened: moment(0),
        closed: None,
        updated: moment(1),
        round: Some(Round { key: RoundKey::new(key), since: moment(1), asker: None, question: None }),
        last_entry: None,
        allows: Allows::default(),
    }
}

struct Case {
    awaiting: Vec<Issue>,
    told: Vec<bool>,
    laters: Vec<Later>,
    summary_due: bool,
    shown: Vec<Shown>,
    looking: Option<&'static str>,
}

impl Default for Case {
    fn default() -> Self {
        Self {
            awaiting: vec![awaiting("i1", "r1"), awaiting("i2", "r2")],
            told: vec![true, true],
            laters: Vec::new(),
            summary_due: false,
            shown: Vec::new(),
            looking: None,
        }
    }
}

fn decide(case: &Case) -> Plan {
    let account = AccountId::new("a");
    let shown = case.shown.iter().map(|shown| (shown.tag.clone(), shown.clone())).collect();
    plan(&Facts {
        account: &account,
        awaiting: &case.awaiting,
        told: &case.told,
        laters: &case.laters,
        summary_due: case.summary_due,
        shown: &shown,
        looking: case.looking.map(|issue| (account.clone(), RemoteId::new(issue))),
        now: moment(1_000),
    })
}

fn tags(plan: &Plan) -> Vec<String> {
    plan.tell.iter().map(Telling::tag).collect()
}

fn stands(tag: &str, round: Option<&str>) -> Shown {
    Shown {
        tag: tag.into(),
        account: "a".into(),
        round: round.map(RoundKey::new),
        issue: None,
        shown: ShownId("1".into()),
    }
}

#[test]
fn a_round_that_was_told_is_not_told_again() {
    assert!(decide(&Case::default()).tell.is_empty());
}

#[test]
fn a_new_round_is_told() {
    assert_eq!(tags(&decide(&Case { told: vec![true, false], ..Case::default() })), ["round/a/r2"]);
}

#[test]
fn an_issue_that_the_member_looks_at_is_marked_and_not_told() {
    let plan = decide(&Case { told: vec![false, false], looking: Some("i1"), ..Case::default() });
    assert_eq!(tags(&plan), ["round/a/r2"]);
    assert_eq!(plan.seen, [Mark { round: RoundKey::new("r1"), occasion: Occasion::First }]);
}

#[test]
fn the_first_sync_makes_one_summary() {
    let plan = decide(&Case { summary_due: true, ..Case::default() });
    assert_eq!(tags(&plan), ["summary/a"]);
    assert!(plan.tell[0].issue().is_none(), "two issues are summed up");
}

#[test]
fn a_summary_of_one_issue_can_be_answered() {
    let case =
        Case { awaiting: vec![awaiting("i1", "r1")], told: vec![true], summary_due: true, ..Case::default() };
    let plan = decide(&case);
    assert_eq!(plan.tell[0].round(), Some(&RoundKey::new("r1")));
}

#[test]
fn a_summary_of_nothing_is_not_told() {
    let plan = decide(&Case { awaiting: vec![], told: vec![], summary_due: true, ..Case::default() });
    assert!(plan.tell.is_empty() && plan.summary_over);
}

#[test]
fn later_is_told_when_it_is_due_and_while_the_round_lasts() {
    let later = |round: &str, due| Later { round: RoundKey::new(round), n: 1, due: moment(due) };
    let plan = decide(&Case {
        laters: vec![later("r1", 1_000), later("r2", 5_000), later("r9", 1)],
        ..Case::default()
    });
    assert_eq!(tags(&plan), ["round/a/r1"]);
    assert_eq!(plan.until, Some(moment(5_000)));
    assert_eq!(plan.over, [RoundKey::new("r9")]);
}

#[test]
fn a_notice_goes_when_its_round_is_over_or_seen() {
    let shown = vec![
        stands("round/a/r1", Some("r1")),
        stands("round/a/r2", Some("r2")),
        stands("round/a/r9", Some("r9")),
    ];
    let plan = decide(&Case { shown, looking: Some("i2"), ..Case::default() });
    assert_eq!(plan.withdraw, ["round/a/r2", "round/a/r9"]);
}

#[test]
fn the_summary_goes_when_nothing_awaits() {
    let shown = || vec![stands("summary/a", None)];
    assert!(decide(&Case { shown: shown(), ..Case::default() }).withdraw.is_empty());
    let empty = Case { awaiting: vec![], told: vec![], shown: shown(), ..Case::default() };
    assert_eq!(decide(&empty).withdraw, ["summary/a"]);
}
