//! The minute after a notice. It is the member's: whatever account a notice was of, for a minute no other one comes. What
//! becomes due meanwhile is told at its end, an account a minute, the most urgent first. Chats are apart: each has one notice,
//! which is told at once. In slept time: no clock that is turned shortens or lengthens a minute; only after a start it goes on
//! from when the last notice is kept to have been.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use jiff::Timestamp;
use svara_model::{AccountId, BoxFuture, Clock};
use tokio::sync::watch;

use super::{
    plan::Turn,
    showing::Ended,
    telling::{Matter, Telling},
};
use crate::{
    house::{House, lock},
    planted::{self, Bug},
    store::{Keep, Occasion, StoreProblem},
};

/// After a notice, what becomes due is collected for so long.
const COLLECT: Duration = Duration::from_secs(60);

/// The house's minute, and who waits for its end.
pub(crate) struct Minute {
    state: Mutex<State>,
    /// Somebody has told something, wants to, or does not want to any more.
    turned: watch::Sender<()>,
}

#[derive(Default)]
struct State {
    /// When it is over, in steady time.
    ends: Duration,
    /// Whether something is being shown.
    telling: bool,
    /// Who has something to tell when it is over.
    waiting: BTreeMap<AccountId, Urgency>,
}

/// How urgent what an account has to tell is; the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Urgency {
    rank: Rank,
    closes: Timestamp,
    since: Timestamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// The member has named the time for it.
    Later,
    /// It awaits the member.
    Round,
    /// What they wrote does not get on.
    Stuck,
    /// It asks for nothing.
    News,
}

impl Urgency {
    /// Of what is stuck.
    pub(super) const STUCK: Self = Self { rank: Rank::Stuck, closes: Timestamp::MAX, since: Timestamp::MAX };

    /// That of the most urgent which the notice names.
    pub(super) fn of(telling: &Telling) -> Self {
        let each = telling.about.iter().map(|about| {
            let later = about.occasions.iter().any(|occasion| matches!(occasion, Occasion::Later(_)));
            let rank = match about.matter {
                Matter::Round if later => Rank::Later,
                Matter::Round => Rank::Round,
                Matter::News(_) => Rank::News,
            };
            let since = about.issue.round.as_ref().map_or(Timestamp::MAX, |round| round.since);
            Self { rank, closes: about.closing.map_or(Timestamp::MAX, |closing| closing.at), since }
        });
        each.min().unwrap_or(Self::STUCK)
    }
}

impl Minute {
    /// As the last notice left it.
    pub(crate) async fn read(keep: &Keep, clock: &dyn Clock) -> Result<Self, StoreProblem> {
        // By a clock that was set since, it is at most a minute and may be over.
        let passed = |last| clock.now().duration_since(last).try_into().unwrap_or(Duration::ZERO);
        let left = keep.last_notice().await?.map(|last| COLLECT.saturating_sub(passed(last)));
        let ends = left.map_or(Duration::ZERO, |left| clock.steady().saturating_add(left));
        let state = State { ends, ..State::default() };
        Ok(Self { state: Mutex::new(state), turned: watch::Sender::default() })
    }

    /// What an account may tell now.
    pub(super) fn turn(&self, clock: &dyn Clock, account: &AccountId) -> Turn {
        let state = lock(&self.state);
        if state.telling || clock.steady() < state.ends {
            Turn::Collecting
        } else if state.waiting.contains_key(account) {
            Turn::Collected
        } else {
            Turn::Free
        }
    }

    /// An account wants to tell something. Not now: what ends when it is to ask again.
    pub(super) fn ask<'a>(
        &'a self,
        clock: &'a dyn Clock,
        account: &AccountId,
        urgency: Urgency,
    ) -> Result<Claim<'a>, BoxFuture<'static, ()>> {
        let mut state = lock(&self.state);
        let before = state.waiting.insert(account.clone(), urgency);
        let first = state.waiting.iter().min_by_key(|(_, urgency)| **urgency);
        let left = state.ends.saturating_sub(clock.steady());
        if !state.telling && left.is_zero() && first.is_none_or(|(first, _)| first == account) {
            state.waiting.remove(account);
            state.telling = true;
            return Ok(Claim { minute: self, clock, begins: true });
        }
        if before != Some(urgency) {
            // Whoever waits for this account may be the first now.
            self.turned.send_replace(());
        }
        let mut turned = self.turned.subscribe();
        let over = (!state.telling && !left.is_zero()).then(|| clock.sleep(left));
        Err(Box::pin(async move {
            let turned = async {
                // The sender is the house's: this cannot fail while anybody is here.
                let _ = turned.changed().await;
            };
            match over {
                Some(over) => tokio::select! { biased; () = turned => {}, () = over => {} },
                None => turned.await,
            }
        }))
    }

    /// An account has nothing to tell any more.
    pub(super) fn give_up(&self, account: &AccountId) {
        if lock(&self.state).waiting.remove(account).is_some() {
            self.turned.send_replace(());
        }
    }
}

/// That an account tells something now, and nobody else does. A minute begins when it goes: also where it goes with its
/// task, since a showing goes on to its end.
pub(super) struct Claim<'a> {
    minute: &'a Minute,
    clock: &'a dyn Clock,
    begins: bool,
}

impl Claim<'_> {
    /// The showing ended so: a minute begins where something was shown, or may have been.
    pub(super) fn end(mut self, ended: &Result<Ended, StoreProblem>) {
        self.begins = !matches!(ended, Err(_) | Ok(Ended::Overtaken | Ended::NotShown { unsure: false }));
    }

    /// Whatever was shown begins no minute.
    pub(super) fn back(mut self) {
        self.begins = false;
    }
}

impl Drop for Claim<'_> {
    fn drop(&mut self) {
        let mut state = lock(&self.minute.state);
        state.telling = false;
        if self.begins && !planted::is(Bug::NoMinute) {
            state.ends = self.clock.steady().saturating_add(COLLECT);
        }
        drop(state);
        self.minute.turned.send_replace(());
    }
}

/// An account's place among those that wait, which it gives up when its follow-up ends.
pub(super) struct Seat {
    house: Arc<House>,
    pub(super) account: AccountId,
}

impl Seat {
    pub(super) fn new(house: Arc<House>, account: AccountId) -> Self {
        Self { house, account }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.house.minute.give_up(&self.account);
    }
}
