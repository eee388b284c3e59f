//! Which files there are: what the program sees, what is certainly on the disk, and the changes between the two.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use fastrand::Rng;

use super::{image::Image, node::Node};

/// A file that may be open while its name changes or goes.
pub(super) type File = Arc<Mutex<Node>>;

/// The files by path below the disk's folder.
///
/// A file system keeps the order of its changes of names, so that a power cut undoes the last few of them. Syncing a file
/// that was made since then makes all of them certain, as does removing one with its folder synced.
#[derive(Debug, Default)]
pub(super) struct Names {
    now: BTreeMap<String, File>,
    certain: BTreeMap<String, File>,
    uncertain: Vec<Change>,
}

#[derive(Debug)]
enum Change {
    Put(String, File),
    Remove(String),
    Rename(String, String),
}

impl Names {
    pub(super) fn of(image: &Image) -> Self {
        let file = |content| Arc::new(Mutex::new(Node::of(content)));
        let now: BTreeMap<_, _> =
            image.0.iter().map(|(path, content)| (path.clone(), file(content))).collect();
        Self { certain: now.clone(), now, uncertain: Vec::new() }
    }

    pub(super) fn find(&self, path: &str) -> Option<File> {
        self.now.get(path).cloned()
    }

    pub(super) fn make(&mut self, path: &str) -> File {
        let file = File::default();
        self.change(Change::Put(path.to_owned(), file.clone()));
        file
    }

    /// Whether there was such a file.
    pub(super) fn remove(&mut self, path: &str) -> bool {
        let there = self.now.contains_key(path);
        if there {
            self.change(Change::Remove(path.to_owned()));
        }
        there
    }

    /// Whether there was such a file.
    pub(super) fn rename(&mut self, from: &str, to: &str) -> bool {
        let there = self.now.contains_key(from);
        if there {
            self.change(Change::Rename(from.to_owned(), to.to_owned()));
        }
        there
    }

    fn change(&mut self, change: Change) {
        change.apply(&mut self.now);
        self.uncertain.push(change);
    }

    /// No power cut undoes what happened to names so far.
    pub(super) fn settle(&mut self) {
        for change in self.uncertain.drain(..) {
            change.apply(&mut self.certain);
        }
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.now.keys().map(String::as_str)
    }

    /// The files as the program sees them.
    pub(super) fn image(&self) -> Image {
        image(&self.now, |node| node.now().clone())
    }

    /// The files as a power cut may leave them.
    pub(super) fn after_power_cut(&self, dice: &mut Rng) -> Image {
        let mut left = self.certain.clone();
        let count = dice.u64(0..=self.uncertain.len() as u64);
        for (change, _) in self.uncertain.iter().zip(0..count) {
            change.apply(&mut left);
        }
        image(&left, |node| node.after_power_cut(dice))
    }
}

impl Change {
    fn apply(&self, to: &mut BTreeMap<String, File>) {
        match self {
            Self::Put(path, file) => {
                to.insert(path.clone(), file.clone());
            }
            Self::Remove(path) => {
                to.remove(path);
            }
            Self::Rename(from, path) => {
                if let Some(file) = to.remove(from) {
                    to.insert(path.clone(), file);
                }
            }
        }
    }
}

fn image(files: &BTreeMap<String, File>, mut content: impl FnMut(&Node) -> super::content::Content) -> Image {
    let mut read = |file: &File| content(&file.lock().unwrap_or_else(PoisonError::into_inner));
    Image(files.iter().map(|(path, file)| (path.clone(), read(file))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(names: &Names, seed: u64) -> Vec<String> {
        names.after_power_cut(&mut Rng::with_seed(seed)).paths()
    }

    #[test]
    fn a_power_cut_undoes_the_last_changes_of_names_in_order() {
        let mut names = Names::default();
        names.make("a");
        names.settle();
        names.rename("a", "b");
        names.make("c");
        let possible = [vec!["a"], vec!["b"], vec!["b", "c"]];
        let seen: Vec<_> = (0..60).map(|seed| after(&names, seed)).collect();
        assert!(seen.iter().all(|left| possible.iter().any(|p| p == left)), "{seen:?}");
        assert!(possible.iter().all(|p| seen.iter().any(|left| p == left)), "{seen:?}");
        names.settle();
        assert_eq!(after(&names, 1), ["b", "c"]);
    }
}
