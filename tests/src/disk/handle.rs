//! An open file, as SQLite works with it, before it becomes C.

use std::sync::{MutexGuard, PoisonError};

use super::{
    Disk,
    locks::{Busy, Holder, Level, Mapping},
    names::File,
    node::Node,
    watch::{DiskOp, OpKind, Verdict},
};

/// Why the disk did not do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// The device failed, or the program has ended.
    Io,
    /// The disk is full.
    Full,
    /// Another connection has the lock.
    Busy,
    /// There is no such file.
    Missing,
}

impl From<Busy> for Failure {
    fn from(_: Busy) -> Self {
        Self::Busy
    }
}

/// One connection's hold on a file.
#[derive(Debug)]
pub(super) struct Handle {
    disk: Disk,
    path: String,
    file: File,
    who: Holder,
    level: Level,
    mapping: Mapping,
    /// Gone when it is closed.
    temporary: bool,
}

impl Handle {
    pub(super) fn open(disk: &Disk, path: &str, create: bool, temporary: bool) -> Result<Self, Failure> {
        let found = disk.names().find(path);
        disk.ask(OpKind::Open, path, (0, 0), found.is_none())?;
        let file = match found {
            Some(file) => file,
            None if create => disk.names().make(path),
            None => return Err(Failure::Missing),
        };
        let (disk, path) = (disk.clone(), path.to_owned());
        let who = disk.next_holder();
        Ok(Self { disk, path, file, who, level: Level::None, mapping: Mapping::default(), temporary })
    }

    fn node(&self) -> MutexGuard<'_, Node> {
        self.file.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Fills `into`; answers how many of its bytes the file has.
    pub(super) fn read(&self, offset: u64, into: &mut [u8]) -> Result<usize, Failure> {
        self.disk.may_read(&self.path)?;
        Ok(self.node().now().read(offset, into))
    }

    pub(super) fn write(&self, offset: u64, data: &[u8]) -> Result<(), Failure> {
        let grows = offset + data.len() as u64 > self.node().now().len();
        let op = (offset, data.len());
        let verdict = self.disk.ask(OpKind::Write, &self.path, op, grows)?;
        if verdict == Verdict::Short {
            let (part, _) = data.split_at(data.len() / 2);
            self.node().write(offset, part);
            return Err(Failure::Full);
        }
        self.node().write(offset, data);
        self.disk.count_write(data.len());
        Ok(())
    }

    pub(super) fn truncate(&self, len: u64) -> Result<(), Failure> {
        let grows = len > self.node().now().len();
        self.disk.ask(OpKind::Truncate, &self.path, (len, 0), grows)?.whole()?;
        self.node().resize(len);
        Ok(())
    }

    pub(super) fn sync(&self) -> Result<(), Failure> {
        self.disk.ask(OpKind::Sync, &self.path, (0, 0), false)?.whole()?;
        self.disk.names().settle();
        self.node().sync();
        self.disk.count_sync();
        Ok(())
    }

    pub(super) fn len(&self) -> Result<u64, Failure> {
        self.disk.alive()?;
        Ok(self.node().now().len())
    }

    pub(super) fn lock(&mut self, wanted: Level) -> Result<(), Failure> {
        self.disk.alive()?;
        let mut level = self.level;
        let locked = self.node().locks.lock(self.who, &mut level, wanted);
        self.level = level;
        Ok(locked?)
    }

    pub(super) fn unlock(&mut self, wanted: Level) {
        let mut level = self.level;
        self.node().locks.unlock(self.who, &mut level, wanted);
        self.level = level;
    }

    pub(super) fn is_reserved(&self) -> Result<bool, Failure> {
        self.disk.alive()?;
        Ok(self.node().locks.is_reserved())
    }

    pub(super) fn map(
        &mut self,
        index: usize,
        size: usize,
        extend: bool,
    ) -> Result<Option<*mut u8>, Failure> {
        self.disk.alive()?;
        let mut mapping = self.mapping;
        let address = self.node().memory.map(&mut mapping, index, size, extend);
        self.mapping = mapping;
        Ok(address)
    }

    pub(super) fn lock_memory(&mut self, first: usize, count: usize, exclusive: bool) -> Result<(), Failure> {
        self.disk.alive()?;
        let mut mapping = self.mapping;
        let locked = match exclusive {
            true => self.node().memory.lock_exclusive(&mut mapping, first, count),
            false => self.node().memory.lock_shared(&mut mapping, first),
        };
        self.mapping = mapping;
        Ok(locked?)
    }

    pub(super) fn unlock_memory(&mut self, first: usize, count: usize) {
        let mut mapping = self.mapping;
        self.node().memory.unlock(&mut mapping, first, count);
        self.mapping = mapping;
    }

    pub(super) fn unmap(&mut self) {
        let mut mapping = self.mapping;
        self.node().memory.unmap(&mut mapping);
        self.mapping = mapping;
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.unmap();
        self.unlock(Level::None);
        if self.temporary {
            self.disk.names().remove(&self.path);
        }
    }
}

impl Disk {
    /// Asks whoever watches; an error where the change does not happen at all.
    pub(super) fn ask(
        &self,
        kind: OpKind,
        path: &str,
        (offset, length): (u64, usize),
        grows: bool,
    ) -> Result<Verdict, Failure> {
        self.alive()?;
        let number = self.count_change();
        let verdict = self.verdict(&DiskOp { kind, path, offset, length, grows, number, disk: self });
        match verdict {
            Verdict::Go => return Ok(verdict),
            Verdict::Freeze => self.freeze(),
            Verdict::Short if kind == OpKind::Write => {
                self.count_failure();
                return Ok(verdict);
            }
            Verdict::Io | Verdict::Full | Verdict::Short => {}
        }
        self.count_failure();
        Err(if matches!(verdict, Verdict::Full | Verdict::Short) { Failure::Full } else { Failure::Io })
    }

    /// Whether the file was there and went.
    pub(super) fn delete(&self, path: &str, for_good: bool) -> Result<(), Failure> {
        self.ask(OpKind::Delete, path, (0, 0), false)?.whole()?;
        let mut names = self.names();
        if !names.remove(path) {
            return Err(Failure::Missing);
        }
        if for_good {
            names.settle();
        }
        Ok(())
    }

    pub(super) fn has(&self, path: &str) -> Result<bool, Failure> {
        self.alive()?;
        Ok(self.names().find(path).is_some())
    }
}

impl Verdict {
    /// Only writes happen in part.
    fn whole(self) -> Result<(), Failure> {
        if self == Self::Go { Ok(()) } else { Err(Failure::Full) }
    }
}
