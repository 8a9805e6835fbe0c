//! Answers that wait until a second person has looked at them.

use std::time::Duration;

use jiff::ToSpan;
use model::{
    ApprovalFallback, ApprovalGround, ApprovalOutcome, ApprovalPolicyId, ApprovalTerms, Clock, ConversationId,
    EventKind, Function, Giving, LengthRule, NoticeKind, Opening, PictureRule, ReplyId, ReplyState, Right, Role,
    Status,
};
use store::approval;
use store::draft::{self, DraftKind};
use store::member::{self, Member};
use store::reply::Reply;
use store::team::TeamTerms;
use store::{job, notice};

use crate::desk::{Desk, answer, in_thread};
use inbox::{Answer, ApprovalPolicyFault, Approving, InboxError};

async fn policy(desk: &Desk, name: &str, terms: ApprovalTerms) -> ApprovalPolicyId {
    let manager = desk.member("manager").await;
    let mut tx = desk.write().await;
    let id = inbox::keep_approval_policy(&mut tx, &manager, None, (name, terms)).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// Every answer of members waits.
fn members() -> ApprovalTerms {
    ApprovalTerms { roles: vec![Role::Member], ..ApprovalTerms::default() }
}

fn approving(reply: ReplyId, version_seen: i64) -> Approving<'static> {
    let length = LengthRule { graphemes_max: Some(300), bytes_max: None };
    Approving {
        reply,
        text: None,
        alts: None,
        version_seen,
        anyway: None,
        length,
        picture_rule: PictureRule::NONE,
        undo: Duration::from_secs(10),
    }
}

async fn approve(desk: &Desk, who: &Member, approving: Approving<'_>) -> Result<Reply, InboxError> {
    let mut tx = desk.write().await;
    let reply = inbox::approve(&mut tx, who, approving).await?;
    tx.commit().await.unwrap();
    Ok(reply)
}

async fn lapse(desk: &Desk, id: ReplyId) -> bool {
    let mut tx = desk.write().await;
    let has_lapsed = inbox::lapse_approval(&mut tx, id).await.unwrap();
    tx.commit().await.unwrap();
    has_lapsed
}

async fn told(desk: &Desk, who: &Member) -> Vec<(NoticeKind, ConversationId)> {
    let told = notice::of_member(&mut desk.read().await, who.id, 9).await.unwrap();
    let of_conversation = |one: notice::Notice| match one.about {
        notice::About::Conversation(id) => (one.kind, id),
        other => panic!("{other:?}"),
    };
    told.into_iter().map(of_conversation).collect()
}

async fn draft_of(desk: &Desk, who: &Member, id: ConversationId) -> Option<String> {
    draft::find(&mut desk.read().await, id, who.id, DraftKind::Reply).await.unwrap()
}

async fn outcome(desk: &Desk, id: ReplyId) -> Option<ApprovalOutcome> {
    approval::find(&mut desk.read().await, id).await.unwrap().unwrap().decided.map(|decided| decided.outcome)
}

async fn next_job(desk: &Desk) -> Option<jiff::Timestamp> {
    job::next_due(&mut desk.read().await).await.unwrap()
}

pub async fn an_answer_waits_where_a_policy_asks_and_goes_out_when_a_second_person_approves() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let (ada, lead) = (desk.member("member").await, desk.member("leader").await);
    let asks = policy(&desk, "Members", members()).await;
    let reply = desk.answer(&ada, id, 1, false).await.unwrap();
    assert_eq!(reply.state, ReplyState::NeedsApproval);
    assert_eq!(next_job(&desk).await, None, "nothing goes out by itself");
    assert_eq!((desk.find(id).await.status, desk.find(id).await.waiting_since), (Status::Waiting, None));
    assert_eq!(desk.count(EventKind::ReplyQueued).await, 0);
    let log = desk.log().await;
    let event = log.iter().find(|event| event.kind == EventKind::ReplyNeedsApproval).unwrap();
    assert_eq!(
        (&event.data["policy"], &event.data["grounds"]),
        (&asks.to_string().into(), &serde_json::json!(["role"]))
    );
    for who in ["owner", "manager", "leader"] {
        assert_eq!(told(&desk, &desk.member(who).await).await, [(NoticeKind::ApprovalAsked, id)], "{who}");
    }
    assert_eq!(told(&desk, &ada).await, []);

    let ben = desk.member("second").await;
    assert!(matches!(
        approve(&desk, &ben, approving(reply.id, 2)).await,
        Err(InboxError::Forbidden(Right::ApproveReplies))
    ));
    desk.later(3_600);
    let approved = approve(&desk, &lead, approving(reply.id, 2)).await.unwrap();
    assert_eq!((approved.state, approved.text.as_str()), (ReplyState::Queued, "Er kommt gleich."));
    assert_eq!(approved.send_at, desk.clock.now() + 10.seconds(), "it can be taken back for as long as any other");
    assert_eq!(next_job(&desk).await, Some(approved.send_at));
    assert_eq!(outcome(&desk, reply.id).await, Some(ApprovalOutcome::Approved));
    assert_eq!(told(&desk, &ada).await, [(NoticeKind::ReplyApproved, id)]);
    assert_eq!(desk.count(EventKind::ReplyApproved).await, 1);
    assert_eq!(desk.count(EventKind::ReplyQueued).await, 1);
    assert_eq!(desk.count(EventKind::ReplyEdited).await, 0);
}

pub async fn the_first_policy_that_is_for_an_answer_asks_by_what_is_said_and_who_writes() {
    let desk = Desk::new().await;
    let (ada, manager) = (desk.member("member").await, desk.member("manager").await);
    let query = |query: &str| ApprovalTerms { query: query.into(), ..ApprovalTerms::default() };
    policy(&desk, "Words of ours", query("entschädigung")).await;
    let press = policy(&desk, "Trains", ApprovalTerms { roles: vec![Role::Member], ..query("zug") }).await;
    policy(&desk, "Also trains", query("zug -lift")).await;
    let (id, other) = (desk.conversation("a").await, desk.conversation("b").await);
    let asking = inbox::needs_approval(&mut desk.read().await, &ada, id).await.unwrap().unwrap();
    assert_eq!(asking.policy.id, press);
    assert_eq!(asking.grounds, [ApprovalGround::Condition, ApprovalGround::Role]);
    let of_manager = inbox::needs_approval(&mut desk.read().await, &manager, id).await.unwrap().unwrap();
    assert_eq!(of_manager.policy.name, "Also trains");

    let mut tx = desk.write().await;
    inbox::put_approval_policy_away(&mut tx, &manager, press, true).await.unwrap();
    inbox::put_approval_policy_away(&mut tx, &manager, of_manager.policy.id, true).await.unwrap();
    assert!(inbox::needs_approval(&mut tx, &ada, id).await.unwrap().is_none());
    let text = "Sie bekommen eine Entschädigung.";
    let promised = inbox::answer(&mut tx, &ada, Answer { text, ..answer(id) }).await.unwrap();
    let harmless = inbox::answer(&mut tx, &ada, answer(other)).await.unwrap();
    assert_eq!((promised.state, harmless.state), (ReplyState::NeedsApproval, ReplyState::Queued));
}

pub async fn who_joined_not_long_ago_is_looked_over_for_some_days() {
    let desk = Desk::new().await;
    let ada = desk.member("member").await;
    let asks = policy(&desk, "New here", ApprovalTerms { new_member_days: Some(2), ..ApprovalTerms::default() }).await;
    let id = desk.conversation("a").await;
    let reply = desk.answer(&ada, id, 1, false).await.unwrap();
    let asked = approval::find(&mut desk.read().await, reply.id).await.unwrap().unwrap();
    assert_eq!((asked.policy, asked.grounds), ((asks, 1), vec![ApprovalGround::NewMember]));
    desk.later(2 * 24 * 3_600 + 1);
    let again = desk.answer(&ada, id, 2, false).await.unwrap();
    assert_eq!(again.state, ReplyState::Queued);
}

pub async fn other_words_are_kept_beside_those_of_the_author() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let (ada, lead) = (desk.member("member").await, desk.member("manager").await);
    policy(&desk, "Members", members()).await;
    let reply = desk.answer(&ada, id, 1, false).await.unwrap();
    let long = "x".repeat(301);
    for (text, is_empty) in [(" ", true), (long.as_str(), false)] {
        let refused = approve(&desk, &lead, Approving { text: Some(text), ..approving(reply.id, 2) }).await;
        assert_eq!(matches!(refused, Err(InboxError::Empty)), is_empty, "{refused:?}");
        assert_eq!(matches!(refused, Err(InboxError::TooLong(_))), !is_empty, "{refused:?}");
    }
    let text = Some(" Er kommt um 12 Uhr. ");
    let approved = approve(&desk, &lead, Approving { text, ..approving(reply.id, 2) }).await.unwrap();
    assert_eq!(approved.text, "Er kommt um 12 Uhr.");
    assert_eq!(desk.reply(reply.id).await.text, "Er kommt um 12 Uhr.");
    let asked = approval::find(&mut desk.read().await, reply.id).await.unwrap().unwrap();
    assert_eq!(asked.written, "Er kommt gleich.");
    let decided = asked.decided.unwrap();
    assert_eq!((decided.outcome, decided.by), (ApprovalOutcome::Edited, Some(lead.id)));
    assert_eq!(desk.count(EventKind::ReplyEdited).await, 1);
}

pub async fn one_decision_counts_and_nobody_decides_about_their_own() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let (manager, owner) = (desk.member("manager").await, desk.member("owner").await);
    policy(&desk, "Everything", ApprovalTerms::default()).await;
    let reply = desk.answer(&manager, id, 1, false).await.unwrap();
    assert!(matches!(approve(&desk, &manager, approving(reply.id, 2)).await, Err(InboxError::OwnReply)));
    approve(&desk, &owner, approving(reply.id, 2)).await.unwrap();
    let leader = desk.member("leader").await;
    let late = approve(&desk, &leader, approving(reply.id, 3)).await;
    assert!(matches!(late, Err(InboxError::ApprovalDecided(ApprovalOutcome::Approved))), "{late:?}");
    let mut tx = desk.write().await;
    let late = inbox::return_reply(&mut tx, &leader, reply.id, "Too late.").await;
    assert!(matches!(late, Err(InboxError::ApprovalDecided(_))), "{late:?}");
    drop(tx);
    let other = desk.conversation("b").await;
    let missing = approve(&desk, &leader, approving(ReplyId(7), 1)).await;
    assert!(matches!(missing, Err(InboxError::Missing(_))), "{missing:?}");
    let policies = store::policy::in_use::<ApprovalPolicyId>(&mut desk.read().await).await.unwrap();
    let mut tx = desk.write().await;
    inbox::put_approval_policy_away(&mut tx, &manager, policies[0].id, true).await.unwrap();
    tx.commit().await.unwrap();
    let free = desk.answer(&manager, other, 1, false).await.unwrap();
    let refused = approve(&desk, &leader, approving(free.id, 2)).await;
    assert!(matches!(refused, Err(InboxError::NoApprovalAsked)), "{refused:?}");
}

pub async fn what_was_said_meanwhile_is_seen_before_it_is_approved() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let (ada, lead) = (desk.member("member").await, desk.member("leader").await);
    policy(&desk, "Members", members()).await;
    let reply = desk.answer(&ada, id, 1, false).await.unwrap();
    desk.later(60);
    desk.file(&in_thread("c", "a", "a", "anna", "Hat sich erledigt."), &[]).await;
    assert_eq!(desk.reply(reply.id).await.state, ReplyState::NeedsApproval, "whoever approves decides about it");
    let Err(InboxError::Stale { newer }) = approve(&desk, &lead, approving(reply.id, 2)).await else { panic!() };
    assert_eq!(newer.iter().map(|one| one.text.as_str()).collect::<Vec<_>>(), ["Hat sich erledigt."]);
    assert!(matches!(approve(&desk, &lead, approving(reply.id, 9)).await, Err(InboxError::VersionAhead)));

    let anyway = approve(&desk, &lead, Approving { anyway: Some(i64::MAX), ..approving(reply.id, 2) }).await.unwrap();
    assert_eq!(anyway.state, ReplyState::Queued);
    assert_eq!(desk.count(EventKind::ReplySentAnyway).await, 1);
    assert_eq!(desk.find(id).await.waiting_since, None, "the answer is to all of it");

    let other = desk.conversation("b").await;
    let reply = desk.answer(&ada, other, 1, false).await.unwrap();
    desk.file(&in_thread("d", "b", "b", "anna", "Oder doch?"), &[]).await;
    let version = desk.find(other).await.version;
    approve(&desk, &lead, approving(reply.id, version)).await.unwrap();
    assert_eq!(desk.count(EventKind::ReplySentAnyway).await, 1, "they had seen it");
}

pub async fn what_is_returned_is_a_draft_again_and_its_author_knows_why() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let (ada, lead) = (desk.member("member").await, desk.member("leader").await);
    policy(&desk, "Members", members()).await;
    let reply = desk.answer(&ada, id, 1, false).await.unwrap();
    let mut tx = desk.write().await;
    for reason in [" ".to_owned(), "x".repeat(501)] {
        let refused = inbox::return_reply(&mut tx, &lead, reply.id, &reason).await;
        assert!(matches!(refused, Err(InboxError::ReturnReason)), "{refused:?}");
    }
    let returned = inbox::return_reply(&mut tx, &lead, reply.id, " Say when it comes. ").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(returned.state, ReplyState::Cancelled);
    assert_eq!(returned.state_reason.as_deref(), Some("leader returned it: Say when it comes."));
    assert_eq!(outcome(&desk, reply.id).await, Some(ApprovalOutcome::Returned));
    assert_eq!(draft_of(&desk, &ada, id).await.as_deref(), Some("Er kommt gleich."));
    assert_eq!(told(&desk, &ada).await, [(NoticeKind::ReplyReturned, id)]);
    let found = desk.find(id).await;
    assert!(found.status == Status::Open && found.waiting_since.is_some(), "they wait again: {found:?}");
    assert_eq!((desk.count(EventKind::ReplyReturned).await, desk.count(EventKind::ReplyCancelled).await), (1, 0));

    let again = desk.answer(&ada, id, 2, false).await.unwrap();
    let mut tx = desk.write().await;
    inbox::cancel(&mut tx, &ada, again.id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(outcome(&desk, again.id).await, Some(ApprovalOutcome::Withdrawn));
    let late = approve(&desk, &lead, approving(again.id, 9)).await;
    assert!(matches!(late, Err(InboxError::ApprovalDecided(ApprovalOutcome::Withdrawn))), "{late:?}");
}

pub async fn an_approved_answer_waits_for_its_time_and_then_for_the_stop() {
    let desk = Desk::new().await;
    let (id, other) = (desk.conversation("a").await, desk.conversation("b").await);
    let (ada, lead) = (desk.member("member").await, desk.member("manager").await);
    policy(&desk, "Members", members()).await;
    let mut tx = desk.write().await;
    let at = tx.now() + 2.hours();
    let early = inbox::answer(&mut tx, &ada, Answer { later: Some(at), ..answer(id) }).await.unwrap();
    let late = inbox::answer(&mut tx, &ada, Answer { later: Some(at), ..answer(other) }).await.unwrap();
    inbox::stop_sending(&mut tx, &ada, None, "Nothing before noon.").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(store::reply::put_off(&mut desk.read().await, 9).await.unwrap(), [], "it waits for a person first");
    desk.later(60);
    desk.file(&in_thread("c", "a", "a", "anna", "Und?"), &[]).await;
    let version = desk.find(id).await.version;
    let approved = approve(&desk, &lead, approving(early.id, version)).await.unwrap();
    assert_eq!((approved.state, approved.send_at), (ReplyState::Queued, at));
    desk.later(3 * 3_600);
    let approved_late = approve(&desk, &lead, approving(late.id, 2)).await.unwrap();
    assert_eq!(approved_late.send_at, desk.clock.now() + 10.seconds());

    let mut tx = desk.write().await;
    let mut reply = store::reply::find(&mut tx, early.id).await.unwrap().unwrap();
    assert!(inbox::may_still_go(&mut tx, &mut reply).await.unwrap(), "what was seen at approving stops nothing");
    assert!(inbox::is_held(&mut tx, &mut reply).await.unwrap());
    let released = inbox::release(&mut tx, &lead, early.id).await.unwrap();
    assert_eq!(released.state, ReplyState::Queued, "what was approved is not asked again");
}

pub async fn what_a_stop_held_needs_the_approval_that_is_asked_for_by_now() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let (ada, lead, owner) = (desk.member("member").await, desk.member("manager").await, desk.member("owner").await);
    let reply = desk.answer(&ada, id, 1, false).await.unwrap();
    let mut tx = desk.write().await;
    inbox::stop_sending(&mut tx, &ada, None, "Nothing before noon.").await.unwrap();
    let mut held = store::reply::find(&mut tx, reply.id).await.unwrap().unwrap();
    assert!(inbox::is_held(&mut tx, &mut held).await.unwrap());
    tx.commit().await.unwrap();
    policy(&desk, "Members", members()).await;
    let mut tx = desk.write().await;
    let released = inbox::release(&mut tx, &lead, reply.id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((released.state, released.held), (ReplyState::NeedsApproval, None));
    approve(&desk, &owner, approving(reply.id, 2)).await.unwrap();
    assert_eq!(desk.reply(reply.id).await.state, ReplyState::Queued);
}

pub async fn what_was_tried_before_a_stop_is_not_asked_about_since_it_may_stand_already() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let (ada, manager) = (desk.member("member").await, desk.member("manager").await);
    let reply = desk.answer(&ada, id, 1, false).await.unwrap();
    let mut tx = desk.write().await;
    inbox::stop_sending(&mut tx, &ada, None, "Nothing before noon.").await.unwrap();
    let mut held = store::reply::find(&mut tx, reply.id).await.unwrap().unwrap();
    (held.attempts, held.prepared) = (1, Some("the record of the first attempt".into()));
    store::reply::save(&mut tx, &held).await.unwrap();
    assert!(inbox::is_held(&mut tx, &mut held).await.unwrap());
    tx.commit().await.unwrap();
    policy(&desk, "Members", members()).await;
    let mut tx = desk.write().await;
    let released = inbox::release(&mut tx, &manager, reply.id).await.unwrap();
    assert_eq!(released.state, ReplyState::Queued, "other words would not be those that were tried");
}

pub async fn what_its_author_said_since_is_seen_before_an_answer_is_approved() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let (ada, lead) = (desk.member("member").await, desk.member("leader").await);
    policy(&desk, "Members", members()).await;
    let first = desk.answer(&ada, id, 1, false).await.unwrap();
    let seen = desk.find(id).await.version;
    let second = desk.answer(&ada, id, seen, false).await.unwrap();
    let refused = approve(&desk, &lead, approving(first.id, seen)).await;
    assert!(matches!(&refused, Err(InboxError::Stale { newer }) if newer.len() == 1), "{refused:?}");
    let both = desk.find(id).await.version;
    approve(&desk, &lead, approving(second.id, both)).await.unwrap();
}

pub async fn a_team_approves_and_after_the_deadline_whoever_may() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let (ada, manager) = (desk.member("member").await, desk.member("manager").await);
    let (leader, owner) = (desk.member("leader").await, desk.member("owner").await);
    let mut tx = desk.write().await;
    let team = |name: &str, members| TeamTerms {
        name: name.into(),
        function: Function::Communication,
        calendar: None,
        members,
        giving: Giving::ByHand,
        keeps_hours: false,
    };
    let press = inbox::keep_team(&mut tx, &owner, None, team("Press desk", vec![ada.id, manager.id])).await.unwrap();
    tx.commit().await.unwrap();
    let terms = ApprovalTerms { team: Some(press), deadline_minutes: Some(30), ..members() };
    policy(&desk, "Press", terms).await;
    let reply = desk.answer(&ada, id, 1, false).await.unwrap();
    assert_eq!(told(&desk, &manager).await, [(NoticeKind::ApprovalAsked, id)]);
    assert_eq!(told(&desk, &leader).await, []);
    assert!(matches!(approve(&desk, &leader, approving(reply.id, 2)).await, Err(InboxError::NotApprover)));

    desk.later(29 * 60);
    assert!(!lapse(&desk, reply.id).await);
    desk.later(61);
    assert!(lapse(&desk, reply.id).await);
    assert!(!lapse(&desk, reply.id).await, "once, whoever looks");
    assert_eq!(told(&desk, &leader).await, [(NoticeKind::ApprovalLate, id)]);
    assert_eq!(told(&desk, &ada).await, [(NoticeKind::ApprovalLate, id)]);
    assert_eq!(desk.count(EventKind::ReplyApprovalLapsed).await, 1);
    assert_eq!(desk.reply(reply.id).await.state, ReplyState::NeedsApproval, "it goes on waiting");
    approve(&desk, &leader, approving(reply.id, 2)).await.unwrap();

    // Of a team in which nobody may, everybody who may does.
    let mut tx = desk.write().await;
    inbox::keep_team(&mut tx, &owner, Some(press), team("Press desk", vec![ada.id])).await.unwrap();
    tx.commit().await.unwrap();
    let other = desk.conversation("b").await;
    let reply = desk.answer(&ada, other, 1, false).await.unwrap();
    approve(&desk, &leader, approving(reply.id, 2)).await.unwrap();
}

pub async fn what_nobody_approved_in_time_is_sent_or_returned_as_its_policy_says() {
    let desk = Desk::new().await;
    let ada = desk.member("member").await;
    let terms = |fallback| ApprovalTerms { deadline_minutes: Some(30), fallback, ..members() };
    let asks = policy(&desk, "Members", terms(ApprovalFallback::Send)).await;
    let (sent, stale) = (desk.conversation("a").await, desk.conversation("b").await);
    let goes = desk.answer(&ada, sent, 1, false).await.unwrap();
    let stays = desk.answer(&ada, stale, 1, false).await.unwrap();
    let manager = desk.member("manager").await;
    let mut tx = desk.write().await;
    let changed = ("Members", terms(ApprovalFallback::Return));
    inbox::keep_approval_policy(&mut tx, &manager, Some(asks), changed).await.unwrap();
    tx.commit().await.unwrap();
    let third = desk.conversation("c").await;
    let back = desk.answer(&ada, third, 1, false).await.unwrap();
    desk.later(60);
    desk.file(&in_thread("d", "b", "b", "anna", "Hat sich erledigt."), &[]).await;

    desk.later(1_800);
    for reply in [goes.id, stays.id, back.id] {
        assert!(lapse(&desk, reply).await);
        assert!(!lapse(&desk, reply).await);
    }
    let state = async |id| (desk.reply(id).await.state, outcome(&desk, id).await);
    assert_eq!(state(goes.id).await, (ReplyState::Queued, Some(ApprovalOutcome::SentLate)));
    assert_eq!(next_job(&desk).await, Some(desk.clock.now()));
    assert_eq!(state(stays.id).await, (ReplyState::Cancelled, Some(ApprovalOutcome::ReturnedLate)));
    assert!(desk.reply(stays.id).await.state_reason.unwrap().contains("something new"));
    assert_eq!(state(back.id).await, (ReplyState::Cancelled, Some(ApprovalOutcome::ReturnedLate)));
    assert_eq!(draft_of(&desk, &ada, third).await.as_deref(), Some("Er kommt gleich."));
    let kinds: Vec<_> = told(&desk, &ada).await;
    let expected =
        [(NoticeKind::ReplyReturned, third), (NoticeKind::ReplyReturned, stale), (NoticeKind::ApprovalLate, sent)];
    assert_eq!(kinds, expected);
}

pub async fn nothing_is_sent_late_for_whoever_may_no_longer_answer() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let (ada, owner) = (desk.member("member").await, desk.member("owner").await);
    let fallback = ApprovalFallback::Send;
    policy(&desk, "Members", ApprovalTerms { deadline_minutes: Some(30), fallback, ..members() }).await;
    let reply = desk.answer(&ada, id, 1, false).await.unwrap();
    let mut tx = desk.write().await;
    member::disable(&mut tx, owner.id, ada.id).await.unwrap();
    tx.commit().await.unwrap();
    desk.later(1_800);
    assert!(lapse(&desk, reply.id).await);
    assert_eq!(desk.reply(reply.id).await.state, ReplyState::Cancelled);
}

pub async fn a_deadline_counts_in_the_hours_of_its_calendar() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let (ada, owner) = (desk.member("member").await, desk.member("owner").await);
    let mut tx = desk.write().await;
    let week = std::array::from_fn(|_| "13:00-14:00".parse().unwrap());
    let opening = Opening { zone: "UTC".into(), week, holidays: vec![] };
    let wanted = |name: &str, opening| inbox::WantedCalendar { name: name.into(), opening, from: None };
    inbox::keep_calendar(&mut tx, &owner, None, wanted("Usual", Opening::always())).await.unwrap();
    let noon = inbox::keep_calendar(&mut tx, &owner, None, wanted("Noon", opening)).await.unwrap();
    tx.commit().await.unwrap();
    let asks =
        policy(&desk, "Noon", ApprovalTerms { deadline_minutes: Some(30), calendar: Some(noon), ..members() }).await;
    let reply = desk.answer(&ada, id, 1, false).await.unwrap();
    let asked = approval::find(&mut desk.read().await, reply.id).await.unwrap().unwrap();
    assert_eq!(asked.due_at, Some("2026-11-23T13:30:00Z".parse().unwrap()));
    let mut tx = desk.write().await;
    let refused = inbox::put_calendar_away(&mut tx, &owner, noon, true).await.unwrap_err();
    assert!(refused.to_string().contains("“Noon”"), "{refused}");
    inbox::put_approval_policy_away(&mut tx, &owner, asks, true).await.unwrap();
    inbox::put_calendar_away(&mut tx, &owner, noon, true).await.unwrap();
    let refused = inbox::put_approval_policy_away(&mut tx, &owner, asks, false).await;
    assert!(matches!(refused, Err(InboxError::ApprovalPolicy(ApprovalPolicyFault::NoCalendar))), "{refused:?}");
}

pub async fn what_waited_for_approval_in_a_restored_database_is_a_draft_again() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let ada = desk.member("member").await;
    policy(&desk, "Members", members()).await;
    let reply = desk.answer(&ada, id, 1, false).await.unwrap();
    let mut tx = desk.write().await;
    assert_eq!(inbox::hold_moving(&mut tx).await.unwrap(), 1);
    assert_eq!(inbox::hold_moving(&mut tx).await.unwrap(), 0);
    tx.commit().await.unwrap();
    assert_eq!(desk.reply(reply.id).await.state, ReplyState::Cancelled);
    assert_eq!(draft_of(&desk, &ada, id).await.as_deref(), Some("Er kommt gleich."));
}

pub async fn only_who_manages_rules_makes_policies_and_a_wrong_one_is_refused_with_why() {
    let desk = Desk::new().await;
    let manager = desk.member("manager").await;
    let mut tx = desk.write().await;
    for name in ["member", "leader", "colleague"] {
        let who = desk.member(name).await;
        let refused = inbox::keep_approval_policy(&mut tx, &who, None, ("Press", members())).await;
        assert!(matches!(refused, Err(InboxError::Forbidden(Right::ManageRules))), "{name}: {refused:?}");
    }
    let first = inbox::keep_approval_policy(&mut tx, &manager, None, (" The  press ", members())).await.unwrap();
    let second = inbox::keep_approval_policy(&mut tx, &manager, None, ("Others", members())).await.unwrap();
    let terms = ApprovalTerms::default;
    let wrong = [
        (" ", terms(), ApprovalPolicyFault::Name),
        ("THE PRESS", terms(), ApprovalPolicyFault::NameTaken),
        ("a", ApprovalTerms { query: "assignee:me".into(), ..terms() }, ApprovalPolicyFault::AsksOfAsker),
        ("a", ApprovalTerms { query: "x".repeat(10_001), ..terms() }, ApprovalPolicyFault::TooLong),
        ("a", ApprovalTerms { new_member_days: Some(0), ..terms() }, ApprovalPolicyFault::Days),
        ("a", ApprovalTerms { deadline_minutes: Some(0), ..terms() }, ApprovalPolicyFault::Deadline),
        ("a", ApprovalTerms { calendar: Some(7.into()), ..terms() }, ApprovalPolicyFault::NoCalendar),
        ("a", ApprovalTerms { team: Some(7.into()), ..terms() }, ApprovalPolicyFault::NoTeam),
    ];
    for (name, terms, fault) in wrong {
        let refused = inbox::keep_approval_policy(&mut tx, &manager, None, (name, terms)).await;
        assert!(matches!(&refused, Err(InboxError::ApprovalPolicy(one)) if *one == fault), "{fault:?}: {refused:?}");
    }
    let unreadable = ApprovalTerms { query: "(zug".into(), ..terms() };
    let refused = inbox::keep_approval_policy(&mut tx, &manager, None, ("a", unreadable)).await;
    assert!(matches!(refused, Err(InboxError::Query(_))), "{refused:?}");

    inbox::move_approval_policy(&mut tx, &manager, second, true).await.unwrap();
    inbox::move_approval_policy(&mut tx, &manager, second, true).await.unwrap();
    let order: Vec<_> =
        store::policy::in_use::<ApprovalPolicyId>(&mut tx).await.unwrap().into_iter().map(|one| one.id).collect();
    assert_eq!(order, [second, first]);
    for number in 2..50 {
        inbox::keep_approval_policy(&mut tx, &manager, None, (&number.to_string(), terms())).await.unwrap();
    }
    let refused = inbox::keep_approval_policy(&mut tx, &manager, None, ("One more", terms())).await;
    assert!(matches!(refused, Err(InboxError::ApprovalPolicy(ApprovalPolicyFault::TooMany))), "{refused:?}");
}
