//! A database of its own on a server, and the folder of a server of ours.

use std::sync::Arc;

use model::ManualClock;
use store::{PostgresOptions, Store};
use tempfile::TempDir;

use crate::database::Database;

pub struct Place {
    database: Database,
    folder: TempDir,
}

impl Place {
    pub async fn new() -> Self {
        Self { database: Database::new().await, folder: TempDir::new().unwrap() }
    }

    pub async fn open(&self, clock: &Arc<ManualClock>) -> Store {
        self.open_in(&self.folder, clock).await
    }

    /// As another server, whose folder this is, opens it.
    pub async fn open_in(&self, folder: &TempDir, clock: &Arc<ManualClock>) -> Store {
        let options =
            PostgresOptions { url: self.database.url(), folder: folder.path().to_owned(), clock: clock.clone() };
        Store::connect(options).await.unwrap()
    }
}
