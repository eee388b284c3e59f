//! How a try ends that did not succeed, and when there is another one: one place decides.

use std::time::Duration;

use svara_model::{Failure, FailureKind, Retry};

use super::plan::{LONGEST, LONGEST_QUIET};
use crate::{
    accounts::Live,
    house::House,
    planted::{self, Bug},
    store::{OperationRow, OperationState, TryEnd, Waits},
    trouble::Trouble,
};

/// At a desk without keys: how long a request may still be on its way after nobody waits for its answer any more.
const SETTLE: Duration = Duration::from_secs(60);
/// The shortest pause between two tries.
const SHORTEST: Duration = Duration::from_millis(250);

/// How far a try had come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// The operation itself had not left.
    Before,
    /// An earlier try's outcome was looked up.
    Looking,
    /// It had left.
    Applying,
    /// The desk had said that it is done.
    Applied,
}

/// Where an operation stands after a failure.
pub(super) fn end_of(
    house: &House,
    live: &Live,
    row: &OperationRow,
    failure: &Failure,
    stage: Stage,
) -> TryEnd {
    let unknown = match stage {
        Stage::Before => row.unknown,
        Stage::Looking | Stage::Applied => true,
        // In conflict with itself: an earlier try is still under way at the desk. A clear refusal settles it.
        Stage::Applying => {
            failure.outcome_unknown() || is_under_way(failure) || (row.unknown && !is_refusal(failure))
        }
    };
    let (state, mut waits, mut length) = wait(failure, back_off(row.tries, house.chance()));
    if stage == Stage::Applying && failure.outcome_unknown() && is_keyless(live) {
        length = length.max(SETTLE);
        if waits == Waits::Due {
            waits = Waits::Settle;
        }
    }
    TryEnd {
        state,
        waits,
        due: house.clock.now() + length,
        problem: Trouble::from(failure).word(),
        unknown,
        free: matches!(failure.kind, FailureKind::SignedOut(_)) && !planted::is(Bug::AttemptBurnt),
        wanted: row.back.is_some(),
        never_left: stage == Stage::Applying && row.left.is_none() && failure.never_left(),
    }
}

/// It cannot be told whether the desk has it: the member has to look.
pub(super) fn unclear(house: &House, row: &OperationRow) -> TryEnd {
    TryEnd {
        state: OperationState::Stuck,
        waits: Waits::Due,
        due: house.clock.now(),
        problem: Trouble::Unclear.word(),
        unknown: true,
        free: false,
        wanted: row.back.is_some(),
        never_left: false,
    }
}

/// A request may still be on its way to a desk without keys, and only when it has had its time can the desk be asked.
pub(super) fn settling(house: &House) -> TryEnd {
    TryEnd {
        state: OperationState::Waiting,
        waits: Waits::Settle,
        due: house.clock.now() + SETTLE,
        problem: Trouble::Unreachable.word(),
        unknown: true,
        free: true,
        wanted: false,
        never_left: false,
    }
}

/// Another try at once: what was in the way of this one is done away with. `unknown`: whether the desk may have done it.
pub(super) fn at_once(house: &House, unknown: bool) -> TryEnd {
    TryEnd {
        state: OperationState::Waiting,
        waits: Waits::Due,
        due: house.clock.now(),
        problem: Trouble::Refused.word(),
        unknown,
        free: false,
        wanted: false,
        never_left: false,
    }
}

/// The state that a failure leads to, and how long it lasts at least.
fn wait(failure: &Failure, back_off: Duration) -> (OperationState, Waits, Duration) {
    let waiting = OperationState::Waiting;
    let busy = matches!(failure.kind, FailureKind::Throttled | FailureKind::ServerFault);
    match failure.retry {
        Retry::After(_) if busy && planted::is(Bug::RetryAfterIgnored) => (waiting, Waits::Due, back_off),
        // The desk's wish is for the account, not for this one operation.
        Retry::After(length) if busy => (waiting, Waits::Quiet, length.min(LONGEST_QUIET)),
        Retry::After(length) => (waiting, Waits::Due, length.min(LONGEST)),
        Retry::WhenOnline => (waiting, Waits::Due, back_off),
        // Signing in queues it again; the time is for sign-ins that come back by themselves.
        Retry::WhenSignedIn => (waiting, Waits::SignIn, LONGEST),
        Retry::Never => (OperationState::Stuck, Waits::Due, Duration::ZERO),
    }
}

/// Twice as long at most after each try, and anything up to that, so that many apps do not come back at once.
fn back_off(tries: u32, chance: f64) -> Duration {
    LONGEST.min(Duration::from_secs(2_u64 << tries.min(9))).mul_f64(chance).max(SHORTEST)
}

/// Whether what is sent to this desk twice is there twice.
pub(super) fn is_keyless(live: &Live) -> bool {
    live.profile().is_some_and(|profile| profile.desk.capabilities.keyless)
}

/// Whether the desk says that an earlier try of the same operation is still under way.
fn is_under_way(failure: &Failure) -> bool {
    failure.kind == FailureKind::Conflict && failure.retry != Retry::Never
}

/// Whether the desk has said that it did not do it.
fn is_refusal(failure: &Failure) -> bool {
    failure.retry == Retry::Never
}

#[cfg(test)]
mod tests {
    use svara_model::{NetworkProblem, SignInProblem};

    use super::*;

    fn check(kind: FailureKind, after: Option<u64>) -> (OperationState, Waits, u64) {
        let mut failure = Failure::new(kind, "");
        if let Some(after) = after {
            failure = failure.after(Duration::from_secs(after));
        }
        let (state, waits, length) = wait(&failure, Duration::from_secs(7));
        (state, waits, length.as_secs())
    }

    #[test]
    fn each_failure_has_its_wait() {
        use OperationState::{Stuck, Waiting};
        assert_eq!(check(FailureKind::Offline(NetworkProblem::TimedOut), None), (Waiting, Waits::Due, 7));
        assert_eq!(check(FailureKind::ServerFault, None), (Waiting, Waits::Due, 7));
        assert_eq!(check(FailureKind::ServerFault, Some(90)), (Waiting, Waits::Quiet, 90));
        assert_eq!(check(FailureKind::Throttled, Some(1800)), (Waiting, Waits::Quiet, 1800));
        assert_eq!(check(FailureKind::Throttled, Some(999_999)), (Waiting, Waits::Quiet, 3600));
        assert_eq!(check(FailureKind::Conflict, Some(1)), (Waiting, Waits::Due, 1));
        assert_eq!(check(FailureKind::SignedOut(SignInProblem::Ended), None), (Waiting, Waits::SignIn, 300));
        assert_eq!(check(FailureKind::Invalid, None), (Stuck, Waits::Due, 0));
    }

    #[test]
    fn the_pause_grows_has_an_end_and_is_anything_up_to_that() {
        assert_eq!(back_off(0, 1.0), Duration::from_secs(2));
        assert_eq!(back_off(3, 0.5), Duration::from_secs(8));
        assert_eq!(back_off(60, 1.0), LONGEST);
        assert_eq!(back_off(60, 0.0), SHORTEST);
    }
}
