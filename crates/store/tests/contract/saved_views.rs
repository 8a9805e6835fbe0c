//! Lists of the inbox under a name.

use crate::house::House;

use model::{EventKind, InboxView, MemberId, Role, SavedViewId};
use store::Tx;
use store::saved_view::{self, Described};

const LIFTS: Described<'static> =
    Described { name: "Lifts", cut: InboxView::Waiting, query: "lift OR \"Aufzug\"", is_shared: false };

async fn names(tx: &mut Tx, member: MemberId) -> Vec<String> {
    saved_view::of_member(tx, member).await.unwrap().into_iter().map(|view| view.name).collect()
}

pub async fn a_view_is_kept_for_its_maker_or_for_everybody_and_changed_and_removed() {
    let house = House::new().await;
    let (maker, other) = (house.member(Role::Member).await, house.member(Role::Manager).await);
    let mut tx = house.write().await;
    let id = saved_view::save(&mut tx, maker, LIFTS).await.unwrap();
    let kept = saved_view::find(&mut tx, id).await.unwrap().unwrap();
    assert_eq!((kept.name.as_str(), kept.cut, kept.query.as_str()), (LIFTS.name, LIFTS.cut, LIFTS.query));
    assert_eq!((kept.member, kept.is_shared, kept.version, kept.removed_at), (maker, false, 1, None));
    assert_eq!((names(&mut tx, maker).await.len(), names(&mut tx, other).await.len()), (1, 0));

    let shared = Described { name: "Aufzüge 🛗", query: "", is_shared: true, ..LIFTS };
    saved_view::change(&mut tx, maker, &kept, shared).await.unwrap();
    let changed = saved_view::find(&mut tx, id).await.unwrap().unwrap();
    assert_eq!((changed.name.as_str(), changed.query.as_str(), changed.version), ("Aufzüge 🛗", "", 2));
    assert_eq!(names(&mut tx, other).await, ["Aufzüge 🛗"]);

    saved_view::remove(&mut tx, other, id).await.unwrap();
    assert_eq!(names(&mut tx, maker).await, Vec::<String>::new());
    saved_view::bring_back(&mut tx, other, id).await.unwrap();
    assert_eq!(names(&mut tx, maker).await, ["Aufzüge 🛗"]);
    saved_view::put_in_order(&mut tx, other, &[id]).await.unwrap();
    saved_view::remove(&mut tx, other, id).await.unwrap();
    assert_eq!(saved_view::forget_removed(&mut tx).await.unwrap(), 0);
    tx.commit().await.unwrap();

    house.later(31 * 86_400);
    let mut tx = house.write().await;
    assert_eq!(saved_view::forget_removed(&mut tx).await.unwrap(), 1);
    assert_eq!(saved_view::find(&mut tx, id).await.unwrap(), None);
    tx.commit().await.unwrap();

    house.seal().await;
    let told: Vec<_> = house.log().await.into_iter().map(|sealed| sealed.event).collect();
    let kinds: Vec<EventKind> = told.iter().map(|event| event.kind).collect();
    use EventKind::{ViewBroughtBack, ViewChanged, ViewRemoved, ViewSaved};
    assert!(kinds.ends_with(&[ViewSaved, ViewChanged, ViewRemoved, ViewBroughtBack, ViewRemoved]), "{kinds:?}");
    let words: String = told.iter().map(|event| event.data.to_string()).collect();
    assert!(!words.contains("Aufz") && !words.contains("lift"), "events hold no words: {words}");
}

pub async fn each_member_has_views_in_their_own_order() {
    let house = House::new().await;
    let (first, second) = (house.member(Role::Member).await, house.member(Role::Manager).await);
    let mut tx = house.write().await;
    let mut ids: Vec<SavedViewId> = Vec::new();
    for name in ["a", "b", "c"] {
        ids.push(saved_view::save(&mut tx, first, Described { name, is_shared: true, ..LIFTS }).await.unwrap());
    }
    saved_view::put_in_order(&mut tx, first, &[ids[2], ids[0]]).await.unwrap();
    assert_eq!(names(&mut tx, first).await, ["c", "a", "b"], "what has no place comes after what has one");
    assert_eq!(names(&mut tx, second).await, ["a", "b", "c"]);
    saved_view::put_in_order(&mut tx, first, &[ids[1], ids[2], ids[0]]).await.unwrap();
    assert_eq!(names(&mut tx, first).await, ["b", "c", "a"]);
}

pub async fn every_list_of_the_inbox_reads_back() {
    let house = House::new().await;
    let member = house.member(Role::Member).await;
    let mut tx = house.write().await;
    for cut in InboxView::ALL {
        let id = saved_view::save(&mut tx, member, Described { cut: *cut, ..LIFTS }).await.unwrap();
        assert_eq!(saved_view::find(&mut tx, id).await.unwrap().unwrap().cut, *cut);
    }
}
