//! What this server remembers of the stream, and what it shows of that.

use std::sync::Arc;

use channels::Received;
use memory::{Archive, Key, Memory};

use crate::backtest::BackTests;
use crate::journey::Source;

/// What this server remembers of the stream, and the back-tests that show some of it. Each server of a database has the
/// memory of what it heard itself. Cheap to clone.
#[derive(Clone)]
pub struct Remembering {
    memory: Memory,
    back_tests: Arc<BackTests>,
}

impl Remembering {
    /// Remembers in this memory; `archive` reads the same.
    pub fn new(memory: Memory, archive: Archive) -> Self {
        let archive = (!memory.is_off()).then_some(archive);
        Self { memory, back_tests: Arc::new(BackTests::new(archive)) }
    }

    /// Remembers nothing.
    pub fn nothing() -> Self {
        Self { memory: Memory::off(), back_tests: Arc::new(BackTests::new(None)) }
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
