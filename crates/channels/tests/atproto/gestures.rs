//! What is done without words, on a real network: once, however often, and taken back without a trace.

use channels::{Channel, GestureFate, GestureSubject, OutgoingGesture, PreparedGesture, Remedy};
use model::{Clock, GestureKind, RemoteRef, SystemClock};
use serde_json::{Value, json};

use crate::network::{Person, eventually, rkey};
use crate::{account, listener};

const LIKES: &str = "app.bsky.feed.like";
const REPOSTS: &str = "app.bsky.feed.repost";
const FOLLOWS: &str = "app.bsky.graph.follow";
const GATES: &str = "app.bsky.feed.threadgate";

fn about(kind: GestureKind, post: &RemoteRef, root: &RemoteRef, intent: i64) -> OutgoingGesture {
    let about = GestureSubject::Post { post: post.clone(), root: root.clone() };
    OutgoingGesture { kind, about, report: None, created_at: SystemClock.now(), intent }
}

fn follow(whom: &Person) -> OutgoingGesture {
    let about = GestureSubject::Author(whom.did.clone());
    OutgoingGesture { kind: GestureKind::Follow, about, report: None, created_at: SystemClock.now(), intent: 3 }
}

/// The gesture once the app view knows what it is about.
async fn prepared(channel: &impl Channel, gesture: &OutgoingGesture) -> PreparedGesture {
    eventually("it can be prepared", async || channel.prepare_gesture(gesture).await.ok()).await
}

async fn subjects(person: &Person, collection: &str) -> Vec<Value> {
    person.records(collection).await.into_iter().map(|record| record["value"]["subject"].clone()).collect()
}

/// What the gate of a thread hides.
async fn hidden(person: &Person) -> Vec<String> {
    let gates = person.records(GATES).await;
    assert!(gates.len() <= 1, "a thread has one gate");
    let hidden = gates.first().and_then(|gate| gate["value"]["hiddenReplies"].as_array().cloned());
    hidden.unwrap_or_default().iter().map(|uri| uri.as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
#[ignore = "needs the atproto peer"]
async fn a_like_a_boost_and_a_follow_stand_once_and_are_gone_when_taken_back() {
    let (brand, alice) = (Person::new("brand").await, Person::new("alice").await);
    let post = alice.post("What a lovely roast", json!({})).await;
    let strong = json!({"uri": post.id, "cid": post.revision});
    let channel = account(&brand);
    let table = [
        (about(GestureKind::Like, &post, &post, 1), LIKES, strong.clone()),
        (about(GestureKind::Boost, &post, &post, 2), REPOSTS, strong),
        (follow(&alice), FOLLOWS, json!(alice.did)),
    ];
    for (gesture, collection, subject) in table {
        let kind = gesture.kind;
        let ready = prepared(&channel, &gesture).await;
        assert_eq!(channel.prepare_gesture(&gesture).await.unwrap(), ready, "{kind}: the same bytes every time");
        assert_eq!(channel.gesture_fate(&ready).await.unwrap(), GestureFate::Absent, "{kind}: nothing is made yet");
        let (first, second) = tokio::join!(channel.make_gesture(&ready), channel.make_gesture(&ready));
        first.or(second).unwrap();
        account(&brand).make_gesture(&ready).await.unwrap();
        assert_eq!(subjects(&brand, collection).await, [subject], "{kind}: once, also after a restart");
        assert_eq!(channel.gesture_fate(&ready).await.unwrap(), GestureFate::Stands, "{kind}");

        // Somebody else asks for the same, by another intent: there is one already.
        let again = OutgoingGesture { intent: gesture.intent + 100, ..gesture.clone() };
        let known = eventually("the app view tells of it", async || {
            let other = channel.prepare_gesture(&again).await.unwrap();
            (other.remote_id == ready.remote_id).then_some(other)
        })
        .await;
        channel.make_gesture(&known).await.unwrap();
        assert_eq!(channel.gesture_fate(&known).await.unwrap(), GestureFate::Stands, "{kind}");
        assert_eq!(brand.records(collection).await.len(), 1, "{kind}: it is taken for ours");

        // Of somebody erased meanwhile only our own id is left.
        let bare = PreparedGesture { record: String::new(), ..known.clone() };
        channel.take_back_gesture(&bare).await.unwrap();
        channel.take_back_gesture(&ready).await.unwrap();
        assert_eq!(brand.records(collection).await, [] as [Value; 0], "{kind}: gone, however often");
        assert_eq!(channel.gesture_fate(&ready).await.unwrap(), GestureFate::Absent, "{kind}");
        let gone = channel.make_gesture(&known).await.unwrap_err();
        assert_eq!((gone.remedy, gone.may_have_arrived), (Remedy::GiveUp, false), "{kind}: it was not ours to make");
    }
}

#[tokio::test]
#[ignore = "needs the atproto peer"]
async fn hiding_an_answer_leaves_what_others_hide_and_set_about_the_thread() {
    let (brand, alice, troll) = (Person::new("brand").await, Person::new("alice").await, Person::new("troll").await);
    let root = brand.post("Our new roast is here", json!({})).await;
    let place = |post: &RemoteRef| json!({"uri": post.id, "cid": post.revision});
    let reply = json!({"reply": {"root": place(&root), "parent": place(&root)}});
    let (rude, ruder, kind) = (
        troll.post("you fools", reply.clone()).await,
        troll.post("you utter fools", reply.clone()).await,
        alice.post("welcome", reply).await,
    );
    let channel = account(&brand);
    let first = channel.prepare_gesture(&about(GestureKind::Hide, &rude, &root, 1)).await.unwrap();
    assert_eq!(channel.gesture_fate(&first).await.unwrap(), GestureFate::Absent);
    channel.make_gesture(&first).await.unwrap();
    channel.make_gesture(&first).await.unwrap();
    assert_eq!(hidden(&brand).await, [rude.id.as_str()], "once, where there was no gate");

    // A colleague hides another in the network's own app, and says who may answer.
    let mut gate = brand.records(GATES).await[0]["value"].clone();
    gate["hiddenReplies"].as_array_mut().unwrap().push(json!(kind.id));
    gate["allow"] = json!([{"$type": "app.bsky.feed.threadgate#followingRule"}]);
    let body = json!({"repo": brand.did, "collection": GATES, "rkey": rkey(&root), "record": gate});
    brand.call("com.atproto.repo.putRecord", body).await;

    let second = channel.prepare_gesture(&about(GestureKind::Hide, &ruder, &root, 2)).await.unwrap();
    channel.make_gesture(&second).await.unwrap();
    assert_eq!(hidden(&brand).await, [&rude, &kind, &ruder].map(|post| post.id.clone()));
    channel.take_back_gesture(&first).await.unwrap();
    channel.take_back_gesture(&first).await.unwrap();
    assert_eq!(hidden(&brand).await, [&kind, &ruder].map(|post| post.id.clone()), "theirs stays");
    assert_eq!(channel.gesture_fate(&first).await.unwrap(), GestureFate::Absent);
    assert_eq!(channel.gesture_fate(&second).await.unwrap(), GestureFate::Stands);
    let kept = &brand.records(GATES).await[0]["value"];
    assert_eq!(kept["allow"], json!([{"$type": "app.bsky.feed.threadgate#followingRule"}]));

    let theirs = alice.post("my own thread", json!({})).await;
    for (post, root) in [(&theirs, &theirs), (&kind, &theirs), (&root, &root)] {
        let refused = channel.prepare_gesture(&about(GestureKind::Hide, post, root, 3)).await.unwrap_err();
        assert_eq!(refused.remedy, Remedy::GiveUp, "only under a post of ours, and never that itself");
    }
}

#[tokio::test]
#[ignore = "needs the atproto peer"]
async fn what_is_gone_and_what_no_account_does_is_refused() {
    let (brand, alice) = (Person::new("brand").await, Person::new("alice").await);
    let post = alice.post("soon gone", json!({})).await;
    let channel = account(&brand);
    prepared(&channel, &about(GestureKind::Like, &post, &post, 1)).await;
    alice.delete(&post).await;
    let refused = eventually("the deletion is known", async || {
        channel.prepare_gesture(&about(GestureKind::Like, &post, &post, 1)).await.err()
    })
    .await;
    assert_eq!(refused.remedy, Remedy::GiveUp);
    assert!(refused.what.contains("the post is gone"), "{}", refused.what);
    let nobody = GestureSubject::Author("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa".into());
    let refused = channel.prepare_gesture(&OutgoingGesture { about: nobody, ..follow(&alice) }).await.unwrap_err();
    assert_eq!(refused.remedy, Remedy::GiveUp);
    assert!(refused.what.contains("the account is gone"), "{}", refused.what);

    let ear = listener("ATPROTO_JETSTREAM_V2_URL");
    assert!(ear.capabilities().gestures.is_empty());
    let refused = ear.prepare_gesture(&follow(&alice)).await.unwrap_err();
    assert_eq!(refused.remedy, Remedy::GiveUp);
}
