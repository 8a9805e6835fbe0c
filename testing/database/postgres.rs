//! A database of its own on the server that POSTGRES_URL names, for one test; dropped with it. Included by the tests that
//! need one.
#![allow(dead_code, clippy::unwrap_used)] // each test target uses a part

use std::str::FromStr as _;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _};

pub struct Database {
    name: String,
}

/// The address of the server's own database.
pub fn server() -> String {
    std::env::var("POSTGRES_URL").expect("POSTGRES_URL names a server; `testing/peers/postgres/run env` tells it")
}

/// The address with another database.
pub fn address(database: &str) -> String {
    let server = server();
    format!("{}/{database}", server.rsplit_once('/').unwrap().0)
}

pub async fn connect(url: &str) -> PgConnection {
    PgConnectOptions::from_str(url).unwrap().connect().await.unwrap()
}

pub async fn execute(url: &str, statement: String) -> u64 {
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connect(url).await).await.unwrap().rows_affected()
}

impl Database {
    pub async fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("test_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        execute(&server(), format!("CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")).await;
        Self { name }
    }

    pub fn url(&self) -> String {
        address(&self.name)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let drop = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        // Not in the test's own runtime, which ends with it. That one needs another thread to go on meanwhile: the server
        // waits for connections that are just being made.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(execute(&server(), drop))
        });
        assert!(dropping.join().is_ok() || std::thread::panicking());
    }
}
