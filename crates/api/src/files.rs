//! Bytes reach the window by id.
use crate::{App, ErrorView, ErrorCode};
/// A file for the window.
pub struct FileContent { /// Its type by content.
 pub media_type: String, /// Its content.
 pub bytes: Vec<u8> }
/// The file of an id.
pub async fn file(_app: &App, _id: &str) -> Result<FileContent, ErrorView> { Err(ErrorCode::Defect.into()) }
