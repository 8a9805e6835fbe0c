//! The networks we speak with.

crate::words! {
    /// A network of people; a channel is one connected account, stream or feed on it.
    pub enum Network {
        /// AT Protocol, as Bluesky and others run it.
        Atproto = "atproto",
        /// The simulator's world; its people are fictional.
        Simulated = "simulated",
    }
}

impl Network {
    /// The name that members read.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Atproto => "Bluesky",
            Self::Simulated => "Simulation",
        }
    }
}
