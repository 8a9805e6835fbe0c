//! Which database a command works on.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use model::Clock;
use store::{PostgresOptions, Store, StoreError, StoreOptions};

/// The flags that name a database.
#[derive(clap::Args)]
pub struct Database {
    /// The folder of the embedded database and its key, of this server alone.
    #[arg(long, env = "COFFEEHOUSE_DATA", default_value = "coffeehouse-data")]
    data: PathBuf,
    /// A PostgreSQL database instead of the embedded one: `postgres://USER:PASSWORD@HOST:5432/DATABASE`. Several servers
    /// may share it, each with a data folder of its own and all with the same key.
    #[arg(long, env = "COFFEEHOUSE_DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
}

impl Database {
    /// Opens it, making the embedded one when there is none.
    pub async fn open(&self, clock: Arc<dyn Clock>) -> Result<Store, StoreError> {
        let folder = self.data.clone();
        match &self.database_url {
            Some(url) => Store::connect(PostgresOptions { url: url.clone(), folder, clock }).await,
            None => Store::open(StoreOptions { folder, clock, node: 0 }).await,
        }
    }

    /// Opens it to read, also while a server runs on it.
    pub async fn open_beside(&self, clock: Arc<dyn Clock>) -> anyhow::Result<Store> {
        let Some(url) = &self.database_url else {
            let options = StoreOptions { folder: self.data.clone(), clock, node: 0 };
            return Ok(Store::open_beside(options).await?);
        };
        // A server of its own among those on the database: the data folder belongs to the one that runs.
        let folder = std::env::temp_dir().join(format!("coffeehouse-beside-{}", std::process::id()));
        let opened = Store::connect(PostgresOptions { url: url.clone(), folder: folder.clone(), clock }).await;
        let _ = std::fs::remove_dir_all(&folder);
        Ok(opened?)
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.data
    }
}
