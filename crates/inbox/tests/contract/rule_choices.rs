//! What a rule says of a conversation, whatever else is known about it: its clock, and that it stands aside.

use crate::contract::clocks::{promise, set_anew, terms};
use crate::contract::rules::{follow, on, says};
use crate::contract::sorting::{correct, judged_spam, set_status, shown};
use crate::desk::{Desk, in_thread};

use inbox::{InboxError, RuleFault, choose};
use jiff::SignedDuration;
use model::{
    Actor, Change, Clock as _, ConversationId, DeedId, EventKind, Priority, Relation, RuleAct, RuleCall, SlaPolicyId,
    SlaTerms, Status,
};
use store::conversation::View;
use store::rule_run::{self, RuleRun};

fn hours(count: i64) -> SignedDuration {
    SignedDuration::from_hours(count)
}

/// The clock of nobody in particular: eight hours, for the press, which nobody here is.
async fn slow(desk: &Desk) -> SlaPolicyId {
    let relations = vec![Relation::Press];
    promise(desk, "Slow", SlaTerms { first_response_seconds: Some(8 * 3_600), relations, ..terms() }).await
}

async fn put_away(desk: &Desk, policy: SlaPolicyId, is_away: bool) {
    let owner = desk.member("owner").await;
    let mut tx = desk.write().await;
    inbox::put_sla_policy_away(&mut tx, &owner, policy, is_away).await.unwrap();
    tx.commit().await.unwrap();
    set_anew(desk).await;
}

/// What rules did last.
async fn last_run(desk: &Desk, id: ConversationId) -> RuleRun {
    rule_run::of_conversation(&mut desk.read().await, id).await.unwrap().into_iter().max_by_key(|run| run.id).unwrap()
}

pub async fn a_clock_that_a_rule_chose_goes_before_those_that_fit() {
    let desk = Desk::new().await;
    promise(&desk, "Everybody", terms()).await;
    let slow = slow(&desk).await;
    let rule = on(&desk, "Lifts", says(RuleCall::Heard, "zug", vec![RuleAct::SlaPolicy { policy: Some(slow) }])).await;
    let id = desk.conversation("a").await;
    let began = desk.clock.now();
    assert_eq!(desk.find(id).await.due_at, Some(began + hours(1)));
    desk.later(60);
    follow(&desk).await;
    assert_eq!(desk.find(id).await.due_at, Some(began + hours(4)), "the resolution is due before the first answer");
    let log = desk.log().await;
    let chosen = log.iter().find(|event| event.kind == EventKind::ConversationSlaPolicyChosen).unwrap();
    assert_eq!((chosen.actor, chosen.data["after"].as_str()), (Actor::Rule(rule), Some(&*slow.to_string())));

    // What would choose another clock by what it is for chooses none.
    let member = desk.member("member").await;
    let mut tx = desk.write().await;
    inbox::prioritise(&mut tx, &member, id, Some(Priority::Urgent)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(desk.find(id).await.due_at, Some(began + hours(4)));

    put_away(&desk, slow, true).await;
    assert_eq!(desk.find(id).await.due_at, Some(began + hours(1)), "one that is put away promises nothing");
    put_away(&desk, slow, false).await;
    assert_eq!(desk.find(id).await.due_at, Some(began + hours(4)));
    let run = last_run(&desk, id).await.id;
    let mut tx = desk.write().await;
    inbox::undo_run(&mut tx, &member, run).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(desk.find(id).await.due_at, Some(began + hours(1)));
}

pub async fn a_rule_chooses_no_clock_that_is_put_away() {
    let desk = Desk::new().await;
    let slow = slow(&desk).await;
    let acts = || vec![RuleAct::SlaPolicy { policy: Some(slow) }];
    on(&desk, "Lifts", says(RuleCall::Heard, "zug", acts())).await;
    put_away(&desk, slow, true).await;
    let manager = desk.member("manager").await;
    let made = inbox::create_rule(&mut desk.write().await, &manager, "Again", says(RuleCall::Heard, "", acts())).await;
    assert!(matches!(made, Err(InboxError::Rule(RuleFault::SlaPolicy))), "{made:?}");
    // One that was kept before is counted as refused, and does the rest.
    let id = desk.conversation("a").await;
    follow(&desk).await;
    assert_eq!((desk.find(id).await.sla_policy, last_run(&desk, id).await.tally.refused), (None, 1));
}

pub async fn what_a_rule_sets_aside_stays_there_whoever_writes_until_a_member_says_otherwise() {
    let desk = Desk::new().await;
    on(&desk, "Raffles", says(RuleCall::Heard, "zug", vec![RuleAct::SetAside])).await;
    let (corrected, taken) = (desk.conversation("a").await, desk.conversation("b").await);
    follow(&desk).await;
    assert_eq!(shown(&desk, View::Spam).await, [corrected, taken]);
    // Nobody judged it to be spam: more of the same does not bring it back.
    desk.file(&in_thread("a2", "a", "a", "anna", "Noch ein Zug"), &[]).await;
    follow(&desk).await;
    assert_eq!(shown(&desk, View::Spam).await, [corrected, taken]);

    correct(&desk, corrected, "a", "no").await;
    set_status(&desk, taken, Status::Open).await;
    assert_eq!(shown(&desk, View::All).await, [corrected, taken]);
    // A member's word goes before the rule's, also for what is said later.
    desk.file(&in_thread("a3", "a", "a", "anna", "Und noch ein Zug"), &[]).await;
    desk.file(&in_thread("b2", "b", "b", "anna", "Und noch ein Zug"), &[]).await;
    follow(&desk).await;
    assert_eq!(shown(&desk, View::Spam).await, []);
}

pub async fn what_a_rule_set_aside_is_brought_back_by_undoing() {
    let desk = Desk::new().await;
    on(&desk, "Raffles", says(RuleCall::Heard, "zug", vec![RuleAct::SetAside])).await;
    let id = desk.conversation("a").await;
    follow(&desk).await;
    let (member, run) = (desk.member("member").await, last_run(&desk, id).await);
    let mut tx = desk.write().await;
    assert_eq!(inbox::undo_run(&mut tx, &member, run.id).await.unwrap(), (1, 0));
    tx.commit().await.unwrap();
    assert_eq!(shown(&desk, View::Waiting).await, [id]);
    assert!(!desk.find(id).await.is_kept_aside);
    assert_eq!(desk.count(EventKind::ConversationBroughtBack).await, 1);
}

async fn done(desk: &Desk, id: ConversationId, change: Change) -> DeedId {
    let member = desk.member("member").await;
    let mut tx = desk.write().await;
    let deed = choose(&mut tx, &member, change, &[id]).await.unwrap();
    tx.commit().await.unwrap();
    deed.id
}

async fn undo(desk: &Desk, deed: DeedId) {
    let member = desk.member("member").await;
    desk.undone(&member, deed).await;
}

pub async fn what_stands_aside_is_so_again_when_what_took_it_up_is_undone() {
    let desk = Desk::new().await;
    let (id, member) = (desk.conversation("a").await, desk.member("member").await);
    done(&desk, id, Change::SetAside).await;
    let taken = done(&desk, id, Change::Assign { to: Some(member.id) }).await;
    assert!(!desk.find(id).await.is_spam && !desk.find(id).await.is_kept_aside);
    undo(&desk, taken).await;
    assert!(desk.find(id).await.is_spam && desk.find(id).await.is_kept_aside);

    // What somebody set aside since is left to them.
    let other = desk.conversation("b").await;
    let resolved = done(&desk, other, Change::Status { status: Status::Resolved, until: None, outcome: None }).await;
    done(&desk, other, Change::SetAside).await;
    undo(&desk, resolved).await;
    let found = desk.find(other).await;
    assert_eq!((found.is_spam, found.is_kept_aside), (true, true));
}

pub async fn what_is_spam_already_is_told_of_once_it_is_kept_there() {
    let mut desk = Desk::new().await;
    desk.judgements = judged_spam("yes");
    let id = desk.conversation("a").await;
    assert!(desk.find(id).await.is_spam);
    done(&desk, id, Change::SetAside).await;
    let log = desk.log().await;
    let told: Vec<_> = log.iter().filter(|event| event.kind == EventKind::ConversationSetAside).collect();
    assert_eq!((told.len(), told[1].actor), (2, Actor::Member(desk.member("member").await.id)));
}

pub async fn a_merge_brings_back_what_stood_aside_and_carries_the_clock_and_both_come_apart_as_they_were() {
    let desk = Desk::new().await;
    let slow = slow(&desk).await;
    let (from, to) = (desk.conversation("a").await, desk.conversation("b").await);
    done(&desk, from, Change::SlaPolicy { policy: Some(slow) }).await;
    done(&desk, to, Change::SetAside).await;
    let merged = done(&desk, from, Change::Merge { into: to }).await;
    let found = desk.find(to).await;
    assert_eq!((found.is_spam, found.is_kept_aside, found.sla_policy), (false, false, Some(slow)));
    undo(&desk, merged).await;
    let found = desk.find(to).await;
    assert_eq!((found.is_spam, found.is_kept_aside, found.sla_policy), (true, true, None));
    assert_eq!(desk.find(from).await.sla_policy, Some(slow));
}
