//! One notice about rounds, as it is decided.

use sha2::{Digest, Sha256};
use svara_model::{Issue, NoticeKind, RoundKey};

use super::closing::Closing;
use crate::{
    planted::{self, Bug},
    store::{Mark, NewsKind, Occasion, Summary},
};

/// One notice to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Telling {
    /// The same for every occasion of a round, so that a later one replaces.
    pub(super) tag: String,
    /// What it names, the most urgent first; never nothing.
    pub(super) about: Vec<About>,
    /// Of which summary of the account it is the telling, if of any.
    pub(super) summary: Option<Summary>,
    /// Whether it asks for attention; not when it only says anew what stands.
    pub(super) alert: bool,
    /// Whether it does not say what it is about.
    pub(super) hidden: bool,
    /// Whether nobody is to be woken by it.
    pub(super) hushed: bool,
}

/// What a notice says of an issue; the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Matter {
    /// It awaits the member.
    Round,
    /// The desk did something to it that asks for nothing.
    News(NewsKind),
}

/// An issue in a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct About {
    pub(super) issue: Issue,
    pub(super) matter: Matter,
    /// The key of its round, or of what is new.
    pub(super) round: RoundKey,
    /// Why it is told, the most telling reason first; none: it was told before and is named again.
    pub(super) occasions: Vec<Occasion>,
    /// When the desk closes it, where that is known.
    pub(super) closing: Option<Closing>,
    /// Whether the member's answer is still on its way.
    pub(super) answered: bool,
}

impl Matter {
    /// Which switch a telling of it hangs on. What the member asked to hear again hangs on none that they would not
    /// remember.
    pub(super) fn kind(self, occasion: Option<Occasion>) -> Option<NoticeKind> {
        match (self, occasion) {
            (Self::News(NewsKind::Closed), _) => Some(NoticeKind::Closed),
            (Self::News(NewsKind::Reopened), _) => Some(NoticeKind::Reopened),
            (Self::News(NewsKind::Reply), _) => Some(NoticeKind::Reply),
            (Self::Round, Some(Occasion::Later(_))) => None,
            (Self::Round, Some(Occasion::Deadline(_))) => Some(NoticeKind::Deadline),
            (Self::Round, _) => Some(NoticeKind::Awaiting),
        }
    }
}

impl Telling {
    /// The only issue it is about, when it is about one.
    pub(super) fn only(&self) -> Option<&About> {
        match self.about.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }

    /// What is told with it.
    pub(super) fn marks(&self) -> Vec<Mark> {
        let marks = self.about.iter().flat_map(|about| {
            let mark = |occasion: &Occasion| Mark { round: about.round.clone(), occasion: *occasion };
            about.occasions.iter().map(mark)
        });
        let again =
            |mark: &Mark| planted::is(Bug::ReminderAgain) && matches!(mark.occasion, Occasion::Reminder(_));
        let mut marks: Vec<_> = marks.filter(|mark| !again(mark)).collect();
        if planted::is(Bug::FirstCountsForAll) {
            let firsts = marks.iter().filter(|mark| mark.occasion == Occasion::First);
            let rounds: Vec<_> = firsts.map(|first| first.round.clone()).collect();
            let others = (1..=3).map(Occasion::Reminder).chain([500, 800, 950].map(Occasion::Deadline));
            for occasion in others {
                marks.extend(rounds.iter().map(|round| Mark { round: round.clone(), occasion }));
            }
        }
        marks
    }

    /// What it is about: the most urgent that it names says so.
    pub(super) fn kind(&self) -> NoticeKind {
        let Some(first) = self.about.first() else { return NoticeKind::Awaiting };
        first.matter.kind(first.occasions.first().copied()).unwrap_or(NoticeKind::Awaiting)
    }

    /// How many of those that it names await the member.
    pub(super) fn rounds(&self) -> usize {
        self.about.iter().filter(|about| about.matter == Matter::Round).count()
    }

    /// A digest of what it says, to find out later whether that has changed.
    pub(super) fn says(&self) -> String {
        let mut digest = Sha256::new();
        let mut add = |text: &str| {
            digest.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_le_bytes());
            digest.update(text);
        };
        add(&self.about.len().to_string());
        if let Some(first) = self.about.first() {
            add(first.round.as_str());
        }
        if self.hidden {
            add("hidden");
        } else if let Some(round) = self.only().and_then(|only| only.issue.round.as_ref()) {
            add(round.asker.as_deref().unwrap_or_default());
            add(round.question.as_deref().unwrap_or_default());
        }
        hex::encode(digest.finalize()).chars().take(16).collect()
    }
}
