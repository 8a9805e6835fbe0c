//! What came of a conversation, said when it is done.

use crate::desk::{Desk, in_thread};

use inbox::{Search, Want, choose, undo};
use model::{Actor, Change, ConversationId, DeedId, EventKind, Outcome, Status};
use serde_json::json;
use store::conversation::View;

async fn resolve(desk: &Desk, id: ConversationId, outcome: Outcome) -> Option<DeedId> {
    let who = desk.member("member").await;
    let mut tx = desk.write().await;
    let deed = inbox::resolve(&mut tx, &who, id, outcome).await.unwrap();
    tx.commit().await.unwrap();
    deed
}

async fn stands(desk: &Desk, id: ConversationId) -> (Status, Option<Outcome>) {
    let found = desk.find(id).await;
    (found.status, found.outcome)
}

async fn found(desk: &Desk, typed: &str) -> usize {
    let query = listening::Query::parse(typed, listening::FieldContext::View).unwrap();
    let search = Search::new(View::All, &query, typed, desk.member("member").await.id);
    let want = Want { rows: 10, found: 10, looked: 100 };
    search.look(&desk.store, None, want).await.unwrap().rows.len()
}

pub async fn what_came_of_it_is_said_as_it_is_done_and_told_of() {
    let desk = Desk::new().await;
    let (id, who) = (desk.conversation("a").await, desk.member("member").await);
    resolve(&desk, id, Outcome::Explained).await.unwrap();
    assert_eq!(stands(&desk, id).await, (Status::Resolved, Some(Outcome::Explained)));
    // Said otherwise of what is done already: it is news, and the status is none.
    resolve(&desk, id, Outcome::Solved).await.unwrap();
    assert_eq!(resolve(&desk, id, Outcome::Solved).await, None);
    let log = desk.log().await;
    let said: Vec<_> = log.iter().filter(|event| event.kind == EventKind::ConversationOutcomeSaid).collect();
    let words: Vec<_> = said.iter().map(|event| (&event.data["before"], &event.data["after"])).collect();
    assert_eq!(words, [(&json!(null), &json!("explained")), (&json!("explained"), &json!("solved"))]);
    assert!(said.iter().all(|event| event.actor == Actor::Member(who.id)));
    assert_eq!(desk.count(EventKind::ConversationStatusChanged).await, 1);
}

pub async fn it_ends_when_the_conversation_goes_on_and_stays_when_it_is_put_away() {
    let desk = Desk::new().await;
    let (id, who) = (desk.conversation("a").await, desk.member("member").await);
    resolve(&desk, id, Outcome::Solved).await;
    let mut tx = desk.write().await;
    let archived = inbox::set_status(&mut tx, &who, id, Status::Archived, None).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    assert_eq!(stands(&desk, id).await, (Status::Archived, Some(Outcome::Solved)));
    desk.undone(&who, archived).await;
    assert_eq!(stands(&desk, id).await, (Status::Resolved, Some(Outcome::Solved)));
    desk.later(60);
    desk.file(&in_thread("b", "a", "a", "anna", "Doch nicht!"), &[]).await;
    assert_eq!(stands(&desk, id).await, (Status::Open, None));
    // A member who opens it again takes it back too, and undoing that brings both back.
    resolve(&desk, id, Outcome::Declined).await;
    let mut tx = desk.write().await;
    let opened = inbox::set_status(&mut tx, &who, id, Status::Open, None).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    assert_eq!(stands(&desk, id).await, (Status::Open, None));
    let mut tx = desk.write().await;
    undo(&mut tx, &who, opened).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(stands(&desk, id).await, (Status::Resolved, Some(Outcome::Declined)));
}

pub async fn merged_conversations_keep_it_while_both_are_done() {
    let desk = Desk::new().await;
    let who = desk.member("member").await;
    let (one, other) = (desk.conversation("a").await, desk.conversation("z").await);
    resolve(&desk, one, Outcome::Referred).await;
    let mut tx = desk.write().await;
    inbox::set_status(&mut tx, &who, other, Status::Resolved, None).await.unwrap();
    let merged = choose(&mut tx, &who, Change::Merge { into: other }, &[one]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(stands(&desk, other).await, (Status::Resolved, Some(Outcome::Referred)));
    desk.undone(&who, merged.id).await;
    assert_eq!(stands(&desk, other).await, (Status::Resolved, None));
    assert_eq!(stands(&desk, one).await, (Status::Resolved, Some(Outcome::Referred)));
    // With one that is our turn it is our turn, and nothing has come of it yet.
    let open = desk.conversation("y").await;
    let mut tx = desk.write().await;
    choose(&mut tx, &who, Change::Merge { into: open }, &[one]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(stands(&desk, open).await, (Status::Open, None));
}

pub async fn it_is_found_and_refused_where_nothing_is_done() {
    let desk = Desk::new().await;
    let who = desk.member("member").await;
    let (one, _) = (desk.conversation("a").await, desk.conversation("z").await);
    resolve(&desk, one, Outcome::Solved).await;
    assert_eq!((found(&desk, "outcome:solved").await, found(&desk, "outcome:none").await), (1, 1));
    assert_eq!(found(&desk, "outcome:declined").await, 0);
    let wrong = Change::Status { status: Status::Open, until: None, outcome: Some(Outcome::Solved) };
    let refused = choose(&mut desk.write().await, &who, wrong, &[one]).await;
    assert!(matches!(refused, Err(inbox::InboxError::OutcomeOfUndone)), "{refused:?}");
}
