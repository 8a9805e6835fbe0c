//! How people take an answer.

use crate::person::Stance;
use crate::phrase::{Mood, Said, reaction};
use crate::seed::Random;

/// How somebody takes an answer.
#[derive(Clone, Copy)]
pub(super) enum Mind {
    /// Has nothing to add.
    Silent,
    /// Has a further question.
    Asks,
    /// Has a last word.
    Says(&'static [Said], Mood),
}

impl Mind {
    /// By stance, by how often they were answered (1 for the first time), and by how long it took.
    pub(super) fn after(exchanges: u32, stance: Stance, was_late: bool, random: &mut Random) -> Self {
        if was_late && stance != Stance::Fan && random.chance(0.7) {
            return Self::Says(reaction::TOO_LATE, Mood::Negative);
        }
        let minds = [
            Self::Asks,
            Self::Says(reaction::THANKS, Mood::Positive),
            Self::Says(reaction::GRUDGING, Mood::Mixed),
            Self::Says(reaction::STILL_ANGRY, Mood::Negative),
            Self::Silent,
        ];
        let weights = match (exchanges, stance) {
            (1, Stance::Fan | Stance::Friendly) => [25, 65, 0, 0, 10],
            (1, Stance::Neutral) => [40, 42, 6, 0, 12],
            (1, Stance::Critic) => [48, 16, 26, 4, 6],
            (1, Stance::Hostile) => [20, 0, 12, 58, 10],
            (2, Stance::Critic) => [10, 30, 35, 5, 20],
            (2, Stance::Hostile) => [0, 4, 26, 45, 25],
            (2, _) => [8, 68, 4, 0, 20],
            _ => [0, 40, 10, 0, 50],
        };
        minds[random.weighted(&weights)]
    }
}
