//! How much of something there may be, told by what a post says.

use std::collections::HashMap;

use super::{Lexicon, Unit};

/// What tokens of a post are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Said {
    Word(u32),
    Beginning(u32),
}

impl Said {
    pub(super) fn id(self) -> u32 {
        match self {
            Self::Word(id) | Self::Beginning(id) => id,
        }
    }

    /// Returns by what a unit is counted; nothing but all tokens bounds what wildcards find.
    pub(super) fn of(unit: Unit) -> Option<Self> {
        match unit {
            Unit::Word(id) => Some(Self::Word(id)),
            Unit::Beginning(id) => Some(Self::Beginning(id)),
            Unit::Glob(_) => None,
        }
    }
}

/// What there is if a post has a word at all: so much, and so much for each token besides.
#[derive(Debug, Clone, Copy)]
struct Once {
    always: u64,
    each: u64,
}

/// So much always, so much if a post has a word at all, and so much for each time that it says something.
///
/// Sums and products stop at the largest number there is.
#[derive(Debug, Clone, Default)]
pub(super) struct Amount {
    pub(super) always: u64,
    /// Once for a word, and so much more for each other token. A word may be here several times, as may be what is below.
    once: Vec<(u32, Once)>,
    each: Vec<(Said, u64)>,
}

impl Once {
    fn times(self, by: u64) -> Self {
        Self { always: self.always.saturating_mul(by), each: self.each.saturating_mul(by) }
    }
}

impl Amount {
    pub(super) fn always(always: u64) -> Self {
        Self { always, ..Self::default() }
    }

    pub(super) fn each(said: impl IntoIterator<Item = Said>) -> Self {
        Self { each: said.into_iter().map(|said| (said, 1)).collect(), ..Self::default() }
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.always = self.always.saturating_add(other.always);
        self.once.extend_from_slice(&other.once);
        self.each.extend_from_slice(&other.each);
    }

    pub(super) fn and(mut self, other: &Self) -> Self {
        self.add(other);
        self
    }

    pub(super) fn times(&self, by: u64) -> Self {
        Self {
            always: self.always.saturating_mul(by),
            once: self.once.iter().map(|(word, once)| (*word, once.times(by))).collect(),
            each: self.each.iter().map(|(said, amount)| (*said, amount.saturating_mul(by))).collect(),
        }
    }

    /// Takes out what `keeps` does not keep: what is there always (`None`), and what depends on how often something is said.
    pub(super) fn take(&mut self, keeps: impl Fn(Option<Said>) -> bool) -> Self {
        let mut taken = Self::default();
        if !keeps(None) {
            taken.always = std::mem::take(&mut self.always);
        }
        taken.each = self.each.extract_if(.., |(said, _)| !keeps(Some(*said))).collect();
        taken
    }

    /// Adds what was taken out of an amount, if the post has one of these words at all.
    pub(super) fn add_once(&mut self, words: &[u32], taken: &Self, lexicon: &Lexicon) {
        let once = Once { always: taken.always, each: taken.dearest_token(lexicon) };
        if once.always > 0 || once.each > 0 {
            self.once.extend(words.iter().map(|word| (*word, once)));
        }
    }

    /// Returns the most for one token more, where each stands in the query as often as `uses` says.
    pub(super) fn dearest(&self, uses: impl Fn(Said) -> u64) -> u64 {
        self.each.iter().map(|(said, amount)| amount.saturating_mul(uses(*said))).max().unwrap_or(0)
    }

    /// Returns the most that there may be in a post of so many tokens: one that says the dearest again and again, and, as if
    /// it could do both, as many different words as cost most together.
    pub(super) fn most(&self, tokens: u64, lexicon: &Lexicon) -> u64 {
        let said = self.dearest_token(lexicon).saturating_mul(tokens);
        self.always.saturating_add(said).saturating_add(self.most_once(tokens))
    }

    /// A post that has `k` different words has so many tokens fewer to say something else.
    fn most_once(&self, tokens: u64) -> u64 {
        let dearest = |amount: fn(&Once) -> u64| {
            let mut amounts = sums(self.once.iter().map(|(word, once)| (*word, amount(once))).collect());
            amounts.sort_unstable_by_key(|(_, amount)| std::cmp::Reverse(*amount));
            amounts.into_iter().scan(0_u64, |sum, (_, amount)| {
                *sum = sum.saturating_add(amount);
                Some(*sum)
            })
        };
        let both = dearest(|once| once.always).zip(dearest(|once| once.each));
        let of_each = both.zip(0..tokens).map(|((always, each), fewer)| {
            let others = tokens - fewer;
            always.saturating_add(each.saturating_mul(others))
        });
        of_each.max().unwrap_or(0)
    }

    /// A token is counted by its word, and by all beginnings that it has.
    fn dearest_token(&self, lexicon: &Lexicon) -> u64 {
        let each = sums(self.each.clone());
        let beginnings: HashMap<&str, u64> = each
            .iter()
            .filter_map(|(said, amount)| match said {
                Said::Beginning(id) => Some((lexicon.text(*id), *amount)),
                Said::Word(_) => None,
            })
            .collect();
        let with_beginnings = |said: &Said, amount: u64| {
            let (text, own) = match said {
                Said::Word(id) => (lexicon.text(*id), amount),
                Said::Beginning(id) => (lexicon.text(*id), 0),
            };
            if beginnings.is_empty() {
                return own;
            }
            let ends = text.char_indices().map(|(at, _)| at).skip(1).chain([text.len()]);
            let begun = ends.filter_map(|end| beginnings.get(&text[..end]));
            begun.fold(own, |sum, amount| sum.saturating_add(*amount))
        };
        each.iter().map(|(said, amount)| with_beginnings(said, *amount)).max().unwrap_or(0)
    }
}

fn sums<T: Copy + Ord>(mut amounts: Vec<(T, u64)>) -> Vec<(T, u64)> {
    amounts.sort_unstable_by_key(|(what, _)| *what);
    let same = amounts.chunk_by(|a, b| a.0 == b.0);
    same.map(|same| (same[0].0, same.iter().fold(0_u64, |sum, (_, amount)| sum.saturating_add(*amount)))).collect()
}
