//! What the outbox does next: a pure decision.

use std::collections::HashSet;

use jiff::Timestamp;

use crate::store::{OperationRow, OperationState};

/// What the outbox does next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Send this one.
    Send(Box<OperationRow>),
    /// Nothing until then, or until something changes.
    Wait(Option<Timestamp>),
}

/// The first operation whose turn it is. Operations on one issue keep their order, so a waiting or stuck one holds up what
/// comes after it on the same issue, and nothing else. One that was being sent when the app ended goes on first.
pub(super) fn next(operations: &[OperationRow], now: Timestamp) -> Next {
    let mut held: HashSet<&str> = HashSet::new();
    let mut soonest: Option<Timestamp> = None;
    for operation in operations {
        let lane = operation.issue.as_deref();
        if lane.is_some_and(|issue| held.contains(issue)) {
            continue;
        }
        match operation.state {
            OperationState::Queued | OperationState::Sending => {
                return Next::Send(Box::new(operation.clone()));
            }
            OperationState::Waiting if operation.due <= now => {
                return Next::Send(Box::new(operation.clone()));
            }
            OperationState::Waiting => {
                soonest = Some(soonest.map_or(operation.due, |at| at.min(operation.due)));
            }
            OperationState::Stuck => {}
        }
        held.extend(lane);
    }
    Next::Wait(soonest)
}

#[cfg(test)]
mod tests {
    use svara_model::OperationKey;

    use super::*;
    use crate::store::moment;

    fn operation(id: &str, issue: Option<&str>, state: OperationState, due: i64) -> OperationRow {
        OperationRow {
            id: id.into(),
            account: "a".into(),
            key: OperationKey::new(id),
            issue: issue.map(str::to_owned),
            about: None,
            title: String::new(),
            language: "en".into(),
            text: String::new(),
            made: moment(0),
            state,
            unknown: false,
            tries: 0,
            due: moment(due),
            problem: None,
        }
    }

    fn check(operations: &[OperationRow], want: &str) {
        let got = match next(operations, moment(100)) {
            Next::Send(operation) => operation.id,
            Next::Wait(until) => format!("wait {:?}", until.map(Timestamp::as_millisecond)),
        };
        assert_eq!(got, want);
    }

    #[test]
    fn an_issues_operations_keep_their_order_and_hold_up_no_other_issue() {
        use OperationState::{Queued, Sending, Stuck, Waiting};
        check(&[], "wait None");
        check(&[operation("a", Some("1"), Queued, 0), operation("b", Some("2"), Queued, 0)], "a");
        check(&[operation("a", Some("1"), Stuck, 0), operation("b", Some("1"), Queued, 0)], "wait None");
        check(&[operation("a", Some("1"), Stuck, 0), operation("b", Some("2"), Queued, 0)], "b");
        check(
            &[operation("a", Some("1"), Waiting, 500), operation("b", Some("1"), Queued, 0)],
            "wait Some(500)",
        );
        check(
            &[operation("a", Some("1"), Waiting, 500), operation("b", Some("2"), Waiting, 300)],
            "wait Some(300)",
        );
        check(&[operation("a", Some("1"), Waiting, 100)], "a");
        check(&[operation("a", None, Stuck, 0), operation("b", None, Queued, 0)], "b");
        check(&[operation("a", None, Waiting, 500), operation("b", Some("1"), Sending, 0)], "b");
    }
}
