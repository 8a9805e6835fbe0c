//! What the author is after: likeness to our own examples, and to what members corrected.

use std::sync::LazyLock;

use model::{Ground, Intent};

use crate::Judgement;
use crate::exact;
use crate::judge::Seen;
use crate::linear::{Feature, Linear};

/// Below it no intent is named. Of wordings left out of the training, nine in ten that are judged as surely as 0.6 are
/// right, and seven in ten at 0.5: `cargo run --release -p enrichment --example weights`.
const CONFIDENCE_MIN: f64 = 0.5;

/// Languages that we wrote examples in.
pub(crate) const LANGUAGES: [&str; 5] = ["en", "de", "nl", "fr", "es"];

/// Corrections in another language, before what was learned may speak.
const CORRECTIONS_MIN: u32 = 100;

/// Built from `examples/` by `cargo run --release -p enrichment --example weights`; a test builds it again.
static WRITTEN: LazyLock<Linear> = LazyLock::new(|| {
    Linear::from_finished_bytes(include_bytes!("../weights/intent.bin"), Intent::ALL.len())
        .expect("the weights are in the program, and tested")
});

/// Logits before anything was corrected.
pub(crate) fn prior(features: &[Feature]) -> Vec<f64> {
    prior_of(&WRITTEN, features)
}

pub(crate) fn prior_of(written: &Linear, features: &[Feature]) -> Vec<f64> {
    let mut logits = vec![0.0; Intent::ALL.len()];
    written.add_to(&mut logits, features);
    logits
}

/// Judges the intent.
pub(crate) fn judge(seen: &Seen, learned: &Linear, learned_of_language: u32) -> Judgement<Intent> {
    if seen.reading.words.len() < 2 {
        return Judgement::abstained(Ground::TooLittle);
    }
    let is_written = seen.language.value.as_deref().is_some_and(|language| LANGUAGES.contains(&language));
    let has_learned = learned_of_language >= CORRECTIONS_MIN;
    if !is_written && !has_learned {
        return Judgement::abstained(Ground::UnknownLanguage);
    }
    let features = seen.mood_features.as_slice();
    let mut shares = prior(features);
    learned.add_to(&mut shares, features);
    exact::softmax(&mut shares);
    let (best, confidence) =
        shares.into_iter().enumerate().max_by(|a, b| a.1.total_cmp(&b.1)).expect("there are intents");
    let ground = if has_learned { Ground::Corrections } else { Ground::Examples };
    Judgement::unless_below(CONFIDENCE_MIN, Intent::ALL[best], confidence, ground)
}
