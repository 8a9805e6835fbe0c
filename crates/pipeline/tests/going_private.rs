//! A talk goes on in private: the message and the line behind it leave once each, in this order, whatever happens between.
#![allow(clippy::unwrap_used)]

mod post_office;
use post_office::{PostOffice, Sending, Server, letter, quick_clock, said};

use std::sync::Arc;
use std::time::Duration;

use channels::Received;
use inbox::{Answer, Moving};
use model::{LengthRule, PictureRule, Reason, ReceivedPost, ReplyId, ReplyState};

/// A town in which somebody asked something.
async fn asked() -> (Arc<PostOffice>, Server) {
    let office = PostOffice::with_streams(&["letters"]);
    office.says("letters", [said("a", "Wo bleibt mein Geld?")]);
    let server = Server::at(office.clone(), quick_clock()).await;
    server.eventually("it is heard", async || server.post("a").await.is_some()).await;
    (office, server)
}

/// What Ada decides: the message, and the line behind it.
async fn moved(server: &Server) -> (ReplyId, ReplyId) {
    let conversation = server.conversation_of("a").await.unwrap();
    let version_seen = server.conversation(conversation).await.version;
    let private = Answer {
        conversation,
        to: None,
        visibility: None,
        closes: None,
        correcting: None,
        text: "Ihre Nummer?",
        is_signed: false,
        pictures: &[],
        version_seen,
        send_anyway: None,
        beside: None,
        length: LengthRule::NONE,
        picture_rule: PictureRule::NONE,
        undo: Duration::ZERO,
        later: None,
    };
    let ada = server.ada().await;
    let mut tx = server.store().write_durable().await.unwrap();
    let moving = Moving { private, line: "Wir schreiben Ihnen.", line_length: LengthRule::NONE };
    let (private, line) = inbox::move_to_private(&mut tx, &ada, moving).await.unwrap();
    tx.commit().await.unwrap();
    (private.id, line.id)
}

/// What stands there: to whom alone, or to everybody.
fn both() -> Vec<String> {
    vec!["to did:anna alone: Ihre Nummer?".to_owned(), "Wir schreiben Ihnen.".to_owned()]
}

#[tokio::test]
async fn the_line_goes_behind_the_message_once_each_also_over_restarts() {
    for sending in [
        vec![],
        vec![Sending::Later],
        vec![Sending::TakeInSilence],
        vec![Sending::LoseInSilence],
        vec![Sending::Take, Sending::TakeInSilence],
        vec![Sending::Take, Sending::LoseInSilence],
    ] {
        let (office, server) = asked().await;
        office.will(sending.clone());
        let (private, line) = moved(&server).await;
        let server = server.restart(async |_| ()).await;
        server.becomes(private, ReplyState::Delivered).await;
        let server = server.restart(async |_| ()).await;
        server.becomes(line, ReplyState::Delivered).await;
        let server = server.restart(async |_| ()).await;
        server.becomes(line, ReplyState::Delivered).await;
        assert_eq!(office.made(), both(), "{sending:?}");
    }
}

#[tokio::test]
async fn without_the_message_no_line_goes_out() {
    let (office, server) = asked().await;
    office.will([Sending::Refuse]);
    let (private, line) = moved(&server).await;
    server.becomes(private, ReplyState::FailedFinal).await;
    let line = server.becomes(line, ReplyState::Cancelled).await;
    assert_eq!(line.state_reason.as_deref(), Some("the private message did not go out"));
    let server = server.restart(async |_| ()).await;
    server.handle.nudge_work();
    assert_eq!((office.made(), office.attempts()), (vec![], 1));
}

#[tokio::test]
async fn what_is_said_in_private_meets_no_topic_and_is_remembered_nowhere() {
    let (office, server) = asked().await;
    let (private, _) = moved(&server).await;
    server.becomes(private, ReplyState::Delivered).await;
    let home = server.conversation_of("a").await.unwrap();
    let topic = {
        let mut tx = server.store().write().await.unwrap();
        let topic = store::topic::create(&mut tx, server.ada().await.id, "Money", "Geld").await.unwrap();
        tx.commit().await.unwrap();
        topic
    };
    let alone = |id: &str| {
        let post = letter(id, "Mein Geld: VB-4471");
        Received::Post(Box::new(ReceivedPost { reason: Some(Reason::InPrivate), ..post }))
    };
    office.says("letters", [alone("p"), alone("q")]);
    server.eventually("it is heard", async || server.post("q").await.is_some()).await;
    for id in ["p", "q"] {
        let post = server.post(id).await.unwrap();
        assert_eq!((post.is_private, post.conversation), (true, Some(home)), "{id} goes on where we wrote");
        let matches = store::mention::matches(&mut server.store().read().await.unwrap(), post.id).await.unwrap();
        assert!(matches.iter().all(|one| one.topic != topic), "{id}");
    }
}
