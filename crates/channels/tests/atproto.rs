//! The AT Protocol channel against a real network on loopback: a directory, a personal data server, an app view, and
//! a relay that speaks both forms of Jetstream. Every test has people of its own.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::time::Duration;

use channels::atproto::{AppPassword, AtprotoChannel, AtprotoConfig, JETSTREAM, NOTIFICATIONS};
use channels::{
    Answered, Batch, Channel, Fate, LookedUp, OutgoingPicture, OutgoingReply, Received, Remedy, StreamCursor,
};
use jiff::SignedDuration;
use model::{Clock, ManualClock, PictureSource, Reason, ReceivedPost, RemoteRef, SystemClock};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

#[path = "atproto/gestures.rs"]
mod gestures;
mod network;
#[path = "atproto/postings.rs"]
mod postings;
use network::{Person, eventually, outgoing, peer, rkey};

fn channel(config: Value, password: Option<&str>, clock: Arc<dyn Clock>) -> AtprotoChannel {
    let mut all = json!({
        "service": peer("ATPROTO_PDS_URL"), "appview": peer("ATPROTO_APPVIEW_URL"),
        "directory": peer("ATPROTO_PLC_URL"), "poll_interval_seconds": 1,
    });
    all.as_object_mut().unwrap().extend(config.as_object().unwrap().clone());
    let config: AtprotoConfig = serde_json::from_value(all).unwrap();
    AtprotoChannel::new(config, password.map(AppPassword::new), outgoing(), clock).unwrap()
}

fn account(person: &Person) -> AtprotoChannel {
    let config = json!({"account": {"identifier": person.handle}});
    channel(config, Some(&person.password), Arc::new(SystemClock))
}

fn listener(stream: &str) -> AtprotoChannel {
    channel(json!({"jetstream": {"url": peer(stream)}}), None, Arc::new(SystemClock))
}

/// Somebody who listens to one stream, as the pipeline does.
struct Listening {
    batches: mpsc::Receiver<Batch>,
    task: JoinHandle<Result<(), channels::ChannelError>>,
    cursor: Option<StreamCursor>,
    is_caught_up: bool,
}

impl Listening {
    async fn to(channel: AtprotoChannel, stream: &'static str, cursor: Option<StreamCursor>) -> Self {
        let (sender, batches) = mpsc::channel(8);
        let from = cursor.clone();
        let task = tokio::spawn(async move { channel.receive(stream, from, sender).await });
        let mut listening = Self { batches, task, cursor, is_caught_up: false };
        if listening.cursor.is_none() {
            while !listening.is_caught_up {
                listening.next().await;
            }
        }
        listening
    }

    async fn next(&mut self) -> Vec<Received> {
        let batch = tokio::time::timeout(Duration::from_secs(30), self.batches.recv()).await;
        let batch = batch.expect("something is heard in time").expect("the stream goes on");
        assert_eq!(batch.gap, None);
        self.is_caught_up |= batch.is_caught_up;
        self.cursor = batch.cursor.or(self.cursor.take());
        batch.items
    }

    /// The next items that are told about, until there are `count`.
    async fn hear(&mut self, count: usize, tell: impl Fn(&Received) -> Option<String>) -> Vec<String> {
        let mut told = vec![];
        while told.len() < count {
            told.extend(self.next().await.iter().filter_map(&tell));
        }
        told
    }

    async fn stop(self) -> Option<StreamCursor> {
        drop(self.batches);
        self.task.await.unwrap().unwrap();
        self.cursor
    }
}

/// Tells what one person's posts do.
fn doings<'a>(person: &'a Person) -> impl Fn(&Received) -> Option<String> + 'a {
    |item| match item {
        Received::Post(post) if post.author.remote_id == person.did => Some(post.text.clone()),
        Received::Deleted { remote_id } if remote_id.contains(&person.did) => Some(format!("deleted {remote_id}")),
        Received::Author(author) if author.remote_id == person.did => Some("renamed".to_owned()),
        _ => None,
    }
}

fn answer(text: &str, parent: &RemoteRef, root: &RemoteRef) -> OutgoingReply {
    OutgoingReply {
        private_to: None,
        text: text.to_owned(),
        answers: Some(Answered { parent: parent.clone(), root: root.clone() }),
        language: Some("en".to_owned()),
        created_at: SystemClock.now(),
        intent: 42,
        pictures: vec![],
    }
}

#[tokio::test]
#[ignore = "needs the atproto peer"]
async fn an_app_password_tells_who_we_are() {
    let config = json!({"account": {"identifier": format!("@{}", peer("ATPROTO_BRAND_HANDLE"))}});
    let password = peer("ATPROTO_BRAND_APP_PASSWORD");
    let brand = channel(config, Some(&password), Arc::new(SystemClock));
    let us = brand.identify().await.unwrap().account.unwrap();
    assert_eq!(us.remote_id, peer("ATPROTO_BRAND_DID"));
    assert_eq!(us.handle, Some(peer("ATPROTO_BRAND_HANDLE")));
    assert!(brand.capabilities().can_reply);
    assert_eq!(brand.streams(), [NOTIFICATIONS]);
}

#[tokio::test]
#[ignore = "needs the atproto peer"]
async fn a_wrong_password_asks_to_reconnect() {
    let config = json!({"account": {"identifier": peer("ATPROTO_BRAND_HANDLE")}});
    let brand = channel(config, Some("not-the-password"), Arc::new(SystemClock));
    let error = brand.identify().await.unwrap_err();
    assert_eq!(error.remedy, Remedy::Reconnect);
    assert!(!format!("{error:?}").contains("not-the-password"));
}

#[tokio::test]
#[ignore = "needs the atproto peer"]
async fn whoever_names_answers_or_quotes_us_is_heard_once_also_across_a_restart() {
    let (brand, alice) = (Person::new("brand").await, Person::new("alice").await);
    let ours = brand.post("Our new roast is here", json!({})).await;
    let mut listening = Listening::to(account(&brand), NOTIFICATIONS, None).await;

    alice.mention(&brand, "good morning").await;
    assert_eq!(listening.hear(1, doings(&alice)).await, [format!("@{} good morning", brand.handle)]);
    let cursor = listening.stop().await;

    let place = json!({"uri": ours.id, "cid": ours.revision});
    alice.post("I love it", json!({"reply": {"root": place, "parent": place}})).await;
    alice.post("look", json!({"embed": {"$type": "app.bsky.embed.record", "record": place}})).await;
    let mut listening = Listening::to(account(&brand), NOTIFICATIONS, cursor).await;
    let mut heard = vec![];
    while heard.len() < 2 {
        heard.extend(listening.next().await);
    }
    let heard: Vec<_> = heard.iter().map(post).map(|p| (p.text.as_str(), p.reason)).collect();
    assert_eq!(heard, [("I love it", Some(Reason::Answered)), ("look", Some(Reason::Quoted))]);
}

#[tokio::test]
#[ignore = "needs the atproto peer"]
async fn both_forms_of_the_stream_go_on_where_they_stood() {
    let alice = Person::new("alice").await;
    for stream in ["ATPROTO_JETSTREAM_URL", "ATPROTO_JETSTREAM_V2_URL"] {
        let mut listening = Listening::to(listener(stream), JETSTREAM, None).await;
        alice.post("one", json!({})).await;
        assert_eq!(listening.hear(1, doings(&alice)).await, ["one"], "{stream}");
        let cursor = listening.stop().await;

        alice.post("two", json!({})).await;
        alice.post("three", json!({})).await;
        let mut listening = Listening::to(listener(stream), JETSTREAM, cursor).await;
        assert_eq!(listening.hear(2, doings(&alice)).await, ["two", "three"], "{stream}");
        alice.post("four", json!({})).await;
        assert_eq!(listening.hear(1, doings(&alice)).await, ["four"], "{stream}");
    }
}

#[tokio::test]
#[ignore = "needs the atproto peer"]
async fn edits_deletions_and_new_names_are_followed() {
    for stream in ["ATPROTO_JETSTREAM_URL", "ATPROTO_JETSTREAM_V2_URL"] {
        let alice = Person::new("alice").await;
        let mut listening = Listening::to(listener(stream), JETSTREAM, None).await;
        let first = alice.post("befor", json!({})).await;
        let second = alice.edit(&first, "before").await;
        assert_ne!(first.revision, second.revision);
        alice.delete(&second).await;
        let deleted = format!("deleted {}", first.id);
        let mut told = vec![];
        while !told.contains(&deleted) {
            told.extend(listening.hear(1, doings(&alice)).await);
        }
        // The account is new, so its first name was news as well.
        told.retain(|word| word != "renamed");
        assert_eq!(told, ["befor", "before", deleted.as_str()], "{stream}");

        let handle = format!("new{}", alice.handle.trim_start_matches("alice"));
        alice.call("com.atproto.identity.updateHandle", json!({"handle": handle})).await;
        assert_eq!(listening.hear(1, doings(&alice)).await, ["renamed"], "{stream}");
        let reader = listener(stream);
        eventually("the new name is known", async || {
            let known = reader.profiles(std::slice::from_ref(&alice.did)).await.unwrap();
            (known.first()?.handle.as_ref() == Some(&handle)).then_some(())
        })
        .await;
    }
}

#[tokio::test]
#[ignore = "needs the atproto peer"]
async fn an_answer_stands_under_the_right_post_with_its_links_people_and_tags() {
    let (brand, alice) = (Person::new("brand").await, Person::new("alice").await);
    let root = alice.post("My morning", json!({})).await;
    let place = json!({"uri": root.id, "cid": root.revision});
    let parent = alice.post("with coffee", json!({"reply": {"root": place, "parent": place}})).await;
    let channel = account(&brand);
    let text = format!("☕ Hi @{}, @nobody.test: see https://example.test/beans #coffee", alice.handle);

    let prepared = channel.prepare(&answer(&text, &parent, &root)).await.unwrap();
    let sent = channel.send(&prepared, &[]).await.unwrap();
    assert_eq!(prepared.remote_id.as_ref(), Some(&sent.remote.id));
    assert_eq!(sent.url.unwrap(), format!("https://bsky.app/profile/{}/post/{}", brand.handle, rkey(&sent.remote)));

    let posts = brand.posts().await;
    let record = &posts[0]["value"];
    assert_eq!((posts.len(), record["text"].as_str()), (1, Some(text.as_str())));
    assert_eq!(record["reply"]["parent"], json!({"uri": parent.id, "cid": parent.revision}));
    assert_eq!(record["reply"]["root"], place);
    assert_eq!(record["langs"], json!(["en"]));

    let thread = eventually("the answer appears in the thread", async || {
        let thread = channel.thread(&parent).await.unwrap();
        (thread.len() == 3).then_some(thread)
    })
    .await;
    let ids: Vec<_> = thread.iter().map(|p| p.remote.id.as_str()).collect();
    assert_eq!(ids, [root.id.as_str(), &parent.id, &sent.remote.id]);
    let marked: Vec<_> = thread[2].marks.iter().map(|m| &text[m.start..m.end]).collect();
    assert_eq!(marked, [&format!("@{}", alice.handle), "https://example.test/beans", "#coffee"]);
}

#[tokio::test]
#[ignore = "needs the atproto peer"]
async fn an_answer_to_a_post_of_unknown_version_finds_it_and_one_to_nothing_is_refused() {
    let (brand, alice) = (Person::new("brand").await, Person::new("alice").await);
    let known = alice.post("Hello", json!({})).await;
    let unknown = RemoteRef { revision: None, ..known.clone() };
    let channel = account(&brand);
    let prepared = eventually("the app view learns of the post", async || {
        channel.prepare(&answer("Hi", &unknown, &unknown)).await.ok()
    })
    .await;
    let body: Value = serde_json::from_str(&prepared.record).unwrap();
    assert_eq!(body["record"]["reply"]["parent"]["cid"].as_str(), known.revision.as_deref());

    let nothing = RemoteRef { id: format!("at://{}/app.bsky.feed.post/3n2aaaaaaaa2g", alice.did), revision: None };
    let error = channel.prepare(&answer("Hi", &nothing, &nothing)).await.unwrap_err();
    assert_eq!(error.remedy, Remedy::GiveUp);
    let error = channel.prepare(&answer(&"x".repeat(301), &known, &known)).await.unwrap_err();
    assert_eq!(error.remedy, Remedy::GiveUp);
}

#[tokio::test]
#[ignore = "needs the atproto peer"]
async fn sending_again_makes_no_second_post_and_the_fate_is_known_throughout() {
    let (brand, alice) = (Person::new("brand").await, Person::new("alice").await);
    let parent = alice.post("Hello", json!({})).await;
    let channel = account(&brand);
    let reply = answer("Hi", &parent, &parent);
    let prepared = channel.prepare(&reply).await.unwrap();
    assert_eq!(channel.prepare(&reply).await.unwrap(), prepared, "the same bytes every time");

    assert_eq!(channel.fate(&prepared).await.unwrap(), Fate::Absent);
    let (first, second) = tokio::join!(channel.send(&prepared, &[]), channel.send(&prepared, &[]));
    let sent = first.or(second).unwrap();
    assert_eq!(account(&brand).send(&prepared, &[]).await.unwrap(), sent, "after a restart");
    assert_eq!(channel.fate(&prepared).await.unwrap(), Fate::Stands(sent.clone()));
    assert_eq!(brand.posts().await.len(), 1);

    // Edited elsewhere meanwhile, it is still ours; another record in its place is not.
    let mut edited: Value = serde_json::from_str(&prepared.record).unwrap();
    edited.as_object_mut().unwrap().remove("swapRecord");
    edited["record"]["text"] = "Hi!".into();
    brand.call("com.atproto.repo.putRecord", edited.clone()).await;
    assert_eq!(channel.send(&prepared, &[]).await.unwrap().remote.id, sent.remote.id);
    assert_eq!(brand.posts().await[0]["value"]["text"], "Hi!");
    edited["record"]["createdAt"] = "2026-01-01T00:00:00.000Z".into();
    brand.call("com.atproto.repo.putRecord", edited).await;
    assert_eq!(channel.send(&prepared, &[]).await.unwrap_err().remedy, Remedy::GiveUp);
    assert_eq!(brand.posts().await.len(), 1);
}

#[tokio::test]
#[ignore = "needs the atproto peer"]
async fn an_answer_is_deleted_and_deleting_it_again_succeeds() {
    let (brand, alice) = (Person::new("brand").await, Person::new("alice").await);
    let parent = alice.post("Hello", json!({})).await;
    let channel = account(&brand);
    let prepared = channel.prepare(&answer("Hi", &parent, &parent)).await.unwrap();
    let sent = channel.send(&prepared, &[]).await.unwrap();
    channel.delete(&sent.remote).await.unwrap();
    channel.delete(&sent.remote).await.unwrap();
    assert_eq!(brand.posts().await, [] as [Value; 0]);
    assert_eq!(channel.fate(&prepared).await.unwrap(), Fate::Absent);
    assert_eq!(channel.delete(&parent).await.unwrap_err().remedy, Remedy::GiveUp, "not ours");
}

#[tokio::test]
#[ignore = "needs the atproto peer"]
async fn a_deleted_post_is_gone_when_looked_up_and_an_edited_account_is_not() {
    let (brand, alice) = (Person::new("brand").await, Person::new("alice").await);
    let (kept, deleted) = (alice.post("kept", json!({})).await, alice.post("deleted", json!({})).await);
    // Later, when not knowing a post can no longer mean that the app view is behind.
    let later = SystemClock.now() + SignedDuration::from_mins(5);
    let config = json!({"account": {"identifier": brand.handle}});
    let channel = channel(config, Some(&brand.password), Arc::new(ManualClock::at(&later.to_string())));
    let both = [kept.clone(), deleted.clone()];
    eventually("both posts are known", async || {
        let found = channel.look_up(&both).await.unwrap();
        found.iter().all(|f| matches!(f, LookedUp::Present(_))).then_some(())
    })
    .await;
    alice.delete(&deleted).await;
    let gone = eventually("the deletion is known", async || {
        let found = channel.look_up(&both).await.unwrap();
        assert!(found.iter().any(|f| matches!(f, LookedUp::Present(p) if p.remote == kept)));
        found.into_iter().find_map(|f| match f {
            LookedUp::Gone { remote_id } => Some(remote_id),
            LookedUp::Present(_) => None,
        })
    })
    .await;
    assert_eq!(gone, deleted.id);
    assert!(channel.thread(&deleted).await.unwrap().is_empty());
}

#[tokio::test]
#[ignore = "needs the atproto peer"]
async fn who_blocks_us_is_hidden_but_not_gone() {
    let (brand, alice) = (Person::new("brand").await, Person::new("alice").await);
    let critical = alice.post("too bitter", json!({})).await;
    let block = json!({
        "repo": alice.did, "collection": "app.bsky.graph.block",
        "record": {"$type": "app.bsky.graph.block", "subject": brand.did, "createdAt": network::now()},
    });
    alice.call("com.atproto.repo.createRecord", block).await;
    let later = SystemClock.now() + SignedDuration::from_mins(5);
    let config = json!({"account": {"identifier": brand.handle}});
    let channel = channel(config, Some(&brand.password), Arc::new(ManualClock::at(&later.to_string())));
    eventually("the block hides the thread from us", async || {
        channel.thread(&critical).await.unwrap().is_empty().then_some(())
    })
    .await;
    let found = channel.look_up(&[critical]).await.unwrap();
    assert!(matches!(found[..], [LookedUp::Present(_)]), "{found:?}");
}

#[tokio::test]
#[ignore = "needs the atproto peer"]
async fn people_are_known_by_name_with_and_without_an_account() {
    let brand = Person::new("brand").await;
    let (known, unknown) = (peer("ATPROTO_ALICE_DID"), "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa".to_owned());
    for channel in [account(&brand), listener("ATPROTO_JETSTREAM_URL")] {
        let people = channel.profiles(&[known.clone(), unknown.clone(), known.clone()]).await.unwrap();
        assert_eq!(people.len(), 1);
        assert_eq!(people[0].handle, Some(peer("ATPROTO_ALICE_HANDLE")));
        assert_eq!(people[0].display_name.as_deref(), Some("Alice"));
        assert!(people[0].follower_count.is_some());
    }
}

#[tokio::test]
#[ignore = "needs the atproto peer"]
async fn a_channel_without_account_listens_reads_and_cannot_answer() {
    let alice = Person::new("alice").await;
    let post = alice.post("Hello", json!({})).await;
    let channel = listener("ATPROTO_JETSTREAM_V2_URL");
    assert_eq!(channel.identify().await.unwrap().account, None);
    assert!(!channel.capabilities().can_reply);
    assert_eq!(channel.streams(), [JETSTREAM]);
    assert_eq!(channel.prepare(&answer("Hi", &post, &post)).await.unwrap_err().remedy, Remedy::GiveUp);
    eventually("anybody can read the thread", async || {
        channel.thread(&post).await.ok().filter(|thread| thread.len() == 1)
    })
    .await;
}

fn post(item: &Received) -> &ReceivedPost {
    match item {
        Received::Post(post) => post,
        other => panic!("no post: {other:?}"),
    }
}

/// A file as cameras and programs make them: small, of one colour.
fn picture(alt: &str, colour: u8) -> OutgoingPicture {
    let (width, height) = (6_u32, 4_u32);
    let mut bytes = Vec::new();
    let row = [&[0_u8][..], &[colour, 40, 90].repeat(width as usize)].concat();
    png(&mut bytes, (width, height), &row.repeat(height as usize));
    OutgoingPicture { alt: alt.into(), media_type: "image/png".into(), width, height, bytes }
}

/// A PNG of rows that are not packed.
fn png(into: &mut Vec<u8>, (width, height): (u32, u32), rows: &[u8]) {
    fn sum(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |sum, byte| {
            (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg()))
        })
    }
    let mut chunk = |kind: &[u8], data: &[u8]| {
        into.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
        let named = [kind, data].concat();
        into.extend(&named);
        into.extend(sum(&named).to_be_bytes());
    };
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    let adler = rows.iter().fold((1_u32, 0_u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    let length = u16::try_from(rows.len()).unwrap();
    let stored = [&[0x78, 0x01, 0x01][..], &length.to_le_bytes(), &(!length).to_le_bytes(), rows].concat();
    let packed = [stored, ((adler.1 << 16) | adler.0).to_be_bytes().to_vec()].concat();
    chunk(b"IHDR", &head);
    chunk(b"IDAT", &packed);
    chunk(b"IEND", &[]);
    into.splice(0..0, *b"\x89PNG\r\n\x1a\n");
}

#[tokio::test]
#[ignore = "needs the atproto peer"]
async fn an_answer_shows_its_pictures_once_with_what_they_show_and_the_very_bytes() {
    let (brand, alice) = (Person::new("brand").await, Person::new("alice").await);
    let parent = alice.post("How do I get to the train?", json!({})).await;
    let channel = account(&brand);
    let pictures = [picture("The ramp at platform 1", 200), picture("The way there, without steps", 90)];
    let reply = OutgoingReply {
        pictures: pictures.to_vec(),
        ..answer("Like this: https://example.test/way #stepfree", &parent, &parent)
    };
    let prepared = channel.prepare(&reply).await.unwrap();
    assert_eq!(channel.prepare(&reply).await.unwrap(), prepared, "the same bytes every time");
    assert_eq!(channel.fate(&prepared).await.unwrap(), Fate::Absent, "preparing sends nothing");

    let error = channel.send(&prepared, &pictures[1..]).await.unwrap_err();
    assert_eq!((error.remedy, error.may_have_arrived), (Remedy::GiveUp, false), "a picture is gone");
    assert_eq!(brand.posts().await, [] as [Value; 0]);
    let (first, second) = tokio::join!(channel.send(&prepared, &pictures), channel.send(&prepared, &pictures));
    let sent = first.or(second).unwrap();
    assert_eq!(account(&brand).send(&prepared, &pictures).await.unwrap(), sent, "after a restart");
    let posts = brand.posts().await;
    assert_eq!(posts.len(), 1);
    let record = &posts[0]["value"];
    assert_eq!(record["facets"].as_array().unwrap().len(), 2, "links and tags are what they were");
    let images = record["embed"]["images"].as_array().unwrap();
    assert_eq!(images.len(), 2);
    for (image, picture) in images.iter().zip(&pictures) {
        assert_eq!(image["alt"], picture.alt);
        assert_eq!(image["aspectRatio"], json!({"width": 6, "height": 4}));
        let cid = image["image"]["ref"]["$link"].as_str().unwrap().to_owned();
        let source = PictureSource::Blob { owner: brand.did.clone(), cid };
        assert_eq!(channel.picture(&source).await.unwrap().as_ref(), Some(&picture.bytes));
    }

    let heard = eventually("the answer appears in the thread", async || {
        let thread = channel.thread(&parent).await.unwrap();
        thread.into_iter().find(|post| post.remote.id == sent.remote.id)
    })
    .await;
    let told: Vec<_> = heard.attachments.iter().map(|one| one.alt.as_deref().unwrap()).collect();
    assert_eq!(told, ["The ramp at platform 1", "The way there, without steps"]);
}
