//! The platform's *do not disturb*: notices go to it as usual, and it decides. Where it says whether it holds them back, what
//! was told meanwhile and still waits unseen is told once more, as one, when it ends.

use std::{collections::BTreeSet, time::Duration};

use svara_model::{BoxFuture, RoundKey};

use crate::house::House;

/// How often it is asked whether that goes on, while something was held back.
const LOOK: Duration = Duration::from_secs(60);

/// What is known of it. In memory: what was held back before a restart reminds by itself.
#[derive(Default)]
pub(super) struct Disturb {
    /// Until it is asked again.
    pub(super) look: Option<BoxFuture<'static, ()>>,
    /// Whether it is to be asked now.
    pub(super) due: bool,
    /// What was told and held back.
    held: BTreeSet<RoundKey>,
    /// What is to be told once more: it is not held back any more.
    pub(super) again: BTreeSet<RoundKey>,
}

impl Disturb {
    /// These were told: were they held back?
    pub(super) async fn told(&mut self, house: &House, rounds: Vec<RoundKey>) {
        self.again.retain(|round| !rounds.contains(round));
        if house.desktop.holds_back().await == Some(true) {
            self.held.extend(rounds);
            self.look = Some(house.clock.sleep(LOOK));
        }
    }

    /// The member looks at these: they need not be told once more.
    pub(super) fn seen<'a>(&mut self, rounds: impl Iterator<Item = &'a RoundKey>) {
        for round in rounds {
            self.held.remove(round);
            self.again.remove(round);
        }
    }

    /// Asks whether what was held back may be told once more.
    pub(super) async fn pass(&mut self, house: &House) {
        if !self.due {
            return;
        }
        self.due = false;
        if house.desktop.holds_back().await == Some(true) {
            self.look = Some(house.clock.sleep(LOOK));
        } else {
            self.again.append(&mut self.held);
        }
    }
}
