//! What is kept for a time only.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::time::Duration;

use channels::Channel;
use channels::outgoing::OutgoingClient;
use model::{ManualClock, Network, Role, Scope};
use pipeline::OpenChannel;
use store::answered::{self, Answered};
use store::member::{self, NewMember};
use store::token::{self, NewToken};
use store::{Store, StoreOptions, Vault};

struct NoNetwork;

impl OpenChannel for NoNetwork {
    fn open(&self, _: Network, _: &str, _: Option<&str>) -> Result<Arc<dyn Channel>, String> {
        Err("there is none".into())
    }

    fn outgoing(&self) -> Result<OutgoingClient, String> {
        Err("there is none".into())
    }
}

#[tokio::test]
async fn what_programs_were_answered_is_forgotten_after_a_day_though_nobody_asks() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(ManualClock::at("2026-11-23T10:00:00Z"));
    let options = StoreOptions { folder: folder.path().to_owned(), clock: clock.clone(), node: 0 };
    let store = Store::open(options).await.unwrap();
    let mut tx = store.write().await.unwrap();
    let new = NewMember { email: "ada@example.org", name: "Ada", role: Role::Owner, password_hash: "x" };
    let member = member::join(&mut tx, new).await.unwrap().unwrap();
    let new = NewToken { secret: "s", member, name: "desk", scopes: &[Scope::Reply], expires_at: None };
    let token = token::create(&mut tx, new).await.unwrap();
    let answer = Answered { request_digest: vec![], status: 201, headers: vec![], body: "words".into() };
    answered::keep(&mut tx, token, "key", &answer).await.unwrap();
    tx.commit().await.unwrap();

    clock.advance(Duration::from_secs(86_400));
    // Looks, and leaves everything as it is.
    let kept = async || answered::forget(&mut store.write().await.unwrap()).await.unwrap();
    assert_eq!(kept().await, 1);
    let vault = Vault::from_hex(&"5".repeat(64)).unwrap();
    let pipeline = pipeline::start(store.clone(), vault, Arc::new(NoNetwork)).await.unwrap();
    for _ in 0..3_000 {
        if kept().await == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(kept().await, 0);
    pipeline.shut_down().await;
}
