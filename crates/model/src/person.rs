//! People: who of those who write in public is one and the same, and what they let us do.

use std::collections::BTreeMap;

use crate::AuthorId;

/// Authors that can be one person. More than anybody has, and few enough to be looked up at once.
pub const HANDLES_MAX: usize = 50;

/// What the id of an author or a post begins with that was erased.
pub const ERASED: &str = "erased:";

/// The digits of the digest in the id of an erased post.
const ERASED_DIGITS: usize = 32;

/// Whether the id of a post is one that we gave it when its author was erased: a digest in hex, which no network gives out.
pub fn is_erased_id(id: &str) -> bool {
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    id.strip_prefix(ERASED).is_some_and(|digest| digest.len() == ERASED_DIGITS && digest.bytes().all(is_digit))
}

/// The name of whoever was erased.
pub const ERASED_NAME: &str = "Somebody who was erased";

crate::words! {
    /// What somebody is asked to let us do.
    pub enum ConsentPurpose {
        /// Quote in our own words and places what they said.
        Quote = "quote",
        /// Write to them where nobody else reads it.
        Contact = "contact",
    }
}

crate::words! {
    /// What somebody said to that.
    pub enum ConsentState {
        /// They were asked and have not answered.
        Asked = "asked",
        /// They said yes.
        Given = "given",
        /// They said no.
        Refused = "refused",
        /// They said yes, and no longer.
        Withdrawn = "withdrawn",
    }
}

impl ConsentState {
    /// Whether it may be noted after what was noted last: nobody withdraws what was never given.
    pub const fn may_follow(self, last: Option<Self>) -> bool {
        match self {
            Self::Withdrawn => matches!(last, Some(Self::Given)),
            Self::Asked | Self::Given | Self::Refused => true,
        }
    }
}

/// Parts authors into people: whoever is tied to another, directly or by way of others, is the same person as that one.
/// Each person's authors in order, the first of each in order; ties to others than these are passed over.
pub fn people(authors: &[AuthorId], ties: &[(AuthorId, AuthorId)]) -> Vec<Vec<AuthorId>> {
    let mut first: BTreeMap<AuthorId, AuthorId> = authors.iter().map(|id| (*id, *id)).collect();
    for (one, other) in ties {
        let (Some(one), Some(other)) = (first.get(one).copied(), first.get(other).copied()) else { continue };
        let (into, from) = (one.min(other), one.max(other));
        first.values_mut().filter(|id| **id == from).for_each(|id| *id = into);
    }
    let mut people: BTreeMap<AuthorId, Vec<AuthorId>> = BTreeMap::new();
    first.into_iter().for_each(|(author, first)| people.entry(first).or_default().push(author));
    people.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(raw: &[i64]) -> Vec<AuthorId> {
        raw.iter().copied().map(AuthorId).collect()
    }

    fn tied(authors: &[i64], ties: &[(i64, i64)]) -> Vec<Vec<i64>> {
        let ties: Vec<_> = ties.iter().map(|(one, other)| (AuthorId(*one), AuthorId(*other))).collect();
        people(&ids(authors), &ties).into_iter().map(|person| person.into_iter().map(|id| id.0).collect()).collect()
    }

    #[test]
    fn an_id_from_outside_that_begins_alike_is_not_taken_for_erased() {
        assert!(is_erased_id("erased:0123456789abcdef0123456789abcdef"));
        for id in [
            "erased:",
            "erased:7",
            "erased:0123456789ABCDEF0123456789ABCDEF",
            "erased:0123456789abcdef0123456789abcdeg",
        ] {
            assert!(!is_erased_id(id), "{id}");
        }
        assert!(!is_erased_id("erased:0123456789abcdef0123456789abcdef0") && !is_erased_id("at://erased:0"));
    }

    #[test]
    fn whoever_is_tied_by_way_of_others_is_the_same_person() {
        assert_eq!(tied(&[4, 3, 2, 1], &[]), [[1], [2], [3], [4]]);
        assert_eq!(tied(&[1, 2, 3, 4], &[(3, 1), (4, 3)]), [vec![1, 3, 4], vec![2]]);
        assert_eq!(tied(&[1, 2, 3, 4], &[(3, 4), (1, 2), (2, 3)]), [[1, 2, 3, 4]]);
        assert_eq!(tied(&[1, 2], &[(2, 9)]), [[1], [2]], "a tie to somebody else says nothing");
    }

    #[test]
    fn only_what_was_given_is_withdrawn() {
        use ConsentState::{Asked, Given, Refused, Withdrawn};
        assert!(Withdrawn.may_follow(Some(Given)));
        assert!([None, Some(Asked), Some(Refused), Some(Withdrawn)].iter().all(|last| !Withdrawn.may_follow(*last)));
        assert!(
            [Asked, Given, Refused].iter().all(|state| state.may_follow(None) && state.may_follow(Some(Withdrawn)))
        );
    }
}
