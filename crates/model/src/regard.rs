//! How people stand to the organisation: judgements with evidence, confidence and expiry, never facts about a person.

use jiff::SignedDuration;

crate::words! {
    /// What somebody is to the organisation; several may hold.
    pub enum Relation {
        /// Buys from us.
        Customer = "customer",
        /// Might buy from us.
        Prospect = "prospect",
        /// Works here.
        Employee = "employee",
        /// Sells to us.
        Supplier = "supplier",
        /// Works with us.
        Partner = "partner",
        /// Sells what we sell.
        Competitor = "competitor",
        /// Reports.
        Press = "press",
        /// Oversees us.
        Regulator = "regulator",
        /// Lives beside us.
        Community = "community",
        /// Nothing is known.
        Unknown = "unknown",
    }
}

crate::words! {
    /// How somebody stands to a topic.
    pub enum Stance {
        /// Praises again and again.
        Fan = "fan",
        /// Speaks well.
        Friendly = "friendly",
        /// Takes no side.
        Neutral = "neutral",
        /// Finds fault with reasons.
        Critic = "critic",
        /// Attacks without.
        Hostile = "hostile",
    }
}

/// How long a judgement about a person holds after the last that it rests on. Half a year: people change their mind, their
/// work and their supplier, and who has not spoken for so long is better met anew.
pub const REGARD_HOLDS: SignedDuration = SignedDuration::from_hours(180 * 24);

/// How long a member's word about a person holds. Two years: a member knows more than a few posts tell, and yet nothing is
/// held against anybody for ever.
pub const CORRECTED_REGARD_HOLDS: SignedDuration = SignedDuration::from_hours(730 * 24);
