//! A linear model over hashed features that learns one example at a time.
//!
//! Multinomial logistic regression with AdaGrad steps (Duchi, Hazan, Singer 2011): a feature that was seen often moves
//! little, a new one much. Its logits are added to those of a prior (rules, or the model of our own examples), so that
//! without corrections it changes nothing. Deterministic: the same examples in the same order give the same bytes.

mod bytes;

use std::collections::HashMap;

use foldhash::fast::FixedState;

pub use bytes::BytesError;

use crate::exact;

/// Length of a step, and what the squared gradients begin with. Neither matters much: from half to twice as much,
/// macro-F1 after 1,000 corrections moves by about one point (docs/guide/accuracy.md says how that is measured).
const STEP: f64 = 0.3;
const START: f64 = 0.1;

/// Examples before classes are told apart by how often they come.
const CALM: f64 = 10.0;

/// A feature by its hash, and how much of it there is.
pub(crate) type Feature = (u32, f32);

/// Weights per feature and class.
#[derive(Clone, Debug, PartialEq)]
pub struct Linear {
    classes: usize,
    rows: HashMap<u32, Row, FixedState>,
    /// Examples learned of each class.
    counts: Vec<u32>,
}

#[derive(Clone, Debug, PartialEq)]
struct Row {
    weights: Vec<f32>,
    /// Sums of squared gradients.
    squares: Vec<f32>,
}

impl Linear {
    /// A model of so many classes that has learned nothing: all its logits are 0.
    pub(crate) fn new(classes: usize) -> Self {
        Self { classes, rows: HashMap::default(), counts: vec![0; classes] }
    }

    /// How many examples it has learned.
    pub fn seen(&self) -> u32 {
        self.counts.iter().fold(0, |sum, count| sum.saturating_add(*count))
    }

    /// How many features it has weights for.
    pub fn features(&self) -> usize {
        self.rows.len()
    }

    /// Adds its logits to those of the prior.
    pub(crate) fn add_to(&self, logits: &mut [f64], features: &[Feature]) {
        if self.rows.is_empty() {
            return;
        }
        for (feature, value) in features {
            if let Some(row) = self.rows.get(feature) {
                for (logit, weight) in logits.iter_mut().zip(&row.weights) {
                    *logit += f64::from(*weight) * f64::from(*value);
                }
            }
        }
    }

    /// Learns that what has these features and this prior is of this class.
    pub(crate) fn learn(&mut self, prior: &[f64], features: &[Feature], class: usize) {
        let mut shares = prior.to_vec();
        self.add_to(&mut shares, features);
        exact::softmax(&mut shares);
        self.counts[class] = self.counts[class].saturating_add(1);
        let loudness = self.loudness(class);
        for (feature, value) in features {
            let empty = || Row { weights: vec![0.0; self.classes], squares: vec![0.0; self.classes] };
            let row = self.rows.entry(*feature).or_insert_with(empty);
            for (other, share) in shares.iter().enumerate() {
                let gradient = (share - f64::from(u8::from(other == class))) * f64::from(*value) * loudness;
                let square = f64::from(row.squares[other]) + gradient * gradient;
                row.squares[other] = square as f32;
                row.weights[other] -= (STEP * gradient / (START + square).sqrt()) as f32;
            }
        }
    }

    /// How loudly an example of the class speaks: where most posts are complaints, praise would else be forgotten. The root
    /// of what would make all classes equal, so that likelihoods remain near the truth.
    fn loudness(&self, class: usize) -> f64 {
        let present = self.counts.iter().filter(|count| **count > 0).count() as f64;
        let (all, same) = (f64::from(self.seen()), f64::from(self.counts[class]));
        ((all + CALM * present) / (present * (same + CALM))).sqrt()
    }

    /// Adds the other's weights to its own: sums over time are what an average is made of.
    pub(crate) fn accumulate(&mut self, other: &Self) {
        for (feature, theirs) in &other.rows {
            let empty = || Row { weights: vec![0.0; self.classes], squares: vec![0.0; self.classes] };
            let ours = self.rows.entry(*feature).or_insert_with(empty);
            for (sum, weight) in ours.weights.iter_mut().zip(&theirs.weights) {
                *sum += weight;
            }
        }
    }

    /// Multiplies every weight.
    pub(crate) fn scale(&mut self, factor: f32) {
        self.rows.values_mut().flat_map(|row| &mut row.weights).for_each(|weight| *weight *= factor);
    }
}

#[cfg(test)]
mod tests;
