//! The three dials: what the public must come to believe of us, each made of named parts with a target that the organisation
//! sets.
//!
//! The beliefs are those of the seed's model: that we are concerned, responsible and responsive. Which parts stand for which, and
//! their targets, are starting values of ours.

use serde::{Deserialize, Serialize};
use wording::t;

crate::words! {
    /// What the public must come to believe of us.
    pub enum Belief {
        /// That we care.
        Concerned = "concerned",
        /// That we stand for what we do and promise.
        Responsible = "responsible",
        /// That we answer.
        Responsive = "responsive",
    }
}

impl Belief {
    /// The same word, for whoever reads.
    pub fn words(self) -> &'static str {
        match self {
            Self::Concerned => t!("Concerned"),
            Self::Responsible => t!("Responsible"),
            Self::Responsive => t!("Responsive"),
        }
    }
}

crate::words! {
    /// What a dial is made of: a share each.
    pub enum DialPart {
        /// Of unhappy people who needed a first answer, those who got one.
        UnhappyAnswered = "unhappy_answered",
        /// Of conversations closed without an answer that was needed, those let stand for a reason.
        SilenceReasoned = "silence_reasoned",
        /// Of promises whose date is over, those kept in time.
        PromisesKept = "promises_kept",
        /// Of what functions owe, what was settled within a time.
        OwedSettled = "owed_settled",
        /// Of what was learned, what was decided within a time.
        InsightsDecided = "insights_decided",
        /// Of what was done because of it, what was told back within a time.
        ToldBack = "told_back",
        /// Of those who needed a first answer, those who got one.
        Answered = "answered",
        /// Of them, those who got it within a time.
        FirstWithin = "first_within",
        /// Of those who needed a further answer, those who got it within a time.
        NextWithin = "next_within",
    }
}

impl DialPart {
    /// Whether it is about what happens within a time.
    pub const fn is_timed(self) -> bool {
        matches!(
            self,
            Self::OwedSettled | Self::InsightsDecided | Self::ToldBack | Self::FirstWithin | Self::NextWithin
        )
    }
}

/// A part of a dial, as the organisation wants it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DialTarget {
    /// Which part.
    pub part: DialPart,
    /// On which dial; `None` for none.
    pub belief: Option<Belief>,
    /// The share that is wanted, in percent.
    pub percent: u8,
    /// Within how many hours, where the part is about a time.
    pub hours: Option<u32>,
}

/// The longest time of a part: a year.
pub const DIAL_HOURS_MAX: u32 = 24 * 366;

/// What is wrong with how the dials are to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DialFault {
    /// A share that is wanted is not between 1 and 100 percent.
    #[error("{}", t!("what is wanted of a part is from 1 to 100 percent"))]
    Percent(DialPart),
    /// A time is missing, or not between an hour and a year.
    #[error("{}", t!("the time of a part is from 1 to {max} hours", max = DIAL_HOURS_MAX))]
    Hours(DialPart),
    /// A part is named twice.
    #[error("{}", t!("each part stands on one dial, or on none"))]
    Twice(DialPart),
    /// A part is not named.
    #[error("{}", t!("each part stands on one dial, or on none"))]
    Missing(DialPart),
    /// A dial has no part.
    #[error("{}", t!("“{dial}” would have no part", dial = .0.words()))]
    Empty(Belief),
    /// It is not said why, or at length.
    #[error("{}", t!("say why, in at most {max} characters", max = .max))]
    Reason {
        /// The most characters.
        max: usize,
    },
}

/// How the dials are made: each part once, in its order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DialTargets(Vec<DialTarget>);

impl Default for DialTargets {
    fn default() -> Self {
        use Belief::{Concerned, Responsible, Responsive};
        let of = |part, belief, percent, hours| DialTarget { part, belief: Some(belief), percent, hours };
        Self(vec![
            of(DialPart::UnhappyAnswered, Concerned, 90, None),
            of(DialPart::SilenceReasoned, Concerned, 90, None),
            of(DialPart::PromisesKept, Responsible, 90, None),
            of(DialPart::OwedSettled, Responsible, 80, Some(7 * 24)),
            of(DialPart::InsightsDecided, Responsible, 80, Some(30 * 24)),
            of(DialPart::ToldBack, Responsible, 80, Some(30 * 24)),
            of(DialPart::Answered, Responsive, 90, None),
            of(DialPart::FirstWithin, Responsive, 80, Some(24)),
            of(DialPart::NextWithin, Responsive, 80, Some(24)),
        ])
    }
}

impl DialTargets {
    /// These parts, as far as nothing is wrong with them; a part that is about no time has none.
    ///
    /// # Errors
    /// What is wrong.
    pub fn new(given: impl IntoIterator<Item = DialTarget>) -> Result<Self, DialFault> {
        let mut parts: Vec<DialTarget> = given.into_iter().collect();
        for one in &mut parts {
            if !(1..=100).contains(&one.percent) {
                return Err(DialFault::Percent(one.part));
            }
            match one.part.is_timed() {
                true if !one.hours.is_some_and(|hours| (1..=DIAL_HOURS_MAX).contains(&hours)) => {
                    return Err(DialFault::Hours(one.part));
                }
                true => {}
                false => one.hours = None,
            }
        }
        let place = |part| DialPart::ALL.iter().position(|one| *one == part);
        parts.sort_by_key(|one| place(one.part));
        if let Some(twice) = parts.windows(2).find(|pair| pair[0].part == pair[1].part) {
            return Err(DialFault::Twice(twice[0].part));
        }
        let is_there = |part: &&DialPart| parts.iter().any(|one| one.part == **part);
        if let Some(missing) = DialPart::ALL.iter().find(|part| !is_there(part)) {
            return Err(DialFault::Missing(*missing));
        }
        let has_part = |belief: &&Belief| parts.iter().any(|one| one.belief == Some(**belief));
        if let Some(empty) = Belief::ALL.iter().find(|belief| !has_part(belief)) {
            return Err(DialFault::Empty(*empty));
        }
        Ok(Self(parts))
    }

    /// Each part.
    pub fn all(&self) -> &[DialTarget] {
        &self.0
    }

    /// The parts of a dial.
    pub fn of(&self, belief: Belief) -> impl Iterator<Item = &DialTarget> {
        self.0.iter().filter(move |one| one.belief == Some(belief))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_stands_once_with_a_target_that_can_be_met() {
        let usual = DialTargets::default();
        let with = |change: &dyn Fn(&mut Vec<DialTarget>)| {
            let mut parts = usual.0.clone();
            change(&mut parts);
            DialTargets::new(parts)
        };
        assert_eq!(with(&|parts| parts.reverse()), Ok(usual.clone()), "in whatever order");
        assert_eq!(with(&|parts| parts[0].hours = Some(3)), Ok(usual.clone()), "what is about no time has none");
        let first = DialPart::UnhappyAnswered;
        assert_eq!(with(&|parts| parts[0].percent = 0), Err(DialFault::Percent(first)));
        assert_eq!(with(&|parts| parts[0].percent = 101), Err(DialFault::Percent(first)));
        assert_eq!(with(&|parts| parts[3].hours = None), Err(DialFault::Hours(DialPart::OwedSettled)));
        assert_eq!(with(&|parts| parts[3].hours = Some(0)), Err(DialFault::Hours(DialPart::OwedSettled)));
        assert_eq!(with(&|parts| parts[1].part = first), Err(DialFault::Twice(first)));
        assert_eq!(with(&|parts| parts.truncate(8)), Err(DialFault::Missing(DialPart::NextWithin)));
        let none = |parts: &mut Vec<DialTarget>| parts[..2].iter_mut().for_each(|one| one.belief = None);
        assert_eq!(with(&none), Err(DialFault::Empty(Belief::Concerned)));
    }
}
