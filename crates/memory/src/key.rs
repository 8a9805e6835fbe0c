//! What a deletion names: a post of a channel, or everything of an author.

use model::{ChannelId, Network};
use sha2::{Digest, Sha256};

/// What a deletion names, as the half of a SHA-256: it is remembered without the id of what is gone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Key(pub(crate) [u8; 16]);

impl Key {
    /// A post, by the channel that heard it.
    pub fn post(channel: ChannelId, remote_id: &str) -> Self {
        Self::of(b"post", &channel.0.to_le_bytes(), remote_id)
    }

    /// Everything of an author.
    pub fn author(network: Network, remote_id: &str) -> Self {
        Self::of(b"author", network.as_str().as_bytes(), remote_id)
    }

    /// Its bytes, as [`Key::all`] reads them.
    pub fn bytes(self) -> [u8; 16] {
        self.0
    }

    /// Those in these bytes, one after the other.
    pub fn all(bytes: &[u8]) -> impl Iterator<Item = Self> + '_ {
        bytes.as_chunks::<16>().0.iter().map(|bytes| Self(*bytes))
    }

    fn of(kind: &[u8], place: &[u8], id: &str) -> Self {
        let digest = Sha256::new().chain_update(kind).chain_update([0]).chain_update(place).chain_update([0]);
        let digest = digest.chain_update(id).finalize();
        let (half, _) = digest.split_first_chunk::<16>().expect("a digest has 32 bytes");
        Self(*half)
    }
}
