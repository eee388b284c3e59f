//! *Later* comes at its time: within a minute of it, of the app's being there again, or of the end of the quiet.

use std::time::Duration;

use crate::sim::{inside::OpenRound, world::World};

/// So long it may wait while it could be told: what was told just before it may take the minute for itself.
pub(in crate::sim) const LATER: Duration = Duration::from_secs(65);
/// Each account may tell something that is as urgent, a minute each.
const TURN: Duration = Duration::from_secs(60);
/// So long the app may ask the desk first, where the member comes back.
const ASKS: Duration = Duration::from_secs(180);
/// How early it may come, by a clock that counts in parts of a second.
const EARLY: Duration = Duration::from_secs(1);
/// What makes it unknown when it is due, or whether it could be told.
const UNKNOWN: [&str; 4] = ["clock jump", "disk full", "disk fails", "damaged cache"];

/// A *Later* that the app heard.
#[derive(Clone, Copy, Debug)]
pub(in crate::sim) struct Later {
    /// When the member said it.
    pub(in crate::sim) said: Duration,
    /// When it is to be told.
    pub(in crate::sim) due: Duration,
    /// For how long it was due, and could have been told.
    late: Duration,
}

impl Later {
    pub(in crate::sim) fn new(said: Duration, length: Duration) -> Self {
        Self { said, due: said + length, late: Duration::ZERO }
    }

    /// Whether it is still to come, or may just be coming.
    pub(super) fn waits(&self, now: Duration) -> bool {
        now <= self.due + LATER
    }
}

impl World {
    /// Counts for how long each *Later* that is due was not told since the last look, which was at `from`.
    pub(super) fn check_laters(&mut self, from: Duration, open: &[OpenRound]) {
        if UNKNOWN.iter().any(|kind| self.trace.faults().contains_key(kind)) {
            return;
        }
        let (now, (there, returns)) = (self.time.passed(), self.oracle.presence.there);
        for (tag, later) in self.oracle.laters.clone() {
            let is_its = |open: &&OpenRound| tag == format!("round/{}/{}", open.account, open.round);
            // What is not there (yet) may come again.
            let Some(round) = open.iter().find(is_its) else { continue };
            let told = self.desktop.tellings(&round.account, &round.round);
            let told = told.into_iter().find(|at| *at + EARLY >= later.due);
            let looked_at = self.oracle.was_looked_at(&round.issue, later.due);
            let begins = from.max(later.due).max(there);
            let until = told.unwrap_or(now);
            let mut late = later.late;
            if until > begins && !looked_at && !self.is_answered(&round.account, &round.round) {
                late += self.loud_between(begins, until);
            }
            let others = u32::try_from(self.members.len().saturating_sub(1)).unwrap_or_default();
            let asks = if returns && later.due <= there + ASKS { ASKS } else { Duration::ZERO };
            if late > LATER + TURN * others + asks {
                let detail =
                    format!("{tag}: due at {:?}, there since {there:?}, told at {told:?}", later.due);
                self.trace.broken("later", detail);
            }
            if told.is_some() || looked_at {
                self.oracle.laters.remove(&tag);
            } else {
                self.oracle.laters.insert(tag, Later { late, ..later });
            }
        }
    }
}
