//! Judgements about a post: its language, mood, what its author is after, whether it needs a reply, whether it is spam,
//! and whether it is a copy of another; and, from all that somebody said, how they stand to the organisation and to a topic
//! ([`regard`]).
//!
//! Everything is judged on this machine, from rules and lists of words written here, from the lexicon inside a package,
//! from a model of our own examples, and above all from what the organisation's members correct ([`Learned`]). Every
//! judgement has a confidence, a ground in a closed word, and may abstain. How often each is right is measured on public
//! posts that nothing here was trained on: `coffeehouse evaluate`, docs/guide/accuracy.md.
//!
//! Pure: no input or output, no clock, no chance; the same post and the same corrections give the same judgement on
//! every machine. Reads the first 4,000 bytes of a post; `cargo run --release -p enrichment --example cost` says what one
//! costs. Start at [`judge`] or, with corrections, at [`Learned::judge`].
//!
//! ```
//! use enrichment::{Subject, judge};
//! use model::{Reason, Reasons, Sentiment};
//!
//! let reasons = Reasons::NONE.with(Reason::Addressed);
//! let found = judge(&Subject { text: "@acme my train is cancelled again, how do I get home?", declared: &[], reasons });
//! assert_eq!(found.language.value.as_deref(), Some("en"));
//! assert_eq!(found.sentiment.value, Some(Sentiment::Negative));
//! assert_eq!(found.needs_reply.value, Some(true));
//! ```

mod emoji;
mod exact;
mod features;
mod intent;
mod judge;
mod judgement;
mod language;
mod learned;
mod linear;
mod near;
mod needs_reply;
mod promise;
mod reading;
pub mod regard;
mod sentiment;
mod spam;
pub mod training;
mod words;

pub use judge::{Judgements, Subject, judge};
pub use judgement::Judgement;
pub use language::language_of;
pub use learned::{Correction, Learned, LearnedError};
pub use linear::{BytesError, Linear};
pub use near::Signature;
pub use promise::{Promised, promised};
pub use words::vader_compound;
