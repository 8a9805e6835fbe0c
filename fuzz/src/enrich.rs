//! What judges read: any words, and what they kept.

use enrichment::{Correction, Learned, Subject};
use model::{Intent, Reason, Reasons, Sentiment};

/// A post to be judged; the first line is the language that its author declared.
pub fn judge(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (declared, text) = text.split_once('\n').unwrap_or(("", &text));
    let declared = [declared.to_owned()];
    let subject = Subject { text, declared: &declared, reasons: Reasons::NONE.with(Reason::Matched) };
    let judged = enrichment::judge(&subject);
    assert!((-1.0..=1.0).contains(&judged.score), "{}", judged.score);
    let confidences =
        [judged.language.confidence, judged.sentiment.confidence, judged.intent.confidence, judged.spam.confidence];
    for confidence in confidences {
        assert!((0.0..=1.0).contains(&confidence), "{confidence}");
    }
    let mut learned = Learned::default();
    learned.learn(&subject, Correction::Sentiment(Sentiment::Negative));
    learned.learn(&subject, Correction::Intent(Intent::Complaint));
    learned.learn(&subject, Correction::Spam(true));
    learned.judge(&subject);
    let again = Learned::from_bytes(&learned.to_bytes());
    assert!(again.is_ok_and(|again| again == learned), "what was learned is kept");
}

/// What was kept of corrections.
pub fn learned(bytes: &[u8]) {
    if let Ok(learned) = Learned::from_bytes(bytes) {
        learned.judge(&Subject { text: "The train is late again", declared: &[], reasons: Reasons::NONE });
    }
}
