//! The folder of a disk for what the store does without SQLite: moving a file aside, finding old copies.

use std::{io, path::Path};

use svara_core::StoreFiles;

use super::{Disk, handle::Failure, watch::OpKind};

impl StoreFiles for Disk {
    fn exists(&self, file: &Path) -> io::Result<bool> {
        Ok(self.has(&self.path_on_it(file)?)?)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let (from, to) = (self.path_on_it(from)?, self.path_on_it(to)?);
        self.ask(OpKind::Rename, &from, (0, 0), false)?;
        let mut names = self.names();
        if !names.rename(&from, &to) {
            return Err(Failure::Missing.into());
        }
        names.settle();
        Ok(())
    }

    fn remove(&self, file: &Path) -> io::Result<()> {
        match self.delete(&self.path_on_it(file)?, false) {
            Ok(()) | Err(Failure::Missing) => Ok(()),
            Err(failure) => Err(failure.into()),
        }
    }

    fn read(&self, file: &Path) -> io::Result<Vec<u8>> {
        self.alive()?;
        Ok(self.image().bytes(&self.path_on_it(file)?).unwrap_or_default())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        self.alive()?;
        let folder = match self.path_on_it(folder)?.as_str() {
            "" => String::new(),
            folder => format!("{folder}/"),
        };
        let names = self.names();
        let inside = names.paths().filter_map(|path| path.strip_prefix(&folder));
        Ok(inside.filter(|name| !name.contains('/')).map(str::to_owned).collect())
    }
}

impl Disk {
    fn path_on_it(&self, path: &Path) -> io::Result<String> {
        let text = path.to_str().unwrap_or_default();
        match Self::of(text) {
            Some((disk, file)) if disk.0.number == self.0.number => Ok(file.to_owned()),
            _ => Err(io::Error::new(io::ErrorKind::NotFound, format!("not on {self:?}: {text}"))),
        }
    }
}

impl From<Failure> for io::Error {
    fn from(failure: Failure) -> Self {
        Self::from(match failure {
            Failure::Full => io::ErrorKind::StorageFull,
            Failure::Missing => io::ErrorKind::NotFound,
            Failure::Busy => io::ErrorKind::ResourceBusy,
            // "input/output error" has no kind of its own.
            Failure::Io => io::ErrorKind::Other,
        })
    }
}
