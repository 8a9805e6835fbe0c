//! How somebody stands to a topic.

use model::{Intent, Sentiment, Stance};

use super::list::{List, Words};
use super::{Regard, Remark, Sign};

/// Words below which a complaint holds no reason of its own.
const REASON_WORDS: usize = 8;
/// Remarks that speak well, of which a fault now and then takes nothing away.
const FAN_MIN: usize = 3;
/// Remarks without mood that make somebody neutral.
const NEUTRAL_MIN: usize = 3;

/// What one remark says.
enum Speaks {
    Well,
    Neither,
    /// Finds fault, with the words of the reason where one is given.
    Fault(Option<(usize, usize)>),
    Abuse,
}

/// How somebody stands to a topic, by the mood and intent of all that they said on it: whoever finds fault with reasons
/// again and again is a critic, also in anger; whoever attacks without any is hostile; whoever praises again and again is a
/// fan. `None` where they said too little, or one thing and its contrary.
pub fn stance(remarks: &[Remark<'_>]) -> Option<Regard<Stance>> {
    let (mut well, mut neither, mut reasoned, mut bare, mut abuse) = (vec![], vec![], vec![], vec![], vec![]);
    for (at, remark) in remarks.iter().enumerate() {
        match speaks(remark) {
            Some(Speaks::Well) => well.push(Sign::Remark(at, 0, 0)),
            Some(Speaks::Neither) => neither.push(Sign::Remark(at, 0, 0)),
            Some(Speaks::Fault(Some((start, end)))) => reasoned.push(Sign::Remark(at, start, end)),
            Some(Speaks::Fault(None)) => bare.push(Sign::Remark(at, 0, 0)),
            Some(Speaks::Abuse) => abuse.push(Sign::Remark(at, 0, 0)),
            None => {}
        }
    }
    let faults = reasoned.len() + bare.len() + abuse.len();
    let (value, confidence, evidence) = match (abuse.len(), reasoned.len(), well.len()) {
        (1.., 0, 0) => (Stance::Hostile, if faults > 1 { 0.85 } else { 0.7 }, [abuse, bare].concat()),
        // An angry word among reasons is anger; and one complaint does not make a critic.
        (angry, 2.., good) if reasoned.len() >= 2 * angry.max(good) => {
            (Stance::Critic, if reasoned.len() > 2 { 0.85 } else { 0.75 }, reasoned)
        }
        (0, _, good @ FAN_MIN..) if good >= 4 * faults => (Stance::Fan, 0.85, well),
        (0, 0, 2..) if faults + neither.len() == 0 => (Stance::Fan, 0.7, well),
        (0, _, good @ 1..) if good > 2 * faults => (Stance::Friendly, 0.7, well),
        (0, 0, 0) if faults == 0 && neither.len() >= NEUTRAL_MIN => (Stance::Neutral, 0.7, neither),
        _ => return None,
    };
    Some(Regard { value, confidence, evidence })
}

fn speaks(remark: &Remark<'_>) -> Option<Speaks> {
    let finds_fault = matches!(remark.sentiment, Some(Sentiment::Negative | Sentiment::Mixed))
        || remark.intent == Some(Intent::Complaint);
    match (remark.intent, remark.sentiment) {
        (Some(Intent::Abuse), _) => match reason(remark) {
            Some(words) => Some(Speaks::Fault(Some(words))),
            None => Some(Speaks::Abuse),
        },
        (Some(Intent::Spam | Intent::Fraud), _) => None,
        _ if finds_fault => Some(Speaks::Fault(reason(remark))),
        (_, Some(Sentiment::Positive)) => Some(Speaks::Well),
        (_, Some(Sentiment::Neutral)) => Some(Speaks::Neither),
        _ => None,
    }
}

/// The first words that give a reason, in a remark long enough to hold one.
fn reason(remark: &Remark<'_>) -> Option<(usize, usize)> {
    let words = Words::of(remark.text);
    let list = remark.language.and_then(List::of).filter(|_| words.len() >= REASON_WORDS)?;
    list.reasons_in(&words).into_iter().next()
}
