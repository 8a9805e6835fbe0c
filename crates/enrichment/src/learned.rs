//! What the organisation's corrections teach.

use std::collections::BTreeMap;

use model::{Intent, Sentiment};

use crate::judge::{Seen, Subject};
use crate::linear::{BytesError, Linear};
use crate::{intent, needs_reply, sentiment, spam};

const HEAD: &[u8; 4] = b"CHJ1";

/// What a member says is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Correction {
    /// The mood.
    Sentiment(Sentiment),
    /// What the author is after.
    Intent(Intent),
    /// Whether it needs a reply.
    NeedsReply(bool),
    /// Whether it is spam.
    Spam(bool),
}

/// Why bytes are nothing learned.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum LearnedError {
    /// They are of something else, or of another version.
    #[error("not what was learned, of this version")]
    Foreign,
    /// One of the models.
    #[error("the model of {0}")]
    Model(&'static str, #[source] BytesError),
    /// They end too early, or go on too long.
    #[error("what was learned is damaged")]
    Damaged,
}

/// Everything learned from corrections; begins with nothing.
///
/// ```
/// use enrichment::{Correction, Learned, Subject, judge};
/// use model::{Reasons, Sentiment};
/// let odd = Subject { text: "their new coaches are absolutely sick", declared: &[], reasons: Reasons::NONE };
/// let mut learned = Learned::default();
/// for _ in 0..3 {
///     learned = learned.with(&odd, Correction::Sentiment(Sentiment::Positive));
/// }
/// assert_eq!(learned.judge(&odd).sentiment.value, Some(Sentiment::Positive));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Learned {
    pub(crate) sentiment: Task,
    pub(crate) intent: Task,
    pub(crate) needs_reply: Task,
    pub(crate) spam: Task,
}

/// One model, and in how many posts of each language it was corrected.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Task {
    pub model: Linear,
    languages: BTreeMap<String, u32>,
}

impl Task {
    fn new(classes: usize) -> Self {
        Self { model: Linear::new(classes), languages: BTreeMap::new() }
    }

    /// Corrections in posts of a language.
    pub fn of(&self, language: Option<&str>) -> u32 {
        language.and_then(|language| self.languages.get(language)).copied().unwrap_or(0)
    }
}

impl Default for Learned {
    fn default() -> Self {
        Self {
            sentiment: Task::new(sentiment::CLASSES.len()),
            intent: Task::new(Intent::ALL.len()),
            needs_reply: Task::new(2),
            spam: Task::new(2),
        }
    }
}

impl Learned {
    /// What is known after one more correction. A copy: O(everything learned); see [`Learned::learn`].
    #[must_use]
    pub fn with(&self, subject: &Subject<'_>, correction: Correction) -> Self {
        let mut learned = self.clone();
        learned.learn(subject, correction);
        learned
    }

    /// Learns one correction; a confirmation teaches too. O(features of the post).
    pub fn learn(&mut self, subject: &Subject<'_>, correction: Correction) {
        let seen = Seen::new(subject);
        let of_words = seen.features.as_slice();
        let of_mood = seen.mood_features.as_slice();
        let task = match correction {
            Correction::Sentiment(right) => {
                let class = sentiment::CLASSES.iter().position(|class| *class == right).expect("every mood is a class");
                self.sentiment.model.learn(&seen.signs.logits(), of_mood, class);
                &mut self.sentiment
            }
            Correction::Intent(right) => {
                let class = Intent::ALL.iter().position(|class| *class == right).expect("every intent is listed");
                self.intent.model.learn(&intent::prior(of_mood), of_mood, class);
                &mut self.intent
            }
            Correction::NeedsReply(right) => {
                let intent = intent::judge(&seen, &self.intent.model, self.intent.of(seen.language.value.as_deref()));
                let (logit, _) = needs_reply::prior(&seen, subject.reasons, intent.value);
                self.needs_reply.model.learn(&[0.0, logit], of_mood, usize::from(right));
                &mut self.needs_reply
            }
            Correction::Spam(right) => {
                let (logit, _) = spam::prior(&seen.reading);
                self.spam.model.learn(&[0.0, logit], of_words, usize::from(right));
                &mut self.spam
            }
        };
        if let Some(language) = seen.language.value {
            *task.languages.entry(language).or_default() += 1;
        }
    }

    /// Bytes to be kept; equal for equal corrections in equal order.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = HEAD.to_vec();
        for task in [&self.sentiment, &self.intent, &self.needs_reply, &self.spam] {
            put(&mut bytes, &task.model.to_bytes());
            let languages: Vec<String> = task.languages.iter().map(|(tag, count)| format!("{tag} {count}")).collect();
            put(&mut bytes, languages.join("\n").as_bytes());
        }
        bytes
    }

    /// What `to_bytes` kept.
    ///
    /// # Errors
    /// Bytes that it did not give.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, LearnedError> {
        let mut rest = bytes.strip_prefix(HEAD).ok_or(LearnedError::Foreign)?;
        let mut learned = Self::default();
        let tasks = [
            ("sentiment", sentiment::CLASSES.len(), &mut learned.sentiment),
            ("intent", Intent::ALL.len(), &mut learned.intent),
            ("needs_reply", 2, &mut learned.needs_reply),
            ("spam", 2, &mut learned.spam),
        ];
        for (name, classes, task) in tasks {
            let model = take(&mut rest)?;
            task.model = Linear::from_bytes(model, classes).map_err(|error| LearnedError::Model(name, error))?;
            let languages = std::str::from_utf8(take(&mut rest)?).map_err(|_| LearnedError::Damaged)?;
            for line in languages.lines() {
                let (tag, count) = line.split_once(' ').ok_or(LearnedError::Damaged)?;
                task.languages.insert(tag.to_owned(), count.parse().map_err(|_| LearnedError::Damaged)?);
            }
        }
        if rest.is_empty() { Ok(learned) } else { Err(LearnedError::Damaged) }
    }
}

fn put(bytes: &mut Vec<u8>, part: &[u8]) {
    let length = u32::try_from(part.len()).expect("what is learned is megabytes at most");
    bytes.extend(length.to_le_bytes());
    bytes.extend(part);
}

fn take<'a>(rest: &mut &'a [u8]) -> Result<&'a [u8], LearnedError> {
    let (length, after) = rest.split_first_chunk().ok_or(LearnedError::Damaged)?;
    let length = u32::from_le_bytes(*length) as usize;
    let part = after.get(..length).ok_or(LearnedError::Damaged)?;
    *rest = &after[length..];
    Ok(part)
}
