//! Durations, counted in bins: they add up by days, teams and channels, and everything said of them is said of the bins.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

/// Bins of one doubling. A bin is at most a sixteenth of its durations wide: that is the resolution of whatever is made of it.
const PER_DOUBLING: u32 = 16;

/// A range of durations in whole seconds.
///
/// Up to 32 seconds each second has a bin; after that each doubling has sixteen, so that a bin is at most 6.25 % wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bin(u16);

impl Bin {
    /// The bin of a duration; one below zero is none at all.
    pub fn of(duration: SignedDuration) -> Self {
        let seconds = u64::try_from(duration.as_secs()).unwrap_or(0).min(u64::from(u32::MAX));
        let doublings = u64::BITS - (seconds / u64::from(PER_DOUBLING)).leading_zeros();
        let shift = doublings.saturating_sub(1);
        let steps = shift * PER_DOUBLING + (seconds >> shift) as u32;
        Self(steps as u16)
    }

    /// The first duration that is longer than all of this bin.
    pub fn end(self) -> SignedDuration {
        let steps = u32::from(self.0) + 1;
        let shift = (steps / PER_DOUBLING).saturating_sub(1);
        let seconds = u64::from(steps - shift * PER_DOUBLING) << shift;
        SignedDuration::from_secs(seconds as i64)
    }
}

/// How many of one bin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// How many ended in it.
    pub ended: u64,
    /// How many had lasted so long when they were last looked at, and had not ended.
    pub open: u64,
}

/// Durations of things that end, or are still going on: how many of each bin.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<(u16, u64, u64)>", into = "Vec<(u16, u64, u64)>")]
pub struct Durations {
    bins: BTreeMap<Bin, Count>,
}

impl Durations {
    /// Counts one that lasted so long, and ended or goes on.
    pub fn count(&mut self, duration: SignedDuration, has_ended: bool) {
        let count = self.bins.entry(Bin::of(duration)).or_default();
        *(if has_ended { &mut count.ended } else { &mut count.open }) += 1;
    }

    /// Adds those of others. In whatever order, it comes to the same.
    pub fn add(&mut self, others: &Self) {
        for (bin, count) in &others.bins {
            let own = self.bins.entry(*bin).or_default();
            own.ended += count.ended;
            own.open += count.open;
        }
    }

    /// Those that are not among a part of them.
    pub fn without(&self, part: &Self) -> Self {
        let mut others = self.clone();
        for (bin, count) in &part.bins {
            if let Some(own) = others.bins.get_mut(bin) {
                own.ended = own.ended.saturating_sub(count.ended);
                own.open = own.open.saturating_sub(count.open);
            }
        }
        others.bins.retain(|_, count| *count != Count::default());
        others
    }

    /// How many of each bin, the shortest first.
    pub fn bins(&self) -> impl Iterator<Item = (Bin, Count)> + '_ {
        self.bins.iter().map(|(bin, count)| (*bin, *count))
    }

    /// How many in all.
    pub fn total(&self) -> u64 {
        self.bins.values().map(|count| count.ended + count.open).sum()
    }

    /// How many ended.
    pub fn ended(&self) -> u64 {
        self.bins.values().map(|count| count.ended).sum()
    }
}

impl From<Durations> for Vec<(u16, u64, u64)> {
    fn from(durations: Durations) -> Self {
        durations.bins.into_iter().map(|(bin, count)| (bin.0, count.ended, count.open)).collect()
    }
}

impl From<Vec<(u16, u64, u64)>> for Durations {
    fn from(bins: Vec<(u16, u64, u64)>) -> Self {
        Self { bins: bins.into_iter().map(|(bin, ended, open)| (Bin(bin), Count { ended, open })).collect() }
    }
}

impl FromIterator<(SignedDuration, bool)> for Durations {
    fn from_iter<I: IntoIterator<Item = (SignedDuration, bool)>>(all: I) -> Self {
        let mut durations = Self::default();
        all.into_iter().for_each(|(duration, has_ended)| durations.count(duration, has_ended));
        durations
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn seconds(bin: Bin) -> i64 {
        bin.end().as_secs()
    }

    #[test]
    fn short_durations_have_a_bin_for_each_second() {
        for second in 0..32 {
            let bin = Bin::of(SignedDuration::from_secs(second));
            assert_eq!((i64::from(bin.0), seconds(bin)), (second, second + 1));
        }
        let at = |second| seconds(Bin::of(SignedDuration::from_secs(second)));
        assert_eq!([at(32), at(33), at(34), at(3_600), at(86_400)], [34, 34, 36, 3_712, 90_112]);
    }

    proptest! {
        #[test]
        fn a_bin_holds_its_duration_and_is_as_narrow_as_is_said(second in 0_i64..4_000_000_000) {
            let bin = Bin::of(SignedDuration::from_secs(second));
            prop_assert!(seconds(bin) > second);
            prop_assert!(seconds(bin) - second <= (second / 16).max(1));
            let before = Bin::of(SignedDuration::from_secs((second - 1).max(0)));
            prop_assert!(before <= bin && (before == bin || seconds(before) == second));
        }

        #[test]
        fn parts_add_up_to_the_whole(all in prop::collection::vec((0_i64..3_000_000, any::<bool>()), 0..60), at in 0_usize..60) {
            let of = |part: &[(i64, bool)]| -> Durations {
                part.iter().map(|(second, ended)| (SignedDuration::from_secs(*second), *ended)).collect()
            };
            let (first, second) = all.split_at(at.min(all.len()));
            let mut added = of(second);
            added.add(&of(first));
            prop_assert_eq!(&added, &of(&all));
            prop_assert_eq!(added.without(&of(first)), of(second));
            let kept = serde_json::to_string(&added).unwrap();
            prop_assert_eq!(serde_json::from_str::<Durations>(&kept).unwrap(), added);
        }
    }

    #[test]
    fn durations_beyond_all_reason_are_counted_too() {
        let mut durations = Durations::default();
        durations.count(SignedDuration::MAX, true);
        durations.count(SignedDuration::MIN, false);
        assert_eq!((durations.total(), durations.ended()), (2, 1));
    }
}
