//! *Later*: the member wants to hear of a round again, at a time of their choice.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp, civil::Time};
use svara_model::{AccountId, RemoteId, RoundKey};

use super::{calendar::Calendar, patience::days_here, reminding::MORNING, withdrawing};
use crate::{
    changes::Stale,
    house::House,
    store::{About, Later, StoreProblem},
    trouble::Trouble,
};

/// When the evening begins. An hour before it, "this evening" is an hour from now.
const EVENING: Time = Time::constant(18, 0, 0, 0);
/// The soonest that something can be told again, and the latest.
const SOONEST: SignedDuration = SignedDuration::from_mins(1);
const LATEST: SignedDuration = SignedDuration::from_hours(30 * 24);

/// When the member wants to hear of a round again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// In an hour.
    Hour,
    /// Today at 18:00; in an hour, where that is less than an hour away or over.
    Evening,
    /// Tomorrow at 09:00.
    Morning,
    /// The next working day at 09:00, not today.
    WorkingDay,
    /// Then; at most 30 days from now.
    At(Timestamp),
}

impl When {
    /// Which moment that is.
    pub(super) fn moment(self, now: Timestamp, calendar: &Calendar) -> Timestamp {
        let zone = &calendar.zone;
        let add = |length| now.checked_add(length).unwrap_or(Timestamp::MAX);
        let hour = add(SignedDuration::from_hours(1));
        let today = zone.to_datetime(now).date();
        let on = |day: jiff::civil::Date, time| zone.to_timestamp(day.to_datetime(time)).ok();
        let midnight = || today.tomorrow().ok().and_then(|day| on(day, Time::midnight()));
        let at = match self {
            Self::Hour => Some(hour),
            Self::Evening => on(today, EVENING).map(|evening| evening.max(hour)),
            Self::Morning => today.tomorrow().ok().and_then(|day| on(day, MORNING)),
            Self::WorkingDay => midnight().map(|midnight| calendar.next_at(midnight, MORNING)),
            Self::At(at) => Some(at),
        };
        at.unwrap_or(hour).clamp(add(SOONEST), add(LATEST))
    }
}

/// What is kept of the wish to hear of it in an hour.
pub(super) fn in_an_hour(house: &House, round: RoundKey) -> Later {
    wish(house, round, When::Hour, &Calendar::weekdays(house.clock.zone()))
}

/// What is kept of a wish.
fn wish(house: &House, round: RoundKey, when: When, calendar: &Calendar) -> Later {
    let now = house.clock.now();
    let due = when.moment(now, calendar);
    let length = Duration::try_from(due.duration_since(now)).unwrap_or_default();
    // Which time it is, is counted where it is kept.
    Later { round, n: 0, due, length }
}

/// Has an issue's round told again then, and not before; answers when.
pub(crate) async fn later(
    house: &House,
    account: &AccountId,
    issue: &RemoteId,
    when: When,
) -> Result<Timestamp, Trouble> {
    let live = house.live(account)?;
    let round = round_of(house, account, issue).await?.ok_or(Trouble::Gone)?;
    let later = wish(house, round.clone(), when, &days_here(house, &live));
    let standing = house.keep.standing(account, About::Issues).await?;
    match standing.values().find(|shown| shown.round.as_ref() == Some(&round)) {
        // What cannot be taken away stands until it is told again.
        Some(shown) if withdrawing::take_away(house, &shown.shown).await.is_ok() => {
            house.keep.gone(shown, Some(later.clone())).await?;
        }
        _ => house.keep.put_later(account, &later).await?,
    }
    live.follow.notify_one();
    house.changes.stale(Stale::Issues);
    Ok(later.due)
}

/// The member does not want to hear of it again after all.
pub(crate) async fn cancel_later(
    house: &House,
    account: &AccountId,
    issue: &RemoteId,
) -> Result<(), Trouble> {
    let live = house.live(account)?;
    if let Some(round) = round_of(house, account, issue).await? {
        house.keep.forget_later(account, &round).await?;
    }
    live.follow.notify_one();
    house.changes.stale(Stale::Issues);
    Ok(())
}

/// When a round is to be told again.
pub(crate) async fn later_of(
    house: &House,
    account: &AccountId,
    round: &RoundKey,
) -> Result<Option<Timestamp>, StoreProblem> {
    let laters = house.keep.laters(account).await?;
    Ok(laters.into_iter().find(|later| later.round == *round).map(|later| later.due))
}

async fn round_of(
    house: &House,
    account: &AccountId,
    issue: &RemoteId,
) -> Result<Option<RoundKey>, StoreProblem> {
    let found = house.cache.issue(account, issue).await?;
    Ok(found.and_then(|(issue, _)| issue.round).map(|round| round.key))
}

#[cfg(test)]
mod tests {
    use jiff::{civil::date, tz::TimeZone};

    use super::*;

    #[test]
    fn each_choice_is_a_moment_of_the_members_own_day() {
        let zone = TimeZone::get("Europe/Stockholm").unwrap();
        let at = |text: &str| {
            text.parse::<jiff::civil::DateTime>().unwrap().to_zoned(zone.clone()).unwrap().timestamp()
        };
        // A Friday.
        let cases = [
            (When::Hour, "2026-11-27T16:00", "2026-11-27T17:00"),
            (When::Evening, "2026-11-27T16:00", "2026-11-27T18:00"),
            (When::Evening, "2026-11-27T17:30", "2026-11-27T18:30"),
            (When::Evening, "2026-11-27T22:00", "2026-11-27T23:00"),
            (When::Morning, "2026-11-27T07:00", "2026-11-28T09:00"),
            (When::WorkingDay, "2026-11-27T07:00", "2026-11-30T09:00"),
            (When::WorkingDay, "2026-11-23T07:00", "2026-11-24T09:00"),
            (When::At(at("2026-11-29T12:15")), "2026-11-27T16:00", "2026-11-29T12:15"),
            (When::At(at("2026-11-01T12:15")), "2026-11-27T16:00", "2026-11-27T16:01"),
            (When::At(at("2030-11-01T12:15")), "2026-11-27T16:00", "2026-12-27T16:00"),
        ];
        let mut calendar = Calendar::weekdays(zone.clone());
        for (when, now, then) in cases {
            assert_eq!(when.moment(at(now), &calendar), at(then), "{when:?} at {now}");
        }
        calendar.holidays.insert(date(2026, 11, 30));
        assert_eq!(When::WorkingDay.moment(at("2026-11-27T07:00"), &calendar), at("2026-12-01T09:00"));
    }

    #[test]
    fn a_day_without_that_hour_takes_the_next_one() {
        let zone = TimeZone::get("America/Sao_Paulo").unwrap();
        let now: Timestamp = "2018-11-03T20:00:00Z".parse().unwrap();
        // Midnight does not exist on the next day there.
        let calendar = Calendar::weekdays(zone);
        assert!(
            When::Morning.moment(now, &calendar) > now.checked_add(SignedDuration::from_hours(1)).unwrap()
        );
    }
}
