//! Who of a file's connections may do what: the locks on the file and on its shared memory, as SQLite defines them.

use std::sync::atomic::AtomicU64;

/// How many locks a shared memory has.
const SLOTS: usize = 8;

/// Which connection.
pub(super) type Holder = u64;

/// How much of the file a connection has; the order is SQLite's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    #[default]
    None,
    Shared,
    Reserved,
    Pending,
    Exclusive,
}

/// Another connection has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Busy;

/// The locks on one file.
#[derive(Debug, Default)]
pub(super) struct FileLocks {
    readers: usize,
    reserved: Option<Holder>,
    pending: Option<Holder>,
}

impl FileLocks {
    /// Raises `level` of `who` to `wanted`, as far as it goes.
    pub(super) fn lock(&mut self, who: Holder, level: &mut Level, wanted: Level) -> Result<(), Busy> {
        let others = |lock: Option<Holder>| lock.is_some_and(|holder| holder != who);
        if *level >= wanted {
            return Ok(());
        }
        if *level == Level::None {
            if others(self.pending) {
                return Err(Busy);
            }
            self.readers += 1;
            *level = Level::Shared;
        }
        if wanted >= Level::Reserved && *level < Level::Reserved {
            if others(self.reserved) || others(self.pending) {
                return Err(Busy);
            }
            self.reserved = Some(who);
            *level = Level::Reserved;
        }
        if wanted >= Level::Pending {
            self.pending = Some(who);
            *level = Level::Pending;
            if self.readers > 1 {
                return Err(Busy);
            }
            *level = Level::Exclusive;
        }
        Ok(())
    }

    /// Lowers `level` of `who` to `wanted`: shared or none.
    pub(super) fn unlock(&mut self, who: Holder, level: &mut Level, wanted: Level) {
        if *level <= wanted {
            return;
        }
        for lock in [&mut self.reserved, &mut self.pending] {
            if *lock == Some(who) {
                *lock = None;
            }
        }
        if wanted == Level::None {
            self.readers = self.readers.saturating_sub(1);
        }
        *level = wanted;
    }

    pub(super) fn is_reserved(&self) -> bool {
        self.reserved.is_some() || self.pending.is_some()
    }
}

/// One region of shared memory. Atomic, so that a pointer to it may be written through while others have one.
type Region = Box<[AtomicU64]>;

/// The memory that connections to one file share, and its locks.
#[derive(Debug, Default)]
pub(super) struct SharedMemory {
    regions: Vec<Region>,
    slots: [Slot; SLOTS],
    mapped: usize,
}

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    readers: usize,
    writer: bool,
}

/// What one connection has of it: which locks, as bits.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Mapping {
    mapped: bool,
    shared: u8,
    exclusive: u8,
}

impl SharedMemory {
    /// The address of a region of `size` bytes; none where there is none yet and `extend` does not ask for it.
    pub(super) fn map(
        &mut self,
        mine: &mut Mapping,
        index: usize,
        size: usize,
        extend: bool,
    ) -> Option<*mut u8> {
        if !mine.mapped {
            mine.mapped = true;
            self.mapped += 1;
        }
        while extend && self.regions.len() <= index {
            self.regions.push((0..size.div_ceil(8)).map(|_| AtomicU64::new(0)).collect());
        }
        self.regions.get(index).map(|region| region.as_ptr().cast_mut().cast())
    }

    /// Lets go of it. The last one's memory goes, as it does when the last process ends.
    pub(super) fn unmap(&mut self, mine: &mut Mapping) {
        if !mine.mapped {
            return;
        }
        for index in 0..SLOTS {
            self.unlock(mine, index, 1);
        }
        *mine = Mapping::default();
        self.mapped = self.mapped.saturating_sub(1);
        if self.mapped == 0 {
            *self = Self::default();
        }
    }

    pub(super) fn lock_shared(&mut self, mine: &mut Mapping, first: usize) -> Result<(), Busy> {
        let slot = self.slots.get_mut(first).ok_or(Busy)?;
        if mine.shared & bit(first) != 0 {
            return Ok(());
        }
        if slot.writer {
            return Err(Busy);
        }
        slot.readers += 1;
        mine.shared |= bit(first);
        Ok(())
    }

    pub(super) fn lock_exclusive(
        &mut self,
        mine: &mut Mapping,
        first: usize,
        count: usize,
    ) -> Result<(), Busy> {
        let own = |index: usize| mine.exclusive & bit(index) != 0;
        let slots = self.slots.get_mut(first..first + count).ok_or(Busy)?;
        if slots.iter().zip(first..).any(|(slot, index)| !own(index) && (slot.writer || slot.readers > 0)) {
            return Err(Busy);
        }
        for (slot, index) in slots.iter_mut().zip(first..) {
            slot.writer = true;
            mine.exclusive |= bit(index);
        }
        Ok(())
    }

    pub(super) fn unlock(&mut self, mine: &mut Mapping, first: usize, count: usize) {
        for (index, slot) in self.slots.iter_mut().enumerate().skip(first).take(count) {
            if mine.shared & bit(index) != 0 {
                slot.readers = slot.readers.saturating_sub(1);
            }
            if mine.exclusive & bit(index) != 0 {
                slot.writer = false;
            }
            mine.shared &= !bit(index);
            mine.exclusive &= !bit(index);
        }
    }
}

fn bit(index: usize) -> u8 {
    u32::try_from(index).ok().and_then(|index| 1_u8.checked_shl(index)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_writer_waits_for_the_readers_and_keeps_new_ones_out() {
        let mut locks = FileLocks::default();
        let (mut one, mut two, mut three) = (Level::None, Level::None, Level::None);
        locks.lock(1, &mut one, Level::Shared).unwrap();
        locks.lock(2, &mut two, Level::Shared).unwrap();
        locks.lock(1, &mut one, Level::Reserved).unwrap();
        assert_eq!(locks.lock(2, &mut two, Level::Reserved), Err(Busy));
        assert_eq!(locks.lock(1, &mut one, Level::Exclusive), Err(Busy));
        assert_eq!((one, locks.lock(3, &mut three, Level::Shared)), (Level::Pending, Err(Busy)));
        locks.unlock(2, &mut two, Level::None);
        locks.lock(1, &mut one, Level::Exclusive).unwrap();
        locks.unlock(1, &mut one, Level::None);
        assert!(!locks.is_reserved());
        locks.lock(3, &mut three, Level::Exclusive).unwrap();
    }

    #[test]
    fn shared_memory_is_the_same_for_all_and_goes_with_the_last() {
        let mut memory = SharedMemory::default();
        let (mut one, mut two) = (Mapping::default(), Mapping::default());
        assert_eq!(memory.map(&mut one, 0, 32_768, false), None);
        let there = memory.map(&mut one, 0, 32_768, true);
        assert_eq!(memory.map(&mut two, 0, 32_768, false), there);
        memory.lock_exclusive(&mut one, 0, 3).unwrap();
        assert_eq!(memory.lock_shared(&mut two, 2), Err(Busy));
        memory.lock_shared(&mut two, 3).unwrap();
        assert_eq!(memory.lock_exclusive(&mut one, 3, 1), Err(Busy));
        memory.unmap(&mut one);
        memory.lock_shared(&mut two, 2).unwrap();
        memory.unmap(&mut two);
        assert!(memory.regions.is_empty());
    }
}
