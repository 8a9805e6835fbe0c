//! What only one person reads.

use model::{MemberId, Reason, ReceivedPost, RemoteRef, ReplyId, ReplyState};
use store::reply::{self, NewReply};
use store::{Tx, post};

use super::threads::{Threads, Written, threads};
use crate::house::letter;

async fn says(tx: &mut Tx, member: MemberId, to: &Written, state: ReplyState, is_private: bool) -> ReplyId {
    let new = NewReply {
        conversation: to.conversation,
        home: None,
        post: to.post,
        member,
        thread_version: 2,
        version_seen: 1,
        text: "Ihre Nummer?",
        signature: None,
        send_at: tx.now(),
        is_later: false,
    };
    let mut made = reply::queue(tx, new).await.unwrap();
    if is_private {
        reply::make_private(tx, &mut made).await.unwrap();
    }
    made.state = state;
    reply::save(tx, &made).await.unwrap();
    made.id
}

pub async fn a_private_message_names_its_line_and_where_its_answers_belong() {
    let Threads { house, member, channel, anna, bob, .. } = threads().await;
    let mut tx = house.write().await;
    let both = [anna.conversation, bob.conversation];
    says(&mut tx, member, &anna, ReplyState::Sent, false).await;
    assert!(reply::in_private(&mut tx, &both).await.unwrap().is_empty());
    assert_eq!(reply::private_home(&mut tx, channel, anna.author).await.unwrap(), None);
    let private = says(&mut tx, member, &anna, ReplyState::Queued, true).await;
    assert!(reply::find(&mut tx, private).await.unwrap().unwrap().is_private);
    assert_eq!(reply::in_private(&mut tx, &both).await.unwrap(), [anna.conversation].into());
    assert_eq!(reply::private_home(&mut tx, channel, anna.author).await.unwrap(), None, "nothing left yet");
    let line = says(&mut tx, member, &anna, ReplyState::Queued, false).await;
    assert_eq!(reply::closing(&mut tx, private).await.unwrap(), None);
    let mut found = reply::find(&mut tx, line).await.unwrap().unwrap();
    reply::make_closing(&mut tx, &mut found, private).await.unwrap();
    assert_eq!(reply::closing(&mut tx, private).await.unwrap().as_ref(), Some(&found));
    for (state, goes_on) in
        [(ReplyState::Cancelled, false), (ReplyState::FailedFinal, false), (ReplyState::Unknown, true)]
    {
        let mut private = reply::find(&mut tx, private).await.unwrap().unwrap();
        private.state = state;
        reply::save(&mut tx, &private).await.unwrap();
        assert_eq!(reply::in_private(&mut tx, &both).await.unwrap().contains(&anna.conversation), goes_on, "{state}");
        let home = reply::private_home(&mut tx, channel, anna.author).await.unwrap();
        assert_eq!(home, goes_on.then_some(anna.conversation), "{state}");
    }
    assert_eq!(reply::private_home(&mut tx, channel, bob.author).await.unwrap(), None);
}

pub async fn a_private_post_reads_back_as_one_and_names_its_talk() {
    let Threads { house, channel, bob, .. } = threads().await;
    let mut tx = house.write().await;
    let talk = RemoteRef { id: "talk".into(), revision: None };
    let received = ReceivedPost { reason: Some(Reason::InPrivate), root: Some(talk), ..letter("alone", "bob", "4471") };
    let stored = post::insert(&mut tx, channel, bob.author, &received).await.unwrap();
    assert_eq!(post::private_talk(&mut tx, channel, "talk").await.unwrap(), None, "it stands in no conversation");
    post::place(&mut tx, stored.id, bob.conversation, 3).await.unwrap();
    let read = post::find(&mut tx, stored.id).await.unwrap().unwrap();
    assert!(read.is_private);
    let author = store::author::find(&mut tx, bob.author).await.unwrap().unwrap();
    assert!(read.as_received(&author).is_private());
    assert_eq!(post::private_talk(&mut tx, channel, "talk").await.unwrap(), Some(bob.conversation));
    assert!(reply::in_private(&mut tx, &[bob.conversation]).await.unwrap().contains(&bob.conversation));
    let open = post::find(&mut tx, bob.post).await.unwrap().unwrap();
    assert!(!open.is_private);
}
