//! Lists of the inbox under a name: who has them, who may change them, and what they find.

use crate::desk::Desk;

use inbox::{
    InboxError, Listing, VIEWS_MAX, Want, bring_view_back, change_view, find_view, move_view, remove_view, save_view,
};
use model::{InboxView, Right, SavedViewId};
use store::member::Member;
use store::saved_view::{self, Described};

const LIFTS: Described<'static> =
    Described { name: "Lifts", cut: InboxView::All, query: "Zug assignee:me", is_shared: false };
const SHARED: Described<'static> = Described { is_shared: true, ..LIFTS };

async fn save(desk: &Desk, who: &Member, new: Described<'_>) -> Result<SavedViewId, InboxError> {
    let mut tx = desk.write().await;
    let id = save_view(&mut tx, who, new).await?;
    tx.commit().await.unwrap();
    Ok(id)
}

async fn change(desk: &Desk, who: &Member, id: SavedViewId, to: Described<'_>) -> Result<bool, InboxError> {
    let mut tx = desk.write().await;
    let is_news = change_view(&mut tx, who, id, None, to).await?;
    tx.commit().await.unwrap();
    Ok(is_news)
}

async fn names(desk: &Desk, who: &Member) -> Vec<String> {
    let views = saved_view::of_member(&mut desk.read().await, who.id).await.unwrap();
    views.into_iter().map(|view| view.name).collect()
}

pub async fn a_view_is_its_makers_until_it_is_shared_and_a_strangers_is_not_found() {
    let desk = Desk::new().await;
    let (maker, owner) = (desk.member("member").await, desk.member("owner").await);
    let id = save(&desk, &maker, LIFTS).await.unwrap();
    let mut tx = desk.write().await;
    assert!(find_view(&mut tx, &maker, id).await.is_ok());
    for refused in [
        find_view(&mut tx, &owner, id).await.err(),
        change_view(&mut tx, &owner, id, None, SHARED).await.err(),
        remove_view(&mut tx, &owner, id).await.err(),
        bring_view_back(&mut tx, &owner, id).await.err(),
        move_view(&mut tx, &owner, id, 1).await.err(),
    ] {
        assert!(matches!(refused, Some(InboxError::Missing(_))), "{refused:?}");
    }
    tx.commit().await.unwrap();
    assert!(change(&desk, &maker, id, SHARED).await.unwrap());
    assert_eq!(names(&desk, &owner).await, ["Lifts"]);
    assert!(!change(&desk, &maker, id, SHARED).await.unwrap(), "what is so already is no news");
}

pub async fn who_may_share_change_and_remove_is_as_written_down() {
    let desk = Desk::new().await;
    let maker = desk.member("member").await;
    let id = save(&desk, &maker, SHARED).await.unwrap();
    for (who, may_keep, may_share, may_change) in [
        ("owner", true, true, true),
        ("manager", true, true, true),
        ("second", true, true, false),
        ("leader", true, false, false),
        ("colleague", false, false, false),
    ] {
        let who = desk.member(who).await;
        let mut tx = desk.write().await;
        let own = Described { name: "Own", ..LIFTS };
        assert_eq!(save_view(&mut tx, &who, own).await.is_ok(), may_keep, "{} keeps one", who.name);
        let shared = Described { name: "For all", ..SHARED };
        assert_eq!(save_view(&mut tx, &who, shared).await.is_ok(), may_share, "{} shares one", who.name);
        let other = Described { query: "Bahn", ..SHARED };
        let changed = change_view(&mut tx, &who, id, None, other).await;
        assert_eq!(changed.is_ok(), may_change, "{} changes that of another: {changed:?}", who.name);
        let taken = change_view(&mut tx, &who, id, None, Described { is_shared: false, ..other }).await;
        assert!(taken.is_err(), "{} takes it away from everybody else", who.name);
        assert_eq!(remove_view(&mut tx, &who, id).await.is_ok(), may_change, "{} removes it", who.name);
    }
}

pub async fn a_name_is_one_of_a_kind_and_a_query_can_be_read() {
    let desk = Desk::new().await;
    let who = desk.member("member").await;
    let id = save(&desk, &who, Described { name: "  Lifts \t there ", ..LIFTS }).await.unwrap();
    assert_eq!(names(&desk, &who).await, ["Lifts there"]);
    for name in ["", " \n ", "x".repeat(41).as_str()] {
        assert!(matches!(save(&desk, &who, Described { name, ..LIFTS }).await, Err(InboxError::ViewName)), "{name:?}");
    }
    let again = save(&desk, &who, Described { name: "LIFTS there", ..LIFTS }).await;
    assert!(matches!(again, Err(InboxError::ViewNameTaken)));
    assert!(change(&desk, &who, id, Described { name: "lifts THERE", ..LIFTS }).await.unwrap(), "it may be its own");
    let broken = save(&desk, &who, Described { name: "b", query: "(lift", ..LIFTS }).await;
    assert!(matches!(broken, Err(InboxError::Query(_))), "{broken:?}");
    for number in 1..VIEWS_MAX {
        save(&desk, &who, Described { name: &format!("view {number}"), query: "", ..LIFTS }).await.unwrap();
    }
    assert!(matches!(save(&desk, &who, Described { name: "b", ..LIFTS }).await, Err(InboxError::TooManyViews)));
}

pub async fn a_change_of_a_view_that_somebody_changed_meanwhile_is_refused() {
    let desk = Desk::new().await;
    let (maker, manager) = (desk.member("member").await, desk.member("manager").await);
    let id = save(&desk, &maker, SHARED).await.unwrap();
    change(&desk, &manager, id, Described { query: "Bahn", ..SHARED }).await.unwrap();
    let mut tx = desk.write().await;
    let stale = change_view(&mut tx, &maker, id, Some(1), Described { query: "Bus", ..SHARED }).await;
    assert!(matches!(stale, Err(InboxError::ViewChanged { version: 2 })), "{stale:?}");
    change_view(&mut tx, &maker, id, Some(2), Described { query: "Bus", ..SHARED }).await.unwrap();
}

pub async fn a_removed_view_comes_back_within_its_time() {
    let desk = Desk::new().await;
    let who = desk.member("member").await;
    let id = save(&desk, &who, LIFTS).await.unwrap();
    let mut tx = desk.write().await;
    remove_view(&mut tx, &who, id).await.unwrap();
    assert!(matches!(find_view(&mut tx, &who, id).await, Err(InboxError::Missing(_))));
    let back = bring_view_back(&mut tx, &who, id).await.unwrap();
    assert_eq!(find_view(&mut tx, &who, id).await.unwrap(), back);
    bring_view_back(&mut tx, &who, id).await.unwrap();
    remove_view(&mut tx, &who, id).await.unwrap();
    tx.commit().await.unwrap();
    desk.later(31 * 86_400);
    let mut tx = desk.write().await;
    assert!(matches!(bring_view_back(&mut tx, &who, id).await, Err(InboxError::Missing(_))));
}

pub async fn a_member_puts_views_in_order_for_nobody_else() {
    let desk = Desk::new().await;
    let (who, other) = (desk.member("member").await, desk.member("leader").await);
    let mut ids = Vec::new();
    for name in ["a", "b", "c"] {
        ids.push(save(&desk, &who, Described { name, ..SHARED }).await.unwrap());
    }
    for (moved, by, order) in [
        (ids[2], -1, ["a", "c", "b"]),
        (ids[2], -5, ["c", "a", "b"]),
        (ids[2], 9, ["a", "b", "c"]),
        (ids[0], 1, ["b", "a", "c"]),
    ] {
        let mut tx = desk.write().await;
        move_view(&mut tx, &who, moved, by).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(names(&desk, &who).await, order);
    }
    assert_eq!(names(&desk, &other).await, ["a", "b", "c"]);
    let mut tx = desk.write().await;
    let colleague = desk.member("colleague").await;
    assert!(matches!(move_view(&mut tx, &colleague, ids[0], 1).await, Err(InboxError::Forbidden(Right::ReadInbox))));
}

pub async fn a_view_finds_what_its_list_and_query_find_for_whoever_looks() {
    let desk = Desk::new().await;
    let (who, second) = (desk.member("member").await, desk.member("second").await);
    let (mine, _free) = (desk.conversation("a").await, desk.conversation("b").await);
    let mut tx = desk.write().await;
    inbox::assign(&mut tx, &who, mine, Some(who.id)).await.unwrap();
    tx.commit().await.unwrap();
    let found = async |listing: &Listing, asker: &Member| {
        let search = listing.search(asker.id).unwrap().expect("it looks for something");
        let found = search.look(&desk.store, None, Want { rows: 9, found: 9, looked: 99 }).await.unwrap();
        found.rows.into_iter().map(|row| row.conversation.id).collect::<Vec<_>>()
    };
    let listing = Listing::new(InboxView::Waiting, " Zug assignee:me ");
    assert_eq!(found(&listing, &who).await, [mine]);
    assert_eq!(found(&listing, &second).await, [], "me is whoever looks");
    assert!(listing.is_personal());
    assert!(Listing::new(InboxView::Done, "").search(who.id).unwrap().is_none());
    assert!(Listing::new(InboxView::Done, "(").search(who.id).is_err());
    assert_eq!(found(&Listing::new(InboxView::Done, "Zug"), &who).await, []);
}
