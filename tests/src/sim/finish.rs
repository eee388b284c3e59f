//! The end of a schedule: the faults are over, so everything queued arrives and everything due is told, soon.

use std::time::Duration;

use anyhow::Result;
use svara_core::{DiskState, Freshness};

use super::{
    oracle::{at, lists},
    schedule::{AgentStep, End},
    world::World,
};

/// Twice the longest pause that the app makes by itself.
const SOON: Duration = Duration::from_secs(600);
/// With nothing in the way the desk's word is here after this at the latest: an app that hears from the desk looks at once,
/// and one that does not looks within half of it.
const HEARD: Duration = Duration::from_secs(300);
/// So long after its time *Later* is waited for: the quiet is over by then.
const LATER_SLACK: Duration = Duration::from_secs(180);
/// How what is stuck is said.
pub(super) const STUCK: &str = "stuck";
const SECOND: Duration = Duration::from_secs(1);
/// Between two looks.
const LOOK: Duration = Duration::from_secs(15);
/// The steady state's limit.
const REQUESTS_AN_HOUR: usize = 120;

impl World {
    /// Everything becomes well, or it is said what does not.
    pub(super) async fn finish(&mut self, end: End) -> Result<()> {
        self.calm_down().await?;
        self.be_loud().await;
        self.sign_in_again().await;
        // What the desk has asked for, and what is still on its way, is no fault of the app's.
        let quiet = self.road.quiet_until().saturating_sub(self.time.passed());
        self.pass(quiet.max(Duration::from_secs(61))).await?;
        self.all_is_done(SOON).await?;
        if !end.last_words.is_empty() && self.trace.violation().is_none() {
            for (pause, choice) in end.last_words {
                self.pass(pause).await?;
                self.agent_does(AgentStep::Ask, choice).await;
            }
            self.all_is_done(HEARD).await?;
        }
        if self.chat.plays && self.trace.violation().is_none() {
            self.end_all_chats().await?;
            self.all_is_done(HEARD).await?;
        }
        // Five seconds for what has to be taken away.
        self.pass(Duration::from_secs(6)).await?;
        self.check().await;
        self.pass(Duration::from_secs(6)).await?;
        self.check().await;
        if end.quiet_hour {
            self.quiet_hour().await?;
        }
        if end.hears_later {
            self.hear_later().await?;
        }
        self.stop().await;
        Ok(())
    }

    /// Within so long nothing is left to do, or it is said what is.
    async fn all_is_done(&mut self, within: Duration) -> Result<()> {
        let end = self.time.passed() + within;
        let mut left = self.left_to_do().await;
        while !left.is_empty() && self.time.passed() < end && self.trace.violation().is_none() {
            self.pass(LOOK).await?;
            self.sign_in_again().await;
            self.check().await;
            left = self.left_to_do().await;
            // What is stuck holds up nothing but its own issue.
            if left.iter().all(|left| left.starts_with(STUCK)) {
                self.see_to_stuck().await;
            }
        }
        for left in left {
            self.trace.broken("liveness", left);
        }
        Ok(())
    }

    /// What is not as it must be in the end.
    async fn left_to_do(&mut self) -> Vec<String> {
        let mut left = Vec::new();
        let chats = self.desk_chats();
        for (account, member) in self.members.clone() {
            let Some(seen) = self.seen(&account).await else {
                left.push("the app does not run".to_owned());
                continue;
            };
            if self.chat.plays {
                let outbox = seen.places.outbox.iter().zip(&seen.stuck);
                let stuck = outbox.filter(|(_, stuck)| **stuck).map(|(text, _)| text.as_str()).collect();
                left.extend(self.chats_left(&account, member, &seen.chats, &chats, &stuck));
            }
            let freshness = seen.brief.as_ref().map(|brief| brief.health.freshness);
            if freshness != Some(Freshness::UpToDate) {
                left.push(format!("{member}: {freshness:?}"));
            }
            for (text, stuck) in seen.places.outbox.iter().zip(&seen.stuck) {
                let why = if *stuck { STUCK } else { "in the outbox" };
                left.push(format!("{why}: {member}: {text}"));
            }
            if seen.disk != DiskState::Fine {
                left.push(format!("the disk is said to be {:?}", seen.disk));
            }
            self.settle_told();
            let known = self.desk.truth.known();
            let (there, here) = (known.lists_of(member), lists(&seen.issues));
            if there.len() != here.len() {
                left.push(format!("{member}: {} issues at the desk, {} here", there.len(), here.len()));
            }
            for (id, (status, updated)) in &there {
                let same = here.get(id).is_some_and(|here| here.0 == *status && at(&here.1) == at(updated));
                if !same {
                    left.push(format!("{member}: {id} is {status} of {updated}, here {:?}", here.get(id)));
                }
            }
            for (key, round) in &known.rounds {
                let told = self.desktop.was_told(key);
                if round.owner == member
                    && round.over.is_none()
                    && !told
                    && !self.oracle.was_looked_at(&round.issue, round.began)
                {
                    left.push(format!("{member}: round {key} of {} was never told", round.issue));
                }
            }
        }
        left
    }

    /// N2: what the member wants to hear of again is told again.
    async fn hear_later(&mut self) -> Result<()> {
        let Some(last) = self.oracle.laters.values().map(|later| later.due).max() else { return Ok(()) };
        let wait = (last + LATER_SLACK).saturating_sub(self.time.passed());
        self.pass(wait).await?;
        self.check().await;
        let (open, now) = (self.desktop.open_rounds(), self.time.passed());
        for (tag, later) in &self.oracle.laters {
            let round = open.iter().find(|open| *tag == format!("round/{}/{}", open.account, open.round));
            let Some(round) = round.filter(|round| !self.is_answered(&round.account, &round.round)) else {
                continue;
            };
            let told = self.desktop.tellings(&round.account, &round.round);
            if !told.iter().any(|at| *at + SECOND >= later.due)
                && !self.oracle.was_looked_at(&round.issue, later.due)
            {
                let kept = self.desktop.kept(&round.round);
                let detail =
                    format!("{tag}: {later:?} is not told at {now:?}, only at {told:?}; kept: {kept}");
                self.trace.broken("N2", detail);
            }
        }
        Ok(())
    }

    /// Nothing happens for an hour: how often is the desk asked?
    async fn quiet_hour(&mut self) -> Result<()> {
        let begin = self.time.passed();
        self.pass(Duration::from_secs(3600)).await?;
        for (_, member) in &self.members {
            let asked = self
                .road
                .left()
                .into_iter()
                .filter(|left| left.at >= begin && left.member == *member)
                .count();
            self.trace.say(format!("{member}: {asked} requests in a quiet hour"));
            if asked > REQUESTS_AN_HOUR {
                self.trace.broken(
                    "120 requests",
                    format!("{member}: {asked} in an hour in which nothing happened"),
                );
            }
        }
        self.check().await;
        Ok(())
    }
}
