//! Notices of what desks did: each is told once, while the member has not seen it.

use svara_model::Notice;

use super::{Desktop, Inner, WINDOW};

impl Desktop {
    /// Whether a notice of news has a reason to stand; no issue: one that names several.
    pub(in crate::sim) fn news_may_stand(&self, account: &str, issue: Option<&str>) -> bool {
        let news = self.peek.news(&self.disk);
        news.iter().any(|news| news.account == account && issue.is_none_or(|issue| news.issue == issue))
            || !self.is_complete(account)
    }

    /// N1, N3: may this be shown now?
    pub(super) fn judge_news(&self, inner: &mut Inner, notice: &Notice, account: &str, issue: &str) {
        let now = self.time.passed();
        let tag = &notice.tag;
        let all = self.peek.news(&self.disk);
        let Some(news) = all.iter().find(|news| news.account == account && news.issue == issue) else {
            return self.trace.broken("N3", format!("{tag} is told, and is over"));
        };
        if inner.looks == Some((account.to_owned(), issue.to_owned())) {
            self.trace.broken("N3", format!("{tag} is told, and is looked at"));
        }
        self.judge_time(inner, notice, account, now);
        let told = inner.told.entry((account.to_owned(), news.key())).or_default();
        told.alerts += 1;
        if told.alerts > 1 {
            if inner.deaths.iter().any(|died| *died >= told.last && *died <= told.last + WINDOW) {
                told.alerts -= 1;
                self.trace.fault("repeat in the crash window", tag);
            } else {
                self.trace.broken("N1", format!("{} is told {} times", news.key(), told.alerts));
            }
        }
        told.last = now;
    }

    /// A notice that names only what is new; one that has shrunk says nothing of what came after it.
    pub(super) fn tells_news(&self, inner: &mut Inner, notice: &Notice, account: &str, named: usize) {
        let all = self.peek.news(&self.disk);
        let there = all.iter().filter(|news| news.account == account);
        let there: Vec<_> = there
            .filter(|news| inner.looks != Some((account.to_owned(), news.issue.clone())))
            .map(|news| (account.to_owned(), news.key()))
            .collect();
        let mut untold: Vec<_> =
            there.iter().filter(|key| inner.told.get(key).is_none_or(|told| told.alerts == 0)).collect();
        if there.len() != named {
            // What stands beside it alone is not named: which of the others are is not said.
            return inner.perhaps_told.extend(untold.into_iter().cloned());
        }
        // One that only says anew what stands names nothing that was not told.
        untold.retain(|key| !inner.perhaps_told.contains(*key));
        if !untold.is_empty() {
            self.judge_time(inner, notice, account, self.time.passed());
        }
        self.tells_all_news(inner, account);
    }

    /// A notice that names several says all that was new.
    pub(super) fn tells_all_news(&self, inner: &mut Inner, account: &str) {
        let now = self.time.passed();
        for news in self.peek.news(&self.disk).into_iter().filter(|news| news.account == account) {
            if inner.looks == Some((account.to_owned(), news.issue.clone())) {
                continue;
            }
            let told = inner.told.entry((account.to_owned(), news.key())).or_default();
            if told.alerts == 0 {
                told.alerts = 1;
                told.last = now;
            }
        }
    }
}
