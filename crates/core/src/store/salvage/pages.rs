//! A damaged file as its pages, with what its log adds. Nothing is believed: every read can miss.

use std::collections::BTreeMap;

const MAGIC: &[u8] = b"SQLite format 3\0";
const LOG_HEADER: usize = 32;
const FRAME_HEADER: usize = 24;
/// What every file of the app has.
const USUAL_SIZE: usize = 4096;

/// The pages of a file.
pub(super) struct Pages {
    file: Vec<u8>,
    logged: BTreeMap<u32, Vec<u8>>,
    /// How long a page is.
    pub(super) size: usize,
    count: u32,
}

impl Pages {
    /// Reads a file and its write-ahead log.
    pub(super) fn read(file: Vec<u8>, log: &[u8]) -> Self {
        let size = size_of(&file, log);
        let mut pages = Self {
            count: u32::try_from(file.len() / size).unwrap_or(u32::MAX),
            file,
            logged: BTreeMap::new(),
            size,
        };
        // A log with a damaged header is none to SQLite either.
        let _ = pages.add_log(log);
        pages
    }

    /// How many there are. They are counted from 1.
    pub(super) fn count(&self) -> u32 {
        self.count
    }

    /// A page's bytes.
    pub(super) fn page(&self, number: u32) -> Option<&[u8]> {
        if let Some(page) = self.logged.get(&number) {
            return Some(page);
        }
        let start = usize::try_from(number.checked_sub(1)?).ok()?.checked_mul(self.size)?;
        self.file.get(start..start.checked_add(self.size)?)
    }

    /// Whether the first page is that of a database with such pages.
    pub(super) fn has_header(&self) -> bool {
        self.page(1).is_some_and(|page| page.starts_with(MAGIC) && header_size(page) == Some(self.size))
    }

    /// The version of the schema that the first page says.
    pub(super) fn version(&self) -> Option<usize> {
        let said = number(self.page(1).filter(|_| self.has_header())?, 60)?;
        usize::try_from(said).ok()
    }

    /// The pages that nothing lies on, as far as the list of them can be read.
    pub(super) fn free(&self) -> Vec<u32> {
        let mut free = Vec::new();
        let mut trunk = self.page(1).and_then(|page| number(page, 32)).unwrap_or_default();
        while trunk != 0 && !free.contains(&trunk) {
            let Some(page) = self.page(trunk) else { break };
            free.push(trunk);
            let leaves = number(page, 4).and_then(|n| usize::try_from(n).ok()).unwrap_or_default();
            free.extend((0..leaves.min(self.size / 4)).filter_map(|leaf| number(page, 8 + 4 * leaf)));
            trunk = number(page, 0).unwrap_or_default();
        }
        free
    }

    /// Lays the log's committed frames over the file, as far as their checksums agree.
    fn add_log(&mut self, log: &[u8]) -> Option<()> {
        let header = log.get(..LOG_HEADER)?;
        let big = match number(header, 0)? {
            0x377f_0682 => false,
            0x377f_0683 => true,
            _ => return None,
        };
        let salts = header.get(16..24)?;
        let mut sum = checksum(big, (0, 0), header.get(..24)?);
        if (number(header, 24)?, number(header, 28)?) != sum {
            return None;
        }
        let mut pending = BTreeMap::new();
        for frame in log.get(LOG_HEADER..)?.chunks_exact(FRAME_HEADER + self.size) {
            let (head, page) = frame.split_at_checked(FRAME_HEADER)?;
            sum = checksum(big, checksum(big, sum, head.get(..8)?), page);
            if head.get(8..16)? != salts || (number(head, 16)?, number(head, 20)?) != sum {
                return Some(());
            }
            pending.insert(number(head, 0)?, page.to_vec());
            let committed = number(head, 4)?;
            if committed != 0 {
                self.count = committed;
                self.logged.append(&mut pending);
            }
        }
        Some(())
    }
}

fn size_of(file: &[u8], log: &[u8]) -> usize {
    let said = if file.starts_with(MAGIC) { header_size(file) } else { None };
    let logged = || number(log, 8).and_then(|size| usize::try_from(size).ok()).filter(|size| is_size(*size));
    said.or_else(logged).unwrap_or(USUAL_SIZE)
}

fn header_size(page: &[u8]) -> Option<usize> {
    let said = match short(page, 16)? {
        1 => 65_536,
        size => size,
    };
    is_size(said).then_some(said)
}

fn is_size(size: usize) -> bool {
    size.is_power_of_two() && (512..=65_536).contains(&size)
}

fn checksum(big: bool, (mut a, mut b): (u32, u32), bytes: &[u8]) -> (u32, u32) {
    let word = |part: &[u8]| {
        let bytes = <[u8; 4]>::try_from(part).unwrap_or_default();
        if big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) }
    };
    for pair in bytes.chunks_exact(8) {
        let (first, second) = pair.split_at(4);
        a = a.wrapping_add(word(first)).wrapping_add(b);
        b = b.wrapping_add(word(second)).wrapping_add(a);
    }
    (a, b)
}

/// Four bytes as a number.
pub(super) fn number(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_be_bytes(four.try_into().ok()?))
}

/// Two bytes as a number.
pub(super) fn short(bytes: &[u8], at: usize) -> Option<usize> {
    let two = bytes.get(at..at.checked_add(2)?)?;
    Some(usize::from(u16::from_be_bytes(two.try_into().ok()?)))
}
