//! What the house says of its own accord.

use crate::EventKind;

crate::words! {
    /// What kind of word it is.
    pub enum StatementKind {
        /// That we know, that we are looking, and when there is more.
        Holding = "holding",
        /// What we say on the matter.
        Statement = "statement",
    }
}

crate::words! {
    /// Where a statement stands.
    pub enum StatementState {
        /// It is being written, or waits for somebody else to approve it.
        Drafted = "drafted",
        /// A second person stands for its words; nobody outside can read it.
        Approved = "approved",
        /// It stands on one channel of ours at least.
        Published = "published",
        /// Another statement took its place.
        Superseded = "superseded",
        /// We do not say it, or not any more.
        Withdrawn = "withdrawn",
    }
}

impl StatementState {
    /// Whether nothing comes after it.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Superseded | Self::Withdrawn)
    }
}

crate::words! {
    /// What happened to a statement.
    pub enum StatementAct {
        /// It was written.
        Create = "create",
        /// Its words changed, or what is known about it.
        Change = "change",
        /// A second person stands for its words.
        Approve = "approve",
        /// It stands on a channel of ours.
        Publish = "publish",
        /// Another one took its place.
        Supersede = "supersede",
        /// We do not say it any more.
        Withdraw = "withdraw",
    }
}

impl StatementAct {
    /// The event that tells of it.
    pub const fn event(self) -> EventKind {
        match self {
            Self::Create => EventKind::StatementCreated,
            Self::Change => EventKind::StatementChanged,
            Self::Approve => EventKind::StatementApproved,
            Self::Publish => EventKind::StatementPublished,
            Self::Supersede => EventKind::StatementSuperseded,
            Self::Withdraw => EventKind::StatementWithdrawn,
        }
    }
}
