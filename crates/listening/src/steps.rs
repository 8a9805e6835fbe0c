//! What evaluation does, in steps: what a price is made of, and what tests count.
//!
//! A step takes at most a nanosecond on the machine of the guide, measured by `bench listening --hostile` and rounded up.
//! Whatever the evaluator does in a loop it says here; outside of tests nothing is counted and nothing is left of it.

/// To look a word of the post up in a lexicon.
pub(crate) const LOOK_UP: u64 = 60;
/// To ask whether the post has a word.
pub(crate) const ASK: u64 = 30;
/// To go through the words of a short post, or to where a word begins among those of a long one.
pub(crate) const SCAN: u64 = 60;
/// To hold a word of the post against a letter of one with wildcards.
pub(crate) const LETTER: u64 = 12;
/// To hold a word of the post against a spelling.
pub(crate) const SPELL: u64 = 150;
/// To keep a place where something stands, or to find or sort it among others.
pub(crate) const PLACE: u64 = 60;
/// To look at a place from another.
pub(crate) const GLANCE: u64 = 6;
/// To look at a byte of the text.
pub(crate) const BYTE: u64 = 2;
/// To ask about a fact.
pub(crate) const FACT: u64 = 500;
/// To compare one of several values of a fact.
pub(crate) const VALUE: u64 = 200;
/// To follow one state of a regular expression over a byte.
pub(crate) const STATE: u64 = 4;

/// Counts steps, where somebody counts.
#[inline]
pub(crate) fn spend(steps: impl FnOnce() -> u64) {
    #[cfg(test)]
    counting::add(steps());
    #[cfg(not(test))]
    let _ = steps;
}

#[cfg(test)]
pub(crate) mod counting {
    use std::cell::Cell;

    thread_local! {
        static SPENT: Cell<u64> = const { Cell::new(0) };
    }

    pub(super) fn add(steps: u64) {
        SPENT.set(SPENT.get().saturating_add(steps));
    }

    /// Returns how many steps some work takes.
    pub(crate) fn steps_of(work: impl FnOnce()) -> u64 {
        SPENT.set(0);
        work();
        SPENT.get()
    }
}
