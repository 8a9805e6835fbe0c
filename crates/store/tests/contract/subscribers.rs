//! Members who are told what happens in a conversation.

use model::{Network, NoticeKind, Role};
use store::{notice, subscriber};

use crate::house::House;

pub async fn who_is_told_of_which_conversation_is_known_and_what_they_have_not_seen() {
    let house = House::new().await;
    let (anna, ben) = (house.member(Role::Member).await, house.member(Role::Manager).await);
    let (here, there) = (house.channel(Network::Simulated).await, house.channel(Network::Simulated).await);
    let (one, other) = (house.conversation(here).await, house.conversation(there).await);
    let mut tx = house.write().await;
    assert!(subscriber::add(&mut tx, one, anna).await.unwrap());
    assert!(!subscriber::add(&mut tx, one, anna).await.unwrap(), "she was told already");
    assert!(subscriber::add(&mut tx, other, ben).await.unwrap());
    assert_eq!(subscriber::of_conversations(&mut tx, &[one]).await.unwrap(), [(one, anna)]);
    assert_eq!(subscriber::of_conversations(&mut tx, &[one, other]).await.unwrap().len(), 2);
    assert!(subscriber::remove(&mut tx, one, anna).await.unwrap());
    assert!(!subscriber::remove(&mut tx, one, anna).await.unwrap());
    assert_eq!(subscriber::of_conversations(&mut tx, &[one]).await.unwrap(), []);

    let kind = NoticeKind::Subscribed;
    let told = notice::tell(&mut tx, ben, kind, other).await.unwrap();
    assert!(notice::is_unseen_of(&mut tx, ben, kind, other).await.unwrap());
    assert!(!notice::is_unseen_of(&mut tx, ben, kind, one).await.unwrap());
    assert!(!notice::is_unseen_of(&mut tx, ben, NoticeKind::Given, other).await.unwrap());
    assert!(!notice::is_unseen_of(&mut tx, anna, kind, other).await.unwrap());
    notice::saw(&mut tx, ben, told).await.unwrap();
    assert!(!notice::is_unseen_of(&mut tx, ben, kind, other).await.unwrap());
}
