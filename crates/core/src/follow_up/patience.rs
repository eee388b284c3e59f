//! How long a desk waits for an answer, as far as that is known: by its own word, or learnt from what it closed before. What
//! it counts in is its own calendar, else a guess, and then everything is said as "about".

use std::time::Duration;

use jiff::Timestamp;
use svara_model::{DeskCalendar, Issue};

use super::{
    calendar::Calendar,
    closing::{Closing, Patience},
    holidays,
};
use crate::{accounts::Live, house::House, store::StoreProblem};

/// How old what was learnt may be.
const AGE: Duration = Duration::from_secs(600);

/// What is known of when a desk closes an issue that stays silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClosingRead {
    /// It awaits nothing.
    NotAwaiting,
    /// The desk does not say, and has not closed enough silent issues to tell.
    Unknown,
    /// As far as is known.
    Known(Closing),
}

/// What is known of an issue's end. `clock` is the account's.
pub(crate) fn closing_of(clock: Option<&(Patience, Calendar)>, issue: &Issue, now: Timestamp) -> ClosingRead {
    match (&issue.round, clock) {
        (None, _) => ClosingRead::NotAwaiting,
        (Some(_), None) => ClosingRead::Unknown,
        (Some(round), Some((patience, calendar))) => {
            ClosingRead::Known(patience.closing(calendar, round.since, now))
        }
    }
}

/// How long the account's desk waits, and the days in which it counts; none: that is not known.
pub(crate) async fn patience_of(
    house: &House,
    live: &Live,
) -> Result<Option<(Patience, Calendar)>, StoreProblem> {
    if let Some(said) = said(house, live) {
        return Ok(Some(said));
    }
    let calendar = calendar_of(house, live);
    let silences = house.cache.silences(&live.account.id).await?;
    let silences = silences.iter().map(|(from, to)| calendar.between(*from, *to));
    Ok(Patience::learnt(silences).map(|patience| (patience, calendar)))
}

/// The same for what is decided again and again: what is learnt may be a few minutes old.
pub(crate) async fn patience_lately(
    house: &House,
    live: &Live,
) -> Result<Option<(Patience, Calendar)>, StoreProblem> {
    if let Some(said) = said(house, live) {
        return Ok(Some(said));
    }
    let now = house.clock.steady();
    if let Some((at, learnt)) = live.learnt()
        && now.saturating_sub(at) < AGE
    {
        return Ok(learnt.map(|learnt| (learnt, calendar_of(house, live))));
    }
    let learnt = patience_of(house, live).await?;
    live.set_learnt(now, learnt.as_ref().map(|(patience, _)| *patience));
    Ok(learnt)
}

/// The same as far as the desk says it itself.
fn said(house: &House, live: &Live) -> Option<(Patience, Calendar)> {
    let desk = live.profile()?.desk;
    let (calendar, told) = calendar(house, desk.calendar.as_ref());
    let said = Patience::said(desk.close_rule?.working_days)?;
    Some((Patience { sure: told, ..said }, calendar))
}

/// The working days of the account's desk, as far as they are known.
pub(super) fn calendar_of(house: &House, live: &Live) -> Calendar {
    calendar(house, live.profile().and_then(|profile| profile.desk.calendar).as_ref()).0
}

/// The same days where the member is: on which they are at work.
pub(super) fn days_here(house: &House, live: &Live) -> Calendar {
    Calendar { zone: house.clock.zone(), ..calendar_of(house, live) }
}

fn calendar(house: &House, told: Option<&DeskCalendar>) -> (Calendar, bool) {
    let here = house.clock.zone();
    let Some(told) = told else {
        let today = here.to_datetime(house.clock.now()).date();
        let holidays = holidays::around(today, house.locale.as_deref());
        return (Calendar { holidays, ..Calendar::weekdays(here) }, false);
    };
    let zone = jiff::tz::TimeZone::get(&told.zone).ok();
    let known = zone.is_some();
    let (weekend, holidays) =
        (told.weekend.iter().copied().collect(), told.holidays.iter().copied().collect());
    (Calendar { zone: zone.unwrap_or(here), weekend, holidays }, known)
}
