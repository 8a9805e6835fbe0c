//! Opening the database.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use model::{Clock, Ids};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use tokio::sync::{Notify, Semaphore};

use crate::sql::sql;
use crate::{Result, StoreError, Tx};

/// Where the database lives and what time it is there.
#[derive(Clone)]
pub struct StoreOptions {
    /// The folder of the embedded database; made when missing.
    pub folder: PathBuf,
    /// The source of the present moment.
    pub clock: Arc<dyn Clock>,
    /// Tells processes on one database apart, 0 to 255.
    pub node: u8,
}

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    read: SqlitePool,
    write: SqlitePool,
    durable: SqlitePool,
    // SQLite has one writer: waiting here in order is fairer and quicker than its own busy loop.
    writer: Arc<Semaphore>,
    clock: Arc<dyn Clock>,
    ids: Ids,
    appended: Arc<Notify>,
    _lock: Arc<File>,
}

const READERS: u32 = 4;
const MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("migrations/sqlite");

impl Store {
    /// Opens the database in the folder, making both when missing, and brings it to this version.
    ///
    /// # Errors
    /// `InUse` when another server holds the folder, `Folder` when it cannot be used, `Migration` when the database
    /// is from a newer version.
    pub async fn open(options: StoreOptions) -> Result<Self> {
        let lock = lock_folder(&options.folder)?;
        let base = SqliteConnectOptions::new()
            .filename(options.folder.join("coffeehouse.db"))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .statement_cache_capacity(256);
        // Intake may lose its last moments with the power: its cursors go back with it and it hears them again.
        let write = pool(base.clone().synchronous(SqliteSynchronous::Normal), 1).await?;
        MIGRATIONS.run(&write).await.map_err(StoreError::Migration)?;
        let durable = pool(base.clone().synchronous(SqliteSynchronous::Full), 1).await?;
        let read = pool(base.pragma("query_only", "on"), READERS).await?;
        let ids = Ids::new(options.clock.clone(), options.node);
        let store = Self {
            read,
            write,
            durable,
            writer: Arc::new(Semaphore::new(1)),
            clock: options.clock,
            ids,
            appended: Arc::new(Notify::new()),
            _lock: Arc::new(lock),
        };
        // A clock set back while nobody ran must not give ids anew, nor let history run backwards.
        let mut tx = store.read().await?;
        store.ids.go_on_after(last_id(&mut tx).await?);
        drop(tx);
        Ok(store)
    }

    /// Begins a snapshot for reading; what is written meanwhile stays unseen.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn read(&self) -> Result<Tx> {
        Ok(Tx::new(self.read.begin().await?, None, self))
    }

    /// Begins a transaction of the one writer. Keep it short: replies and clocks wait behind it.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn write(&self) -> Result<Tx> {
        self.begin_write(&self.write).await
    }

    /// As [`Store::write`]; the commit is on disk for good before it returns, power cut included.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn write_durable(&self) -> Result<Tx> {
        self.begin_write(&self.durable).await
    }

    async fn begin_write(&self, pool: &SqlitePool) -> Result<Tx> {
        let turn = self.writer.clone().acquire_owned().await.expect("the semaphore is never closed");
        Ok(Tx::new(pool.begin_with("BEGIN IMMEDIATE").await?, Some(turn), self))
    }

    /// Completes when events were committed that the sealer has not seen.
    pub async fn events_appended(&self) {
        self.appended.notified().await;
    }

    /// The clock that stamps every transaction.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    pub(crate) fn ids(&self) -> &Ids {
        &self.ids
    }

    pub(crate) fn appended(&self) -> &Arc<Notify> {
        &self.appended
    }

    /// Closes every connection after writing the log back into the database file.
    pub async fn close(self) {
        self.read.close().await;
        self.write.close().await;
        self.durable.close().await;
    }
}

/// The greatest id given: whatever gets one is told of by an event after it, or left as a job.
async fn last_id(tx: &mut Tx) -> Result<i64> {
    let last = sql("SELECT MAX(COALESCE((SELECT MAX(id) FROM event), 0), COALESCE((SELECT MAX(id) FROM job), 0)) AS n");
    Ok(last.maybe(tx).await?.unwrap_or(0))
}

async fn pool(options: SqliteConnectOptions, size: u32) -> Result<SqlitePool> {
    // Values measured for this driver: pinging before each use and small buffers cost most of a small statement.
    let options = options.row_buffer_size(1_024).command_buffer_size(256);
    let pool = SqlitePoolOptions::new().max_connections(size).min_connections(1).test_before_acquire(false);
    Ok(pool.idle_timeout(None).max_lifetime(None).connect_with(options).await?)
}

/// Takes the folder for this process; the lock goes with the process, however it ends.
fn lock_folder(folder: &Path) -> Result<File> {
    let failed = |source| StoreError::Folder { path: folder.display().to_string(), source };
    std::fs::create_dir_all(folder).map_err(failed)?;
    let file = File::options().create(true).truncate(false).write(true).open(folder.join("lock")).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse { path: folder.display().to_string() }),
        Err(TryLockError::Error(source)) => Err(failed(source)),
    }
}
