//! Conversations that members keep at the top of their own lists.

use crate::desk::{Desk, addressed, in_thread};

use inbox::{InboxError, PINS_MAX, merge, pin, split, undo, unpin};
use model::{Change, ConversationId, DeedId, EventKind, Right};
use store::pin as pins;

async fn several(desk: &Desk, count: i64) -> Vec<ConversationId> {
    let mut ids = Vec::new();
    for number in 0..count {
        let post = addressed(&format!("p{number}"), &format!("person{number}"), "Wo bleibt der Zug?");
        let inbox::Filed::New { conversation, .. } = desk.file(&post, &[]).await else { panic!("it is new") };
        ids.push(conversation);
    }
    ids
}

/// Pins a conversation for somebody.
async fn pinned(desk: &Desk, name: &str, id: ConversationId) -> Option<DeedId> {
    let who = desk.member(name).await;
    let mut tx = desk.write().await;
    let deed = pin(&mut tx, &who, id).await.unwrap();
    tx.commit().await.unwrap();
    deed
}

/// Undoes a deed on one conversation; whether it is as it was.
async fn undone(desk: &Desk, deed: DeedId) -> bool {
    let who = desk.member("owner").await;
    let mut tx = desk.write().await;
    let deed = undo(&mut tx, &who, deed).await.unwrap();
    tx.commit().await.unwrap();
    deed.tally.restored == 1
}

/// Whether it is at the top for the member, and for the owner.
async fn at_top(desk: &Desk, id: ConversationId) -> (bool, bool) {
    let (member, owner) = (desk.member("member").await, desk.member("owner").await);
    let holders = pins::holders(&mut desk.read().await, id).await.unwrap();
    (holders.contains(&member.id), holders.contains(&owner.id))
}

pub async fn a_pin_is_its_members_own_changes_nothing_else_and_is_undone() {
    let desk = Desk::new().await;
    let [a, b] = several(&desk, 2).await.try_into().unwrap();
    let before = desk.find(a).await;
    let deed = pinned(&desk, "member", a).await.expect("it was not");
    assert_eq!((at_top(&desk, a).await, at_top(&desk, b).await), ((true, false), (false, false)));
    assert_eq!(desk.find(a).await, before, "it is as new, and as much nobody's, as before");
    assert_eq!(pinned(&desk, "member", a).await, None, "it is already");
    assert!(pinned(&desk, "owner", a).await.is_some());
    assert!(undone(&desk, deed).await);
    assert_eq!(at_top(&desk, a).await, (false, true), "the owner's stays");
    assert_eq!(
        (desk.count(EventKind::ConversationPinned).await, desk.count(EventKind::ConversationUnpinned).await),
        (2, 1)
    );
    let (who, reader) = (desk.member("owner").await, desk.member("colleague").await);
    let mut tx = desk.write().await;
    let down = unpin(&mut tx, &who, a).await.unwrap().expect("it was");
    assert_eq!(unpin(&mut tx, &who, a).await.unwrap(), None);
    for refused in [pin(&mut tx, &reader, a).await, unpin(&mut tx, &reader, a).await] {
        assert!(matches!(refused, Err(InboxError::Forbidden(Right::WorkInbox))), "{refused:?}");
    }
    let others = Change::Pin { member: desk.member("member").await.id };
    let refused = inbox::choose(&mut tx, &who, others, &[a]).await;
    assert!(matches!(refused, Err(InboxError::Missing("this member"))), "nobody pins for somebody else: {refused:?}");
    tx.commit().await.unwrap();
    assert!(undone(&desk, down).await);
    assert_eq!(at_top(&desk, a).await, (false, true));
}

pub async fn merged_conversations_are_at_the_top_for_whoever_had_either_there_and_come_apart_as_they_were() {
    let desk = Desk::new().await;
    let [a, b] = several(&desk, 2).await.try_into().unwrap();
    pinned(&desk, "member", a).await;
    pinned(&desk, "owner", b).await;
    let who = desk.member("owner").await;
    let mut tx = desk.write().await;
    let deed = merge(&mut tx, &who, a, b).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    assert_eq!(at_top(&desk, b).await, (true, true));
    assert!(undone(&desk, deed).await);
    assert_eq!((at_top(&desk, a).await, at_top(&desk, b).await), ((true, false), (false, true)));

    desk.file(&in_thread("p0b", "p0", "p0", "zoe", "Und meiner?"), &[]).await;
    let post = desk.post_id("p0b").await;
    let mut tx = desk.write().await;
    let deed = split(&mut tx, &who, a, post).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    let own = desk.thread_of("p0b").await;
    assert_eq!(at_top(&desk, own).await, (false, false), "what is split off is at no top");
    pinned(&desk, "owner", own).await;
    assert!(undone(&desk, deed).await);
    assert_eq!(at_top(&desk, a).await, (true, true), "what was put up meanwhile is not lost");
}

pub async fn a_top_has_thirty_places() {
    let desk = Desk::new().await;
    let who = desk.member("member").await;
    let ids = several(&desk, PINS_MAX + 1).await;
    let (last, thirty) = ids.split_last().unwrap();
    let mut tx = desk.write().await;
    let begun = inbox::choose(&mut tx, &who, Change::Pin { member: who.id }, thirty).await.unwrap();
    tx.commit().await.unwrap();
    while inbox::go_on(&desk.store, begun.id).await.unwrap() {}
    let mut tx = desk.write().await;
    assert_eq!(pins::count(&mut tx, who.id).await.unwrap(), PINS_MAX);
    let refused = pin(&mut tx, &who, *last).await;
    assert!(matches!(refused, Err(InboxError::TooManyPins)), "{refused:?}");
    assert_eq!(pin(&mut tx, &who, thirty[0]).await.unwrap(), None, "it is there already");
    unpin(&mut tx, &who, thirty[0]).await.unwrap();
    assert!(pin(&mut tx, &who, *last).await.unwrap().is_some());
}
