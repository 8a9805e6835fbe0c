//! The guarded way out: every request and connection that leaves the house goes through here.
//!
//! Addresses come from members, from feeds and from other servers, so none is trusted. A name is resolved once, by
//! a resolver of our own that drops every address that the [`OutgoingPolicy`] forbids, and the connection is made to what
//! was left: there is no moment between check and use in which a name could change its mind. Addresses written as
//! numbers skip resolvers and are checked apart. Redirects are followed only where nothing secret travels, bodies are
//! counted while they stream, and everything has a time cap. No proxy is used, since a proxy would resolve for us.

mod address;
mod client;
mod error;
mod quota;
mod resolver;
mod tls;
mod wait;
mod websocket;

pub use address::{AddressKind, address_kind};
pub use client::{Answer, Limits, OutgoingClient, OutgoingRequest};
pub use error::OutgoingError;
pub use quota::quota;
pub use wait::asked_wait;
pub use websocket::{Socket, SocketOpened};

use std::net::IpAddr;

use url::{Host, Url};

/// Where outgoing connections may go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OutgoingPolicy {
    /// Whether this machine and the private networks around it may be reached. Only for tests and for those who run
    /// the other server beside ours; link-local, multicast and reserved addresses stay forbidden.
    pub allow_private: bool,
}

impl OutgoingPolicy {
    /// Whether a connection to the address may be made.
    pub fn allows(self, address: IpAddr) -> bool {
        match address_kind(address) {
            AddressKind::Public => true,
            AddressKind::Private => self.allow_private,
            AddressKind::Special => false,
        }
    }

    /// Checks what can be checked without resolving: the scheme, and a host written as a number.
    fn check(self, url: &Url, schemes: [&str; 2]) -> Result<(), OutgoingError> {
        if !schemes.contains(&url.scheme()) {
            return Err(OutgoingError::UnsupportedScheme(url.scheme().to_owned()));
        }
        let literal = match url.host() {
            None => return Err(OutgoingError::NoHost),
            Some(Host::Domain(_)) => return Ok(()),
            Some(Host::Ipv4(address)) => IpAddr::V4(address),
            Some(Host::Ipv6(address)) => IpAddr::V6(address),
        };
        if self.allows(literal) { Ok(()) } else { Err(OutgoingError::ForbiddenAddress { host: literal.to_string() }) }
    }
}

/// What we call ourselves towards other servers.
const USER_AGENT: &str = concat!("Coffeehouse/", env!("CARGO_PKG_VERSION"));

/// The most redirects that are followed.
const REDIRECTS_MAX: usize = 5;
