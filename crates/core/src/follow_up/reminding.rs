//! When a round that nobody answers is told again without anybody having asked for it: on working mornings, and as the time
//! after which the desk closes it runs out. Computed from what was told; no due time is kept.

use jiff::{
    Timestamp, ToSpan as _,
    civil::{Time, time},
};

use super::{
    calendar::Calendar,
    closing::{Closing, Patience},
};
use crate::store::{Occasion, Stamp};

/// When a working day begins.
pub(super) const MORNING: Time = time(9, 0, 0, 0);
/// The first reminder comes after the app has run so long, in seconds, if no morning comes before that: who closes the
/// laptop every evening and opens it at noon is reminded, too.
const RUN: i64 = 6 * 3600;
/// So many reminders, and no more.
const MOST: u32 = 3;
/// The shares of the desk's patience after which it is told that it runs out, in thousandths.
const STEPS: [u16; 3] = [500, 800, LAST];
/// The one that may break quiet hours.
pub(super) const LAST: u16 = 950;

/// What is due of something, or when it will be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Now.
    Now(Occasion),
    /// Then.
    At(Timestamp),
    /// Never, as far as it is known now.
    Never,
}

/// The next reminder of a round that was told as kept. Whatever it was told for, the next one waits for a morning after that.
pub(super) fn reminder(kept: &[(Occasion, Stamp)], now: Stamp, calendar: &Calendar) -> Next {
    let n = kept.iter().filter(|(occasion, _)| matches!(occasion, Occasion::Reminder(_))).count();
    let n = u32::try_from(n).unwrap_or(u32::MAX).saturating_add(1);
    let Some((_, last)) = kept.iter().max_by_key(|(_, stamp)| stamp.at).filter(|_| n <= MOST) else {
        return Next::Never;
    };
    let hour = last.at.checked_add(1.hour()).unwrap_or(Timestamp::MAX);
    let mut due = calendar.next_at(last.at, MORNING).max(hour);
    if n == 1 {
        let left = RUN.saturating_sub(now.ran.saturating_sub(last.ran).max(0));
        due = due.min(now.at.checked_add(left.max(0).seconds()).unwrap_or(Timestamp::MAX).max(hour));
    }
    if due <= now.at { Next::Now(Occasion::Reminder(n)) } else { Next::At(due) }
}

/// Whether a first reminder is still to come, which waits for the app to have run.
pub(super) fn waits_for_running(kept: &[(Occasion, Stamp)]) -> bool {
    !kept.iter().any(|(occasion, _)| matches!(occasion, Occasion::Reminder(_)))
}

/// The steps of a round's deadline that have passed and were not told, nor any after them, the newest last, and when the
/// next one passes.
pub(super) fn deadline(
    kept: &[(Occasion, Stamp)],
    patience: (Patience, &Calendar),
    since: Timestamp,
    now: Timestamp,
) -> (Vec<Occasion>, Option<Timestamp>) {
    let (patience, calendar) = patience;
    let told = kept.iter().filter_map(|(occasion, _)| match occasion {
        Occasion::Deadline(step) => Some(*step),
        _ => None,
    });
    let newest = told.max().unwrap_or_default();
    let untold = STEPS.into_iter().filter(|step| *step > newest);
    let steps: Vec<_> = untold.map(|step| (step, patience.step(calendar, since, step))).collect();
    let passed = steps.iter().filter(|(_, at)| *at <= now).map(|(step, _)| Occasion::Deadline(*step));
    (passed.collect(), steps.iter().map(|(_, at)| *at).find(|at| *at > now))
}

/// Whether an issue is closed before anybody who hears of it then can do much about it.
pub(super) fn is_too_late(then: Timestamp, closing: Option<Closing>) -> bool {
    closing.is_some_and(|closing| closing.at < then.checked_add(1.hour()).unwrap_or(Timestamp::MAX))
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;

    /// A time of the week of Monday, 23 November 2026.
    fn at(text: &str) -> Timestamp {
        let zone = TimeZone::get("Europe/Stockholm").unwrap();
        text.parse::<jiff::civil::DateTime>().unwrap().to_zoned(zone).unwrap().timestamp()
    }

    fn calendar() -> Calendar {
        Calendar::weekdays(TimeZone::get("Europe/Stockholm").unwrap())
    }

    fn told(occasion: Occasion, when: &str, ran: i64) -> (Occasion, Stamp) {
        (occasion, Stamp { at: at(when), ran })
    }

    fn next(kept: &[(Occasion, Stamp)], now: &str, ran: i64) -> Next {
        reminder(kept, Stamp { at: at(now), ran }, &calendar())
    }

    #[test]
    fn the_first_reminder_comes_the_next_working_morning() {
        let first = [told(Occasion::First, "2026-11-27T16:00", 100)];
        assert_eq!(next(&first, "2026-11-27T17:00", 3700), Next::At(at("2026-11-27T22:00")));
        // The app was closed over the weekend.
        assert_eq!(next(&first, "2026-11-30T08:59", 3700), Next::At(at("2026-11-30T09:00")));
        assert_eq!(next(&first, "2026-11-30T09:00", 3700), Next::Now(Occasion::Reminder(1)));
        let seen = [told(Occasion::Baseline, "2026-11-27T16:00", 100)];
        assert_eq!(next(&seen, "2026-11-30T09:00", 3700), Next::Now(Occasion::Reminder(1)));
    }

    #[test]
    fn an_app_that_ran_for_six_hours_does_not_wait_for_the_morning() {
        let first = [told(Occasion::First, "2026-11-28T08:00", 100)];
        assert_eq!(next(&first, "2026-11-28T14:00", 100 + 6 * 3600), Next::Now(Occasion::Reminder(1)));
        // A counter that was lost with its file delays nothing beyond the morning.
        assert_eq!(next(&first, "2026-11-30T08:00", 0), Next::At(at("2026-11-30T09:00")));
    }

    #[test]
    fn three_reminders_on_three_mornings_and_no_more() {
        let mut kept = vec![told(Occasion::First, "2026-11-23T16:00", 0)];
        for (n, morning) in (1..=3).zip(["2026-11-24T09:00", "2026-11-25T09:00", "2026-11-26T09:00"]) {
            assert_eq!(next(&kept, morning, 60), Next::Now(Occasion::Reminder(n)));
            kept.push(told(Occasion::Reminder(n), morning, 60));
        }
        assert_eq!(next(&kept, "2026-12-24T09:00", 999_999), Next::Never);
        assert!(!waits_for_running(&kept) && waits_for_running(&kept[..1]));
        // The second does not come by running.
        assert_eq!(next(&kept[..2], "2026-11-24T20:00", 60 + 8 * 3600), Next::At(at("2026-11-25T09:00")));
    }

    #[test]
    fn what_was_told_within_the_hour_is_not_told_again() {
        let kept = [
            told(Occasion::First, "2026-11-23T16:00", 0),
            told(Occasion::Later(1), "2026-11-24T08:50", 9_000),
        ];
        assert_eq!(next(&kept, "2026-11-24T09:00", 9_600), Next::At(at("2026-11-24T09:50")));
        assert_eq!(next(&kept, "2026-11-24T09:50", 12_600), Next::Now(Occasion::Reminder(1)));
        assert_eq!(next(&[], "2026-11-24T09:00", 9_600), Next::Never, "nobody knows when it was told");
    }

    #[test]
    fn of_the_steps_that_passed_all_are_named_and_the_next_is_known() {
        let calendar = calendar();
        let patience = (Patience::said(5).unwrap(), &calendar);
        let since = at("2026-11-23T12:00");
        let steps = |kept: &[_], now: &str| deadline(kept, patience, since, at(now));
        assert_eq!(steps(&[], "2026-11-24T12:00"), (vec![], Some(at("2026-11-26T00:00"))));
        let half = Occasion::Deadline(500);
        assert_eq!(steps(&[], "2026-11-26T00:00"), (vec![half], Some(at("2026-11-27T12:00"))));
        assert_eq!(
            steps(&[], "2026-11-27T13:00"),
            (vec![half, Occasion::Deadline(800)], Some(at("2026-11-30T06:00")))
        );
        let kept = [half, Occasion::Deadline(800), Occasion::Deadline(950)]
            .map(|occasion| told(occasion, "2026-11-30T06:00", 0));
        assert_eq!(steps(&kept, "2026-12-30T06:00"), (vec![], None));
        assert_eq!(steps(&kept[2..], "2026-12-30T06:00"), (vec![], None), "the last one said it all");
    }
}
