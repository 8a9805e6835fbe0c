//! What we promised to people outside, from the message to the proof, and back.

use crate::desk::{Desk, addressed, answer};

use inbox::{InboxError, commit, step_commitment, tell_of_promises, undo};
use jiff::{Timestamp, ToSpan as _};
use model::{
    Change, Clock as _, CommitmentAct, CommitmentFault, CommitmentId, CommitmentState, CommitmentStep, ConversationId,
    DeedId, EventKind, NoticeKind, Promising, Proof, ReplyId, ReplyState, Status,
};
use store::commitment::{self, Commitment};
use store::member::Member;
use store::notice;

fn promising(desk: &Desk, words: &str, hours: i64) -> Promising {
    Promising { words: words.into(), due_at: desk.clock.now() + hours.hours(), member: None, reply: None }
}

async fn promised(desk: &Desk, id: ConversationId) -> Vec<Commitment> {
    commitment::of_conversations(&mut desk.read().await, &[id]).await.unwrap().remove(&id).unwrap_or_default()
}

/// Marks a promise; the one that it made, and what undoes it.
async fn made(desk: &Desk, who: &Member, id: ConversationId, promising: Promising) -> (CommitmentId, DeedId) {
    let mut tx = desk.write().await;
    let deed = commit(&mut tx, who, id, promising).await.unwrap().expect("it was not promised before");
    tx.commit().await.unwrap();
    (promised(desk, id).await.last().unwrap().id, deed)
}

async fn step(desk: &Desk, who: &Member, id: CommitmentId, step: CommitmentStep) -> DeedId {
    let mut tx = desk.write().await;
    let deed = step_commitment(&mut tx, who, id, None, step).await.unwrap().expect("it is another now");
    tx.commit().await.unwrap();
    deed
}

async fn find(desk: &Desk, id: CommitmentId) -> Commitment {
    commitment::find(&mut desk.read().await, id).await.unwrap().unwrap()
}

async fn undone(desk: &Desk, who: &Member, deed: DeedId) -> bool {
    let mut tx = desk.write().await;
    let deed = undo(&mut tx, who, deed).await.unwrap();
    tx.commit().await.unwrap();
    deed.tally.restored == 1
}

/// An answer of ours that is out.
async fn said(desk: &Desk, who: &Member, id: ConversationId) -> ReplyId {
    let mut tx = desk.write().await;
    let anyway = inbox::Answer { send_anyway: Some(i64::MAX), ..answer(id) };
    let mut sent = inbox::answer(&mut tx, who, anyway).await.unwrap();
    (sent.state, sent.sent_at) = (ReplyState::Sent, Some(tx.now()));
    store::reply::save(&mut tx, &sent).await.unwrap();
    tx.commit().await.unwrap();
    sent.id
}

/// Tells of what is due by now; how many promises that were, and what a member was told of, oldest first.
async fn told(desk: &Desk, who: &Member) -> (usize, Vec<NoticeKind>) {
    let mut tx = desk.write().await;
    let count = tell_of_promises(&mut tx, 9).await.unwrap();
    tx.commit().await.unwrap();
    let notices = notice::of_member(&mut desk.read().await, who.id, 99).await.unwrap();
    (count, notices.into_iter().rev().map(|one| one.kind).collect())
}

fn note(text: &str) -> CommitmentStep {
    CommitmentStep::Keep { proof: Proof::Note { text: text.into() } }
}

fn broken() -> CommitmentStep {
    CommitmentStep::Break { reason: "the part is not made any more".into() }
}

pub async fn a_promise_is_marked_on_our_message_and_kept_by_another_when_that_was_sent() {
    let desk = Desk::new().await;
    let (who, second) = (desk.member("member").await, desk.member("second").await);
    let id = desk.conversation("a").await;
    let reply = said(&desk, &who, id).await;
    let words = Promising { reply: Some(reply), ..promising(&desk, " the lift runs by Friday ", 48) };
    let (one, _) = made(&desk, &who, id, words.clone()).await;
    let again = commit(&mut desk.write().await, &second, id, words).await.unwrap();
    assert_eq!(again, None, "it is promised once");
    let mut tx = desk.write().await;
    inbox::set_status(&mut tx, &who, id, Status::Resolved, None).await.unwrap();
    tx.commit().await.unwrap();
    let found = find(&desk, one).await;
    assert_eq!((found.stand.words.as_str(), found.reply), ("the lift runs by Friday", Some(reply)));
    assert_eq!(found.stand.member, who.id, "whoever marks it answers for it");

    desk.later(40 * 3600);
    let kept_by = said(&desk, &second, id).await;
    desk.later(40 * 3600);
    step(&desk, &second, one, CommitmentStep::Keep { proof: Proof::Message { reply: kept_by } }).await;
    let kept = find(&desk, one).await;
    assert_eq!(kept.stand.state, CommitmentState::Kept);
    assert!(!kept.stand.was_kept_late(), "it was kept when we said so, not when somebody noted it");
    assert_eq!(desk.find(id).await.status, Status::Resolved, "what was promised is no matter of the status");

    let log = desk.log().await;
    let told: String = log.iter().map(|event| event.data.to_string()).collect();
    assert!(!told.contains("lift"), "events hold no words");
    assert_eq!((desk.count(EventKind::CommitmentMade).await, desk.count(EventKind::CommitmentKept).await), (1, 1));
}

pub async fn every_step_about_a_promise_can_be_undone_and_leaves_what_somebody_changed_meanwhile() {
    let desk = Desk::new().await;
    let (who, second) = (desk.member("member").await, desk.member("second").await);
    let id = desk.conversation("a").await;
    let later = || CommitmentStep::Move { due_at: desk.clock.now() + 99.hours(), reason: "she knows".into() };
    let other = || CommitmentStep::Amend { words: "both lifts".into(), member: second.id };
    let steps = [
        vec![note("it runs")],
        vec![broken(), CommitmentStep::Reopen, later()],
        vec![CommitmentStep::Withdraw { reason: "they moved away".into() }],
        vec![other(), later(), note("they run")],
    ];
    for (at, steps) in steps.into_iter().enumerate() {
        let (one, _) = made(&desk, &who, id, promising(&desk, &format!("lift {at} runs"), 48)).await;
        let (mut stood, mut deeds) = (vec![find(&desk, one).await], Vec::new());
        for next in steps {
            deeds.push(step(&desk, &who, one, next).await);
            stood.push(find(&desk, one).await);
        }
        for deed in deeds.into_iter().rev() {
            stood.pop();
            assert!(undone(&desk, &who, deed).await, "{stood:?}");
            let (now, before) = (find(&desk, one).await, stood.last().unwrap());
            assert_eq!((&now.stand, now.tell_at), (&before.stand, before.tell_at));
        }
    }
    let (one, first) = made(&desk, &who, id, promising(&desk, "we write", 48)).await;
    let moved = step(&desk, &who, one, later()).await;
    step(&desk, &second, one, note("written")).await;
    assert!(!undone(&desk, &who, moved).await, "somebody kept it meanwhile");
    assert!(!undone(&desk, &who, first).await, "it was promised, and kept");
    let history = commitment::history(&mut desk.read().await, &[one]).await.unwrap().remove(&one).unwrap();
    let acts: Vec<_> = history.iter().map(|one| (one.act, one.member)).collect();
    assert_eq!(
        acts,
        [
            (CommitmentAct::Commit, Some(who.id)),
            (CommitmentAct::Move, Some(who.id)),
            (CommitmentAct::Keep, Some(second.id)),
        ]
    );
    let (gone, deed) = made(&desk, &who, id, promising(&desk, "nothing", 48)).await;
    assert!(undone(&desk, &who, deed).await);
    assert_eq!(commitment::find(&mut desk.read().await, gone).await.unwrap(), None, "it never was");
}

pub async fn what_is_promised_is_checked_before_anything_is_kept() {
    let desk = Desk::new().await;
    let (who, leader) = (desk.member("member").await, desk.member("leader").await);
    let id = desk.conversation("a").await;
    let fail = async |promising: Promising| commit(&mut desk.write().await, &who, id, promising).await.unwrap_err();
    let lift = || promising(&desk, "the lift runs", 48);
    let is = |error: &InboxError, fault: CommitmentFault| matches!(error, InboxError::Commitment(one) if *one == fault);
    assert!(is(&fail(Promising { words: " ".into(), ..lift() }).await, CommitmentFault::Words));
    assert!(is(&fail(Promising { due_at: desk.clock.now(), ..lift() }).await, CommitmentFault::Due));
    assert!(matches!(fail(Promising { member: Some(leader.id), ..lift() }).await, InboxError::Forbidden(_)));
    let not_allowed = commit(&mut desk.write().await, &leader, id, lift()).await;
    assert!(matches!(not_allowed, Err(InboxError::Forbidden(_))));
    let mut tx = desk.write().await;
    let queued = inbox::answer(&mut tx, &who, answer(id)).await.unwrap().id;
    tx.commit().await.unwrap();
    let unsaid = fail(Promising { reply: Some(queued), ..lift() }).await;
    assert!(matches!(unsaid, InboxError::Missing(_)), "nobody read it yet: {unsaid}");

    let (one, _) = made(&desk, &who, id, lift()).await;
    let seen = Some(find(&desk, one).await.version);
    step(&desk, &who, one, broken()).await;
    let late = step_commitment(&mut desk.write().await, &who, one, seen, note("it runs")).await;
    assert!(matches!(late, Err(InboxError::CommitmentChanged { version: 2 })), "{late:?}");
    let twice = step_commitment(&mut desk.write().await, &who, one, None, note("it runs")).await;
    assert!(matches!(twice, Err(InboxError::Commitment(CommitmentFault::State { .. }))), "{twice:?}");
}

pub async fn whoever_answers_for_a_promise_is_told_before_its_date_and_once_when_it_is_over() {
    let desk = Desk::new().await;
    let (who, second) = (desk.member("member").await, desk.member("second").await);
    let id = desk.conversation("a").await;
    let ask = Promising { member: Some(second.id), ..promising(&desk, "the lift runs", 72) };
    let (one, _) = made(&desk, &who, id, ask).await;
    use NoticeKind::{PromiseGiven, PromiseLate, PromiseNear};
    assert_eq!(told(&desk, &second).await, (0, vec![PromiseGiven]));
    desk.later(48 * 3600 + 1);
    assert_eq!(told(&desk, &second).await, (1, vec![PromiseGiven, PromiseNear]));
    assert_eq!(told(&desk, &second).await.0, 0);
    desk.later(24 * 3600);
    assert_eq!(told(&desk, &second).await, (1, vec![PromiseGiven, PromiseNear, PromiseLate]));
    assert_eq!(told(&desk, &second).await.0, 0);
    assert_eq!(desk.count(EventKind::CommitmentLate).await, 1);
    assert!(find(&desk, one).await.late_at.is_some());

    // Kept late, and taken back: nobody is told of the same twice.
    let deed = step(&desk, &second, one, note("it runs")).await;
    assert!(find(&desk, one).await.stand.was_kept_late());
    assert!(undone(&desk, &second, deed).await);
    assert_eq!(told(&desk, &second).await.0, 0);
    // Another date is told of anew; over while nobody looked, it is late and no more near.
    let moved = CommitmentStep::Move { due_at: desk.clock.now() + 10.hours(), reason: "the part is late".into() };
    step(&desk, &second, one, moved).await;
    desk.later(20 * 3600);
    assert_eq!(told(&desk, &second).await, (1, vec![PromiseGiven, PromiseNear, PromiseLate, PromiseLate]));
    assert_eq!(told(&desk, &who).await.1, [], "only whoever answers for it is told");
}

pub async fn what_was_promised_goes_with_its_conversation_and_comes_back() {
    let desk = Desk::new().await;
    let who = desk.member("member").await;
    let first = desk.conversation("a").await;
    let inbox::Filed::New { conversation: second, .. } = desk.file(&addressed("b", "ben", "Und meiner?"), &[]).await
    else {
        panic!("it is new")
    };
    let reply = said(&desk, &who, first).await;
    let in_message = Promising { reply: Some(reply), ..promising(&desk, "the lift runs", 48) };
    let (lift, _) = made(&desk, &who, first, in_message).await;
    let (bens, _) = made(&desk, &who, second, promising(&desk, "the refund", 48)).await;
    let mut tx = desk.write().await;
    let merged = inbox::merge(&mut tx, &who, first, second).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    assert_eq!(find(&desk, lift).await.conversation, second);
    let ended = step(&desk, &who, lift, broken()).await;
    assert!(undone(&desk, &who, merged).await);
    assert_eq!((find(&desk, lift).await.conversation, find(&desk, bens).await.conversation), (first, second));
    assert!(undone(&desk, &who, ended).await, "what was done about it there can be undone here");
}

pub async fn the_same_is_promised_to_many_at_once_and_taken_back_where_nobody_touched_it() {
    let desk = Desk::new().await;
    let who = desk.member("member").await;
    let mut ids = vec![desk.conversation("a").await];
    for (post, author) in [("b", "ben"), ("c", "cleo")] {
        let inbox::Filed::New { conversation, .. } = desk.file(&addressed(post, author, "Wann?"), &[]).await else {
            panic!("it is new")
        };
        ids.push(conversation);
    }
    let promise = || promising(&desk, "the line runs again", 48);
    made(&desk, &who, ids[2], promise()).await;
    let mut tx = desk.write().await;
    let deed = inbox::choose(&mut tx, &who, Change::Commit { promising: promise() }, &ids).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((deed.tally.changed, deed.tally.already), (2, 1));
    let kept = promised(&desk, ids[0]).await[0].id;
    step(&desk, &who, kept, note("it runs")).await;
    let mut tx = desk.write().await;
    let deed = undo(&mut tx, &who, deed.id).await.unwrap();
    assert_eq!((deed.tally.restored, deed.tally.left), (1, 1));
    let in_message = Promising { reply: Some(ReplyId(1)), ..promise() };
    assert!(inbox::choose(&mut tx, &who, Change::Commit { promising: in_message }, &ids).await.is_err());
    let on_all = Change::Commitment { commitment: kept, step: CommitmentStep::Reopen };
    assert!(inbox::choose(&mut tx, &who, on_all, &ids).await.is_err());
}

pub async fn a_search_finds_what_was_promised_by_how_it_stands() {
    let desk = Desk::new().await;
    let who = desk.member("member").await;
    let id = desk.conversation("a").await;
    let found = async |query: &str| {
        let parsed = listening::Query::parse(query, listening::FieldContext::View).unwrap();
        let search = inbox::Search::new(store::conversation::View::All, &parsed, query, who.id);
        let want = inbox::Want { rows: 9, found: 9, looked: 99 };
        search.look(&desk.store, None, want).await.unwrap().rows.len()
    };
    assert_eq!((found("commitment:none").await, found("commitment:open").await), (1, 0));
    let (one, _) = made(&desk, &who, id, promising(&desk, "the lift runs", 48)).await;
    assert_eq!((found("commitment:none").await, found("commitment:open -commitment:late").await), (0, 1));
    desk.later(49 * 3600);
    assert_eq!(found("commitment:late commitment:open").await, 1);
    step(&desk, &who, one, note("it runs")).await;
    assert_eq!((found("commitment:kept").await, found("commitment:late").await), (1, 0));
    assert!(find(&desk, one).await.stand.ended_at > Some(Timestamp::UNIX_EPOCH));
}
