//! At most one post per intent, and never more said of it than is known.
#![allow(clippy::unwrap_used)]

mod post_office;
use post_office::{PostOffice, Sending, Server, Telling, said};

use std::sync::Arc;
use std::time::Duration;

use model::{ChannelState, EventKind, ReplyId, ReplyState, Status};

/// A town in which somebody asked something (post "a"), and a server that heard it.
async fn asked() -> (Arc<PostOffice>, Server) {
    let office = PostOffice::with_streams(&["letters"]);
    office.says("letters", [said("a", "Wo bleibt der Zug?")]);
    let server = Server::listening_to(office.clone()).await;
    server.eventually("it is heard", async || server.post("a").await.is_some()).await;
    (office, server)
}

/// Puts the reply where a process killed while it was sending leaves it.
async fn leave_sending(store: &store::Store, id: ReplyId) {
    let mut tx = store.write().await.unwrap();
    let mut reply = store::reply::find(&mut tx, id).await.unwrap().unwrap();
    let prepared = channels::PreparedReply { remote_id: Some(format!("ours/{id}")), record: reply.text.clone() };
    let prepared = serde_json::to_string(&prepared).unwrap();
    inbox::begin_sending(&mut tx, &mut reply, prepared, Some(format!("ours/{id}"))).await.unwrap();
    tx.commit().await.unwrap();
}

const NEVER: Duration = Duration::from_secs(1_000_000);

#[tokio::test]
async fn an_answer_is_sent_once_confirmed_and_told_of() {
    let (office, server) = asked().await;
    let id = server.answer("a", "Gleich da", Duration::ZERO).await;
    let reply = server.becomes(id, ReplyState::Delivered).await;
    assert_eq!(office.made(), ["Gleich da"]);
    assert_eq!((reply.attempts, reply.url.as_deref()), (1, Some("https://example.org/ours")));
    let conversation = server.conversation(reply.conversation).await;
    assert_eq!((conversation.status, conversation.waiting_since), (Status::Waiting, None));
    server.handle.shut_down().await;
    let kinds: Vec<_> = server
        .log()
        .await
        .into_iter()
        .map(|event| event.kind)
        .filter(|kind| kind.as_str().starts_with("reply."))
        .collect();
    use EventKind::*;
    assert_eq!(kinds, [ReplyQueued, ReplySending, ReplySent, ReplyDelivered]);
}

#[tokio::test]
async fn every_answer_of_the_network_leads_where_it_should() {
    use Sending::*;
    // What the network does, how it ends, how many posts stand, how often it was tried.
    let table: [(&[Sending], ReplyState, usize, usize); 8] = [
        (&[Later], ReplyState::Delivered, 1, 2),
        (&[Later, Later, TakeInSilence], ReplyState::Delivered, 1, 3),
        (&[TakeInSilence], ReplyState::Delivered, 1, 1),
        (&[LoseInSilence], ReplyState::Delivered, 1, 2),
        (&[LoseInSilence, LoseInSilence, Take], ReplyState::Delivered, 1, 3),
        (&[Refuse], ReplyState::FailedFinal, 0, 1),
        (&[Later, Refuse], ReplyState::FailedFinal, 0, 2),
        (&[RefuseCredential], ReplyState::FailedRetryable, 0, 1),
    ];
    for (sending, state, posts, attempts) in table {
        let (office, server) = asked().await;
        office.will(sending.iter().copied());
        let id = server.answer("a", "Gleich da", Duration::ZERO).await;
        let reply = server.becomes(id, state).await;
        assert_eq!((office.made().len(), office.attempts()), (posts, attempts), "{sending:?}");
        let status = server.conversation(reply.conversation).await.status;
        let is_out = state == ReplyState::Delivered;
        assert_eq!(status, if is_out { Status::Waiting } else { Status::Open }, "{sending:?}");
        assert_eq!(reply.state_reason.is_none(), is_out, "{sending:?}");
        server.handle.shut_down().await;
    }
}

#[tokio::test]
async fn a_refused_credential_blocks_the_channel_and_the_answer_can_be_tried_again() {
    let (office, server) = asked().await;
    office.will([Sending::RefuseCredential]);
    let id = server.answer("a", "Gleich da", Duration::ZERO).await;
    server.becomes(id, ReplyState::FailedRetryable).await;
    let blocked = async || server.kept().await.state == ChannelState::Blocked;
    server.eventually("the channel is blocked", blocked).await;
    let kept = server.kept().await;
    assert_eq!(kept.state_reason.as_deref(), Some("the password was refused"));
    server.handle.change_credential(model::Actor::System, &kept, "better").await.unwrap();
    let mut tx = server.store().write_durable().await.unwrap();
    inbox::retry(&mut tx, &server.ada().await, id).await.unwrap();
    tx.commit().await.unwrap();
    server.becomes(id, ReplyState::Delivered).await;
    assert_eq!(office.made().len(), 1);
    server.handle.shut_down().await;
}

#[tokio::test]
async fn a_network_that_cannot_be_asked_leaves_the_decision_to_a_person() {
    for (arrived, posts) in [(true, 1), (false, 2)] {
        let (office, server) = asked().await;
        office.tells(Telling::CannotTell);
        office.will([Sending::TakeInSilence]);
        let id = server.answer("a", "Gleich da", Duration::ZERO).await;
        server.becomes(id, ReplyState::Unknown).await;
        let server = server.restart(async |_| ()).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert_eq!((server.reply(id).await.state, office.attempts()), (ReplyState::Unknown, 1), "never blindly again");
        let mut tx = server.store().write_durable().await.unwrap();
        inbox::decide(&mut tx, &server.ada().await, id, arrived).await.unwrap();
        tx.commit().await.unwrap();
        let ends = async || !server.reply(id).await.state.is_moving() && server.reply(id).await.state.is_out();
        server.eventually("it is out", ends).await;
        assert_eq!(office.made().len(), posts, "as the person said, right or wrong");
        server.handle.shut_down().await;
    }
}

#[tokio::test]
async fn a_network_that_is_not_to_be_reached_is_asked_again_before_anything_is_sent() {
    let (office, server) = asked().await;
    office.will([Sending::TakeInSilence]);
    office.tells(Telling::NotYet(3));
    let id = server.answer("a", "Gleich da", Duration::ZERO).await;
    let tried = async || office.attempts() == 1;
    server.eventually("it is tried", tried).await;
    let reply = server.becomes(id, ReplyState::Delivered).await;
    assert_eq!((office.made().len(), office.attempts(), reply.attempts), (1, 1, 1));
    server.handle.shut_down().await;
}

#[tokio::test]
async fn after_a_crash_while_sending_the_network_is_asked_first() {
    for (stood, telling, state, posts) in [
        (true, Telling::Truth, ReplyState::Delivered, 1),
        (false, Telling::Truth, ReplyState::Delivered, 1),
        (true, Telling::CannotTell, ReplyState::Unknown, 1),
        (false, Telling::CannotTell, ReplyState::Unknown, 0),
        (true, Telling::NotYet(2), ReplyState::Delivered, 1),
    ] {
        let (office, server) = asked().await;
        let id = server.answer("a", "Gleich da", Duration::from_secs(20)).await;
        office.tells(telling);
        let server = server
            .restart(async |store| {
                leave_sending(store, id).await;
                if stood {
                    let record = "Gleich da".to_owned();
                    let prepared = channels::PreparedReply { remote_id: Some(format!("ours/{id}")), record };
                    channels::Channel::send(office.as_ref(), &prepared, &[]).await.unwrap();
                }
            })
            .await;
        server.becomes(id, state).await;
        assert_eq!(office.made().len(), posts, "stood {stood}, {telling:?}");
        server.handle.shut_down().await;
    }
}

#[tokio::test]
async fn what_was_taken_back_in_time_never_leaves() {
    let (office, server) = asked().await;
    let id = server.answer("a", "Lieber nicht", NEVER).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(server.reply(id).await.state, ReplyState::Queued);
    let mut tx = server.store().write().await.unwrap();
    inbox::cancel(&mut tx, &server.ada().await, id).await.unwrap();
    // And as if its time had come all the same.
    let now = tx.now();
    store::job::enqueue(&mut tx, inbox::SEND_REPLY, &id.to_string(), &serde_json::json!({ "reply": id }), now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let idle = async || store::job::next_due(&mut server.store().read().await.unwrap()).await.unwrap().is_none();
    server.eventually("nothing is left to do", idle).await;
    assert_eq!((server.reply(id).await.state, office.attempts()), (ReplyState::Cancelled, 0));
    server.handle.shut_down().await;
}

#[tokio::test]
async fn an_answer_seen_on_the_stream_before_the_network_answered_is_delivered_and_not_sent_again() {
    let (office, server) = asked().await;
    let id = server.answer("a", "Gleich da", Duration::from_secs(20)).await;
    let server = server
        .restart(async |store| {
            // An attempt that seemed not to arrive left it queued.
            leave_sending(store, id).await;
            let mut tx = store.write().await.unwrap();
            let mut reply = store::reply::find(&mut tx, id).await.unwrap().unwrap();
            let outcome = inbox::Outcome::TryAgain { why: "it seemed not to arrive".into() };
            inbox::finish_sending(&mut tx, &mut reply, outcome).await.unwrap();
            let in_an_hour = tx.now() + Duration::from_secs(3_600);
            let payload = serde_json::json!({ "reply": id });
            store::job::enqueue(&mut tx, inbox::SEND_REPLY, &id.to_string(), &payload, in_an_hour).await.unwrap();
            tx.commit().await.unwrap();
        })
        .await;
    let mut echo = post_office::letter(&format!("ours/{id}"), "Gleich da");
    echo.author.remote_id = "did:ours".into();
    echo.root = Some(model::RemoteRef { id: "a".into(), revision: None });
    office.says("letters", [channels::Received::Post(Box::new(echo))]);
    server.becomes(id, ReplyState::Delivered).await;
    let mut tx = server.store().write().await.unwrap();
    let now = tx.now();
    let payload = serde_json::json!({ "reply": id });
    store::job::enqueue(&mut tx, inbox::SEND_REPLY, &id.to_string(), &payload, now).await.unwrap();
    tx.commit().await.unwrap();
    let idle = async || store::job::next_due(&mut server.store().read().await.unwrap()).await.unwrap().is_none();
    server.eventually("nothing is left to do", idle).await;
    assert_eq!(office.attempts(), 0);
    server.handle.shut_down().await;
}

#[tokio::test]
async fn a_fault_of_ours_in_one_job_leaves_the_others_their_workers() {
    let (office, server) = asked().await;
    office.will([Sending::Panic; 5]);
    let id = server.answer("a", "Gleich da", Duration::ZERO).await;
    server.becomes(id, ReplyState::Delivered).await;
    assert_eq!(office.made().len(), 1);
    server.handle.shut_down().await;
}

#[tokio::test]
async fn stopping_waits_for_what_was_begun_and_nothing_is_forgotten() {
    let (office, server) = asked().await;
    let ids = [
        server.answer("a", "eins", Duration::ZERO).await,
        server.answer("a", "zwei", Duration::ZERO).await,
        server.answer("a", "drei", Duration::from_secs(2)).await,
    ];
    let server = server.restart(async |_| ()).await;
    for id in ids {
        server.becomes(id, ReplyState::Delivered).await;
    }
    let mut made = office.made();
    made.sort();
    assert_eq!(made, ["drei", "eins", "zwei"]);
    server.handle.shut_down().await;
}

/// A file that holds more than pixels.
fn photograph(red: u8) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let image = image::RgbImage::from_pixel(60, 40, image::Rgb([red, 30, 30]));
    image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    [bytes.into_inner(), b"GPSHERE4711".to_vec()].concat()
}

#[tokio::test]
async fn every_attempt_brings_the_same_pictures_with_what_they_show_and_one_post_stands() {
    let (office, server) = asked().await;
    office.will([Sending::Later, Sending::LoseInSilence, Sending::TakeInSilence]);
    let files = [(photograph(200), "A tram"), (photograph(90), "A train")];
    let id = server.answer_with("a", "Gleich da", Duration::ZERO, &files).await;
    server.becomes(id, ReplyState::Delivered).await;
    assert_eq!((office.made().len(), office.attempts()), (1, 3));
    let brought = office.brought();
    assert!(brought.iter().all(|attempt| *attempt == brought[0]), "the same bytes in the same order");
    let told: Vec<_> = brought[0].iter().map(|one| (one.alt.as_str(), one.width, one.height)).collect();
    assert_eq!(told, [("A tram", 60, 40), ("A train", 60, 40)]);
    let is_clean = |bytes: &[u8]| !bytes.windows(11).any(|window| window == b"GPSHERE4711");
    assert!(brought[0].iter().all(|one| is_clean(&one.bytes)));
    server.handle.shut_down().await;
}

#[tokio::test]
async fn after_a_crash_while_sending_the_pictures_are_brought_again() {
    let (office, server) = asked().await;
    let files = [(photograph(200), "A tram")];
    let id = server.answer_with("a", "Gleich da", Duration::from_secs(20), &files).await;
    let server = server.restart(async |store| leave_sending(store, id).await).await;
    server.becomes(id, ReplyState::Delivered).await;
    assert_eq!((office.made().len(), office.brought()[0].len()), (1, 1));
    server.handle.shut_down().await;
}
