//! A disk in memory for SQLite: it can be cut off at any moment, filled, broken, copied, and put back.
//!
//! Every file that is opened below [`Disk::folder`] through the VFS named [`Disk::vfs`] lies on that disk. A program that
//! runs on it is ended like this: take what is left with [`Disk::crash`], [`Disk::freeze`] the old disk so that what the
//! ended program still does on its way out is void, drop the program, and open it again on [`Disk::from_image`]. Give two
//! programs a disk each, so that one can end alone.
//!
//! What a power cut leaves: everything up to a file's last sync; of the writes after it any subset, each whole or torn
//! between sectors of 512 bytes, because a disk keeps no order between two syncs; and of the files made, renamed and removed
//! since then any prefix, because file systems do keep that order. Bytes beside a write are never touched: the disk says
//! `SQLITE_IOCAP_POWERSAFE_OVERWRITE`, as SQLite's own VFS for Unix and Windows do, so that the log has here the very
//! layout that it has at the member's; without it SQLite would pad every commit, which is safer than what is shipped.

mod content;
mod files;
mod handle;
mod image;
mod locks;
mod names;
mod node;
#[cfg(test)]
mod tests;
mod vfs;
mod watch;

use std::{
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
};

use fastrand::Rng;

pub use image::Image;
pub use vfs::seed_sqlite;
pub use watch::{Counts, DiskOp, OpKind, Reader, Verdict, Watch};

use handle::Failure;
use names::Names;

/// The VFS's name, and the folder of disks in a path.
const NAME: &str = "svara-disk";

static DISKS: Mutex<BTreeMap<u64, Weak<Inner>>> = Mutex::new(BTreeMap::new());
static NEXT: AtomicU64 = AtomicU64::new(1);

/// How a program or its computer ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crash {
    /// The program is killed: everything that it wrote is there.
    Kill,
    /// The computer is cut off; the seed decides what of the un-synced is there.
    PowerCut {
        /// Which of the possible outcomes.
        seed: u64,
    },
}

/// A disk in memory; clones are the same disk. Its files are gone with the last clone and the last open file.
#[derive(Clone)]
pub struct Disk(Arc<Inner>);

struct Inner {
    number: u64,
    folder: PathBuf,
    names: Mutex<Names>,
    watch: Mutex<Option<Watch>>,
    watched: AtomicBool,
    reader: Mutex<Option<Reader>>,
    read_watched: AtomicBool,
    frozen: AtomicBool,
    holders: AtomicU64,
    changes: AtomicU64,
    writes: AtomicU64,
    bytes: AtomicU64,
    syncs: AtomicU64,
    failures: AtomicU64,
}

impl Disk {
    /// An empty disk.
    pub fn new() -> anyhow::Result<Self> {
        Self::from_image(&Image::default())
    }

    /// A disk with these files on it. The bytes are shared until they are written.
    pub fn from_image(image: &Image) -> anyhow::Result<Self> {
        vfs::register()?;
        let number = NEXT.fetch_add(1, Relaxed);
        let inner = Arc::new(Inner {
            number,
            folder: PathBuf::from(format!("/{NAME}/{number}")),
            names: Mutex::new(Names::of(image)),
            watch: Mutex::default(),
            watched: AtomicBool::default(),
            reader: Mutex::default(),
            read_watched: AtomicBool::default(),
            frozen: AtomicBool::default(),
            holders: AtomicU64::default(),
            changes: AtomicU64::default(),
            writes: AtomicU64::default(),
            bytes: AtomicU64::default(),
            syncs: AtomicU64::default(),
            failures: AtomicU64::default(),
        });
        lock(&DISKS).insert(number, Arc::downgrade(&inner));
        Ok(Self(inner))
    }

    /// The VFS to open files with.
    pub fn vfs(&self) -> &'static str {
        NAME
    }

    /// The folder that is this disk. It is nowhere else: other programs and `std::fs` know nothing of it.
    pub fn folder(&self) -> &Path {
        &self.0.folder
    }

    /// The same disk under a name inside a real folder, for a program that also keeps real files beside its database.
    pub fn folder_in(&self, real: &Path) -> PathBuf {
        real.join(NAME).join(self.0.number.to_string())
    }

    /// The files as the running program sees them.
    pub fn image(&self) -> Image {
        self.names().image()
    }

    /// The files as they are when the program or the computer ends now. The disk itself goes on.
    pub fn crash(&self, crash: Crash) -> Image {
        match crash {
            Crash::Kill => self.image(),
            Crash::PowerCut { seed } => self.names().after_power_cut(&mut Rng::with_seed(seed)),
        }
    }

    /// Has these files from now on, whole and certain, and works again if it was frozen. Files that are open meanwhile stay
    /// what they are for whoever has them open, and are no longer on the disk.
    pub fn restore(&self, image: &Image) {
        *self.names() = Names::of(image);
        self.0.frozen.store(false, Relaxed);
    }

    /// The program has ended: from now on everything fails.
    pub fn freeze(&self) {
        self.0.frozen.store(true, Relaxed);
    }

    /// Calls `watch` before every change, in place of whoever watched before. It must not open files of this disk.
    pub fn watch(&self, watch: Watch) {
        *lock(&self.0.watch) = Some(watch);
        self.0.watched.store(true, Relaxed);
    }

    /// Asks `reader` before every read, in place of whoever was asked before.
    pub fn watch_reads(&self, reader: Reader) {
        *lock(&self.0.reader) = Some(reader);
        self.0.read_watched.store(true, Relaxed);
    }

    /// Lets everything happen again.
    pub fn unwatch(&self) {
        self.0.read_watched.store(false, Relaxed);
        *lock(&self.0.reader) = None;
        self.0.watched.store(false, Relaxed);
        *lock(&self.0.watch) = None;
    }

    /// What happened so far.
    pub fn counts(&self) -> Counts {
        let its = &*self.0;
        Counts {
            changes: its.changes.load(Relaxed),
            writes: its.writes.load(Relaxed),
            bytes: its.bytes.load(Relaxed),
            syncs: its.syncs.load(Relaxed),
            failures: its.failures.load(Relaxed),
        }
    }

    fn names(&self) -> MutexGuard<'_, Names> {
        lock(&self.0.names)
    }

    fn alive(&self) -> Result<(), Failure> {
        if self.0.frozen.load(Relaxed) { Err(Failure::Io) } else { Ok(()) }
    }

    fn verdict(&self, op: &DiskOp<'_>) -> Verdict {
        if !self.0.watched.load(Relaxed) {
            return Verdict::Go;
        }
        lock(&self.0.watch).as_mut().map_or(Verdict::Go, |watch| watch(op))
    }

    fn may_read(&self, path: &str) -> Result<(), Failure> {
        self.alive()?;
        let watched = self.0.read_watched.load(Relaxed);
        if watched && lock(&self.0.reader).as_mut().is_some_and(|reader| !reader(path)) {
            self.count_failure();
            return Err(Failure::Io);
        }
        Ok(())
    }

    fn next_holder(&self) -> u64 {
        self.0.holders.fetch_add(1, Relaxed)
    }

    fn count_change(&self) -> u64 {
        self.0.changes.fetch_add(1, Relaxed)
    }

    fn count_failure(&self) {
        self.0.failures.fetch_add(1, Relaxed);
    }

    fn count_write(&self, bytes: usize) {
        self.0.writes.fetch_add(1, Relaxed);
        self.0.bytes.fetch_add(bytes as u64, Relaxed);
    }

    fn count_sync(&self) {
        self.0.syncs.fetch_add(1, Relaxed);
    }

    /// The disk of a path, and the file's path on it.
    fn of(path: &str) -> Option<(Self, &str)> {
        let (_, below) = path.rsplit_once(NAME).filter(|(before, _)| before.ends_with('/'))?;
        let below = below.strip_prefix('/')?;
        let (number, file) = below.split_once('/').unwrap_or((below, ""));
        let disk = lock(&DISKS).get(&number.parse().ok()?)?.upgrade()?;
        Some((Self(disk), file))
    }
}

impl fmt::Debug for Disk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Disk({})", self.0.folder.display())
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        lock(&DISKS).remove(&self.number);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
