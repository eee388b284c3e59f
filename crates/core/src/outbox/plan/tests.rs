use proptest::prelude::*;
use svara_model::OperationKey;

use super::*;
use crate::store::{OperationKind, moment};
use OperationState::{Queued, Sending, Stuck, Waiting};

const NOW: i64 = 1_000_000_000;

fn operation(id: &str, issue: Option<&str>, state: OperationState) -> OperationRow {
    OperationRow {
        id: id.into(),
        account: "a".into(),
        key: OperationKey::new(id),
        kind: OperationKind::Submit,
        issue: issue.map(str::to_owned),
        chat: None,
        form: None,
        about: None,
        title: String::new(),
        language: "en".into(),
        text: String::new(),
        made: moment(0),
        state,
        unknown: false,
        tries: 0,
        due: moment(0),
        problem: None,
        waits: Waits::Due,
        back: None,
        draft: None,
        left: None,
        to_upload: 0,
    }
}

fn waiting(id: &str, issue: Option<&str>, waits: Waits, seconds: i64) -> OperationRow {
    OperationRow { waits, due: moment(NOW + seconds * 1000), ..operation(id, issue, Waiting) }
}

fn with_files(row: OperationRow) -> OperationRow {
    OperationRow { to_upload: 1, ..row }
}

/// What begins, and after how many seconds the outbox looks again.
fn check(operations: &[OperationRow], running: &[&str], begin: &[&str], wake: Option<i64>) {
    let running: BTreeMap<_, _> = running.iter().map(|id| ((*id).to_owned(), ())).collect();
    let plan = plan(operations, &running, None, moment(NOW));
    let began: Vec<_> = plan.begin.iter().map(|row| row.id.as_str()).collect();
    let seconds = plan.wake.map(|at| (at.as_millisecond() - NOW) / 1000);
    assert_eq!((began.as_slice(), seconds), (begin, wake));
}

#[test]
fn what_comes_by_itself_keeps_to_a_quiet_that_the_desk_asked_somebody_else_for() {
    let rows = [waiting("again", None, Waits::Due, -1), operation("new", None, Queued)];
    let until = Some(moment(NOW + 90_000));
    let plan = plan(&rows, &BTreeMap::<String, ()>::new(), until, moment(NOW));
    assert_eq!((plan.begin, plan.wake), (vec![operation("new", None, Queued)], until));
}

#[test]
fn an_issues_operations_keep_their_order_and_hold_up_no_other_issue() {
    let (one, two) = (Some("1"), Some("2"));
    check(&[], &[], &[], None);
    check(&[operation("a", one, Queued), operation("b", two, Queued)], &[], &["a", "b"], None);
    check(&[operation("a", one, Queued), operation("b", one, Queued)], &[], &["a"], None);
    check(&[operation("a", one, Sending), operation("b", one, Queued)], &["a"], &[], None);
    check(&[operation("a", one, Sending), operation("b", two, Queued)], &["a"], &["b"], None);
    check(&[operation("a", one, Stuck), operation("b", one, Queued)], &[], &[], None);
    check(&[operation("a", one, Stuck), operation("b", two, Queued)], &[], &["b"], None);
    check(&[waiting("a", one, Waits::Due, 50), operation("b", one, Queued)], &[], &[], Some(50));
    check(&[waiting("a", one, Waits::Due, 50), waiting("b", two, Waits::Due, 30)], &[], &[], Some(30));
    check(&[waiting("a", one, Waits::Due, 0)], &[], &["a"], None);
    check(&[operation("a", None, Stuck), operation("b", None, Queued)], &[], &["b"], None);
}

#[test]
fn what_is_said_waits_for_its_chat_and_keeps_its_order() {
    let of =
        |id: &str, kind, state| OperationRow { kind, chat: Some("c".into()), ..operation(id, None, state) };
    let say = |id: &str| of(id, OperationKind::Say, Queued);
    let start = |state| of("c", OperationKind::StartChat, state);
    check(&[start(Queued), say("a"), say("b")], &[], &["c"], None);
    check(&[start(Sending), say("a")], &["c"], &[], None);
    check(&[start(Stuck), say("a"), operation("b", Some("c"), Queued)], &[], &["b"], None);
    check(&[say("a"), say("b"), of("e", OperationKind::EndChat, Queued)], &["a"], &[], None);
}

#[test]
fn what_was_being_sent_when_the_app_ended_goes_on() {
    check(&[operation("a", None, Sending)], &[], &["a"], None);
}

#[test]
fn only_some_are_under_way_at_a_time_and_files_never_take_all_room() {
    let many: Vec<_> = ["a", "b", "c", "d"].iter().map(|id| operation(id, None, Queued)).collect();
    check(&many, &[], &["a", "b", "c"], None);
    check(&many, &["a", "b"], &["c"], None);
    let files: Vec<_> = many.iter().cloned().map(with_files).collect();
    check(&files, &[], &["a", "b"], None);
    let mut answer_last = files;
    answer_last.push(operation("e", Some("1"), Queued));
    check(&answer_last, &["a", "b"], &["e"], None);
}

#[test]
fn a_desk_that_asks_for_quiet_gets_it_from_everything() {
    let quiet = waiting("a", Some("1"), Waits::Quiet, 1800);
    check(&[quiet.clone(), operation("b", Some("2"), Queued)], &[], &[], Some(1800));
    check(&[quiet, waiting("b", None, Waits::Due, 5)], &[], &[], Some(5));
    let over = waiting("a", Some("1"), Waits::Quiet, -1);
    check(&[over, operation("b", Some("2"), Queued)], &[], &["a", "b"], None);
    check(&[waiting("a", None, Waits::SignIn, 200), operation("b", None, Queued)], &[], &[], Some(200));
}

#[test]
fn what_has_not_left_is_taken_back_whatever_else_there_is() {
    let back = OperationRow { back: Some("d".into()), ..operation("b", Some("1"), Queued) };
    check(&[waiting("a", Some("1"), Waits::Quiet, 1800), back], &[], &["b"], Some(1800));
}

#[test]
fn a_clock_that_was_set_makes_nothing_wait_for_long() {
    let year = 365 * 24 * 3600;
    check(&[waiting("a", None, Waits::Due, year)], &[], &["a"], None);
    check(&[waiting("a", None, Waits::SignIn, year)], &[], &["a"], None);
    check(&[waiting("a", None, Waits::Quiet, 3601), operation("b", None, Queued)], &[], &["a", "b"], None);
    check(&[waiting("a", None, Waits::Due, -year)], &[], &["a"], None);
    let made = moment(NOW + 1000);
    let yet_to_be_made = OperationRow { made, ..waiting("a", None, Waits::Quiet, 1200) };
    check(std::slice::from_ref(&yet_to_be_made), &[], &["a"], None);
    check(&[OperationRow { made: moment(NOW), ..yet_to_be_made }], &[], &[], Some(1200));
}

fn rows() -> impl Strategy<Value = Vec<OperationRow>> {
    let row = (0..4_u8, 0..4_u8, 0..4_u8, -10..4000_i64, any::<bool>(), any::<bool>());
    proptest::collection::vec(row, 0..12).prop_map(|rows| {
        let build =
            |(n, (lane, state, waits, seconds, files, back)): (usize, (u8, u8, u8, i64, bool, bool))| {
                let issue = lane.to_string();
                let issue = (lane > 0).then_some(issue.as_str());
                let state = [Queued, Sending, Waiting, Stuck][usize::from(state)];
                let waits = [Waits::Due, Waits::SignIn, Waits::Quiet, Waits::Settle][usize::from(waits)];
                OperationRow {
                    state,
                    to_upload: u32::from(files),
                    back: back.then(|| "d".to_owned()),
                    ..waiting(&format!("o{n}"), issue, waits, seconds)
                }
            };
        rows.into_iter().enumerate().map(build).collect()
    })
}

proptest! {
    /// Nothing is forgotten: whatever is not stuck begins, waits for a time that comes, or stands behind another one.
    #[test]
    fn everything_has_its_turn_in_time(rows in rows()) {
        let mut left = rows;
        let mut now = NOW;
        let end = NOW + 3 * 3600 * 1000;
        let none = BTreeMap::<String, ()>::new();
        while !left.iter().all(|row| row.state == Stuck || behind_a_stuck_one(&left, row)) {
            prop_assert!(now < end, "still there: {left:?}");
            let plan = plan(&left, &none, None, moment(now));
            for (n, row) in plan.begin.iter().enumerate() {
                let earlier = &plan.begin[..n];
                let same = |other: &OperationRow| other.issue.is_some() && other.issue == row.issue;
                prop_assert!(row.back.is_some() || !earlier.iter().any(|other| other.back.is_none() && same(other)));
            }
            left.retain(|row| !plan.begin.contains(row));
            now = plan.wake.map_or(now, |at| at.as_millisecond().clamp(now + 1, now + 60_000));
        }
    }
}

fn behind_a_stuck_one(rows: &[OperationRow], row: &OperationRow) -> bool {
    row.back.is_none()
        && rows.iter().take_while(|other| other.id != row.id).any(|other| {
            other.state == Stuck && other.back.is_none() && other.issue.is_some() && other.issue == row.issue
        })
}
