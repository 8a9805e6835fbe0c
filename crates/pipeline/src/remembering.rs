//! What this server remembers of the stream, and what it shows of that.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use channels::Received;
use jiff::Timestamp;
use memory::{Archive, Key, Memory, State};
use store::{Store, Tx, deletion};

use crate::Result;
use crate::backtest::BackTests;
use crate::journey::Source;

/// What this server remembers of the stream, and the back-tests that show some of it. Each server of a database has the
/// memory of what it heard itself. Cheap to clone.
#[derive(Clone)]
pub struct Remembering {
    memory: Memory,
    back_tests: Arc<BackTests>,
    /// Up to where deletions that other servers heard were learned.
    learned: Arc<AtomicI64>,
}

/// What stands for a position before there is one.
const NOT_YET: i64 = -1;

impl Remembering {
    /// Remembers in this memory; `archive` reads the same.
    pub fn new(memory: Memory, archive: Archive) -> Self {
        let archive = (!memory.is_off()).then_some(archive);
        let learned = Arc::new(AtomicI64::new(archive.as_ref().map_or(NOT_YET, Archive::learned)));
        Self { memory, back_tests: Arc::new(BackTests::new(archive)), learned }
    }

    /// Remembers nothing.
    pub fn nothing() -> Self {
        let learned = Arc::new(AtomicI64::new(NOT_YET));
        Self { memory: Memory::off(), back_tests: Arc::new(BackTests::new(None)), learned }
    }

    /// Whether deletions that others heard can be learned now: a memory that cannot write is told later.
    pub(crate) fn can_learn(&self) -> bool {
        !matches!(self.memory.health().state, State::Paused { .. })
    }

    /// Up to where they were learned; `None` for a server that begins and remembers nothing.
    pub(crate) fn learned(&self) -> Option<i64> {
        let learned = self.learned.load(Ordering::Relaxed);
        (learned != NOT_YET).then_some(learned)
    }

    /// Learns what others heard to be gone, each at a moment: all that they told up to a position.
    pub(crate) async fn learn(&self, gone: &[(Key, Timestamp)], position: i64) {
        if self.learned() != Some(position)
            && let Err(error) = self.memory.learn(gone, position).await
        {
            tracing::warn!(error = &error as &dyn std::error::Error, "deletions will be learned again after a restart");
        }
        self.learned.store(position, Ordering::Relaxed);
        self.show_no_more(&gone.iter().map(|(key, _)| *key).collect::<Vec<_>>());
    }

    pub(crate) fn memory(&self) -> &Memory {
        &self.memory
    }

    pub(crate) fn back_tests(&self) -> &BackTests {
        &self.back_tests
    }

    /// Shows nothing any more of what these name; called once the database says so too, since a back-test reads both.
    pub(crate) fn show_no_more(&self, gone: &[Key]) {
        if !gone.is_empty() {
            self.back_tests.forget(gone);
        }
    }
}

/// What an item says is gone.
pub(crate) fn gone(source: &Source, item: &Received) -> Option<Key> {
    match item {
        Received::Deleted { remote_id } => Some(Key::post(source.channel, remote_id)),
        Received::AuthorGone { remote_id } => Some(Key::author(source.network, remote_id)),
        Received::Post(_) | Received::Author(_) | Received::Unparsed { .. } => None,
    }
}

/// Tells the other servers what is gone, where there may be others. The last that a transaction does.
pub(crate) async fn tell_others(store: &Store, tx: &mut Tx, gone: &[Key]) -> Result<()> {
    if gone.is_empty() || !store.may_be_shared() {
        return Ok(());
    }
    let digests: Vec<u8> = gone.iter().flat_map(|key| key.bytes()).collect();
    Ok(deletion::tell(tx, store.server_name(), &digests).await?)
}
