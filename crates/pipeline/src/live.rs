//! What was just sealed, for whoever watches.

use std::collections::BTreeSet;
use std::sync::Arc;

use model::{ConversationId, EventKind};
use store::event;
use tokio::sync::broadcast;

/// How many batches a slow watcher may lag before it has to read the log.
const CAPACITY: usize = 256;

/// A batch of the log that was sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The position before the first event of the batch.
    pub after: i64,
    /// The position of the last event of the batch.
    pub position: i64,
    /// The conversations that something happened to.
    pub conversations: BTreeSet<ConversationId>,
    /// What happened.
    pub kinds: BTreeSet<EventKind>,
}

impl Sealed {
    /// Sums up sealed events in order; `None` for none.
    pub fn of(events: &[event::Sealed]) -> Option<Self> {
        let (first, last) = (events.first()?, events.last()?);
        Some(Self {
            after: first.position - 1,
            position: last.position,
            conversations: events.iter().filter_map(|one| one.event.conversation).collect(),
            kinds: events.iter().map(|one| one.event.kind).collect(),
        })
    }
}

/// Tells the watchers of this server what was sealed, by it or by another.
#[derive(Clone)]
pub struct Live(broadcast::Sender<Arc<Sealed>>);

impl Live {
    pub(crate) fn new() -> Self {
        Self(broadcast::channel(CAPACITY).0)
    }

    pub(crate) fn tell(&self, sealed: Sealed) {
        // Nobody watching is no failure.
        drop(self.0.send(Arc::new(sealed)));
    }

    /// Watches from now on. A watcher that lags or resumes reads what it missed from the log.
    pub fn watch(&self) -> broadcast::Receiver<Arc<Sealed>> {
        self.0.subscribe()
    }
}
