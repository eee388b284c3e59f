//! Bytes reach the window by id.

use svara_core::Trouble;

use crate::{App, ErrorView};

/// A file for the window: a picture, drawn anew.
#[derive(Clone, Debug)]
pub struct FileContent {
    /// `image/png` or `image/jpeg`.
    pub media_type: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// The file of an id that a view named.
pub async fn file(app: &App, id: &str) -> Result<FileContent, ErrorView> {
    let (media_type, bytes) = app.core.file(id).await?;
    if !matches!(media_type.as_str(), "image/png" | "image/jpeg") {
        return Err(Trouble::Refused.into());
    }
    Ok(FileContent { media_type, bytes: bytes.into() })
}
