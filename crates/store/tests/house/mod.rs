//! A database of its own for every test, on a clock that the test moves.

use std::sync::Arc;
use std::time::Duration;

use model::{
    Actor, ChannelId, ConversationId, EventKind, ManualClock, MemberId, Network, Reason, ReceivedAuthor, ReceivedPost,
    RemoteRef,
};
use serde_json::json;
use store::channel::NewChannel;
use store::conversation::NewConversation;
use store::event::Sealed;
use store::member::NewMember;
use store::{Store, Tx, author, channel, conversation, event, member, seal};

use crate::place::Place;

pub struct House {
    pub place: Place,
    pub clock: Arc<ManualClock>,
    pub store: Store,
}

impl House {
    pub async fn new() -> Self {
        let place = Place::new().await;
        let clock = Arc::new(ManualClock::at("2026-11-23T10:00:00Z"));
        let store = place.open(&clock).await.unwrap();
        Self { place, clock, store }
    }

    pub fn later(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    pub async fn write(&self) -> Tx {
        self.store.write().await.unwrap()
    }

    pub async fn read(&self) -> Tx {
        self.store.read().await.unwrap()
    }

    /// The house as it is opened again after the process was killed at this moment.
    pub async fn as_if_killed(&self) -> Self {
        let place = self.place.after_a_kill();
        let store = place.open(&self.clock).await.unwrap();
        Self { place, clock: self.clock.clone(), store }
    }

    /// Appends so many events in one transaction.
    pub async fn append(&self, count: usize) {
        let mut tx = self.write().await;
        append(&mut tx, count).await;
        tx.commit().await.unwrap();
    }

    /// Seals all that waits.
    pub async fn seal(&self) {
        loop {
            let mut tx = self.write().await;
            let sealed = seal::seal_batch(&mut tx, "sealer").await.unwrap();
            tx.commit().await.unwrap();
            if sealed.is_empty() {
                return;
            }
        }
    }

    pub async fn log(&self) -> Vec<Sealed> {
        event::after(&mut self.read().await, 0, 1_000_000).await.unwrap()
    }

    pub async fn member(&self, role: model::Role) -> MemberId {
        let mut tx = self.write().await;
        let email = format!("{role}@example.org");
        let new = NewMember { email: &email, name: role.as_str(), role, password_hash: "x" };
        let id = member::join(&mut tx, new).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        id
    }

    pub async fn channel(&self, network: Network) -> ChannelId {
        let mut tx = self.write().await;
        let id = tx.next_id();
        let new = NewChannel { id, network, name: "ours", config: "{}", secret: None, author: None };
        channel::connect(&mut tx, Actor::System, new).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    pub async fn conversation(&self, channel: ChannelId) -> ConversationId {
        let mut tx = self.write().await;
        let person = ReceivedAuthor { remote_id: "did:anna".into(), ..ReceivedAuthor::default() };
        let author = author::keep(&mut tx, Network::Simulated, &person).await.unwrap();
        let new = NewConversation { channel, thread_key: "root", talk_with: None, author, opened_at: tx.now() };
        let id = conversation::open(&mut tx, new).await.unwrap().id;
        tx.commit().await.unwrap();
        id
    }
}

pub async fn append(tx: &mut Tx, count: usize) {
    for number in 0..count {
        event::append(tx, EventKind::TopicChanged, Actor::System, None, json!({ "number": number })).await.unwrap();
    }
}

/// A post that addresses us, by somebody of that name.
pub fn letter(id: &str, name: &str, text: &str) -> ReceivedPost {
    ReceivedPost {
        remote: RemoteRef { id: id.into(), revision: None },
        author: ReceivedAuthor {
            remote_id: format!("did:{name}"),
            handle: Some(name.into()),
            ..ReceivedAuthor::default()
        },
        text: text.into(),
        marks: vec![],
        languages: vec!["de".into()],
        posted_at: "2026-11-23T09:59:00Z".parse().unwrap(),
        revised_at: None,
        parent: None,
        root: None,
        title: None,
        talk: None,
        quoted: None,
        attachments: vec![],
        url: None,
        reason: Some(Reason::Addressed),
    }
}
