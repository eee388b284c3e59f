//! The desk's settings: what it tells its members about itself, and what it holds them to.

mod calendar;
mod chat;
mod hours;

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::problem::Problem;
pub use calendar::Calendar;
pub(crate) use calendar::{DAY, WorkingTime};
pub use chat::{ChatRules, Topic};
pub use hours::{Range, Week};

/// The longest patience with a silent issue, in working days.
const MOST_DAYS: u32 = 1_000;

/// Everything an administrator can set. Stored one row a key; a key without a row has the value of [`Default`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// The desk's name.
    pub name: String,
    /// The standing message to all members.
    pub announcement: Option<String>,
    /// The ranks, lowest first.
    pub ranks: Vec<String>,
    /// The lowest rank that the desk serves; `None` serves everybody.
    pub lowest_rank: Option<String>,
    /// The languages that issues may be written in, as BCP 47 tags; none given means any.
    pub languages: Vec<String>,
    /// The languages of the chat.
    pub chat_languages: Vec<String>,
    /// How the desk chats.
    #[serde(default)]
    pub chat: ChatRules,
    /// What a member may send.
    pub limits: Limits,
    /// What happens to an issue whose question nobody answers. The desk announces it and carries it out.
    pub close_rule: Option<CloseRule>,
    /// On which days the desk works.
    #[serde(default)]
    pub calendar: Calendar,
    /// Where a member gets a new password.
    pub password_page: Option<String>,
    /// How many seconds an app that is not told of changes at once should wait before it asks again; at most an hour.
    #[serde(default)]
    pub poll_after: Option<u32>,
    /// Whether this desk is only for trying out.
    pub demo: bool,
}

/// What a member may send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Characters of a title.
    pub title_chars: u32,
    /// Characters of a text.
    pub text_chars: u32,
    /// Bytes of one file.
    pub file_bytes: u64,
    /// Files of one entry.
    pub files_per_entry: u32,
}

/// When an unanswered issue is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseRule {
    /// Working days without an answer after which the desk closes the issue.
    pub working_days: u32,
    /// Whether the desk warns before it does.
    pub warns: bool,
}

impl Default for Facts {
    fn default() -> Self {
        let list = |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect();
        Self {
            name: "Technical Issues".to_owned(),
            announcement: None,
            ranks: list(&["Member", "Silver", "Gold", "Platinum", "Elite", "Premier"]),
            lowest_rank: Some("Silver".to_owned()),
            languages: list(&["en", "sv", "da", "de", "es", "fi", "fr", "it", "ja", "nb", "nl", "pl", "pt"]),
            chat_languages: list(&["en"]),
            chat: ChatRules::default(),
            limits: Limits::default(),
            close_rule: None,
            calendar: Calendar::default(),
            password_page: None,
            poll_after: None,
            demo: false,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { title_chars: 200, text_chars: 20_000, file_bytes: 10 * 1024 * 1024, files_per_entry: 10 }
    }
}

impl Facts {
    /// Whether a member of `rank` is served. A rank that the list does not know is below every other.
    pub fn serves(&self, rank: Option<&str>) -> bool {
        let place = |rank: &str| self.ranks.iter().position(|known| known == rank);
        match &self.lowest_rank {
            None => true,
            Some(lowest) => match (rank.and_then(place), place(lowest)) {
                (Some(own), Some(lowest)) => own >= lowest,
                _ => false,
            },
        }
    }

    /// Where the desk's working days begin and end; none: the zone is not known any more.
    pub(crate) fn working_zone(&self) -> Option<TimeZone> {
        TimeZone::get(self.zone_name()).ok()
    }

    /// The same by its IANA name.
    pub(crate) fn zone_name(&self) -> &str {
        self.calendar.zone.as_deref().unwrap_or(&self.chat.zone)
    }

    /// Fails with a sentence when the settings contradict themselves.
    pub fn check(&self) -> Result<(), String> {
        if let Some(lowest) = &self.lowest_rank
            && !self.ranks.contains(lowest)
        {
            return Err(format!("lowest_rank {lowest:?} is not one of the ranks {:?}", self.ranks));
        }
        if self.limits.file_bytes > 1024 * 1024 * 1024 {
            return Err("limits.file_bytes may be at most 1 GiB".to_owned());
        }
        if self.poll_after.is_some_and(|seconds| seconds > 3600) {
            return Err("poll_after may be at most 3600 seconds".to_owned());
        }
        if self.close_rule.is_some_and(|rule| !(1..=MOST_DAYS).contains(&rule.working_days)) {
            return Err(format!("close_rule.working_days is 1 to {MOST_DAYS}"));
        }
        self.calendar.check()?;
        self.chat.check()?;
        match &self.password_page {
            Some(page) if !page.starts_with("https://") => {
                Err("password_page must be an https address".to_owned())
            }
            _ => Ok(()),
        }
    }

    /// These facts with `key` set to `value`; the value is read as JSON, or else as plain text. A dot leads into a setting
    /// that has several parts.
    pub fn with(&self, key: &str, value: &str) -> Result<Self, String> {
        let mut all = Value::Object(self.to_map().map_err(|e| e.to_string())?);
        let mut place = &mut all;
        let mut whole = String::new();
        for part in key.split('.') {
            let Value::Object(map) = place else { return Err(format!("the setting {whole:?} has no parts")) };
            if !map.contains_key(part) {
                let known: Vec<_> = map.keys().map(|known| format!("{whole}{known}")).collect();
                return Err(format!("there is no setting {key:?}; the settings are {}", known.join(", ")));
            }
            whole = format!("{whole}{part}.");
            place = map.entry(part).or_insert(Value::Null);
        }
        *place = serde_json::from_str(value).unwrap_or_else(|_| Value::String(value.to_owned()));
        let facts: Self = serde_json::from_value(all).map_err(|e| format!("{key}: {e}"))?;
        facts.check().map(|()| facts)
    }

    fn to_map(&self) -> Result<Map<String, Value>, serde_json::Error> {
        match serde_json::to_value(self)? {
            Value::Object(map) => Ok(map),
            _ => Ok(Map::new()),
        }
    }

    pub(crate) fn load(conn: &Connection) -> Result<Self, Problem> {
        let mut rows = conn.prepare_cached("SELECT key, value FROM setting")?;
        let stored = rows.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
        let stored = stored.collect::<Result<Vec<_>, _>>()?;
        if stored.is_empty() {
            // Every request asks for this, and most desks have set nothing.
            return Ok(Self::default());
        }
        let mut map = Self::default().to_map()?;
        for (key, value) in stored {
            map.insert(key, serde_json::from_str(&value)?);
        }
        Ok(serde_json::from_value(Value::Object(map))?)
    }

    /// Stores what differs from the defaults, so that a later default reaches desks that never set it.
    pub(crate) fn save(&self, conn: &Connection) -> Result<(), Problem> {
        let defaults: BTreeMap<_, _> = Self::default().to_map()?.into_iter().collect();
        conn.execute("DELETE FROM setting", [])?;
        for (key, value) in self.to_map()? {
            if defaults.get(&key) != Some(&value) {
                conn.execute("INSERT INTO setting (key, value) VALUES (?1, ?2)", (key, value.to_string()))?;
            }
        }
        Ok(())
    }
}
