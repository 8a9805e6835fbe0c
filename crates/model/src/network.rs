//! The networks we speak with.

use wording::t;

crate::words! {
    /// A network of people; a channel is one connected account, stream or feed on it.
    pub enum Network {
        /// AT Protocol, as Bluesky and others run it.
        Atproto = "atproto",
        /// A feed: RSS, Atom or JSON Feed.
        Feed = "feed",
        /// Files that a member imported.
        Imported = "imported",
        /// The simulator's world; its people are fictional.
        Simulated = "simulated",
    }
}

impl Network {
    /// Whether people and we have accounts there: names that are typed after `@`, can be asked for, and can be answered.
    pub const fn has_accounts(self) -> bool {
        match self {
            Self::Atproto | Self::Simulated => true,
            Self::Feed | Self::Imported => false,
        }
    }

    /// The name that members read.
    pub fn title(self) -> &'static str {
        match self {
            Self::Atproto => "Bluesky",
            Self::Feed => t!("Feed"),
            Self::Imported => t!("Import"),
            Self::Simulated => t!("Simulation"),
        }
    }
}
