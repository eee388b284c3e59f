//! What must be so when the app comes back after a long absence: what waits is told as one, and stands on a card.

use std::{collections::BTreeSet, time::Duration};

use jiff::{SignedDuration, Timestamp};
use svara_model::{AccountId, Clock as _, NoticeKind};

use crate::sim::world::World;

/// Whoever was away for longer comes back; the app knows only when it last asked the desk, which is no later.
const AWAY: Duration = Duration::from_secs(12 * 3600 + 60);
/// With other troubles the desk may not have been reached at once, or nothing is known of when that was.
const CALM: [&str; 4] = ["suspend", "quit", "crash", "zone"];
/// *Later* comes at its time: what was told just before it may take the minute for itself.
const LATER: Duration = Duration::from_secs(65);
/// So long the app may ask the desk first, where the member comes back.
const ASKS: Duration = Duration::from_secs(180);
/// What makes it unknown when *Later* is due, or whether it could be told.
const UNKNOWN: [&str; 6] = ["clock jump", "zone", "disk full", "disk fails", "damaged cache", "crash"];

/// When the app was there.
#[derive(Debug, Default)]
pub(in crate::sim) struct Presence {
    /// When it last ended or fell asleep.
    left: Duration,
    /// When it last began or woke, and whether that was a return.
    there: (Duration, bool),
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
        });
        waited.map(|open| open.issue).collect()
    }

    /// *Later* comes at its time, or a moment after the app is there again.
    pub(in crate::sim) fn check_later(&self) {
        let faults = self.trace.faults();
        let (now, (since, returns)) = (self.time.passed(), self.oracle.presence.there);
        if self.app.is_none() || UNKNOWN.iter().any(|kind| faults.contains_key(kind)) {
            return;
        }
        let open = self.desktop.open_rounds();
        for (tag, (said, length)) in &self.oracle.laters {
            let due = *said + *length;
            let begins = due.max(since);
            let until = begins + LATER + if returns { ASKS } else { Duration::ZERO };
            let round = open.iter().find(|open| *tag == format!("round/{}/{}", open.account, open.round));
            let Some(round) = round.filter(|_| now > until && self.is_loud(begins, now)) else { continue };
            let told = self.desktop.last_told(&round.round).unwrap_or_default();
            if told + Duration::from_secs(1) < due && !self.oracle.was_looked_at(&round.issue, *said) {
                let detail = format!("{tag}: due at {due:?}, there since {since:?}, last told at {told:?}");
                self.trace.broken("later", detail);
            }
        }
    }

    /// Whether nothing of that time was quiet.
    fn is_loud(&self, from: Duration, to: Duration) -> bool {
        self.loud_between(from, to) >= to.saturating_sub(from)
    }
}
