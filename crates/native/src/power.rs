//! Whether the computer runs on its battery.

use starship_battery::{Manager, State};
use svara_model::Power;

/// The computer's own batteries.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemPower;

impl Power for SystemPower {
    /// A computer without a battery runs on the mains; one whose batteries cannot be read does not say.
    fn on_battery(&self) -> Option<bool> {
        let batteries = Manager::new().and_then(|manager| manager.batteries()).ok()?;
        let mut discharging = false;
        for battery in batteries {
            discharging |= battery.ok()?.state() == State::Discharging;
        }
        Some(discharging)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn asking_for_the_power_answers_at_once() {
        // What this computer runs on is its own affair; that it can be asked is ours.
        let _ = SystemPower.on_battery();
    }
}
