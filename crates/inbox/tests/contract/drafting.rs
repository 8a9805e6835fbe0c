//! One open answer in a conversation: who writes it, and who takes it over.

use inbox::InboxError;
use model::{EventKind, NoticeKind};
use store::draft::{self, DraftKind};
use store::{event, notice};

use crate::desk::{Desk, answer};

pub async fn nobody_answers_beside_a_colleague_unless_they_were_shown_what_is_begun() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let (ada, ben) = (desk.member("member").await, desk.member("second").await);
    let mut tx = desk.write().await;
    draft::keep(&mut tx, id, ada.id, DraftKind::Reply, "Er kommt").await.unwrap();
    draft::keep(&mut tx, id, ben.id, DraftKind::Reply, "Gleich").await.unwrap();
    tx.commit().await.unwrap();
    let give = async |member, beside| {
        let mut tx = desk.write().await;
        inbox::answer(&mut tx, member, inbox::Answer { beside, ..answer(id) }).await
    };
    let refused = give(&ben, None).await;
    let is_theirs = |by, text: &str| by == ada.id && text == "Er kommt";
    assert!(matches!(&refused, Err(InboxError::BeingWritten { by, text, .. }) if is_theirs(*by, text)), "{refused:?}");
    assert!(matches!(give(&ben, Some(ben.id)).await, Err(InboxError::BeingWritten { .. })), "that was not shown");
    give(&ben, Some(ada.id)).await.unwrap();
    give(&ada, None).await.unwrap();
    // What is let go stands in nobody's way.
    let mut tx = desk.write().await;
    draft::keep(&mut tx, id, ada.id, DraftKind::Reply, "").await.unwrap();
    tx.commit().await.unwrap();
    give(&ben, None).await.unwrap();
}

pub async fn an_answer_is_taken_over_with_its_words_and_its_writer_is_told() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let (ada, ben) = (desk.member("member").await, desk.member("second").await);
    let mut tx = desk.write().await;
    draft::keep(&mut tx, id, ada.id, DraftKind::Reply, "Er kommt").await.unwrap();
    draft::keep(&mut tx, id, ada.id, DraftKind::Note, "Warum?").await.unwrap();
    draft::keep_unsigned(&mut tx, id, ada.id, true).await.unwrap();
    tx.commit().await.unwrap();
    let begun_at = draft::open(&mut desk.read().await, id).await.unwrap().unwrap().begun_at;
    desk.later(60);
    let take = async |member, from| {
        let mut tx = desk.write().await;
        let taken = inbox::take_over(&mut tx, member, id, from, 4).await;
        if taken.is_ok() {
            tx.commit().await.unwrap();
        }
        taken
    };
    let missing = take(&ada, ben.id).await;
    assert!(matches!(missing, Err(InboxError::Missing("this draft"))), "{missing:?}");
    assert!(matches!(take(&ada, ada.id).await, Err(InboxError::Missing("this draft"))));
    let reader = desk.member("leader").await;
    assert!(matches!(take(&reader, ada.id).await, Err(InboxError::Forbidden(_))));

    take(&ben, ada.id).await.unwrap();
    let mut tx = desk.read().await;
    let open = draft::open(&mut tx, id).await.unwrap().unwrap();
    assert_eq!((open.member, open.text.as_str(), open.begun_at), (ben.id, "Er kommt", begun_at));
    assert!(draft::is_unsigned(&mut tx, id, ben.id).await.unwrap());
    assert_eq!(draft::find(&mut tx, id, ada.id, DraftKind::Reply).await.unwrap(), None);
    assert_eq!(draft::find(&mut tx, id, ada.id, DraftKind::Note).await.unwrap().as_deref(), Some("Warum?"));
    let told = notice::of_member(&mut tx, ada.id, 9).await.unwrap();
    assert_eq!(told.iter().map(|one| one.kind).collect::<Vec<_>>(), [NoticeKind::DraftTaken]);
    let log = event::of_conversation(&mut tx, id).await.unwrap();
    let taken: Vec<_> = log.iter().filter(|one| one.kind == EventKind::DraftTakenOver).collect();
    assert_eq!(taken.len(), 1);
    assert!(!taken[0].data.to_string().contains("kommt"), "no words in the log");
    drop(tx);

    // A page that does not know it yet begins no other answer.
    let taken_from = async |member| {
        let by = inbox::taken_over_by(&mut desk.read().await, member, id).await.unwrap();
        by.map(|by| by.id)
    };
    assert_eq!((taken_from(ada.id).await, taken_from(ben.id).await), (Some(ben.id), None));
    let noor = desk.member("owner").await;
    take(&noor, ben.id).await.unwrap();
    assert_eq!((taken_from(ada.id).await, taken_from(ben.id).await), (Some(noor.id), Some(noor.id)));
    take(&ben, noor.id).await.unwrap();
    assert_eq!((taken_from(ben.id).await, taken_from(noor.id).await), (None, Some(ben.id)));

    // Taken back, it stands behind what was begun meanwhile.
    let mut tx = desk.write().await;
    draft::keep(&mut tx, id, ada.id, DraftKind::Reply, "Moment").await.unwrap();
    tx.commit().await.unwrap();
    take(&ada, ben.id).await.unwrap();
    let open = draft::open(&mut desk.read().await, id).await.unwrap().unwrap();
    assert_eq!((open.member, open.text.as_str()), (ada.id, "Moment\n\nEr kommt"));
}
