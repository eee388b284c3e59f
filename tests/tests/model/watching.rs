//! What must hold of notices over a whole history: told once, never missed, never false, never standing too long.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use rusqlite::Connection;
use svara_model::Status;

use super::{reference::Reference, system::System};

/// Within what a round has to be told while the app can: a minute's collecting and the longest back-off, twice.
const LIMIT: Duration = Duration::from_secs(250);

/// Within what a notice goes when nothing it says is so any more.
const GONE: Duration = Duration::from_secs(5);
/// The longest pause after a try to take a notice away.
const PAUSE: Duration = Duration::from_secs(60);

/// What was seen so far.
#[derive(Default)]
pub(super) struct Watching {
    /// Since when nothing has been in the notices' way.
    calm: Option<Duration>,
    /// How often the app was opened.
    runs: usize,
    /// From when on notices can be taken away; none: not now.
    ready: Option<Duration>,
    /// Notices that say nothing that is so any more, since when that is for all to see.
    over: BTreeMap<String, Duration>,
    /// When all was looked at last.
    looked: Duration,
    /// Rounds, and a moment before they were begun.
    asked: BTreeMap<String, Duration>,
    /// The issue that the member looked at since then.
    eyes: Option<String>,
    /// The rounds that the member may have seen.
    seen: BTreeSet<String>,
    /// Open rounds, since when they are open for all to see.
    open: BTreeMap<String, Duration>,
    /// Rounds to be told again, since when that is known.
    laters: BTreeMap<(String, u32), Duration>,
}

/// What the app keeps of notices.
struct Kept {
    /// The occasions that each round was told on.
    told: BTreeMap<String, BTreeSet<String>>,
    laters: Vec<(String, u32)>,
}

impl Watching {
    /// The app has been opened.
    pub(super) fn began(&mut self, now: Duration) {
        self.calm = Some(now);
        self.ready = Some(now);
        self.over.clear();
        self.runs += 1;
    }

    /// The member comes to look at an issue.
    pub(super) fn looks(&mut self, title: &str) {
        self.eyes = Some(title.to_owned());
    }

    /// Looks at everything; called when all is at rest.
    pub(super) fn look(&mut self, system: &System, reference: &Reference) {
        let now = system.clock.elapsed();
        if !reference.service || !reference.is_connected() {
            self.calm = None;
        }
        let calm = *self.calm.get_or_insert(now);
        let kept = kept(system.keep());
        let open = self.rounds(system, reference, now);
        self.note_rounds(system, reference, now);
        self.nothing_is_missed(system, &open, &kept, calm, now);
        self.no_later_is_forgotten(system, &kept);
        self.laters_come(&open, &kept, calm, now);
        nothing_is_told_twice(system, &kept, self.runs);
        self.nothing_stands_too_long(system, reference, now);
    }

    /// The keys of the rounds that are open and that the member does not look at.
    fn rounds(&mut self, system: &System, reference: &Reference, now: Duration) -> Vec<String> {
        let issues = system.desk.issues();
        let open = issues.into_iter().filter(|issue| {
            issue.status == Status::AwaitingFeedback && reference.looking.as_ref() != Some(&issue.title)
        });
        let open: Vec<String> = open.filter_map(|issue| issue.round).collect();
        self.open.retain(|key, _| open.contains(key));
        for key in &open {
            if !reference.is_connected() {
                self.open.remove(key);
            } else {
                self.open.entry(key.clone()).or_insert(now);
            }
        }
        open
    }

    /// Since when rounds may be there, and which of them the member may have seen.
    fn note_rounds(&mut self, system: &System, reference: &Reference, now: Duration) {
        for issue in system.desk.issues() {
            let Some(round) = issue.round else { continue };
            self.asked.entry(round.clone()).or_insert(self.looked);
            if self.eyes.as_ref() == Some(&issue.title) {
                self.seen.insert(round);
            }
        }
        self.eyes.clone_from(&reference.looking);
        self.looked = now;
    }

    /// N2. A mark alone tells nobody anything.
    fn nothing_is_missed(
        &self,
        system: &System,
        open: &[String],
        kept: &Kept,
        calm: Duration,
        now: Duration,
    ) {
        for key in open {
            let Some(since) = self.open.get(key) else { continue };
            let waited = now.saturating_sub(calm.max(*since));
            if waited < LIMIT {
                continue;
            }
            assert!(kept.told.contains_key(key), "{key} was not told for {waited:?}");
            let asked = self.asked.get(key).copied().unwrap_or_default();
            let mut shown = system.desktop.shown().into_iter();
            let told = shown.any(|shown| match shown.tag.rsplit_once('/') {
                Some((kind, round)) if kind.starts_with("round/") => round == key,
                _ => shown.tag.starts_with("summary/") && shown.at >= asked,
            });
            assert!(told || self.seen.contains(key), "{key} counts as told and never was");
        }
    }

    /// *Later* is kept until it was told, or its round is over.
    fn no_later_is_forgotten(&self, system: &System, kept: &Kept) {
        let open: BTreeSet<String> =
            system.desk.issues().into_iter().filter_map(|issue| issue.round).collect();
        for (round, n) in self.laters.keys().filter(|(round, _)| open.contains(round)) {
            let waits = kept.laters.iter().any(|(later, _)| later == round);
            let told = kept.told.get(round).is_some_and(|told| told.contains(&format!("later({n})")));
            assert!(waits || told, "later({n}) of {round} was forgotten");
        }
    }

    /// *Later* comes, at the latest twice its length after it was said: the clock may have been turned in between.
    fn laters_come(&mut self, open: &[String], kept: &Kept, calm: Duration, now: Duration) {
        let later = Duration::from_secs(3600);
        self.laters.retain(|later, _| kept.laters.contains(later));
        for said in &kept.laters {
            let since = *self.laters.entry(said.clone()).or_insert(now);
            let is_due = now.saturating_sub(since) > 2 * later + LIMIT && now.saturating_sub(calm) > LIMIT;
            let opened = self.open.get(&said.0).is_some_and(|open| now.saturating_sub(*open) > LIMIT);
            assert!(!(is_due && opened && open.contains(&said.0)), "{said:?} did not come again");
        }
    }

    /// N4. What the app never heard the name of cannot be taken away.
    fn nothing_stands_too_long(&mut self, system: &System, reference: &Reference, now: Duration) {
        let over = notices_over(system, reference);
        self.over.retain(|tag, _| over.contains(tag));
        if !reference.service {
            self.ready = None;
            return;
        }
        let ready = *self.ready.get_or_insert(now + PAUSE);
        if !reference.is_connected() {
            return;
        }
        for tag in over {
            let since = *self.over.entry(tag.clone()).or_insert(now);
            let stood = now.saturating_sub(since.max(ready));
            assert!(stood <= GONE, "{tag} still stands after {stood:?}: {:#?}", system.desktop.shown());
        }
    }
}

/// The tags of what stands and says nothing that is so.
fn notices_over(system: &System, reference: &Reference) -> Vec<String> {
    let issues = system.desk.issues();
    let unseen = issues.iter().filter(|issue| reference.looking.as_ref() != Some(&issue.title));
    let open: Vec<&str> = unseen.filter_map(|issue| issue.round.as_deref()).collect();
    let news = system.news();
    let stuck = is_stuck(system.keep());
    let is_over = |tag: &str| match tag.rsplit_once('/') {
        Some((kind, key)) if kind.starts_with("round/") => !open.contains(&key),
        Some((kind, issue)) if kind.starts_with("news/") => !news.contains(issue),
        Some(("news", _)) => news.is_empty(),
        Some(("stuck", _)) => !stuck,
        _ => open.is_empty() && news.is_empty(),
    };
    let shown = system.desktop.shown().into_iter().filter(|shown| shown.standing && shown.heard);
    shown.map(|shown| shown.tag).filter(|tag| is_over(tag)).collect()
}

/// Whether the outbox has something that needs the member.
fn is_stuck(keep: &Connection) -> bool {
    let mut stuck = keep.prepare_cached("SELECT 1 FROM operation WHERE state = 'stuck'").unwrap();
    stuck.exists([]).unwrap()
}

/// N1: as many alerts as occasions; one more only where the app ended before it heard that one was shown.
fn nothing_is_told_twice(system: &System, kept: &Kept, runs: usize) {
    let mut alerts: BTreeMap<String, usize> = BTreeMap::new();
    let mut excused: BTreeMap<String, usize> = BTreeMap::new();
    for shown in system.desktop.shown().into_iter().filter(|shown| shown.urgent) {
        let counted = if shown.heard { &mut alerts } else { &mut excused };
        *counted.entry(shown.tag).or_default() += 1;
    }
    for (tag, count) in &alerts {
        let Some(key) = tag.strip_prefix("round/").and_then(|tag| tag.split_once('/')).map(|(_, key)| key)
        else {
            continue;
        };
        let told = kept.told.get(key).map_or(0, BTreeSet::len);
        assert!(
            *count <= told,
            "{key} was told {count} times on {told} occasions: {:#?}",
            system.desktop.shown()
        );
    }
    let occasions: usize = kept.told.values().map(BTreeSet::len).sum();
    let told: usize = alerts.values().sum();
    assert!(told <= occasions, "{told} alerts for {occasions} occasions: {:#?}", system.desktop.shown());
    let in_all: usize = excused.values().sum();
    assert!(in_all < runs, "{in_all} alerts without a name in {runs} runs: {:#?}", system.desktop.shown());
}

fn kept(keep: &Connection) -> Kept {
    let mut rows = keep.prepare_cached("SELECT round, occasion FROM told").unwrap();
    let mut told: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for mark in rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap() {
        let (round, occasion) = mark.unwrap();
        told.entry(round).or_default().insert(occasion);
    }
    let mut rows = keep.prepare_cached("SELECT round, n FROM later WHERE round <> ''").unwrap();
    let laters =
        rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect();
    Kept { told, laters }
}
