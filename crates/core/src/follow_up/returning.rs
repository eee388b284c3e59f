//! Coming back: after more than 12 hours in which the app saw nothing of the desk (the computer slept or was off, the sign-in
//! had ended), or nothing of the member (`absence`), what waits is told as one and stands in the window as a card. Until the desk has said what that is, nothing
//! is told.

use jiff::{SignedDuration, Timestamp};
use svara_model::AccountId;

use crate::{
    accounts::{Freshness, Live},
    changes::Stale,
    house::House,
    planted::{self, Bug},
    reading::{self, IssueBrief},
    store::{BriefingRow, StoreProblem},
    trouble::Trouble,
};

/// Who was away for longer comes back.
pub(super) const AWAY: SignedDuration = SignedDuration::from_hours(12);
/// So many issues are named one by one.
const MOST: usize = 50;

/// What waited for a member who was away.
#[derive(Clone, Debug)]
pub struct Briefing {
    /// When they were here last, by this computer's clock.
    pub since: Timestamp,
    /// What still awaits them, the least time left first; at most 50.
    pub rows: Vec<IssueBrief>,
    /// How many more do.
    pub more: u32,
}

/// When the member was here last, if that was so long ago that they come back now.
pub(crate) fn away(live: &Live, now: Timestamp) -> Option<Timestamp> {
    live.last_here().filter(|last| now.duration_since(*last) > AWAY)
}

/// Whether the member comes back, and the desk has not been asked yet. Where it cannot be asked, what is known is told.
pub(super) fn is_on(house: &House, live: &Live) -> bool {
    let asks = matches!(live.health().freshness, Freshness::Checking | Freshness::UpToDate);
    asks && away(live, house.clock.now()).is_some()
}

/// Notes that the desk has said what waits for a member who was `away` since then.
pub(crate) async fn come_back(
    house: &House,
    live: &Live,
    away: Option<Timestamp>,
) -> Result<(), StoreProblem> {
    let id = &live.account.id;
    let Some(since) = away.filter(|_| !planted::is(Bug::NoBriefing)) else {
        if live.left().is_some() {
            house.keep.come_back(id, None, false).await?;
            live.forget_left();
        }
        return Ok(());
    };
    let awaiting = house.cache.in_round(id).await?;
    let upto = awaiting.iter().filter_map(|issue| issue.round.as_ref()).map(|round| round.since).max();
    let summary = upto.is_some() || !house.cache.news(id).await?.is_empty();
    tracing::info!(rounds = awaiting.len(), "the member was away");
    house.keep.come_back(id, upto.map(|upto| BriefingRow { since, upto }), summary).await?;
    live.forget_left();
    live.note_briefed(since, house.clock.now());
    house.changes.stale(Stale::Issues);
    Ok(())
}

/// What waited for the member and still does. None: they were not away, closed it, or have seen to everything.
pub(crate) async fn briefing(house: &House, account: &AccountId) -> Result<Option<Briefing>, Trouble> {
    let live = house.live(account)?;
    let Some(BriefingRow { since, upto }) = house.keep.briefing(account).await? else { return Ok(None) };
    let mut waited: Vec<_> = house
        .cache
        .in_round(account)
        .await?
        .into_iter()
        .filter_map(|issue| Some((issue.round.as_ref()?.since, issue)))
        .filter(|(began, _)| *began <= upto)
        .collect();
    // The longest waiting first: with one desk's patience that is the one with the least time left.
    waited.sort_by(|(a, one), (b, other)| (a, &one.id).cmp(&(b, &other.id)));
    let more = u32::try_from(waited.len().saturating_sub(MOST)).unwrap_or(u32::MAX);
    let issues = waited.into_iter().take(MOST).map(|(_, issue)| issue).collect();
    let rows = reading::briefs(house, &live, issues).await?;
    Ok((!rows.is_empty()).then_some(Briefing { since, rows, more }))
}

/// The member needs it no more.
pub(crate) async fn close_briefing(house: &House, account: &AccountId) -> Result<(), Trouble> {
    house.live(account)?;
    house.keep.close_briefing(account).await?;
    house.changes.stale(Stale::Issues);
    Ok(())
}
