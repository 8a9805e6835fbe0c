//! What answers ask the person besides, and what was said to it.

use model::{Enquiring, EnquiryAnswer, EnquiryKind, MemberId, ReplyId, ReplyState};
use store::Tx;
use store::draft::{self, DraftKind};
use store::enquiry::{self, EnquiryFilter, Settled};
use store::reply::{self, NewReply};

use super::threads::{Threads, Written, threads};

async fn asks(tx: &mut Tx, member: MemberId, to: &Written, enquiring: Enquiring, state: ReplyState) -> ReplyId {
    let new = NewReply {
        conversation: to.conversation,
        home: None,
        post: to.post,
        member,
        thread_version: 2,
        version_seen: 1,
        text: "And?",
        signature: None,
        send_at: tx.now(),
        is_later: false,
    };
    let mut made = reply::queue(tx, new).await.unwrap();
    (made.state, made.sent_at) = (state, state.is_out().then(|| tx.now()));
    reply::save(tx, &made).await.unwrap();
    let digest = enquiring.post().map(|_| "digest");
    enquiry::make(tx, made.id, enquiring, digest).await.unwrap();
    made.id
}

pub async fn what_was_asked_reads_back_with_what_was_said_to_it() {
    let Threads { house, member, anna, bob, .. } = threads().await;
    let mut tx = house.write().await;
    let now = tx.now();
    let rated = asks(&mut tx, member, &anna, Enquiring::Satisfaction, ReplyState::Sent).await;
    let quoted = asks(&mut tx, member, &bob, Enquiring::Quote(bob.post), ReplyState::Queued).await;
    let found = enquiry::of_reply(&mut tx, quoted).await.unwrap().unwrap();
    assert_eq!(
        (found.kind, found.post, found.text_digest.as_deref()),
        (EnquiryKind::Quote, Some(bob.post), Some("digest"))
    );
    assert_eq!((found.conversation, found.asked_by, found.asked_at), (bob.conversation, member, None));
    assert_eq!(enquiry::about(&mut tx, bob.post).await.unwrap(), Some(found));
    assert_eq!(enquiry::about(&mut tx, anna.post).await.unwrap(), None);
    let both = enquiry::of_replies(&mut tx, &[rated, quoted]).await.unwrap();
    assert_eq!((both.len(), both[&rated].kind), (2, EnquiryKind::Satisfaction));

    let of_bob = enquiry::all_about(&mut tx, &[bob.author]).await.unwrap();
    assert_eq!(of_bob, [both[&quoted].clone()], "also what is not out yet, and nothing of others");

    let anna_id = both[&rated].author;
    let open = enquiry::unrated(&mut tx, anna.conversation, &[anna_id], now).await.unwrap().unwrap();
    assert_eq!((open.reply, open.asked_at, open.author), (rated, Some(now), anna_id));
    assert_eq!(
        enquiry::unrated(&mut tx, anna.conversation, &[anna_id], now + std::time::Duration::from_secs(1))
            .await
            .unwrap(),
        None
    );
    assert_eq!(enquiry::unrated(&mut tx, bob.conversation, &[anna_id], now).await.unwrap(), None);
    let bob_id = both[&quoted].author;
    assert_eq!(enquiry::unrated(&mut tx, anna.conversation, &[bob_id], now).await.unwrap(), None, "another is asked");
    assert!(enquiry::asked_since(&mut tx, &[open.author], now).await.unwrap());
    assert!(!enquiry::asked_since(&mut tx, &[both[&quoted].author], now).await.unwrap());
    let later = now + std::time::Duration::from_secs(1);
    assert!(!enquiry::asked_since(&mut tx, &[open.author], later).await.unwrap());

    let settled = Settled { answer: EnquiryAnswer::Four, post: Some(anna.post), read_by: Some(member), at: now };
    enquiry::settle(&mut tx, rated, Some(settled)).await.unwrap();
    let said = enquiry::of_reply(&mut tx, rated).await.unwrap().unwrap();
    assert_eq!(
        (said.answer, said.answer_post, said.read_by),
        (Some(EnquiryAnswer::Four), Some(anna.post), Some(member))
    );
    assert_eq!(said.answered_at, Some(now));
    assert_eq!(enquiry::unrated(&mut tx, anna.conversation, &[anna_id], now).await.unwrap(), None);
    let tally = enquiry::tally(&mut tx, EnquiryKind::Satisfaction, now).await.unwrap();
    assert_eq!(tally.into_iter().collect::<Vec<_>>(), [(Some(EnquiryAnswer::Four), 1)]);
    assert!(enquiry::tally(&mut tx, EnquiryKind::Quote, now).await.unwrap().is_empty(), "it is not out");
    enquiry::settle(&mut tx, rated, None).await.unwrap();
    assert_eq!(enquiry::of_reply(&mut tx, rated).await.unwrap(), Some(open));
    enquiry::remove(&mut tx, rated).await.unwrap();
    assert_eq!(enquiry::of_reply(&mut tx, rated).await.unwrap(), None);
}

pub async fn those_that_went_out_are_listed_by_what_was_said_the_newest_first() {
    let Threads { house, member, anna, .. } = threads().await;
    let mut tx = house.write().await;
    let mut ids = Vec::new();
    for state in [ReplyState::Sent, ReplyState::Delivered, ReplyState::FailedFinal, ReplyState::Sent] {
        ids.push(asks(&mut tx, member, &anna, Enquiring::Satisfaction, state).await);
    }
    let settled = Settled { answer: EnquiryAnswer::Two, post: None, read_by: None, at: tx.now() };
    enquiry::settle(&mut tx, ids[1], Some(settled)).await.unwrap();
    let mut list = async |answer, before, limit| {
        let filter = EnquiryFilter { kind: Some(EnquiryKind::Satisfaction), answer };
        let found = enquiry::list(&mut tx, filter, before, limit).await.unwrap();
        found.into_iter().map(|one| one.reply).collect::<Vec<_>>()
    };
    assert_eq!(list(None, None, 9).await, [ids[3], ids[1], ids[0]]);
    assert_eq!(list(None, None, 1).await, [ids[3]]);
    assert_eq!(list(None, Some(ids[1]), 9).await, [ids[0]]);
    assert_eq!(list(Some(None), None, 9).await, [ids[3], ids[0]]);
    assert_eq!(list(Some(Some(EnquiryAnswer::Two)), None, 9).await, [ids[1]]);
    assert_eq!(list(Some(Some(EnquiryAnswer::Five)), None, 9).await, []);
}

pub async fn a_draft_keeps_what_it_asks_as_long_as_it_is_there() {
    let Threads { house, member, anna, .. } = threads().await;
    let mut tx = house.write().await;
    let id = anna.conversation;
    let asks = Some(Enquiring::Quote(anna.post));
    draft::keep_enquiring(&mut tx, id, member, asks).await.unwrap();
    assert_eq!(draft::enquiring(&mut tx, id, member).await.unwrap(), None, "nothing is begun");
    draft::keep(&mut tx, id, member, DraftKind::Reply, "And?").await.unwrap();
    draft::keep_enquiring(&mut tx, id, member, asks).await.unwrap();
    draft::keep(&mut tx, id, member, DraftKind::Reply, "And now?").await.unwrap();
    assert_eq!(draft::enquiring(&mut tx, id, member).await.unwrap(), asks);
    draft::keep_enquiring(&mut tx, id, member, None).await.unwrap();
    assert_eq!(draft::enquiring(&mut tx, id, member).await.unwrap(), None);
}
