//! Opening the database.

use std::path::PathBuf;
use std::sync::Arc;

use futures::future::BoxFuture;
use model::{Clock, Ids};
use sqlx::postgres::PgPool;
use tokio::sync::Notify;

use crate::postgres::{self, Number, Postgres};
use crate::sql::sql;
use crate::sqlite::Sqlite;
use crate::tx::News;
use crate::{Result, Tx};

/// Where the embedded database lives and what time it is there.
#[derive(Clone)]
pub struct StoreOptions {
    /// The folder of the embedded database; made when missing.
    pub folder: PathBuf,
    /// The source of the present moment.
    pub clock: Arc<dyn Clock>,
    /// Tells processes on one database apart, 0 to 255.
    pub node: u8,
}

/// Which database of a PostgreSQL server to use, and what time it is there.
#[derive(Clone)]
pub struct PostgresOptions {
    /// The address with user and password: `postgres://user:password@host:5432/database`.
    pub url: String,
    /// The folder of this server alone, in which it keeps its name; made when missing.
    pub folder: PathBuf,
    /// The source of the present moment; servers on one database agree on it to a few seconds.
    pub clock: Arc<dyn Clock>,
}

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    database: Database,
    clock: Arc<dyn Clock>,
    ids: Ids,
    moved: Arc<Notify>,
}

enum Database {
    Sqlite(Sqlite),
    Postgres(Postgres),
    /// A PostgreSQL database that is only read.
    Beside(PgPool),
}

impl Store {
    /// Opens the embedded database in the folder, making both when missing, and brings it to this version.
    ///
    /// # Errors
    /// `InUse` when another server holds the folder, `Folder` when it cannot be used, `TooNew` when the database is from
    /// a newer version.
    pub async fn open(options: StoreOptions) -> Result<Self> {
        let database = Database::Sqlite(Sqlite::open(&options.folder).await?);
        let ids = Ids::new(options.clock.clone(), options.node);
        let store = Self(Arc::new(Inner { database, clock: options.clock, ids, moved: Arc::new(Notify::new()) }));
        // A clock set back while nobody ran must not give ids anew, nor let history run backwards.
        let mut tx = store.read().await?;
        store.ids().go_on_after(last_id(&mut tx).await?);
        drop(tx);
        Ok(store)
    }

    /// Opens the embedded database beside a server that may be running on it, to read and never to write.
    ///
    /// # Errors
    /// `Folder` when there is none, `TooNew` or `TooOld` when it is of another version.
    pub async fn open_beside(options: StoreOptions) -> Result<Self> {
        let database = Database::Sqlite(Sqlite::open_beside(&options.folder).await?);
        let ids = Ids::new(options.clock.clone(), options.node);
        Ok(Self(Arc::new(Inner { database, clock: options.clock, ids, moved: Arc::new(Notify::new()) })))
    }

    /// Opens a PostgreSQL database beside the servers on it, to read and never to write: as none of them.
    ///
    /// # Errors
    /// As [`Store::connect`], and `TooOld`: it is not brought to this version.
    pub async fn connect_beside(url: &str, clock: Arc<dyn Clock>) -> Result<Self> {
        let database = Database::Beside(Postgres::open_beside(url).await?);
        let ids = Ids::new(clock.clone(), 0);
        Ok(Self(Arc::new(Inner { database, clock, ids, moved: Arc::new(Notify::new()) })))
    }

    /// Opens a database of a PostgreSQL server and brings it to this version. Others may run on it at the same time.
    ///
    /// # Errors
    /// `Address`, `Unreachable`, `Tls`, `SignIn`, `NoDatabase`, `NotOwner`, `Encoding` or `TooNew`, each with what to do;
    /// `InUse` when another server holds the folder.
    pub async fn connect(options: PostgresOptions) -> Result<Self> {
        let moved = Arc::new(Notify::new());
        let database = Database::Postgres(Postgres::open(&options.url, &options.folder, moved.clone()).await?);
        let ids = Ids::new(options.clock.clone(), 0);
        let store = Self(Arc::new(Inner { database, clock: options.clock, ids, moved }));
        // The first to write would do it too; a database that cannot be written is better found now.
        store.keep_number().await?;
        Ok(store)
    }

    /// Begins a snapshot for reading; what is written meanwhile stays unseen.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub fn read(&self) -> BoxFuture<'_, Result<Tx>> {
        Box::pin(async {
            let inner = match &self.0.database {
                Database::Sqlite(sqlite) => sqlite.begin_read().await?,
                Database::Postgres(postgres) => postgres.begin_read().await?,
                Database::Beside(pool) => postgres::begin_read(pool).await?,
            };
            Ok(Tx::reading(inner, self))
        })
    }

    /// Begins a transaction that writes. Keep it short: replies and clocks wait behind it. In the embedded database
    /// there is one writer at a time; elsewhere a row that was read to be changed is nobody else's meanwhile.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub fn write(&self) -> BoxFuture<'_, Result<Tx>> {
        self.begin_write_numbered(false)
    }

    /// As [`Store::write`]; the commit is on disk for good before it returns, power cut included.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub fn write_durable(&self) -> BoxFuture<'_, Result<Tx>> {
        self.begin_write_numbered(true)
    }

    /// As [`Store::write`], for what is shown once it is committed: a database that may lose its last moments while this
    /// server goes on must not lose that.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub fn write_to_show(&self) -> BoxFuture<'_, Result<Tx>> {
        self.begin_write_numbered(self.may_be_shared())
    }

    fn begin_write_numbered(&self, is_durable: bool) -> BoxFuture<'_, Result<Tx>> {
        Box::pin(async move {
            self.keep_number().await?;
            self.begin_write(is_durable).await
        })
    }

    pub(crate) async fn begin_write_unnumbered(&self) -> Result<Tx> {
        self.begin_write(true).await
    }

    async fn begin_write(&self, is_durable: bool) -> Result<Tx> {
        match &self.0.database {
            Database::Sqlite(sqlite) => {
                let (inner, turn) = sqlite.begin_write(is_durable).await?;
                Ok(Tx::writing(inner, self, Some(turn)))
            }
            Database::Postgres(postgres) => Ok(Tx::writing(postgres.begin_write(is_durable).await?, self, None)),
            // What is written in it, the database refuses.
            Database::Beside(pool) => Ok(Tx::writing(postgres::begin_read(pool).await?, self, None)),
        }
    }

    async fn keep_number(&self) -> Result<()> {
        match &self.0.database {
            Database::Sqlite(_) | Database::Beside(_) => Ok(()),
            Database::Postgres(postgres) => postgres.number.keep(self, &postgres.name).await,
        }
    }

    /// The name of this server among those on its database: what leases are held under.
    pub fn server_name(&self) -> &str {
        match &self.0.database {
            Database::Sqlite(_) => "embedded",
            Database::Beside(_) => "beside",
            Database::Postgres(postgres) => &postgres.name,
        }
    }

    /// Whether other servers may run on the database, now or later.
    pub fn may_be_shared(&self) -> bool {
        matches!(self.0.database, Database::Postgres(_) | Database::Beside(_))
    }

    /// Whether other servers run on the database at this moment.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn is_shared(&self, tx: &mut Tx) -> Result<bool> {
        match &self.0.database {
            Database::Sqlite(_) | Database::Beside(_) => Ok(false),
            Database::Postgres(postgres) => Number::is_given_to_others(tx, &postgres.name).await,
        }
    }

    /// Completes when the log may have moved: events were committed, here or by another server, or another one sealed.
    pub async fn log_moved(&self) {
        self.0.moved.notified().await;
    }

    /// The clock that stamps every transaction.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.0.clock
    }

    pub(crate) fn ids(&self) -> &Ids {
        &self.0.ids
    }

    pub(crate) fn tell(&self, news: News) {
        if news == News::Appended {
            self.0.moved.notify_one();
        }
        if let (News::Appended | News::Sealed, Database::Postgres(postgres)) = (news, &self.0.database) {
            postgres.tell();
        }
    }

    /// Closes every connection, after writing the log back into the database file or letting go of what only one server
    /// may have.
    pub async fn close(self) {
        match &self.0.database {
            Database::Sqlite(sqlite) => sqlite.close().await,
            Database::Beside(pool) => pool.close().await,
            Database::Postgres(postgres) => {
                if let Err(error) = postgres.number.give_up(&self, &postgres.name).await {
                    tracing::debug!(error = &error as &dyn std::error::Error, "the node number goes with its lease");
                }
                postgres.close().await;
            }
        }
    }
}

/// The greatest id given: whatever gets one is told of by an event after it, or left as a job.
pub(crate) async fn last_id(tx: &mut Tx) -> Result<i64> {
    let last = sql("SELECT COALESCE(MAX(last), 0) AS n FROM (SELECT MAX(id) AS last FROM event \
         UNION ALL SELECT MAX(id) AS last FROM job) AS given");
    Ok(last.maybe(tx).await?.unwrap_or(0))
}
