//! PostgreSQL: a server that several of us may share.

mod number;
mod refusal;
mod signals;

use std::cmp::Ordering;
use std::fs::File;
use std::path::Path;
use std::str::FromStr as _;
use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions as _, Connection as _};
use tokio::sync::Notify;

pub(crate) use number::Number;

use self::signals::Signals;
use crate::tx::Connection;
use crate::{Result, StoreError, folder, schema_version};

/// A database on a PostgreSQL server, opened.
pub(crate) struct Postgres {
    // Two pools: somebody who reads while writers crowd does not wait for them.
    read: PgPool,
    write: PgPool,
    signals: Signals,
    /// Which of the servers on this database we are.
    pub(crate) number: Number,
    /// The name by which others know us.
    pub(crate) name: String,
    _lock: File,
}

const READERS: u32 = 8;
const WRITERS: u32 = 8;
/// How long to wait for a row or a turn that another transaction has.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long to wait for a connection: whoever looks at a page gives up soon after.
const CONNECT_PATIENCE: Duration = Duration::from_secs(5);
const MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("migrations/postgres");

impl Postgres {
    pub(crate) async fn open(url: &str, folder: &Path, moved: Arc<Notify>) -> Result<Self> {
        let options = parse(url)?;
        let lock = folder::lock(folder)?;
        let name = folder::server_name(folder)?;
        migrate(&options).await?;
        // A server that hangs in the middle of something must not hold up the others.
        let options = options.statement_cache_capacity(256).options([
            ("lock_timeout", format!("{}ms", PATIENCE.as_millis())),
            ("idle_in_transaction_session_timeout", "60s".to_owned()),
            // Many short statements, each of a few rows found by an index: on a disk without a head, looking them up is cheap,
            // and neither compiling a statement nor dividing it among processes is ever over in its time.
            ("random_page_cost", "1.1".to_owned()),
            ("jit", "off".to_owned()),
            ("max_parallel_workers_per_gather", "0".to_owned()),
        ]);
        let pool = |size| {
            PgPoolOptions::new()
                .max_connections(size)
                .acquire_timeout(CONNECT_PATIENCE)
                .connect_lazy_with(options.clone())
        };
        let signals = Signals::start(pool(2), name.clone(), moved);
        Ok(Self { read: pool(READERS), write: pool(WRITERS), signals, number: Number::default(), name, _lock: lock })
    }

    /// Opens a database beside the servers on it, to read what it holds at this moment: as none of them, and without
    /// bringing it to another version.
    pub(crate) async fn open_beside(url: &str) -> Result<PgPool> {
        let options = parse(url)?;
        let mut connection = connect(&options).await?;
        let migrations = "SELECT COUNT(*) FROM pg_class WHERE relname = '_sqlx_migrations' AND relkind = 'r'";
        let is_ours: i64 = sqlx::query_scalar(migrations).fetch_one(&mut connection).await?;
        let version: i64 = match is_ours {
            0 => 0,
            _ => {
                let newest = "SELECT COALESCE(MAX(version), 0) FROM _sqlx_migrations";
                sqlx::query_scalar(newest).fetch_one(&mut connection).await?
            }
        };
        connection.close().await?;
        match version.cmp(&schema_version()) {
            Ordering::Greater => Err(StoreError::TooNew { version }),
            Ordering::Less => Err(StoreError::TooOld),
            Ordering::Equal => {
                let pool = PgPoolOptions::new().max_connections(1).acquire_timeout(CONNECT_PATIENCE);
                Ok(pool.connect_lazy_with(options))
            }
        }
    }

    pub(crate) async fn begin_read(&self) -> Result<Connection> {
        begin_read(&self.read).await
    }

    pub(crate) async fn begin_write(&self, is_durable: bool) -> Result<Connection> {
        // Each statement sees what was committed before it: whoever waited for a row or a turn sees what it waited for.
        let begin = if is_durable {
            "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL synchronous_commit TO on"
        } else {
            // Intake may lose its last moments with the power: its cursors go back with it and it hears them again.
            "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL synchronous_commit TO off"
        };
        Ok(Connection::Postgres(self.write.begin_with(begin).await?))
    }

    /// Tells the other servers that events were committed or sealed.
    pub(crate) fn tell(&self) {
        self.signals.tell();
    }

    pub(crate) async fn close(&self) {
        self.signals.stop();
        self.read.close().await;
        self.write.close().await;
    }
}

/// Begins a snapshot.
pub(crate) async fn begin_read(pool: &PgPool) -> Result<Connection> {
    Ok(Connection::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?))
}

fn parse(url: &str) -> Result<PgConnectOptions> {
    if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
        return Err(StoreError::Address("it does not begin with postgres://".into()));
    }
    let options = PgConnectOptions::from_str(url).map_err(refusal::of_address)?;
    if options.get_application_name().is_some() {
        return Ok(options);
    }
    Ok(options.application_name("coffeehouse"))
}

/// Brings the database to this version; servers that start together do it one after the other.
async fn migrate(options: &PgConnectOptions) -> Result<()> {
    let mut connection = connect(options).await?;
    let encoding: String = sqlx::query_scalar("SHOW server_encoding").fetch_one(&mut connection).await?;
    if encoding != "UTF8" {
        return Err(StoreError::Encoding { name: refusal::database(options).to_owned(), encoding });
    }
    MIGRATIONS.run(&mut connection).await.map_err(|error| refusal::of_migration(error, options))?;
    Ok(connection.close().await?)
}

async fn connect(options: &PgConnectOptions) -> Result<PgConnection> {
    let connect = tokio::time::timeout(PATIENCE, options.connect());
    let connected = connect.await.unwrap_or_else(|_| Err(std::io::Error::from(std::io::ErrorKind::TimedOut).into()));
    connected.map_err(|error| refusal::of_connection(error, options))
}
