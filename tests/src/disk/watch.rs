//! A test's view of a disk at work: every change before it happens, and the say over how it ends.

use super::Disk;

/// What is about to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpKind {
    /// A file is opened, and made where there is none.
    Open,
    /// Bytes are written.
    Write,
    /// What was written is to be there after a power cut.
    Sync,
    /// A file is cut to a length.
    Truncate,
    /// A file is removed.
    Delete,
    /// A file gets another name.
    Rename,
}

/// One change before it happens.
#[derive(Clone, Copy, Debug)]
pub struct DiskOp<'a> {
    /// What.
    pub kind: OpKind,
    /// The file, below the disk's folder.
    pub path: &'a str,
    /// Where a write begins; a truncation's length.
    pub offset: u64,
    /// How many bytes a write has.
    pub length: usize,
    /// Whether the file takes up more of the disk after it: what a full disk refuses.
    pub grows: bool,
    /// How many changes the disk had before this one.
    pub number: u64,
    /// The disk, as it is before the change: its images can be taken here.
    pub disk: &'a Disk,
}

/// How a change ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Well.
    Go,
    /// With an error of the device (`EIO`); nothing happened.
    Io,
    /// The disk is full (`ENOSPC`); nothing happened.
    Full,
    /// A part is written before the disk is full; where nothing is written, as `Full`.
    Short,
    /// The program ends here: this and everything after it fails, until the disk is restored.
    Freeze,
}

/// Sees every change before it happens.
pub type Watch = Box<dyn FnMut(&DiskOp<'_>) -> Verdict + Send>;

/// Asked before every read of the file at a path below the disk's folder: whether the device gives what is asked for.
pub type Reader = Box<dyn FnMut(&str) -> bool + Send>;

/// What happened on a disk so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Changes of any kind, failed ones included.
    pub changes: u64,
    /// Writes that went well.
    pub writes: u64,
    /// Bytes that were written.
    pub bytes: u64,
    /// Syncs that went well.
    pub syncs: u64,
    /// Changes that failed as told.
    pub failures: u64,
}
