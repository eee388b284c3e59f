//! When the next notice may come, and when what failed is tried again. All of it in slept time: no clock that is turned
//! shortens or lengthens a minute.

use std::{future::poll_fn, task::Poll, time::Duration};

use svara_model::BoxFuture;

use super::{disturb::Disturb, plan::Turn};
use crate::{house::House, store::Told};

/// After a notice, what becomes due is collected for so long.
const COLLECT: Duration = Duration::from_secs(60);
/// The longest pause between two tries.
const LONGEST: Duration = Duration::from_secs(60);

/// The state of one account's telling. In memory: after a restart what is due is found again, and its first is told at once.
#[derive(Default)]
pub(super) struct Pace {
    collecting: Option<BoxFuture<'static, ()>>,
    collected: bool,
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
    /// What may be told now.
    pub(super) fn turn(&self) -> Turn {
        match (&self.collecting, self.collected) {
            (Some(_), _) => Turn::Collecting,
            (None, true) => Turn::Collected,
            (None, false) => Turn::Free,
        }
    }

    /// Whether a notice may be shown. What was shown before it is kept first, with its name: the next one of its tag takes
    /// the place of what is known to stand.
    pub(super) fn may_show(&self) -> bool {
        self.show.is_ready() && self.unkept.is_empty()
    }

    /// A notice was shown; one that makes a sound begins a minute.
    pub(super) fn told(&mut self, house: &House, alert: bool) {
        if alert {
            self.held = false;
            self.collected = false;
            self.collecting = Some(house.clock.sleep(COLLECT));
        }
    }

    /// Nothing was due at the end of the minute: the next one is a first again.
    pub(super) fn nothing_to_tell(&mut self) {
        self.collected = false;
        self.held = false;
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

    /// Ends when a minute or a pause does.
    pub(super) async fn rings(&mut self) {
        let Self { collecting, collected, show, withdraw, store, disturb, .. } = self;
        poll_fn(|context| {
            let mut rang = false;
            if let Some(minute) = collecting
                && minute.as_mut().poll(context).is_ready()
            {
                *collecting = None;
                *collected = true;
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
