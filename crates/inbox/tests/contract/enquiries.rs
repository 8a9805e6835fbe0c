//! What answers ask the person besides, and what a number or a member says they answered.

use crate::desk::{Desk, answer, in_thread};

use inbox::{Answer, Filed, InboxError, Outcome, enquire, may_quote, read_answer, reads_as_asked};
use jiff::ToSpan as _;
use model::{
    Actor, Clock as _, ConsentPurpose, ConsentState, ConversationId, Enquiring, EnquiryAnswer, EventKind, PostId,
    ReceivedPost, ReplyId, Status,
};
use serde_json::json;
use store::draft::{self, DraftKind};
use store::enquiry::{self, Enquiry};
use store::{person, post};

/// An answer to the first message that asks something; committed when it is not refused.
async fn ask(desk: &Desk, id: ConversationId, enquiring: Enquiring) -> Result<ReplyId, InboxError> {
    let who = desk.member("member").await;
    let version_seen = desk.find(id).await.version;
    let mut tx = desk.write().await;
    let to = desk.post_id("a").await;
    let reply = inbox::answer(&mut tx, &who, Answer { version_seen, to: Some(to), ..answer(id) }).await?;
    enquire(&mut tx, &reply, enquiring).await?;
    tx.commit().await.unwrap();
    Ok(reply.id)
}

async fn goes_out(desk: &Desk, reply: ReplyId) {
    let mut tx = desk.write().await;
    let mut found = store::reply::find(&mut tx, reply).await.unwrap().unwrap();
    let remote = format!("ours/{reply}");
    inbox::begin_sending(&mut tx, &mut found, "{}".into(), Some(remote)).await.unwrap();
    inbox::finish_sending(&mut tx, &mut found, Outcome::Sent { url: None }).await.unwrap();
    tx.commit().await.unwrap();
}

/// A person writes in the thread of post `root` a minute later.
async fn writes(desk: &Desk, (id, root): (&str, &str), author: &str, text: &str) -> PostId {
    desk.later(60);
    let said = ReceivedPost { posted_at: desk.clock.now(), ..in_thread(id, root, root, author, text) };
    let Filed::New { post, .. } = desk.file(&said, &[]).await else { panic!("{id} is not new") };
    post
}

async fn found(desk: &Desk, reply: ReplyId) -> Enquiry {
    enquiry::of_reply(&mut desk.read().await, reply).await.unwrap().unwrap()
}

/// A conversation that was answered, is done, and asks how well that was.
async fn asked(desk: &Desk) -> (ConversationId, ReplyId) {
    let id = desk.conversation("a").await;
    let reply = ask(desk, id, Enquiring::Satisfaction).await.unwrap();
    desk.later(20);
    goes_out(desk, reply).await;
    let who = desk.member("member").await;
    let mut tx = desk.write().await;
    inbox::resolve(&mut tx, &who, id, model::Outcome::Solved).await.unwrap();
    tx.commit().await.unwrap();
    (id, reply)
}

pub async fn a_number_that_says_nothing_else_is_the_answer_and_nobody_waits_after_it() {
    let desk = Desk::new().await;
    let (id, reply) = asked(&desk).await;
    let by = writes(&desk, ("b", "a"), "anna", "5, danke!").await;
    let settled = found(&desk, reply).await;
    assert_eq!((settled.answer, settled.answer_post, settled.read_by), (Some(EnquiryAnswer::Five), Some(by), None));
    assert_eq!(settled.answered_at, Some(desk.clock.now()));
    let stands = desk.find(id).await;
    assert_eq!(
        (stands.status, stands.outcome, stands.waiting_since),
        (Status::Resolved, Some(model::Outcome::Solved), None)
    );
    let told = desk.log().await.into_iter().find(|one| one.kind == EventKind::EnquiryAnswered).unwrap();
    assert_eq!((told.actor, &told.data["before"], &told.data["after"]), (Actor::System, &json!(null), &json!("5")));
    // One number answers one question: the next is just something that they say.
    writes(&desk, ("c", "a"), "anna", "1").await;
    assert_eq!(found(&desk, reply).await.answer, Some(EnquiryAnswer::Five));
    assert_eq!(desk.find(id).await.status, Status::Open);
}

pub async fn a_low_number_or_a_question_beside_it_is_answered_and_wants_an_answer() {
    for (text, answer) in [("1", EnquiryAnswer::One), ("4. Und wann fährt der Ersatzbus?", EnquiryAnswer::Four)] {
        let desk = Desk::new().await;
        let (id, reply) = asked(&desk).await;
        writes(&desk, ("b", "a"), "anna", text).await;
        assert_eq!(found(&desk, reply).await.answer, Some(answer), "{text}");
        let stands = desk.find(id).await;
        assert_eq!((stands.status, stands.waiting_since), (Status::Open, Some(desk.clock.now())), "{text}");
    }
}

pub async fn other_words_other_people_and_late_numbers_answer_nothing() {
    let desk = Desk::new().await;
    let (id, reply) = asked(&desk).await;
    writes(&desk, ("b", "a"), "bert", "5").await;
    writes(&desk, ("c", "a"), "anna", "Nach 5 Stunden nichts!").await;
    assert_eq!(found(&desk, reply).await.answer, None);
    assert_eq!(desk.find(id).await.status, Status::Open);
    desk.later(14 * 24 * 3600);
    writes(&desk, ("d", "a"), "anna", "5").await;
    assert_eq!(found(&desk, reply).await.answer, None, "who writes a number two weeks later means something else");
    // Nothing is asked before the answer is out.
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let reply = ask(&desk, id, Enquiring::Satisfaction).await.unwrap();
    writes(&desk, ("b", "a"), "anna", "5").await;
    assert_eq!(found(&desk, reply).await.answer, None);
}

pub async fn nobody_is_asked_twice_within_a_month_and_what_was_taken_back_was_never_asked() {
    let desk = Desk::new().await;
    let (id, ada) = (desk.conversation("a").await, desk.member("member").await);
    let reply = ask(&desk, id, Enquiring::Satisfaction).await.unwrap();
    let again = ask(&desk, id, Enquiring::Satisfaction).await;
    assert!(matches!(again, Err(InboxError::AskedLately)), "{again:?}");
    let mut tx = desk.write().await;
    inbox::cancel(&mut tx, &ada, reply).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = desk.read().await;
    assert_eq!(enquiry::of_reply(&mut tx, reply).await.unwrap(), None);
    assert_eq!(
        draft::enquiring(&mut tx, id, ada.id).await.unwrap(),
        Some(Enquiring::Satisfaction),
        "the draft asks it"
    );
    drop(tx);
    let reply = ask(&desk, id, Enquiring::Satisfaction).await.unwrap();
    goes_out(&desk, reply).await;
    desk.later(31 * 24 * 3600);
    ask(&desk, id, Enquiring::Satisfaction).await.unwrap();
}

pub async fn each_of_two_who_were_asked_answers_for_themselves() {
    let desk = Desk::new().await;
    let (id, first) = asked(&desk).await;
    let who = desk.member("member").await;
    let to = writes(&desk, ("b", "a"), "bert", "Und bei mir?").await;
    let version_seen = desk.find(id).await.version;
    let mut tx = desk.write().await;
    let second = inbox::answer(&mut tx, &who, Answer { version_seen, to: Some(to), ..answer(id) }).await.unwrap();
    enquire(&mut tx, &second, Enquiring::Satisfaction).await.unwrap();
    tx.commit().await.unwrap();
    desk.later(20);
    goes_out(&desk, second.id).await;
    writes(&desk, ("c", "a"), "anna", "4").await;
    assert_eq!(
        (found(&desk, first).await.answer, found(&desk, second.id).await.answer),
        (Some(EnquiryAnswer::Four), None)
    );
    writes(&desk, ("d", "a"), "bert", "2").await;
    assert_eq!(found(&desk, second.id).await.answer, Some(EnquiryAnswer::Two));
}

pub async fn what_is_put_off_is_asked_when_it_goes_out() {
    let desk = Desk::new().await;
    let (id, ada) = (desk.conversation("a").await, desk.member("member").await);
    let mut tx = desk.write().await;
    let later = Some(tx.now() + (40 * 24).hours());
    let reply = inbox::answer(&mut tx, &ada, Answer { later, ..answer(id) }).await.unwrap();
    enquire(&mut tx, &reply, Enquiring::Satisfaction).await.unwrap();
    tx.commit().await.unwrap();
    desk.later(35 * 24 * 3600);
    let again = ask(&desk, id, Enquiring::Satisfaction).await;
    assert!(matches!(again, Err(InboxError::AskedLately)), "the first is still to come: {again:?}");
}

pub async fn a_yes_to_being_quoted_is_a_consent_by_their_own_message_and_can_be_read_otherwise() {
    let desk = Desk::new().await;
    let (id, ada) = (desk.conversation("a").await, desk.member("member").await);
    let quoted = desk.post_id("a").await;
    let strange = ask(&desk, id, Enquiring::Quote(PostId(7))).await;
    assert!(matches!(strange, Err(InboxError::Missing("this message"))), "{strange:?}");
    let reply = ask(&desk, id, Enquiring::Quote(quoted)).await.unwrap();
    let read = async |answer| {
        let mut tx = desk.write().await;
        let read = read_answer(&mut tx, &ada, reply, answer).await?;
        tx.commit().await.unwrap();
        Ok::<_, InboxError>(read)
    };
    assert!(matches!(read(Some((EnquiryAnswer::Given, quoted))).await, Err(InboxError::NotAskedYet)));
    goes_out(&desk, reply).await;
    let by = writes(&desk, ("b", "a"), "anna", "Ja, gern!").await;
    let other = writes(&desk, ("c", "a"), "bert", "Nein!").await;
    for wrong in [(EnquiryAnswer::Five, by), (EnquiryAnswer::Given, other), (EnquiryAnswer::Given, PostId(7))] {
        assert!(matches!(read(Some(wrong)).await, Err(InboxError::Missing(_))), "{wrong:?}");
    }
    let settled = read(Some((EnquiryAnswer::Given, by))).await.unwrap();
    assert!(may_quote(&mut desk.read().await, &settled).await.unwrap() && settled.read_by == Some(ada.id));
    let again = ask(&desk, id, Enquiring::Quote(quoted)).await;
    assert!(matches!(again, Err(InboxError::AskedAlready)), "{again:?}");
    let author = desk.find(id).await.author;
    let consents = person::consents(&mut desk.read().await, &[author]).await.unwrap();
    let noted: Vec<_> = consents.iter().map(|one| (one.purpose, one.state, one.post)).collect();
    assert_eq!(noted, [(ConsentPurpose::Quote, ConsentState::Given, Some(by))]);

    // Their words are others by now: what they allowed was to quote those of then.
    let was = post::find(&mut desk.read().await, quoted).await.unwrap().unwrap();
    assert!(reads_as_asked(&settled, &was));
    desk.file(&crate::desk::edited(&crate::desk::addressed("a", "anna", ""), "r2", "Alles gelogen"), &[]).await;
    let is = post::find(&mut desk.read().await, quoted).await.unwrap().unwrap();
    assert!(!reads_as_asked(&settled, &is));

    let no = writes(&desk, ("d", "a"), "anna", "Doch lieber nicht").await;
    let withdrawn = read(Some((EnquiryAnswer::Withdrawn, no))).await.unwrap();
    assert!(!may_quote(&mut desk.read().await, &withdrawn).await.unwrap());
    let last = person::consents(&mut desk.read().await, &[author]).await.unwrap();
    assert!(last.iter().any(|one| one.state == ConsentState::Withdrawn && one.post == Some(no)));
    // A yes that was read wrongly is no consent, and neither is one that was taken back on their own page.
    let again = read(Some((EnquiryAnswer::Given, by))).await.unwrap();
    assert!(may_quote(&mut desk.read().await, &again).await.unwrap());
    assert_eq!(read(None).await.unwrap().answer, None, "it is open again");
    let last = async || person::consents(&mut desk.read().await, &[author]).await.unwrap().remove(0).state;
    assert_eq!(last().await, ConsentState::Asked);
    let given = read(Some((EnquiryAnswer::Given, by))).await.unwrap();
    let mut tx = desk.write().await;
    let refused = inbox::Consenting {
        author,
        purpose: ConsentPurpose::Quote,
        state: ConsentState::Withdrawn,
        post: None,
        words: "By telephone.".into(),
    };
    inbox::note_consent(&mut tx, &ada, &refused).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!may_quote(&mut desk.read().await, &given).await.unwrap());
}

pub async fn what_an_answer_asks_goes_along_when_conversations_are_merged_and_put_off() {
    let desk = Desk::new().await;
    let ada = desk.member("member").await;
    let (id, other) = (desk.conversation("a").await, desk.conversation("z").await);
    let mut tx = desk.write().await;
    draft::keep(&mut tx, id, ada.id, DraftKind::Reply, "Und?").await.unwrap();
    draft::keep_enquiring(&mut tx, id, ada.id, Some(Enquiring::Satisfaction)).await.unwrap();
    let deed = inbox::merge(&mut tx, &ada, id, other).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    let asks = async |id| draft::enquiring(&mut desk.read().await, id, ada.id).await.unwrap();
    assert_eq!(asks(other).await, Some(Enquiring::Satisfaction));
    desk.undone(&ada, deed).await;
    assert_eq!((asks(id).await, asks(other).await), (Some(Enquiring::Satisfaction), None));

    // Put off, and stopped since they wrote before it went out.
    let version_seen = desk.find(id).await.version;
    let mut tx = desk.write().await;
    let later = Some(tx.now() + 2.hours());
    let reply = inbox::answer(&mut tx, &ada, Answer { later, version_seen, ..answer(id) }).await.unwrap();
    enquire(&mut tx, &reply, Enquiring::Satisfaction).await.unwrap();
    draft::keep(&mut tx, id, ada.id, DraftKind::Reply, "").await.unwrap();
    tx.commit().await.unwrap();
    writes(&desk, ("b", "a"), "anna", "Hallo?").await;
    assert_eq!(asks(id).await, Some(Enquiring::Satisfaction));
    assert_eq!(enquiry::of_reply(&mut desk.read().await, reply.id).await.unwrap(), None);
}
