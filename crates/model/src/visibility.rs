//! Who can read a message.

crate::words! {
    /// Who can read a message.
    pub enum Visibility {
        /// Everybody.
        Public = "public",
        /// Whoever wrote it and the one whom it is to.
        Private = "private",
    }
}
