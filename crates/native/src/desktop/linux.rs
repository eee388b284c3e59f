//! GNOME keeps in its settings whether it shows notices, of all apps and of each; KDE's notification service has a property
//! for it. Other desktops do not say.

use std::time::Duration;

use gio::{Settings, SettingsSchemaSource, prelude::SettingsExt};

const SERVICE: &str = "org.freedesktop.Notifications";
const ALL: &str = "org.gnome.desktop.notifications";
const ONE: &str = "org.gnome.desktop.notifications.application";
/// As GNOME writes the name of our desktop entry in a path.
const OURS: &str = "/org/gnome/desktop/notifications/application/svara/";
const LIMIT: Duration = Duration::from_secs(2);

pub(super) async fn allows_notices() -> Option<bool> {
    gnome(ONE, Some(OURS), "enable").await
}

/// The switch of our own notices: that of all is *do not disturb*.
pub(super) async fn shows_banners() -> Option<bool> {
    gnome(ONE, Some(OURS), "show-banners").await
}

pub(super) async fn holds_back() -> Option<bool> {
    match tokio::time::timeout(LIMIT, inhibited()).await {
        Ok(Ok(inhibited)) => Some(inhibited),
        // A service without the property is none of KDE's.
        Ok(Err(_)) | Err(_) => gnome(ALL, None, "show-banners").await.map(|shows| !shows),
    }
}

async fn inhibited() -> zbus::Result<bool> {
    let bus = zbus::Connection::session().await?;
    let proxy = zbus::proxy::Builder::<zbus::Proxy<'_>>::new(&bus)
        .destination(SERVICE)
        .path("/org/freedesktop/Notifications")
        .interface(SERVICE)
        .cache_properties(zbus::proxy::CacheProperties::No)
        .build()
        .await?;
    proxy.get_property("Inhibited").await
}

/// A switch of GNOME's, where this is GNOME: its settings may be installed elsewhere, and mean nothing there.
async fn gnome(schema: &'static str, path: Option<&'static str>, key: &'static str) -> Option<bool> {
    let desktop = std::env::var("XDG_CURRENT_DESKTOP").ok()?;
    if !desktop.split(':').any(|name| name.eq_ignore_ascii_case("gnome")) {
        return None;
    }
    tokio::task::spawn_blocking(move || {
        // Asking for a schema that is not installed would end the process.
        let known = SettingsSchemaSource::default()?.lookup(schema, true)?;
        known.has_key(key).then_some(())?;
        Some(Settings::new_full(&known, None::<&gio::SettingsBackend>, path).boolean(key))
    })
    .await
    .ok()?
}
