//! Saying that we were wrong: with an answer that stands where the error stood, or that stands already.

use crate::desk::{Desk, addressed, answer, in_thread};

use inbox::{
    Answer, Filed, InboxError, Listing, Outcome, Want, answered_by_correction, begin_correction, own_up,
    step_correction,
};
use jiff::ToSpan as _;
use model::{
    Clock as _, ConversationId, Correcting, CorrectionFault, CorrectionStep, EventKind, Finder, InboxView, PostId,
    ReceivedPost, ReplyId, Wrong,
};
use store::correction::{self, Correction};
use store::draft::{self, DraftKind};
use store::post;

async fn goes_out(desk: &Desk, reply: ReplyId) {
    let mut tx = desk.write().await;
    let mut found = store::reply::find(&mut tx, reply).await.unwrap().unwrap();
    inbox::begin_sending(&mut tx, &mut found, "{}".into(), Some(format!("ours/{reply}"))).await.unwrap();
    inbox::finish_sending(&mut tx, &mut found, Outcome::Sent { url: None }).await.unwrap();
    tx.commit().await.unwrap();
}

/// An answer of ours that people can read.
async fn said(desk: &Desk, id: ConversationId) -> ReplyId {
    let who = desk.member("member").await;
    let version = desk.find(id).await.version;
    let reply = desk.answer(&who, id, version, false).await.unwrap().id;
    desk.later(20);
    goes_out(desk, reply).await;
    reply
}

fn putting_right(wrong: Wrong, finder: Finder) -> Correcting {
    Correcting { wrong, error: " The lift\ndoes not run ".into(), right: None, finder }
}

/// An answer that puts something right; committed when it is not refused.
async fn correct(desk: &Desk, id: ConversationId, correcting: &Correcting) -> Result<ReplyId, InboxError> {
    let who = desk.member("member").await;
    let version_seen = desk.find(id).await.version;
    let mut tx = desk.write().await;
    let wanted = Answer { version_seen, correcting: Some(correcting), ..answer(id) };
    let reply = inbox::answer(&mut tx, &who, wanted).await?;
    tx.commit().await.unwrap();
    Ok(reply.id)
}

async fn writes(desk: &Desk, (id, root): (&str, &str), author: &str, text: &str) -> PostId {
    desk.later(60);
    let said = ReceivedPost { posted_at: desk.clock.now(), ..in_thread(id, root, root, author, text) };
    let Filed::New { post, .. } = desk.file(&said, &[]).await else { panic!("{id} is not new") };
    post
}

async fn found(desk: &Desk, reply: ReplyId) -> Option<Correction> {
    correction::of_reply(&mut desk.read().await, reply).await.unwrap()
}

async fn is_found(desk: &Desk, query: &str) -> bool {
    let who = desk.member("member").await;
    let search = Listing::new(InboxView::All, query).search(who.id).unwrap().unwrap();
    let want = Want { rows: 9, found: 9, looked: 99 };
    !search.look(&desk.store, None, want).await.unwrap().rows.is_empty()
}

pub async fn an_answer_puts_right_what_an_answer_said_and_answers_whom_that_answered() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let (first, author) = (desk.post_id("a").await, desk.find(id).await.author);
    let wrong = said(&desk, id).await;
    let pointed_out = writes(&desk, ("b", "a"), "anna", "Das stimmt nicht!").await;
    assert!(!is_found(&desk, "corrected:yes").await && is_found(&desk, "corrected:no").await);

    let correcting = putting_right(Wrong::Reply(wrong), Finder::Person(author));
    let place = answered_by_correction(&mut desk.write().await, id, correcting.wrong).await.unwrap();
    let reply = correct(&desk, id, &correcting).await.unwrap();
    assert_eq!((place, desk.reply(reply).await.post), (first, first), "not what was said last: {pointed_out}");
    let made = found(&desk, reply).await.unwrap();
    assert_eq!(
        (made.correcting.error.as_str(), made.correcting.finder),
        ("The lift does not run", Finder::Person(author))
    );
    assert!(!made.stands(), "nobody can read it yet");
    assert!(!is_found(&desk, "corrected:yes").await);
    let told = desk.log().await.into_iter().find(|one| one.kind == EventKind::CorrectionMade).unwrap();
    assert_eq!(told.data["wrong_reply"], serde_json::json!(wrong));
    assert!(!told.data.to_string().contains("lift"), "no words: {}", told.data);

    desk.later(20);
    goes_out(&desk, reply).await;
    assert!(found(&desk, reply).await.unwrap().stands());
    assert!(is_found(&desk, "corrected:yes").await && !is_found(&desk, "corrected:no").await);
    let parent = correction::corrected_message(&mut desk.read().await, reply).await.unwrap().unwrap();
    assert_eq!(parent.id, format!("ours/{wrong}"));
}

pub async fn what_is_none_of_ours_or_not_out_is_put_right_by_nothing() {
    let desk = Desk::new().await;
    let (id, other) = (desk.conversation("a").await, desk.conversation("z").await);
    let theirs = desk.post_id("a").await;
    let who = desk.member("member").await;
    let waiting = desk.answer(&who, id, 1, false).await.unwrap().id;
    for wrong in [Wrong::Post(theirs), Wrong::Reply(waiting), Wrong::Reply(ReplyId(7)), Wrong::Post(PostId(7))] {
        let refused = correct(&desk, id, &putting_right(wrong, Finder::Nobody)).await;
        assert!(matches!(refused, Err(InboxError::Missing("this message of ours"))), "{wrong}: {refused:?}");
    }
    desk.later(20);
    goes_out(&desk, waiting).await;
    let elsewhere = correct(&desk, other, &putting_right(Wrong::Reply(waiting), Finder::Nobody)).await;
    assert!(matches!(elsewhere, Err(InboxError::Missing("this message of ours"))), "{elsewhere:?}");
    let wrong = Wrong::Reply(waiting);
    let strangers = [Finder::Person(model::AuthorId(7)), Finder::Member(model::MemberId(7))];
    for finder in strangers {
        let refused = correct(&desk, id, &putting_right(wrong, finder)).await;
        assert!(matches!(refused, Err(InboxError::Correction(CorrectionFault::Finder))), "{refused:?}");
    }
    let nothing = Correcting { error: " ".into(), ..putting_right(wrong, Finder::Nobody) };
    let refused = correct(&desk, id, &nothing).await;
    assert!(matches!(refused, Err(InboxError::Correction(CorrectionFault::Error))), "{refused:?}");
    assert_eq!(desk.count(EventKind::CorrectionMade).await, 0);
}

pub async fn a_post_of_ours_that_was_written_elsewhere_is_put_right_below_it() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let mut tx = desk.write().await;
    let ours = in_thread("ours", "a", "a", "us", "Der Aufzug fährt.");
    let author = store::author::keep(&mut tx, model::Network::Simulated, &ours.author).await.unwrap();
    store::author::mark_ours(&mut tx, author).await.unwrap();
    tx.commit().await.unwrap();
    desk.file(&ReceivedPost { reason: None, ..ours }, &[]).await;
    let wrong = Wrong::Post(desk.post_id("ours").await);
    let pointed_out = writes(&desk, ("b", "a"), "bert", "Tut er nicht.").await;
    let finder = Finder::Person(post::find(&mut desk.read().await, pointed_out).await.unwrap().unwrap().author);
    let reply = correct(&desk, id, &putting_right(wrong, finder)).await.unwrap();
    assert_eq!(desk.reply(reply).await.post, pointed_out);
    let parent = correction::corrected_message(&mut desk.read().await, reply).await.unwrap().unwrap();
    assert_eq!(parent.id, "ours");
    let us = correct(&desk, id, &putting_right(wrong, Finder::Person(author))).await;
    assert!(matches!(us, Err(InboxError::Correction(CorrectionFault::Finder))), "we are no finder outside: {us:?}");
}

pub async fn an_answer_that_stands_already_is_said_to_put_something_right_and_that_can_be_undone() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let (ada, reader) = (desk.member("member").await, desk.member("leader").await);
    let (wrong, reply) = (said(&desk, id).await, said(&desk, id).await);
    let correcting = putting_right(Wrong::Reply(wrong), Finder::Member(ada.id));
    let say = async |who, with, correcting: &Correcting| {
        let mut tx = desk.write().await;
        let deed = own_up(&mut tx, who, with, correcting.clone()).await?;
        tx.commit().await.unwrap();
        Ok::<_, InboxError>(deed)
    };
    let refused = say(&reader, reply, &correcting).await;
    assert!(matches!(refused, Err(InboxError::Forbidden(_))), "{refused:?}");
    let before = putting_right(Wrong::Reply(reply), Finder::Nobody);
    for (with, correcting) in [(wrong, &before), (reply, &before)] {
        let refused = say(&ada, with, correcting).await;
        assert!(matches!(refused, Err(InboxError::Correction(CorrectionFault::Before))), "{refused:?}");
    }
    let deed = say(&ada, reply, &correcting).await.unwrap().unwrap();
    assert!(found(&desk, reply).await.unwrap().stands());
    assert_eq!(say(&ada, reply, &correcting).await.unwrap(), None, "it is noted already");
    let other = Correcting { error: "Another".into(), ..correcting.clone() };
    let refused = say(&ada, reply, &other).await;
    assert!(matches!(refused, Err(InboxError::Correction(CorrectionFault::Taken))), "{refused:?}");
    desk.undone(&ada, deed).await;
    assert_eq!(found(&desk, reply).await, None);
    assert_eq!(desk.count(EventKind::CorrectionTakenBack).await, 1);
}

pub async fn it_is_withdrawn_by_a_deed_that_can_be_undone_and_stands_again_when_somebody_says_so() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let ada = desk.member("member").await;
    let wrong = said(&desk, id).await;
    let reply = correct(&desk, id, &putting_right(Wrong::Reply(wrong), Finder::Nobody)).await.unwrap();
    let step = async |step| {
        let mut tx = desk.write().await;
        let deed = step_correction(&mut tx, &ada, reply, step).await?;
        tx.commit().await.unwrap();
        Ok::<_, InboxError>(deed)
    };
    let early = step(CorrectionStep::Withdraw).await;
    assert!(matches!(early, Err(InboxError::Missing(_))), "it is not out: {early:?}");
    desk.later(20);
    goes_out(&desk, reply).await;
    let deed = step(CorrectionStep::Withdraw).await.unwrap().unwrap();
    assert_eq!(found(&desk, reply).await.unwrap().withdrawn.map(|(_, by)| by), Some(ada.id));
    assert!(is_found(&desk, "corrected:no").await);
    assert_eq!(step(CorrectionStep::Withdraw).await.unwrap(), None);
    desk.undone(&ada, deed).await;
    assert!(found(&desk, reply).await.unwrap().stands());
    step(CorrectionStep::Withdraw).await.unwrap().unwrap();
    step(CorrectionStep::Restore).await.unwrap().unwrap();
    assert!(found(&desk, reply).await.unwrap().stands());
    let told = [EventKind::CorrectionWithdrawn, EventKind::CorrectionRestored];
    assert_eq!((desk.count(told[0]).await, desk.count(told[1]).await), (2, 2));
}

pub async fn what_an_answer_puts_right_is_a_draft_again_when_it_is_taken_back_and_goes_along_when_merged() {
    let desk = Desk::new().await;
    let ada = desk.member("member").await;
    let (id, other) = (desk.conversation("a").await, desk.conversation("z").await);
    let wrong = said(&desk, id).await;
    let correcting = putting_right(Wrong::Reply(wrong), Finder::Nobody).checked().unwrap();
    let mut tx = desk.write().await;
    draft::keep(&mut tx, id, ada.id, DraftKind::Reply, "Moment.").await.unwrap();
    begin_correction(&mut tx, &ada, id, (correcting.clone(), "We were wrong."), None).await.unwrap();
    tx.commit().await.unwrap();
    let begun = async |id| draft::correcting(&mut desk.read().await, id, ada.id).await.unwrap();
    assert_eq!(begun(id).await.as_ref(), Some(&correcting));
    let text = draft::find(&mut desk.read().await, id, ada.id, DraftKind::Reply).await.unwrap();
    assert_eq!(text.as_deref(), Some("Moment.\nWe were wrong."));

    let mut tx = desk.write().await;
    let deed = inbox::merge(&mut tx, &ada, id, other).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    assert_eq!(begun(other).await.as_ref(), Some(&correcting));
    // Where both stand, it is said as before, and stays with the answer when they are taken apart.
    let reply = correct(&desk, other, &correcting).await.unwrap();
    assert_eq!(found(&desk, reply).await.unwrap().conversation, other);
    desk.undone(&ada, deed).await;
    assert_eq!(found(&desk, reply).await.unwrap().conversation, id);
    assert_eq!(begun(other).await, None);

    let mut tx = desk.write().await;
    draft::keep(&mut tx, id, ada.id, DraftKind::Reply, "").await.unwrap();
    inbox::cancel(&mut tx, &ada, reply).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((found(&desk, reply).await, begun(id).await), (None, Some(correcting.clone())));
    // Put off, and stopped since they wrote before it went out.
    let version_seen = desk.find(id).await.version;
    let mut tx = desk.write().await;
    draft::keep(&mut tx, id, ada.id, DraftKind::Reply, "").await.unwrap();
    let later = Some(tx.now() + 2.hours());
    let wanted = Answer { later, version_seen, correcting: Some(&correcting), ..answer(id) };
    let reply = inbox::answer(&mut tx, &ada, wanted).await.unwrap().id;
    tx.commit().await.unwrap();
    writes(&desk, ("b", "a"), "anna", "Hallo?").await;
    assert_eq!((found(&desk, reply).await, begun(id).await), (None, Some(correcting)));
}

pub async fn erasing_whoever_found_it_leaves_what_was_put_right_without_them() {
    let desk = Desk::new().await;
    let owner = desk.member("owner").await;
    let id = desk.conversation("a").await;
    let Filed::New { author, .. } = desk.file(&addressed("q", "quentin.example", "Falsch!"), &[]).await else {
        panic!()
    };
    let wrong = said(&desk, id).await;
    let mut correcting = putting_right(Wrong::Reply(wrong), Finder::Person(author));
    let named = store::author::find(&mut desk.read().await, author).await.unwrap().unwrap();
    let handle = inbox::confirmation(&named).to_owned();
    correcting.right = Some(format!("As @{handle} says"));
    let reply = correct(&desk, id, &correcting).await.unwrap();
    desk.later(20);
    goes_out(&desk, reply).await;
    let mut tx = desk.write().await;
    let begun = inbox::erase_person(&mut tx, &owner, author, &handle).await.unwrap();
    tx.commit().await.unwrap();
    loop {
        let mut tx = desk.write().await;
        let one = inbox::erase_more(&mut tx, begun.id).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        if one.done_at.is_some() {
            break;
        }
    }
    let left = found(&desk, reply).await.unwrap();
    assert!(left.stands());
    assert_eq!((left.correcting.error.as_str(), left.correcting.finder), ("The lift does not run", Finder::Somebody));
    assert!(!left.correcting.right.unwrap().contains(&handle));
}

pub async fn what_is_gone_by_now_is_not_answered_when_something_is_put_right() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let wrong = Wrong::Reply(said(&desk, id).await);
    let later = writes(&desk, ("b", "a"), "bert", "Tut er nicht.").await;
    let place = async || answered_by_correction(&mut desk.write().await, id, wrong).await;
    assert_eq!(place().await.unwrap(), desk.post_id("a").await);
    desk.delete("a").await;
    assert_eq!(place().await.unwrap(), later, "whoever spoke last below the same post");
    desk.delete("b").await;
    let nobody = place().await;
    assert!(matches!(nobody, Err(InboxError::NothingToAnswer)), "{nobody:?}");
}

pub async fn what_went_out_later_puts_right_what_was_decided_after_it() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let ada = desk.member("member").await;
    let (first, second) = (said(&desk, id).await, said(&desk, id).await);
    let mut tx = desk.write().await;
    let mut put_off = store::reply::find(&mut tx, first).await.unwrap().unwrap();
    put_off.sent_at = Some(tx.now() + 2.hours());
    store::reply::save(&mut tx, &put_off).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = desk.write().await;
    let before = own_up(&mut tx, &ada, second, putting_right(Wrong::Reply(first), Finder::Nobody)).await;
    assert!(matches!(before, Err(InboxError::Correction(CorrectionFault::Before))), "{before:?}");
    drop(tx);
    let mut tx = desk.write().await;
    own_up(&mut tx, &ada, first, putting_right(Wrong::Reply(second), Finder::Nobody)).await.unwrap().unwrap();
}
