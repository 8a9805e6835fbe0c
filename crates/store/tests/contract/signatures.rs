//! With what members sign.

use model::{Network, Role};
use store::draft::{self, DraftKind};
use store::signature::{self, Signature};

use super::threads::{Threads, threads};
use crate::house::House;

pub async fn a_member_signs_with_one_line_for_each_channel_and_one_for_wherever_there_is_no_other() {
    let house = House::new().await;
    let (ada, bo) = (house.member(Role::Member).await, house.member(Role::Manager).await);
    let channel = house.channel(Network::Simulated).await;
    let mut tx = house.write().await;
    let of = |channel, text: &str| Signature { channel, text: text.into() };
    signature::keep(&mut tx, ada, Some(channel), "^a").await.unwrap();
    signature::keep(&mut tx, ada, None, "– Ada").await.unwrap();
    signature::keep(&mut tx, ada, None, "– Ada B.").await.unwrap();
    signature::keep(&mut tx, bo, None, "– Bo").await.unwrap();
    let all = signature::of_member(&mut tx, ada).await.unwrap();
    assert_eq!(all, [of(None, "– Ada B."), of(Some(channel), "^a")]);
    signature::keep(&mut tx, ada, None, "").await.unwrap();
    assert_eq!(signature::of_member(&mut tx, ada).await.unwrap(), [of(Some(channel), "^a")]);
    assert_eq!(signature::of_member(&mut tx, bo).await.unwrap(), [of(None, "– Bo")]);
}

pub async fn a_draft_keeps_that_it_goes_without_a_signature() {
    let Threads { house, member, anna, .. } = threads().await;
    let mut tx = house.write().await;
    let id = anna.conversation;
    draft::keep_unsigned(&mut tx, id, member, true).await.unwrap();
    assert!(!draft::is_unsigned(&mut tx, id, member).await.unwrap(), "nothing is begun");
    draft::keep(&mut tx, id, member, DraftKind::Reply, "And?").await.unwrap();
    assert!(!draft::is_unsigned(&mut tx, id, member).await.unwrap());
    draft::keep_unsigned(&mut tx, id, member, true).await.unwrap();
    assert!(draft::is_unsigned(&mut tx, id, member).await.unwrap());
}
