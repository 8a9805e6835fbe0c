//! What can go wrong on the way out.

use wording::t;

use crate::ChannelError;

/// A request or connection that failed on the way out. Addresses are never part of it beyond the host: they may hold
/// secrets.
#[derive(Debug, thiserror::Error)]
pub enum OutgoingError {
    /// Only a few schemes are spoken.
    #[error("{}", t!("addresses that begin with {scheme}: are not supported", scheme = .0))]
    UnsupportedScheme(String),
    /// The address names no server.
    #[error("{}", t!("the address names no server"))]
    NoHost,
    /// The server's address is not one of the public internet.
    #[error("{}", t!("{host} is not a public address, and private ones are not allowed", host = .host))]
    ForbiddenAddress {
        /// The name or number that was asked for.
        host: String,
    },
    /// No connection could be made; nothing was sent.
    #[error("{}", t!("could not connect to {host}", host = .host))]
    Connect {
        /// The server's name.
        host: String,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The server did not answer in time; it may have taken the request.
    #[error("{}", t!("{host} did not answer in time", host = .host))]
    TimedOut {
        /// The server's name.
        host: String,
    },
    /// The answer is larger than we are willing to take.
    #[error("{}", t!("the answer of {host} is larger than {bytes_max} bytes", host = .host, bytes_max = .bytes_max))]
    TooLarge {
        /// The server's name.
        host: String,
        /// The cap.
        bytes_max: usize,
    },
    /// The server sent us on and on, or to a place where we do not go.
    #[error("{}", t!("{host} redirects to where we do not follow", host = .host))]
    Redirects {
        /// The server's name.
        host: String,
    },
    /// A WebSocket was refused with an ordinary answer.
    #[error("{}", t!("{host} refused the stream with status {status}", host = .host, status = .status))]
    Refused {
        /// The server's name.
        host: String,
        /// The HTTP status.
        status: u16,
        /// The beginning of the body.
        body: String,
    },
    /// The connection broke; the server may have taken the request.
    #[error("{}", t!("the connection to {host} broke", host = .host))]
    Broken {
        /// The server's name.
        host: String,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl OutgoingError {
    /// Whether the server may have taken the request all the same.
    pub fn may_have_arrived(&self) -> bool {
        matches!(self, Self::TimedOut { .. } | Self::Broken { .. } | Self::TooLarge { .. })
    }

    /// Whether the address itself is at fault, so that trying again cannot help.
    pub fn is_bad_address(&self) -> bool {
        matches!(
            self,
            Self::UnsupportedScheme(_) | Self::NoHost | Self::ForbiddenAddress { .. } | Self::Redirects { .. }
        )
    }
}

impl From<OutgoingError> for ChannelError {
    fn from(error: OutgoingError) -> Self {
        let what = error.to_string();
        let failure = if error.is_bad_address() { Self::reconnect(what) } else { Self::retry(what) };
        let failure = if error.may_have_arrived() { failure.perhaps_arrived() } else { failure };
        // `what` says this layer already; its cause is what lies below.
        match error {
            OutgoingError::Connect { source, .. } | OutgoingError::Broken { source, .. } => failure.caused_by(source),
            _ => failure,
        }
    }
}
