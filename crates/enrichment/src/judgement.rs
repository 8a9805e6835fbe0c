//! A judgement: what was found, how surely, and why.

use model::Ground;

/// What was judged, or that nothing could be.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement<T> {
    /// The judgement; `None` where it abstains.
    pub value: Option<T>,
    /// How surely, from 0 to 1; of an abstention, how sure the best guess would have been.
    pub confidence: f64,
    /// On what ground.
    pub ground: Ground,
}

impl<T> Judgement<T> {
    pub(crate) fn new(value: T, confidence: f64, ground: Ground) -> Self {
        Self { value: Some(value), confidence, ground }
    }

    pub(crate) fn abstained(ground: Ground) -> Self {
        Self { value: None, confidence: 0.0, ground }
    }

    /// Abstains where the confidence is below the least that is wanted.
    pub(crate) fn unless_below(least: f64, value: T, confidence: f64, ground: Ground) -> Self {
        if confidence < least {
            return Self { value: None, confidence, ground: Ground::Unsure };
        }
        Self::new(value, confidence, ground)
    }
}
