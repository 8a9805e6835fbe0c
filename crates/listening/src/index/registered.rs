//! What an index keeps of a query.

use std::sync::Arc;

use super::anchor::Gated;
use super::posting::{Mark, mark};
use crate::compile::Node;

/// A query, and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Registered<I> {
    pub(super) id: I,
    pub(super) asks_language: bool,
    /// How many anchors stand before the code; 0 when every post must be tried.
    anchors: u32,
    /// The marks of its anchors, and behind them its code.
    units: Arc<[u32]>,
    text: Arc<str>,
}

impl<I> Registered<I> {
    pub(super) fn new(id: I, text: &Arc<str>, asks_language: bool, anchors: &[Gated], code: &[u32]) -> Self {
        let (anchors, units) = joined(anchors, code);
        Self { id, asks_language, anchors, units, text: Arc::clone(text) }
    }

    /// Returns the query's code.
    #[inline]
    pub(super) fn root(&self) -> Node<'_> {
        Node::first(&self.units[self.anchors as usize..])
    }

    /// Reads the beginning of the code, so that it is near when it is wanted.
    #[inline]
    pub(super) fn touch(&self) -> u32 {
        self.units[self.anchors as usize]
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Returns the marks of its anchors.
    pub(super) fn anchors(&self) -> &[Mark] {
        &self.units[..self.anchors as usize]
    }

    /// Takes note of other anchors; says whether they are others.
    pub(super) fn anchor_at(&mut self, anchors: &[Gated]) -> bool {
        if self.anchors().iter().copied().eq(anchors.iter().map(|gated| mark(&gated.anchor))) {
            return false;
        }
        (self.anchors, self.units) = joined(anchors, &self.units[self.anchors as usize..]);
        true
    }

    /// Returns how many bytes it holds outside of itself, the counts beside them included.
    pub(super) fn held_bytes(&self) -> usize {
        const COUNTS: usize = 2 * size_of::<usize>();
        size_of_val(&*self.units) + self.text.len() + 2 * COUNTS
    }
}

fn joined(anchors: &[Gated], code: &[u32]) -> (u32, Arc<[u32]>) {
    let count = u32::try_from(anchors.len()).expect("a query has few anchors");
    (count, anchors.iter().map(|gated| mark(&gated.anchor)).chain(code.iter().copied()).collect())
}
