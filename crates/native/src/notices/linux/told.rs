//! What was told of which notice, so that hearing it twice tells it once.

use std::collections::VecDeque;

use svara_model::{ActKind, ShownId};

/// More notices than that do not stand at once.
const MOST: usize = 256;

/// A notice is *begun* anew each time it is shown in the same place.
#[derive(Debug, Default)]
pub(super) struct Told {
    notices: VecDeque<Notice>,
    rounds: u64,
}

#[derive(Debug)]
struct Notice {
    shown: ShownId,
    round: u64,
    acts: Vec<ActKind>,
}

impl Told {
    /// Forgets what was told of it: it is about to be shown again.
    pub(super) fn begin(&mut self, shown: &ShownId) {
        self.notices.retain(|notice| notice.shown != *shown);
        self.add(shown);
    }

    /// Which showing of the notice stands.
    pub(super) fn round_of(&mut self, shown: &ShownId) -> u64 {
        match self.notices.iter().find(|notice| notice.shown == *shown) {
            Some(notice) => notice.round,
            None => self.add(shown),
        }
    }

    /// Whether it is to be told now: not yet told, and not of an earlier showing. None stands for the present one.
    pub(super) fn take(&mut self, shown: &ShownId, round: Option<u64>, act: ActKind) -> bool {
        let present = self.round_of(shown);
        let Some(notice) = self.notices.iter_mut().find(|notice| notice.shown == *shown) else {
            return true;
        };
        let is_new = round.is_none_or(|round| round == present) && !notice.acts.contains(&act);
        if is_new {
            notice.acts.push(act);
        }
        is_new
    }

    fn add(&mut self, shown: &ShownId) -> u64 {
        self.rounds += 1;
        self.notices.push_back(Notice { shown: shown.clone(), round: self.rounds, acts: Vec::new() });
        if self.notices.len() > MOST {
            self.notices.pop_front();
        }
        self.rounds
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_heard_twice_is_told_once_a_showing() {
        let (mut told, a) = (Told::default(), ShownId("a".into()));
        let first = told.round_of(&a);
        assert!(told.take(&a, None, ActKind::Later));
        assert!(!told.take(&a, Some(first), ActKind::Later));
        assert!(told.take(&a, Some(first), ActKind::Gone));

        told.begin(&a);
        assert!(!told.take(&a, Some(first), ActKind::Later), "of the earlier showing");
        assert!(told.take(&a, None, ActKind::Later));
    }

    #[test]
    fn an_act_heard_before_the_number_is_known_stays_told() {
        let (mut told, a) = (Told::default(), ShownId("a".into()));
        assert!(told.take(&a, None, ActKind::Open));
        let round = told.round_of(&a);
        assert!(!told.take(&a, Some(round), ActKind::Open));
    }
}
