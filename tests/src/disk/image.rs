//! What lies on a disk at one moment.

use std::{
    collections::BTreeMap,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::Path,
};

use super::content::Content;

/// The files of a disk, by their path below its folder (`app/keep.db`). A copy shares the bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Image(pub(super) BTreeMap<String, Content>);

impl Image {
    /// The paths of its files, sorted.
    pub fn paths(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
    }

    /// A file's bytes.
    pub fn bytes(&self, path: &str) -> Option<Vec<u8>> {
        self.0.get(path).map(Content::bytes)
    }

    /// Puts a file there, in place of one with the same path.
    pub fn put(&mut self, path: &str, bytes: &[u8]) {
        self.0.insert(path.to_owned(), Content::of(bytes));
    }

    /// Takes a file away.
    pub fn remove(&mut self, path: &str) {
        self.0.remove(path);
    }

    /// Its files in one folder (`app`) and those below it.
    #[must_use]
    pub fn below(&self, folder: &str) -> Self {
        let inside = |path: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        Self(self.0.iter().filter(|(path, _)| inside(path)).map(|(p, c)| (p.clone(), c.clone())).collect())
    }

    /// These files and those of another image, which win.
    #[must_use]
    pub fn with(mut self, other: &Self) -> Self {
        self.0.extend(other.0.iter().map(|(path, content)| (path.clone(), content.clone())));
        self
    }

    /// A number that two images share only when their files are the same.
    pub fn digest(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        for (path, content) in &self.0 {
            (path, content.bytes()).hash(&mut hasher);
        }
        hasher.finish()
    }

    /// Writes its files into a real folder, for a look from outside.
    pub fn write_to(&self, folder: &Path) -> std::io::Result<()> {
        for (path, content) in &self.0 {
            let file = folder.join(path);
            fs::create_dir_all(file.parent().unwrap_or(folder))?;
            fs::write(file, content.bytes())?;
        }
        Ok(())
    }
}
