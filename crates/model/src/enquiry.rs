//! What an answer of ours asks the person besides: how well we helped, or whether we may quote them.

use std::fmt;
use std::str::FromStr;

use jiff::SignedDuration;

use crate::{ConsentState, PostId};

/// How soon a person is asked again how well they were helped.
pub const ASKED_AGAIN_AFTER: SignedDuration = SignedDuration::from_hours(30 * 24);
/// How long a number from the person is taken for their answer.
pub const RATED_WITHIN: SignedDuration = SignedDuration::from_hours(14 * 24);

crate::words! {
    /// What is asked.
    pub enum EnquiryKind {
        /// How well we helped, from 1 to 5.
        Satisfaction = "satisfaction",
        /// Whether we may quote what they wrote.
        Quote = "quote",
    }
}

crate::words! {
    /// What they answered.
    pub enum EnquiryAnswer {
        /// Not at all.
        One = "1",
        /// Badly.
        Two = "2",
        /// So so.
        Three = "3",
        /// Well.
        Four = "4",
        /// Very well.
        Five = "5",
        /// We may.
        Given = "given",
        /// We may not.
        Refused = "refused",
        /// We may no longer.
        Withdrawn = "withdrawn",
    }
}

impl EnquiryAnswer {
    const RATINGS: [Self; 5] = [Self::One, Self::Two, Self::Three, Self::Four, Self::Five];

    /// The answer that is this number; `None` for any but 1 to 5.
    pub fn of_rating(rating: u8) -> Option<Self> {
        Self::RATINGS.get(usize::from(rating).checked_sub(1)?).copied()
    }

    /// How well they were helped, from 1 to 5.
    pub fn rating(self) -> Option<u8> {
        let at = Self::RATINGS.iter().position(|one| *one == self)?;
        u8::try_from(at + 1).ok()
    }

    /// Whether they were helped well: 4 and 5, as the field counts.
    pub fn is_satisfied(self) -> bool {
        matches!(self, Self::Four | Self::Five)
    }

    /// What it says to being quoted.
    pub const fn consent(self) -> Option<ConsentState> {
        match self {
            Self::Given => Some(ConsentState::Given),
            Self::Refused => Some(ConsentState::Refused),
            Self::Withdrawn => Some(ConsentState::Withdrawn),
            _ => None,
        }
    }

    /// Whether it answers a question of this kind.
    pub const fn is_to(self, kind: EnquiryKind) -> bool {
        match kind {
            EnquiryKind::Satisfaction => self.consent().is_none(),
            EnquiryKind::Quote => self.consent().is_some(),
        }
    }
}

/// A question that goes along with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enquiring {
    /// How well we helped.
    Satisfaction,
    /// Whether we may quote this message.
    Quote(PostId),
}

impl Enquiring {
    /// What is asked.
    pub const fn kind(self) -> EnquiryKind {
        match self {
            Self::Satisfaction => EnquiryKind::Satisfaction,
            Self::Quote(_) => EnquiryKind::Quote,
        }
    }

    /// The message that it is about.
    pub const fn post(self) -> Option<PostId> {
        match self {
            Self::Satisfaction => None,
            Self::Quote(post) => Some(post),
        }
    }
}

impl fmt::Display for Enquiring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Satisfaction => f.write_str("satisfaction"),
            Self::Quote(post) => write!(f, "quote:{post}"),
        }
    }
}

/// Text that names no question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no question that goes along with an answer")]
pub struct NoEnquiring;

impl FromStr for Enquiring {
    type Err = NoEnquiring;

    fn from_str(text: &str) -> Result<Self, NoEnquiring> {
        match text.split_once(':') {
            None if text == "satisfaction" => Ok(Self::Satisfaction),
            Some(("quote", post)) => post.parse().map(Self::Quote).map_err(|_| NoEnquiring),
            _ => Err(NoEnquiring),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_reads_back_from_its_text_and_nothing_else_is_one() {
        for one in [Enquiring::Satisfaction, Enquiring::Quote(PostId(12))] {
            assert_eq!(one.to_string().parse(), Ok(one));
        }
        for text in ["", "quote", "quote:", "quote:x", "satisfaction:3", "Satisfaction"] {
            assert_eq!(text.parse::<Enquiring>(), Err(NoEnquiring), "{text}");
        }
    }

    #[test]
    fn every_answer_belongs_to_one_question() {
        for answer in EnquiryAnswer::ALL {
            let of: Vec<_> = EnquiryKind::ALL.iter().filter(|kind| answer.is_to(**kind)).collect();
            assert_eq!(of.len(), 1, "{answer}");
            assert_eq!(answer.rating().and_then(EnquiryAnswer::of_rating), answer.rating().map(|_| *answer));
        }
        assert_eq!((EnquiryAnswer::of_rating(0), EnquiryAnswer::of_rating(6)), (None, None));
    }
}
