//! What can go wrong on the way to a network, and what helps.

use std::time::Duration;

/// A call to a network that failed.
#[derive(Debug, thiserror::Error)]
#[error("{what}")]
pub struct ChannelError {
    /// What failed, in plain words; lower case, no full stop, no secrets.
    pub what: String,
    /// What helps.
    pub remedy: Remedy,
    /// Whether the network may have carried the call out all the same.
    pub may_have_arrived: bool,
    /// The cause below, where there is one.
    #[source]
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// What helps against a [`ChannelError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Trying again, not before the given time has passed if one is given.
    Retry {
        /// How long the network asked us to wait.
        after: Option<Duration>,
    },
    /// Somebody has to mend the credential or the address.
    Reconnect,
    /// Nothing: the same call would fail again.
    GiveUp,
}

impl ChannelError {
    /// A failure that trying again may mend; the network did not carry the call out.
    pub fn retry(what: impl Into<String>) -> Self {
        Self { what: what.into(), remedy: Remedy::Retry { after: None }, may_have_arrived: false, source: None }
    }

    /// A failure that trying again cannot mend.
    pub fn give_up(what: impl Into<String>) -> Self {
        Self { what: what.into(), remedy: Remedy::GiveUp, may_have_arrived: false, source: None }
    }

    /// A refused credential or address.
    pub fn reconnect(what: impl Into<String>) -> Self {
        Self { what: what.into(), remedy: Remedy::Reconnect, may_have_arrived: false, source: None }
    }

    /// The same, with the wait that the network asked for.
    #[must_use]
    pub fn after(mut self, wait: Duration) -> Self {
        self.remedy = Remedy::Retry { after: Some(wait) };
        self
    }

    /// The same, where the network may have carried the call out.
    #[must_use]
    pub fn perhaps_arrived(mut self) -> Self {
        self.may_have_arrived = true;
        self
    }

    /// The same, with its cause.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }
}
