//! The folder that the store's files lie in, for what SQLite does not do itself: moving a file aside, finding old copies.

use std::{fmt::Debug, fs, io, path::Path};

use crate::private;

/// Files as the store's VFS sees them. Paths are those that the store is opened with.
pub trait StoreFiles: Debug + Send + Sync {
    /// Makes a folder and those above it where they are not there, the folder its owner's alone.
    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        let _ = folder;
        Ok(())
    }

    /// Makes a file that only its owner can read, where none is there, so that SQLite finds it so.
    fn make_private(&self, file: &Path) -> io::Result<()> {
        let _ = file;
        Ok(())
    }

    /// Whether the file is there.
    fn exists(&self, file: &Path) -> io::Result<bool>;

    /// Gives a file another name in its folder, for good: also after a power cut. Replaces what has that name.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a file; one that is not there is removed already.
    fn remove(&self, file: &Path) -> io::Result<()>;

    /// All of a file's bytes, to rescue what can be read of a damaged one; one that is not there has none.
    fn read(&self, file: &Path) -> io::Result<Vec<u8>> {
        Err(io::Error::new(io::ErrorKind::Unsupported, format!("{} cannot be rescued here", file.display())))
    }

    /// The names of the files in a folder, sorted.
    fn list(&self, folder: &Path) -> io::Result<Vec<String>>;
}

/// The files of this computer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PlatformFiles;

impl StoreFiles for PlatformFiles {
    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        private::make_folder(folder)
    }

    fn make_private(&self, file: &Path) -> io::Result<()> {
        private::ensure(file)
    }

    fn exists(&self, file: &Path) -> io::Result<bool> {
        file.try_exists()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)?;
        sync_folder(to)
    }

    fn remove(&self, file: &Path) -> io::Result<()> {
        match fs::remove_file(file) {
            Err(problem) if problem.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => removed,
        }
    }

    fn read(&self, file: &Path) -> io::Result<Vec<u8>> {
        match fs::read(file) {
            Err(problem) if problem.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            read => read,
        }
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(folder)? {
            // Names that are not Unicode are none of the store's.
            names.extend(entry?.file_name().into_string().ok());
        }
        names.sort();
        Ok(names)
    }
}

#[cfg(unix)]
fn sync_folder(file: &Path) -> io::Result<()> {
    file.parent().map_or(Ok(()), |folder| fs::File::open(folder)?.sync_all())
}

/// Windows writes a folder's entries through its own log.
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
