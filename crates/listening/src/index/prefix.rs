//! Which beginnings of a word are asked for: how long they are, by what they begin with.

use std::ops::Range;

use super::anchor::{PREFIX_BYTES, beginning};

const TABLE_BITS: u32 = 13;
/// By length: which bits of four bytes belong to a beginning.
const BEGINNINGS: [u32; 5] = [0, 0xFF, 0xFFFF, 0xFF_FFFF, u32::MAX];

/// For each beginning of up to four bytes, the lengths of the prefixes that begin so, a bit each.
///
/// Beginnings that share a cell share their lengths, which costs a look-up. Lengths are never taken back.
#[derive(Debug, Clone, Default)]
pub(super) struct Prefixes {
    cells: Vec<u32>,
    /// Lengths of the prefixes of one or two bytes.
    short: u32,
}

impl Prefixes {
    pub(super) fn add(&mut self, begins: [u8; 4], bytes: u8) {
        if self.cells.is_empty() {
            self.cells = vec![0; 1 << TABLE_BITS];
        }
        if bytes < 3 {
            self.short |= 1 << bytes;
        } else {
            self.cells[cell(u32::from_le_bytes(begins))] |= 1 << bytes;
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.cells)
    }

    /// Returns how many bytes the first prefix would make it take, if it would be the first.
    pub(super) fn growth(&self) -> usize {
        if self.cells.is_empty() { size_of::<u32>() << TABLE_BITS } else { 0 }
    }

    /// Calls `each` with every beginning that may be asked for of the key that stands at `key` in `keys`.
    #[inline]
    pub(super) fn of<'k>(&self, keys: &'k [u8], key: Range<usize>, mut each: impl FnMut(&'k [u8])) {
        let begins = match keys.get(key.start..key.start + 4) {
            Some(&[a, b, c, d]) => u32::from_le_bytes([a, b, c, d]) & BEGINNINGS[key.len().min(4)],
            _ => u32::from_le_bytes(beginning(&keys[key.clone()])),
        };
        let three = self.cells.get(cell(begins & BEGINNINGS[3])).map_or(0, |lengths| lengths & 1 << 3);
        let longer = self.cells.get(cell(begins)).map_or(0, |lengths| lengths & !0b1111);
        let key = &keys[key];
        let mut lengths = self.short | three | longer;
        // A key shorter than a prefix does not begin with it.
        if key.len() < PREFIX_BYTES {
            lengths &= (2 << key.len()) - 1;
        }
        while lengths != 0 {
            each(&key[..lengths.trailing_zeros() as usize]);
            lengths &= lengths - 1;
        }
    }
}

/// Returns the cell of a beginning.
fn cell(begins: u32) -> usize {
    (begins.wrapping_mul(0x9E37_79B1) >> (u32::BITS - TABLE_BITS)) as usize
}
