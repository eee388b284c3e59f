//! What must be so when the app comes back after a long absence: what waits is told as one, and stands on a card.

use std::{collections::BTreeSet, time::Duration};

use jiff::{SignedDuration, Timestamp};
use svara_model::{AccountId, Clock as _, NoticeKind};

use crate::sim::world::World;

/// Whoever was away for longer comes back; the app knows only when it last asked the desk, which is no later.
const AWAY: Duration = Duration::from_secs(12 * 3600 + 60);
/// With other troubles the desk may not have been reached at once, or nothing is known of when that was.
const CALM: [&str; 4] = ["suspend", "quit", "crash", "zone"];
/// When the app was there.
#[derive(Debug, Default)]
pub(in crate::sim) struct Presence {
    /// When it last ended or fell asleep.
    left: Duration,
    /// When it last began or woke, and whether that was a return.
    pub(super) there: (Duration, bool),
    /// The accounts whose desk it has ever asked, by the last look before it left.
    known: BTreeSet<AccountId>,
    /// Those, by the last look of all.
    asked: BTreeSet<AccountId>,
}

impl Presence {
    pub(in crate::sim) fn leaves(&mut self, now: Duration) {
        self.left = now;
        self.known = self.asked.clone();
    }

    pub(in crate::sim) fn comes(&mut self, now: Duration) {
        self.there = (now, now > self.left + AWAY);
    }
}

impl World {
    /// The first notice after a return is that of all that waits, and the window has it on a card.
    pub(in crate::sim) async fn check_return(&mut self, account: &AccountId, checked: Option<Timestamp>) {
        let Some(checked) = checked else { return };
        self.oracle.presence.asked.insert(account.clone());
        let Presence { left, there: (since, returns), ref known, .. } = self.oracle.presence;
        let faults = self.trace.faults();
        let there_for = SignedDuration::try_from(self.time.passed() - since).unwrap_or_default();
        let came = self.time.app().now().checked_sub(there_for).unwrap_or_default();
        // Before the app has asked the desk it knows of no return.
        if checked < came
            || !returns
            || !known.contains(account)
            || !faults.keys().all(|kind| CALM.contains(kind))
        {
            return;
        }
        let waited = self.waited(account, left, since);
        if waited.is_empty() {
            return;
        }
        let first = self.desktop.first_since(account.as_str(), since);
        if let Some(notice) = first
            && notice.kind != NoticeKind::Deadline
            && !notice.tag.starts_with("summary/")
        {
            self.trace.broken("return", format!("{} is told before all that waits", notice.tag));
        }
        let id = account.clone();
        let briefing = self.look(|core| async move { core.briefing(&id).await }).await;
        let rows = match briefing {
            Some(Ok(briefing)) => briefing.map(|briefing| briefing.rows).unwrap_or_default(),
            _ => return,
        };
        // What was answered while it was read is over.
        for issue in self.waited(account, left, since).intersection(&waited) {
            if !rows.iter().any(|row| row.issue.id.as_str() == issue) {
                self.trace.broken("return", format!("{issue} waits, and is not on the card"));
            }
        }
    }

    /// The issues that waited all the time in which the app was away, and still do.
    fn waited(&self, account: &AccountId, left: Duration, since: Duration) -> BTreeSet<String> {
        let Some(run) = &self.app else { return BTreeSet::new() };
        run.life.set_watched(true);
        let open = self.desktop.open_rounds();
        run.life.set_watched(false);
        let known = self.desk.truth.known();
        let waited = open.into_iter().filter(|open| {
            let round = known.rounds.get(&open.round);
            open.account == account.as_str()
                && round.is_some_and(|round| round.began < left && round.over.is_none())
                && !self.oracle.was_looked_at(&open.issue, since)
                && !self.is_answered(&open.account, &open.round)
        });
        waited.map(|open| open.issue).collect()
    }
}
