//! Pictures on their way to a desk and from it. Content decides what a file is; nothing is decoded before its header was
//! checked; what leaves this module was drawn anew, so that nothing but the pixels of the original is in it.

mod decode;
mod encode;
mod open;
#[cfg(test)]
mod tests;

use std::{path::PathBuf, sync::Arc};

use bytes::Bytes;
use tokio::sync::Semaphore;

use crate::file_names;

pub use decode::{MOST_PIXELS, MOST_SIDE};
pub use encode::{SHOWN_SIDE, THUMB_HEIGHT, THUMB_WIDTH};

/// How many pictures are worked on at a time: each may take some hundred megabytes while it is.
const WORKERS: usize = 1;

/// Why a picture was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureProblem {
    /// More bytes than allowed, before or after it was drawn anew.
    #[error("the file is too large")]
    TooLarge,
    /// Not a PNG or JPEG picture by its content.
    #[error("the file is no PNG or JPEG picture")]
    NotAPicture,
    /// More pixels than can be handled safely: [`MOST_PIXELS`], [`MOST_SIDE`] a side, 256 MiB decoded.
    #[error("the picture has too many pixels")]
    TooManyPixels,
    /// It begins like a picture and does not go on like one.
    #[error("the picture is damaged")]
    Damaged,
    /// It cannot be read, or is no plain file.
    #[error("the file cannot be read")]
    Unreadable,
}

/// A picture drawn anew: upright, 8 bits a channel, without metadata.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// `image/png` or `image/jpeg`, of `bytes` and of `thumb`.
    pub media_type: &'static str,
    /// The picture.
    pub bytes: Bytes,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// A small one, at most [`THUMB_WIDTH`] × [`THUMB_HEIGHT`] pixels; never larger than the picture.
    pub thumb: Bytes,
}

/// A picture ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    /// A safe file name whose ending says what the content is.
    pub name: String,
    /// The picture.
    pub picture: Picture,
}

/// Makes a picture ready to be sent: `most_bytes` is the desk's limit, for the original and for what is sent. Blocks.
pub fn prepare(name: &str, bytes: &[u8], most_bytes: u64) -> Result<Prepared, PictureProblem> {
    if larger(bytes, most_bytes) {
        return Err(PictureProblem::TooLarge);
    }
    let decoded = decode::decode(bytes)?;
    let picture = encode::whole(&decoded)?;
    if larger(&picture.bytes, most_bytes) {
        return Err(PictureProblem::TooLarge);
    }
    Ok(Prepared { name: file_names::safe_with_extension(name, decoded.kind.extensions()), picture })
}

/// Opens a file that the member picked, once, and makes it ready to be sent. Blocks.
pub fn prepare_file(path: &std::path::Path, most_bytes: u64) -> Result<Prepared, PictureProblem> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    prepare(&name, &open::read(path, most_bytes)?, most_bytes)
}

/// Makes a picture that came from a desk ready to be shown: at most [`SHOWN_SIDE`] pixels a side. Blocks.
pub fn show(bytes: &[u8]) -> Result<Picture, PictureProblem> {
    encode::shown(decode::decode(bytes)?)
}

/// Whether the bytes begin like a picture that can be shown or sent; the rest may still be damaged.
pub fn is_picture(bytes: &[u8]) -> bool {
    decode::kind(bytes).is_some()
}

fn larger(bytes: &[u8], most: u64) -> bool {
    u64::try_from(bytes.len()).map_or(true, |length| length > most)
}

/// The same off the async threads, one picture at a time.
#[derive(Clone, Debug)]
pub struct Pictures {
    workers: Arc<Semaphore>,
    /// Where there is one thread for everything, it draws the pictures, too.
    inline: bool,
}

impl Default for Pictures {
    fn default() -> Self {
        Self { workers: Arc::new(Semaphore::new(WORKERS)), inline: false }
    }
}

impl Pictures {
    /// The same, on the caller's thread.
    pub fn inline() -> Self {
        Self { inline: true, ..Self::default() }
    }

    /// [`prepare_file`].
    pub async fn prepare_file(&self, path: PathBuf, most_bytes: u64) -> Result<Prepared, PictureProblem> {
        self.work(move || prepare_file(&path, most_bytes)).await
    }

    /// [`prepare`].
    pub async fn prepare(
        &self,
        name: String,
        bytes: Bytes,
        most_bytes: u64,
    ) -> Result<Prepared, PictureProblem> {
        self.work(move || prepare(&name, &bytes, most_bytes)).await
    }

    /// [`show`].
    pub async fn show(&self, bytes: Bytes) -> Result<Picture, PictureProblem> {
        self.work(move || show(&bytes)).await
    }

    /// A dropped caller does not free the worker: decoding cannot be broken off, and must stay counted until it ends.
    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, PictureProblem> + Send + 'static,
    ) -> Result<T, PictureProblem> {
        if self.inline {
            return work();
        }
        let Ok(permit) = Arc::clone(&self.workers).acquire_owned().await else {
            return Err(PictureProblem::Unreadable);
        };
        let worked = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(permit);
            done
        });
        // A decoder that panics did so over this picture; with a runtime that shuts down it does not matter.
        worked.await.unwrap_or(Err(PictureProblem::Damaged))
    }
}
