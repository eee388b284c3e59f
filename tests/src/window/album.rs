//! Pictures of a story, to be looked at by people.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

use anyhow::{Context, Result};

use super::AppWindow;
use crate::session::Session;

/// How often a picture is taken while something on it moves.
const MOST: u32 = 8;

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

    /// Takes a picture of the whole display, once nothing on it moves any more.
    pub async fn take(&self, session: &Session, name: &str) -> Result<()> {
        let number = self.taken.fetch_add(1, Ordering::Relaxed);
        let file = self.folder.join(format!("{number:02}-{name}.png"));
        let screen = session.screen()?;
        let mut before = Vec::new();
        // A page says that it is drawn some time before a busy machine shows it; a blinking caret never rests.
        for _ in 0..MOST {
            screen.save(&file).await?;
            let now = pixels(session, &file).await?;
            if now == before {
                break;
            }
            before = now;
        }
        Ok(())
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

/// What a picture shows, without what its file says besides.
async fn pixels(session: &Session, file: &Path) -> Result<Vec<u8>> {
    let output = session.command("identify").args(["-format", "%#"]).arg(file).output().await?;
    Ok(output.stdout)
}
