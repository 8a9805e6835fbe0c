//! How long people wait: what `ttfr` and `ntr` have in common.

use model::{Wait, WaitEnd};
use serde::{Deserialize, Serialize};

use super::{Terms, looked_at};
use crate::durations::Durations;

/// After how many hours is said how many were answered.
pub const WITHIN_HOURS: [i64; 5] = [1, 4, 8, 24, 72];

/// Waits, by how long they lasted or last.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Pace {
    /// In hours of the day and the night.
    pub wall: Durations,
    /// In hours in which somebody is there; empty where nobody said which those are.
    pub working: Durations,
    /// Those who took back what they had said: looked at until then.
    pub withdrawn: u64,
}

impl Pace {
    pub(super) fn count(&mut self, wait: &Wait, terms: Terms<'_>) {
        let (at, is_answered) = looked_at(wait, terms);
        self.wall.count(at.duration_since(wait.began_at), is_answered);
        if let Some(hours) = terms.hours {
            self.working.count(hours.between(wait.began_at, at), is_answered);
        }
        let is_withdrawn = wait.end.is_some_and(|(end, at)| end == WaitEnd::Withdrawn && at <= terms.until);
        self.withdrawn += u64::from(is_withdrawn);
    }

    pub(super) fn add(&mut self, others: &Self) {
        self.wall.add(&others.wall);
        self.working.add(&others.working);
        self.withdrawn += others.withdrawn;
    }
}
