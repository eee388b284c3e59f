//! A computer that goes on alone: where the desktop says how long nobody has touched it, a member who left theirs on comes
//! back, too, as if it had slept. Nobody is watched: it is asked no sooner than an absence can have become one.

use std::{sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp};

use super::returning::AWAY;
use crate::{house::House, sync};

/// How often it is looked whether a member who is away has come back.
const LOOK: Duration = Duration::from_secs(60);
/// A desktop that does not say may say so later.
const UNKNOWN: Duration = Duration::from_secs(3600);
/// Waking the computer and touching it are one return.
const ONE_RETURN: SignedDuration = SignedDuration::from_hours(1);

/// Watches for members who come back, until the app ends.
pub(super) async fn watch(house: Arc<House>) {
    let mut absence = Absence::default();
    loop {
        let rest = match house.desktop.idle().await {
            Some(idle) => {
                let now = house.clock.now();
                if let Some(since) = absence.look(idle, now) {
                    came_back(&house, since, now);
                }
                absence.rest(idle)
            }
            None => UNKNOWN,
        };
        house.clock.sleep(rest).await;
    }
}

/// The next check says what waits; until then nothing is told.
fn came_back(house: &House, since: Timestamp, now: Timestamp) {
    for live in house.all_live() {
        if live.briefed().is_none_or(|at| now.duration_since(at) >= ONE_RETURN) {
            live.set_away(since);
            sync::grant(&live);
        }
    }
}

/// What is known of the member's absence.
#[derive(Debug, Default)]
struct Absence {
    /// Since when they are away.
    since: Option<Timestamp>,
}

impl Absence {
    /// Nobody has touched the computer for so long. Answers since when the member was away, if they are back.
    fn look(&mut self, idle: Duration, now: Timestamp) -> Option<Timestamp> {
        if idle < long() {
            return self.since.take();
        }
        let began = SignedDuration::try_from(idle).ok().and_then(|idle| now.checked_sub(idle).ok());
        self.since = self.since.or(began);
        None
    }

    /// How long nothing new can be learnt.
    fn rest(&self, idle: Duration) -> Duration {
        if self.since.is_some() { LOOK } else { long().saturating_sub(idle).max(LOOK) }
    }
}

/// As long as an absence is at least.
fn long() -> Duration {
    AWAY.unsigned_abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);

    #[test]
    fn an_absence_is_looked_for_no_sooner_than_it_can_be_one() {
        let mut absence = Absence::default();
        let at = |hours: i64| Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hours);
        assert_eq!(absence.look(Duration::ZERO, at(100)), None);
        assert_eq!(absence.rest(Duration::ZERO), 12 * HOUR);
        assert_eq!(absence.look(5 * HOUR, at(112)), None, "they came by meanwhile");
        assert_eq!(absence.rest(5 * HOUR), 7 * HOUR);
        assert_eq!(absence.rest(12 * HOUR - Duration::from_secs(1)), LOOK);
        assert_eq!(absence.look(12 * HOUR, at(119)), None, "they are away");
        assert_eq!(absence.rest(12 * HOUR), LOOK);
        assert_eq!(absence.look(60 * HOUR, at(167)), None, "still");
        assert_eq!(absence.look(Duration::from_secs(5), at(168)), Some(at(107)), "back");
        assert_eq!(absence.look(Duration::from_secs(65), at(168)), None, "once");
        assert_eq!(absence.look(Duration::MAX, at(168)), None, "no such time");
        assert_eq!(absence.look(Duration::ZERO, at(168)), None);
    }
}
