//! Whether somebody waits for an answer. A "no" hides a person, so it is said only where nothing is asked.

use model::{Ground, Intent, Reason, Reasons};

use crate::Judgement;
use crate::exact;
use crate::judge::Seen;
use crate::linear::Linear;
use crate::words::{Lists, Role};

/// Above it a reply is needed.
const YES_MIN: f64 = 0.65;

/// Below it none is.
const NO_MAX: f64 = 0.25;

/// Words of a question that is more than an exclamation.
const QUESTION_WORDS_MIN: usize = 3;

/// How likely a reply is needed before anything was corrected, and why. The weights are ours, set by hand.
pub(crate) fn prior(seen: &Seen, reasons: Reasons, intent: Option<Intent>) -> (f64, Ground) {
    let is_to_us = reasons.contains(Reason::Addressed) || reasons.contains(Reason::Answered);
    let place = if is_to_us { 0.8 } else { -2.2 };
    let (asks, requests, thanks) = asked(seen);
    let score = seen.signs.score();
    let has_asked = asks > 0.0 || requests;
    let mut signs = vec![
        (asks, Ground::Question),
        (if requests { 2.0 } else { 0.0 }, Ground::Request),
        (if score < -0.3 { 1.2 } else { 0.0 }, Ground::Complaint),
    ];
    match intent {
        Some(Intent::Safety | Intent::Legal | Intent::Fraud | Intent::Press) => signs.push((1.8, Ground::Urgent)),
        Some(Intent::Case) => signs.push((1.3, Ground::Request)),
        Some(Intent::Lead | Intent::Staff) => signs.push((0.9, Ground::Request)),
        Some(Intent::Question) => signs.push((0.6, Ground::Question)),
        Some(Intent::Complaint | Intent::Correction) => signs.push((0.6, Ground::Complaint)),
        _ => {}
    }
    let against = match () {
        () if seen.reading.is_wordless() && !has_asked => (-2.2, Ground::TooLittle),
        () if thanks && !has_asked && score >= 0.0 => (-3.0, Ground::Thanks),
        () if !has_asked && score > 0.35 => (-1.9, Ground::Praise),
        () => (0.0, Ground::Statement),
    };
    let logit = -0.4 + place + against.0 + signs.iter().map(|(weight, _)| weight).sum::<f64>();
    let strongest = signs.into_iter().max_by(|a, b| a.0.total_cmp(&b.0)).filter(|(weight, _)| *weight > 0.0);
    (logit, if logit > 0.0 { strongest.map_or(Ground::Statement, |(_, ground)| ground) } else { against.1 })
}

/// How much a post asks, whether it asks for an act, and whether it thanks.
fn asked(seen: &Seen) -> (f64, bool, bool) {
    let words = &seen.reading.words;
    let mark = match seen.reading.has_question_mark {
        true if words.len() >= QUESTION_WORDS_MIN => 2.0,
        true => 1.2,
        false => 0.0,
    };
    let Some(lists) = seen.language.value.as_deref().and_then(Lists::of) else {
        // Too short to tell the language by; thanks are known in any.
        let thanks = seen.language.value.is_none() && Lists::all().any(|lists| lists.has(Role::Thanks, words));
        return (mark, false, thanks);
    };
    let begins = |at: usize| words[at].begins && lists.role_at(Role::Ask, words, at).is_some();
    let worded = match () {
        () if lists.has(Role::AskAnywhere, words) => 1.6,
        () if words.len() > QUESTION_WORDS_MIN && (0..words.len()).any(begins) => 0.7,
        () => 0.0,
    };
    let asks = mark.max(worded) + if mark > 0.0 && worded > 0.0 { 0.4 } else { 0.0 };
    (asks, lists.has(Role::Request, words), lists.has(Role::Thanks, words))
}

/// Judges whether a reply is needed.
pub(crate) fn judge(
    seen: &Seen,
    reasons: Reasons,
    intent: &Judgement<Intent>,
    spam: &Judgement<bool>,
    learned: &Linear,
) -> Judgement<bool> {
    if spam.value == Some(true) {
        return Judgement::new(false, spam.confidence, Ground::Spam);
    }
    let (logit, ground) = prior(seen, reasons, intent.value);
    let mut shares = [0.0, logit];
    learned.add_to(&mut shares, seen.mood_features.as_slice());
    exact::softmax(&mut shares);
    let likelihood = shares[1];
    // What the signs do not carry, corrections must have.
    let ground = if (likelihood >= 0.5) == (logit >= 0.0) { ground } else { Ground::Corrections };
    match likelihood {
        yes if yes >= YES_MIN => Judgement::new(true, yes, ground),
        no if no <= NO_MAX => Judgement::new(false, 1.0 - no, ground),
        _ => Judgement { value: None, confidence: likelihood.max(1.0 - likelihood), ground: Ground::Unsure },
    }
}
