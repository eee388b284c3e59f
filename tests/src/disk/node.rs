//! One file: what the program sees, what is certainly on the disk, and the writes between the two.

use fastrand::Rng;

use super::{
    content::{Content, SECTOR},
    locks::{FileLocks, SharedMemory},
};

/// A file, whatever it is called.
#[derive(Debug, Default)]
pub(super) struct Node {
    now: Content,
    synced: Content,
    unsynced: Vec<Change>,
    pub(super) locks: FileLocks,
    pub(super) memory: SharedMemory,
}

#[derive(Debug)]
enum Change {
    Write { offset: u64, data: Box<[u8]> },
    Resize(u64),
}

impl Node {
    /// A file that is on the disk already.
    pub(super) fn of(content: &Content) -> Self {
        Self { now: content.clone(), synced: content.clone(), ..Self::default() }
    }

    pub(super) fn now(&self) -> &Content {
        &self.now
    }

    pub(super) fn write(&mut self, offset: u64, data: &[u8]) {
        self.now.write(offset, data);
        match self.unsynced.last_mut() {
            // The same place again: the disk has one of the two, and a cache writes the last.
            Some(Change::Write { offset: last, data: before })
                if *last == offset && before.len() == data.len() =>
            {
                before.copy_from_slice(data);
            }
            _ => self.unsynced.push(Change::Write { offset, data: data.into() }),
        }
    }

    pub(super) fn resize(&mut self, len: u64) {
        if len != self.now.len() {
            self.now.resize(len);
            self.unsynced.push(Change::Resize(len));
        }
    }

    /// From now on everything written so far is there after a power cut.
    pub(super) fn sync(&mut self) {
        let cut = self.unsynced.iter().any(|change| matches!(change, Change::Resize(_)));
        if cut {
            self.synced = self.now.clone();
        } else if !self.unsynced.is_empty() {
            self.synced.grow_to(&self.now);
            for change in &self.unsynced {
                if let Change::Write { offset, data } = change {
                    self.synced.take(&self.now, *offset, data.len());
                }
            }
        }
        self.unsynced.clear();
    }

    /// What a power cut may leave: everything synced, and of the rest what the dice say, each write whole, not at all, or
    /// torn between sectors. The disk need not keep the order.
    pub(super) fn after_power_cut(&self, dice: &mut Rng) -> Content {
        let kept = match dice.u8(0..4) {
            0 => 0,
            1 => 8,
            _ => dice.u8(0..=8),
        };
        let torn = dice.bool();
        let mut content = self.synced.clone();
        for change in &self.unsynced {
            match change {
                Change::Write { offset, data } if torn && dice.u8(0..4) == 0 => {
                    write_torn(&mut content, *offset, data, dice);
                }
                Change::Write { offset, data } if dice.u8(0..8) < kept => content.write(*offset, data),
                Change::Resize(len) if dice.u8(0..8) < kept => content.resize(*len),
                Change::Write { .. } | Change::Resize(_) => {}
            }
        }
        content
    }
}

/// Writes those sectors of the data that the dice choose.
fn write_torn(content: &mut Content, mut offset: u64, data: &[u8], dice: &mut Rng) {
    let mut rest = data;
    while !rest.is_empty() {
        let to_border = usize::try_from(SECTOR - offset % SECTOR).unwrap_or(usize::MAX);
        let (sector, beyond) = rest.split_at(rest.len().min(to_border));
        if dice.bool() {
            content.write(offset, sector);
        }
        offset += sector.len() as u64;
        rest = beyond;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_synced_is_there_after_every_power_cut() {
        let mut node = Node::default();
        node.write(0, &[1; 5_000]);
        node.write(9_000, &[2; 10]);
        node.sync();
        for seed in 0..50 {
            assert_eq!(node.after_power_cut(&mut Rng::with_seed(seed)), node.now);
        }
    }

    #[test]
    fn unsynced_writes_are_lost_kept_and_torn_at_sectors() {
        let mut node = Node::default();
        node.write(0, &[1; 4_096]);
        node.sync();
        node.write(24, &[2; 2_000]);
        let (mut lost, mut kept, mut torn) = (0, 0, 0);
        for seed in 0..300 {
            let bytes = node.after_power_cut(&mut Rng::with_seed(seed)).bytes();
            assert!(bytes[..24].iter().chain(&bytes[2_024..]).all(|byte| *byte == 1));
            for (start, end) in [(24, 512), (512, 1_024), (1_024, 1_536), (1_536, 2_024)] {
                assert!(bytes[start..end].iter().all(|byte| *byte == bytes[start]), "torn inside a sector");
            }
            match [24, 512, 1_024, 1_536].iter().filter(|at| bytes[**at] == 2).count() {
                0 => lost += 1,
                4 => kept += 1,
                _ => torn += 1,
            }
        }
        assert!(lost > 30 && kept > 30 && torn > 10, "{lost} {kept} {torn}");
    }

    #[test]
    fn a_file_cut_short_and_written_again_is_synced_as_it_is() {
        let mut node = Node::default();
        node.write(0, &[1; 9_000]);
        node.sync();
        node.resize(100);
        node.write(200, &[3; 50]);
        node.sync();
        assert_eq!(node.after_power_cut(&mut Rng::with_seed(1)).bytes(), node.now.bytes());
        assert_eq!(node.now.len(), 250);
    }
}
