//! What must be so of follow-up.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp, civil::Weekday, tz::TimeZone};

use crate::sim::{inside::OpenRound, world::World};

const HOUR: Duration = Duration::from_secs(3600);
/// An app that has known of a round for so long, running and outside quiet, has told it twice.
const LONG: Duration = Duration::from_secs(8 * 3600);
/// A working day's patience, its last step, and how late that may be told.
const PATIENCE: Duration = Duration::from_secs(24 * 3600);
const STEP: Duration = Duration::from_secs(24 * 3600 * 95 / 100);
const LATE: Duration = Duration::from_secs(15 * 60);
/// The last step, as the app marks it.
const LAST: &str = "deadline(950)";
/// When the night begins, in which a deadline waits, and when it ends; what ends until an hour later waits for nothing.
const NIGHT: [i8; 2] = [22, 7];
/// What makes it unknown what the app could have told, or by which clock.
const UNKNOWN: [&str; 5] = ["clock jump", "disk full", "disk fails", "damaged cache", "desk's clock jump"];
/// The farthest that a zone's day lies from another's.
const ZONES: SignedDuration = SignedDuration::from_hours(14);

/// For how long the app has known of rounds while it ran and it was not quiet.
#[derive(Debug, Default)]
pub(in crate::sim) struct Heard {
    /// By account and key: in all, and since the last step of the desk's patience.
    rounds: BTreeMap<(String, String), (Duration, Duration)>,
    /// Which run it was at the last look, and when that was.
    looked: Option<(usize, Duration)>,
    /// What had a reply on its way at the last two looks.
    answered: [BTreeSet<(String, String)>; 2],
}

impl World {
    /// What is known of the last notices, settled without that being an act of the app.
    pub(in crate::sim) fn settle_told(&self) {
        let Some(run) = &self.app else { return };
        run.life.set_watched(true);
        self.desktop.settle_now();
        run.life.set_watched(false);
    }

    /// Whether a reply to a round is on its way, or was at the last look: nobody is told of what they answer.
    pub(in crate::sim) fn is_answered(&self, account: &str, round: &str) -> bool {
        let round = (account.to_owned(), round.to_owned());
        self.oracle.heard.answered.iter().any(|answered| answered.contains(&round))
    }

    /// A round that nobody answers is told again; one that the desk will close is told in time; *Later* comes at its time.
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
        self.settle_told();
        let Some(run) = &self.app else { return };
        if self.time.is_asleep() || UNKNOWN.iter().any(|kind| self.trace.faults().contains_key(kind)) {
            return;
        }
        run.life.set_watched(true);
        let (open, answered) = (self.desktop.open_rounds(), self.desktop.answered());
        run.life.set_watched(false);
        let [_, last] = std::mem::take(&mut self.oracle.heard.answered);
        self.oracle.heard.answered = [last, answered];
        self.check_laters(before.map_or(Duration::ZERO, |(_, from)| from), &open);
        // Nothing is known of the time in which the app ended, or the computer slept.
        let Some((_, from)) = of_this_run else { return };
        let known = self.desk.truth.known().rounds.clone();
        for open in open {
            let Some(began) = known.get(&open.round).map(|round| round.began) else { continue };
            let is_late = self.oracle.rule.is_some_and(|rule| began >= rule + HOUR)
                && from >= began + STEP
                && self.is_of_working_days(began);
            let warns = if is_late { self.loud_for_a_deadline(began, from, now) } else { Duration::ZERO };
            let answered = self.is_answered(&open.account, &open.round);
            let key = (open.account.clone(), open.round.clone());
            let heard = self.oracle.heard.rounds.entry(key).or_default();
            heard.0 += if answered { Duration::ZERO } else { loud };
            heard.1 += warns;
            let (running, late) = *heard;
            // Where the desk ends it, that it does is what counts.
            if self.oracle.rule.is_none() && running >= LONG && !answered {
                self.check_told_twice("reminder", &open, running);
            }
            if late >= LATE && !self.was_warned(&open, began + STEP) {
                let detail =
                    format!("round/{}/{}: the desk closes it, and nobody is told", open.account, open.round);
                self.trace.broken("deadline", detail);
            }
        }
    }

    /// Two notices, the first included. One that the app did not show because the member was looking counts as seen; while a
    /// *Later* waits, nothing else comes.
    fn check_told_twice(&self, rule: &'static str, open: &OpenRound, running: Duration) {
        let tag = format!("round/{}/{}", open.account, open.round);
        let waits = self.oracle.laters.get(&tag).is_some_and(|later| later.waits(self.time.passed()));
        let told = self.desktop.tellings(&open.account, &open.round);
        if told.len() >= 2 || waits {
            return;
        }
        let seen: BTreeSet<_> = self.marked_seen(open).into_iter().map(|(_, at)| at).collect();
        if told.len() + seen.len() < 2 {
            let kept = self.desktop.kept(&open.round);
            self.trace.broken(
                rule,
                format!("{tag}: told at {told:?}, seen at {seen:?}, in {running:?} of running; kept: {kept}"),
            );
        }
    }

    /// Whether the last step was told, or seen.
    fn was_warned(&self, open: &OpenRound, step: Duration) -> bool {
        self.desktop.is_warned(&open.account, &open.round, step.saturating_sub(Duration::from_secs(1)))
            || self.marked_seen(open).iter().any(|(occasion, _)| occasion == LAST)
    }

    /// What the app has marked while the member looked at a round, instead of telling it.
    fn marked_seen(&self, open: &OpenRound) -> Vec<(String, Duration)> {
        if let Some(run) = &self.app {
            run.life.set_watched(true);
        }
        let marks = self.desktop.marks(&open.account, &open.round);
        if let Some(run) = &self.app {
            run.life.set_watched(false);
        }
        let now = self.wall(self.time.passed());
        let marks = marks.into_iter().filter_map(|(occasion, at)| {
            let ago = now.duration_since(Timestamp::from_millisecond(at).ok()?);
            let at = self.time.passed().checked_sub(Duration::try_from(ago).ok()?)?;
            self.oracle.was_looked_at_then(&open.issue, at).then_some((occasion, at))
        });
        marks.collect()
    }

    /// Whether a working day after that is a day later in every zone where the computer may be.
    fn is_of_working_days(&self, began: Duration) -> bool {
        let (from, to) = (self.wall(began) - ZONES, self.wall(began + PATIENCE) + ZONES);
        let day = |at: Timestamp| TimeZone::UTC.to_datetime(at).weekday();
        let days = (0..=5).map(|part| from + SignedDuration::from_hours(12 * part)).filter(|at| *at < to);
        !days.chain([to]).any(|at| matches!(day(at), Weekday::Saturday | Weekday::Sunday))
    }

    /// How much of a time neither was quiet nor a night that a round outlasts.
    fn loud_for_a_deadline(&self, began: Duration, from: Duration, to: Duration) -> Duration {
        let (zone, ends) = (self.time.zone(), self.wall(began + PATIENCE));
        let [evening, morning] = NIGHT;
        self.loud_where(from, to, |at| {
            let hour = zone.to_datetime(at).hour();
            let left = ends.duration_since(at).as_hours() + i64::from(hour);
            let outlasts =
                if hour >= evening { left >= 24 + i64::from(morning) } else { left >= i64::from(morning) };
            (morning..evening).contains(&hour) || !outlasts
        })
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
        for (key, _) in ends {
            let heard = self.oracle.heard.rounds.iter().filter(|((_, heard), _)| heard == key);
            for ((account, _), (running, _)) in heard.filter(|(_, (running, _))| *running >= LONG) {
                let (account, round, issue) = (account.clone(), key.clone(), issue.to_owned());
                self.check_told_twice("silent end", &OpenRound { account, issue, round }, *running);
            }
        }
    }
}
