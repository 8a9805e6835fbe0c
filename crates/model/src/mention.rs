//! Why a post concerns us.

crate::words! {
    /// One reason why a post is a mention.
    pub enum Reason {
        /// A topic's query matches it.
        Matched = "matched",
        /// It names an account of ours.
        Addressed = "addressed",
        /// It answers a post of ours.
        Answered = "answered",
        /// It quotes a post of ours.
        Quoted = "quoted",
        /// It stands in the thread of a conversation of ours.
        InThread = "in_thread",
        /// A member imported it.
        Imported = "imported",
        /// It was said in private, between its author and an account of ours.
        InPrivate = "in_private",
    }
}

/// The set of reasons of a mention: empty means that the post is no mention, only context.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reasons(u32);

impl Reasons {
    /// No reason.
    pub const NONE: Self = Self(0);

    /// The set kept as bits, one per [`Reason`] in order of declaration.
    pub const fn from_bits(bits: u32) -> Self {
        Self(bits)
    }

    /// The bits of the set.
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// The set with one more reason.
    #[must_use]
    pub const fn with(self, reason: Reason) -> Self {
        Self(self.0 | 1 << reason as u32)
    }

    /// Both sets together.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether there is no reason.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether the reason is in the set.
    pub const fn contains(self, reason: Reason) -> bool {
        self.0 & (1 << reason as u32) != 0
    }

    /// The reasons, in order of declaration.
    pub fn iter(self) -> impl Iterator<Item = Reason> {
        Reason::ALL.iter().copied().filter(move |reason| self.contains(*reason))
    }
}
