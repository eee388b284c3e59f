//! A handle to one SQLite file, and who runs its statements.

use std::{
    path::Path,
    sync::{Arc, Mutex, mpsc},
    thread,
};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::oneshot;

use super::{
    files::{PlatformFiles, StoreFiles},
    opened::{Opened, Plan},
    schema::Which,
    watch::Watch,
};
use crate::house::lock;

pub(super) use super::problem::StoreProblem;

/// Where the store's files lie and who runs its statements.
#[derive(Clone, Debug)]
pub struct StoreSettings {
    /// The SQLite VFS by name; none: the platform's.
    pub vfs: Option<String>,
    /// Who runs the statements.
    pub mode: StoreMode,
    /// The same files as the VFS has.
    pub files: Arc<dyn StoreFiles>,
}

impl StoreSettings {
    /// Files on this computer's disk, each with a thread of its own.
    pub fn platform() -> Self {
        Self { vfs: None, mode: StoreMode::Thread, files: Arc::new(PlatformFiles) }
    }
}

/// Who runs the store's statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreMode {
    /// A thread of its own a file, so that no statement holds up the runtime.
    Thread,
    /// The caller, in place: one thread for everything, as a simulator on paused time needs it.
    Inline,
}

type Job = Box<dyn FnOnce(&mut Opened) + Send>;

/// A handle to one open file; clones share it. The last one closes it, unless [`Db::close`] did.
#[derive(Clone)]
pub(crate) struct Db {
    runner: Arc<Runner>,
    watch: Watch,
}

enum Runner {
    Inline(Mutex<Opened>),
    Thread(mpsc::Sender<Job>),
}

impl Db {
    /// Opens a file, making, migrating or mending it as needed.
    pub(super) fn open(which: Which, folder: &Path, settings: &StoreSettings) -> Result<Self, StoreProblem> {
        let watch = Watch::default();
        let plan = Plan {
            which,
            folder: folder.to_owned(),
            vfs: settings.vfs.clone(),
            files: settings.files.clone(),
            watch: watch.clone(),
        };
        let opened = Opened::open(plan)?;
        let runner = match settings.mode {
            StoreMode::Inline => Runner::Inline(Mutex::new(opened)),
            StoreMode::Thread => Runner::Thread(start_thread(which, opened)?),
        };
        Ok(Self { runner: Arc::new(runner), watch })
    }

    /// What the store notices by itself.
    pub(crate) fn watch(&self) -> &Watch {
        &self.watch
    }

    /// Runs `work`, which reads, on the file, after what was asked before.
    pub(crate) async fn call<T, F>(&self, work: F) -> Result<T, StoreProblem>
    where
        T: Send + 'static,
        F: FnOnce(&mut Connection) -> Result<T, StoreProblem> + Send + 'static,
    {
        self.job(move |opened| opened.read(work)).await
    }

    /// Runs `work` in one transaction: all of it is stored, or nothing.
    pub(crate) async fn write<T, F>(&self, work: F) -> Result<T, StoreProblem>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> Result<T, StoreProblem> + Send + 'static,
    {
        self.job(move |opened| {
            opened.write(|connection| {
                let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
                let out = work(&transaction)?;
                transaction.commit()?;
                Ok(out)
            })
        })
        .await
    }

    /// Writes the freed pages of the file over, empties its log and removes its older copies, so that what was deleted
    /// cannot be read back.
    pub(crate) async fn scrub(&self) -> Result<(), StoreProblem> {
        self.job(Opened::scrub).await
    }

    /// Tries whether the disk takes something: the file's own version again.
    pub(crate) async fn probe(&self) -> Result<(), StoreProblem> {
        self.job(Opened::probe).await
    }

    /// Empties the log into the file and closes it. What is asked afterwards is refused.
    pub(crate) async fn close(&self) -> Result<(), StoreProblem> {
        self.job(Opened::close).await
    }

    async fn job<T, F>(&self, work: F) -> Result<T, StoreProblem>
    where
        T: Send + 'static,
        F: FnOnce(&mut Opened) -> Result<T, StoreProblem> + Send + 'static,
    {
        match &*self.runner {
            Runner::Inline(opened) => work(&mut lock(opened)),
            Runner::Thread(jobs) => {
                let (answer, answered) = oneshot::channel();
                let job: Job = Box::new(move |opened| {
                    // The caller may have gone; its work is done all the same.
                    let _ = answer.send(work(opened));
                });
                jobs.send(job).map_err(|_| StoreProblem::Closed)?;
                answered.await.map_err(|_| StoreProblem::Closed)?
            }
        }
    }
}

fn start_thread(which: Which, mut opened: Opened) -> Result<mpsc::Sender<Job>, StoreProblem> {
    let (jobs, waiting) = mpsc::channel::<Job>();
    thread::Builder::new().name(format!("store {}", which.name())).spawn(move || {
        for job in waiting {
            job(&mut opened);
        }
    })?;
    Ok(jobs)
}
