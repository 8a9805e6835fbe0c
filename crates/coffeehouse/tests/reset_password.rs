//! `coffeehouse reset-password` through the real program.
#![allow(clippy::unwrap_used)]

mod program;

use std::sync::Arc;

use model::{Role, SystemClock};
use program::run;
use store::member::{self, NewMember};
use store::{Store, StoreOptions, password_reset};
use tempfile::TempDir;

async fn open(folder: &TempDir) -> Store {
    let options = StoreOptions { folder: folder.path().to_owned(), clock: Arc::new(SystemClock), node: 0 };
    Store::open(options).await.unwrap()
}

#[tokio::test]
async fn a_link_is_printed_for_who_may_come_in_and_for_nobody_else() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder).await;
    let mut tx = store.write().await.unwrap();
    let new = NewMember { email: "ada@example.org", name: "Ada", role: Role::Owner, password_hash: "x" };
    let ada = member::join(&mut tx, new).await.unwrap();
    tx.commit().await.unwrap();
    let data = folder.path().to_str().unwrap().to_owned();
    let reset = async |email: &str, data: &str| {
        let arguments = ["reset-password", email, "--data", data, "--base-url", "https://coffee.example/"];
        run(&arguments, "")
    };
    let busy = reset("ada@example.org", &data).await;
    assert!(busy.code == Some(1) && busy.stderr.contains("another server is running"), "{}", busy.stderr);
    store.close().await;

    let unknown = reset("bob@example.org", &data).await;
    assert_eq!(unknown.code, Some(2), "{}", unknown.stderr);
    assert!(unknown.stderr.contains("signs in with bob@example.org"), "{}", unknown.stderr);
    let missing = folder.path().join("missing");
    let nowhere = reset("ada@example.org", missing.to_str().unwrap()).await;
    assert!(nowhere.code == Some(1) && !missing.exists(), "{}", nowhere.stderr);

    let made = reset("Ada@Example.org", &data).await;
    assert_eq!(made.code, Some(0), "{}", made.stderr);
    let token = made.stdout.split("https://coffee.example/reset/").nth(1).unwrap().trim();
    let store = open(&folder).await;
    let found = password_reset::find(&mut store.read().await.unwrap(), token).await.unwrap();
    assert_eq!(found.map(|member| member.id), ada);
    store.close().await;
}
