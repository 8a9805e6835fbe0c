//! Pictures, from the server that keeps their owner's records: so it works on every network, without anybody's cache.

use model::PictureSource;
use serde_json::Value;
use url::Url;

use super::AtprotoChannel;
use super::session::server_of;
use super::uri::is_did;
use crate::ChannelError;
use crate::picture::fetch;

impl AtprotoChannel {
    pub(super) async fn fetch_picture(&self, source: &PictureSource) -> Result<Option<Vec<u8>>, ChannelError> {
        match source {
            PictureSource::Web(address) => fetch(&self.xrpc.outgoing, address, self.xrpc.clock.now()).await,
            PictureSource::Blob { owner, cid } => {
                let Some(server) = self.server_of(owner).await? else {
                    return Ok(None);
                };
                let mut url = super::xrpc::endpoint(&server, "com.atproto.sync.getBlob");
                url.query_pairs_mut().append_pair("did", owner).append_pair("cid", cid);
                fetch(&self.xrpc.outgoing, url.as_str(), self.xrpc.clock.now()).await
            }
        }
    }

    /// The server that keeps somebody's records, as their identity document says; `None` when nobody knows them any more.
    async fn server_of(&self, did: &str) -> Result<Option<Url>, ChannelError> {
        let allow_plain = self.xrpc.outgoing.policy().allow_private;
        let at = document_address(did, &self.config.directory)
            .ok_or_else(|| ChannelError::give_up("its owner has an id of a kind that we cannot look up"))?;
        let Some(document) = fetch(&self.xrpc.outgoing, at.as_str(), self.xrpc.clock.now()).await? else {
            return Ok(None);
        };
        let document: Value = serde_json::from_slice(&document)
            .map_err(|_| ChannelError::retry("the identity document of its owner cannot be read"))?;
        if document.get("id").and_then(Value::as_str) != Some(did) {
            return Err(ChannelError::give_up("the identity document of its owner is somebody else's"));
        }
        let server = server_of(&document, allow_plain);
        server.map(Some).ok_or_else(|| ChannelError::give_up("the identity document of its owner names no server"))
    }
}

/// Where an identity document lies (AT Protocol, "DIDs", read 2026-11): in the directory, or with the domain itself.
fn document_address(did: &str, directory: &Url) -> Option<Url> {
    if !is_did(did) {
        return None;
    }
    if did.starts_with("did:plc:") {
        let mut url = directory.clone();
        url.path_segments_mut().ok()?.pop_if_empty().push(did);
        return Some(url);
    }
    // Domains only: neither paths nor ports are allowed in this network.
    let host = did.strip_prefix("did:web:").filter(|host| !host.contains([':', '%', '/']))?;
    Url::parse(&format!("https://{host}/.well-known/did.json")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_document_lies_in_the_directory_or_with_its_domain() {
        let directory = Url::parse("https://plc.test").unwrap();
        let at = |did| document_address(did, &directory).map(String::from);
        assert_eq!(at("did:plc:abc").as_deref(), Some("https://plc.test/did:plc:abc"));
        assert_eq!(at("did:web:anna.test").as_deref(), Some("https://anna.test/.well-known/did.json"));
        for did in ["did:web:anna.test%3A80", "did:web:anna.test:secret", "did:key:z6", "anna.test"] {
            assert_eq!(at(did), None, "{did}");
        }
    }
}
