//! Stops of what goes out.

use jiff::ToSpan;
use model::{Clock, Network, Role};
use store::conversation::{self, NewConversation};
use store::{label, stop};

use crate::house::House;

pub async fn a_stop_holds_where_its_label_is_until_it_is_lifted() {
    let house = House::new().await;
    let channel = house.channel(Network::Simulated).await;
    let member = house.member(Role::Member).await;
    let labelled = house.conversation(channel).await;
    let mut tx = house.write().await;
    let author = conversation::find(&mut tx, labelled).await.unwrap().unwrap().author;
    let new = NewConversation { channel, thread_key: "b", talk_with: None, author, opened_at: tx.now() };
    let other = conversation::open(&mut tx, new).await.unwrap().id;
    let press = label::named(&mut tx, "Press").await.unwrap().id;
    label::put_on(&mut tx, labelled, press).await.unwrap();
    assert_eq!(stop::holding(&mut tx, labelled, None).await.unwrap(), None);

    let about = stop::begin(&mut tx, member, Some(press), "Only the press desk speaks.").await.unwrap();
    let held = stop::holding(&mut tx, labelled, None).await.unwrap().unwrap();
    assert_eq!((held.id, held.label, held.begun_by, held.lifted_at), (about, Some(press), member, None));
    assert_eq!(held.reason, "Only the press desk speaks.");
    assert_eq!(stop::holding(&mut tx, other, None).await.unwrap(), None);
    tx.commit().await.unwrap();

    house.later(60);
    let mut tx = house.write().await;
    let all = stop::begin(&mut tx, member, None, "Nothing before noon.").await.unwrap();
    let of = async |tx: &mut _, id, after| stop::holding(tx, id, after).await.unwrap().map(|stop| stop.id);
    assert_eq!((of(&mut tx, labelled, None).await, of(&mut tx, other, None).await), (Some(about), Some(all)));
    let between = Some(house.clock.now() - 1.second());
    assert_eq!(of(&mut tx, labelled, between).await, Some(all), "the first was passed over, the second came later");
    let now = tx.now();
    assert_eq!(of(&mut tx, other, Some(now)).await, None);
    let ids = |stops: Vec<stop::Stop>| stops.iter().map(|stop| stop.id).collect::<Vec<_>>();
    assert_eq!(ids(stop::in_force(&mut tx).await.unwrap()), [about, all]);

    assert!(stop::lift(&mut tx, all, member).await.unwrap());
    assert!(!stop::lift(&mut tx, all, member).await.unwrap(), "it is lifted once");
    assert_eq!(of(&mut tx, other, None).await, None);
    assert_eq!(ids(stop::in_force(&mut tx).await.unwrap()), [about]);
    assert_eq!(ids(stop::lifted(&mut tx, 9).await.unwrap()), [all]);
    let lifted = stop::find(&mut tx, all).await.unwrap().unwrap();
    assert_eq!((lifted.lifted_by, lifted.lifted_at), (Some(member), Some(now)));
}
