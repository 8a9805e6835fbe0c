//! What we do on a network without words.

crate::words! {
    /// Something that an account of ours does there without saying anything.
    pub enum GestureKind {
        /// Shows that a post is liked.
        Like = "like",
        /// Shows a post to those who follow us.
        Boost = "boost",
        /// Follows somebody.
        Follow = "follow",
        /// Hides an answer of somebody under a post of ours.
        Hide = "hide",
        /// Tells whoever watches over the network of a post.
        Report = "report",
    }
}

impl GestureKind {
    /// Whether it is about a post; else it is about whoever wrote it.
    pub const fn is_about_post(self) -> bool {
        !matches!(self, Self::Follow)
    }

    /// Whether it can be taken back once it was made.
    pub const fn can_be_taken_back(self) -> bool {
        !matches!(self, Self::Report)
    }

    /// Whether it needs a house rule and a reason.
    pub const fn needs_house_rule(self) -> bool {
        matches!(self, Self::Hide | Self::Report)
    }

    /// Whether a stop of what goes out holds it: what protects somebody is not held.
    pub const fn is_held_by_stops(self) -> bool {
        !self.needs_house_rule()
    }
}

crate::words! {
    /// What is known of a gesture: never what is hoped.
    pub enum GestureState {
        /// It is to be made; until then it is taken back for nothing.
        Queued = "queued",
        /// Its intent is on disk and bytes may have left the house.
        Making = "making",
        /// The network has it.
        Stands = "stands",
        /// The network does not have it; it can be tried again.
        Failed = "failed",
        /// The network cannot be asked whether it has it; a person decides.
        Unknown = "unknown",
        /// The network has it, and is to have it no more.
        TakingBack = "taking_back",
        /// The network does not have it, or no more, because that was wanted.
        TakenBack = "taken_back",
    }
}

impl GestureState {
    /// Whether it changes by itself.
    pub const fn is_moving(self) -> bool {
        matches!(self, Self::Queued | Self::Making | Self::TakingBack)
    }
}

crate::words! {
    /// What a report says is wrong with a post, in the words that networks know.
    pub enum ReportGround {
        /// Unwanted advertising, or the same again and again.
        Spam = "spam",
        /// Against the law, or against the network's rules.
        Violation = "violation",
        /// It misleads, or somebody pretends to be somebody else.
        Misleading = "misleading",
        /// Sexual, and not marked as such.
        Sexual = "sexual",
        /// Harassing or insulting.
        Rude = "rude",
        /// Something else.
        Other = "other",
    }
}
