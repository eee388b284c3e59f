//! The platform's *do not disturb*: notices go to it as usual, and it decides. Where it says whether it holds them back, what
//! came meanwhile is told once more, as one, when it ends.

use std::time::Duration;

use svara_model::{AccountId, BoxFuture};

use crate::{house::House, store::StoreProblem};

/// How often it is asked whether that goes on, while something was held back.
const LOOK: Duration = Duration::from_secs(60);

/// What is known of it. In memory: what was held back before a restart reminds by itself.
#[derive(Default)]
pub(super) struct Disturb {
    /// Until it is asked again.
    pub(super) look: Option<BoxFuture<'static, ()>>,
    /// Whether it is to be asked now.
    pub(super) due: bool,
}

impl Disturb {
    /// Something was told: was it held back?
    pub(super) async fn told(&mut self, house: &House) {
        if house.desktop.holds_back().await == Some(true) {
            self.look = Some(house.clock.sleep(LOOK));
        }
    }

    /// Has what was held back told as one, if nothing is any more.
    pub(super) async fn pass(&mut self, house: &House, account: &AccountId) -> Result<(), StoreProblem> {
        if !self.due {
            return Ok(());
        }
        if house.desktop.holds_back().await == Some(true) {
            self.look = Some(house.clock.sleep(LOOK));
        } else {
            house.keep.sum_up(account).await?;
        }
        self.due = false;
        Ok(())
    }
}
