//! Stopping what goes out, and letting it go.

use model::{EventKind, ReplyId, ReplyState};
use store::{job, label, reply, stop};

use crate::desk::{Desk, in_thread};
use inbox::InboxError;

/// Whether an answer is held when it is about to leave.
async fn is_held(desk: &Desk, id: ReplyId) -> bool {
    let mut tx = desk.write().await;
    let mut reply = reply::find(&mut tx, id).await.unwrap().unwrap();
    let is_held = inbox::is_held(&mut tx, &mut reply).await.unwrap();
    tx.commit().await.unwrap();
    is_held
}

pub async fn whoever_works_may_stop_and_whoever_manages_may_let_go() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let (ada, manager, reader) =
        (desk.member("member").await, desk.member("manager").await, desk.member("leader").await);
    let reply = desk.answer(&ada, id, 1, false).await.unwrap();
    assert!(!is_held(&desk, reply.id).await);

    let mut tx = desk.write().await;
    for reason in [" ".to_owned(), "x".repeat(201)] {
        assert!(matches!(inbox::stop_sending(&mut tx, &ada, None, &reason).await, Err(InboxError::StopReason)));
    }
    assert!(matches!(inbox::stop_sending(&mut tx, &reader, None, "No.").await, Err(InboxError::Forbidden(_))));
    assert!(matches!(inbox::stop_sending(&mut tx, &ada, Some(7.into()), "No.").await, Err(InboxError::Missing(_))));
    let stop = inbox::stop_sending(&mut tx, &ada, None, " Nothing before noon. ").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(stop.reason, "Nothing before noon.");
    assert!(is_held(&desk, reply.id).await);
    assert!(is_held(&desk, reply.id).await, "it stays held");
    assert_eq!(desk.count(EventKind::ReplyHeld).await, 1);
    let kept = desk.reply(reply.id).await;
    assert_eq!((kept.state, kept.held.map(|(_, by)| by)), (ReplyState::Queued, Some(stop.id)));

    let mut tx = desk.write().await;
    assert!(matches!(inbox::lift_stop(&mut tx, &ada, stop.id).await, Err(InboxError::Forbidden(_))));
    assert!(matches!(inbox::release(&mut tx, &ada, reply.id).await, Err(InboxError::Forbidden(_))));
    inbox::lift_stop(&mut tx, &manager, stop.id).await.unwrap();
    assert!(matches!(inbox::lift_stop(&mut tx, &manager, stop.id).await, Err(InboxError::Missing(_))));
    tx.commit().await.unwrap();
    assert!(is_held(&desk, reply.id).await, "what was held is let go of one by one");
    let mut tx = desk.write().await;
    inbox::release(&mut tx, &manager, reply.id).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!is_held(&desk, reply.id).await);
    let mut tx = desk.write().await;
    assert!(matches!(inbox::release(&mut tx, &manager, reply.id).await, Err(InboxError::ReplyState(_))));
}

pub async fn what_was_let_go_passes_that_stop_and_not_the_next() {
    let desk = Desk::new().await;
    let (id, other) = (desk.conversation("a").await, desk.conversation("b").await);
    let (ada, manager) = (desk.member("member").await, desk.member("manager").await);
    let (reply, elsewhere) =
        (desk.answer(&ada, id, 1, false).await.unwrap().id, desk.answer(&ada, other, 1, false).await.unwrap().id);
    let mut tx = desk.write().await;
    let press = label::named(&mut tx, "Press").await.unwrap().id;
    label::put_on(&mut tx, id, press).await.unwrap();
    inbox::stop_sending(&mut tx, &ada, Some(press), "Only the press desk speaks.").await.unwrap();
    tx.commit().await.unwrap();
    assert!(is_held(&desk, reply).await);
    assert!(!is_held(&desk, elsewhere).await, "the label is not on it");

    desk.later(60);
    let mut tx = desk.write().await;
    inbox::release(&mut tx, &manager, reply).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(job::next_due(&mut desk.read().await).await.unwrap(), Some(desk.reply(elsewhere).await.send_at));
    assert!(!is_held(&desk, reply).await, "the stop is still in force, but this one was let go");
    desk.later(60);
    let mut tx = desk.write().await;
    inbox::stop_sending(&mut tx, &ada, None, "Everything now.").await.unwrap();
    tx.commit().await.unwrap();
    assert!(is_held(&desk, reply).await);
    assert_eq!(stop::in_force(&mut desk.read().await).await.unwrap().len(), 2);
}

pub async fn what_is_held_while_they_write_again_does_not_go_out() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let ada = desk.member("member").await;
    let reply = desk.answer(&ada, id, 1, false).await.unwrap().id;
    let mut tx = desk.write().await;
    inbox::stop_sending(&mut tx, &ada, None, "Nothing before noon.").await.unwrap();
    tx.commit().await.unwrap();
    assert!(is_held(&desk, reply).await);
    desk.later(60);
    desk.file(&in_thread("c", "a", "a", "anna", "Hat sich erledigt."), &[]).await;
    let stopped = desk.reply(reply).await;
    assert_eq!(stopped.state, ReplyState::Cancelled);
    assert!(stopped.state_reason.unwrap().contains("before it went out"));
}
