//! The mood of a post: words of mood, what turns or strengthens them, emoji; and what members corrected.
//!
//! After VADER (Hutto, Gilbert, ICWSM 2014), with its lexicon in English and ours in four languages more; differently
//! from it, politeness is no mood, waiting is one, a negation reaches to the end of its clause, and where both poles are
//! strong the mood is mixed. Irony is not recognised: nothing here claims it.

use model::{Ground, Sentiment};

use crate::Judgement;
use crate::emoji;
use crate::exact;
use crate::features::Features;
use crate::linear::Linear;
use crate::reading::{Reading, Word};
use crate::words::{Lists, Role, vader_mood};

/// Classes in the order of the model's logits.
pub(crate) const CLASSES: [Sentiment; 4] =
    [Sentiment::Negative, Sentiment::Neutral, Sentiment::Positive, Sentiment::Mixed];

/// Below it no mood is named.
const CONFIDENCE_MIN: f64 = 0.5;

/// Corrections in a language without lists of ours, before what was learned may speak.
const CORRECTIONS_MIN: u32 = 100;

/// Words over which a negation reaches.
const NEGATION_WORDS: usize = 4;

/// What a strengthening word adds, VADER's figure.
const BOOST: f64 = 0.293;

/// What becomes of a mood that was negated: "not good" is bad, and worse than good is good; "not bad" is hardly good.
const NEGATED_GOOD: (f64, f64) = (-0.6, -0.9);
const NEGATED_BAD: f64 = -0.4;

/// How strong both poles must be, and how near to each other, for a mixed mood.
const MIXED_MIN: f64 = 3.5;
const MIXED_RATIO: f64 = 0.6;

/// The signs of mood in a post.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Signs {
    /// Sum of what pleases, 0 or more.
    pub good: f64,
    /// Sum of what displeases, 0 or more.
    pub bad: f64,
    pub words: usize,
    pub emoji: usize,
    pub has_lists: bool,
    pub is_english: bool,
}

impl Signs {
    pub fn new(reading: &Reading, language: Option<&str>) -> Self {
        let lists = language.and_then(Lists::of);
        let mut signs = Self { has_lists: lists.is_some(), is_english: language == Some("en"), ..Self::default() };
        if let Some(lists) = lists {
            signs.weigh_words(reading, lists);
        }
        for sign in reading.signs.iter().filter(|sign| sign.len() <= 4) {
            signs.add_emoji(vader_mood(sign) / 2.0);
        }
        for emoji in reading.emoji.iter().filter_map(|emoji| emoji::mood(*emoji)).take(4) {
            signs.add_emoji(emoji);
        }
        signs
    }

    fn weigh_words(&mut self, reading: &Reading, lists: &Lists) {
        let words = &reading.words;
        let turn = (0..words.len()).rfind(|at| lists.role_at(Role::But, words, *at).is_some());
        let mut at = 0;
        while at < words.len() {
            let listed = lists.mood_at(words, at);
            let (mut mood, count) = match listed {
                Some(found) => found,
                None if self.is_english => (vader_mood(&words[at].text), 1),
                None => (0.0, 1),
            };
            if mood != 0.0 {
                mood = in_context(mood, words, at, lists, reading.has_mixed_case);
                if let Some(turn) = turn {
                    mood *= if at < turn { 0.6 } else { 1.3 };
                }
                self.words += 1;
                self.add(mood);
            }
            at += count;
        }
        let emphasis = 0.292 * reading.exclamations.min(3) as f64;
        match self.good.total_cmp(&self.bad) {
            std::cmp::Ordering::Greater => self.good += emphasis,
            std::cmp::Ordering::Less => self.bad += emphasis,
            std::cmp::Ordering::Equal => {}
        }
    }

    fn add(&mut self, mood: f64) {
        if mood > 0.0 { self.good += mood } else { self.bad -= mood }
    }

    fn add_emoji(&mut self, mood: f64) {
        if mood != 0.0 {
            self.emoji += 1;
            self.add(mood * 2.0);
        }
    }

    /// From -1 to 1; the curve is VADER's.
    pub fn score(&self) -> f64 {
        let sum = self.good - self.bad;
        sum / (sum * sum + 15.0).sqrt()
    }

    fn is_mixed(&self) -> bool {
        let (weaker, stronger) = (self.good.min(self.bad), self.good.max(self.bad));
        weaker >= MIXED_MIN && weaker >= MIXED_RATIO * stronger
    }

    /// How likely each mood is before anything was corrected. The constants were set by hand, looking at the figures of
    /// `coffeehouse evaluate`; docs/guide/accuracy.md has them.
    pub fn logits(&self) -> [f64; 4] {
        let score = self.score();
        let neutral = match self.words + self.emoji {
            0 if self.is_english => 1.2,
            0 => 0.4,
            _ => 0.9,
        };
        let mixed = if self.is_mixed() { 4.0 } else { -4.0 };
        [-4.0 * score - 0.1, neutral - 1.0 * score.abs(), 4.0 * score - 0.4, mixed]
    }
}

/// A word's mood among its neighbours.
fn in_context(mut mood: f64, words: &[Word], at: usize, lists: &Lists, has_mixed_case: bool) -> f64 {
    if words[at].is_shouted && has_mixed_case {
        mood += 0.733_f64.copysign(mood);
    }
    let first = at.saturating_sub(NEGATION_WORDS);
    let mut is_negated = false;
    for before in (first..at).filter(|before| words[*before].clause == words[at].clause) {
        is_negated |= lists.role_at(Role::Not, words, before).is_some();
        if at - before <= 2 {
            if lists.role_at(Role::More, words, before).is_some() {
                mood += BOOST.copysign(mood);
            } else if lists.role_at(Role::Less, words, before).is_some() {
                mood -= BOOST.copysign(mood);
            }
        }
    }
    match (is_negated, mood > 0.0) {
        (false, _) => mood,
        (true, true) => mood * NEGATED_GOOD.0 + NEGATED_GOOD.1,
        (true, false) => mood * NEGATED_BAD,
    }
}

/// Adds what the signs say to the features, so that corrections teach how far to trust them.
pub(crate) fn add_signs(features: &mut Features, signs: &Signs) {
    if signs.words + signs.emoji == 0 {
        features.add("no sign", "", 0.25);
        return;
    }
    let step = |x: f64| x.min(8.0).round();
    features.add("good", &step(signs.good).to_string(), 0.5);
    features.add("bad", &step(signs.bad).to_string(), 0.5);
    features.add("score", &(signs.score() * 4.0).round().to_string(), 0.7);
}

/// Judges the mood; the score lies in [-1, 1].
pub(crate) fn judge(
    signs: &Signs,
    features: &Features,
    learned: &Linear,
    learned_of_language: u32,
) -> (Judgement<Sentiment>, f64) {
    let mut shares = signs.logits();
    learned.add_to(&mut shares, features.as_slice());
    exact::softmax(&mut shares);
    let score = (shares[2] - shares[0]).clamp(-1.0, 1.0);
    let best = (0..CLASSES.len()).max_by(|a, b| shares[*a].total_cmp(&shares[*b])).unwrap_or(1);
    let (value, confidence) = (CLASSES[best], shares[best]);
    let has_learned = learned_of_language >= CORRECTIONS_MIN;
    if !signs.has_lists && !has_learned && signs.emoji == 0 {
        return (Judgement::abstained(Ground::UnknownLanguage), 0.0);
    }
    let ground = match (value, signs.words > 0, signs.emoji > 0) {
        (Sentiment::Mixed, ..) => Ground::BothPoles,
        (_, true, _) => Ground::Words,
        (_, false, true) => Ground::Emoji,
        _ if has_learned => Ground::Corrections,
        _ => Ground::NoMood,
    };
    (Judgement::unless_below(CONFIDENCE_MIN, value, confidence, ground), score)
}
