//! What the member, the desk's team and the world do about follow-up.

use jiff::tz::TimeZone;
use svara_core::{NoticeSettings, PauseFor, QuietHours, Settings, Span, When};
use svara_model::{Clock as _, Status};

use super::{FollowStep, ZONES};
use crate::sim::{chosen, wishes, world::World};

impl World {
    /// Something of follow-up happens.
    pub(in crate::sim) async fn follow(&mut self, step: FollowStep, choice: u64) {
        self.trace.say(format!("{step:?}"));
        match step {
            FollowStep::Zone => {
                if let Some(zone) = chosen(&ZONES, choice).and_then(|name| TimeZone::get(name).ok()) {
                    self.trace.fault("zone", zone.iana_name().unwrap_or_default());
                    self.time.set_zone(zone);
                    self.oracle.zoned = Some(self.time.passed());
                }
            }
            FollowStep::Rule => {
                let Some(desk) = self.desk.desk() else { return };
                let Ok(mut facts) = desk.facts().await else { return };
                facts.close_rule = Some(svara_desk::CloseRule { working_days: 1, warns: false });
                if desk.set_facts(facts).await.is_ok() {
                    self.oracle.rule = Some(self.time.passed());
                }
            }
            _ if self.app.as_ref().is_none_or(|run| run.life.is_over()) || self.time.is_asleep() => {}
            FollowStep::Hours => {
                let now = wishes::minute(self.time.zone().to_datetime(self.time.app().now()));
                let at = |choice: u64| u16::try_from(choice % 1440).unwrap_or_default();
                // From an hour ago until two hours from now it begins; it lasts up to ten hours.
                let from = (now + 1380 + at(choice % 180)) % 1440;
                let to = (from + 30 + at((choice >> 16) % 600)) % 1440;
                self.set_hours(Some((from, to)), choice >> 40 & 1 == 1).await;
            }
            FollowStep::NoHours => self.set_hours(None, false).await,
            FollowStep::Pause => {
                let length = if choice & 3 == 0 { PauseFor::Tomorrow } else { PauseFor::Hour };
                self.set_pause(Some(length)).await;
            }
            FollowStep::PauseOver => self.set_pause(None).await,
            FollowStep::Remind => self.remind(choice).await,
        }
    }

    /// Nothing is quiet any more.
    pub(in crate::sim) async fn be_loud(&mut self) {
        self.set_hours(None, false).await;
        self.set_pause(None).await;
    }

    async fn set_hours(&mut self, hours: Option<wishes::Hours>, breaks: bool) {
        let time = |minute: u16| {
            let part = |part| i8::try_from(part).unwrap_or_default();
            jiff::civil::time(part(minute / 60), part(minute % 60), 0, 0)
        };
        let span = hours.map(|(from, to)| Span { from: time(from), to: time(to) });
        let notices = NoticeSettings {
            quiet: QuietHours { days: [span; 7] },
            deadline_breaks_quiet: breaks,
            ..NoticeSettings::default()
        };
        self.wishes.change();
        let done = self.with_app(|core| async move {
            let settings = Settings { notices, ..core.settings().await? };
            core.change_settings(settings).await
        });
        match done.await {
            Some(Ok(_)) => {
                self.trace.say(format!("   quiet: {hours:?}, broken by a deadline: {breaks}"));
                self.wishes.hours(hours, breaks);
            }
            other => self.trace.say(format!("   not changed: {:?}", other.map(|other| other.map(|_| ())))),
        }
    }

    async fn set_pause(&mut self, length: Option<PauseFor>) {
        self.wishes.change();
        let done = self.with_app(|core| async move {
            core.pause(length).await?;
            Ok::<_, svara_core::Trouble>(core.paused())
        });
        match done.await {
            Some(Ok(until)) => {
                self.trace.say(format!("   paused until {until:?}"));
                self.wishes.pause(until);
            }
            other => self.trace.say(format!("   not paused: {other:?}")),
        }
    }

    async fn remind(&mut self, choice: u64) {
        let Some((account, _)) = chosen(&self.members, choice >> 8).cloned() else { return };
        let id = account.clone();
        let read = |core: svara_core::Core| async move {
            core.issues(&id, Status::AwaitingFeedback, None, 200).await
        };
        let Some(Ok(page)) = self.look(read).await else { return };
        let Some(row) = chosen(&page.rows, choice) else { return };
        let Some(round) = row.issue.round.as_ref().map(|round| round.key.clone()) else { return };
        let now = self.time.app().now();
        let minutes = i64::try_from((choice >> 20) % 300).unwrap_or_default();
        let when = match choice >> 40 & 3 {
            0 => When::Hour,
            1 => When::Evening,
            _ => When::At(now.checked_add(jiff::SignedDuration::from_mins(minutes)).unwrap_or(now)),
        };
        let tag = format!("round/{account}/{round}");
        self.desktop.may_be_told_later(account.as_str(), round.as_str());
        let issue = row.issue.id.clone();
        let done = self.with_app(|core| async move { core.later(&account, &issue, when).await }).await;
        self.trace.say(format!("   {tag}: {when:?}: {done:?}"));
        if let Some(Ok(due)) = done
            && self.disk_is_fine()
        {
            let left = std::time::Duration::try_from(due.duration_since(now)).unwrap_or_default();
            self.oracle.later(&tag, self.time.passed(), left);
        }
    }
}
