//! The world as a channel: what a listener hears and what becomes of an answer.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::time::Duration;

use channels::{
    Answered, Batch, Channel, Fate, GestureFate, GestureSubject, LookedUp, OutgoingGesture, OutgoingPicture,
    OutgoingReply, Received, Remedy, StreamCursor,
};
use model::{Clock, GestureKind, Reason, ReceivedPost, RemoteRef};
use simulator::{Faults, OUR_HANDLE, RuntimeClock, Settings, SimulatedChannel, World};
use tokio::sync::mpsc;
use tokio::time::timeout;

fn world(settings: Settings) -> (Arc<World>, Arc<RuntimeClock>) {
    let clock = Arc::new(RuntimeClock::starting_at("2026-11-24T08:00:00Z".parse().unwrap()));
    (World::with_settings(7, clock.clone(), clock.now(), settings), clock)
}

fn quiet_demo() -> Settings {
    demo_with(Faults::NONE)
}

/// As the demo, with what concerns us on a stream of its own.
fn demo_with(faults: Faults) -> Settings {
    Settings { has_account_stream: true, ..Settings::demo().with_faults(faults) }
}

/// Hears a stream until told to stop.
fn listen(world: &Arc<World>, stream: &'static str, cursor: Option<StreamCursor>) -> mpsc::Receiver<Batch> {
    let channel = SimulatedChannel::new(world.clone());
    let (sender, receiver) = mpsc::channel(4);
    tokio::spawn(async move { channel.receive(stream, cursor, sender).await });
    receiver
}

fn posts(batch: Batch) -> Vec<ReceivedPost> {
    let post = |received| match received {
        Received::Post(post) => Some(*post),
        _ => None,
    };
    batch.items.into_iter().filter_map(post).collect()
}

/// The cursor of a stream that heard everything so far.
async fn caught_up(batches: &mut mpsc::Receiver<Batch>) -> StreamCursor {
    loop {
        let batch = batches.recv().await.unwrap();
        if batch.is_caught_up {
            return batch.cursor.unwrap();
        }
    }
}

async fn next_post(batches: &mut mpsc::Receiver<Batch>, fits: impl Fn(&ReceivedPost) -> bool) -> ReceivedPost {
    let search = async {
        loop {
            let batch = batches.recv().await.unwrap();
            if let Some(post) = posts(batch).into_iter().find(|post| fits(post)) {
                return post;
            }
        }
    };
    timeout(Duration::from_secs(3_600), search).await.unwrap()
}

fn reply_to(post: &ReceivedPost, intent: i64, clock: &RuntimeClock) -> OutgoingReply {
    OutgoingReply {
        private_to: None,
        text: "Danke fürs Schreiben, wir kümmern uns.".into(),
        answers: Some(Answered { parent: post.remote.clone(), root: post.root.clone().unwrap_or(post.remote.clone()) }),
        language: None,
        created_at: clock.now(),
        intent,
        pictures: vec![],
    }
}

#[tokio::test(start_paused = true)]
async fn history_comes_first_and_then_people_speak_live() {
    let (world, clock) = world(quiet_demo());
    let started_at = clock.now();
    let mut batches = listen(&world, "account", None);
    let first = posts(batches.recv().await.unwrap());
    assert!(first[0].posted_at < started_at - Duration::from_secs(2 * 24 * 3_600));
    caught_up(&mut batches).await;
    let live = next_post(&mut batches, |post| post.posted_at >= started_at).await;
    assert!(live.reason.is_some());
}

#[tokio::test(start_paused = true)]
async fn a_live_post_comes_about_every_six_seconds() {
    let (world, clock) = world(quiet_demo());
    let started_at = clock.now();
    tokio::time::sleep(Duration::from_secs(1_800)).await;
    let spoken = world
        .history(started_at, clock.now())
        .into_iter()
        .filter(|told| matches!(&told.received, Received::Post(post) if post.posted_at >= started_at))
        .count();
    assert!((200..420).contains(&spoken), "{spoken}");
}

#[tokio::test(start_paused = true)]
async fn whoever_is_answered_reacts_within_seconds() {
    let (world, clock) = world(quiet_demo());
    let channel = SimulatedChannel::new(world.clone());
    let mut batches = listen(&world, "account", world.cursors_at(clock.now()).pop());
    let mut reacted = 0;
    for intent in 0..8 {
        let is_open = |post: &ReceivedPost| world.answer_for(post).is_some();
        let heard = next_post(&mut batches, is_open).await;
        let prepared = channel.prepare(&reply_to(&heard, intent, &clock)).await.unwrap();
        let sent = channel.send(&prepared, &[]).await.unwrap();
        let answered_at = clock.now();
        let wait = async {
            next_post(&mut batches, |post| post.parent.as_ref().is_some_and(|p| p.id == sent.remote.id)).await
        };
        if let Ok(reaction) = timeout(Duration::from_secs(30), wait).await {
            assert_eq!(reaction.reason, Some(Reason::Answered));
            assert!(reaction.posted_at >= answered_at + Duration::from_secs(4));
            reacted += 1;
        }
    }
    assert!(reacted >= 5, "{reacted} of 8");
}

#[tokio::test(start_paused = true)]
async fn whoever_is_written_to_in_private_answers_so_and_the_hostile_take_nothing() {
    let (world, clock) = world(quiet_demo());
    let channel = SimulatedChannel::new(world.clone());
    let mut batches = listen(&world, "account", world.cursors_at(clock.now()).pop());
    let (mut answered, mut refused) = (0, 0);
    for intent in 0..40 {
        let heard = next_post(&mut batches, |post| world.answer_for(post).is_some() && !post.is_private()).await;
        let to = Some(heard.author.remote_id.clone());
        let reply = OutgoingReply { private_to: to, ..reply_to(&heard, intent, &clock) };
        let Ok(prepared) = channel.prepare(&reply).await else {
            refused += 1;
            continue;
        };
        let (first, second) =
            (channel.send(&prepared, &[]).await.unwrap(), channel.send(&prepared, &[]).await.unwrap());
        assert_eq!((&first, first.url.clone()), (&second, None), "once, and nobody else can read it");
        let around = channel.thread(&heard.remote).await.unwrap();
        assert!(around.iter().all(|post| post.remote != first.remote), "it stands in no public thread");
        let is_answer = |post: &ReceivedPost| post.parent.as_ref().is_some_and(|p| p.id == first.remote.id);
        if let Ok(answer) = timeout(Duration::from_secs(30), next_post(&mut batches, is_answer)).await {
            assert_eq!((answer.reason, answer.url.clone()), (Some(Reason::InPrivate), None));
            assert_eq!(answer.root.as_ref().map(|root| &root.id), Some(&first.remote.id));
            answered += 1;
        }
        if answered >= 5 && refused >= 1 {
            break;
        }
    }
    assert!(answered >= 5 && refused >= 1, "{answered} answered, {refused} took nothing");
    assert!(world.truth().ours.iter().any(|ours| ours.is_private));
}

#[tokio::test(start_paused = true)]
async fn an_answer_sent_twice_stands_once() {
    let (world, clock) = world(quiet_demo());
    let channel = SimulatedChannel::new(world.clone());
    let mut batches = listen(&world, "account", None);
    let heard = next_post(&mut batches, |post| post.parent.is_none()).await;
    let prepared = channel.prepare(&reply_to(&heard, 41, &clock)).await.unwrap();
    assert_eq!(channel.fate(&prepared).await.unwrap(), Fate::Absent);
    let first = channel.send(&prepared, &[]).await.unwrap();
    let second = SimulatedChannel::new(world.clone()).send(&prepared, &[]).await.unwrap();
    assert_eq!(first, second);
    assert_eq!(Some(first.remote.id.clone()), prepared.remote_id);
    assert_eq!(channel.fate(&prepared).await.unwrap(), Fate::Stands(first.clone()));
    let ours: Vec<_> = world.truth().ours.into_iter().filter(|ours| ours.intent == Some(41)).collect();
    assert_eq!(ours.len(), 1);
    assert_eq!(ours[0].parent_id, heard.remote.id);
    let thread = channel.thread(&heard.remote).await.unwrap();
    assert_eq!(thread.iter().filter(|post| post.remote.id == first.remote.id).count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_of_the_network_leaves_one_post_whose_fate_can_be_asked() {
    let faults = Faults { send_lost_answer_rate: 1.0, ..Faults::NONE };
    let (world, clock) = world(demo_with(faults));
    let channel = SimulatedChannel::new(world.clone());
    let mut batches = listen(&world, "account", None);
    let heard = next_post(&mut batches, |post| post.parent.is_none()).await;
    let prepared = channel.prepare(&reply_to(&heard, 42, &clock)).await.unwrap();
    let error = channel.send(&prepared, &[]).await.unwrap_err();
    assert!(error.may_have_arrived);
    assert!(matches!(channel.fate(&prepared).await.unwrap(), Fate::Stands(_)));
    assert!(channel.send(&prepared, &[]).await.is_ok());
    assert_eq!(world.truth().ours.iter().filter(|ours| ours.intent == Some(42)).count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_refused_answer_stays_refused_and_does_not_stand() {
    let faults = Faults { send_refused_rate: 1.0, ..Faults::NONE };
    let (world, clock) = world(demo_with(faults));
    let channel = SimulatedChannel::new(world.clone());
    let mut batches = listen(&world, "account", None);
    let heard = next_post(&mut batches, |post| post.parent.is_none()).await;
    let prepared = channel.prepare(&reply_to(&heard, 43, &clock)).await.unwrap();
    for _ in 0..3 {
        let error = channel.send(&prepared, &[]).await.unwrap_err();
        assert_eq!((error.remedy, error.may_have_arrived), (Remedy::GiveUp, false));
    }
    assert_eq!(channel.fate(&prepared).await.unwrap(), Fate::Absent);
}

#[tokio::test(start_paused = true)]
async fn words_that_the_network_does_not_take_are_refused_before_they_leave() {
    let (world, clock) = world(quiet_demo());
    let channel = SimulatedChannel::new(world.clone());
    let mut batches = listen(&world, "account", None);
    let heard = next_post(&mut batches, |_| true).await;
    for text in ["", "  \n", &"ä".repeat(501)] {
        let reply = OutgoingReply { text: text.into(), ..reply_to(&heard, 44, &clock) };
        assert_eq!(channel.prepare(&reply).await.unwrap_err().remedy, Remedy::GiveUp);
    }
    let nowhere = RemoteRef { id: "sim://nowhere".into(), revision: None };
    let reply = OutgoingReply {
        answers: Some(Answered { parent: nowhere.clone(), root: nowhere }),
        ..reply_to(&heard, 45, &clock)
    };
    let prepared = channel.prepare(&reply).await.unwrap();
    assert_eq!(channel.send(&prepared, &[]).await.unwrap_err().remedy, Remedy::GiveUp);
}

#[tokio::test(start_paused = true)]
async fn only_posts_of_ours_can_be_deleted_and_twice_is_no_error() {
    let (world, clock) = world(quiet_demo());
    let channel = SimulatedChannel::new(world.clone());
    let mut batches = listen(&world, "account", None);
    let heard = next_post(&mut batches, |post| post.parent.is_none()).await;
    let prepared = channel.prepare(&reply_to(&heard, 46, &clock)).await.unwrap();
    let sent = channel.send(&prepared, &[]).await.unwrap();
    channel.delete(&sent.remote).await.unwrap();
    channel.delete(&sent.remote).await.unwrap();
    assert!(channel.delete(&heard.remote).await.is_err());
    let looked_up = channel.look_up(&[sent.remote.clone(), heard.remote.clone()]).await.unwrap();
    assert!(matches!(&looked_up[0], LookedUp::Gone { remote_id } if *remote_id == sent.remote.id));
    assert!(matches!(&looked_up[1], LookedUp::Present(post) if post.remote.id == heard.remote.id));
    assert!(channel.send(&prepared, &[]).await.is_err(), "what was deleted is not sent again");
}

#[tokio::test(start_paused = true)]
async fn we_are_the_railway_and_profiles_are_known() {
    let (world, _) = world(quiet_demo());
    let channel = SimulatedChannel::new(world.clone());
    let us = channel.identify().await.unwrap().account.unwrap();
    assert_eq!(us.handle.as_deref(), Some(OUR_HANDLE));
    let somebody = world.people()[0].remote_id.clone();
    let known = channel.profiles(&[somebody.clone(), us.remote_id.clone(), "nobody".into()]).await.unwrap();
    assert_eq!(known.iter().map(|profile| &profile.remote_id).collect::<Vec<_>>(), [&somebody, &us.remote_id]);
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_is_not_there_and_a_foreign_cursor_are_refused_at_once() {
    let (world, _) = world(quiet_demo());
    let channel = SimulatedChannel::new(world);
    let (sender, _receiver) = mpsc::channel(1);
    let error = channel.receive("telex", None, sender.clone()).await.unwrap_err();
    assert_eq!(error.remedy, Remedy::GiveUp);
    let cursor = StreamCursor { stream: "public".into(), value: "yesterday".into() };
    let error = channel.receive("public", Some(cursor), sender).await.unwrap_err();
    assert_eq!(error.remedy, Remedy::GiveUp);
}

#[tokio::test(start_paused = true)]
async fn a_cursor_of_another_world_goes_on_from_the_present_and_says_what_is_missing() {
    let (world, _) = world(quiet_demo());
    let cursor = StreamCursor { stream: "public".into(), value: "999999999".into() };
    let mut batches = listen(&world, "public", Some(cursor));
    let first = batches.recv().await.unwrap();
    assert!(first.gap.is_some() && first.items.is_empty());
    next_post(&mut batches, |_| true).await;
}

#[tokio::test(start_paused = true)]
async fn a_world_with_one_stream_tells_everything_on_it_in_order() {
    let (world, _) = world(Settings::demo().with_faults(Faults::NONE));
    let channel = SimulatedChannel::new(world.clone());
    assert_eq!(channel.streams(), ["public"]);
    let mut batches = listen(&world, "public", None);
    let (mut heard, mut reasons) = (std::collections::HashSet::new(), 0);
    loop {
        let batch = batches.recv().await.unwrap();
        let is_end = batch.is_caught_up;
        for post in posts(batch) {
            // Whatever is answered was heard before.
            assert!(post.parent.as_ref().is_none_or(|parent| heard.contains(&parent.id)), "{post:?}");
            reasons += usize::from(post.reason.is_some());
            heard.insert(post.remote.id);
        }
        if is_end {
            break;
        }
    }
    assert!(reasons > 100, "{reasons}");
}

fn picture(alt: &str, bytes: &[u8]) -> OutgoingPicture {
    OutgoingPicture { alt: alt.into(), media_type: "image/png".into(), width: 4, height: 3, bytes: bytes.to_vec() }
}

#[tokio::test(start_paused = true)]
async fn an_answer_shows_its_pictures_with_what_they_show_once_however_often_it_is_sent() {
    let faults = Faults { send_lost_answer_rate: 1.0, ..Faults::NONE };
    let (world, clock) = world(demo_with(faults));
    let channel = SimulatedChannel::new(world.clone());
    let mut batches = listen(&world, "account", None);
    let heard = next_post(&mut batches, |post| post.parent.is_none()).await;
    let pictures = [picture("A ramp", b"ramp"), picture("A lift", b"lift")];
    let reply = OutgoingReply { pictures: pictures.to_vec(), ..reply_to(&heard, 47, &clock) };
    let prepared = channel.prepare(&reply).await.unwrap();
    assert_eq!(channel.prepare(&reply).await.unwrap(), prepared, "the same bytes make the same record");
    let error = channel.send(&prepared, &pictures[..1]).await.unwrap_err();
    assert_eq!((error.remedy, error.may_have_arrived), (Remedy::GiveUp, false), "one is gone");
    assert!(channel.send(&prepared, &pictures).await.unwrap_err().may_have_arrived);
    let sent = channel.send(&prepared, &pictures).await.unwrap();
    let thread = channel.thread(&heard.remote).await.unwrap();
    let ours: Vec<_> = thread.iter().filter(|post| post.remote.id == sent.remote.id).collect();
    assert_eq!(ours.len(), 1);
    let shown: Vec<_> = ours[0].attachments.iter().map(|one| one.alt.as_deref().unwrap()).collect();
    assert_eq!(shown, ["A ramp", "A lift"]);
    for (attachment, picture) in ours[0].attachments.iter().zip(&pictures) {
        let bytes = channel.picture(attachment.picture.as_ref().unwrap()).await.unwrap();
        assert_eq!(bytes.as_ref(), Some(&picture.bytes));
    }
}

#[tokio::test(start_paused = true)]
async fn pictures_that_the_network_does_not_take_are_refused_before_they_leave() {
    let (world, clock) = world(quiet_demo());
    let channel = SimulatedChannel::new(world.clone());
    let rule = channel.capabilities().pictures;
    let mut batches = listen(&world, "account", None);
    let heard = next_post(&mut batches, |_| true).await;
    let too_many = vec![picture("A ramp", b"ramp"); rule.count_max + 1];
    let too_large = vec![picture("A ramp", &vec![0; rule.bytes_max + 1])];
    for pictures in [too_many, too_large, vec![picture(" ", b"ramp")], vec![picture(&"a".repeat(1_501), b"ramp")]] {
        let reply = OutgoingReply { pictures, ..reply_to(&heard, 48, &clock) };
        assert_eq!(channel.prepare(&reply).await.unwrap_err().remedy, Remedy::GiveUp);
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_done_without_words_stands_once_and_is_taken_back() {
    let (world, clock) = world(quiet_demo());
    let mut batches = listen(&world, "account", None);
    let post = next_post(&mut batches, |post| post.reason.is_some()).await;
    let channel = SimulatedChannel::new(world.clone());
    let about = GestureSubject::Post { post: post.remote.clone(), root: post.remote.clone() };
    let kind = GestureKind::Like;
    let like = OutgoingGesture { kind, about, report: None, created_at: clock.now(), intent: 1 };
    let prepared = channel.prepare_gesture(&like).await.unwrap();
    assert_eq!(channel.gesture_fate(&prepared).await.unwrap(), GestureFate::Absent);
    channel.make_gesture(&prepared).await.unwrap();
    channel.make_gesture(&prepared).await.unwrap();
    assert_eq!(channel.gesture_fate(&prepared).await.unwrap(), GestureFate::Stands);
    assert_eq!(world.gestures().len(), 1);
    channel.take_back_gesture(&prepared).await.unwrap();
    assert!(world.gestures().is_empty());
    let hide = OutgoingGesture { kind: GestureKind::Hide, ..like.clone() };
    assert_eq!(channel.prepare_gesture(&hide).await.unwrap_err().remedy, Remedy::GiveUp, "it is under no post of ours");
    let nowhere = RemoteRef { id: "sim:post:none".into(), revision: None };
    let about = GestureSubject::Post { post: nowhere.clone(), root: nowhere };
    let gone = channel.prepare_gesture(&OutgoingGesture { about, ..like }).await.unwrap_err();
    assert_eq!(gone.remedy, Remedy::GiveUp);
}
