use std::time::Duration;

use jiff::tz::TimeZone;
use svara_model::{Allows, Round, ShownId, Status};

use super::*;
use crate::{
    settings::NoticeSettings,
    store::{NewsKind, moment},
};

const HOUR: Duration = Duration::from_secs(3600);
/// The present moment of every case, in milliseconds.
const NOW: i64 = 10_000_000;

fn awaiting(id: &str, key: &str, since: i64) -> Issue {
    let round =
        Round { key: RoundKey::new(key), since: moment(since), asker: None, question: Some("?".into()) };
    Issue {
        id: RemoteId::new(id),
        number: id.into(),
        title: format!("English - {id}"),
        status: Status::AwaitingFeedback,
        language: None,
        opened: moment(0),
        closed: None,
        updated: moment(since),
        round: Some(round),
        last_entry: None,
        allows: Allows::default(),
    }
}

fn news(id: &str, kind: NewsKind, at: i64) -> News {
    let status = if kind == NewsKind::Closed { Status::Closed } else { Status::Open };
    let issue = Issue { status, round: None, ..awaiting(id, "", 0) };
    News { kind, issue, at: moment(at), key: RoundKey::new(format!("news/{id}/{at}")) }
}

fn told_at(occasion: Occasion, at: i64) -> (Occasion, Stamp) {
    (occasion, Stamp { at: moment(at), ran: 0 })
}

/// Rounds r1, r2 and r3 of the issues i1, i2 and i3; r1 waits longest. All were told, nothing stands.
struct Case {
    awaiting: Vec<Issue>,
    told: Vec<bool>,
    /// The marks of those that were told.
    kept: Vec<(Occasion, Stamp)>,
    news: Vec<News>,
    news_told: Vec<bool>,
    laters: Vec<Later>,
    summary: Option<Summary>,
    returning: bool,
    answered: Vec<&'static str>,
    in_doubt: Vec<&'static str>,
    again: Vec<&'static str>,
    standing: Vec<Shown>,
    looking: Option<&'static str>,
    left: Option<&'static str>,
    turn: Turn,
    patience: Option<Patience>,
    quiet: Option<i64>,
    paused: bool,
    night: Option<i64>,
    notices: NoticeSettings,
}

impl Default for Case {
    fn default() -> Self {
        Self {
            awaiting: vec![awaiting("i3", "r3", 3), awaiting("i1", "r1", 1), awaiting("i2", "r2", 2)],
            told: vec![true; 3],
            kept: vec![told_at(Occasion::First, NOW)],
            news: Vec::new(),
            news_told: Vec::new(),
            laters: Vec::new(),
            summary: None,
            returning: false,
            answered: Vec::new(),
            in_doubt: Vec::new(),
            again: Vec::new(),
            standing: Vec::new(),
            looking: None,
            left: None,
            turn: Turn::Free,
            patience: None,
            quiet: None,
            paused: false,
            night: None,
            notices: NoticeSettings::default(),
        }
    }
}

/// Of r3, r1 and r2.
fn untold(turn: Turn) -> Case {
    Case { told: vec![false; 3], turn, ..Case::default() }
}

fn decide(case: &Case) -> Plan {
    let account = AccountId::new("a");
    let in_doubt = case.in_doubt.iter().map(|key| RoundKey::new(*key)).collect();
    let again = case.again.iter().map(|key| RoundKey::new(*key)).collect();
    let answered = case.answered.iter().map(|key| RoundKey::new(*key)).collect();
    let standing = case.standing.iter().map(|shown| (shown.tag.clone(), shown.clone())).collect();
    let kept = |told: &bool| if *told { case.kept.clone() } else { Vec::new() };
    let marks: Vec<_> = case.told.iter().map(|told| Marks { told: *told, kept: kept(told) }).collect();
    let news_marks: Vec<_> =
        case.news_told.iter().map(|told| Marks { told: *told, kept: kept(told) }).collect();
    let calendar = Calendar::weekdays(TimeZone::UTC);
    let left = case.left.map(RemoteId::new);
    plan(&Facts {
        account: &account,
        awaiting: &case.awaiting,
        marks: &marks,
        news: &case.news,
        news_marks: &news_marks,
        laters: &case.laters,
        summary: case.summary,
        returning: case.returning,
        answered: &answered,
        in_doubt: &in_doubt,
        again: &again,
        standing: &standing,
        looking: case.looking.map(RemoteId::new).as_ref(),
        left: left.as_ref().map(|issue| (issue, moment(NOW + 5_000))),
        turn: case.turn,
        now: Stamp { at: moment(NOW), ran: 0 },
        calendar: &calendar,
        patience: case.patience.map(|patience| (patience, &calendar)),
        loud: &Loud {
            quiet: case.quiet.map(moment),
            paused: case.paused,
            night: case.night.map(moment),
            notices: std::sync::Arc::new(case.notices.clone()),
        },
    })
}

/// A telling in a line: its tag, what it names and why.
fn said(telling: &Telling) -> String {
    let about = telling.about.iter().map(|about| {
        let why = about.occasions.iter().map(|occasion| format!(" {}", occasion.word()));
        format!("{}{}", about.round, why.collect::<String>())
    });
    format!("{}: {}", telling.tag, about.collect::<Vec<_>>().join(", "))
}

fn tells(case: &Case) -> String {
    decide(case).tell.as_ref().map(said).unwrap_or_default()
}

fn updates(case: &Case) -> Vec<String> {
    decide(case).update.iter().map(said).collect()
}

/// What stands after the telling of these rounds under the tag.
fn stands(tag: &str, rounds: &[&str]) -> Shown {
    let case = Case::default();
    let named = case.awaiting.iter().filter_map(|issue| {
        let round = issue.round.as_ref().filter(|round| rounds.contains(&round.key.as_str()))?;
        let (issue, matter, round) = (issue.clone(), Matter::Round, round.key.clone());
        Some(About { issue, matter, round, occasions: vec![], closing: None, answered: false })
    });
    let mut about: Vec<About> = named.collect();
    about.sort_by(|a, b| a.round.cmp(&b.round));
    let telling =
        Telling { tag: tag.into(), about, summary: None, alert: true, hidden: false, hushed: false };
    Shown {
        tag: tag.into(),
        account: "a".into(),
        round: telling.only().map(|only| only.round.clone()),
        issue: None,
        chat: None,
        shown: ShownId("1".into()),
        says: telling.says(),
        rounds: rounds.iter().copied().map(RoundKey::new).collect(),
    }
}

fn later(round: &str, due: i64) -> Later {
    Later { round: RoundKey::new(round), n: 1, due: moment(due), length: HOUR }
}

#[test]
fn a_round_that_was_told_is_not_told_again() {
    for turn in [Turn::Free, Turn::Collecting, Turn::Collected] {
        assert_eq!(tells(&Case { turn, ..Case::default() }), "");
    }
}

#[test]
fn the_first_is_told_at_once_and_it_is_the_one_that_waits_longest() {
    assert_eq!(tells(&untold(Turn::Free)), "round/a/r1: r1 first");
}

#[test]
fn within_a_minute_of_a_notice_nothing_is_told() {
    let laters = vec![later("r1", NOW)];
    assert_eq!(tells(&Case { laters, ..untold(Turn::Collecting) }), "");
    assert_eq!(tells(&Case { summary: Some(Summary::FirstSync), ..untold(Turn::Collecting) }), "");
}

#[test]
fn what_became_due_within_the_minute_is_told_as_one() {
    assert_eq!(tells(&untold(Turn::Collected)), "summary/a: r1 first, r2 first, r3 first");
    let one = Case { told: vec![true, true, false], turn: Turn::Collected, ..Case::default() };
    assert_eq!(tells(&one), "round/a/r2: r2 first", "one is told as itself");
}

#[test]
fn one_that_names_many_names_what_the_one_before_named_and_still_waits() {
    let case = Case {
        told: vec![false, true, false],
        standing: vec![stands("summary/a", &["r1", "r9"])],
        turn: Turn::Collected,
        ..Case::default()
    };
    assert_eq!(tells(&case), "summary/a: r1, r2 first, r3 first");
    assert!(updates(&case).is_empty(), "it is shown once");
}

#[test]
fn an_issue_that_the_member_looks_at_is_marked_and_not_told() {
    let plan = decide(&Case { looking: Some("i1"), ..untold(Turn::Free) });
    assert_eq!(plan.tell.as_ref().map(said).as_deref(), Some("round/a/r2: r2 first"));
    assert_eq!(plan.seen, [Mark { round: RoundKey::new("r1"), occasion: Occasion::First }]);
    let plan = decide(&Case { looking: Some("i1"), laters: vec![later("r1", NOW)], ..Case::default() });
    assert!(plan.tell.is_none());
    assert_eq!(plan.seen, [Mark { round: RoundKey::new("r1"), occasion: Occasion::Later(1) }]);
}

#[test]
fn later_is_told_when_it_is_due_and_while_the_round_lasts() {
    let plan = decide(&Case {
        laters: vec![later("r1", NOW), later("r2", NOW + 5), later("r9", 1)],
        ..Case::default()
    });
    assert_eq!(plan.tell.as_ref().map(said).as_deref(), Some("round/a/r1: r1 later(1)"));
    assert_eq!(plan.until, Some(moment(NOW + 5)), "before any reminder");
    assert_eq!(plan.over, [RoundKey::new("r9")]);
    let collected = Case {
        laters: vec![later("r1", NOW)],
        told: vec![true, true, false],
        turn: Turn::Collected,
        ..Case::default()
    };
    assert_eq!(tells(&collected), "summary/a: r1 later(1), r2 first");
}

#[test]
fn a_clock_that_was_turned_back_puts_later_off_by_no_more_than_its_own_length() {
    let year = 31_536_000_000;
    let plan = decide(&Case { laters: vec![later("r1", NOW + year)], ..Case::default() });
    let at = moment(NOW + 3_600_000);
    assert_eq!(plan.capped, [Later { due: at, ..later("r1", 0) }]);
    assert_eq!(plan.until, Some(at));
    assert!(
        decide(&Case { laters: vec![later("r1", NOW + 3_600_000)], ..Case::default() }).capped.is_empty()
    );
}

#[test]
fn a_round_that_the_cache_may_have_lost_is_not_over() {
    let case = |in_doubt| Case {
        laters: vec![later("r9", NOW + 5)],
        standing: vec![stands("round/a/r9", &["r9"])],
        in_doubt,
        ..Case::default()
    };
    let plan = decide(&case(vec!["r9"]));
    assert!(plan.over.is_empty() && plan.withdraw.is_empty() && plan.update.is_empty());
    let plan = decide(&case(vec![]));
    assert_eq!((plan.over.len(), plan.withdraw.len()), (1, 1));
}

#[test]
fn a_notice_goes_when_its_round_is_over_or_seen() {
    let standing = ["r1", "r2", "r9"].map(|round| stands(&format!("round/a/{round}"), &[round]));
    let plan = decide(&Case { standing: standing.to_vec(), looking: Some("i2"), ..Case::default() });
    assert_eq!(plan.withdraw, ["round/a/r2", "round/a/r9"]);
    assert!(plan.update.is_empty());
}

#[test]
fn a_notice_whose_round_another_one_names_by_now_goes() {
    let named_elsewhere = Shown { rounds: vec![], ..stands("round/a/r1", &["r1"]) };
    assert_eq!(decide(&Case { standing: vec![named_elsewhere], ..Case::default() }).withdraw, ["round/a/r1"]);
}

#[test]
fn a_summary_shrinks_without_a_sound_and_goes_with_its_last_round() {
    let case = |rounds: &[&str]| Case { standing: vec![stands("summary/a", rounds)], ..Case::default() };
    assert!(updates(&case(&["r1", "r2"])).is_empty());
    let mut shrunk = case(&["r1", "r2"]);
    shrunk.awaiting.retain(|issue| issue.id.as_str() != "i1");
    shrunk.told.pop();
    assert_eq!(updates(&shrunk), ["summary/a: r2"]);
    assert!(!decide(&shrunk).update[0].alert);
    assert_eq!(decide(&case(&["r8", "r9"])).withdraw, ["summary/a"]);
}

#[test]
fn a_further_question_is_shown_in_place_of_the_first_without_a_sound() {
    let mut case = Case { standing: vec![stands("round/a/r1", &["r1"])], ..Case::default() };
    assert!(updates(&case).is_empty(), "the same question");
    case.awaiting[1].round.as_mut().unwrap().question = Some("And since when?".into());
    assert_eq!(updates(&case), ["round/a/r1: r1"]);
    assert!(!decide(&case).update[0].alert && decide(&case).tell.is_none());
    case.standing.clear();
    assert!(updates(&case).is_empty(), "what the member dismissed stays away");
}

#[test]
fn a_notice_of_an_earlier_version_stands_while_what_it_is_about_waits() {
    let of = |round: Option<&str>| Shown {
        round: round.map(RoundKey::new),
        says: String::new(),
        rounds: vec![],
        ..stands("t", &[])
    };
    let withdraws = |shown: Shown| decide(&Case { standing: vec![shown], ..Case::default() }).withdraw;
    assert!(withdraws(of(Some("r1"))).is_empty() && withdraws(of(None)).is_empty());
    assert_eq!(withdraws(of(Some("r9"))), ["t"]);
    let nothing = Case { awaiting: vec![], told: vec![], standing: vec![of(None)], ..Case::default() };
    assert_eq!(decide(&nothing).withdraw, ["t"]);
}

/// Three questions that nobody has answered for two hours, at the time of the first reminder.
fn unanswered() -> Case {
    Case { kept: vec![told_at(Occasion::First, NOW - 7_200_000 * 24)], ..Case::default() }
}

#[test]
fn what_the_morning_reminds_of_is_told_as_one() {
    let case = unanswered();
    assert_eq!(tells(&case), "summary/a: r1 reminder(1), r2 reminder(1), r3 reminder(1)");
    let asked = Case { told: vec![true, true, false], ..unanswered() };
    assert_eq!(tells(&asked), "round/a/r2: r2 first", "what was just asked does not wait for it");
    assert!(decide(&unanswered()).waits_for_running);
}

#[test]
fn a_later_that_waits_keeps_reminders_back_and_not_the_last_step() {
    let laters = ["r1", "r2", "r3"].map(|round| later(round, NOW + 1)).to_vec();
    assert_eq!(tells(&Case { laters: laters.clone(), ..unanswered() }), "");
    // A day's patience, of which the last twentieth has begun.
    let patience = Patience::said(1);
    let since = NOW - 86_400_000 * 96 / 100;
    let case = |since| Case { awaiting: vec![awaiting("i1", "r1", since)], told: vec![true], ..unanswered() };
    let late = Case { laters: laters.clone(), patience, ..case(since) };
    assert_eq!(tells(&late), "round/a/r1: r1 deadline(950)");
    let early = Case { laters, patience, ..case(NOW - 86_400_000 * 90 / 100) };
    assert_eq!(tells(&early), "");
}

#[test]
fn of_the_steps_that_passed_unseen_the_newest_is_told_and_all_are_marked() {
    let since = NOW - 86_400_000 * 85 / 100;
    let case = Case {
        awaiting: vec![awaiting("i1", "r1", since)],
        told: vec![true],
        patience: Patience::said(1),
        ..Case::default()
    };
    let plan = decide(&case);
    let telling = plan.tell.unwrap();
    assert_eq!(said(&telling), "round/a/r1: r1 deadline(800) deadline(500)");
    assert_eq!((telling.marks().len(), telling.kind()), (2, NoticeKind::Deadline));
    assert!(plan.until.is_some_and(|until| until <= moment(NOW + 86_400_000 / 10 + 1)), "the last step");
}

#[test]
fn while_it_is_quiet_nothing_is_told_and_what_is_due_waits_for_its_end() {
    let end = NOW + 3_600_000;
    let quiet = Case { quiet: Some(end), ..untold(Turn::Free) };
    let plan = decide(&quiet);
    assert!(plan.tell.is_none() && plan.held && plan.seen.is_empty());
    assert_eq!(plan.until, Some(moment(end)));
    let summary = decide(&Case { summary: Some(Summary::FirstSync), quiet: Some(end), ..Case::default() });
    assert!(summary.tell.is_none() && summary.held && !summary.summary_over);
    assert!(!decide(&Case { quiet: Some(end), ..Case::default() }).held, "nothing is due");
    let standing = vec![stands("summary/a", &["r1", "r2"])];
    let mut shrunk = Case { standing, quiet: Some(end), ..Case::default() };
    shrunk.awaiting.retain(|issue| issue.id.as_str() != "i1");
    shrunk.told.pop();
    assert_eq!(updates(&shrunk), ["summary/a: r2"], "what stands is kept true without a sound");
}

#[test]
fn only_the_last_step_breaks_the_quiet_and_only_with_leave() {
    let case = |allowed, paused| Case {
        awaiting: vec![awaiting("i1", "r1", NOW - 86_400_000 * 96 / 100), awaiting("i2", "r2", 2)],
        told: vec![true, false],
        patience: Patience::said(1),
        quiet: Some(NOW + 1_000),
        paused,
        notices: NoticeSettings { deadline_breaks_quiet: allowed, ..NoticeSettings::default() },
        ..Case::default()
    };
    assert_eq!(tells(&case(false, false)), "");
    assert_eq!(tells(&case(true, true)), "", "a pause is the member's word of just now");
    let plan = decide(&case(true, false));
    assert!(plan.held, "the other one waits");
    let telling = plan.tell.unwrap();
    assert!(said(&telling).starts_with("round/a/r1: r1 deadline(950)"), "{}", said(&telling));
}

#[test]
fn a_kind_that_is_switched_off_is_marked_and_never_told_late() {
    let off = |kind| NoticeSettings { off: BTreeSet::from([kind]), ..NoticeSettings::default() };
    let plan = decide(&Case { notices: off(NoticeKind::Awaiting), ..untold(Turn::Free) });
    assert!(plan.tell.is_none());
    assert_eq!(plan.seen.len(), 3);
    let plan = decide(&Case { notices: off(NoticeKind::Awaiting), ..unanswered() });
    assert_eq!(plan.seen[0].occasion, Occasion::Reminder(1));
    let laters = vec![later("r1", NOW)];
    let wanted = Case { notices: off(NoticeKind::Awaiting), laters, ..Case::default() };
    assert_eq!(tells(&wanted), "round/a/r1: r1 later(1)", "the member asked for it");
    let summary =
        Case { notices: off(NoticeKind::Awaiting), summary: Some(Summary::FirstSync), ..Case::default() };
    assert!(decide(&summary).summary_over);
}

#[test]
fn who_has_just_looked_away_is_not_reminded_at_once() {
    let one = || Case { awaiting: vec![awaiting("i1", "r1", 1)], told: vec![true], ..unanswered() };
    let plan = decide(&Case { left: Some("i1"), ..one() });
    assert!(plan.tell.is_none() && plan.seen.is_empty());
    assert_eq!(plan.until, Some(moment(NOW + 5_000)));
    assert_eq!(tells(&Case { left: Some("i2"), ..one() }), "round/a/r1: r1 reminder(1)");
    let asked = Case { left: Some("i1"), told: vec![false], ..one() };
    assert_eq!(tells(&asked), "round/a/r1: r1 first", "what is new they have not seen");
}

#[test]
fn what_a_clock_told_that_was_set_back_since_counts_as_told_now() {
    let plan = decide(&Case { kept: vec![told_at(Occasion::First, NOW + 1)], ..Case::default() });
    assert!(plan.turned && plan.tell.is_none());
    assert!(!decide(&Case::default()).turned);
}

#[test]
fn what_is_hidden_is_said_anew_when_it_is_shown() {
    let standing = vec![stands("round/a/r1", &["r1"])];
    let notices = NoticeSettings { hidden: true, ..NoticeSettings::default() };
    let case = Case { standing, notices, ..Case::default() };
    assert_eq!(updates(&case), ["round/a/r1: r1"]);
    assert!(decide(&case).update[0].hidden && !decide(&case).update[0].alert);
}

#[test]
fn what_the_desk_did_is_told_once_and_after_what_awaits() {
    let news = vec![news("i8", NewsKind::Reply, 5), news("i9", NewsKind::Closed, 7)];
    let case = |told, news_told: [bool; 2], turn| Case {
        told: vec![true, told, true],
        news: news.clone(),
        news_told: news_told.to_vec(),
        turn,
        ..Case::default()
    };
    assert_eq!(tells(&case(false, [false; 2], Turn::Free)), "round/a/r1: r1 first");
    assert_eq!(tells(&case(true, [false; 2], Turn::Free)), "news/a/i9: news/i9/7 first");
    assert_eq!(tells(&case(true, [false, true], Turn::Free)), "news/a/i8: news/i8/5 first");
    assert_eq!(tells(&case(true, [true; 2], Turn::Free)), "");
    assert_eq!(
        tells(&case(false, [false; 2], Turn::Collected)),
        "summary/a: r1 first, news/i9/7 first, news/i8/5 first"
    );
    assert_eq!(
        tells(&case(true, [false; 2], Turn::Collected)),
        "news/a: news/i9/7 first, news/i8/5 first",
        "nothing awaits"
    );
    let summary = Case { summary: Some(Summary::FirstSync), ..case(true, [false; 2], Turn::Free) };
    assert_eq!(
        tells(&summary),
        "summary/a: r1 summed(1), r2 summed(1), r3 summed(1)",
        "a first sync sums up what awaits"
    );
}

#[test]
fn what_the_desk_did_is_over_when_the_member_looks_at_the_issue() {
    let case = Case {
        news: vec![news("i8", NewsKind::Reply, 5)],
        news_told: vec![true],
        standing: vec![stands("news/a/i8", &["news/i8/5"])],
        ..Case::default()
    };
    assert!(decide(&case).withdraw.is_empty() && decide(&case).read.is_empty());
    let plan = decide(&Case { looking: Some("i8"), news_told: vec![false], ..case });
    assert_eq!((plan.withdraw, plan.read), (vec!["news/a/i8".to_owned()], vec![RemoteId::new("i8")]));
    assert_eq!(plan.seen.len(), 1, "nor is it told when the cache brings it back");
}

#[test]
fn what_the_desk_did_waits_for_the_quiet_to_end_and_each_kind_can_be_switched_off() {
    let case = Case {
        news: vec![news("i8", NewsKind::Reply, 5), news("i9", NewsKind::Closed, 7)],
        news_told: vec![false; 2],
        ..Case::default()
    };
    let quiet =
        Case { quiet: Some(NOW + 5), news: case.news.clone(), news_told: vec![false; 2], ..Case::default() };
    let plan = decide(&quiet);
    assert!(plan.tell.is_none() && plan.held);
    let off = NoticeSettings { off: [NoticeKind::Closed].into(), ..NoticeSettings::default() };
    let plan = decide(&Case { notices: off, ..case });
    assert_eq!(plan.tell.as_ref().map(said).as_deref(), Some("news/a/i8: news/i8/5 first"));
    assert_eq!(plan.seen, [Mark { round: RoundKey::new("news/i9/7"), occasion: Occasion::First }]);
}

mod keeping_back;
mod summaries;
