//! The rules of the desk's chat.

use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::facts::hours::Week;

const MINUTE: i64 = 60 * 1000;
/// A warning of silence comes this long before the end, or half way where there is less time.
const WARNED_BEFORE: i64 = 2 * MINUTE;

/// How the desk chats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ChatRules {
    /// Whether chats can be started at all.
    pub open: bool,
    /// The time zone of the hours, by its IANA name.
    pub zone: String,
    /// When chats can be started; `null`: always.
    pub hours: Option<Week>,
    /// What a chat can be about; empty: anything.
    pub topics: Vec<Topic>,
    /// With so many waiting, nobody else is let in.
    pub full_at: u32,
    /// Chats that an agent takes at once, unless the agent says otherwise.
    pub limit: u32,
    /// Characters of one message.
    pub text_chars: u32,
    /// A chat that nobody takes ends after this long; `null`: never.
    pub queue_timeout_minutes: Option<u32>,
    /// A chat in which neither side says anything ends after this long; `null`: never.
    pub idle_minutes: Option<u32>,
    /// A chat whose member's app is not heard of ends after this long; `null`: never.
    pub lost_contact_minutes: Option<u32>,
}

/// Something that a chat can be about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ChatTopic)]
pub struct Topic {
    /// What chats are stored with.
    pub id: String,
    /// What people call it.
    pub name: String,
}

impl Default for ChatRules {
    fn default() -> Self {
        Self {
            open: true,
            zone: "UTC".to_owned(),
            hours: None,
            topics: Vec::new(),
            full_at: 100,
            limit: 3,
            text_chars: 4_000,
            queue_timeout_minutes: Some(60),
            idle_minutes: Some(15),
            lost_contact_minutes: Some(10),
        }
    }
}

impl ChatRules {
    pub(super) fn check(&self) -> Result<(), String> {
        let zone = self.time_zone().ok_or_else(|| format!("chat.zone {:?} is not known here", self.zone))?;
        if self.text_chars == 0 || self.limit == 0 {
            return Err("chat.text_chars and chat.limit are at least 1".to_owned());
        }
        let waits = [self.queue_timeout_minutes, self.idle_minutes, self.lost_contact_minutes];
        if waits.iter().flatten().any(|minutes| !(1..=24 * 60).contains(minutes)) {
            return Err("chat.*_minutes are 1 to 1440, or null".to_owned());
        }
        for (n, topic) in self.topics.iter().enumerate() {
            if topic.id.trim().is_empty() || topic.name.trim().is_empty() {
                return Err("chat.topics have an id and a name each".to_owned());
            }
            if self.topics.iter().take(n).any(|other| other.id == topic.id) {
                return Err(format!("chat.topics has {:?} twice", topic.id));
            }
        }
        match &self.hours {
            Some(week) if week.next(Timestamp::UNIX_EPOCH, &zone).is_none() => {
                Err("chat.hours has no hour: chat.open switches the chat off".to_owned())
            }
            _ => Ok(()),
        }
    }

    fn time_zone(&self) -> Option<TimeZone> {
        TimeZone::get(&self.zone).ok()
    }

    /// Whether chats can be started at this moment. A zone that is not known any more closes nothing.
    pub(crate) fn is_open(&self, now: i64) -> bool {
        self.open && self.in_hours(now).unwrap_or(true)
    }

    fn in_hours(&self, now: i64) -> Option<bool> {
        let (week, zone) = (self.hours.as_ref()?, self.time_zone()?);
        Some(week.is_open(Timestamp::from_millisecond(now).ok()?, &zone))
    }

    /// When a chat that is closed now opens by its hours; none when only a switch opens it.
    pub(crate) fn opens_at(&self, now: i64) -> Option<i64> {
        if !self.open {
            return None;
        }
        let (week, zone) = (self.hours.as_ref()?, self.time_zone()?);
        Some(week.next(Timestamp::from_millisecond(now).ok()?, &zone)?.as_millisecond())
    }

    pub(crate) fn queue_timeout(&self) -> Option<i64> {
        self.queue_timeout_minutes.map(ms)
    }

    pub(crate) fn idle(&self) -> Option<i64> {
        self.idle_minutes.map(ms)
    }

    /// After how much silence the desk warns.
    pub(crate) fn warning(&self) -> Option<i64> {
        self.idle().map(|idle| (idle - WARNED_BEFORE).max(idle / 2))
    }

    pub(crate) fn lost_contact(&self) -> Option<i64> {
        self.lost_contact_minutes.map(ms)
    }
}

fn ms(minutes: u32) -> i64 {
    i64::from(minutes) * MINUTE
}
