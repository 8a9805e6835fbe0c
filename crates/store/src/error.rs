//! What can go wrong between us and the database.

/// A database call that failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or could not be reached.
    #[error("the database failed")]
    Database(#[source] sqlx::Error),
    /// The disk is full; nothing of the transaction was kept.
    #[error("the disk that holds the database is full; free some space, nothing is lost")]
    DiskFull(#[source] sqlx::Error),
    /// A migration failed or the database is from a newer version.
    #[error("the database could not be brought to this version")]
    Migration(#[source] sqlx::migrate::MigrateError),
    /// A row holds what no version of ours writes.
    #[error("column {column} holds an unexpected value")]
    Row {
        /// Where.
        column: String,
        /// What the driver or the value's type says.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
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

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        // SQLITE_FULL is 13; a person can mend that one.
        let code = error.as_database_error().and_then(|error| error.code().map(|code| code.into_owned()));
        match code.as_deref() {
            Some("13") => Self::DiskFull(error),
            _ => Self::Database(error),
        }
    }
}
