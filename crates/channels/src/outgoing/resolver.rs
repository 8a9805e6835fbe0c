//! Names to addresses, without those that the policy forbids.

use std::net::SocketAddr;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::{OutgoingError, OutgoingPolicy};

/// Resolves through the system and keeps allowed addresses only.
#[derive(Clone, Copy, Debug)]
pub(super) struct GuardedResolver {
    pub(super) policy: OutgoingPolicy,
}

impl GuardedResolver {
    /// The allowed addresses of a name or a number; at least one.
    pub(super) async fn addresses(self, host: &str, port: u16) -> Result<Vec<SocketAddr>, OutgoingError> {
        let found = tokio::net::lookup_host((host, port))
            .await
            .map_err(|source| OutgoingError::Connect { host: host.to_owned(), source: source.into() })?;
        let allowed: Vec<_> = found.filter(|to| self.policy.allows(to.ip())).collect();
        if allowed.is_empty() {
            return Err(OutgoingError::ForbiddenAddress { host: host.to_owned() });
        }
        Ok(allowed)
    }
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let resolver = *self;
        Box::pin(async move {
            let addresses = resolver.addresses(name.as_str(), 0).await?;
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}
