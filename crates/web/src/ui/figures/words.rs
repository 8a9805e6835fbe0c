//! How figures are said.

use insights::figures::PartedBy;
use insights::{Quantile, Share};
use jiff::SignedDuration;
use model::Sentiment;
use wording::t;

use crate::ui::components::time;
use crate::ui::components::words::language_name;
use crate::ui::floor::words as floor;

/// A share of one in hundredths, without any after the point.
pub(crate) fn hundredths(share: f64) -> String {
    format!("{:.0}", share * 100.0)
}

/// A share.
pub(crate) fn percent(share: f64) -> String {
    t!("{share} %", share = hundredths(share))
}

/// How far a share may be from what is so.
pub(super) fn between(share: &Share) -> String {
    t!("with 95 % certainty between {low} and {high} %", low = hundredths(share.low), high = hundredths(share.high))
}

/// How long something lasts.
pub(crate) fn length(length: SignedDuration) -> String {
    time::length_exact(length.as_secs())
}

/// A duration of a curve; what is longer than was looked at has no length.
pub(super) fn quantile(quantile: Quantile) -> String {
    quantile.value.map_or_else(|| t!("not reached yet").to_owned(), length)
}

/// How far that may be from what is so.
pub(super) fn quantile_between(quantile: Quantile) -> Option<String> {
    quantile.value?;
    Some(match (quantile.low, quantile.high) {
        (Some(low), Some(high)) => {
            t!("with 95 % certainty between {low} and {high}", low = length(low), high = length(high))
        }
        (Some(low), None) => t!("with 95 % certainty {low} or longer", low = length(low)),
        (None, _) => return None,
    })
}

pub(super) fn language(tag: &str) -> String {
    language_name(tag).to_owned()
}

pub(super) fn mood(mood: Sentiment) -> String {
    floor::mood(mood).to_owned()
}

/// By what figures are parted.
pub(super) fn parted_by(by: PartedBy) -> &'static str {
    match by {
        PartedBy::Channel => t!("channel"),
        PartedBy::Topic => t!("topic"),
        PartedBy::Language => t!("language"),
        PartedBy::Mood => t!("mood"),
        PartedBy::Team => t!("team"),
    }
}
