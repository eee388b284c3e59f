//! The folder with everything the app keeps on this computer.

use std::{
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context, Result, bail};
use directories::ProjectDirs;
use tokio::time::interval;

/// So often, and so many times, whoever waits for the folder looks whether it is free.
pub(crate) const LOOK: Duration = Duration::from_millis(250);
/// Longer than a self-test takes to end.
const LOOKS: u32 = 40;

/// The data folder of this run, only its owner may enter.
#[derive(Clone, Debug)]
pub(crate) struct DataFolder {
    path: PathBuf,
    /// Whether it is the one that the app takes unasked.
    pub(crate) is_usual: bool,
}

impl DataFolder {
    /// Makes the folder where it is not there yet.
    pub(crate) fn prepare(chosen: Option<&Path>) -> Result<Self> {
        let folder = match chosen {
            Some(path) => Self { path: std::path::absolute(path)?, is_usual: false },
            None => Self { path: usual()?, is_usual: true },
        };
        for path in [&folder.path, &folder.logs(), &folder.window()] {
            private(path).with_context(|| format!("the folder {} cannot be made", path.display()))?;
        }
        Ok(folder)
    }

    /// The folder itself: the core's files lie here.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Where the logs lie.
    pub(crate) fn logs(&self) -> PathBuf {
        self.path.join("logs")
    }

    /// What the web view keeps for itself.
    pub(crate) fn window(&self) -> PathBuf {
        self.path.join("window")
    }

    /// The built-in desk's folder, which the desk makes itself.
    pub(crate) fn desk(&self) -> PathBuf {
        self.path.join("desk")
    }

    /// Holds the folder for the app. A self-test that looks at it lets go of it when it sees that an app waits.
    pub(crate) async fn take(&self) -> Result<File> {
        let next = private_file(&self.next())?;
        let mut queued = false;
        let mut looks = interval(LOOK);
        for _ in 0..LOOKS {
            looks.tick().await;
            if let Ok(file) = self.lock() {
                return Ok(file);
            }
            queued = queued || next.try_lock().is_ok();
        }
        self.lock()
    }

    /// Whether an app waits for the folder. One that ends while it waits waits no longer.
    pub(crate) fn is_wanted(&self) -> Result<bool> {
        Ok(private_file(&self.next())?.try_lock().is_err())
    }

    /// Ends when an app waits for the folder.
    pub(crate) async fn wanted(&self) {
        let mut looks = interval(LOOK);
        loop {
            looks.tick().await;
            match self.is_wanted() {
                Ok(false) => {}
                Ok(true) => return,
                Err(problem) => tracing::warn!(%problem, "whether the folder is wanted is not known"),
            }
        }
    }

    /// Held by the app that waits for the folder.
    fn next(&self) -> PathBuf {
        self.path.join("svara.next")
    }

    /// Holds the folder for this process. Two at once would work on the same files; where no session bus lets the second
    /// find the first, this stops it.
    pub(crate) fn lock(&self) -> Result<File> {
        let path = self.path.join("svara.lock");
        let file = private_file(&path)?;
        if file.try_lock().is_err() {
            bail!("another Svara works with {}", self.path.display());
        }
        Ok(file)
    }
}

fn usual() -> Result<PathBuf> {
    let project = ProjectDirs::from("app", "Svara", "Svara").context("this user has no home folder")?;
    Ok(project.data_local_dir().to_path_buf())
}

#[cfg(unix)]
fn private(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt, PermissionsExt};

    fs::DirBuilder::new().recursive(true).mode(0o700).create(path)?;
    // Also one that was there before, whatever the umask was then.
    fs::set_permissions(path, fs::Permissions::from_mode(0o700))
}

/// Windows: the profile folder's list of rights names the user alone already.
#[cfg(not(unix))]
fn private(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

/// Opens a file for writing that only its owner reads, as it is or a new one.
pub(crate) fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_has_one_process() {
        let parent = tempfile::tempdir().expect("a folder");
        let folder = DataFolder::prepare(Some(&parent.path().join("data"))).expect("the folder can be made");
        let held = folder.lock().expect("nobody holds it");
        assert!(folder.lock().is_err());
        drop(held);
        assert!(folder.lock().is_ok());
    }

    #[tokio::test]
    async fn whoever_looks_sees_that_an_app_waits() {
        let parent = tempfile::tempdir().expect("a folder");
        let folder = DataFolder::prepare(Some(&parent.path().join("data"))).expect("the folder can be made");
        let held = folder.lock().expect("nobody holds it");
        assert!(!folder.is_wanted().expect("it is known"));
        let looks = async {
            folder.wanted().await;
            drop(held);
        };
        let (taken, ()) = tokio::join!(folder.take(), looks);
        assert!(taken.is_ok() && folder.lock().is_err());
        assert!(!folder.is_wanted().expect("it is known"), "it has it now");
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_enters_the_folder() {
        use std::os::unix::fs::PermissionsExt;

        let parent = tempfile::tempdir().expect("a folder");
        let path = parent.path().join("data");
        fs::create_dir(&path).expect("a folder");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("rights can be set");
        let folder = DataFolder::prepare(Some(&path)).expect("the folder can be made");
        for path in [folder.path(), &folder.logs(), &folder.window()] {
            let mode = fs::metadata(path).expect("it is there").permissions().mode();
            assert_eq!(mode & 0o777, 0o700, "{}", path.display());
        }
    }
}
