//! One clock for a desk and the app, so that both go by the same time.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use svara_desk::BoxFuture;
use svara_model::Clock;

/// A clock of the app's as a desk's.
pub struct DeskTime(pub Arc<dyn Clock>);

impl svara_desk::Clock for DeskTime {
    fn now(&self) -> Timestamp {
        self.0.now()
    }

    fn sleep(&self, length: Duration) -> BoxFuture<'static, ()> {
        self.0.sleep(length)
    }
}
