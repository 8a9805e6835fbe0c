//! Members who want to be told what happens in a conversation.

use inbox::{InboxError, merge, subscribe, write_note};
use model::{ConversationId, EventKind, NoticeId, NoticeKind, ReceivedPost, Status};
use store::member::Member;
use store::{notice, subscriber};

use crate::desk::{Desk, addressed, in_thread};

async fn told(desk: &Desk, who: &Member) -> Vec<NoticeId> {
    let all = notice::of_member(&mut desk.read().await, who.id, 99).await.unwrap();
    all.iter().filter(|one| one.kind == NoticeKind::Subscribed).map(|one| one.id).collect()
}

/// How many notices came of something, which are seen at once.
async fn news(desk: &Desk, who: &Member, seen: &mut usize) -> usize {
    let all = told(desk, who).await;
    let news = all.len() - *seen;
    *seen = all.len();
    if let Some(newest) = all.first() {
        let mut tx = desk.write().await;
        notice::saw(&mut tx, who.id, *newest).await.unwrap();
        tx.commit().await.unwrap();
    }
    news
}

async fn wants(desk: &Desk, who: &Member, id: ConversationId, is_told: bool) -> bool {
    let mut tx = desk.write().await;
    let is_news = subscribe(&mut tx, who, id, is_told).await.unwrap();
    tx.commit().await.unwrap();
    is_news
}

pub async fn whoever_wants_to_know_is_told_of_words_notes_answers_and_ends_but_not_of_their_own() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let (ada, leader) = (desk.member("member").await, desk.member("leader").await);
    assert!(wants(&desk, &leader, id, true).await);
    assert!(!wants(&desk, &leader, id, true).await, "they are told already");
    assert!(wants(&desk, &ada, id, true).await);
    let mut seen = 0;
    assert_eq!(news(&desk, &leader, &mut seen).await, 0);

    desk.file(&in_thread("b", "a", "a", "anna", "Und jetzt?"), &[]).await;
    desk.file(&in_thread("c", "a", "a", "anna", "Hallo?"), &[]).await;
    assert_eq!(news(&desk, &leader, &mut seen).await, 1, "once, until it is seen");
    assert_eq!(told(&desk, &ada).await.len(), 1);

    let mut tx = desk.write().await;
    write_note(&mut tx, &ada, id, "Ich frage nach").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(news(&desk, &leader, &mut seen).await, 1);
    let version = desk.find(id).await.version;
    desk.answer(&ada, id, version, false).await.unwrap();
    assert_eq!(news(&desk, &leader, &mut seen).await, 1);
    for status in [Status::Resolved, Status::Open] {
        let mut tx = desk.write().await;
        inbox::set_status(&mut tx, &ada, id, status, None).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(news(&desk, &leader, &mut seen).await, 1, "{status:?}");
    }
    assert_eq!(told(&desk, &ada).await.len(), 1, "her own acts are no news to her");

    assert!(wants(&desk, &leader, id, false).await);
    desk.file(&in_thread("d", "a", "a", "anna", "Danke"), &[]).await;
    assert_eq!(news(&desk, &leader, &mut seen).await, 0);
    assert_eq!(desk.count(EventKind::ConversationSubscribed).await, 2);
    assert_eq!(desk.count(EventKind::ConversationUnsubscribed).await, 1);
    let mut tx = desk.write().await;
    let missing = subscribe(&mut tx, &ada, ConversationId(7), true).await;
    assert!(matches!(missing, Err(InboxError::Missing(_))), "{missing:?}");
}

pub async fn whoever_is_told_of_what_was_merged_is_told_of_what_it_stands_in() {
    let desk = Desk::new().await;
    let (first, second) = (desk.conversation("a").await, desk.conversation("b").await);
    let (ada, leader) = (desk.member("member").await, desk.member("leader").await);
    wants(&desk, &leader, first, true).await;
    let mut tx = desk.write().await;
    merge(&mut tx, &ada, first, second).await.unwrap();
    tx.commit().await.unwrap();
    let mut seen = 0;
    news(&desk, &leader, &mut seen).await;
    desk.file(&in_thread("d", "b", "b", "anna", "Und jetzt?"), &[]).await;
    assert_eq!(news(&desk, &leader, &mut seen).await, 1);
}

async fn who_is_told(desk: &Desk, id: ConversationId) -> Vec<model::MemberId> {
    let all = subscriber::of_conversations(&mut desk.read().await, &[id]).await.unwrap();
    all.into_iter().map(|(_, member)| member).collect()
}

pub async fn taken_apart_each_is_told_of_what_they_wanted_to_know_and_of_what_was_split_off() {
    let desk = Desk::new().await;
    let (first, second) = (desk.conversation("a").await, desk.conversation("b").await);
    let (ada, leader) = (desk.member("member").await, desk.member("leader").await);
    wants(&desk, &leader, first, true).await;
    wants(&desk, &ada, second, true).await;
    let mut tx = desk.write().await;
    let deed = merge(&mut tx, &ada, first, second).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    assert_eq!(who_is_told(&desk, second).await.len(), 2);
    desk.undone(&ada, deed).await;
    assert_eq!((who_is_told(&desk, first).await, who_is_told(&desk, second).await), (vec![leader.id], vec![ada.id]));

    desk.file(&addressed("c", "anna", "Noch etwas"), &[]).await;
    desk.file(&in_thread("d", "a", "a", "bert", "Und die Rampe?"), &[]).await;
    let post = desk.post_id("d").await;
    let mut tx = desk.write().await;
    let deed = inbox::split(&mut tx, &ada, first, post).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    let own = desk.thread_of("d").await;
    assert_ne!(own, first);
    assert_eq!(who_is_told(&desk, own).await, [leader.id]);
    wants(&desk, &ada, own, true).await;
    desk.undone(&ada, deed).await;
    assert_eq!(who_is_told(&desk, first).await.len(), 2, "who was told of what was split off is told of the whole");
}

pub async fn whoever_wants_to_know_is_told_of_an_answer_that_was_written_on_the_network() {
    let desk = Desk::new().await;
    let (id, leader) = (desk.conversation("a").await, desk.member("leader").await);
    wants(&desk, &leader, id, true).await;
    let mut seen = 0;
    let ours = in_thread("ours", "a", "a", "us", "Er fährt wieder.");
    let mut tx = desk.write().await;
    let author = store::author::keep(&mut tx, model::Network::Simulated, &ours.author).await.unwrap();
    store::author::mark_ours(&mut tx, author).await.unwrap();
    tx.commit().await.unwrap();
    desk.file(&ReceivedPost { reason: None, ..ours }, &[]).await;
    assert_eq!(news(&desk, &leader, &mut seen).await, 1);
}
