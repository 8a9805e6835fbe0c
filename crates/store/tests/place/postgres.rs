//! A database of its own on a server, and the folder of a server of ours.

use std::sync::Arc;

use model::ManualClock;
use sqlx::{AssertSqlSafe, Row as _};
use store::{PostgresOptions, Store, StoreError};
use tempfile::TempDir;

use crate::database::{Database, connect, execute};

pub const SCHEMA: &str = include_str!("../schema/postgres.sql");
pub const SCHEMA_FILE: &str = "postgres.sql";

pub struct Place {
    pub folder: TempDir,
    database: Arc<Database>,
}

impl Place {
    pub async fn new() -> Self {
        Self { folder: TempDir::new().unwrap(), database: Arc::new(Database::new().await) }
    }

    pub fn url(&self) -> String {
        self.database.url()
    }

    pub async fn open(&self, clock: &Arc<ManualClock>) -> Result<Store, StoreError> {
        let folder = self.folder.path().to_owned();
        Store::connect(PostgresOptions { url: self.url(), folder, clock: clock.clone() }).await
    }

    /// The place of the same server, started anew.
    pub fn after_a_kill(&self) -> Self {
        let again = self.of_another_server();
        std::fs::copy(self.folder.path().join("server"), again.folder.path().join("server")).unwrap();
        again
    }

    /// A place of another server on the same database.
    pub fn of_another_server(&self) -> Self {
        Self { folder: TempDir::new().unwrap(), database: self.database.clone() }
    }

    /// Changes the database as somebody does who does not ask us; gives how many rows that were.
    pub async fn change_behind_our_back(&self, statements: &str) -> u64 {
        execute(&self.url(), statements.to_owned()).await
    }

    pub async fn count_behind_our_back(&self, statement: &str) -> i64 {
        let statement = AssertSqlSafe(statement.to_owned());
        sqlx::query_scalar(statement).fetch_one(&mut connect(&self.url()).await).await.unwrap()
    }

    /// Every column of ours, with its table.
    pub async fn columns(&self) -> Vec<(String, String)> {
        let columns = sqlx::query(
            "SELECT table_name::text AS owner, column_name::text AS part FROM information_schema.columns \
             WHERE table_schema = 'public' AND table_name NOT LIKE '%sqlx%' \
             ORDER BY table_name COLLATE \"C\", column_name COLLATE \"C\"",
        );
        let columns = columns.fetch_all(&mut connect(&self.url()).await).await.unwrap();
        columns.iter().map(|row| (row.get("owner"), row.get("part"))).collect()
    }

    /// What the migrations came to: every table with its columns and constraints, and every index.
    pub async fn schema(&self) -> String {
        let parts = sqlx::query(
            "SELECT format(E'TABLE %s\\n%s', c.relname, \
             (SELECT string_agg(line, E'\\n') FROM ( \
               SELECT format('    %s %s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod), \
                 CASE WHEN l.collname = 'C' THEN ' COLLATE \"C\"' ELSE '' END, \
                 CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END, \
                 ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid)) AS line \
               FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum \
               LEFT JOIN pg_collation l ON l.oid = a.attcollation \
               WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum) AS of_columns) \
             || COALESCE((SELECT string_agg(E'\\n    ' || pg_get_constraintdef(k.oid), '' ORDER BY k.conname COLLATE \"C\") \
               FROM pg_constraint k WHERE k.conrelid = c.oid), '') \
             || COALESCE((SELECT string_agg(E'\\n    ' || regexp_replace(pg_get_indexdef(i.indexrelid), ' ON public[.]', ' ON '), '' \
               ORDER BY n.relname COLLATE \"C\") FROM pg_index i JOIN pg_class n ON n.oid = i.indexrelid \
               WHERE i.indrelid = c.oid), '')) AS part \
             FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace \
             AND c.relname NOT LIKE '%sqlx%' ORDER BY c.relname COLLATE \"C\"",
        );
        let parts = parts.fetch_all(&mut connect(&self.url()).await).await.unwrap();
        parts.iter().map(|part| format!("{}\n\n", part.get::<String, _>("part"))).collect()
    }
}
