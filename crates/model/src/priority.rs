//! What comes first.

crate::words! {
    /// How soon a conversation is to be looked at, as a member or a rule said; most have none.
    pub enum Priority {
        /// Before everything else.
        Urgent = "urgent",
        /// Before what is usual.
        High = "high",
        /// In its turn.
        Normal = "normal",
        /// When there is time.
        Low = "low",
    }
}
