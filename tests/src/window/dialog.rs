//! The file dialog of GTK as the app opens it, driven by keys.

use std::{path::Path, time::Duration};

use anyhow::Result;
use tokio::time::timeout;

use crate::session::{Screen, Window, until};

/// The dialog, while it is open.
#[derive(Debug)]
pub struct FileDialog {
    window: Window,
}

impl FileDialog {
    /// Waits until the app has opened it beside its own window.
    pub async fn wait(screen: &Screen<'_>, app: &Window) -> Result<Self> {
        let window = until("the file dialog", async || {
            let windows = screen.windows_of_class(super::CLASS).await;
            windows.into_iter().find(|window| window != app)
        })
        .await?;
        Ok(Self { window })
    }

    /// Types a file's path, and waits until the dialog is closed.
    pub async fn choose(self, screen: &Screen<'_>, file: &Path) -> Result<()> {
        let path = file.display().to_string();
        // What a dialog that is still filling itself swallows is typed again.
        until("the end of the file dialog", async || {
            if screen.is_gone(&self.window).await {
                return Some(());
            }
            screen.key(&self.window, "ctrl+l").await.ok()?;
            screen.key(&self.window, "ctrl+a").await.ok()?;
            screen.type_text(&self.window, &path).await.ok()?;
            screen.key(&self.window, "Return").await.ok()?;
            let closed = until("its end", async || screen.is_gone(&self.window).await.then_some(()));
            timeout(Duration::from_secs(2), closed).await.ok()?.ok()
        })
        .await
    }
}
