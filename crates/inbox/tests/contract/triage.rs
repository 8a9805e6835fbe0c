//! What triage decides, what it leads to, and when a decision ends.

use crate::desk::{Desk, addressed, in_thread};

use inbox::{Decision, InboxError};
use jiff::ToSpan as _;
use model::{Clock as _, ConversationId, Disposition, Event, EventKind, SilenceReason, Status};
use serde_json::json;

async fn decide(desk: &Desk, id: ConversationId, decision: Decision) -> Result<(), InboxError> {
    let who = desk.member("member").await;
    let mut tx = desk.write().await;
    inbox::triage(&mut tx, &who, id, decision).await?;
    tx.commit().await.unwrap();
    Ok(())
}

async fn decisions(desk: &Desk) -> Vec<Event> {
    desk.log().await.into_iter().filter(|event| event.kind == EventKind::ConversationTriaged).collect()
}

fn let_stand() -> Decision {
    Decision { reason: Some(SilenceReason::Jest), ..Decision::of(Disposition::LetStand) }
}

pub async fn a_decision_leads_where_the_table_says() {
    for (disposition, status) in [
        (Disposition::Respond, Status::Open),
        (Disposition::FixFacts, Status::Open),
        (Disposition::Restore, Status::Open),
        (Disposition::Share, Status::Open),
        (Disposition::Watch, Status::Snoozed),
        (Disposition::LetStand, Status::Resolved),
        (Disposition::Escalate, Status::Open),
    ] {
        let desk = Desk::new().await;
        let id = desk.conversation("a").await;
        decide(&desk, id, Decision { disposition: Some(disposition), ..let_stand() }).await.unwrap();
        let decided = desk.find(id).await;
        assert_eq!((decided.disposition, decided.status), (Some(disposition), status));
        let reason = disposition.is_silence().then_some(SilenceReason::Jest);
        assert_eq!(decided.silence_reason, reason, "{disposition}: only silence has a reason");
        if disposition != Disposition::Watch {
            decide(&desk, id, Decision { disposition: Some(disposition), ..let_stand() }).await.unwrap();
            assert_eq!(decisions(&desk).await.len(), 1, "{disposition}: what is decided already is no news");
        }
        let told = &decisions(&desk).await[0].data;
        assert_eq!(
            (&told["before"], &told["after"], &told["reason"]),
            (&json!(null), &json!(disposition), &json!(reason))
        );
    }
}

pub async fn silence_without_a_reason_is_refused_and_changes_nothing() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let refused = decide(&desk, id, Decision::of(Disposition::LetStand)).await;
    assert!(matches!(refused, Err(InboxError::SilenceNeedsReason)), "{refused:?}");
    let until = Some(desk.clock.now() - 1.second());
    let refused = decide(&desk, id, Decision { until, ..Decision::of(Disposition::Watch) }).await;
    assert!(matches!(refused, Err(InboxError::WatchedUntilPast)), "{refused:?}");
    assert_eq!((desk.find(id).await.disposition, desk.find(id).await.status), (None, Status::New));
    assert!(decisions(&desk).await.is_empty());
}

pub async fn what_is_watched_comes_back_undecided_when_its_time_is_up() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    decide(&desk, id, Decision::of(Disposition::Watch)).await.unwrap();
    assert_eq!(desk.find(id).await.snoozed_until, Some(desk.clock.now() + (7 * 24).hours()), "a week unless told");
    desk.later(7 * 24 * 3600);
    let mut tx = desk.write().await;
    for mut due in store::conversation::due_to_wake(&mut tx, 10).await.unwrap() {
        inbox::wake(&mut tx, &mut due).await.unwrap();
    }
    tx.commit().await.unwrap();
    let woken = desk.find(id).await;
    assert_eq!((woken.disposition, woken.status), (None, Status::Open));
    let told = decisions(&desk).await;
    assert_eq!((told.len(), &told[1].data["before"], &told[1].data["after"]), (2, &json!("watch"), &json!(null)));
}

pub async fn a_decision_is_about_what_was_said_and_ends_when_the_person_writes_again() {
    for decision in [Decision::of(Disposition::Share), Decision::of(Disposition::Watch), let_stand()] {
        let desk = Desk::new().await;
        let id = desk.conversation("a").await;
        decide(&desk, id, decision).await.unwrap();
        desk.later(60);
        desk.file(&in_thread("b", "a", "a", "anna", "Hallo?"), &[]).await;
        let again = desk.find(id).await;
        assert_eq!((again.disposition, again.silence_reason, again.status), (None, None, Status::Open));
        assert_eq!(decisions(&desk).await.len(), 2, "the end is told, with nobody of ours as its cause");
        // What was never decided has no end to tell of.
        desk.file(&in_thread("c", "a", "b", "anna", "Hallo??"), &[]).await;
        assert_eq!(decisions(&desk).await.len(), 2);
    }
}

pub async fn an_answer_breaks_the_silence_that_was_decided() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    decide(&desk, id, let_stand()).await.unwrap();
    let who = desk.member("member").await;
    desk.answer(&who, id, 1, false).await.unwrap();
    assert_eq!(
        (desk.find(id).await.disposition, desk.find(id).await.silence_reason),
        (Some(Disposition::Respond), None)
    );
    // What was to be put right is still to be put right after somebody answered.
    let other = desk.conversation("b").await;
    decide(&desk, other, Decision::of(Disposition::Restore)).await.unwrap();
    desk.answer(&who, other, 1, false).await.unwrap();
    assert_eq!(desk.find(other).await.disposition, Some(Disposition::Restore));
    decide(&desk, other, Decision::of(Disposition::Escalate)).await.unwrap();
    assert_eq!(desk.find(other).await.status, Status::Waiting, "it is their turn all the same");
}

pub async fn what_is_brought_back_from_silence_is_to_be_decided_anew() {
    let desk = Desk::new().await;
    let (id, who) = (desk.conversation("a").await, desk.member("member").await);
    decide(&desk, id, let_stand()).await.unwrap();
    let set = async |status, until| {
        let mut tx = desk.write().await;
        inbox::set_status(&mut tx, &who, id, status, until).await.unwrap();
        tx.commit().await.unwrap();
        desk.find(id).await.disposition
    };
    assert_eq!(set(Status::Archived, None).await, Some(Disposition::LetStand));
    assert_eq!(set(Status::Open, None).await, None);
    decide(&desk, id, Decision::of(Disposition::Watch)).await.unwrap();
    let longer = Some(desk.clock.now() + 30.hours());
    assert_eq!(set(Status::Snoozed, longer).await, Some(Disposition::Watch), "watched for longer");
    assert_eq!(set(Status::Resolved, None).await, None);
}

pub async fn a_decision_taken_back_leaves_the_conversation_open_and_undecided() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    decide(&desk, id, let_stand()).await.unwrap();
    decide(&desk, id, Decision { disposition: None, reason: None, until: None }).await.unwrap();
    assert_eq!((desk.find(id).await.disposition, desk.find(id).await.status), (None, Status::Open));
}

pub async fn decisions_are_searched_by() {
    let desk = Desk::new().await;
    let decided = desk.conversation("a").await;
    decide(&desk, decided, Decision::of(Disposition::FixFacts)).await.unwrap();
    desk.file(&addressed("b", "bert", "Und der Bus?"), &[]).await;
    let open = desk.thread_of("b").await;
    let asker = desk.member("member").await.id;
    for (typed, expected) in [("disposition:fix_facts", decided), ("disposition:none", open)] {
        let query = listening::Query::parse(typed, listening::FieldContext::View).unwrap();
        let search = inbox::Search::new(store::conversation::View::All, &query, typed, asker);
        let want = inbox::Want { rows: 10, found: 10, looked: 100 };
        let found = search.look(&desk.store, None, want).await.unwrap();
        let ids: Vec<_> = found.rows.iter().map(|row| row.conversation.id).collect();
        assert_eq!(ids, [expected], "{typed}");
    }
}

pub async fn a_decision_is_undone_to_how_it_stood_unless_somebody_decided_since() {
    let desk = Desk::new().await;
    let (id, who) = (desk.conversation("a").await, desk.member("member").await);
    let made = async |decision| {
        let mut tx = desk.write().await;
        let deed = inbox::triage(&mut tx, &who, id, decision).await.unwrap().expect("it was not so already");
        tx.commit().await.unwrap();
        deed
    };
    let undone = async |deed| {
        let mut tx = desk.write().await;
        let deed = inbox::undo(&mut tx, &who, deed).await.unwrap();
        tx.commit().await.unwrap();
        (deed.tally.restored, deed.tally.left)
    };
    let stands = async || {
        let one = desk.find(id).await;
        (one.disposition, one.silence_reason, one.status, one.snoozed_until)
    };
    let fresh = stands().await;
    let first = made(Decision::of(Disposition::Restore)).await;
    assert_eq!(undone(first).await, (1, 0));
    assert_eq!(stands().await, fresh, "unread and undecided again");

    let watch = Decision { reason: Some(SilenceReason::Provocation), ..Decision::of(Disposition::Watch) };
    let watched = made(watch).await;
    let while_watched = stands().await;
    let second = made(let_stand()).await;
    assert_eq!(undone(second).await, (1, 0));
    assert_eq!(stands().await, while_watched, "watched for the same reason until the same moment");
    let last = decisions(&desk).await.pop().unwrap();
    assert_eq!((&last.data["before"], &last.data["after"]), (&json!("let_stand"), &json!("watch")));
    assert_eq!(last.data["undoes"], json!(second));

    // Reopening took the decision with it; undoing that brings it back.
    let mut tx = desk.write().await;
    let reopened = inbox::set_status(&mut tx, &who, id, Status::Open, None).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    assert_eq!(stands().await.0, None);
    assert_eq!(undone(reopened).await, (1, 0));
    assert_eq!(stands().await, while_watched);

    made(Decision::of(Disposition::Escalate)).await;
    assert_eq!(undone(watched).await, (0, 1), "somebody decided since");
    assert_eq!(stands().await.0, Some(Disposition::Escalate));
}
