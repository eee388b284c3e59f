//! A computer that runs on what a test says.

use std::sync::{Mutex, PoisonError};

use svara_model::Power;

/// What the computer runs on; it does not say until it is told.
#[derive(Debug, Default)]
pub struct FixedPower(Mutex<Option<bool>>);

impl FixedPower {
    /// Whether it is the battery from now on.
    pub fn set(&self, on_battery: bool) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(on_battery);
    }
}

impl Power for FixedPower {
    fn on_battery(&self) -> Option<bool> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
