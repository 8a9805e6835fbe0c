//! Conversations that members keep at the top of their own lists.

use crate::house::House;

use model::{ConversationId, Network, Role};
use store::conversation::{self, Filter, Pinned};
use store::{Tx, merge, pin};

async fn listed(tx: &mut Tx, pinned: Pinned) -> Vec<ConversationId> {
    let filter = Filter { pinned: Some(pinned), ..Filter::default() };
    let rows = store::sought::after(tx, &filter, None, 9).await.unwrap();
    rows.into_iter().map(|row| row.conversation.id).collect()
}

pub async fn a_pin_is_its_members_own_and_tells_lists_apart() {
    let house = House::new().await;
    let (anna, ben) = (house.member(Role::Member).await, house.member(Role::Manager).await);
    let (here, there) = (house.channel(Network::Simulated).await, house.channel(Network::Simulated).await);
    let (one, other) = (house.conversation(here).await, house.conversation(there).await);
    let mut tx = house.write().await;
    assert!(pin::put_up(&mut tx, anna, one).await.unwrap());
    assert!(!pin::put_up(&mut tx, anna, one).await.unwrap(), "it was there");
    assert!(pin::put_up(&mut tx, ben, other).await.unwrap());
    tx.commit().await.unwrap();
    let mut tx = house.write().await;
    assert_eq!(pin::among(&mut tx, anna, &[other, one]).await.unwrap(), [one]);
    assert_eq!(
        (listed(&mut tx, Pinned::By(anna)).await, listed(&mut tx, Pinned::NotBy(anna)).await),
        (vec![one], vec![other])
    );
    assert_eq!(
        (listed(&mut tx, Pinned::By(ben)).await, listed(&mut tx, Pinned::NotBy(ben)).await),
        (vec![other], vec![one])
    );
    assert_eq!(pin::holders(&mut tx, one).await.unwrap(), [anna]);
    pin::put_up(&mut tx, anna, other).await.unwrap();
    assert_eq!((pin::count(&mut tx, anna).await.unwrap(), pin::count(&mut tx, ben).await.unwrap()), (2, 1));
    merge::set_merged(&mut tx, one, Some(other)).await.unwrap();
    assert_eq!(pin::count(&mut tx, anna).await.unwrap(), 1, "what stands in another is counted there");
    assert!(pin::take_down(&mut tx, anna, other).await.unwrap());
    assert!(!pin::take_down(&mut tx, anna, other).await.unwrap(), "it was not there any more");
    assert_eq!(conversation::find(&mut tx, other).await.unwrap().map(|one| one.id), Some(other));
}
