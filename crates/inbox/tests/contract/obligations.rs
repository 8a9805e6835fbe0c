//! What functions owe on conversations, from the first word to the proof, and back.

use crate::desk::{Desk, addressed, answer, in_thread};

use inbox::{InboxError, owe, step_obligation, undo};
use jiff::ToSpan as _;
use model::{
    Change, Clock as _, ConversationId, DeedId, EventKind, Function, NoticeKind, ObligationAct, ObligationFault,
    ObligationId, ObligationKind, ObligationState, ObligationStep, Owing, Proof, Status,
};
use store::member::Member;
use store::notice;
use store::obligation::{self, Obligation};

fn owing(kind: ObligationKind, words: &str) -> Owing {
    Owing { kind, words: words.into(), function: kind.function(), member: None, due_at: None, post: None }
}

async fn owed(desk: &Desk, id: ConversationId) -> Vec<Obligation> {
    obligation::of_conversations(&mut desk.read().await, &[id]).await.unwrap().remove(&id).unwrap_or_default()
}

/// Says that something is owed; the one that it made, and what undoes it.
async fn made(desk: &Desk, who: &Member, id: ConversationId, owing: Owing) -> (ObligationId, DeedId) {
    let mut tx = desk.write().await;
    let deed = owe(&mut tx, who, id, owing).await.unwrap().expect("it was not owed before");
    tx.commit().await.unwrap();
    (owed(desk, id).await.last().unwrap().id, deed)
}

async fn step(desk: &Desk, who: &Member, id: ObligationId, step: ObligationStep) -> Option<DeedId> {
    let mut tx = desk.write().await;
    let deed = step_obligation(&mut tx, who, id, None, step).await.unwrap();
    tx.commit().await.unwrap();
    deed
}

async fn refused(desk: &Desk, who: &Member, id: ObligationId, step: ObligationStep) -> InboxError {
    step_obligation(&mut desk.write().await, who, id, None, step).await.unwrap_err()
}

async fn find(desk: &Desk, id: ObligationId) -> Obligation {
    obligation::find(&mut desk.read().await, id).await.unwrap().unwrap()
}

async fn undone(desk: &Desk, who: &Member, deed: DeedId) -> bool {
    let mut tx = desk.write().await;
    let deed = undo(&mut tx, who, deed).await.unwrap();
    tx.commit().await.unwrap();
    deed.tally.restored == 1
}

fn note(text: &str) -> ObligationStep {
    ObligationStep::Finish { proof: Proof::Note { text: text.into() } }
}

pub async fn several_are_owed_on_one_conversation_and_stay_when_it_is_done_towards_the_person() {
    let desk = Desk::new().await;
    let (who, second) = (desk.member("member").await, desk.member("second").await);
    let id = desk.conversation("a").await;
    let (fix, _) = made(&desk, &who, id, owing(ObligationKind::Fix, " mend the lift ")).await;
    let (thanks, _) = made(&desk, &who, id, owing(ObligationKind::Thanks, "for the photo")).await;
    let again = owe(&mut desk.write().await, &who, id, owing(ObligationKind::Fix, "mend the lift")).await.unwrap();
    assert_eq!(again, None, "it is owed once");
    let mut tx = desk.write().await;
    inbox::set_status(&mut tx, &who, id, Status::Resolved, None).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(find(&desk, fix).await.stand.words, "mend the lift");

    step(&desk, &second, fix, ObligationStep::Accept).await.unwrap();
    assert_eq!(step(&desk, &second, fix, ObligationStep::Accept).await, None, "they have it already");
    let over = |why: &str| ObligationStep::HandOver { to: Function::Communication, member: None, why: why.into() };
    step(&desk, &second, fix, over("the landlord wants a letter first")).await.unwrap();
    let passed = find(&desk, fix).await;
    assert_eq!((passed.stand.state, passed.stand.function), (ObligationState::Open, Function::Communication));
    step(&desk, &who, fix, note("the letter is out, the lift runs")).await.unwrap();
    let done = find(&desk, fix).await;
    assert_eq!((done.stand.state, done.stand.member), (ObligationState::Done, Some(who.id)));
    assert_eq!(desk.find(id).await.status, Status::Resolved, "the person hears nothing of it");
    assert_eq!(find(&desk, thanks).await.stand.state, ObligationState::Open);

    let history = obligation::history(&mut desk.read().await, &[fix]).await.unwrap().remove(&fix).unwrap();
    let acts: Vec<_> = history.iter().map(|one| (one.act, one.member, one.words.as_deref())).collect();
    assert_eq!(
        acts,
        [
            (ObligationAct::Owe, Some(who.id), None),
            (ObligationAct::Accept, Some(second.id), None),
            (ObligationAct::HandOver, Some(second.id), Some("the landlord wants a letter first")),
            (ObligationAct::Finish, Some(who.id), Some("the letter is out, the lift runs")),
        ]
    );
    let log = desk.log().await;
    let told: String = log.iter().map(|event| event.data.to_string()).collect();
    for words in ["lift", "letter", "photo"] {
        assert!(!told.contains(words), "events hold no words: {words}");
    }
    assert_eq!(desk.count(EventKind::ObligationOwed).await, 2);
    assert_eq!(desk.count(EventKind::ObligationHandedOver).await, 1);
}

pub async fn every_step_can_be_undone_and_leaves_what_somebody_changed_meanwhile() {
    let desk = Desk::new().await;
    let (who, second) = (desk.member("member").await, desk.member("second").await);
    let id = desk.conversation("a").await;
    let reason = || "never ours".to_owned();
    let other = |words: &str| ObligationStep::Amend { words: words.into(), member: Some(second.id), due_at: None };
    let over = ObligationStep::HandOver { to: Function::Research, member: Some(second.id), why: "they counted".into() };
    let steps = [
        vec![ObligationStep::Accept],
        vec![ObligationStep::Accept, ObligationStep::GiveBack],
        vec![over.clone()],
        vec![note("mended")],
        vec![ObligationStep::Decline { reason: reason() }],
        vec![ObligationStep::Decline { reason: reason() }, over],
        vec![ObligationStep::Void { reason: reason() }, ObligationStep::Reopen],
        vec![other("mend both lifts")],
    ];
    for (at, steps) in steps.into_iter().enumerate() {
        let (one, _) = made(&desk, &who, id, owing(ObligationKind::Fix, &format!("mend lift {at}"))).await;
        let mut stood = vec![find(&desk, one).await.stand];
        let mut deeds = Vec::new();
        for next in steps {
            deeds.push(step(&desk, &who, one, next).await.expect("it is another now"));
            stood.push(find(&desk, one).await.stand);
        }
        // Back one by one, as the key does it.
        for deed in deeds.into_iter().rev() {
            stood.pop();
            assert!(undone(&desk, &who, deed).await, "{stood:?}");
            assert_eq!(Some(&find(&desk, one).await.stand), stood.last());
        }
    }
    let (one, first) = made(&desk, &who, id, owing(ObligationKind::Thanks, "for the photo")).await;
    let taken = step(&desk, &who, one, ObligationStep::Accept).await.unwrap();
    step(&desk, &second, one, note("said it")).await.unwrap();
    assert!(!undone(&desk, &who, taken).await, "somebody did it meanwhile");
    assert!(!undone(&desk, &who, first).await, "it was owed, and done");
    assert_eq!(find(&desk, one).await.stand.state, ObligationState::Done);
    let (gone, deed) = made(&desk, &who, id, owing(ObligationKind::Thanks, "for nothing")).await;
    assert!(undone(&desk, &who, deed).await);
    assert_eq!(obligation::find(&mut desk.read().await, gone).await.unwrap(), None, "it never was");
}

pub async fn two_members_never_overwrite_one_another() {
    let desk = Desk::new().await;
    let (who, second) = (desk.member("member").await, desk.member("second").await);
    let (one, _) = made(&desk, &who, desk.conversation("a").await, owing(ObligationKind::Fix, "mend the lift")).await;
    let seen = Some(find(&desk, one).await.version);
    let mut tx = desk.write().await;
    step_obligation(&mut tx, &who, one, seen, ObligationStep::Accept).await.unwrap();
    tx.commit().await.unwrap();
    let late = step_obligation(&mut desk.write().await, &second, one, seen, ObligationStep::Accept).await;
    assert!(matches!(late, Err(InboxError::ObligationChanged { version: 2 })), "{late:?}");
    assert_eq!(find(&desk, one).await.stand.member, Some(who.id));
}

pub async fn what_is_asked_for_is_checked_before_anything_is_kept() {
    let desk = Desk::new().await;
    let (who, leader) = (desk.member("member").await, desk.member("leader").await);
    let id = desk.conversation("a").await;
    let elsewhere = desk.file(&addressed("b", "ben", "Und meiner?"), &[]).await;
    assert!(matches!(elsewhere, inbox::Filed::New { .. }));
    let fail = async |owing: Owing| owe(&mut desk.write().await, &who, id, owing).await.unwrap_err();
    let fix = || owing(ObligationKind::Fix, "mend the lift");
    assert!(matches!(fail(Owing { words: " ".into(), ..fix() }).await, InboxError::Obligation(ObligationFault::Words)));
    assert!(matches!(fail(Owing { member: Some(leader.id), ..fix() }).await, InboxError::Forbidden(_)));
    assert!(matches!(fail(Owing { post: Some(desk.post_id("b").await), ..fix() }).await, InboxError::Missing(_)));
    let past = Some(desk.clock.now());
    assert!(matches!(fail(Owing { due_at: past, ..fix() }).await, InboxError::Obligation(ObligationFault::DuePast)));
    let not_allowed = owe(&mut desk.write().await, &leader, id, fix()).await;
    assert!(matches!(not_allowed, Err(InboxError::Forbidden(_))));

    let (one, _) = made(&desk, &who, id, owing(ObligationKind::Press, "answer the radio")).await;
    let error = refused(&desk, &who, one, note("called them")).await;
    assert!(matches!(error, InboxError::Obligation(ObligationFault::NeedsProof(ObligationKind::Press))), "{error}");
    let mut tx = desk.write().await;
    let reply = inbox::answer(&mut tx, &who, answer(id)).await.unwrap();
    tx.commit().await.unwrap();
    let message = ObligationStep::Finish { proof: Proof::Message { reply: reply.id } };
    let error = refused(&desk, &who, one, message.clone()).await;
    assert!(matches!(error, InboxError::Missing(_)), "what nobody was sent shows nothing: {error}");
    let mut tx = desk.write().await;
    let mut sent = store::reply::find(&mut tx, reply.id).await.unwrap().unwrap();
    sent.state = model::ReplyState::Sent;
    store::reply::save(&mut tx, &sent).await.unwrap();
    tx.commit().await.unwrap();
    step(&desk, &who, one, message).await.unwrap();
    assert!(matches!(refused(&desk, &who, one, ObligationStep::Accept).await, InboxError::Obligation(_)));
    assert!(matches!(refused(&desk, &who, 7.into(), ObligationStep::Accept).await, InboxError::Missing(_)));
}

pub async fn whoever_is_asked_is_told_once_and_nobody_of_what_they_do_themselves() {
    let desk = Desk::new().await;
    let (who, second) = (desk.member("member").await, desk.member("second").await);
    let id = desk.conversation("a").await;
    let told = async |member: &Member| notice::of_member(&mut desk.read().await, member.id, 9).await.unwrap();
    let ask = Owing { member: Some(second.id), ..owing(ObligationKind::Fix, "mend the lift") };
    let (one, _) = made(&desk, &who, id, ask).await;
    step(&desk, &second, one, ObligationStep::Accept).await.unwrap();
    let to_second = told(&second).await;
    assert_eq!(to_second.len(), 1);
    assert_eq!((to_second[0].kind, to_second[0].about), (NoticeKind::Asked, notice::About::Conversation(id)));
    let back = ObligationStep::HandOver { to: Function::Service, member: Some(who.id), why: "you know it".into() };
    step(&desk, &second, one, back).await.unwrap();
    step(&desk, &who, one, note("mended")).await.unwrap();
    assert_eq!((told(&who).await.len(), told(&second).await.len()), (1, 1));
}

pub async fn what_is_owed_goes_with_its_message_or_its_conversation_and_comes_back() {
    let desk = Desk::new().await;
    let who = desk.member("member").await;
    let first = desk.conversation("a").await;
    desk.later(60);
    desk.file(&in_thread("a2", "a", "a", "anna", "Und die Rampe?"), &[]).await;
    let inbox::Filed::New { conversation: second, .. } = desk.file(&addressed("b", "ben", "Und meiner?"), &[]).await
    else {
        panic!("it is new")
    };
    let about = Owing { post: Some(desk.post_id("a2").await), ..owing(ObligationKind::Fix, "the ramp") };
    let (ramp, _) = made(&desk, &who, first, about).await;
    let (whole, _) = made(&desk, &who, first, owing(ObligationKind::FollowUp, "ask again in May")).await;
    let (bens, _) = made(&desk, &who, second, owing(ObligationKind::Thanks, "for waiting")).await;
    let stand = async || {
        let mut stand = Vec::new();
        for one in [ramp, whole, bens] {
            stand.push(find(&desk, one).await.conversation);
        }
        stand
    };

    let mut tx = desk.write().await;
    let merged = inbox::merge(&mut tx, &who, first, second).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    assert_eq!(stand().await, [second, second, second]);
    let taken = step(&desk, &who, ramp, ObligationStep::Accept).await.unwrap();
    let later = Owing { post: Some(desk.post_id("a2").await), ..owing(ObligationKind::Insight, "who needs ramps") };
    let (insight, _) = made(&desk, &who, second, later).await;
    assert!(undone(&desk, &who, merged).await);
    assert_eq!(stand().await, [first, first, second]);
    assert_eq!(find(&desk, insight).await.conversation, first, "it goes home with its message");
    assert!(undone(&desk, &who, taken).await, "what was done about it there can be undone here");
    assert_eq!(find(&desk, ramp).await.stand.state, ObligationState::Open);

    let post = desk.post_id("a2").await;
    let mut tx = desk.write().await;
    let split = inbox::split(&mut tx, &who, first, post).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    let own = desk.thread_of("a2").await;
    assert_eq!(stand().await, [own, first, second]);
    assert!(undone(&desk, &who, split).await);
    assert_eq!(stand().await, [first, first, second]);
}

pub async fn a_thank_you_is_owed_on_many_at_once_and_taken_back_where_nobody_touched_it() {
    let desk = Desk::new().await;
    let who = desk.member("member").await;
    let mut ids = vec![desk.conversation("a").await];
    for (post, author) in [("b", "ben"), ("c", "cleo")] {
        let inbox::Filed::New { conversation, .. } = desk.file(&addressed(post, author, "Danke!"), &[]).await else {
            panic!("it is new")
        };
        ids.push(conversation);
    }
    made(&desk, &who, ids[2], owing(ObligationKind::Thanks, "for the photos")).await;
    let change = Change::Owe { owing: owing(ObligationKind::Thanks, "for the photos") };
    let mut tx = desk.write().await;
    let deed = inbox::choose(&mut tx, &who, change, &ids).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((deed.tally.changed, deed.tally.already), (2, 1));
    let touched = owed(&desk, ids[0]).await[0].id;
    step(&desk, &who, touched, ObligationStep::Accept).await.unwrap();
    let mut tx = desk.write().await;
    let deed = undo(&mut tx, &who, deed.id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((deed.tally.restored, deed.tally.left), (1, 1));
    let counts = [owed(&desk, ids[0]).await.len(), owed(&desk, ids[1]).await.len(), owed(&desk, ids[2]).await.len()];
    assert_eq!(counts, [1, 0, 1]);
    let about = Owing { post: Some(desk.post_id("a").await), ..owing(ObligationKind::Thanks, "x") };
    let mut tx = desk.write().await;
    assert!(inbox::choose(&mut tx, &who, Change::Owe { owing: about }, &ids).await.is_err(), "one message is of one");
    let step = ObligationStep::Accept;
    let on_all = Change::Obligation { obligation: touched, step };
    assert!(inbox::choose(&mut tx, &who, on_all, &ids).await.is_err(), "what is owed on one is owed on no other");
}

pub async fn a_search_finds_what_is_owed_by_its_state() {
    let desk = Desk::new().await;
    let who = desk.member("member").await;
    let id = desk.conversation("a").await;
    let found = async |query: &str| {
        let parsed = listening::Query::parse(query, listening::FieldContext::View).unwrap();
        let search = inbox::Search::new(store::conversation::View::All, &parsed, query, who.id);
        let want = inbox::Want { rows: 9, found: 9, looked: 99 };
        search.look(&desk.store, None, want).await.unwrap().rows.len()
    };
    assert_eq!((found("obligation:none").await, found("obligation:open").await), (1, 0));
    let due_at = Some(desk.clock.now() + 1.hour());
    let (one, _) = made(&desk, &who, id, Owing { due_at, ..owing(ObligationKind::Fix, "mend the lift") }).await;
    assert_eq!((found("obligation:none").await, found("obligation:open").await), (0, 1));
    step(&desk, &who, one, ObligationStep::Accept).await.unwrap();
    assert_eq!((found("obligation:accepted").await, found("obligation:open").await), (1, 0));
    step(&desk, &who, one, note("mended")).await.unwrap();
    made(&desk, &who, id, owing(ObligationKind::Thanks, "for waiting")).await;
    assert_eq!((found("obligation:done obligation:open").await, found("-obligation:void").await), (1, 1));
}
