//! The lists of the inbox that everybody has.

crate::words! {
    /// A cut through the conversations.
    pub enum InboxView {
        /// New and open: it is our turn.
        Waiting = "waiting",
        /// Our turn, and mine.
        Mine = "mine",
        /// Our turn, and nobody's.
        Unassigned = "unassigned",
        /// Put away until a time.
        Snoozed = "snoozed",
        /// Answered, done or archived.
        Done = "done",
        /// Nothing but spam.
        Spam = "spam",
        /// Every conversation but spam.
        All = "all",
    }
}

/// The usual one: whom the team owes an answer.
impl Default for InboxView {
    fn default() -> Self {
        Self::Waiting
    }
}
