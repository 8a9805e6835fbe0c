//! Three-valued truth: what is known now.

use std::ops::Not;

/// What is known of a claim: it holds, it does not, or it cannot be told yet.
///
/// Combined as in Kleene's strong logic, so a query that is decided stays decided whatever is learned later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// It does not hold.
    False,
    /// It depends on something nobody has judged yet.
    Undecided,
    /// It holds.
    True,
}

impl Truth {
    /// Returns the weaker of two claims: both must hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// Returns the stronger of two claims: one must hold.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }

    /// Says whether the claim holds for certain.
    #[must_use]
    pub fn is_true(self) -> bool {
        self == Self::True
    }

    /// Says whether the claim fails for certain.
    #[must_use]
    pub fn is_false(self) -> bool {
        self == Self::False
    }
}

impl Not for Truth {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Undecided => Self::Undecided,
        }
    }
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::True } else { Self::False }
    }
}
