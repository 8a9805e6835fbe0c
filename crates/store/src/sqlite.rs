//! The embedded database: a file, many readers, one writer.

use std::cmp::Ordering;
use std::fs::File;
use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::tx::Connection;
use crate::{Result, StoreError, folder};

/// The embedded database, opened.
pub(crate) struct Sqlite {
    read: SqlitePool,
    write: SqlitePool,
    durable: SqlitePool,
    // SQLite has one writer: waiting here in order is fairer and quicker than its own busy loop.
    writer: Arc<Semaphore>,
    _lock: Option<File>,
}

const READERS: u32 = 4;
const MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("migrations/sqlite");

/// The version of the database's form: the number of the last migration, the same for both databases.
pub(crate) fn schema_version() -> i64 {
    MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or(0)
}

impl Sqlite {
    pub(crate) async fn open(folder: &Path) -> Result<Self> {
        let lock = folder::lock(folder)?;
        let base = SqliteConnectOptions::new()
            .filename(folder.join("coffeehouse.db"))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            // What is erased is written over, and does not linger where its page has room.
            .pragma("secure_delete", "on")
            .statement_cache_capacity(256);
        // Intake may lose its last moments with the power: its cursors go back with it and it hears them again.
        let write = pool(base.clone().synchronous(SqliteSynchronous::Normal), 1).await?;
        keep_before_upgrade(&write, folder).await?;
        MIGRATIONS.run(&write).await?;
        let durable = pool(base.clone().synchronous(SqliteSynchronous::Full), 1).await?;
        let read = pool(base.pragma("query_only", "on"), READERS).await?;
        Ok(Self { read, write, durable, writer: Arc::new(Semaphore::new(1)), _lock: Some(lock) })
    }

    /// Opens the database beside whoever has the folder, to read what it holds at this moment and nothing else.
    pub(crate) async fn open_beside(folder: &Path) -> Result<Self> {
        let file = folder.join("coffeehouse.db");
        if !file.exists() {
            let source = std::io::Error::new(std::io::ErrorKind::NotFound, "there is no database in it");
            return Err(StoreError::Folder { path: folder.display().to_string(), source });
        }
        let options = SqliteConnectOptions::new().filename(file).busy_timeout(Duration::from_secs(10));
        let read = pool(options.pragma("query_only", "on"), 1).await?;
        let version: i64 =
            sqlx::query_scalar("SELECT COALESCE(MAX(version), 0) FROM _sqlx_migrations").fetch_one(&read).await?;
        match version.cmp(&schema_version()) {
            Ordering::Greater => Err(StoreError::TooNew { version }),
            Ordering::Less => Err(StoreError::TooOld),
            Ordering::Equal => Ok(Self {
                write: read.clone(),
                durable: read.clone(),
                read,
                writer: Arc::new(Semaphore::new(1)),
                _lock: None,
            }),
        }
    }

    pub(crate) async fn begin_read(&self) -> Result<Connection> {
        Ok(Connection::Sqlite(self.read.begin().await?))
    }

    /// Begins a transaction of the one writer; the turn is to be kept as long as the transaction.
    pub(crate) async fn begin_write(&self, is_durable: bool) -> Result<(Connection, OwnedSemaphorePermit)> {
        let turn = self.writer.clone().acquire_owned().await.expect("the semaphore is never closed");
        let pool = if is_durable { &self.durable } else { &self.write };
        Ok((Connection::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?), turn))
    }

    pub(crate) async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
        self.durable.close().await;
    }
}

/// Copies a database of an older version before it is brought to this one. The copy stays until somebody removes it.
async fn keep_before_upgrade(write: &SqlitePool, folder: &Path) -> Result<()> {
    let is_there = "SELECT COUNT(*) FROM sqlite_master WHERE name = '_sqlx_migrations'";
    if sqlx::query_scalar::<_, i64>(is_there).fetch_one(write).await? == 0 {
        return Ok(());
    }
    let version: i64 =
        sqlx::query_scalar("SELECT COALESCE(MAX(version), 0) FROM _sqlx_migrations").fetch_one(write).await?;
    if version >= schema_version() {
        return Ok(());
    }
    let failed = |source| StoreError::Folder { path: folder.display().to_string(), source };
    let unfinished = folder.join("before-upgrade.unfinished");
    match std::fs::remove_file(&unfinished) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(failed(error)),
        Ok(()) | Err(_) => {}
    }
    sqlx::query("VACUUM INTO $1").bind(unfinished.display().to_string()).execute(write).await?;
    File::open(&unfinished).and_then(|file| file.sync_all()).map_err(failed)?;
    // One for every upgrade: whoever went back and goes forward again has other words to lose.
    let copy = (1_u32..)
        .map(|number| folder.join(format!("before-upgrade-from-{version}-{number}.db")))
        .find(|copy| !copy.exists())
        .expect("a folder holds fewer files than there are numbers");
    std::fs::rename(&unfinished, &copy).map_err(failed)?;
    tracing::warn!(copy = %copy.display(), "the database is of an older version; it was copied and is brought up to date");
    Ok(())
}

async fn pool(options: SqliteConnectOptions, size: u32) -> Result<SqlitePool> {
    // Values measured for this driver: pinging before each use and small buffers cost most of a small statement.
    let options = options.row_buffer_size(1_024).command_buffer_size(256);
    let pool = SqlitePoolOptions::new().max_connections(size).min_connections(1).test_before_acquire(false);
    Ok(pool.idle_timeout(None).max_lifetime(None).connect_with(options).await?)
}
