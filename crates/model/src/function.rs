//! The five kinds of work with people outside.

crate::words! {
    /// The kind of work to which a team belongs, and which owes what is owed on a conversation.
    pub enum Function {
        /// What is true and how it is said: facts, press, statements.
        Communication = "communication",
        /// What is liked, and may be told of.
        Marketing = "marketing",
        /// What can be learned.
        Research = "research",
        /// What went wrong for somebody, and is put right.
        Service = "service",
        /// Who speaks for us, for the first time or again and again.
        Engagement = "engagement",
    }
}
