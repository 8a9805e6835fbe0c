//! Told to stop, the server ends in order: what was begun is finished or goes on after the next start.

use std::time::Duration;

use model::Status;
use store::conversation;

use crate::audit;
use crate::desk::{Desk, Posted, eventually};
use crate::house::Ears;
use crate::network::unique;
use crate::server::{Server, Settings};
use crate::story::{Given, Spoken, Story, seen};

#[tokio::test]
#[ignore = "needs the atproto peer"]
async fn told_to_stop_it_ends_in_order_and_loses_nothing() {
    let mut story = Story::begin(Ears::JetstreamV2, 11).await;
    let from = story.mark();
    for turn in 0..3 {
        story.speak(2).await;
        let mut server = Server::start(&story.house, &Settings::default());
        let desk = Desk::at(&server.address().await.expect("it opens"));
        for spoken in &story.spoken[story.spoken.len() - 2..] {
            if spoken.root != spoken.place {
                continue;
            }
            let id = seen(&desk, &spoken.token).await;
            let shown = desk.open(&id).await.expect("it lives");
            let text = unique("answer");
            let posted = desk.answer(&id, &text, &shown.seen_version).await;
            assert_eq!(posted, Posted::Done);
            story.given.push(Given { text, root: spoken.root.clone(), posted, taken_back: None });
        }
        // At another moment of sending each time.
        tokio::time::sleep(Duration::from_millis(40 * turn)).await;
        assert!(server.stop().await.success());
    }
    let mut server = Server::start(&story.house, &Settings::default());
    let desk = Desk::at(&server.address().await.expect("it opens again"));
    story.settle(&desk, from).await;
    assert!(server.stop().await.success());
    let outcome = audit::everything(&story, from).await;
    assert_eq!(outcome.standing, story.given.len() - from.given);
}

/// After an absence two streams tell of it, and the one with the answer may be quicker.
#[tokio::test]
#[ignore = "needs the atproto peer"]
async fn who_was_answered_elsewhere_during_an_absence_waits_no_more() {
    let mut story = Story::begin(Ears::JetstreamV2, 12).await;
    for _ in 0..3 {
        let (house, network) = (&story.house, story.network.clone());
        let token = unique("n");
        let text = unique("elsewhere");
        let person = network.join("dan").await;
        let question = network.mention(&person, &house.brand, &format!("{token} hello")).await;
        network.answer(&house.brand, &question, &question, &text).await;

        let mut server = Server::start(house, &Settings::default());
        let desk = Desk::at(&server.address().await.expect("it opens"));
        let id = seen(&desk, &token).await;
        eventually("our answer", async || desk.open(&id).await.filter(|shown| shown.says(&text))).await;
        assert!(server.stop().await.success());

        let store = house.open().await;
        let mut tx = store.read().await.unwrap();
        let thread = conversation::by_thread(&mut tx, house.channel, &question.uri).await.unwrap().unwrap();
        assert_eq!((thread.status, thread.waiting_since), (Status::Waiting, None));
        drop(tx);
        store.close().await;
        story.spoken.push(Spoken { root: question.clone(), place: question, token, is_about_topics: false });
    }
    audit::hearing(&story).await;
}
