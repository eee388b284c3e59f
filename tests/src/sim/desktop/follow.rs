//! What the desktop sees of follow-up: that it is quiet when it has to be, and never loud twice within a minute.

use std::time::Duration;

use svara_model::{Clock as _, Notice, NoticeKind};

use super::{Desktop, Inner, MINUTE};

impl Desktop {
    /// A round may be told once more: the member wants to hear of it again.
    pub(in crate::sim) fn may_be_told_later(&self, account: &str, round: &str) {
        let key = (account.to_owned(), round.to_owned());
        self.lock().told.entry(key).or_default().laters += 1;
    }

    /// How many notices with a sound have named a round, and whether one of them said that the desk will close it.
    pub(in crate::sim) fn notices_of(&self, account: &str, round: &str) -> (u32, bool) {
        let told = self.lock().told.get(&(account.to_owned(), round.to_owned())).copied().unwrap_or_default();
        (told.notices, told.warned)
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

    /// An account that is signed in anew begins anew.
    pub(in crate::sim) fn signed_in(&self, account: &str) {
        self.lock().minute.remove(account);
    }

    /// No notice of issues in quiet hours without leave, and never two within a minute.
    pub(super) fn judge_time(&self, inner: &mut Inner, notice: &Notice, account: &str, now: Duration) {
        let quiet = self.wishes.quiet(self.time.app().now(), &self.time.zone());
        if let Some(quiet) = quiet
            && !(quiet.breaks && notice.kind == NoticeKind::Deadline)
        {
            self.trace.broken("quiet", format!("{} is told while it is quiet", notice.tag));
        }
        let before = inner.minute.insert(account.to_owned(), now);
        // After the summary of an account's first sync the next one is a first again.
        if inner.ever.insert(account.to_owned()) && notice.tag.starts_with("summary/") {
            inner.minute.remove(account);
        }
        if before.is_some_and(|before| now < before + MINUTE) {
            self.trace.broken("minute", format!("{} is told less than a minute after another", notice.tag));
        }
    }
}
