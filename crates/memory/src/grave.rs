//! Deletions at the source: what they name is never read again.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use model::{ChannelId, Network, micros};

use crate::key::Key;
use crate::varint::Bytes;

/// The bytes of a deletion: key and moment.
const LENGTH: usize = 24;

/// Appends a deletion heard at a moment.
pub(crate) fn put(out: &mut Vec<u8>, key: Key, at: i64) {
    out.extend_from_slice(&key.0);
    out.extend_from_slice(&at.to_le_bytes());
}

/// The moment by our clock of a deletion that was heard elsewhere: clocks of servers differ by seconds, and a deletion is
/// after what it deletes.
pub(crate) fn heard_elsewhere(at: Timestamp) -> i64 {
    const DIFFERENCE_MAX: SignedDuration = SignedDuration::from_mins(1);
    micros(at.saturating_add(DIFFERENCE_MAX).unwrap_or(Timestamp::MAX))
}

/// The deletions in the bytes of a frame.
pub(crate) fn all(bytes: &[u8]) -> impl Iterator<Item = (Key, i64)> + '_ {
    bytes.chunks_exact(LENGTH).filter_map(|grave| {
        let mut grave = Bytes(grave);
        let key = Key(grave.take(16)?.try_into().ok()?);
        Some((key, grave.moment()?))
    })
}

/// Every deletion there is, each with the last moment at which it was heard.
#[derive(Clone, Debug, Default)]
pub(crate) struct Graves(HashMap<Key, i64, foldhash::fast::RandomState>);

impl Graves {
    pub(crate) fn add(&mut self, key: Key, at: i64) {
        let last = self.0.entry(key).or_insert(at);
        *last = at.max(*last);
    }

    /// Whether what was heard at a moment was deleted after it; what comes back later is there again.
    pub(crate) fn hold(&self, at: i64, channel: ChannelId, remote_id: &str, network: Network, author: &str) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let is_after = |key| self.0.get(&key).is_some_and(|deleted| *deleted >= at);
        is_after(Key::post(channel, remote_id)) || is_after(Key::author(network, author))
    }
}
