//! What the members want to hear, as they have told the app: quiet hours and pauses. Said again here, by other means than the
//! app's.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

/// From which minute of a day to which; when the second is not later, it is one of the next day.
pub(super) type Hours = (u16, u16);

/// What the members want to hear. Clones are the same.
#[derive(Clone, Default)]
pub(super) struct Wishes(Arc<Mutex<Inner>>);

#[derive(Clone, Copy, Default)]
struct Inner {
    /// Whether it is not known what the app has heard of the last change.
    unsure: bool,
    /// Every day's.
    hours: Option<Hours>,
    /// Whether an issue that is about to be closed may break them.
    breaks: bool,
    pause: Option<Timestamp>,
}

/// A quiet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Quiet {
    /// Whether an issue that is about to be closed may break it.
    pub(super) breaks: bool,
}

impl Wishes {
    /// A change begins, of which the app may hear or not.
    pub(super) fn change(&self) {
        self.lock().unsure = true;
    }

    /// The app has heard these hours; none: there are none.
    pub(super) fn hours(&self, hours: Option<Hours>, breaks: bool) {
        let mut inner = self.lock();
        *inner = Inner { unsure: false, hours, breaks, ..*inner };
    }

    /// The app has heard of a pause, or of its end.
    pub(super) fn pause(&self, until: Option<Timestamp>) {
        let mut inner = self.lock();
        *inner = Inner { unsure: false, pause: until, ..*inner };
    }

    /// How long a pause lasts by a clock that was set is the app's to say.
    pub(super) fn jumped(&self) {
        self.lock().pause = None;
    }

    /// Whether it is known to be quiet at this moment.
    pub(super) fn quiet(&self, now: Timestamp, zone: &TimeZone) -> Option<Quiet> {
        let inner = *self.lock();
        if inner.unsure {
            return None;
        }
        if inner.pause.is_some_and(|until| now < until) {
            return Some(Quiet { breaks: false });
        }
        let (from, to) = inner.hours?;
        let minute = minute(zone.to_datetime(now));
        let within = if from < to { (from..to).contains(&minute) } else { minute >= from || minute < to };
        within.then_some(Quiet { breaks: inner.breaks })
    }

    /// Whether nothing is ever quiet.
    pub(super) fn are_none(&self) -> bool {
        let inner = *self.lock();
        !inner.unsure && inner.hours.is_none() && inner.pause.is_none()
    }

    /// Whether it may be quiet.
    pub(super) fn may_be_quiet(&self, now: Timestamp, zone: &TimeZone) -> bool {
        self.lock().unsure || self.quiet(now, zone).is_some()
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Which minute of its day it is.
pub(super) fn minute(at: DateTime) -> u16 {
    u16::from(at.hour().unsigned_abs()) * 60 + u16::from(at.minute().unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_night_is_quiet_on_both_sides_of_midnight() {
        let wishes = Wishes::default();
        let quiet = |text: &str| wishes.quiet(text.parse().unwrap(), &TimeZone::UTC).is_some();
        wishes.hours(Some((22 * 60, 7 * 60)), false);
        assert!(quiet("2026-09-21T22:00Z") && quiet("2026-09-22T06:59Z"));
        assert!(!quiet("2026-09-21T21:59Z") && !quiet("2026-09-22T07:00Z"));
        wishes.pause(Some("2026-09-22T08:00Z".parse().unwrap()));
        assert!(quiet("2026-09-22T07:00Z") && !quiet("2026-09-22T08:00Z"));
        wishes.change();
        assert!(!quiet("2026-09-21T22:00Z"));
    }
}
