//! A post's signs as bits: a quick no to whether it has one.

use std::fmt::{self, Debug, Formatter};

/// Bits in the set; a post has some twenty signs, so that one in two hundred strangers is taken for one of them.
const BITS: usize = 1 << 12;
const WORDS: usize = BITS / 64;

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
    /// Returns the bit that stands for a hash.
    #[allow(clippy::cast_possible_truncation, reason = "twelve bits are left")]
    pub(crate) const fn bit(hash: u64) -> u16 {
        (hash >> (64 - BITS.trailing_zeros())) as u16
    }

    pub(crate) fn clear(&mut self) {
        self.0 = [0; WORDS];
    }

    pub(crate) fn add(&mut self, hash: u64) {
        let bit = Self::bit(hash);
        self.0[usize::from(bit >> 6) % WORDS] |= 1 << (bit & 63);
    }

    pub(crate) fn may_have(&self, hash: u64) -> bool {
        self.has_bit(Self::bit(hash))
    }

    pub(crate) fn has_bit(&self, bit: u16) -> bool {
        self.0[usize::from(bit >> 6) % WORDS] >> (bit & 63) & 1 == 1
    }
}
