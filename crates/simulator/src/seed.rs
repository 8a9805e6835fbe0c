//! Chance that repeats itself.

use std::time::Duration;

use rand::rngs::ChaCha8Rng;
use rand::{Rng, SeedableRng};

/// Numbers that look random and are a function of seed, purpose and number alone: every part of the world draws from
/// its own, so that one more draw here changes nothing there.
#[derive(Debug)]
pub(crate) struct Random(ChaCha8Rng);

impl Random {
    pub(crate) fn of(seed: u64, purpose: &str, number: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(&number.to_le_bytes());
        key[16..24].copy_from_slice(&fnv_1a(purpose.as_bytes()).to_le_bytes());
        Self(ChaCha8Rng::from_seed(key))
    }

    /// A number in `0..end`; 0 when `end` is 0. The bias of the multiplication is far below what anybody could see.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.0.next_u64()) * end as u128) >> 64) as usize
    }

    /// A number in `from..=to`.
    pub(crate) fn within(&mut self, from: usize, to: usize) -> usize {
        from + self.below(to - from + 1)
    }

    /// True in `rate` of all cases.
    pub(crate) fn chance(&mut self, rate: f64) -> bool {
        (self.below(1 << 30) as f64) < rate * f64::from(1 << 30)
    }

    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// The place of one of the weights, each as likely as its share of all.
    pub(crate) fn weighted(&mut self, weights: &[usize]) -> usize {
        let mut rest = self.below(weights.iter().sum());
        weights
            .iter()
            .position(|weight| {
                let is_here = rest < *weight;
                rest = rest.saturating_sub(*weight);
                is_here
            })
            .unwrap_or_default()
    }

    /// A pause between the two, evenly spread.
    pub(crate) fn pause(&mut self, (from, to): (Duration, Duration)) -> Duration {
        let width = to.saturating_sub(from).as_millis() as usize;
        from + Duration::from_millis(self.below(width + 1) as u64)
    }

    /// A pause as between independent arrivals, `mean` on average.
    pub(crate) fn arrival(&mut self, mean: Duration) -> Duration {
        // Quantiles of the exponential distribution in thousandths, -ln(1 - (i + 1/2) / 16), the last chosen so that
        // the mean is 1. A table, since `ln` differs between machines in its last bit.
        const QUANTILES: [u32; 16] =
            [32, 98, 170, 247, 330, 421, 521, 632, 758, 901, 1068, 1269, 1520, 1856, 2367, 3810];
        let quantile = *self.pick(&QUANTILES);
        mean * quantile / 1_000 + Duration::from_millis(self.below(400) as u64)
    }
}

/// FNV-1a, 64 bits (the authors' reference parameters).
fn fnv_1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_and_purpose_give_the_same_numbers_for_ever() {
        let mut random = Random::of(7, "test", 3);
        let drawn: Vec<_> = (0..6).map(|_| random.below(1_000)).collect();
        // Written down once: a change means that every world changes.
        assert_eq!(drawn, FIRST);
    }

    const FIRST: [usize; 6] = [719, 627, 577, 312, 619, 960];

    #[test]
    fn another_purpose_gives_other_numbers() {
        let draw = |purpose| {
            let mut random = Random::of(7, purpose, 3);
            (0..8).map(|_| random.below(1 << 20)).collect::<Vec<_>>()
        };
        assert_ne!(draw("a"), draw("b"));
    }

    #[test]
    fn chance_and_weights_keep_their_shares() {
        let mut random = Random::of(1, "shares", 0);
        let hits = (0..10_000).filter(|_| random.chance(0.2)).count();
        assert!((1_800..2_200).contains(&hits), "{hits}");
        let thirds = (0..9_000).filter(|_| random.weighted(&[1, 0, 2]) == 2).count();
        assert!((5_700..6_300).contains(&thirds), "{thirds}");
    }
}
