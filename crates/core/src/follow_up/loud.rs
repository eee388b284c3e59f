//! Whether anybody wants to hear anything now, and how long the app has run while somebody did. What is kept of it in
//! `keep.db` is read when the app opens; from then on it is in memory, since every decision asks for it.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp, ToSpan as _, civil::Time, tz::TimeZone};
use svara_model::{AccountId, NoticeKind};
use tokio::sync::{Notify, watch};

use super::{QuietHours, Span};
use crate::{
    changes::Stale,
    house::{House, lock},
    planted::{self, Bug},
    settings::NoticeSettings,
    store::{Keep, Stamp, StoreProblem},
    trouble::Trouble,
};

/// Until when a pause is kept, and how long it was: milliseconds, with a stroke between them.
const PAUSED: &str = "paused";
/// For how long the app has run, in seconds.
const RAN: &str = "ran";
/// How often that is kept while something depends on it.
const BEAT: Duration = Duration::from_secs(300);
/// When a pause until tomorrow ends.
const MORNING: Time = Time::constant(8, 0, 0, 0);
/// When nothing sounds that nobody has just asked.
const NIGHT: Span = Span { from: Time::constant(22, 0, 0, 0), to: Time::constant(7, 0, 0, 0) };
/// Before this hour it is still the evening before.
const DAWN: i8 = 4;

/// How long notices pause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PauseFor {
    /// An hour.
    Hour,
    /// Until tomorrow at 08:00.
    Tomorrow,
}

/// What the member wants to hear now.
#[derive(Clone, Debug)]
pub(crate) struct Loud {
    /// It is quiet until then; none: it is not.
    pub(crate) quiet: Option<Timestamp>,
    /// Whether the quiet is a pause, which nothing breaks.
    pub(crate) paused: bool,
    /// It is night until then; none: it is not. What the app tells of its own accord does not sound.
    pub(crate) night: Option<Timestamp>,
    /// How the member wants to be told.
    pub(crate) notices: Arc<NoticeSettings>,
}

impl Loud {
    /// Whether this kind is told at all; what is of no kind is.
    pub(crate) fn tells(&self, kind: impl Into<Option<NoticeKind>>) -> bool {
        kind.into().is_none_or(|kind| !self.notices.off.contains(&kind))
    }

    /// Whether an issue that is about to be closed is told although it is quiet.
    pub(crate) fn breaks(&self) -> bool {
        self.notices.deadline_breaks_quiet && !self.paused
    }
}

/// What the member wants to hear now: the one place that knows of quiet hours and pauses.
pub(crate) fn loud(house: &House, now: Timestamp) -> Loud {
    let zone = house.clock.zone();
    let mut state = lock(&house.loudness.state);
    state.count(now, house.clock.steady(), &zone);
    let paused = state.pause.and_then(|pause| pause.end(now));
    let hours = |at| state.notices.quiet.until(at, &zone);
    let mut quiet = hours(now);
    if let Some(end) = paused {
        let end = quiet.map_or(end, |quiet| quiet.max(end));
        quiet = Some(hours(end).unwrap_or(end));
    }
    Loud {
        quiet: quiet.filter(|_| !planted::is(Bug::QuietIgnored)),
        paused: paused.is_some(),
        night: QuietHours { days: [Some(NIGHT); 7] }.until(now, &zone),
        notices: state.notices.clone(),
    }
}

/// When something is told: now, by both clocks.
pub(crate) fn stamp(house: &House) -> Stamp {
    let now = house.clock.now();
    let mut state = lock(&house.loudness.state);
    state.count(now, house.clock.steady(), &house.clock.zone());
    Stamp { at: now, ran: state.ran }
}

/// Pauses notices, or ends the pause.
pub(crate) async fn pause(house: &House, length: Option<PauseFor>) -> Result<(), Trouble> {
    let now = house.clock.now();
    let pause = length.map(|length| {
        let until = length.end(now, &house.clock.zone());
        Pause { until, length: until.duration_since(now), ends: None }
    });
    house.keep.set_setting(PAUSED, pause.map(Pause::word)).await?;
    let mut state = lock(&house.loudness.state);
    state.count(now, house.clock.steady(), &house.clock.zone());
    state.set_pause(pause, house.clock.steady());
    drop(state);
    house.loudness.turned.notify_one();
    house.changes.stale(Stale::Settings);
    heed(house);
    Ok(())
}

/// Says when a pause ends by itself: whoever shows it asks only then.
pub(crate) async fn watch_pause(house: Arc<House>) {
    loop {
        let left = lock(&house.loudness.state).pause_left(house.clock.now(), house.clock.steady());
        let Some(left) = left else {
            house.loudness.turned.notified().await;
            continue;
        };
        tokio::select! {
            biased;
            () = house.loudness.turned.notified() => {}
            () = house.clock.sleep(left) => if paused(&house).is_none() {
                house.changes.stale(Stale::Settings);
            },
        }
    }
}

/// The clock may have been set, or the computer have slept through the end of a pause.
pub(crate) fn look_again(house: &House) {
    house.loudness.turned.notify_one();
}

/// Until when notices pause.
pub(crate) fn paused(house: &House) -> Option<Timestamp> {
    loud_pause(house, house.clock.now())
}

fn loud_pause(house: &House, now: Timestamp) -> Option<Timestamp> {
    let mut state = lock(&house.loudness.state);
    state.count(now, house.clock.steady(), &house.clock.zone());
    state.pause.and_then(|pause| pause.end(now))
}

/// From now on the member wants to be told so.
pub(crate) fn change(house: &House, notices: NoticeSettings) {
    let mut state = lock(&house.loudness.state);
    // What has passed was quiet by what was chosen before.
    state.count(house.clock.now(), house.clock.steady(), &house.clock.zone());
    state.notices = Arc::new(notices);
    drop(state);
    heed(house);
}

/// Has every account decide anew.
fn heed(house: &House) {
    for live in house.all_live() {
        live.follow.notify_one();
    }
}

/// Keeps for how long the app has run, while something depends on it.
pub(crate) async fn beat(house: Arc<House>) {
    let mut waiting = house.loudness.waiting.subscribe();
    loop {
        // The sender is the house's: this cannot fail while we are here.
        let _ = waiting.wait_for(|waiting| !waiting.is_empty()).await;
        house.clock.sleep(BEAT).await;
        if let Err(problem) = keep(&house).await {
            tracing::warn!(%problem, "how long the app has run is not kept");
        }
    }
}

/// Keeps for how long the app has run, if that is news.
pub(crate) async fn keep(house: &House) -> Result<(), StoreProblem> {
    let ran = stamp(house).ran;
    if lock(&house.loudness.state).kept == ran {
        return Ok(());
    }
    house.keep.set_setting(RAN, Some(ran.to_string())).await?;
    lock(&house.loudness.state).kept = ran;
    Ok(())
}

/// What the app knows of when to be loud.
pub(crate) struct Loudness {
    state: Mutex<State>,
    /// The accounts of which something is due when the app has run long enough.
    waiting: watch::Sender<BTreeSet<AccountId>>,
    /// A pause began or ended, or perhaps the clock was set.
    turned: Notify,
}

struct State {
    notices: Arc<NoticeSettings>,
    pause: Option<Pause>,
    /// For how long the app has run outside quiet, in seconds, since it was installed; and as it is kept.
    ran: i64,
    kept: i64,
    /// Up to where that is counted, in steady time.
    to: Duration,
}

impl Loudness {
    /// As it was kept.
    pub(crate) async fn read(
        keep: &Keep,
        notices: NoticeSettings,
        steady: Duration,
    ) -> Result<Self, StoreProblem> {
        let ran = keep.setting(RAN).await?.and_then(|text| text.parse().ok()).unwrap_or_default();
        let pause = keep.setting(PAUSED).await?.as_deref().and_then(Pause::read);
        let pause = pause.filter(|_| !planted::is(Bug::PauseForgotten));
        let mut state = State { notices: Arc::new(notices), pause: None, ran, kept: ran, to: steady };
        state.set_pause(pause, steady);
        Ok(Self { state: Mutex::new(state), waiting: watch::Sender::default(), turned: Notify::new() })
    }

    /// Whether something of an account is due when the app has run long enough.
    pub(crate) fn waits(&self, account: &AccountId, waits: bool) {
        self.waiting.send_if_modified(|waiting| {
            if waits { waiting.insert(account.clone()) } else { waiting.remove(account) }
        });
    }
}

impl State {
    /// Counts what has passed.
    fn count(&mut self, now: Timestamp, steady: Duration, zone: &TimeZone) {
        let passed = SignedDuration::try_from(steady.saturating_sub(self.to)).unwrap_or_default();
        self.to = self.to.max(steady);
        let mut from = now.checked_sub(passed).unwrap_or(now);
        if let Some(pause) = self.pause {
            from = from.max(pause.until.min(now));
            if pause.end(now).is_none() || pause.ends.is_some_and(|ends| ends <= steady) {
                self.pause = None;
            }
        }
        self.ran = self.ran.saturating_add(self.notices.quiet.loud_between(from, now, zone));
    }

    /// How long a pause goes on.
    fn pause_left(&self, now: Timestamp, steady: Duration) -> Option<Duration> {
        let pause = self.pause?;
        let by_clock =
            pause.end(now).map(|end| Duration::try_from(end.duration_since(now)).unwrap_or_default());
        let left = by_clock.unwrap_or_default();
        Some(pause.ends.map_or(left, |ends| left.min(ends.saturating_sub(steady))))
    }

    /// A pause that a clock that is set back would lengthen ends when its own time has passed.
    fn set_pause(&mut self, pause: Option<Pause>, steady: Duration) {
        self.pause = pause.map(|pause| {
            let length = Duration::try_from(pause.length).unwrap_or_default();
            Pause { ends: Some(steady.saturating_add(length)), ..pause }
        });
    }
}

/// A quiet that the member asked for, and that ends by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Pause {
    until: Timestamp,
    length: SignedDuration,
    /// When it ends in any case, in steady time.
    ends: Option<Duration>,
}

impl Pause {
    /// Its end, seen from now. One that lies further away than it ever was comes from a clock that was set.
    fn end(self, now: Timestamp) -> Option<Timestamp> {
        let longest = now.checked_add(self.length).unwrap_or(Timestamp::MAX);
        Some(self.until.min(longest)).filter(|end| *end > now)
    }

    fn word(self) -> String {
        format!("{}/{}", self.until.as_millisecond(), self.length.as_millis())
    }

    fn read(word: &str) -> Option<Self> {
        let (until, length) = word.split_once('/')?;
        let until = Timestamp::from_millisecond(until.parse().ok()?).ok()?;
        Some(Self { until, length: SignedDuration::from_millis(length.parse().ok()?), ends: None })
    }
}

impl PauseFor {
    fn end(self, now: Timestamp, zone: &TimeZone) -> Timestamp {
        let hour = now.checked_add(1.hour()).unwrap_or(now);
        if self == Self::Hour {
            return hour;
        }
        let civil = zone.to_datetime(now);
        let today = civil.date();
        let day = if civil.hour() < DAWN { Some(today) } else { today.tomorrow().ok() };
        let morning = day.and_then(|day| zone.to_timestamp(day.to_datetime(MORNING)).ok());
        morning.filter(|morning| *morning > now).unwrap_or(hour)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn state(quiet: QuietHours) -> State {
        let notices = Arc::new(NoticeSettings { quiet, ..NoticeSettings::default() });
        State { notices, pause: None, ran: 0, kept: 0, to: Duration::ZERO }
    }

    const HOUR: Duration = Duration::from_secs(3600);

    #[test]
    fn tomorrow_is_the_next_morning_also_after_midnight() {
        let ends = |text: &str| PauseFor::Tomorrow.end(at(text), &TimeZone::UTC);
        assert_eq!(ends("2026-11-27T17:00Z"), at("2026-11-28T08:00Z"));
        assert_eq!(ends("2026-11-27T07:30Z"), at("2026-11-28T08:00Z"));
        assert_eq!(ends("2026-11-28T01:30Z"), at("2026-11-28T08:00Z"));
        assert_eq!(PauseFor::Hour.end(at("2026-11-27T17:00Z"), &TimeZone::UTC), at("2026-11-27T18:00Z"));
    }

    #[test]
    fn only_what_is_neither_quiet_nor_paused_counts() {
        let span = Span { from: time(22, 0, 0, 0), to: time(7, 0, 0, 0) };
        let mut state = state(QuietHours { days: [Some(span); 7] });
        state.count(at("2026-11-27T21:00Z"), HOUR * 3, &TimeZone::UTC);
        assert_eq!(state.ran, 3 * 3600);
        state.count(at("2026-11-28T08:00Z"), HOUR * 14, &TimeZone::UTC);
        assert_eq!(state.ran, 5 * 3600, "one before the night, one after it");
        let until = at("2026-11-28T09:00Z");
        let pause = Pause { until, length: SignedDuration::from_hours(1), ends: None };
        state.set_pause(Some(pause), HOUR * 14);
        state.count(at("2026-11-28T09:30Z"), HOUR * 14 + HOUR * 3 / 2, &TimeZone::UTC);
        assert_eq!((state.ran, state.pause), (5 * 3600 + 1800, None));
    }

    #[test]
    fn a_pause_is_kept_and_no_clock_makes_it_longer_than_it_was() {
        let pause =
            Pause { until: at("2026-11-28T09:00Z"), length: SignedDuration::from_hours(1), ends: None };
        assert_eq!(Pause::read(&pause.word()), Some(pause));
        assert_eq!(pause.end(at("2026-11-28T09:00Z")), None);
        assert_eq!(pause.end(at("2025-11-28T09:00Z")), Some(at("2025-11-28T10:00Z")));
        let mut state = state(QuietHours::default());
        state.set_pause(Some(pause), HOUR);
        // The clock was set back by a day, and an hour passes.
        state.count(at("2026-11-27T08:30Z"), HOUR * 3 / 2, &TimeZone::UTC);
        assert!(state.pause.is_some());
        state.count(at("2026-11-27T09:00Z"), HOUR * 2, &TimeZone::UTC);
        assert_eq!(state.pause, None);
        for other in ["", "1", "x/1", "1/x"] {
            assert_eq!(Pause::read(other), None, "{other}");
        }
    }
}
