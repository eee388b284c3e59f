//! How an account's telling goes on: its turn in the house's minute, and when what failed is tried again. All of it in slept
//! time: no clock that is turned shortens or lengthens a pause.

use std::{future::poll_fn, sync::Arc, task::Poll, time::Duration};

use svara_model::{AccountId, BoxFuture};

use super::{
    disturb::Disturb,
    minute::{Claim, Seat, Urgency},
};
use crate::{house::House, store::Told};

/// The longest pause between two tries.
const LONGEST: Duration = Duration::from_secs(60);

/// The state of one account's telling. In memory: after a restart what is due is found again.
pub(super) struct Pace {
    seat: Seat,
    /// Until its turn may have come, while it waits for one.
    turn: Option<BoxFuture<'static, ()>>,
    /// Whether something became due while it was quiet.
    pub(super) held: bool,
    /// The notifier's showing.
    pub(super) show: Rest,
    /// The notifier's taking away.
    pub(super) withdraw: Rest,
    /// The store.
    pub(super) store: Rest,
    /// What the platform held back.
    pub(super) disturb: Disturb,
    /// Told, and not kept: the disk did not take it. Kept as soon as it does.
    pub(super) unkept: Vec<Told>,
}

impl Pace {
    /// An account of which nothing was told since the app began.
    pub(super) fn new(house: &Arc<House>, account: &AccountId) -> Self {
        Self {
            seat: Seat::new(house.clone(), account.clone()),
            turn: None,
            held: false,
            show: Rest::default(),
            withdraw: Rest::default(),
            store: Rest::default(),
            disturb: Disturb::default(),
            unkept: Vec::new(),
        }
    }

    /// Asks for the turn to tell something. None: it has to wait for it.
    pub(super) fn ask<'a>(&mut self, house: &'a House, urgency: Urgency) -> Option<Claim<'a>> {
        match house.minute.ask(house.clock.as_ref(), &self.seat.account, urgency) {
            Ok(claim) => Some(claim),
            Err(turn) => {
                self.turn = Some(turn);
                None
            }
        }
    }

    /// It is decided anew whether there is anything to wait for.
    pub(super) fn decides(&mut self) {
        self.turn = None;
    }

    /// Whether it waits for its turn.
    pub(super) fn waits(&self) -> bool {
        self.turn.is_some()
    }

    /// Nothing waits for a turn any more.
    pub(super) fn give_up(&mut self, house: &House) {
        self.turn = None;
        house.minute.give_up(&self.seat.account);
    }

    /// Whether a notice may be shown. What was shown before it is kept first, with its name: the next one of its tag takes
    /// the place of what is known to stand.
    pub(super) fn may_show(&self) -> bool {
        self.show.is_ready() && self.unkept.is_empty()
    }

    /// Keeps what was told before and could not be kept.
    pub(super) async fn keep_told(&mut self, house: &House) {
        while let Some(told) = self.unkept.first() {
            if let Err(problem) = house.keep.told_with(told.clone()).await {
                return tracing::error!(%problem, "what was told cannot be kept yet");
            }
            self.unkept.remove(0);
        }
    }

    /// Ends when its turn may have come, or a pause ends.
    pub(super) async fn rings(&mut self) {
        let Self { turn, show, withdraw, store, disturb, .. } = self;
        poll_fn(|context| {
            let mut rang = false;
            if let Some(waiting) = turn
                && waiting.as_mut().poll(context).is_ready()
            {
                *turn = None;
                rang = true;
            }
            if let Some(look) = &mut disturb.look
                && look.as_mut().poll(context).is_ready()
            {
                disturb.look = None;
                disturb.due = true;
                rang = true;
            }
            for rest in [&mut *show, &mut *withdraw, &mut *store] {
                if let Some(pause) = &mut rest.pause
                    && pause.as_mut().poll(context).is_ready()
                {
                    rest.pause = None;
                    rang = true;
                }
            }
            if rang { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }
}

/// A pause after a failure, longer each time.
#[derive(Default)]
pub(super) struct Rest {
    failures: u32,
    pause: Option<BoxFuture<'static, ()>>,
}

impl Rest {
    /// Whether the pause is over.
    pub(super) fn is_ready(&self) -> bool {
        self.pause.is_none()
    }

    /// Ends when the pause does.
    pub(super) async fn over(&mut self) {
        if let Some(pause) = self.pause.take() {
            pause.await;
        }
    }

    pub(super) fn went_well(&mut self) {
        *self = Self::default();
    }

    /// Begins a pause; a long one where trying again may do the thing twice.
    pub(super) fn failed(&mut self, house: &House, unsure: bool) {
        self.failures = self.failures.saturating_add(1);
        let pause = Duration::from_secs(1 << self.failures.min(6)).min(LONGEST);
        self.pause = Some(house.clock.sleep(if unsure { LONGEST } else { pause }));
    }
}
