//! Going on in private: a message to one person, and a public line behind it.

use crate::desk::{Desk, addressed, answer, in_thread, post};

use std::time::Duration;

use inbox::{Answer, Filed, InboxError, Listing, Moving, Outcome, Want, visibility_of};
use jiff::ToSpan as _;
use model::{
    Clock as _, ConversationId, EventKind, InboxView, LengthRule, Reason, ReceivedPost, ReplyId, ReplyState, Visibility,
};
use store::draft::{self, DraftKind};
use store::job::{self, Lane};
use store::reply::Reply;

const LENGTH: LengthRule = LengthRule { graphemes_max: Some(300), bytes_max: None };

async fn try_to_move(desk: &Desk, id: ConversationId, line: &str) -> Result<(Reply, Reply), InboxError> {
    let who = desk.member("member").await;
    let version_seen = desk.find(id).await.version;
    let mut tx = desk.write().await;
    let private = Answer { version_seen, text: "Ihre Nummer?", ..answer(id) };
    let moved = inbox::move_to_private(&mut tx, &who, Moving { private, line, line_length: LENGTH }).await?;
    tx.commit().await.unwrap();
    Ok(moved)
}

async fn moved(desk: &Desk, id: ConversationId) -> (Reply, Reply) {
    try_to_move(desk, id, "Wir haben Ihnen geschrieben.").await.unwrap()
}

async fn ends(desk: &Desk, reply: ReplyId, outcome: Outcome) {
    let mut tx = desk.write().await;
    let mut found = store::reply::find(&mut tx, reply).await.unwrap().unwrap();
    inbox::begin_sending(&mut tx, &mut found, "{}".into(), None).await.unwrap();
    found.remote_id = Some(format!("ours/{reply}"));
    inbox::finish_sending(&mut tx, &mut found, outcome).await.unwrap();
    tx.commit().await.unwrap();
}

/// Whether a job sends it.
async fn is_on_its_way(desk: &Desk, reply: ReplyId) -> bool {
    // Looked at and left as it was.
    let mut tx = desk.write().await;
    while let Some(job) = job::lease(&mut tx, "test", Duration::from_secs(60), Lane::AllBut(&[])).await.unwrap() {
        if job.payload["reply"] == serde_json::json!(reply) {
            return true;
        }
    }
    false
}

async fn visibility(desk: &Desk, id: ConversationId) -> Visibility {
    visibility_of(&mut desk.read().await, id).await.unwrap()
}

/// What somebody writes to us alone.
fn alone(desk: &Desk, id: &str, author: &str, text: &str) -> ReceivedPost {
    let post = post(id, author, text);
    ReceivedPost { reason: Some(Reason::InPrivate), posted_at: desk.clock.now(), ..post }
}

pub async fn the_line_in_public_waits_until_the_private_message_is_out() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let (private, line) = moved(&desk, id).await;
    assert_eq!((private.is_private, private.closes), (true, None));
    assert_eq!((line.is_private, line.closes, line.post), (false, Some(private.id), private.post));
    assert_eq!(line.version_seen + 1, line.thread_version, "nothing came between the two");
    assert_eq!(visibility(&desk, id).await, Visibility::Private);
    desk.later(20);
    assert!(is_on_its_way(&desk, private.id).await && !is_on_its_way(&desk, line.id).await);
    assert!(inbox::waits_for_private(&mut desk.read().await, &line).await.unwrap());
    ends(&desk, private.id, Outcome::Failed { why: "not now".into() }).await;
    assert!(!is_on_its_way(&desk, line.id).await);
    let mut tx = desk.write().await;
    inbox::retry(&mut tx, &desk.member("member").await, private.id).await.unwrap();
    tx.commit().await.unwrap();
    ends(&desk, private.id, Outcome::Sent { url: None }).await;
    assert!(is_on_its_way(&desk, line.id).await, "in the transaction that notes it");
    let line = desk.reply(line.id).await;
    assert!(!inbox::waits_for_private(&mut desk.read().await, &line).await.unwrap());
    let log = desk.log().await;
    let told = log.iter().find(|event| event.kind == EventKind::ConversationMovedToPrivate).unwrap();
    assert_eq!(told.data, serde_json::json!({ "private": private.id, "line": line.id }), "no words");
}

pub async fn what_was_refused_or_taken_back_takes_its_line_along() {
    let desk = Desk::new().await;
    let who = desk.member("member").await;
    for (number, is_taken_back) in [(1, true), (2, false)] {
        let id = desk.conversation(&format!("a{number}")).await;
        let (private, line) = moved(&desk, id).await;
        if is_taken_back {
            let mut tx = desk.write().await;
            inbox::cancel(&mut tx, &who, private.id).await.unwrap();
            tx.commit().await.unwrap();
        } else {
            desk.later(20);
            ends(&desk, private.id, Outcome::Refused { why: "they take none".into() }).await;
        }
        let line = desk.reply(line.id).await;
        assert_eq!(line.state, ReplyState::Cancelled, "{number}");
        assert!(!is_on_its_way(&desk, line.id).await);
        assert_eq!(visibility(&desk, id).await, Visibility::Public, "nobody was written to");
        assert!(desk.find(id).await.waiting_since.is_some(), "they wait again");
        let mut tx = desk.read().await;
        let begun = draft::find(&mut tx, id, who.id, DraftKind::Private).await.unwrap();
        assert_eq!(begun.as_deref(), is_taken_back.then_some("Ihre Nummer?"));
        let public = draft::find(&mut tx, id, who.id, DraftKind::Reply).await.unwrap();
        assert_eq!(public, None, "private words are never begun as an answer in public, nor is a line that is untrue");
        drop(tx);
        try_to_move(&desk, id, "Noch einmal.").await.unwrap();
    }
}

pub async fn the_line_alone_can_be_taken_back() {
    let desk = Desk::new().await;
    let id = desk.conversation("a").await;
    let (private, line) = moved(&desk, id).await;
    let mut tx = desk.write().await;
    inbox::cancel(&mut tx, &desk.member("member").await, line.id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(desk.reply(private.id).await.state, ReplyState::Queued);
    desk.later(20);
    ends(&desk, private.id, Outcome::Sent { url: None }).await;
    assert_eq!(desk.reply(line.id).await.state, ReplyState::Cancelled);
    assert!(!is_on_its_way(&desk, line.id).await);
}

pub async fn an_answer_goes_out_in_public_by_an_explicit_choice_alone() {
    let desk = Desk::new().await;
    let who = desk.member("member").await;
    let id = desk.conversation("a").await;
    let (private, _) = moved(&desk, id).await;
    desk.later(20);
    ends(&desk, private.id, Outcome::Sent { url: None }).await;
    desk.file(&alone(&desk, "p1", "anna", "VB-4471"), &[]).await;
    let version_seen = desk.find(id).await.version;
    let give = |visibility| Answer { visibility, version_seen, ..answer(id) };
    let mut tx = desk.write().await;
    let refused = inbox::answer(&mut tx, &who, give(None)).await;
    assert!(matches!(refused, Err(InboxError::InPrivate)), "{refused:?}");
    let open = inbox::answer(&mut tx, &who, give(Some(Visibility::Public))).await.unwrap();
    assert!(!open.is_private);
    assert_eq!(open.post, private.post, "below what everybody can read, and never below private words");
    drop(tx);
    let mut tx = desk.write().await;
    let reply = inbox::answer(&mut tx, &who, give(Some(Visibility::Private))).await.unwrap();
    let newest = desk.thread(id).await.pop().unwrap().post;
    assert_eq!((reply.is_private, reply.post, newest.remote.id.as_str()), (true, newest.id, "p1"));
    drop(tx);
    assert!(matches!(try_to_move(&desk, id, "Noch einmal.").await, Err(InboxError::InPrivateAlready)));
    let other = desk.conversation("b").await;
    assert!(matches!(try_to_move(&desk, other, " ").await, Err(InboxError::Empty)));
    assert!(matches!(try_to_move(&desk, other, &"ä".repeat(301)).await, Err(InboxError::TooLong(_))));
}

pub async fn what_they_answer_in_private_comes_where_we_wrote_to_them_last() {
    let desk = Desk::new().await;
    let first = desk.conversation("a").await;
    let second = desk.conversation("b").await;
    let other = desk.file(&alone(&desk, "x1", "bert", "Guten Tag"), &[]).await;
    let Filed::New { conversation: other, .. } = other else { panic!("{other:?}") };
    assert!(![first, second].contains(&other), "nobody had written to Bert: it is a conversation of its own");
    for id in [first, second] {
        let (private, _) = moved(&desk, id).await;
        desk.later(20);
        ends(&desk, private.id, Outcome::Sent { url: None }).await;
    }
    let filed = desk.file(&alone(&desk, "p1", "anna", "VB-4471"), &[]).await;
    assert!(
        matches!(filed, Filed::New { conversation, wants_context: false, .. } if conversation == second),
        "{filed:?}"
    );
    let found = desk.thread(second).await.pop().unwrap();
    assert!(found.post.is_private && found.reasons.contains(Reason::InPrivate));
    assert!(desk.find(second).await.waiting_since.is_some());
    // In the open the same thread goes on in public.
    let open = in_thread("c", "a", "a", "anna", "Danke!");
    let Filed::New { conversation, post, .. } = desk.file(&open, &[]).await else { panic!("it is new") };
    assert_eq!(conversation, first);
    assert!(!store::post::find(&mut desk.read().await, post).await.unwrap().unwrap().is_private);
    // What a colleague wrote in the network's own app stands there too.
    let ours = ReceivedPost {
        root: Some(found.post.root.clone()),
        parent: Some(found.post.remote.clone()),
        ..alone(&desk, "o1", "ours", "Danke sehr")
    };
    assert_eq!(desk.file(&ours, &[]).await, Filed::Ours);
    let last = desk.thread(second).await.into_iter().find(|one| one.post.remote.id == "o1").unwrap();
    assert!(last.post.is_private && last.author.is_ours);
    // A word more of Bert stands with the first.
    let more = ReceivedPost {
        root: Some(model::RemoteRef { id: "x1".into(), revision: None }),
        ..alone(&desk, "x2", "bert", "Hallo?")
    };
    assert!(matches!(desk.file(&more, &[]).await, Filed::New { conversation, .. } if conversation == other));
}

pub async fn private_words_stand_in_no_sample_and_are_neither_liked_nor_put_right() {
    let desk = Desk::new().await;
    let who = desk.member("owner").await;
    let id = desk.conversation("a").await;
    let (private, _) = moved(&desk, id).await;
    desk.later(20);
    ends(&desk, private.id, Outcome::Sent { url: None }).await;
    desk.file(&alone(&desk, "p1", "anna", "Mein lift geht nicht"), &[]).await;
    desk.file(&addressed("pub", "cleo", "Euer lift geht nicht"), &[]).await;
    let mut tx = desk.read().await;
    let all = store::post::mentions_before(&mut tx, model::PostId(i64::MAX), 100).await.unwrap();
    let ids: Vec<&str> = all.iter().map(|one| one.said.post.remote.id.as_str()).collect();
    assert!(ids.contains(&"pub") && !ids.contains(&"p1"), "{ids:?}");
    let since = desk.clock.now() - 48.hours();
    let looked = store::post::worth_a_look(&mut tx, desk.channel, since, 100).await.unwrap();
    assert!(looked.iter().all(|post| !post.is_private), "the network is not asked for it as for a post");
    drop(tx);
    let post = desk.thread(id).await.into_iter().find(|one| one.post.is_private).unwrap().post.id;
    let mut tx = desk.write().await;
    let wanted = inbox::Gesturing {
        kind: model::GestureKind::Like,
        about: inbox::About::Post(post),
        takes: model::GestureKind::ALL,
        under: None,
        ground: None,
        undo: Duration::ZERO,
    };
    assert!(matches!(inbox::want_gesture(&mut tx, &who, wanted).await, Err(InboxError::Gesture(_))));
    let wrong = model::Wrong::Reply(private.id);
    let refused = inbox::answered_by_correction(&mut tx, id, wrong).await;
    assert!(matches!(refused, Err(InboxError::OnlyInPublic)), "{refused:?}");
}

pub async fn a_search_tells_what_goes_on_in_private() {
    let desk = Desk::new().await;
    let who = desk.member("member").await;
    let (open, closed) = (desk.conversation("a").await, desk.conversation("b").await);
    moved(&desk, closed).await;
    for (query, expected) in [("private:yes", closed), ("private:no", open)] {
        let search = Listing::new(InboxView::All, query).search(who.id).unwrap().unwrap();
        let want = Want { rows: 9, found: 9, looked: 99 };
        let looked = search.look(&desk.store, None, want).await.unwrap();
        let found: Vec<ConversationId> = looked.rows.iter().map(|row| row.conversation.id).collect();
        assert_eq!(found, [expected], "{query}");
    }
}
