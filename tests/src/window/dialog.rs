//! The file dialog of GTK as the app opens it, driven by keys.

use std::{path::Path, time::Duration};

use anyhow::Result;
use tokio::time::timeout;

use crate::session::{Screen, Window, until};

/// Waits for the dialog, types a file's path into it, and waits until it is closed.
pub async fn choose_file(screen: &Screen<'_>, app: &Window, file: &Path) -> Result<()> {
    let dialog = until("the file dialog", async || {
        let windows = screen.windows_of_class(super::CLASS).await;
        windows.into_iter().find(|window| window != app)
    })
    .await?;
    let path = file.display().to_string();
    // What a dialog that is still filling itself swallows is typed again.
    until("the end of the file dialog", async || {
        if screen.is_gone(&dialog).await {
            return Some(());
        }
        screen.key(&dialog, "ctrl+l").await.ok()?;
        screen.key(&dialog, "ctrl+a").await.ok()?;
        screen.type_text(&dialog, &path).await.ok()?;
        screen.key(&dialog, "Return").await.ok()?;
        let closed = until("its end", async || screen.is_gone(&dialog).await.then_some(()));
        timeout(Duration::from_secs(2), closed).await.ok()?.ok()
    })
    .await
}
