//! Weights from the examples that we wrote: built by anyone, equal on every machine.
//!
//! `examples/LANGUAGE.txt` holds lines under the intent that they are of. `{a|b|c}` in a line stands for any of these, and
//! a line is read in several wordings. Nothing of any data set goes in.

use model::{Intent, Reasons};

use crate::exact;
use crate::intent;
use crate::judge::{Seen, Subject};
use crate::linear::{Feature, Linear};

const FILES: [(&str, &str); 5] = [
    ("en", include_str!("../examples/en.txt")),
    ("de", include_str!("../examples/de.txt")),
    ("nl", include_str!("../examples/nl.txt")),
    ("fr", include_str!("../examples/fr.txt")),
    ("es", include_str!("../examples/es.txt")),
];

/// Wordings that a line is read in.
const WORDINGS: u64 = 6;

/// Times that everything is learned; the weights are the average over them.
const ROUNDS: u64 = 6;

/// A line of ours in one wording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Its language, as an ISO 639-1 code.
    pub language: &'static str,
    /// What its author is after.
    pub intent: Intent,
    /// The line that it comes from, counted over all files; wordings of one line belong together.
    pub line: usize,
    /// The words.
    pub text: String,
}

/// What is wrong with a file of examples.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("examples/{language}.txt, line {line}: {what}")]
pub struct WrittenError {
    language: &'static str,
    line: usize,
    what: &'static str,
}

/// Reads our examples.
///
/// # Errors
/// A line that is under no intent, or whose braces do not close.
pub fn examples() -> Result<Vec<Example>, WrittenError> {
    let mut examples = Vec::new();
    let mut counted = 0;
    for (language, text) in FILES {
        let mut intent = None;
        for (number, line) in text.lines().map(str::trim).enumerate() {
            let error = |what| WrittenError { language, line: number + 1, what };
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                intent = Some(Intent::from_word(name).ok_or_else(|| error("there is no such intent"))?);
                continue;
            }
            let intent = intent.ok_or_else(|| error("it stands under no intent"))?;
            counted += 1;
            let mut wordings: Vec<String> = Vec::new();
            for wording in 0..WORDINGS {
                let text = reword(line, wording).ok_or_else(|| error("a brace does not close"))?;
                if !wordings.contains(&text) {
                    wordings.push(text);
                }
            }
            examples.extend(wordings.into_iter().map(|text| Example { language, intent, line: counted, text }));
        }
    }
    Ok(examples)
}

/// The line with one choice made in each of its braces; `None` when one does not close.
fn reword(line: &str, wording: u64) -> Option<String> {
    let (mut text, mut rest, mut place) = (String::new(), line, 0_u64);
    while let Some((before, after)) = rest.split_once('{') {
        let (choices, after) = after.split_once('}')?;
        let choices: Vec<&str> = choices.split('|').collect();
        // The first wordings go through the choices in step; what follows depends on the line alone.
        let turn = exact::hash(line.bytes().chain([place as u8])).wrapping_add(wording * (place % 3 + 1));
        text.push_str(before);
        text.push_str(choices[(turn % choices.len() as u64) as usize]);
        (rest, place) = (after, place + 1);
    }
    (!rest.contains('}')).then(|| text + rest)
}

/// Builds the weights of the intents, as they stand in `weights/intent.bin`.
///
/// # Errors
/// A file of examples that is not understood.
pub fn intent_weights() -> Result<Vec<u8>, WrittenError> {
    let prepared: Vec<Prepared> = examples()?.into_iter().map(Prepared::new).collect();
    Ok(train(&prepared.iter().collect::<Vec<_>>()).to_finished_bytes())
}

/// How surely and how rightly examples are judged by a model that never saw their lines: pairs of confidence and
/// rightness, over five parts of the lines, each left out once.
///
/// # Errors
/// A file of examples that is not understood.
pub fn left_out() -> Result<Vec<(Example, Intent, f64)>, WrittenError> {
    let prepared: Vec<Prepared> = examples()?.into_iter().map(Prepared::new).collect();
    let mut judged = Vec::new();
    for part in 0..5 {
        let (out, within): (Vec<&Prepared>, Vec<&Prepared>) =
            prepared.iter().partition(|prepared| prepared.example.line % 5 == part);
        let model = Linear::from_finished_bytes(&train(&within).to_finished_bytes(), Intent::ALL.len())
            .expect("weights just made are read");
        for prepared in out {
            let mut shares = intent::prior_of(&model, &prepared.features);
            exact::softmax(&mut shares);
            let best = (0..shares.len()).max_by(|a, b| shares[*a].total_cmp(&shares[*b])).expect("there are intents");
            judged.push((prepared.example.clone(), Intent::ALL[best], shares[best]));
        }
    }
    Ok(judged)
}

struct Prepared {
    example: Example,
    features: Vec<Feature>,
    class: usize,
}

impl Prepared {
    fn new(example: Example) -> Self {
        let declared = [example.language.to_owned()];
        let seen = Seen::new(&Subject { text: &example.text, declared: &declared, reasons: Reasons::NONE });
        let class = Intent::ALL.iter().position(|intent| *intent == example.intent).expect("every intent is listed");
        Self { features: seen.mood_features.as_slice().to_vec(), class, example }
    }
}

/// Averaged logistic regression: several rounds in an order of their own, and the mean of the weights after each.
fn train(examples: &[&Prepared]) -> Linear {
    let classes = Intent::ALL.len();
    let (mut model, mut sum) = (Linear::new(classes), Linear::new(classes));
    for round in 0..ROUNDS {
        let mut order: Vec<&Prepared> = examples.to_vec();
        order.sort_by_cached_key(|one| exact::hash(one.example.text.bytes().chain(round.to_le_bytes())));
        for one in order {
            model.learn(&vec![0.0; classes], &one.features, one.class);
        }
        sum.accumulate(&model);
    }
    sum.scale(1.0 / ROUNDS as f32);
    sum
}
