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

    /// Opens it to read, also while servers run on it.
    pub async fn open_beside(&self, clock: Arc<dyn Clock>) -> Result<Store, StoreError> {
        match &self.database_url {
            Some(url) => Store::connect_beside(url, clock).await,
            None => Store::open_beside(StoreOptions { folder: self.data.clone(), clock, node: 0 }).await,
        }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.data
    }
}
