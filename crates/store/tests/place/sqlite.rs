//! A folder with an embedded database in it.

use std::path::Path;
use std::sync::Arc;

use model::ManualClock;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Row as _};
use store::{Store, StoreError, StoreOptions};
use tempfile::TempDir;

pub const SCHEMA: &str = include_str!("../schema/sqlite.sql");
pub const SCHEMA_FILE: &str = "sqlite.sql";

pub struct Place {
    pub folder: TempDir,
}

pub async fn open(folder: &Path, clock: &Arc<ManualClock>) -> Result<Store, StoreError> {
    Store::open(StoreOptions { folder: folder.to_owned(), clock: clock.clone(), node: 0 }).await
}

impl Place {
    pub async fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    pub async fn open(&self, clock: &Arc<ManualClock>) -> Result<Store, StoreError> {
        open(self.folder.path(), clock).await
    }

    /// The place as its disk is at this moment.
    pub fn after_a_kill(&self) -> Self {
        let folder = TempDir::new().unwrap();
        for entry in std::fs::read_dir(self.folder.path()).unwrap() {
            let entry = entry.unwrap();
            // The index of the log is shared memory; whoever opens next makes it anew.
            if entry.path().extension().is_none_or(|extension| extension != "db-shm") {
                std::fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
            }
        }
        Self { folder }
    }

    async fn connect(&self) -> SqliteConnection {
        let options = SqliteConnectOptions::new().filename(self.folder.path().join("coffeehouse.db"));
        options.connect().await.unwrap()
    }

    /// Changes the database as somebody does who does not ask us; gives how many rows that were.
    pub async fn change_behind_our_back(&self, statements: &str) -> u64 {
        let statements = AssertSqlSafe(statements.to_owned());
        sqlx::raw_sql(statements).execute(&mut self.connect().await).await.unwrap().rows_affected()
    }

    pub async fn count_behind_our_back(&self, statement: &str) -> i64 {
        sqlx::query_scalar(AssertSqlSafe(statement.to_owned())).fetch_one(&mut self.connect().await).await.unwrap()
    }

    /// Every column of ours, with its table.
    pub async fn columns(&self) -> Vec<(String, String)> {
        let columns = sqlx::query(
            "SELECT t.name AS owner, c.name AS part FROM sqlite_master t JOIN pragma_table_info(t.name) c \
             WHERE t.type = 'table' AND t.name NOT LIKE '%sqlx%' AND t.name NOT LIKE 'word_lookup%' ORDER BY 1, 2",
        );
        let columns = columns.fetch_all(&mut self.connect().await).await.unwrap();
        columns.iter().map(|row| (row.get("owner"), row.get("part"))).collect()
    }

    /// What the migrations came to.
    pub async fn schema(&self) -> String {
        let parts = sqlx::query(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE '%sqlx%' \
             ORDER BY tbl_name, type DESC, name",
        );
        let parts = parts.fetch_all(&mut self.connect().await).await.unwrap();
        parts.iter().map(|part| format!("{};\n\n", part.get::<String, _>("sql"))).collect()
    }
}
