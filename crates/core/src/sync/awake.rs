//! Notices that the computer slept, or that its clock was set: then what was known of the desk's present is of the past.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};

use crate::{
    accounts::Live,
    changes::Stale,
    follow_up,
    house::{House, lock},
};

/// How often the clock is looked at.
const BEAT: Duration = Duration::from_secs(10);
/// How much longer or shorter a beat may seem on a busy computer.
const SLACK: SignedDuration = SignedDuration::from_secs(10);

/// What the clock showed at the last beat.
pub(crate) struct LastBeat(Mutex<Timestamp>);

impl LastBeat {
    pub(crate) fn new(now: Timestamp) -> Self {
        Self(Mutex::new(now))
    }
}

/// Watches the clock until the app ends.
pub(crate) async fn watch(house: Arc<House>) {
    let mut zone = house.clock.zone();
    loop {
        *lock(&house.last_beat.0) = house.clock.now();
        house.clock.sleep(BEAT).await;
        look(&house);
        let here = house.clock.zone();
        if here != zone {
            // What is due in the morning is due in another one.
            house.all_live().iter().for_each(|live| live.follow.notify_one());
            zone = here;
        }
    }
}

/// Looks whether the clock has jumped since the last beat. A check does so before it begins: one that comes between the
/// sleep and the next beat is the check after the sleep, and no other is needed. So does a telling.
pub(crate) fn look(house: &House) {
    let now = house.clock.now();
    let passed = {
        let mut before = lock(&house.last_beat.0);
        let passed = now.duration_since(*before);
        if !is_jump(passed) {
            return;
        }
        *before = now;
        passed
    };
    tracing::info!(seconds = passed.as_secs(), "the computer slept, or its clock was set");
    follow_up::look_again(house);
    for live in house.all_live() {
        begin_again(house, &live);
    }
}

/// Whether a beat took as long as no beat does.
fn is_jump(passed: SignedDuration) -> bool {
    let beat = SignedDuration::try_from(BEAT).unwrap_or_default();
    passed.checked_sub(beat).is_none_or(|off| off.abs() > SLACK)
}

/// Whatever is known of an account's desk is in doubt: its lists are up to date only after a check that begins from now on,
/// and whoever counted on the clock looks at it again.
pub(crate) fn begin_again(house: &House, live: &Live) {
    live.begin_era();
    live.resumed.notify_one();
    live.rewire.notify_one();
    live.send.notify_one();
    live.follow.notify_one();
    live.census.notify_one();
    live.chat.wake();
    house.changes.stale(Stale::Accounts);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beat_is_no_jump_and_a_sleep_or_a_clock_that_was_set_is() {
        let check =
            |seconds, want| assert_eq!(is_jump(SignedDuration::from_secs(seconds)), want, "{seconds}");
        check(10, false);
        check(0, false);
        check(20, false);
        check(21, true);
        check(-1, true);
        check(365 * 86400, true);
        check(-365 * 86400, true);
        check(i64::MIN, true);
    }
}
