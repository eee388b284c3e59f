//! The start at login: off until the member says yes, and asked once.

use crate::{changes::Stale, house::House, trouble::Trouble};

/// What the member answered when they were asked: "yes" or "no".
const ANSWER: &str = "start at login";

/// Whether the app starts at login.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StartAtLogin {
    /// What the desktop does; none: it could not be read.
    pub on: Option<bool>,
    /// What the member said; none: they were not asked yet.
    pub wanted: Option<bool>,
}

/// What the desktop does, and what the member said.
pub(crate) async fn read(house: &House) -> Result<StartAtLogin, Trouble> {
    let on = house.desktop.starts_at_login().await;
    let on = on.inspect_err(|problem| tracing::warn!(%problem, "not read")).ok();
    let wanted = match house.keep.setting(ANSWER).await?.as_deref() {
        Some("yes") => Some(true),
        Some("no") => Some(false),
        _ => None,
    };
    Ok(StartAtLogin { on, wanted })
}

/// Does what the member said. The desktop first: an answer that is kept stands for what was done.
pub(crate) async fn answer(house: &House, on: bool) -> Result<StartAtLogin, Trouble> {
    house.desktop.start_at_login(on).await.map_err(|problem| {
        tracing::error!(%problem, on, "not changed");
        Trouble::Defect
    })?;
    house.keep.set_setting(ANSWER, Some(if on { "yes" } else { "no" }.to_owned())).await?;
    house.changes.stale(Stale::Settings);
    read(house).await
}
