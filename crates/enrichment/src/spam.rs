//! Spam, by marks that seldom stand in what people write to an organisation. It is set aside, never deleted, so the
//! judgement is slow to say yes.

use std::collections::HashMap;

use model::Ground;

use crate::Judgement;
use crate::exact;
use crate::features::Features;
use crate::linear::Linear;
use crate::reading::Reading;
use crate::words::{Lists, Role};

/// Above it a post is set aside.
const YES_MIN: f64 = 0.9;

/// Below it a post is none.
const NO_MAX: f64 = 0.25;

/// Hosts that hide where a link leads.
const SHORTENERS: [&str; 12] = [
    "bit.ly",
    "tinyurl.com",
    "goo.gl",
    "ow.ly",
    "is.gd",
    "cutt.ly",
    "rb.gy",
    "shorturl.at",
    "adf.ly",
    "rebrand.ly",
    "tiny.cc",
    "linktr.ee",
];

/// A mark of spam, and how much it adds to the logit.
type Mark = (Ground, f64);

/// How likely spam is before anything was corrected, and the ground that weighs most.
pub(crate) fn prior(reading: &Reading) -> (f64, Ground) {
    let marks = [links(reading), repetition(reading), phrases(reading), numbers(reading)];
    let sum: f64 = marks.iter().map(|(_, weight)| weight).sum();
    let (ground, weight) = marks.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or((Ground::Statement, 0.0));
    (sum - 2.4, if weight > 0.0 { ground } else { Ground::Statement })
}

fn links(reading: &Reading) -> Mark {
    let hidden = reading.links.iter().any(|host| SHORTENERS.contains(&host.as_str()));
    let many = reading.links.len().saturating_sub(2).min(3) as f64;
    let bare = f64::from(u8::from(!reading.links.is_empty() && reading.words.len() <= 3));
    (Ground::Links, many * 1.5 + if hidden { 1.0 } else { 0.0 } + bare * 0.7)
}

/// The same words over and over, or strings of tags and names.
fn repetition(reading: &Reading) -> Mark {
    let mut counts: HashMap<(&str, &str), usize> = HashMap::new();
    for pair in reading.words.windows(2) {
        *counts.entry((pair[0].text.as_str(), pair[1].text.as_str())).or_default() += 1;
    }
    let again = counts.values().filter(|count| **count > 2).map(|count| count - 2).sum::<usize>();
    let tags = reading.tags.saturating_sub(6).min(6) as f64 * 0.5;
    let names = reading.handles.saturating_sub(5).min(6) as f64 * 0.5;
    (Ground::Repetition, again.min(6) as f64 * 0.6 + tags + names)
}

fn phrases(reading: &Reading) -> Mark {
    let words = &reading.words;
    let (mut found, mut at) = (0, 0);
    while at < words.len() {
        // Phrases that overlap are one mark.
        let longest = Lists::all().filter_map(|lists| lists.role_at(Role::Sell, words, at)).max();
        found += usize::from(longest.is_some());
        at += longest.unwrap_or(1);
    }
    (Ground::Phrases, found.min(4) as f64 * 2.4)
}

/// Prizes and numbers to call: money, long numbers and a free thing together.
fn numbers(reading: &Reading) -> Mark {
    let has = |wanted: &[&str]| reading.words.iter().any(|word| wanted.contains(&word.text.as_str()));
    let is_offered =
        has(&["free", "prize", "win", "won", "winner", "cash", "award", "awarded", "gratis", "guaranteed"]);
    let is_urgent = has(&["urgent", "claim", "txt", "text", "call", "reply", "now", "chance", "selected"]);
    let has_money = reading.plain.contains(['£', '$', '€']);
    let has_number = reading.longest_number >= 5;
    let weight = match (is_offered, has_number, has_money || is_urgent) {
        (true, true, true) => 4.0,
        (true, true, false) | (true, false, true) if has_money && is_urgent => 2.0,
        (true, true, false) => 2.0,
        (false, true, true) => 1.2,
        _ => 0.0,
    };
    (Ground::Phrases, weight)
}

/// Judges whether a post is spam, and how likely it is.
pub(crate) fn judge(reading: &Reading, features: &Features, learned: &Linear) -> (Judgement<bool>, f64) {
    let (logit, ground) = prior(reading);
    let mut shares = [0.0, logit];
    learned.add_to(&mut shares, features.as_slice());
    exact::softmax(&mut shares);
    let likelihood = shares[1];
    let judgement = match likelihood {
        yes if yes >= YES_MIN => Judgement::new(true, yes, or_learned(ground, logit)),
        no if no <= NO_MAX => Judgement::new(false, 1.0 - no, Ground::Statement),
        _ => Judgement { value: None, confidence: likelihood, ground },
    };
    (judgement, likelihood)
}

/// What the marks do not carry, corrections must have.
fn or_learned(ground: Ground, logit: f64) -> Ground {
    if logit >= 0.0 { ground } else { Ground::Corrections }
}
