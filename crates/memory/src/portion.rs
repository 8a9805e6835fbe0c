//! What a batch adds to the memory, encoded where it was heard.

use std::io::{self, Write};

use model::{ChannelId, Network, ReceivedPost};

use crate::frame::{self, Kind};
use crate::grave;
use crate::key::Key;
use crate::record;
use crate::summary::Summary;

/// Bytes in a block, more or less: enough for a good compression, little enough to lose.
const BLOCK: usize = 1 << 20;
/// What is longer is not remembered: nobody writes such a post.
const RECORD_MAX: usize = 4 << 20;

/// Records that become one frame.
#[derive(Debug)]
pub(crate) struct Block {
    bytes: Vec<u8>,
    count: u32,
    span: (i64, i64),
}

/// Records in blocks of about one size.
#[derive(Debug, Default)]
pub(crate) struct Blocks(Vec<Block>);

impl Blocks {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn byte_count(&self) -> usize {
        self.0.iter().map(|block| block.bytes.len()).sum()
    }

    /// Adds the record that `put` writes; `false`, and nothing added, when it is far too long.
    pub(crate) fn add(&mut self, at: i64, put: impl FnOnce(&mut Vec<u8>)) -> bool {
        if self.0.last().is_none_or(|block| block.bytes.len() >= BLOCK) {
            self.0.push(Block { bytes: Vec::new(), count: 0, span: (at, at) });
        }
        let block = self.0.last_mut().expect("one was pushed when there was none");
        let before = block.bytes.len();
        put(&mut block.bytes);
        if block.bytes.len() - before > RECORD_MAX {
            block.bytes.truncate(before);
            return false;
        }
        block.count += 1;
        block.span = (block.span.0.min(at), block.span.1.max(at));
        true
    }

    pub(crate) fn append(&mut self, other: Self) {
        for block in other.0 {
            match self.0.last_mut() {
                Some(last) if last.bytes.len() + block.bytes.len() <= BLOCK => {
                    last.bytes.extend_from_slice(&block.bytes);
                    last.count += block.count;
                    last.span = (last.span.0.min(block.span.0), last.span.1.max(block.span.1));
                }
                _ => self.0.push(block),
            }
        }
    }

    /// Takes the blocks that are full; all of them when `is_last`.
    pub(crate) fn take(&mut self, is_last: bool) -> Self {
        let is_full = |block: &Block| is_last || block.bytes.len() >= BLOCK;
        Self(self.0.extract_if(.., |block| is_full(block)).collect())
    }

    /// Writes each block as a frame; how many bytes.
    pub(crate) fn write(&self, to: &mut impl Write, kind: Kind, level: i32) -> io::Result<u64> {
        let mut written = 0;
        for block in self.0.iter().filter(|block| block.count > 0) {
            let frame = frame::make(kind, block.count, block.span, &block.bytes, level)?;
            to.write_all(&frame)?;
            written += frame.len() as u64;
        }
        Ok(written)
    }
}

/// What a batch adds to the memory: posts that concern nobody, and deletions.
#[derive(Debug)]
pub struct Portion {
    /// The moment of the next item.
    next_at: i64,
    pub(crate) posts: Blocks,
    pub(crate) graves: Blocks,
    pub(crate) summary: Summary,
}

impl Portion {
    /// An empty one, whose items are numbered from this moment on.
    pub(crate) fn starting_at(first_at: i64) -> Self {
        Self { next_at: first_at, posts: Blocks::default(), graves: Blocks::default(), summary: Summary::default() }
    }

    /// Whether it adds nothing.
    pub fn is_empty(&self) -> bool {
        self.posts.is_empty() && self.graves.is_empty()
    }

    /// Adds a post that concerns nobody.
    pub fn post(&mut self, channel: ChannelId, network: Network, post: &ReceivedPost) {
        let at = self.tick();
        if self.posts.add(at, |out| record::encode(out, at, channel, network, post)) {
            self.summary.count(at, channel.0, post.languages.first().map(String::as_str));
        }
    }

    /// Adds that a post is gone at its source, known or not.
    pub fn deleted(&mut self, channel: ChannelId, remote_id: &str) {
        self.bury(Key::post(channel, remote_id));
    }

    /// Adds that an author is gone, with every post.
    pub fn author_gone(&mut self, network: Network, remote_id: &str) {
        self.bury(Key::author(network, remote_id));
    }

    /// Adds that something is gone that was heard to be so elsewhere, at a moment.
    pub(crate) fn gone_elsewhere(&mut self, key: Key, at: i64) {
        self.graves.add(at, |out| grave::put(out, key, at));
    }

    fn bury(&mut self, key: Key) {
        let at = self.tick();
        self.graves.add(at, |out| grave::put(out, key, at));
    }

    fn tick(&mut self) -> i64 {
        let at = self.next_at;
        self.next_at += 1;
        at
    }

    /// Takes in another, heard at about the same time.
    pub(crate) fn append(&mut self, other: Self) {
        self.posts.append(other.posts);
        self.graves.append(other.graves);
        self.summary.add(&other.summary);
    }
}
