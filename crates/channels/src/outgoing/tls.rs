//! One TLS configuration for requests and streams.

use std::sync::Arc;

use rustls::{ClientConfig, RootCertStore};

/// The roots of the web as they are compiled in, so that a bare container needs no certificates of its own.
pub(super) fn web_roots() -> RootCertStore {
    RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned())
}

/// Trusts the roots and speaks the protocols, the best first.
pub(super) fn tls_config(roots: RootCertStore, protocols: &[&[u8]]) -> ClientConfig {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("ring speaks the default versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
    config
}

#[cfg(test)]
mod tests;
