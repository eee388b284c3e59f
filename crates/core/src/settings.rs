//! What the member chose. Every change is kept at once.

use std::collections::BTreeSet;

use jiff::civil::Time;
use svara_model::{NoticeKind, NoticeSound};

use crate::{
    changes::Stale,
    follow_up::{self, QuietHours, Span},
    house::House,
    store::Keep,
    texts::Texts,
    trouble::Trouble,
};

/// What the member chose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The window's language, one of [`crate::texts::LANGUAGES`]; none: the system's.
    pub language: Option<String>,
    /// Light or dark.
    pub appearance: Appearance,
    /// What closing the window does.
    pub on_close: OnClose,
    /// How to be told.
    pub notices: NoticeSettings,
}

/// How the member wants to be told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoticeSettings {
    /// What is not told.
    pub off: BTreeSet<NoticeKind>,
    /// Whether notices do not say what they are about.
    pub hidden: bool,
    /// What is heard.
    pub sound: NoticeSound,
    /// When nothing is told of issues.
    pub quiet: QuietHours,
    /// Whether an issue that is about to be closed is told in quiet hours, too.
    pub deadline_breaks_quiet: bool,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Appearance {
    /// As the system.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What closing the window does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnClose {
    /// The tray where there is one, else ask.
    #[default]
    Ask,
    /// The app goes on without a window.
    Stay,
    /// The app ends.
    Quit,
}

const LANGUAGE: &str = "language";
const APPEARANCE: &str = "appearance";
const ON_CLOSE: &str = "on_close";
const KINDS_OFF: &str = "notice kinds off";
const CONTENT: &str = "notice content";
const SOUND: &str = "notice sound";
const QUIET: &str = "quiet hours";
const QUIET_DEADLINE: &str = "quiet deadline";

/// What the member chose; what was stored by another version and is not known counts as not chosen.
pub(crate) async fn read(keep: &Keep) -> Result<Settings, Trouble> {
    let appearance = match keep.setting(APPEARANCE).await?.as_deref() {
        Some("light") => Appearance::Light,
        Some("dark") => Appearance::Dark,
        _ => Appearance::System,
    };
    let on_close = match keep.setting(ON_CLOSE).await?.as_deref() {
        Some("stay") => OnClose::Stay,
        Some("quit") => OnClose::Quit,
        _ => OnClose::Ask,
    };
    let language = keep.setting(LANGUAGE).await?;
    let language = language.filter(|tag| crate::texts::LANGUAGES.contains(&tag.as_str()));
    Ok(Settings { language, appearance, on_close, notices: read_notices(keep).await? })
}

async fn read_notices(keep: &Keep) -> Result<NoticeSettings, Trouble> {
    let off = keep.setting(KINDS_OFF).await?.unwrap_or_default();
    let quiet = keep.setting(QUIET).await?;
    Ok(NoticeSettings {
        off: off.split(',').filter_map(NoticeKind::read).collect(),
        hidden: keep.setting(CONTENT).await?.as_deref() == Some("hidden"),
        sound: keep.setting(SOUND).await?.as_deref().and_then(NoticeSound::read).unwrap_or_default(),
        quiet: quiet.as_deref().and_then(read_hours).unwrap_or_default(),
        deadline_breaks_quiet: keep.setting(QUIET_DEADLINE).await?.as_deref() == Some("told"),
    })
}

/// Changes what the member chose.
pub(crate) async fn change(house: &House, settings: Settings) -> Result<Settings, Trouble> {
    let appearance = match settings.appearance {
        Appearance::System => None,
        Appearance::Light => Some("light"),
        Appearance::Dark => Some("dark"),
    };
    let on_close = match settings.on_close {
        OnClose::Ask => None,
        OnClose::Stay => Some("stay"),
        OnClose::Quit => Some("quit"),
    };
    let notices = &settings.notices;
    let off: Vec<_> = notices.off.iter().map(|kind| kind.word()).collect();
    let kept = vec![
        (APPEARANCE, appearance.map(str::to_owned)),
        (ON_CLOSE, on_close.map(str::to_owned)),
        (LANGUAGE, settings.language.clone()),
        (KINDS_OFF, (!off.is_empty()).then(|| off.join(","))),
        (CONTENT, notices.hidden.then(|| "hidden".to_owned())),
        (SOUND, (notices.sound != NoticeSound::default()).then(|| notices.sound.word().to_owned())),
        (QUIET, write_hours(&notices.quiet)),
        (QUIET_DEADLINE, notices.deadline_breaks_quiet.then(|| "told".to_owned())),
    ];
    house.keep.set_settings(kept).await?;
    let settings = read(&house.keep).await?;
    house.set_texts(Texts::new(settings.language.as_deref(), house.locale.as_deref()));
    follow_up::change(house, settings.notices.clone());
    house.changes.stale(Stale::Settings);
    // Languages by their own names, dates and the tray are said in another language now.
    house.changes.stale(Stale::Accounts);
    Ok(settings)
}

/// Seven days, Monday first: from when to when, or none.
type Hours = Vec<Option<(Time, Time)>>;

/// As they are stored: `[["22:00:00","07:00:00"],null,…]`. None: there are none.
fn write_hours(quiet: &QuietHours) -> Option<String> {
    let hours: Hours = quiet.days.iter().map(|day| day.map(|span| (span.from, span.to))).collect();
    hours.iter().any(Option::is_some).then(|| serde_json::to_string(&hours).ok()).flatten()
}

fn read_hours(text: &str) -> Option<QuietHours> {
    let hours: Hours = serde_json::from_str(text).ok()?;
    let mut quiet = QuietHours::default();
    for (day, hours) in quiet.days.iter_mut().zip(hours) {
        *day = hours.map(|(from, to)| Span { from, to });
    }
    Some(quiet)
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;

    use super::*;

    #[test]
    fn quiet_hours_are_read_as_they_were_written() {
        assert_eq!(write_hours(&QuietHours::default()), None);
        let mut quiet = QuietHours::default();
        quiet.days[4] = Some(Span { from: time(22, 30, 0, 0), to: time(7, 0, 0, 0) });
        let text = write_hours(&quiet).unwrap();
        assert_eq!(read_hours(&text), Some(quiet));
        for other in ["", "[1]", "{}", r#"[["25:00","07:00"]]"#] {
            assert_eq!(read_hours(other), None, "{other}");
        }
    }
}
