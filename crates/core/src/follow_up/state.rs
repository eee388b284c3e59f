//! What a decision is made of, as it is now.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use svara_model::{AccountId, Issue, RemoteId, RoundKey};

use super::{
    calendar::Calendar,
    closing::Patience,
    loud::{Loud, loud},
    pace::Pace,
    patience::{self, patience_lately},
    plan::{Facts, Turn},
    returning, stuck,
};
use crate::{
    accounts::{Freshness, Live},
    house::{House, Place},
    store::{About, Later, Marks, News, Occasion, Shown, Stamp, StoreProblem, Summary, Told, is_news},
};

/// What the stores and the window say now.
pub(super) struct State {
    awaiting: Vec<Issue>,
    marks: Vec<Marks>,
    news: Vec<News>,
    news_marks: Vec<Marks>,
    laters: Vec<Later>,
    summary: Option<Summary>,
    returning: bool,
    answered: BTreeSet<RoundKey>,
    in_doubt: BTreeSet<RoundKey>,
    pub(super) standing: BTreeMap<String, Shown>,
    looking: Option<RemoteId>,
    left: Option<(RemoteId, Timestamp)>,
    calendar: Calendar,
    patience: Option<(Patience, Calendar)>,
    loud: Loud,
}

impl State {
    /// Reads them.
    pub(super) async fn gather(house: &House, live: &Live, unkept: &[Told]) -> Result<Self, StoreProblem> {
        let id = &live.account.id;
        let awaiting = house.cache.in_round(id).await?;
        let keys: Vec<RoundKey> =
            awaiting.iter().filter_map(|issue| issue.round.as_ref()).map(|round| round.key.clone()).collect();
        let news = house.cache.news(id).await?;
        let keys_of_news = news.iter().map(|news| news.key.clone()).collect();
        let mut standing = house.keep.standing(id, About::Issues).await?;
        standing.retain(|tag, _| !stuck::is_its(tag));
        let mut state = Self {
            news_marks: house.keep.marks(id, keys_of_news).await?,
            news,
            marks: house.keep.marks(id, keys).await?,
            laters: house.keep.laters(id).await?,
            summary: house.keep.summary_due(id).await?,
            returning: returning::is_on(house, live),
            answered: house.keep.answered(id).await?,
            in_doubt: BTreeSet::new(),
            standing,
            looking: match house.looking() {
                Some(Place::Issue(account, issue)) if account == *id => Some(issue),
                _ => None,
            },
            left: house.left(id),
            calendar: patience::days_here(house, live),
            patience: if awaiting.is_empty() { None } else { patience_lately(house, live).await? },
            loud: loud(house, house.clock.now()),
            awaiting,
        };
        state.lay_over(unkept);
        // The cache may have lost its last commits in a power cut; the next good check brings them again.
        if live.health().freshness != Freshness::UpToDate {
            state.in_doubt = house.cache.unheard_of(id, state.kept_rounds()).await?;
        }
        Ok(state)
    }

    /// What the member sees just now.
    pub(super) fn looked_at(&self) -> impl Iterator<Item = &RoundKey> {
        let is_seen = |issue: &Issue| self.looking.as_ref() == Some(&issue.id);
        let rounds = self.awaiting.iter().filter(move |issue| is_seen(issue));
        let news = self.news.iter().filter(move |news| is_seen(&news.issue));
        rounds
            .filter_map(|issue| issue.round.as_ref().map(|round| &round.key))
            .chain(news.map(|news| &news.key))
    }

    /// The rounds that what is kept is about.
    fn kept_rounds(&self) -> BTreeSet<RoundKey> {
        let wanted = self.laters.iter().map(|later| &later.round);
        let standing = self.standing.values().flat_map(|shown| &shown.rounds);
        // What is new is the cache's alone: what it does not know of any more is over.
        wanted.chain(standing).filter(|round| !is_news(round)).cloned().collect()
    }

    /// What was told and could not be kept yet counts as kept.
    fn lay_over(&mut self, unkept: &[Told]) {
        for told in unkept {
            for mark in &told.marks {
                let rounds = self.awaiting.iter().map(|issue| issue.round.as_ref().map(|round| &round.key));
                for (_, marks) in rounds.zip(&mut self.marks).filter(|(round, _)| *round == Some(&mark.round))
                {
                    marks.told = true;
                    marks.kept.push((mark.occasion, told.at));
                }
                let news = self.news.iter().zip(&mut self.news_marks);
                for (_, marks) in news.filter(|(news, _)| news.key == mark.round) {
                    marks.told = true;
                }
                self.laters
                    .retain(|later| later.round != mark.round || Occasion::Later(later.n) != mark.occasion);
            }
            self.summary = self.summary.filter(|_| !told.summary);
            if told.shown.chat.is_none() && !stuck::is_its(&told.shown.tag) {
                self.standing.insert(told.shown.tag.clone(), told.shown.clone());
            }
        }
    }

    /// What the decision is made of, when it is the account's turn like that.
    pub(super) fn facts<'a>(
        &'a self,
        account: &'a AccountId,
        pace: &'a Pace,
        turn: Turn,
        now: Stamp,
    ) -> Facts<'a> {
        Facts {
            account,
            awaiting: &self.awaiting,
            marks: &self.marks,
            news: &self.news,
            news_marks: &self.news_marks,
            laters: &self.laters,
            summary: self.summary,
            returning: self.returning,
            answered: &self.answered,
            in_doubt: &self.in_doubt,
            standing: &self.standing,
            again: &pace.disturb.again,
            looking: self.looking.as_ref(),
            left: self.left.as_ref().map(|(issue, until)| (issue, *until)),
            turn: match turn {
                // What the quiet kept back is told as one.
                Turn::Free if pace.held && self.loud.quiet.is_none() => Turn::Collected,
                turn => turn,
            },
            now,
            calendar: &self.calendar,
            patience: self.patience.as_ref().map(|(patience, calendar)| (*patience, calendar)),
            loud: &self.loud,
        }
    }
}
