//! What the desktop sees of follow-up: that it is quiet when it has to be, and never loud twice within a minute.

use std::{collections::BTreeSet, time::Duration};

use svara_model::{Clock as _, Notice, NoticeKind};

use super::{Desktop, Inner, MINUTE};

impl Desktop {
    /// A round may be told once more: the member wants to hear of it again.
    pub(in crate::sim) fn may_be_told_later(&self, account: &str, round: &str) {
        let key = (account.to_owned(), round.to_owned());
        self.lock().told.entry(key).or_default().laters += 1;
    }

    /// When a round was told.
    pub(in crate::sim) fn tellings(&self, account: &str, round: &str) -> Vec<Duration> {
        let inner = self.lock();
        inner
            .told
            .get(&(account.to_owned(), round.to_owned()))
            .map(|told| told.notices.clone())
            .unwrap_or_default()
    }

    /// Whether it was told from then on that the desk will close a round.
    pub(in crate::sim) fn is_warned(&self, account: &str, round: &str, since: Duration) -> bool {
        let inner = self.lock();
        let told = inner.told.get(&(account.to_owned(), round.to_owned()));
        told.is_some_and(|told| told.warned.iter().any(|at| *at >= since))
    }

    /// The rounds, with their accounts, that have a reply on its way or waiting for it.
    pub(in crate::sim) fn answered(&self) -> BTreeSet<(String, String)> {
        self.peek.answered(&self.disk)
    }

    /// The occasions of a round that the app has marked, and when by its clock.
    pub(in crate::sim) fn marks(&self, account: &str, round: &str) -> Vec<(String, i64)> {
        self.peek.marks(&self.disk, account, round)
    }

    /// The only round that a notice is about, as a tag of its own.
    pub(in crate::sim) fn only_round(&self, shown: &super::Shown) -> String {
        match (shown.names.as_slice(), shown.notice.tag.strip_prefix("summary/")) {
            ([only], Some(account)) => format!("round/{account}/{only}"),
            _ => shown.notice.tag.clone(),
        }
    }

    /// The app's clock was set: from one run to the next it cannot tell how long ago a notice was.
    pub(in crate::sim) fn clock_set(&self) {
        self.lock().jumped = Some(self.time.passed());
    }

    /// The first notice with a sound that an account was told by since then.
    pub(in crate::sim) fn first_since(&self, account: &str, since: Duration) -> Option<Notice> {
        let inner = self.lock();
        let mut told = inner.shown.iter().filter(|shown| shown.at >= since && shown.notice.urgent);
        let is_its = |tag: &str| {
            let rest = tag.strip_prefix("round/").or_else(|| tag.strip_prefix("summary/"));
            rest.is_some_and(|rest| rest.starts_with(account))
        };
        told.find(|shown| is_its(&shown.notice.tag)).map(|shown| shown.notice.clone())
    }

    /// Whether the app's clock was set, so that nobody else can say how long ago something was by it.
    pub(super) fn by_its_clock(&self) -> bool {
        let faults = self.trace.faults();
        faults.contains_key("clock jump") || faults.contains_key("zone")
    }

    /// No notice but a chat's in quiet hours without leave, and never two within a minute: whatever accounts they are of, and
    /// whether or not the app began anew in between.
    pub(super) fn judge_time(&self, inner: &mut Inner, notice: &Notice, account: &str, now: Duration) {
        let quiet = self.wishes.quiet(self.time.app().now(), &self.time.zone());
        if let Some(quiet) = quiet
            && !(quiet.breaks && notice.kind == NoticeKind::Deadline)
        {
            self.trace.broken("quiet", format!("{} is told while it is quiet", notice.tag));
        }
        let before = inner.minute.replace((now, inner.runs));
        // The summary of an account's first sync begins none: the member signs in just then.
        if inner.ever.insert(account.to_owned()) && notice.tag.starts_with("summary/") {
            inner.minute = before;
        }
        let Some((before, run)) = before else { return };
        let unknown = run != inner.runs && inner.jumped.is_some_and(|jumped| jumped >= before);
        if now < before + MINUTE && !unknown {
            self.trace.broken("minute", format!("{} is told less than a minute after another", notice.tag));
        }
    }
}
