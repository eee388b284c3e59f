//! What the member chose.

use jiff::civil::Time;
use svara_core::{NoticeSettings, QuietHours, Settings, Span};

use crate::view::{NoticeSettingsArgs, NoticeSettingsView, QuietArgs, QuietView, SettingsArgs, SettingsView};

impl From<Settings> for SettingsView {
    fn from(settings: Settings) -> Self {
        Self {
            language: settings.language,
            appearance: settings.appearance.into(),
            on_close: settings.on_close.into(),
            notices: settings.notices.into(),
        }
    }
}

impl From<NoticeSettings> for NoticeSettingsView {
    fn from(settings: NoticeSettings) -> Self {
        let NoticeSettings { off, hidden, sound, quiet, deadline_breaks_quiet } = settings;
        let time = |time: Time| time.strftime("%H:%M").to_string();
        let day = |span: Span| QuietView { from: time(span.from), to: time(span.to) };
        Self {
            off: off.into_iter().map(Into::into).collect(),
            hidden,
            sound: sound.into(),
            quiet: quiet.days.into_iter().map(|span| span.map(day)).collect(),
            deadline_breaks_quiet,
        }
    }
}

impl From<SettingsArgs> for Settings {
    fn from(args: SettingsArgs) -> Self {
        Self {
            language: args.language,
            appearance: args.appearance.into(),
            on_close: args.on_close.into(),
            notices: args.notices.into(),
        }
    }
}

impl From<NoticeSettingsArgs> for NoticeSettings {
    fn from(args: NoticeSettingsArgs) -> Self {
        let NoticeSettingsArgs { off, hidden, sound, quiet, deadline_breaks_quiet } = args;
        let mut hours = QuietHours::default();
        for (day, args) in hours.days.iter_mut().zip(&quiet) {
            *day = args.as_ref().and_then(span);
        }
        Self {
            off: off.into_iter().map(Into::into).collect(),
            hidden,
            sound: sound.into(),
            quiet: hours,
            deadline_breaks_quiet,
        }
    }
}

/// None: no time of a day, so that nobody is kept from hearing by what nobody meant.
fn span(args: &QuietArgs) -> Option<Span> {
    Some(Span { from: args.from.parse().ok()?, to: args.to.parse().ok()? })
}
