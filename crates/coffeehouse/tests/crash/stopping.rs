//! Told to stop, the server ends in order: what was begun is finished or goes on after the next start.

use std::time::Duration;

use crate::audit;
use crate::desk::{Desk, Posted};
use crate::house::Ears;
use crate::network::unique;
use crate::server::{Server, Settings};
use crate::story::{Given, Story, seen};

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
