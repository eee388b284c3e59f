//! Notices of several rounds: what they name is read off what the app keeps of them, for their words say only how many.

use std::time::Duration;

use svara_model::{Clock as _, Notice};

use super::{Desktop, Inner, Told, count, in_all};
use crate::sim::inside::OpenRound;

/// The deadline's last step, as the app keeps that it was told.
const LAST: &str = "deadline(950)";

/// A notice of which it is not known yet which rounds it names: the app keeps that when it was shown.
#[derive(Clone, Debug)]
pub(super) struct Unsettled {
    /// The desktop's name for it.
    id: String,
    notice: Notice,
    account: String,
    at: Duration,
    /// The same by the app's clock, in milliseconds.
    told_at: i64,
    /// Where in the app's history stood what was told last under its tag.
    before: Option<i64>,
}

impl Desktop {
    /// N5: does it name all that it has to, and is it told at a good time?
    pub(super) fn judge_summary(
        &self,
        inner: &mut Inner,
        notice: &Notice,
        account: &str,
        open: &[&OpenRound],
    ) {
        let now = self.time.passed();
        let answered = self.answered();
        // What the app has marked is no proof that anybody heard of it; only what the member saw or answers needs no notice.
        let news = open.iter().filter(|open| {
            let key = (open.account.clone(), open.round.clone());
            inner.told.get(&key).is_none_or(|told| told.alerts == 0)
                && !inner.looked.contains(&(open.account.clone(), open.issue.clone()))
                && !answered.contains(&key)
        });
        // What may break the quiet is told alone.
        let quiet = self.wishes.may_be_quiet(self.time.app().now(), &self.time.zone());
        let (news, named) = (if quiet { 0 } else { news.count() }, count(&notice.title));
        if notice.urgent && (named < news || named > open.len()) {
            let detail = format!("\"{}\": {news} were not told yet, {} are open", notice.title, open.len());
            self.trace.broken("N5", detail);
        }
        if notice.urgent {
            if in_all(&notice.body) > named {
                self.tells_all_news(inner, account);
            }
            self.judge_time(inner, notice, account, now);
        }
        inner.unsettled.push(Unsettled {
            id: self.next_id(inner),
            notice: notice.clone(),
            account: account.to_owned(),
            at: now,
            told_at: self.time.app().now().as_millisecond(),
            before: self.peek.last_told(&self.disk, &notice.tag),
        });
    }

    /// Finds out which rounds the notices named of which it was not known yet.
    pub(super) fn settle(&self, inner: &mut Inner) {
        for one in std::mem::take(&mut inner.unsettled) {
            let Some(names) = self.peek.names(&self.disk, &one.id) else {
                // Not kept yet, and perhaps never.
                inner.unsettled.push(one);
                continue;
            };
            if let Some(shown) = inner.shown.iter_mut().find(|shown| shown.id == one.id) {
                shown.names.clone_from(&names);
            }
            let Unsettled { notice, account, at, told_at, before, .. } = one;
            // What tells something is kept, what only says anew what stands is not.
            let hushed = !notice.urgent && self.peek.last_told(&self.disk, &notice.tag) > before;
            if hushed {
                self.judge_time(inner, &notice, &account, at);
            }
            if !notice.urgent && !hushed {
                continue;
            }
            for round in names {
                let marks = self.peek.marks(&self.disk, &account, &round);
                let warns = marks.iter().any(|(occasion, when)| occasion == LAST && *when >= told_at);
                let told: &mut Told = inner.told.entry((account.clone(), round)).or_default();
                told.notices.push(at);
                told.alerts = told.alerts.max(1);
                told.last = told.last.max(at);
                if warns {
                    told.warned.push(at);
                }
            }
        }
    }

    /// The same, for whoever asks what was told.
    pub(in crate::sim) fn settle_now(&self) {
        self.settle(&mut self.lock());
    }
}
