//! What the member chose. Every change is kept at once.

use crate::{changes::Stale, house::House, texts::Texts, trouble::Trouble};

/// What the member chose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The window's language, one of [`crate::texts::LANGUAGES`]; none: the system's.
    pub language: Option<String>,
    /// Light or dark.
    pub appearance: Appearance,
    /// What closing the window does.
    pub on_close: OnClose,
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

/// What the member chose; what was stored by another version and is not known counts as not chosen.
pub(crate) async fn read(keep: &crate::store::Keep) -> Result<Settings, Trouble> {
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
    Ok(Settings { language, appearance, on_close })
}

/// Changes what the member chose.
pub(crate) async fn change(house: &House, settings: Settings) -> Result<Settings, Trouble> {
    let appearance = match settings.appearance {
        Appearance::System => None,
        Appearance::Light => Some("light".to_owned()),
        Appearance::Dark => Some("dark".to_owned()),
    };
    let on_close = match settings.on_close {
        OnClose::Ask => None,
        OnClose::Stay => Some("stay".to_owned()),
        OnClose::Quit => Some("quit".to_owned()),
    };
    house.keep.set_setting(APPEARANCE, appearance).await?;
    house.keep.set_setting(ON_CLOSE, on_close).await?;
    house.keep.set_setting(LANGUAGE, settings.language).await?;
    let settings = read(&house.keep).await?;
    house.set_texts(Texts::new(settings.language.as_deref(), house.locale.as_deref()));
    house.changes.stale(Stale::Settings);
    // Languages by their own names, dates and the tray are said in another language now.
    house.changes.stale(Stale::Accounts);
    Ok(settings)
}
