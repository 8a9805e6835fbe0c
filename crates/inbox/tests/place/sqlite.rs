//! A folder with an embedded database in it.

use std::sync::Arc;

use model::ManualClock;
use store::{Store, StoreOptions};
use tempfile::TempDir;

pub struct Place {
    folder: TempDir,
}

impl Place {
    pub async fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    pub async fn open(&self, clock: &Arc<ManualClock>) -> Store {
        let options = StoreOptions { folder: self.folder.path().to_owned(), clock: clock.clone(), node: 0 };
        Store::open(options).await.unwrap()
    }
}
