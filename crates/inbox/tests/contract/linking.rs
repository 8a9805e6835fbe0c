//! Conversations that belong together without being one.

use crate::desk::{Desk, addressed};

use inbox::{InboxError, LINKS_MAX, likely_linked, link, merge, undo, unlink};
use model::{Change, Clock as _, ConversationId, DeedId, EventKind, ReceivedPost, Right, Status};
use store::link as links;

/// Conversations with somebody else each, begun a minute apart.
async fn several(desk: &Desk, count: usize) -> Vec<ConversationId> {
    let mut ids = Vec::new();
    for number in 0..count {
        desk.later(60);
        let post = addressed(&format!("p{number}"), &format!("person{number}"), "Wo bleibt der Zug?");
        let inbox::Filed::New { conversation, .. } = desk.file(&post, &[]).await else { panic!("it is new") };
        ids.push(conversation);
    }
    ids
}

async fn linked(desk: &Desk, id: ConversationId, with: ConversationId) -> Option<DeedId> {
    let who = desk.member("member").await;
    let mut tx = desk.write().await;
    let deed = link(&mut tx, &who, id, with).await.unwrap();
    tx.commit().await.unwrap();
    deed
}

async fn merged(desk: &Desk, id: ConversationId, into: ConversationId) -> DeedId {
    let who = desk.member("member").await;
    let mut tx = desk.write().await;
    let deed = merge(&mut tx, &who, id, into).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    deed
}

/// Undoes a deed on one conversation; whether it is as it was.
async fn undone(desk: &Desk, deed: DeedId) -> bool {
    let who = desk.member("member").await;
    let mut tx = desk.write().await;
    let deed = undo(&mut tx, &who, deed).await.unwrap();
    tx.commit().await.unwrap();
    deed.tally.restored == 1
}

async fn of(desk: &Desk, id: ConversationId) -> Vec<ConversationId> {
    links::of(&mut desk.read().await, id).await.unwrap()
}

/// Of which conversations it is told, in order.
async fn told(desk: &Desk, kind: EventKind) -> Vec<ConversationId> {
    let of_kind = |event: model::Event| (event.kind == kind).then_some(event.conversation).flatten();
    desk.log().await.into_iter().filter_map(of_kind).collect()
}

pub async fn what_belongs_together_is_told_in_both_and_taken_apart_and_undone() {
    let desk = Desk::new().await;
    let who = desk.member("member").await;
    let [a, b, c] = several(&desk, 3).await.try_into().unwrap();
    let before = (desk.find(a).await, desk.find(b).await);
    let deed = linked(&desk, b, a).await.expect("they did not yet");
    assert_eq!((of(&desk, a).await, of(&desk, b).await, of(&desk, c).await), (vec![b], vec![a], vec![]));
    assert_eq!((desk.find(a).await, desk.find(b).await), before, "nothing else is changed");
    assert_eq!(linked(&desk, a, b).await, None, "they do already, whichever is named first");
    assert_eq!(told(&desk, EventKind::ConversationLinked).await, [a, b]);
    let with = |event: &model::Event| event.data["with"].as_str().unwrap().to_owned();
    let log = desk.log().await;
    let told_of: Vec<_> = log.iter().filter(|one| one.kind == EventKind::ConversationLinked).map(with).collect();
    assert_eq!(told_of, [b.to_string(), a.to_string()], "each names the other");
    assert!(undone(&desk, deed).await);
    assert_eq!((of(&desk, a).await, of(&desk, b).await), (vec![], vec![]));
    assert_eq!(told(&desk, EventKind::ConversationUnlinked).await, [a, b]);

    linked(&desk, a, b).await;
    let mut tx = desk.write().await;
    let apart = unlink(&mut tx, &who, b, a).await.unwrap().expect("they did");
    assert_eq!(unlink(&mut tx, &who, b, c).await.unwrap(), None, "they never did");
    tx.commit().await.unwrap();
    assert_eq!(of(&desk, a).await, []);
    assert!(undone(&desk, apart).await);
    assert_eq!((of(&desk, a).await, of(&desk, b).await), (vec![b], vec![a]));
}

pub async fn whoever_merges_one_carries_its_links_and_has_them_back() {
    let desk = Desk::new().await;
    let who = desk.member("member").await;
    let [a, b, c, d] = several(&desk, 4).await.try_into().unwrap();
    for (one, other) in [(a, b), (a, c), (b, d), (a, d)] {
        linked(&desk, one, other).await;
    }
    let one = merged(&desk, a, b).await;
    assert_eq!(of(&desk, b).await, [c, d], "what was linked to either; what became one is not linked to itself");
    assert_eq!((of(&desk, c).await, of(&desk, d).await), (vec![b], vec![b]));
    assert_eq!(linked(&desk, d, b).await, None, "they do already");
    // Taken apart while it is merged, and said again by undoing: exactly what was said before.
    let mut tx = desk.write().await;
    let apart = unlink(&mut tx, &who, d, b).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    assert_eq!((of(&desk, b).await, of(&desk, d).await), (vec![c], vec![]));
    assert!(undone(&desk, apart).await);
    assert!(undone(&desk, one).await);
    assert_eq!((of(&desk, a).await, of(&desk, b).await), (vec![b, c, d], vec![a, d]));
    assert_eq!((of(&desk, c).await, of(&desk, d).await), (vec![a], vec![a, b]));

    // What is said of the merged one stays with it.
    let one = merged(&desk, b, c).await;
    let with = linked(&desk, a, b).await;
    assert_eq!(with, None, "`a` belongs with `c`, in which `b` stands");
    let mut tx = desk.write().await;
    let refused = link(&mut tx, &who, b, d).await;
    assert!(matches!(refused, Err(InboxError::Merged { into }) if into == c), "{refused:?}");
    drop(tx);
    assert!(undone(&desk, one).await);
}

pub async fn an_undone_link_is_as_before_wherever_both_stand_and_left_where_somebody_changed_it() {
    let desk = Desk::new().await;
    let who = desk.member("member").await;
    let [a, b, c, d] = several(&desk, 4).await.try_into().unwrap();
    let deed = linked(&desk, a, b).await.unwrap();
    merged(&desk, a, c).await;
    assert_eq!(of(&desk, c).await, [b]);
    assert!(undone(&desk, deed).await, "it is the same wherever it stands");
    assert_eq!(of(&desk, c).await, []);

    let deed = linked(&desk, c, d).await.unwrap();
    let mut tx = desk.write().await;
    unlink(&mut tx, &who, c, d).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!undone(&desk, deed).await, "somebody took it apart");
}

pub async fn nothing_belongs_with_itself_nor_with_more_than_fifty_others() {
    let desk = Desk::new().await;
    let (who, reader) = (desk.member("member").await, desk.member("colleague").await);
    let ids = several(&desk, LINKS_MAX + 2).await;
    let (first, others) = ids.split_first().unwrap();
    let mut tx = desk.write().await;
    let refused = link(&mut tx, &who, *first, *first).await;
    assert!(matches!(refused, Err(InboxError::LinkedWithItself)), "{refused:?}");
    let refused = link(&mut tx, &who, *first, ConversationId(1)).await;
    assert!(matches!(refused, Err(InboxError::Missing("this conversation"))), "{refused:?}");
    for refused in [link(&mut tx, &reader, *first, others[0]).await, unlink(&mut tx, &reader, *first, others[0]).await]
    {
        assert!(matches!(refused, Err(InboxError::Forbidden(Right::WorkInbox))), "{refused:?}");
    }
    let (last, fifty) = others.split_last().unwrap();
    let begun = inbox::choose(&mut tx, &who, Change::Link { with: *first }, fifty).await.unwrap();
    tx.commit().await.unwrap();
    while inbox::go_on(&desk.store, begun.id).await.unwrap() {}
    assert_eq!(of(&desk, *first).await, fifty, "as many as there may be, by one deed");
    let mut tx = desk.write().await;
    for (one, other) in [(first, last), (last, first)] {
        let refused = link(&mut tx, &who, *one, *other).await;
        assert!(matches!(refused, Err(InboxError::TooManyLinks)), "{refused:?}");
    }
    assert!(link(&mut tx, &who, fifty[0], *last).await.unwrap().is_some(), "others have room");
    drop(tx);
    let mut tx = desk.write().await;
    undo(&mut tx, &who, begun.id).await.unwrap();
    tx.commit().await.unwrap();
    while inbox::go_on(&desk.store, begun.id).await.unwrap() {}
    assert_eq!(of(&desk, *first).await, [], "and all of them are taken back by one undo");
}

pub async fn copies_and_what_the_same_person_said_are_likely_to_belong() {
    let mut desk = Desk::new().await;
    let who = desk.member("member").await;
    let likely = async |desk: &Desk, id, limit| {
        let one = desk.find(id).await;
        let rows = likely_linked(&mut desk.read().await, &one, limit).await.unwrap();
        rows.into_iter().map(|row| row.conversation.id).collect::<Vec<_>>()
    };
    let opened = async |desk: &Desk, id: &str, author: &str| {
        desk.later(60);
        let post = ReceivedPost { posted_at: desk.clock.now(), ..addressed(id, author, "Wo bleibt der Zug?") };
        let inbox::Filed::New { conversation, .. } = desk.file(&post, &[]).await else { panic!("it is new") };
        conversation
    };
    let long_ago = opened(&desk, "a", "anna").await;
    desk.later(20 * 24 * 60 * 60);
    desk.signature = Some(0xfeed_beef_cafe_0123);
    let done = opened(&desk, "b", "ben").await;
    let mut tx = desk.write().await;
    inbox::set_status(&mut tx, &who, done, Status::Resolved, None).await.unwrap();
    tx.commit().await.unwrap();
    let carrier = opened(&desk, "c", "cleo").await;
    let under = opened(&desk, "d", "dora").await;
    assert_eq!(desk.find(under).await.alike_of, Some(carrier));
    desk.signature = None;
    let (elsewhere, stranger) = (opened(&desk, "e", "dora").await, opened(&desk, "f", "anna").await);
    assert_eq!(likely(&desk, under, 9).await, [carrier, done, elsewhere], "copies first, whatever became of them");
    assert_eq!(likely(&desk, under, 2).await, [carrier, done]);
    assert_eq!(likely(&desk, stranger, 9).await, [], "what she said weeks ago is another matter");
    assert_ne!(long_ago, stranger);
    linked(&desk, under, carrier).await;
    merged(&desk, done, elsewhere).await;
    assert_eq!(likely(&desk, under, 9).await, [elsewhere], "what is linked is not offered, what is merged once");
}
