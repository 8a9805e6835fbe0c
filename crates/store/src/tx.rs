//! A transaction.

use std::collections::HashSet;

use futures::future::BoxFuture;
use jiff::Timestamp;
use model::{micros, timestamp};
use sqlx::{Connection as _, Postgres, Sqlite, Transaction};
use tokio::sync::OwnedSemaphorePermit;

use crate::dialect::Dialect;
use crate::{Result, Store, StoreError};

/// A transaction: a snapshot to read, or a writer's. Dropped without [`Tx::commit`], it never happened.
pub struct Tx {
    inner: Connection,
    now: Timestamp,
    store: Store,
    is_writer: bool,
    turns: HashSet<String>,
    news: News,
    is_spoiled: bool,
    // After `inner`: the turn passes on only when the transaction is over.
    _turn: Option<OwnedSemaphorePermit>,
}

pub(crate) enum Connection {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// What others are to be told of once it is committed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum News {
    Nothing,
    Sealed,
    Appended,
}

impl Tx {
    pub(crate) fn reading(inner: Connection, store: &Store) -> Self {
        Self::new(inner, store, false, None)
    }

    pub(crate) fn writing(inner: Connection, store: &Store, turn: Option<OwnedSemaphorePermit>) -> Self {
        Self::new(inner, store, true, turn)
    }

    fn new(inner: Connection, store: &Store, is_writer: bool, turn: Option<OwnedSemaphorePermit>) -> Self {
        // As columns hold it: what is answered at once and what is read later tell the same moment.
        let (now, store) = (timestamp(micros(store.clock().now())), store.clone());
        Self {
            inner,
            now,
            store,
            is_writer,
            turns: HashSet::new(),
            news: News::Nothing,
            is_spoiled: false,
            _turn: turn,
        }
    }

    /// The one moment at which everything in this transaction happens.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// A new id.
    pub fn next_id<T: From<i64>>(&self) -> T {
        self.store.ids().next()
    }

    /// Makes it so, and wakes the sealer when events were appended.
    ///
    /// # Errors
    /// When the database cannot; then nothing of it happened, unless the connection was lost in the middle: that is
    /// known only by looking.
    pub fn commit(self) -> BoxFuture<'static, Result<()>> {
        Box::pin(async move {
            if self.is_spoiled {
                // PostgreSQL would say yes and keep nothing.
                return Err(StoreError::Spoiled);
            }
            match self.inner {
                Connection::Sqlite(inner) => inner.commit().await?,
                Connection::Postgres(inner) => inner.commit().await?,
            }
            self.store.tell(self.news);
            Ok(())
        })
    }

    /// Passes on what a statement came to. After one that the database refused, nothing of the transaction can be kept.
    pub(crate) async fn settle<T>(&mut self, outcome: Result<T>) -> Result<T> {
        let Err(error) = &outcome else {
            return outcome;
        };
        self.is_spoiled |= !matches!(error, StoreError::Row { .. } | StoreError::Json(_));
        if let (true, Connection::Postgres(connection)) = (error.is_conflict(), &mut self.inner) {
            // A newer server changed a table: what was prepared for the former one is of no more use. When even this
            // fails, the connection is lost, and the statements with it.
            drop(connection.clear_cached_statements().await);
        }
        outcome
    }

    pub(crate) fn connection(&mut self) -> &mut Connection {
        &mut self.inner
    }

    pub(crate) fn dialect(&self) -> Dialect {
        match self.inner {
            Connection::Sqlite(_) => Dialect::Sqlite,
            Connection::Postgres(_) => Dialect::Postgres,
        }
    }

    /// What ends a SELECT of rows that a writer may change: see [`Dialect::to_change`]. A reader changes nothing.
    pub(crate) fn to_change(&self) -> &'static str {
        if self.is_writer { self.dialect().to_change() } else { "" }
    }

    /// Whether what it reads may be changed by others before it changes it.
    pub(crate) fn waits_for_others(&self) -> bool {
        !self.to_change().is_empty()
    }

    pub(crate) fn is_writer(&self) -> bool {
        self.is_writer
    }

    /// Notes a turn; `false` when this transaction has it already.
    pub(crate) fn has_new_turn(&mut self, name: &str) -> bool {
        self.turns.insert(name.to_owned())
    }

    pub(crate) fn note(&mut self, news: News) {
        self.news = self.news.max(news);
    }
}
