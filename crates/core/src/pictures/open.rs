//! Files that the member picked.

use std::{
    fs::{File, OpenOptions},
    io::Read,
    path::Path,
};

use super::PictureProblem;

/// Reads a plain file, opened once: what is checked is the opened file, so that nothing can take its place in between.
pub(super) fn read(path: &Path, most_bytes: u64) -> Result<Vec<u8>, PictureProblem> {
    let file = open(path).map_err(|_| PictureProblem::Unreadable)?;
    let about = file.metadata().map_err(|_| PictureProblem::Unreadable)?;
    if !about.is_file() {
        return Err(PictureProblem::Unreadable);
    }
    if about.len() > most_bytes {
        return Err(PictureProblem::TooLarge);
    }
    // One more than allowed: a file may grow while it is read.
    let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or_default());
    file.take(most_bytes.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|_| PictureProblem::Unreadable)?;
    if super::larger(&bytes, most_bytes) { Err(PictureProblem::TooLarge) } else { Ok(bytes) }
}

/// Opening a FIFO would wait for its writer and a terminal could become ours, before either is known to be no plain file.
#[cfg(unix)]
fn open(path: &Path) -> std::io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new().read(true).custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY).open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().read(true).open(path)
}
