//! How somebody stands to the organisation and to a topic: judgements with what they rest on, never facts about a person.
//!
//! A relation is taken from what people call themselves and from what they say of themselves; a stance from the mood and
//! intent of what they said on a topic. Both abstain rather than guess: most people say neither.

mod list;
mod relation;
mod stance;

pub use relation::{Profile, relations};
pub use stance::stance;

use model::{Intent, Sentiment};

/// Something that the person said.
#[derive(Clone, Copy, Debug)]
pub struct Remark<'a> {
    /// The words.
    pub text: &'a str,
    /// The language that was judged or declared.
    pub language: Option<&'a str>,
    /// The mood, where it was judged.
    pub sentiment: Option<Sentiment>,
    /// What they were after, where it was judged.
    pub intent: Option<Intent>,
}

/// What was found about a person, and what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Regard<T> {
    /// The judgement.
    pub value: T,
    /// How surely, from 0 to 1.
    pub confidence: f64,
    /// What it rests on.
    pub evidence: Vec<Sign>,
}

/// Something that a judgement rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// The name that they show.
    Name,
    /// What people type after `@`.
    Handle,
    /// A remark, by its place among those given, and the bytes of the telling words; an empty range for its mood or
    /// intent as a whole.
    Remark(usize, usize, usize),
}

/// Below it nothing is said.
const CONFIDENCE_MIN: f64 = 0.7;

/// How sure several independent signs make together.
fn together(weights: impl IntoIterator<Item = f64>) -> f64 {
    1.0 - weights.into_iter().map(|weight| 1.0 - weight).product::<f64>()
}
