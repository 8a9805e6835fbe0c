//! What was judged of people and what they said, in words.

use model::{Intent, Relation, Sentiment, Stance};
use wording::t;

/// A mood.
pub(crate) fn mood(mood: Sentiment) -> &'static str {
    match mood {
        Sentiment::Negative => t!("mood": "negative"),
        Sentiment::Neutral => t!("mood": "neutral"),
        Sentiment::Positive => t!("mood": "positive"),
        Sentiment::Mixed => t!("mood": "mixed"),
    }
}

/// So many in a mood.
pub(super) fn in_mood(mood: Sentiment, people: usize) -> String {
    match mood {
        Sentiment::Negative => t!(people; "{count} negative", "{count} negative"),
        Sentiment::Neutral => t!(people; "{count} neutral", "{count} neutral"),
        Sentiment::Positive => t!(people; "{count} positive", "{count} positive"),
        Sentiment::Mixed => t!(people; "{count} mixed", "{count} mixed"),
    }
}

/// What somebody is to us.
pub(super) fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::Customer => t!("relation": "customer"),
        Relation::Prospect => t!("relation": "prospect"),
        Relation::Employee => t!("relation": "employee"),
        Relation::Supplier => t!("relation": "supplier"),
        Relation::Partner => t!("relation": "partner"),
        Relation::Competitor => t!("relation": "competitor"),
        Relation::Press => t!("relation": "press"),
        Relation::Regulator => t!("relation": "regulator"),
        Relation::Community => t!("relation": "community"),
        Relation::Unknown => t!("relation": "unknown"),
    }
}

/// How somebody stands to us.
pub(super) fn stance(stance: Stance) -> &'static str {
    match stance {
        Stance::Fan => t!("stance": "fan"),
        Stance::Friendly => t!("stance": "friendly"),
        Stance::Neutral => t!("stance": "neutral"),
        Stance::Critic => t!("stance": "critic"),
        Stance::Hostile => t!("stance": "hostile"),
    }
}

/// What somebody was after.
pub(crate) fn intent(intent: Intent) -> &'static str {
    match intent {
        Intent::Praise => t!("intent": "praise"),
        Intent::Question => t!("intent": "question"),
        Intent::Complaint => t!("intent": "complaint"),
        Intent::Case => t!("intent": "case"),
        Intent::Correction => t!("intent": "correction"),
        Intent::Idea => t!("intent": "idea"),
        Intent::Lead => t!("intent": "lead"),
        Intent::Press => t!("intent": "press"),
        Intent::Staff => t!("intent": "staff"),
        Intent::Safety => t!("intent": "safety"),
        Intent::Legal => t!("intent": "legal"),
        Intent::Abuse => t!("intent": "abuse"),
        Intent::Spam => t!("intent": "spam"),
        Intent::Fraud => t!("intent": "fraud"),
        Intent::Other => t!("intent": "other"),
    }
}
