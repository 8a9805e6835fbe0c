//! Calls of other programs.

crate::words! {
    /// What is known of a call.
    pub enum WebhookCallState {
        /// It is to be made, or to be tried again.
        Waiting = "waiting",
        /// The program said that it has it.
        Arrived = "arrived",
        /// It did not arrive, and is not tried again by itself.
        Failed = "failed",
    }
}
