//! A post's signs as bits: a quick no to whether it has one.

use std::fmt::{self, Debug, Formatter};

/// Bits in the set; a post has some twenty signs, so that one in two hundred strangers is taken for one of them.
const BITS: usize = 1 << 12;
const WORDS: usize = BITS / 64;

/// Returns the part of a hash by which gates know a sign.
#[allow(clippy::cast_possible_truncation, reason = "sixteen bits are left")]
pub(crate) const fn short(hash: u64) -> u16 {
    (hash >> 48) as u16
}

/// Returns where the bit of a short hash stands.
const fn place(short: u16) -> (usize, u32) {
    let bit = short as usize % BITS;
    (bit / 64, (bit % 64) as u32)
}

/// A set of hashes that may hold more than was put in, never less.
#[derive(Clone)]
pub(crate) struct Signs([u64; WORDS]);

impl Default for Signs {
    fn default() -> Self {
        Self([0; WORDS])
    }
}

impl Debug for Signs {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "Signs({})", self.0.iter().map(|word| word.count_ones()).sum::<u32>())
    }
}

impl Signs {
    pub(crate) fn clear(&mut self) {
        self.0 = [0; WORDS];
    }

    #[inline]
    pub(crate) fn add(&mut self, short: u16) {
        let (word, bit) = place(short);
        self.0[word] |= 1 << bit;
    }

    #[inline]
    pub(crate) fn may_have(&self, short: u16) -> bool {
        let (word, bit) = place(short);
        self.0[word] >> bit & 1 == 1
    }
}
