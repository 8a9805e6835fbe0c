//! What can go wrong while the journey is in motion.

use channels::ChannelError;
use inbox::InboxError;
use model::ChannelId;
use store::{StoreError, VaultError};
use wording::t;

/// A stage that failed.
#[derive(Debug, thiserror::Error)]
pub enum PipelineError {
    /// The database failed.
    #[error("the store failed")]
    Store(#[from] StoreError),
    /// The inbox refused.
    #[error("the inbox refused")]
    Inbox(#[from] InboxError),
    /// The stream's memory could not be read.
    #[error("the stream's memory cannot be read")]
    Memory(#[from] std::io::Error),
    /// A stored record is not what its channel wrote.
    #[error("a prepared answer cannot be read")]
    Prepared(#[from] serde_json::Error),
    /// A key of the house cannot be opened.
    #[error("a key of the house cannot be used")]
    Vault(#[from] VaultError),
}

impl PipelineError {
    /// Whether another transaction was in the way, so that the same may succeed at once.
    pub fn is_conflict(&self) -> bool {
        match self {
            Self::Store(error) | Self::Inbox(InboxError::Store(error)) => error.is_conflict(),
            Self::Inbox(_) | Self::Memory(_) | Self::Prepared(_) | Self::Vault(_) => false,
        }
    }
}

/// A channel that could not be connected; nothing was kept.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The settings make no sense.
    #[error("{0}")]
    Settings(String),
    /// The network refused or could not be reached.
    #[error("{}", t!("the network did not let us in"))]
    Network(#[from] ChannelError),
    /// The secret cannot be opened.
    #[error("{}", t!("the channel's credential cannot be opened"))]
    Vault(#[from] VaultError),
    /// The same account or source is connected already.
    #[error("{}", t!("this is connected already, as \"{name}\"", name = .name))]
    Doubled {
        /// The channel that hears it.
        channel: ChannelId,
        /// Its name.
        name: String,
    },
    /// The database failed.
    #[error("the store failed")]
    Store(#[from] StoreError),
}
