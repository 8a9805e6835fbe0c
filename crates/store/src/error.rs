//! What can go wrong between us and the database.

type Cause = Box<dyn std::error::Error + Send + Sync>;

/// A database call that failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or could not be reached.
    #[error("the database failed")]
    Database(#[source] sqlx::Error),
    /// The disk is full; nothing of the transaction was kept.
    #[error("the disk that holds the database is full; free some space, nothing is lost")]
    DiskFull(#[source] sqlx::Error),
    /// Another transaction was in the way; nothing of this one was kept, and it can be tried again.
    #[error("another transaction of the database was in the way; try again")]
    Conflict(#[source] sqlx::Error),
    /// A statement of the transaction failed, so that nothing of it can be kept.
    #[error("nothing was kept, since a part of it failed")]
    Spoiled,
    /// A migration failed.
    #[error("the database could not be brought to this version")]
    Migration(#[source] sqlx::migrate::MigrateError),
    /// The database is of an older version, and was opened only to be read.
    #[error("the database is of an older version; start this version's server on it once, which brings it up to date")]
    TooOld,
    /// The database is from a newer version.
    #[error(
        "a newer Coffeehouse brought the database to version {version}, which this one does not know; run the newer one"
    )]
    TooNew {
        /// The migration that we do not know.
        version: i64,
    },
    /// The address of the database is no address.
    #[error("the address of the database is not understood; write it like postgres://USER:PASSWORD@HOST:5432/DATABASE")]
    Address(#[source] Cause),
    /// No server answers at the address of the database.
    #[error("PostgreSQL does not answer at {at}; is it running, and is that its address?")]
    Unreachable {
        /// Host and port.
        at: String,
        /// What the driver says.
        #[source]
        source: Cause,
    },
    /// Server and we found no TLS that both accept.
    #[error(
        "no secure connection with PostgreSQL at {at}; check sslmode and sslrootcert in the address of the database"
    )]
    Tls {
        /// Host and port.
        at: String,
        /// What the driver says.
        #[source]
        source: Cause,
    },
    /// The server knows no such user or another password.
    #[error(
        "PostgreSQL at {at} does not let the user {user:?} in; check name and password in the address of the database"
    )]
    SignIn {
        /// Host and port.
        at: String,
        /// Who.
        user: String,
        /// What the server says.
        #[source]
        source: Cause,
    },
    /// The server has no such database.
    #[error("PostgreSQL at {at} has no database {name:?}; make it there: CREATE DATABASE \"{name}\" OWNER \"{user}\"")]
    NoDatabase {
        /// Host and port.
        at: String,
        /// Which.
        name: String,
        /// Who asked.
        user: String,
        /// What the server says.
        #[source]
        source: Cause,
    },
    /// The user may not make tables.
    #[error(
        "the user {user:?} may not make tables in the database {name:?}; let it: ALTER DATABASE \"{name}\" OWNER TO \"{user}\""
    )]
    NotOwner {
        /// Who.
        user: String,
        /// Where.
        name: String,
        /// What the server says.
        #[source]
        source: sqlx::migrate::MigrateError,
    },
    /// The database cannot hold every character.
    #[error(
        "the database {name:?} keeps text as {encoding}; make one that keeps every character: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0"
    )]
    Encoding {
        /// Which.
        name: String,
        /// How it keeps text.
        encoding: String,
    },
    /// As many servers run on the database as can be told apart.
    #[error("256 servers are running on this database; stop one first")]
    Crowded,
    /// A row holds what no version of ours writes.
    #[error("column {column} holds an unexpected value")]
    Row {
        /// Where.
        column: String,
        /// What the driver or the value's type says.
        #[source]
        source: Cause,
    },
    /// A value could not be written as JSON or read back.
    #[error("a value is not the JSON it should be")]
    Json(#[from] serde_json::Error),
    /// The data folder or its lock file could not be used.
    #[error("the data folder {path} cannot be used")]
    Folder {
        /// Which folder.
        path: String,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// Another server runs on the same data folder.
    #[error("another server is running on {path}; stop it, or give this one a folder of its own with --data")]
    InUse {
        /// Which folder.
        path: String,
    },
}

impl StoreError {
    /// Whether the same may succeed at once.
    pub fn is_conflict(&self) -> bool {
        matches!(self, Self::Conflict(_))
    }
}

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        match error {
            sqlx::migrate::MigrateError::VersionMissing(version) => Self::TooNew { version },
            error => Self::Migration(error),
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let code = error.as_database_error().and_then(|error| error.code().map(|code| code.into_owned()));
        match code.as_deref() {
            // SQLITE_FULL and disk_full; a person can mend that one.
            Some("13" | "53100") => Self::DiskFull(error),
            // serialization_failure, deadlock_detected, lock_not_available, and feature_not_supported: the answer of a
            // prepared statement would have other columns than before a newer server's migration
            Some("40001" | "40P01" | "55P03" | "0A000") => Self::Conflict(error),
            _ => Self::Database(error),
        }
    }
}
