//! A file's bytes in pages that copies share until one of them is written.

use std::sync::Arc;

/// The length of a page; a database's own, so that one write touches one page.
const PAGE: usize = 4096;

/// What a disk writes at once: a write is torn between two of these, never inside one.
pub(super) const SECTOR: u64 = 512;

type Page = [u8; PAGE];

/// A file's bytes. A clone costs one counter a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Content {
    pages: Vec<Arc<Page>>,
    len: u64,
}

impl Content {
    pub(super) fn len(&self) -> u64 {
        self.len
    }

    /// Fills `into` from `offset`; answers how many of its bytes the file has.
    pub(super) fn read(&self, offset: u64, into: &mut [u8]) -> usize {
        let there = usize::try_from(self.len.saturating_sub(offset)).unwrap_or(usize::MAX).min(into.len());
        let mut rest = into.get_mut(..there).unwrap_or_default();
        let (mut index, mut inside) = place(offset);
        while !rest.is_empty() {
            let length = rest.len().min(PAGE - inside);
            let (head, tail) = rest.split_at_mut(length);
            match self.pages.get(index).and_then(|page| page.get(inside..inside + length)) {
                Some(bytes) => head.copy_from_slice(bytes),
                None => head.fill(0),
            }
            (rest, index, inside) = (tail, index + 1, 0);
        }
        there
    }

    /// Writes at `offset`; what lies between the end and it becomes zero.
    pub(super) fn write(&mut self, offset: u64, data: &[u8]) {
        let end = offset + data.len() as u64;
        if end > self.len {
            self.resize(end);
        }
        let (mut rest, (mut index, mut inside)) = (data, place(offset));
        while !rest.is_empty() {
            let (head, tail) = rest.split_at(rest.len().min(PAGE - inside));
            if let Some(page) = self.pages.get_mut(index)
                && let Some(bytes) = Arc::make_mut(page).get_mut(inside..inside + head.len())
            {
                bytes.copy_from_slice(head);
            }
            (rest, index, inside) = (tail, index + 1, 0);
        }
    }

    /// Cuts off what is beyond `len`, or adds zeros up to it.
    pub(super) fn resize(&mut self, len: u64) {
        let (whole, inside) = place(len);
        self.pages.resize_with(whole + usize::from(inside > 0), || Arc::new([0; PAGE]));
        if len < self.len
            && inside > 0
            && let Some(page) = self.pages.get_mut(whole)
            && let Some(beyond) = Arc::make_mut(page).get_mut(inside..)
        {
            beyond.fill(0);
        }
        self.len = len;
    }

    /// Takes the pages over that a write of `length` bytes at `offset` touched in `other`.
    pub(super) fn take(&mut self, other: &Self, offset: u64, length: usize) {
        let ((first, _), (last, _)) = (place(offset), place(offset + (length as u64).saturating_sub(1)));
        for index in first..=last {
            if let (Some(mine), Some(theirs)) = (self.pages.get_mut(index), other.pages.get(index)) {
                mine.clone_from(theirs);
            }
        }
    }

    /// Has the length of `other`, the pages it had and those that only `other` has.
    pub(super) fn grow_to(&mut self, other: &Self) {
        if let Some(beyond) = other.pages.get(self.pages.len()..) {
            self.pages.extend_from_slice(beyond);
        }
        self.len = other.len;
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut bytes = vec![0; usize::try_from(self.len).unwrap_or_default()];
        self.read(0, &mut bytes);
        bytes
    }

    pub(super) fn of(bytes: &[u8]) -> Self {
        let mut content = Self::default();
        content.write(0, bytes);
        content
    }
}

/// The page of an offset, and the place in it.
fn place(offset: u64) -> (usize, usize) {
    let offset = usize::try_from(offset).unwrap_or(usize::MAX);
    (offset / PAGE, offset % PAGE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_keeps_what_the_other_overwrites() {
        let mut one = Content::of(&[7; 10_000]);
        let copy = one.clone();
        one.write(4_000, &[9; 200]);
        assert_eq!(copy.bytes(), [7; 10_000]);
        assert_eq!(one.bytes()[3_999..4_201], [&[7][..], &[9; 200], &[7; 1]].concat());
        assert!(Arc::ptr_eq(&one.pages[2], &copy.pages[2]));
    }

    #[test]
    fn what_was_cut_off_is_zero_when_the_file_grows_again() {
        let mut content = Content::of(&[7; 6_000]);
        content.resize(5_000);
        content.write(7_000, &[1]);
        let bytes = content.bytes();
        assert_eq!(bytes.len(), 7_001);
        assert!(bytes[..5_000].iter().all(|byte| *byte == 7) && bytes[5_000..7_000].iter().all(|b| *b == 0));
    }

    #[test]
    fn reading_beyond_the_end_answers_what_is_there() {
        let content = Content::of(&[7; 100]);
        let mut into = [1; 50];
        assert_eq!(content.read(80, &mut into), 20);
        assert_eq!(content.read(100, &mut into), 0);
        assert_eq!(content.read(9_000, &mut into), 0);
    }
}
