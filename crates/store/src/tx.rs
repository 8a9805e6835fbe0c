//! A transaction.

use std::sync::Arc;

use jiff::Timestamp;
use model::{Ids, micros, timestamp};
use sqlx::{Sqlite, SqliteConnection, Transaction};
use tokio::sync::{Notify, OwnedSemaphorePermit};

use crate::{Result, Store};

/// A transaction: a snapshot to read, or the writer's turn. Dropped without [`Tx::commit`], it never happened.
pub struct Tx {
    inner: Transaction<'static, Sqlite>,
    now: Timestamp,
    ids: Ids,
    appended: Arc<Notify>,
    has_events: bool,
    // After `inner`: the turn passes on only when the transaction is over.
    _turn: Option<OwnedSemaphorePermit>,
}

impl Tx {
    pub(crate) fn new(inner: Transaction<'static, Sqlite>, turn: Option<OwnedSemaphorePermit>, store: &Store) -> Self {
        Self {
            inner,
            // As columns hold it: what is answered at once and what is read later tell the same moment.
            now: timestamp(micros(store.clock().now())),
            ids: store.ids().clone(),
            appended: store.appended().clone(),
            has_events: false,
            _turn: turn,
        }
    }

    /// The one moment at which everything in this transaction happens.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// A new id.
    pub fn next_id<T: From<i64>>(&self) -> T {
        self.ids.next()
    }

    /// Makes it so, and wakes the sealer when events were appended.
    ///
    /// # Errors
    /// When the database cannot; then nothing of it happened.
    pub async fn commit(self) -> Result<()> {
        self.inner.commit().await?;
        if self.has_events {
            self.appended.notify_one();
        }
        Ok(())
    }

    pub(crate) fn connection(&mut self) -> &mut SqliteConnection {
        &mut self.inner
    }

    pub(crate) fn note_event(&mut self) {
        self.has_events = true;
    }
}
