//! Answers with which we say that a message of ours was wrong.

use std::time::Duration;

use model::{AuthorId, Correcting, Finder, MemberId, Network, ReplyId, ReplyState, Wrong};
use store::Tx;
use store::author;
use store::correction::{self, CorrectionFilter};
use store::draft::{self, DraftKind};
use store::erasure;
use store::reply::{self, NewReply};

use super::threads::{Threads, Written, threads};
use crate::house::letter;

async fn says(tx: &mut Tx, member: MemberId, to: &Written, state: ReplyState) -> ReplyId {
    let new = NewReply {
        conversation: to.conversation,
        home: None,
        post: to.post,
        member,
        thread_version: 2,
        version_seen: 1,
        text: "We were wrong.",
        signature: None,
        send_at: tx.now(),
        is_later: false,
    };
    let mut made = reply::queue(tx, new).await.unwrap();
    made.remote_id = Some(format!("ours/{}", made.id));
    (made.state, made.sent_at) = (state, state.is_out().then(|| tx.now()));
    reply::save(tx, &made).await.unwrap();
    made.id
}

fn correcting(wrong: Wrong, finder: Finder) -> Correcting {
    Correcting { wrong, error: "The lift does not run.".into(), right: Some("It stands still.".into()), finder }
}

pub async fn what_was_put_right_reads_back_with_who_found_it_and_whether_it_stands() {
    let Threads { house, member, anna, bob, .. } = threads().await;
    let mut tx = house.write().await;
    let now = tx.now();
    let wrong = says(&mut tx, member, &anna, ReplyState::Delivered).await;
    let by_reply = says(&mut tx, member, &anna, ReplyState::Queued).await;
    let by_post = says(&mut tx, member, &bob, ReplyState::Sent).await;
    let of_anna = correcting(Wrong::Reply(wrong), Finder::Person(anna.author));
    let of_bob = Correcting { right: None, ..correcting(Wrong::Post(bob.post), Finder::Member(member)) };
    correction::make(&mut tx, by_reply, member, &of_anna).await.unwrap();
    correction::make(&mut tx, by_post, member, &of_bob).await.unwrap();

    let found = correction::of_reply(&mut tx, by_reply).await.unwrap().unwrap();
    assert_eq!((&found.correcting, found.member, found.made_at), (&of_anna, member, now));
    assert_eq!((found.conversation, found.state, found.sent_at), (anna.conversation, ReplyState::Queued, None));
    assert!(!found.stands(), "it is not out");
    assert_eq!(correction::of_reply(&mut tx, wrong).await.unwrap(), None);
    let other = correction::of_reply(&mut tx, by_post).await.unwrap().unwrap();
    assert_eq!((&other.correcting, other.sent_at), (&of_bob, Some(now)));
    assert!(other.stands());

    // Where the network has what was wrong.
    let parent = correction::corrected_message(&mut tx, by_reply).await.unwrap().unwrap();
    assert_eq!((parent.id, parent.revision), (format!("ours/{wrong}"), None));
    let parent = correction::corrected_message(&mut tx, by_post).await.unwrap().unwrap();
    assert_eq!(parent.id, "post of bob");
    assert_eq!(correction::corrected_message(&mut tx, wrong).await.unwrap(), None);

    assert_eq!(correction::in_conversation(&mut tx, anna.conversation).await.unwrap(), std::slice::from_ref(&found));
    assert_eq!(correction::in_conversation(&mut tx, bob.conversation).await.unwrap(), std::slice::from_ref(&other));
    assert_eq!(correction::found_by(&mut tx, &[anna.author, bob.author]).await.unwrap(), [found]);
    let both = [anna.conversation, bob.conversation];
    let among = correction::among(&mut tx, &both).await.unwrap();
    assert_eq!(among.into_iter().collect::<Vec<_>>(), [bob.conversation], "what is not out is read by nobody");

    correction::withdraw(&mut tx, by_post, Some(member)).await.unwrap();
    let withdrawn = correction::of_reply(&mut tx, by_post).await.unwrap().unwrap();
    assert_eq!(withdrawn.withdrawn, Some((now, member)));
    assert!(!withdrawn.stands() && correction::among(&mut tx, &both).await.unwrap().is_empty());
    correction::withdraw(&mut tx, by_post, None).await.unwrap();
    assert_eq!(correction::of_reply(&mut tx, by_post).await.unwrap(), Some(other));
    correction::remove(&mut tx, by_post).await.unwrap();
    assert_eq!(correction::of_reply(&mut tx, by_post).await.unwrap(), None);
}

pub async fn a_correction_about_a_message_that_stands_elsewhere_by_now_is_found_from_both() {
    let Threads { house, member, anna, bob, .. } = threads().await;
    let mut tx = house.write().await;
    let wrong = says(&mut tx, member, &anna, ReplyState::Delivered).await;
    let said = says(&mut tx, member, &bob, ReplyState::Delivered).await;
    correction::make(&mut tx, said, member, &correcting(Wrong::Reply(wrong), Finder::Nobody)).await.unwrap();
    for id in [anna.conversation, bob.conversation] {
        let found = correction::in_conversation(&mut tx, id).await.unwrap();
        assert_eq!(found.iter().map(|one| one.reply).collect::<Vec<_>>(), [said]);
    }
}

pub async fn those_that_went_out_are_listed_and_counted_by_when_the_newest_first() {
    let Threads { house, member, anna, .. } = threads().await;
    let mut tx = house.write().await;
    let begun = tx.now();
    let wrong = says(&mut tx, member, &anna, ReplyState::Delivered).await;
    tx.commit().await.unwrap();
    let mut ids = Vec::new();
    for state in [ReplyState::Sent, ReplyState::FailedFinal, ReplyState::Delivered, ReplyState::Sent] {
        house.later(60);
        let mut tx = house.write().await;
        let id = says(&mut tx, member, &anna, state).await;
        correction::make(&mut tx, id, member, &correcting(Wrong::Reply(wrong), Finder::Nobody)).await.unwrap();
        tx.commit().await.unwrap();
        ids.push(id);
    }
    let mut tx = house.write().await;
    correction::withdraw(&mut tx, ids[2], Some(member)).await.unwrap();
    let mut list = async |filter, before, limit| {
        let found = correction::list(&mut tx, filter, before, limit).await.unwrap();
        let count = correction::count(&mut tx, filter).await.unwrap();
        (found.into_iter().map(|one| one.reply).collect::<Vec<_>>(), count)
    };
    let standing = CorrectionFilter::default();
    assert_eq!(list(standing, None, 9).await, (vec![ids[3], ids[0]], 2));
    assert_eq!(list(standing, None, 1).await, (vec![ids[3]], 2));
    assert_eq!(list(standing, Some(ids[3]), 9).await, (vec![ids[0]], 2));
    let withdrawn = CorrectionFilter { is_withdrawn: true, ..standing };
    assert_eq!(list(withdrawn, None, 9).await, (vec![ids[2]], 1));
    let second = begun + Duration::from_secs(61);
    assert_eq!(list(CorrectionFilter { since: Some(second), ..standing }, None, 9).await, (vec![ids[3]], 1));
    assert_eq!(list(CorrectionFilter { until: Some(second), ..standing }, None, 9).await, (vec![ids[0]], 1));
}

pub async fn it_stands_when_whoever_found_it_is_erased_without_them() {
    let Threads { house, member, anna, .. } = threads().await;
    let mut tx = house.write().await;
    let stranger = letter("of zoe", "zoe", "Hallo");
    let zoe: AuthorId = author::keep(&mut tx, Network::Simulated, &stranger.author).await.unwrap();
    let wrong = says(&mut tx, member, &anna, ReplyState::Delivered).await;
    let said = says(&mut tx, member, &anna, ReplyState::Delivered).await;
    correction::make(&mut tx, said, member, &correcting(Wrong::Reply(wrong), Finder::Person(zoe))).await.unwrap();
    erasure::blank_authors(&mut tx, &[zoe]).await.unwrap();
    let found = correction::of_reply(&mut tx, said).await.unwrap().unwrap();
    assert_eq!(found.correcting, correcting(Wrong::Reply(wrong), Finder::Somebody));
    assert!(found.stands() && correction::found_by(&mut tx, &[zoe]).await.unwrap().is_empty());
}

pub async fn a_draft_keeps_what_it_puts_right_as_long_as_it_is_there() {
    let Threads { house, member, anna, .. } = threads().await;
    let mut tx = house.write().await;
    let id = anna.conversation;
    let puts = correcting(Wrong::Reply(ReplyId(7)), Finder::Person(anna.author));
    draft::keep_correcting(&mut tx, id, member, Some(&puts)).await.unwrap();
    assert_eq!(draft::correcting(&mut tx, id, member).await.unwrap(), None, "nothing is begun");
    draft::keep(&mut tx, id, member, DraftKind::Reply, "We were").await.unwrap();
    draft::keep_correcting(&mut tx, id, member, Some(&puts)).await.unwrap();
    draft::keep(&mut tx, id, member, DraftKind::Reply, "We were wrong.").await.unwrap();
    assert_eq!(draft::correcting(&mut tx, id, member).await.unwrap(), Some(puts));
    draft::keep_correcting(&mut tx, id, member, None).await.unwrap();
    assert_eq!(draft::correcting(&mut tx, id, member).await.unwrap(), None);
}
