//! What must be so of follow-up.

use std::{collections::BTreeMap, time::Duration};

use svara_model::Clock as _;

use crate::sim::{inside::OpenRound, world::World};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
/// An app that has known of a round for so long, running and outside quiet, has told it twice.
const LONG: Duration = Duration::from_secs(8 * 3600);
/// The last step of a working day's patience, and how late it may be told.
const STEP: Duration = Duration::from_secs(24 * 3600 * 95 / 100);
const LATE: Duration = Duration::from_secs(15 * 60);
/// What makes it unknown what the app could have told, or by which day.
const UNKNOWN: [&str; 6] =
    ["clock jump", "disk full", "disk fails", "damaged cache", "desk's clock jump", "zone"];

/// For how long the app has known of rounds while it ran and it was not quiet.
#[derive(Debug, Default)]
pub(in crate::sim) struct Heard {
    /// By account and key: in all, and since the last step of the desk's patience.
    rounds: BTreeMap<(String, String), (Duration, Duration)>,
    /// Which run it was at the last look, and when that was.
    looked: Option<(usize, Duration)>,
}

impl World {
    /// A round that nobody answers is told again; one that the desk will close is told in time.
    pub(in crate::sim) fn check_follow_up(&mut self) {
        if self.app.is_none() {
            self.oracle.heard.looked = None;
            return;
        }
        let now = self.time.passed();
        let before = self.oracle.heard.looked.replace((self.run_number(), now));
        let of_this_run = before.filter(|(run, from)| *run == self.run_number() && self.was_awake(*from));
        let loud = of_this_run.map(|(_, from)| self.loud_between(from, now)).unwrap_or_default();
        self.check_stuck(loud);
        let Some(run) = &self.app else { return };
        if UNKNOWN.iter().any(|kind| self.trace.faults().contains_key(kind)) {
            return;
        }
        // Nothing is known of the time in which the app ended, or the computer slept.
        let Some((_, from)) = of_this_run else { return };
        run.life.set_watched(true);
        let open = self.desktop.open_rounds();
        run.life.set_watched(false);
        let known = self.desk.truth.known().rounds.clone();
        for OpenRound { account, issue, round } in open {
            let Some(began) = known.get(&round).map(|round| round.began) else { continue };
            let heard = self.oracle.heard.rounds.entry((account.clone(), round.clone())).or_default();
            heard.0 += loud;
            let ruled = self.oracle.rule.is_some_and(|rule| began >= rule + HOUR);
            if ruled && from >= began + STEP {
                heard.1 += loud;
            }
            let heard = *heard;
            let (notices, warned) = self.desktop.notices_of(&account, &round);
            let tag = format!("round/{account}/{round}");
            let seen = self.oracle.was_looked_at(&issue, began) || self.oracle.laters.contains_key(&tag);
            if heard.0 >= LONG && notices < 2 && !seen {
                let detail = format!("{tag}: {notices} notices in {:?} of running", heard.0);
                self.trace.broken("reminder", detail);
            }
            if heard.1 >= LATE && !warned && !seen {
                self.trace.broken("deadline", format!("{tag}: the desk closes it, and nobody is told"));
            }
        }
    }

    /// What the desk closes by itself is read off its file: nobody asked for it, so nobody was answered.
    pub(in crate::sim) fn note_silent_ends(&self) {
        let open: Vec<String> = {
            let known = self.desk.truth.known();
            let open = known.issues.iter().filter(|(_, issue)| issue.round.is_some());
            open.map(|(id, _)| id.clone()).collect()
        };
        for issue in open {
            match self.chat.desk.closed(&issue) {
                Ok(Some(updated)) => {
                    let at = jiff::Timestamp::from_millisecond(updated).unwrap_or_default();
                    self.check_silent_end(&issue);
                    self.trace.say(format!("the desk closes {issue}, which nobody answered"));
                    self.desk.truth.ended(&issue, &at.to_string(), self.time.passed());
                }
                Ok(None) => {}
                Err(problem) => {
                    self.trace.broken("simulator", format!("the desk's issues cannot be read: {problem}"));
                }
            }
        }
    }

    /// No issue ends silently whose round the app has known of for so long and told only once.
    fn check_silent_end(&self, issue: &str) {
        if UNKNOWN.iter().any(|kind| self.trace.faults().contains_key(kind)) {
            return;
        }
        let known = self.desk.truth.known();
        let ends = known.rounds.iter().filter(|(_, round)| round.issue == issue && round.over.is_none());
        for (key, round) in ends {
            let heard = self.oracle.heard.rounds.iter().filter(|((_, heard), _)| heard == key);
            for ((account, _), (running, _)) in heard {
                let (notices, _) = self.desktop.notices_of(account, key);
                let tag = format!("round/{account}/{key}");
                let seen =
                    self.oracle.was_looked_at(issue, round.began) || self.oracle.laters.contains_key(&tag);
                if *running >= LONG && notices < 2 && !seen {
                    self.trace
                        .broken("silent end", format!("{tag}: {notices} notices in {running:?} of running"));
                }
            }
        }
    }

    /// How much of a time in which the app ran was surely not quiet.
    pub(super) fn loud_between(&self, from: Duration, to: Duration) -> Duration {
        let (now, passed, zone) = (self.time.app().now(), self.time.passed(), self.time.zone());
        let mut loud = Duration::ZERO;
        let mut at = from;
        while at < to {
            let next = (at + MINUTE).min(to);
            let quiet = |at: Duration| {
                let ago = jiff::SignedDuration::try_from(passed.saturating_sub(at)).unwrap_or_default();
                self.wishes.may_be_quiet(now.checked_sub(ago).unwrap_or(now), &zone)
            };
            if !quiet(at) && !quiet(next) {
                loud += next - at;
            }
            at = next;
        }
        loud
    }
}
