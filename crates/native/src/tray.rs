//! Asks the session bus for a host of status icons.

use std::time::Duration;

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const LIMIT: Duration = Duration::from_secs(2);

/// A watcher runs and a host has registered with it; no answer in time counts as none.
pub(crate) async fn host_present() -> bool {
    match tokio::time::timeout(LIMIT, ask()).await {
        Ok(Ok(present)) => present,
        Ok(Err(error)) => {
            tracing::debug!(%error, "no tray host");
            false
        }
        Err(_) => {
            tracing::warn!("the tray's watcher did not answer");
            false
        }
    }
}

async fn ask() -> zbus::Result<bool> {
    let bus = zbus::Connection::session().await?;
    let proxy = zbus::proxy::Builder::<zbus::Proxy<'_>>::new(&bus)
        .destination(WATCHER)
        .path("/StatusNotifierWatcher")
        .interface(WATCHER)
        .cache_properties(zbus::proxy::CacheProperties::No)
        .build()
        .await?;
    proxy.get_property("IsStatusNotifierHostRegistered").await
}
