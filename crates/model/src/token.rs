//! What a program may do with a member's token.

crate::words! {
    /// Something that a token is good for. It narrows what its member's role allows, and never widens it.
    pub enum Scope {
        /// Read what its member can read.
        Read = "read",
        /// Sort conversations, write notes, change topics.
        Write = "write",
        /// Answer in public, and take answers back.
        Reply = "reply",
    }
}
