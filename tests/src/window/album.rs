//! Pictures of a story, to be looked at by people.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

use anyhow::{Context, Result};

use super::AppWindow;
use crate::session::Session;

/// The pictures of one story, in the order they were taken.
#[derive(Debug)]
pub struct Album {
    folder: PathBuf,
    taken: AtomicU32,
}

impl Album {
    /// A new album in the place of the last run's.
    pub fn new(story: &str) -> Result<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/stories").join(story);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        Ok(Self { folder, taken: AtomicU32::new(1) })
    }

    /// Takes a picture of the whole display.
    pub async fn take(&self, session: &Session, name: &str) -> Result<()> {
        let number = self.taken.fetch_add(1, Ordering::Relaxed);
        session.screen()?.save(&self.folder.join(format!("{number:02}-{name}.png"))).await
    }

    /// The same, with the app's page as it is now.
    pub async fn take_drawn(&self, session: &Session, window: &AppWindow, name: &str) -> Result<()> {
        window.drawn().await?;
        self.take(session, name).await
    }

    /// Keeps a file with the pictures.
    pub fn keep(&self, name: &str, content: &str) -> Result<()> {
        Ok(fs::write(self.folder.join(name), content)?)
    }
}
