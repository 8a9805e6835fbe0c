//! Conversations that belong together.

use crate::house::{House, letter};

use model::{ConversationId, Network};
use store::conversation::NewConversation;
use store::link::{self, Link};
use store::{Tx, author, conversation, merge};

async fn four(house: &House) -> [ConversationId; 4] {
    let channel = house.channel(Network::Simulated).await;
    let mut tx = house.write().await;
    let mut ids = Vec::new();
    for name in ["anna", "bob", "cleo", "dora"] {
        let received = letter(&format!("post of {name}"), name, "Kaffee?");
        let author = author::keep(&mut tx, Network::Simulated, &received.author).await.unwrap();
        let thread_key = &received.remote.id;
        let new = NewConversation { channel, thread_key, talk_with: None, author, opened_at: tx.now() };
        ids.push(conversation::open(&mut tx, new).await.unwrap().id);
    }
    tx.commit().await.unwrap();
    ids.try_into().unwrap()
}

fn between(one: ConversationId, other: ConversationId) -> Link {
    Link::between(one, other).unwrap()
}

async fn of(tx: &mut Tx, id: ConversationId) -> Vec<ConversationId> {
    link::of(tx, id).await.unwrap()
}

pub async fn two_that_belong_together_are_kept_once_whichever_is_named_first() {
    let house = House::new().await;
    let [a, b, c, d] = four(&house).await;
    assert_eq!(Link::between(a, a), None);
    assert_eq!(between(b, a), between(a, b));
    assert_eq!(between(b, a).ends(), (a, b));
    let mut tx = house.write().await;
    assert!(link::add(&mut tx, between(b, a)).await.unwrap());
    assert!(!link::add(&mut tx, between(a, b)).await.unwrap(), "it was said already");
    assert!(link::add(&mut tx, between(b, d)).await.unwrap());
    tx.commit().await.unwrap();
    let mut tx = house.write().await;
    assert_eq!((of(&mut tx, a).await, of(&mut tx, b).await, of(&mut tx, c).await), (vec![b], vec![a, d], vec![]));
    assert_eq!(link::across(&mut tx, &[a, c], &[b, c, d]).await.unwrap(), [between(a, b)]);
    assert_eq!(link::across(&mut tx, &[b], &[a, d]).await.unwrap(), [between(a, b), between(b, d)]);
    assert_eq!(link::across(&mut tx, &[a, b], &[a, b]).await.unwrap(), [between(a, b)]);
    assert!(link::remove(&mut tx, between(a, b)).await.unwrap());
    assert!(!link::remove(&mut tx, between(b, a)).await.unwrap(), "it was not said any more");
    assert_eq!((of(&mut tx, a).await, of(&mut tx, b).await), (vec![], vec![d]));
}

pub async fn what_belongs_together_stands_where_it_is_merged_and_comes_home() {
    let house = House::new().await;
    let [a, b, c, d] = four(&house).await;
    let mut tx = house.write().await;
    for (one, other) in [(a, b), (a, c), (b, d), (c, d)] {
        link::add(&mut tx, between(one, other)).await.unwrap();
    }
    // `a` stands in `b`, which stands in `c`.
    merge::set_merged(&mut tx, a, Some(b)).await.unwrap();
    merge::set_merged(&mut tx, b, Some(c)).await.unwrap();
    assert_eq!(of(&mut tx, c).await, [d], "each other is named once, and nothing belongs with itself");
    assert_eq!(of(&mut tx, d).await, [c], "it stands where it was merged to");
    merge::set_merged(&mut tx, b, None).await.unwrap();
    assert_eq!((of(&mut tx, b).await, of(&mut tx, c).await), (vec![c, d], vec![b, d]));
    merge::set_merged(&mut tx, a, None).await.unwrap();
    assert_eq!((of(&mut tx, a).await, of(&mut tx, b).await), (vec![b, c], vec![a, d]));
}
