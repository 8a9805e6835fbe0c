//! Answers that go out at a chosen moment, and what stops them.

use jiff::ToSpan;
use model::{Clock, EventKind, NoticeKind, ReplyId, ReplyState, Role, Status};
use store::draft::{self, DraftKind};
use store::member::{self, Member};
use store::{job, notice};

use crate::desk::{Desk, answer, in_thread};
use inbox::{Answer, InboxError};

/// Answers a conversation for in two hours.
async fn put_off(desk: &Desk, member: &Member, id: model::ConversationId) -> ReplyId {
    let mut tx = desk.write().await;
    let later = Some(tx.now() + 2.hours());
    let reply = inbox::answer(&mut tx, member, Answer { later, ..answer(id) }).await.unwrap();
    tx.commit().await.unwrap();
    reply.id
}

async fn may_go(desk: &Desk, id: ReplyId) -> bool {
    let mut tx = desk.write().await;
    let mut reply = store::reply::find(&mut tx, id).await.unwrap().unwrap();
    let may = inbox::may_still_go(&mut tx, &mut reply).await.unwrap();
    tx.commit().await.unwrap();
    may
}

pub async fn an_answer_waits_for_its_moment() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let ada = desk.member("member").await;
    let mut tx = desk.write().await;
    let (past, far) = (Some(tx.now()), Some(tx.now() + (24 * 366).hours()));
    assert!(matches!(
        inbox::answer(&mut tx, &ada, Answer { later: past, ..answer(id) }).await,
        Err(InboxError::LaterIsPast)
    ));
    assert!(matches!(
        inbox::answer(&mut tx, &ada, Answer { later: far, ..answer(id) }).await,
        Err(InboxError::LaterIsFar)
    ));
    drop(tx);

    let reply = put_off(&desk, &ada, id).await;
    let at = desk.clock.now() + 2.hours();
    let kept = desk.reply(reply).await;
    assert_eq!((kept.state, kept.send_at, kept.is_later), (ReplyState::Queued, at, true));
    assert_eq!(job::next_due(&mut desk.read().await).await.unwrap(), Some(at));
    let told = desk.log().await.into_iter().find(|event| event.kind == EventKind::ReplyQueued).unwrap();
    assert_eq!(told.data["send_at"], at.to_string());
    desk.later(7200);
    assert!(may_go(&desk, reply).await, "nobody wrote");
}

pub async fn an_answer_that_was_put_off_can_go_at_once() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let (ada, ben) = (desk.member("member").await, desk.member("second").await);
    let reply = put_off(&desk, &ada, id).await;
    let mut tx = desk.write().await;
    inbox::send_now(&mut tx, &ben, reply).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(job::next_due(&mut desk.read().await).await.unwrap(), Some(desk.clock.now()));
    assert_eq!(desk.count(EventKind::ReplyMoved).await, 1);
    let at_once = desk.answer(&ada, id, 2, true).await.unwrap();
    let mut tx = desk.write().await;
    assert!(matches!(inbox::send_now(&mut tx, &ben, at_once.id).await, Err(InboxError::ReplyState(_))));
}

pub async fn whoever_writes_before_stops_it_and_its_author_is_told() {
    let desk = Desk::new().await;
    let (id, other) = (desk.conversation("a").await, desk.conversation("b").await);
    let ada = desk.member("member").await;
    let (reply, elsewhere) = (put_off(&desk, &ada, id).await, put_off(&desk, &ada, other).await);
    desk.later(60);
    desk.file(&in_thread("c", "a", "a", "anna", "Hat sich erledigt, der Bus war da."), &[]).await;

    let stopped = desk.reply(reply).await;
    assert_eq!(stopped.state, ReplyState::Cancelled);
    assert!(stopped.state_reason.unwrap().contains("before it went out"));
    let mut tx = desk.read().await;
    let draft = draft::find(&mut tx, id, ada.id, DraftKind::Reply).await.unwrap();
    assert_eq!(draft.as_deref(), Some("Er kommt gleich."), "the words are not lost");
    let told = notice::of_member(&mut tx, ada.id, 9).await.unwrap();
    assert_eq!(
        told.iter().map(|one| (one.kind, one.about)).collect::<Vec<_>>(),
        [(NoticeKind::ReplyStopped, notice::About::Conversation(id))]
    );
    drop(tx);
    let found = desk.find(id).await;
    assert!(found.status == Status::Open && found.waiting_since.is_some(), "they wait again: {found:?}");
    assert_eq!(desk.reply(elsewhere).await.state, ReplyState::Queued, "nobody wrote there");
}

pub async fn what_a_colleague_answered_meanwhile_stops_it_when_its_moment_comes() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let (ada, ben) = (desk.member("member").await, desk.member("second").await);
    let reply = put_off(&desk, &ada, id).await;
    desk.later(60);
    desk.answer(&ben, id, 2, false).await.unwrap();
    assert!(!may_go(&desk, reply).await);
    assert_eq!(desk.reply(reply).await.state, ReplyState::Cancelled);
    assert_eq!(desk.find(id).await.status, Status::Waiting, "the colleague's answer stands");
}

pub async fn nothing_goes_out_later_for_whoever_may_no_longer_answer() {
    let desk = Desk::new().await;
    let (id, other) = (desk.conversation("a").await, desk.conversation("b").await);
    let (ada, ben) = (desk.member("member").await, desk.member("second").await);
    let (of_ada, of_ben) = (put_off(&desk, &ada, id).await, put_off(&desk, &ben, other).await);
    let mut tx = desk.write().await;
    member::set_role(&mut tx, ben.id, &ada, Role::Leader).await.unwrap();
    member::disable(&mut tx, ada.id, ben.id).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!may_go(&desk, of_ada).await);
    assert!(!may_go(&desk, of_ben).await);
    assert!(desk.reply(of_ada).await.state_reason.unwrap().contains("may no longer answer"));
}
