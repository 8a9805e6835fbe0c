//! The judges of this organisation: what they say about a post, with what members have taught them.

use std::sync::{Arc, RwLock};

use enrichment::{Correction, Judgements, Learned, Subject};
use model::{Ground, Intent, JudgementTask, Reasons, ReceivedPost, Sentiment};
use store::judgement::{self, Judgement};
use store::{Store, StoreError};

/// Corrections that are learned from at a start, the newest: more take longer than they help.
const CORRECTIONS_MAX: i64 = 3_000;

/// What the judges know.
pub(crate) struct Judges {
    store: Store,
    learned: RwLock<Arc<Learned>>,
    // One at a time.
    learning: tokio::sync::Mutex<Taught>,
}

/// What was learned from.
#[derive(Clone, Copy)]
struct Taught {
    /// The place of the last correction in the log.
    until: i64,
    /// How many there were up to that one.
    count: i64,
}

impl Taught {
    const NOTHING: Self = Self { until: 0, count: 0 };
}

impl Judges {
    /// Judges who know nothing yet but what is written in the program.
    pub(crate) fn new(store: &Store) -> Self {
        Self { store: store.clone(), learned: RwLock::default(), learning: tokio::sync::Mutex::new(Taught::NOTHING) }
    }

    /// Learns the corrections that were sealed since, in the order of the log; posts go on being judged meanwhile. Nothing learned is kept on
    /// disk: what is erased with its post is forgotten at the next start. When one was taken back, everything is learned
    /// anew without it.
    pub(crate) async fn learn(&self) -> Result<(), StoreError> {
        let mut taught_by = self.learning.lock().await;
        let mut tx = self.store.read().await?;
        let is_taken_back = judgement::correction_count(&mut tx, taught_by.until).await? < taught_by.count;
        let from = if is_taken_back { Taught::NOTHING } else { *taught_by };
        let corrections = judgement::corrections_after(&mut tx, from.until, CORRECTIONS_MAX).await?;
        let until = corrections.last().map_or(from.until, |one| one.position);
        let count = judgement::correction_count(&mut tx, until).await?;
        drop(tx);
        if corrections.is_empty() && !is_taken_back {
            return Ok(());
        }
        let mut learned = if is_taken_back { Learned::default() } else { Learned::clone(&self.present()) };
        let taught = tokio::task::spawn_blocking(move || {
            corrections.iter().for_each(|one| teach(&mut learned, one));
            learned
        });
        // A fault in learning leaves the judges as they were.
        if let Ok(taught) = taught.await {
            *self.learned.write().expect("no holder panics") = Arc::new(taught);
            *taught_by = Taught { until, count };
        }
        Ok(())
    }

    fn present(&self) -> Arc<Learned> {
        self.learned.read().expect("no holder panics").clone()
    }

    /// What is judged about a post.
    pub(crate) fn judge(&self, post: &ReceivedPost, reasons: Reasons) -> Judged {
        let subject = Subject { text: &post.text, declared: &post.languages, reasons };
        let found = self.present().judge(&subject);
        Judged { signature: found.signature.map(|signature| signature.0), rows: rows(found) }
    }
}

/// What was judged about a post, as it is kept.
#[derive(Clone, Debug, Default)]
pub(crate) struct Judged {
    pub(crate) rows: Vec<Judgement>,
    /// What near-duplicates are found by.
    pub(crate) signature: Option<u64>,
}

fn rows(found: Judgements) -> Vec<Judgement> {
    let yes_or_no = |value: Option<bool>| value.map(|value| if value { "yes" } else { "no" }.to_owned());
    let row = |task, value: Option<String>, confidence: f64, ground: Ground| Judgement {
        task,
        value,
        confidence_percent: (confidence * 100.0).round() as i64,
        ground,
        member: None,
    };
    let Judgements { language, sentiment, intent, needs_reply, spam, .. } = found;
    vec![
        row(JudgementTask::Language, language.value, language.confidence, language.ground),
        row(
            JudgementTask::Sentiment,
            sentiment.value.map(|mood| mood.to_string()),
            sentiment.confidence,
            sentiment.ground,
        ),
        row(JudgementTask::Intent, intent.value.map(|intent| intent.to_string()), intent.confidence, intent.ground),
        row(JudgementTask::NeedsReply, yes_or_no(needs_reply.value), needs_reply.confidence, needs_reply.ground),
        row(JudgementTask::Spam, yes_or_no(spam.value), spam.confidence, spam.ground),
    ]
}

fn teach(learned: &mut Learned, made: &judgement::Correction) {
    let value = made.value.as_str();
    let right = match made.task {
        JudgementTask::Language => None,
        JudgementTask::Sentiment => Sentiment::from_word(value).map(Correction::Sentiment),
        JudgementTask::Intent => Intent::from_word(value).map(Correction::Intent),
        JudgementTask::NeedsReply => Some(Correction::NeedsReply(value == "yes")),
        JudgementTask::Spam => Some(Correction::Spam(value == "yes")),
    };
    if let Some(right) = right {
        let subject = Subject { text: &made.text, declared: &made.languages, reasons: made.reasons };
        learned.learn(&subject, right);
    }
}
