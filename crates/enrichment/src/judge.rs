//! The one entrance: a post in, every judgement out.

use std::sync::LazyLock;

use model::{Intent, Reasons, Sentiment};

use crate::features::Features;
use crate::reading::Reading;
use crate::sentiment::Signs;
use crate::words::Lists;
use crate::{Judgement, Learned, Signature, intent, language, needs_reply, sentiment, spam};

/// A post to be judged.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The words as they came, links and handles among them.
    pub text: &'a str,
    /// Languages that the author declared (BCP 47), the first being the main one.
    pub declared: &'a [String],
    /// Why it concerns us.
    pub reasons: Reasons,
}

/// What was judged about a post.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgements {
    /// The language, as an ISO 639-1 code (639-3 where there is none).
    pub language: Judgement<String>,
    /// The mood.
    pub sentiment: Judgement<Sentiment>,
    /// The mood as a number from -1 to 1; 0 is neutral or unsure.
    pub score: f64,
    /// What the author is after.
    pub intent: Judgement<Intent>,
    /// Whether it needs an answer.
    pub needs_reply: Judgement<bool>,
    /// Whether it is spam, to be set aside.
    pub spam: Judgement<bool>,
    /// What near-duplicates are found by; `None` for short texts.
    pub signature: Option<Signature>,
}

/// Judges a post without any corrections.
pub fn judge(subject: &Subject<'_>) -> Judgements {
    static NOTHING_LEARNED: LazyLock<Learned> = LazyLock::new(Learned::default);
    NOTHING_LEARNED.judge(subject)
}

/// What all judges look at, made once.
pub(crate) struct Seen {
    pub reading: Reading,
    pub language: Judgement<String>,
    pub signs: Signs,
    /// Words and their pieces.
    pub features: Features,
    /// The same and the signs of mood.
    pub mood_features: Features,
}

impl Seen {
    pub fn new(subject: &Subject<'_>) -> Self {
        let reading = Reading::new(subject.text);
        let language = language::judge(&reading, subject.declared);
        let signs = Signs::new(&reading, language.value.as_deref());
        let mut features = Features::of(&reading, language.value.as_deref());
        if let Some(lists) = language.value.as_deref().and_then(Lists::of) {
            features.add_roles(&reading, lists);
        }
        let mut mood_features = features.clone();
        sentiment::add_signs(&mut mood_features, &signs);
        Self { reading, language, signs, features, mood_features }
    }
}

impl Learned {
    /// Judges a post with what was learned from corrections.
    pub fn judge(&self, subject: &Subject<'_>) -> Judgements {
        let seen = Seen::new(subject);
        let language = seen.language.value.as_deref();
        let (sentiment, score) =
            sentiment::judge(&seen.signs, &seen.mood_features, &self.sentiment.model, self.sentiment.of(language));
        let intent = intent::judge(&seen, &self.intent.model, self.intent.of(language));
        let (spam, _) = spam::judge(&seen.reading, &seen.features, &self.spam.model);
        let needs_reply = needs_reply::judge(&seen, subject.reasons, &intent, &spam, &self.needs_reply.model);
        let signature = Signature::of_reading(&seen.reading);
        Judgements { language: seen.language, sentiment, score, intent, needs_reply, spam, signature }
    }
}
