//! What the outbox does next: a pure decision.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use jiff::Timestamp;

use crate::planted::{self, Bug};
use crate::store::{Lane, OperationKind, OperationRow, OperationState, Waits};

/// The longest pause between two tries.
pub(super) const LONGEST: Duration = Duration::from_secs(300);
/// The longest that a desk's wish for quiet is kept.
pub(super) const LONGEST_QUIET: Duration = Duration::from_secs(3600);
/// So many operations are under way at a time.
const AT_ONCE: usize = 3;
/// So many of them may have files to send: a slow one does not hold up every answer.
const WITH_FILES: usize = 2;

/// What the outbox does next.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Plan {
    /// Begins with these now.
    pub(super) begin: Vec<OperationRow>,
    /// Looks again then, at the latest; or when something changes.
    pub(super) wake: Option<Timestamp>,
}

/// Whose turn it is. Operations on one issue or in one chat keep their order, so one that waits, is stuck or is under way
/// holds up what comes after it there, and nothing else. What was being sent when the app ended goes on first.
/// `running` are under way, by id. `hushed`: until when the desk wants quiet, whoever it was said to: what comes by itself
/// keeps to it, what the member has just asked for does not wait for others.
pub(super) fn plan<T>(
    operations: &[OperationRow],
    running: &BTreeMap<String, T>,
    hushed: Option<Timestamp>,
    now: Timestamp,
) -> Plan {
    let mut plan = Plan { begin: Vec::new(), wake: quiet_until(operations, now) };
    let quiet = plan.wake.is_some();
    let mut held: BTreeSet<Lane<'_>> = BTreeSet::new();
    let has_files = |row: &&OperationRow| row.to_upload > 0;
    let mut under_way = running.len();
    let mut with_files =
        operations.iter().filter(|row| running.contains_key(&row.id)).filter(has_files).count();
    for row in operations {
        let lane = row.lane();
        if running.contains_key(&row.id) {
            held.extend(lane);
            continue;
        }
        // Nobody has to be asked about what has not left.
        if row.back.is_some() && row.left.is_none() && !row.unknown {
            plan.begin.push(row.clone());
            continue;
        }
        let is_held = lane.is_some_and(|lane| held.contains(&lane)) && !overtakes(row);
        held.extend(lane);
        if is_held {
            continue;
        }
        match row.state {
            OperationState::Stuck if planted::is(Bug::StuckHoldsAll) => return plan,
            OperationState::Stuck => continue,
            OperationState::Waiting if !is_due(row, now) => {
                plan.wake = Some(plan.wake.map_or(row.due, |at| at.min(row.due)));
                continue;
            }
            OperationState::Sending | OperationState::Waiting if hushed.is_some() => {
                plan.wake = plan.wake.into_iter().chain(hushed).min();
                continue;
            }
            OperationState::Queued | OperationState::Sending | OperationState::Waiting => {}
        }
        let file = usize::from(row.to_upload > 0);
        if quiet || under_way >= AT_ONCE || with_files + file > WITH_FILES {
            continue;
        }
        under_way += 1;
        with_files += file;
        plan.begin.push(row.clone());
    }
    plan
}

/// Whether it is to come out of its order by mistake.
fn overtakes(row: &OperationRow) -> bool {
    planted::is(Bug::OrderBroken) || (planted::is(Bug::LinesOvertake) && row.kind == OperationKind::Say)
}

/// Until when nothing is sent: the desk asked for quiet, or nobody is signed in.
fn quiet_until(operations: &[OperationRow], now: Timestamp) -> Option<Timestamp> {
    operations
        .iter()
        .filter(|row| {
            row.state == OperationState::Waiting && matches!(row.waits, Waits::Quiet | Waits::SignIn)
        })
        .filter(|row| !is_due(row, now))
        .map(|row| row.due)
        .max()
}

/// Whether a waiting operation's time has come. A time further away than anything waits comes from a clock that was set, and
/// so does one of what is yet to be made: then the quiet that this run of the app has heard of is kept, and no other.
fn is_due(row: &OperationRow, now: Timestamp) -> bool {
    let longest = match row.waits {
        Waits::Due | Waits::SignIn | Waits::Settle => LONGEST,
        Waits::Quiet => LONGEST_QUIET,
    };
    let set_back = row.due > now + longest || (row.waits == Waits::Quiet && row.made > now);
    row.due <= now || (set_back && !planted::is(Bug::WaitsByWallClock))
}

#[cfg(test)]
mod tests;
