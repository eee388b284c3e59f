//! What must always be so, looked at after every step and at the end.

use std::{collections::BTreeMap, time::Duration};

use jiff::{SignedDuration, Timestamp};
use svara_core::{AccountBrief, DiskState, Freshness};
use svara_model::{AccountId, Issue, Status};

use super::{
    chat::ChatsSeen,
    desktop::Silent,
    follow::{Heard, Later, Presence},
    inside::{self, CACHE, Tries},
    trace::Trace,
    truth::{Known, Lists},
    words::Places,
    world::World,
};
use crate::disk::Disk;

/// A notice of a round that is over may stand so long.
const WITHDRAW: Duration = Duration::from_secs(5);
/// What sleeps no longer is a busy computer for the app: what it knew a moment ago it knows.
const NAP: Duration = Duration::from_secs(10);
/// After waking the app may take so long to notice.
const NOTICES_WAKING: Duration = Duration::from_secs(120);

/// Between the desk's answer and the time that the app notes.
const SLACK: SignedDuration = SignedDuration::from_secs(1);
/// What lets a check end long after the desk's last answer, by the app's clock.
const LATE_ENDS: [&str; 5] = ["429", "5xx", "clock jump", "disk full", "disk fails"];

/// What the oracle remembers.
#[derive(Debug, Default)]
pub(super) struct Oracle {
    /// When the app began, or woke.
    since: Duration,
    woke: Option<Duration>,
    /// When it last fell asleep.
    slept: Duration,
    /// When it last woke from a sleep that the app notices.
    roused: Option<Duration>,
    /// When a notice of a round that is over was first seen standing.
    stale: BTreeMap<String, Duration>,
    /// Since when the member looks where.
    looks: Vec<(Option<String>, Duration)>,
    /// *Later* that the app heard and has not told, by the round's tag.
    pub(super) laters: BTreeMap<String, Later>,
    /// When the computer was last carried to another zone.
    pub(super) zoned: Option<Duration>,
    /// Since when the desk closes silent issues after a working day.
    pub(super) rule: Option<Duration>,
    /// For how long the app has known of rounds.
    pub(super) heard: Heard,
    /// When the app was there.
    pub(super) presence: Presence,
    /// For how long it has said nothing of what is stuck.
    pub(super) silent: Silent,
    /// When the app died last.
    died: Option<Duration>,
    /// When the disk failed last.
    disk_failed: Option<Duration>,
    /// How many pictures the member has sent, each time counted.
    pub(super) pictures: usize,
    /// How often operations were tried that wait for a sign-in, and how many requests of others had ended then.
    tries: (Tries, u64),
    /// Whether the disk has failed since: what it does not take is not given back.
    untold: bool,
    /// How far app and desk had come at the last look.
    looked_at: (u64, usize, u64),
}

impl Oracle {
    pub(super) fn begins(&mut self, now: Duration) {
        self.presence.comes(now);
        self.since = now;
        self.woke = None;
        self.roused = None;
        self.stale.clear();
        self.looks.push((None, now));
    }

    pub(super) fn sleeps(&mut self, now: Duration) {
        self.slept = now;
        self.presence.leaves(now);
    }

    pub(super) fn wakes(&mut self, now: Duration) {
        self.woke = Some(now);
        self.presence.comes(now);
        if now.saturating_sub(self.slept) > NAP {
            self.roused = Some(now);
        }
        self.stale.clear();
    }

    pub(super) fn died(&mut self, now: Duration) {
        self.died = Some(now);
        self.presence.leaves(now);
        self.laters.retain(|_, later| later.said + Duration::from_secs(1) < now);
        self.looks.push((None, now));
    }

    /// What is due is due by a clock that was set.
    pub(super) fn jumped(&mut self) {
        self.laters.clear();
    }

    pub(super) fn disk_fails(&mut self, now: Duration) {
        self.disk_failed = Some(now);
        self.untold = true;
        self.stale.clear();
    }

    pub(super) fn looks(&mut self, at: Option<&str>, now: Duration) {
        self.looks.push((at.map(str::to_owned), now));
    }

    pub(super) fn later(&mut self, tag: &str, now: Duration, length: Duration) {
        self.laters.insert(tag.to_owned(), Later::new(now, length));
    }

    /// Whether the computer has not woken since.
    fn is_awake_since(&self, since: Duration) -> bool {
        self.woke.is_none_or(|woke| woke <= since)
    }

    /// Whether the member looked at an issue at that time, or a moment before or after it.
    pub(super) fn was_looked_at_then(&self, issue: &str, then: Duration) -> bool {
        self.looks.iter().enumerate().any(|(at, (looked, begin))| {
            let end = self.looks.get(at + 1).map_or(Duration::MAX, |(_, next)| *next);
            let about = begin.saturating_sub(NAP)..=end.saturating_add(NAP);
            looked.as_deref() == Some(issue) && about.contains(&then)
        })
    }

    /// Whether the member looked at an issue at some time from `since` on.
    pub(super) fn was_looked_at(&self, issue: &str, since: Duration) -> bool {
        self.looks.iter().enumerate().any(|(at, (looked, _))| {
            let end = self.looks.get(at + 1).map_or(Duration::MAX, |(_, next)| *next);
            looked.as_deref() == Some(issue) && end >= since
        })
    }
}

/// A member's lists as the app shows them.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) brief: Option<AccountBrief>,
    pub(super) issues: Vec<Issue>,
    pub(super) places: Places,
    /// Which of the texts in the outbox are stuck, or wait behind one that is.
    pub(super) stuck: Vec<bool>,
    pub(super) disk: DiskState,
    pub(super) vanished: usize,
    pub(super) chats: ChatsSeen,
}

impl World {
    /// What the app shows of a member's.
    pub(super) async fn seen(&self, account: &AccountId) -> Option<Seen> {
        let (account, chats) = (account.clone(), self.chat.plays);
        let read = |core: svara_core::Core| async move {
            let mut seen = Seen::default();
            for status in [Status::Open, Status::AwaitingFeedback, Status::Closed] {
                let rows = core.issues(&account, status, None, 200).await?.rows;
                seen.vanished += rows.iter().filter(|row| row.vanished).count();
                seen.issues.extend(rows.into_iter().map(|row| row.issue));
            }
            for draft in core.drafts(&account).await? {
                seen.places.add_draft(draft);
            }
            let mut held = Vec::new();
            for operation in core.operations(&account).await? {
                let stuck = operation.state == svara_core::SendState::Stuck;
                let lane = (operation.issue.clone(), operation.chat.clone());
                let behind = lane != (None, None) && held.contains(&lane);
                if stuck {
                    held.push(lane);
                }
                seen.stuck.push(stuck || behind);
                seen.places.add_operation(operation);
            }
            if chats {
                seen.chats = Self::chats_seen(&core, &account).await?;
                seen.places.journal = seen.chats.audit.journal.iter().map(|(_, text)| text.clone()).collect();
            }
            seen.disk = core.disk();
            seen.brief = core.accounts().await?.into_iter().find(|brief| brief.account.id == account);
            Ok::<_, svara_core::Trouble>(seen)
        };
        match self.look(read).await? {
            Ok(seen) => Some(seen),
            Err(trouble) => {
                self.trace.broken("D2", format!("what is stored cannot be read: {trouble}"));
                None
            }
        }
    }

    /// Looks at everything that must be so now.
    pub(super) async fn check(&mut self) {
        if self.time.is_asleep() {
            return;
        }
        let chats = self.desk_chats();
        self.date_messages(&chats);
        let version = if self.chat.plays { self.chat.desk.version().unwrap_or_default() } else { 0 };
        let now = (self.disk_changes(), self.desk.truth.known().versions.len(), version);
        let same = std::mem::replace(&mut self.oracle.looked_at, now) == now;
        for (account, member) in self.members.clone() {
            if same {
                break;
            }
            let Some(seen) = self.seen(&account).await else { return };
            {
                let known = self.desk.truth.known();
                self.words.check(member, &seen.places, &known, &self.trace);
                self.words.check_order(&known, &self.trace);
                if self.chat.plays {
                    self.words.check_said(member, &seen.places, &known, &chats, &self.trace);
                    self.check_chats(member, &seen.chats, &chats);
                }
                if seen.vanished > 0 {
                    self.trace.broken("vanished", format!("{} issues are said to be gone", seen.vanished));
                }
                if let Some(brief) = &seen.brief
                    && brief.health.freshness == Freshness::UpToDate
                {
                    let since = match self.oracle.roused {
                        Some(woke) if self.time.passed() > woke + NOTICES_WAKING => woke,
                        _ => self.oracle.since,
                    };
                    check_lists(&seen.issues, &known, member, since, &self.trace);
                    self.check_good_check(member, since, brief.health.checked);
                }
            }
            let fresh = seen.brief.filter(|brief| brief.health.freshness == Freshness::UpToDate);
            self.check_return(&account, fresh.and_then(|brief| brief.health.checked)).await;
        }
        self.check_standing();
        self.check_follow_up();
        self.check_tries();
        if let Some(panic) = super::take_panic() {
            self.trace.broken("panic", panic);
        }
    }

    /// Whether the computer was awake all the time since then.
    pub(super) fn was_awake(&self, since: Duration) -> bool {
        !self.time.is_asleep() && self.oracle.is_awake_since(since)
    }

    /// Rule 4: what the app calls its last good check was one. Only a whole answer of the desk's makes one, the last page.
    fn check_good_check(&self, member: &str, since: Duration, checked: Option<Timestamp>) {
        let last = self.road.last_page(member);
        if last.as_ref().is_none_or(|last| last.asked < since) {
            let asked = last.as_ref().map(|last| last.asked);
            let detail = format!(
                "{member}: up to date since {since:?}, the last whole check was asked for at {asked:?}"
            );
            self.trace.broken("rule 4", detail);
        }
        // A desk that wants quiet is waited for before the check ends, and a clock that is set says nothing.
        let faults = self.trace.faults();
        if LATE_ENDS.iter().any(|kind| faults.contains_key(kind)) {
            return;
        }
        if let (Some(last), Some(checked)) = (last, checked)
            && checked > last.heard + SLACK
        {
            let detail = format!(
                "{member}: checked at {checked}, the desk's last whole answer came at {}",
                last.heard
            );
            self.trace.broken("rule 4", detail);
        }
    }

    /// O9: a sign-in that has ended costs no try, and every file is sent once.
    fn check_tries(&mut self) {
        let Some(run) = &self.app else { return };
        if self.trace.faults().contains_key("401") {
            run.life.set_watched(true);
            let now = (self.desktop.tries(), self.road.other_ends());
            run.life.set_watched(false);
            let before = std::mem::replace(&mut self.oracle.tries, now.clone());
            let fails = !self.disk_is_fine();
            let untold = std::mem::replace(&mut self.oracle.untold, fails);
            if before.1 == now.1 && !untold {
                for (id, tries) in &now.0 {
                    if before.0.get(id).is_some_and(|before| before < tries) {
                        self.trace.broken("O9", format!("{id}: a sign-in that has ended cost a try"));
                    }
                }
            }
        }
        // A desk without keys takes a file again whose answer was lost.
        let may_repeat = self.keyless || self.lies();
        if self.road.files() > self.oracle.pictures && !may_repeat {
            self.trace.broken("O4", "a picture was sent twice");
        }
    }

    /// Whether a desk has lost what it had confirmed.
    fn lies(&self) -> bool {
        self.trace.faults().contains_key("false success")
    }

    /// N4: no notice stands for long when its round is over.
    fn check_standing(&mut self) {
        let Some(run) = &self.app else { return };
        let standing = self.desktop.standing();
        if standing.is_empty() {
            return self.oracle.stale.clear();
        }
        run.life.set_watched(true);
        let open = self.desktop.open_rounds();
        let now = self.time.passed();
        let mut stale = BTreeMap::new();
        for shown in standing {
            let tag = &shown.notice.tag;
            let stands = match tag.strip_prefix("round/").and_then(|rest| rest.split_once('/')) {
                // What a cache that was made anew does not have yet is not over.
                Some((account, round)) => {
                    open.iter().any(|open| open.account == account && open.round == round)
                        || !self.desktop.is_complete(account)
                }
                None if tag.starts_with("chat/") => {
                    let place = tag.strip_prefix("chat/").and_then(|rest| rest.split_once('/'));
                    // What a disk does not take nobody has seen.
                    !self.disk_is_fine()
                        || place.is_none_or(|(account, chat)| self.desktop.chat_may_stand(account, chat))
                }
                None if tag.starts_with("news/") => {
                    let rest = tag.trim_start_matches("news/");
                    let (account, issue) =
                        rest.split_once('/').map_or((rest, None), |(account, issue)| (account, Some(issue)));
                    self.desktop.news_may_stand(account, issue)
                }
                None if tag.starts_with("stuck/") => {
                    !self.disk_is_fine() || self.desktop.stuck_may_stand(tag.trim_start_matches("stuck/"))
                }
                None => {
                    tag.strip_prefix("summary/")
                        .is_some_and(|account| self.desktop.news_may_stand(account, None))
                        || open.iter().any(|open| tag.ends_with(&open.account))
                        || tag
                            .strip_prefix("summary/")
                            .is_some_and(|account| !self.desktop.is_complete(account))
                }
            };
            if stands {
                continue;
            }
            let since = self.oracle.stale.get(&shown.id).copied().unwrap_or(now);
            if now > since + WITHDRAW {
                self.trace.broken("N4", format!("{tag} stands although its round is over since {since:?}"));
            }
            stale.insert(shown.id, since);
        }
        run.life.set_watched(false);
        self.oracle.stale = stale;
    }
}

/// Rule 4: what the app calls up to date was so at the desk since it began, and nothing is missing.
fn check_lists(issues: &[Issue], known: &Known, member: &str, since: Duration, trace: &Trace) {
    let shown = lists(issues);
    let empty = Lists::new();
    let then = known.lists_at(member, since).unwrap_or(&empty);
    for (id, (status, updated)) in then {
        match shown.get(id) {
            None => trace.broken("rule 4", format!("up to date, and {id} ({status}) is missing")),
            Some((_, there)) if at(there) < at(updated) => trace.broken(
                "rule 4",
                format!("up to date, and {id} is of {there}; at {since:?} it was {status} of {updated}"),
            ),
            Some(_) => {}
        }
    }
    for (id, so) in &shown {
        let so = (so.0.clone(), so.1.clone());
        let was = known.versions.iter().rev().filter(|version| version.owner == member);
        let mut was = was.filter_map(|version| version.lists.get(id));
        if !was.any(|was| was.0 == so.0 && at(&was.1) == at(&so.1)) {
            trace.broken("rule 4", format!("up to date, and {id} is {so:?}, which it never was"));
        }
    }
}

/// Issues in the desk's words.
pub(super) fn lists(issues: &[Issue]) -> Lists {
    let word = |status| match status {
        Status::Open => "open",
        Status::AwaitingFeedback => "awaiting_feedback",
        Status::Closed => "closed",
    };
    issues
        .iter()
        .map(|issue| (issue.id.to_string(), (word(issue.status).to_owned(), issue.updated.to_string())))
        .collect()
}

pub(super) fn at(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}

/// D1: whatever crash it was, the files are sound. Not the cache that somebody else has damaged, before the app has met it.
pub(super) fn check_disk(disk: &Disk, damaged: bool, trace: &Trace) {
    for problem in inside::problems(disk) {
        if !damaged || !problem.starts_with(CACHE) {
            trace.broken("D1", problem);
        }
    }
}
