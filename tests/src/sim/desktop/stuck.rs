//! Notices of what the outbox cannot go on with by itself: each time that something gets stuck is told once, and not late.

use std::{collections::BTreeMap, time::Duration};

use svara_model::Notice;

use super::{Desktop, Inner, WINDOW};
use crate::sim::world::World;

/// In so much time in which the app runs and may tell, it has told: another notice may have taken a minute for itself, and
/// one that failed to show is tried again.
const LATE: Duration = Duration::from_secs(5 * 60);
/// What keeps a telling from being kept, or from being due.
const UNKNOWN: [&str; 3] = ["disk full", "disk fails", "clock jump"];

/// For how long the app could have told of what is stuck, by account and key.
pub(in crate::sim) type Silent = BTreeMap<(String, String), Duration>;

impl Desktop {
    /// Whether a notice of what is stuck has a reason to stand.
    pub(in crate::sim) fn stuck_may_stand(&self, account: &str) -> bool {
        self.peek.stuck(&self.disk).iter().any(|(its, _)| its == account)
    }

    /// N1, N3: may this be shown now?
    pub(super) fn judge_stuck(&self, inner: &mut Inner, notice: &Notice, account: &str) {
        let now = self.time.passed();
        let stuck = self.peek.stuck(&self.disk);
        let keys: Vec<_> = stuck.into_iter().filter(|(its, _)| its == account).collect();
        if keys.is_empty() {
            return self.trace.broken("N3", format!("{} is told, and is over", notice.tag));
        }
        self.judge_time(inner, notice, account, now);
        let told = |key: &(String, String)| inner.told.get(key).is_some_and(|told| told.alerts > 0);
        let last = keys.iter().filter_map(|key| inner.told.get(key)).map(|told| told.last).max();
        if keys.iter().all(told) {
            let last = last.unwrap_or_default();
            if inner.deaths.iter().any(|died| *died >= last && *died <= last + WINDOW) {
                self.trace.fault("repeat in the crash window", &notice.tag);
            } else {
                self.trace.broken("N1", format!("{} is told again, at last at {last:?}", notice.tag));
            }
        }
        for key in keys {
            let told = inner.told.entry(key).or_default();
            told.alerts = 1;
            told.last = now;
        }
    }
}

impl World {
    /// What is stuck is told. `from` until `to`: the app ran, and so much of it was not quiet.
    pub(in crate::sim) fn check_stuck(&mut self, loud: Duration) {
        if UNKNOWN.iter().any(|kind| self.trace.faults().contains_key(kind)) {
            return;
        }
        let mut silent = Silent::new();
        for key in self.desktop.stuck() {
            let before = self.oracle.silent.get(&key).copied().unwrap_or_default();
            // From the look on at which it was first seen to be stuck.
            let heard = before + if self.oracle.silent.contains_key(&key) { loud } else { Duration::ZERO };
            if heard > LATE && !self.desktop.was_told(&key.1) {
                self.trace.broken("stuck", format!("{} of {} is not told in {heard:?}", key.1, key.0));
            }
            silent.insert(key, heard);
        }
        self.oracle.silent = silent;
    }
}
