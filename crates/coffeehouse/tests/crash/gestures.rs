//! The server dies while it likes what somebody said: one like stands, not two and not none, and it is known.

use model::GestureState;
use store::{gesture, post};

use crate::desk::{Desk, eventually};
use crate::house::{CSRF, Ears, House};
use crate::network::{Network, Place, unique};
use crate::server::{Server, Settings};
use crate::story::seen;

const LIKES: &str = "app.bsky.feed.like";

/// Dies at a step, at the latest when it has nothing more to do there.
async fn dies(house: &House, step: &str) {
    let mut server = Server::start(house, &Settings { crash_at: Some(step.to_owned()), ..Settings::default() });
    server.address().await;
    assert!(!server.ended().await.success(), "it dies at {step}");
}

/// What is known of the like of a post.
async fn known(house: &House, place: &Place) -> Vec<GestureState> {
    let store = house.open().await;
    let mut tx = store.read().await.unwrap();
    let said = post::by_remote(&mut tx, house.channel, &place.uri).await.unwrap().unwrap();
    let states = gesture::about_post(&mut tx, said.id).await.unwrap().into_iter().map(|one| one.state).collect();
    drop(tx);
    store.close().await;
    states
}

#[tokio::test]
#[ignore = "needs the atproto peer"]
async fn one_like_stands_wherever_the_server_dies() {
    let network = Network::running();
    let steps: [&[&str]; 6] = [
        &["gesture.before_intent"],
        &["gesture.intent_committed"],
        &["gesture.answered"],
        &["gesture.before_recorded"],
        &["gesture.recorded"],
        &["gesture.intent_committed", "gesture.found_absent"],
    ];
    for steps in steps {
        let house = House::found(&network, Ears::Notifications).await;
        let (person, token) = (network.join("fan").await, unique("t"));
        let place = network.mention(&person, &house.brand, &format!("{token} thank you")).await;
        let crash_at = Some(steps[0].to_owned());
        let mut server = Server::start(&house, &Settings { crash_at, ..Settings::default() });
        let desk = Desk::at(&server.address().await.expect("it opens"));
        let id = seen(&desk, &token).await;
        let page = desk.page(&format!("/inbox/{id}?view=all")).await.expect("it lives");
        let post = page.split_once("id=\"post-").unwrap().1.split('"').next().unwrap().to_owned();
        let form = [("csrf", CSRF), ("post", &post), ("kind", "like")];
        desk.post(&format!("/conversations/{id}/gesture?view=all"), &form).await;
        assert!(!server.ended().await.success(), "it dies at {}", steps[0]);
        for step in &steps[1..] {
            dies(&house, step).await;
        }
        let mut server = Server::start(&house, &Settings::default());
        let desk = Desk::at(&server.address().await.expect("it opens again"));
        let stands = "data-gesture=\"like\" data-state=\"stands\"";
        eventually("the like stands", async || desk.open(&id).await.filter(|shown| shown.says(stands))).await;
        // Whoever asks again, by whatever way, finds the one.
        desk.post(&format!("/conversations/{id}/gesture?view=all"), &form).await;
        assert!(server.stop().await.success());
        assert_eq!(network.subjects_of(&house.brand, LIKES).await, [place.uri.as_str()], "{steps:?}");
        assert_eq!(known(&house, &place).await, [GestureState::Stands], "{steps:?}");
    }
}

#[tokio::test]
#[ignore = "needs the atproto peer"]
async fn a_like_that_is_taken_back_is_gone_wherever_the_server_dies() {
    let network = Network::running();
    let house = House::found(&network, Ears::Notifications).await;
    let (person, token) = (network.join("fan").await, unique("t"));
    let place = network.mention(&person, &house.brand, &format!("{token} thank you")).await;
    let mut server = Server::start(&house, &Settings::default());
    let desk = Desk::at(&server.address().await.expect("it opens"));
    let id = seen(&desk, &token).await;
    let page = desk.page(&format!("/inbox/{id}?view=all")).await.expect("it lives");
    let post = page.split_once("id=\"post-").unwrap().1.split('"').next().unwrap().to_owned();
    desk.post(&format!("/conversations/{id}/gesture?view=all"), &[("csrf", CSRF), ("post", &post), ("kind", "like")])
        .await;
    let stands = "data-gesture=\"like\" data-state=\"stands\"";
    let shown = eventually("the like stands", async || {
        desk.page(&format!("/inbox/{id}?view=all")).await.filter(|page| page.contains(stands))
    })
    .await;
    let gesture = shown.split_once("/gestures/").unwrap().1.split('/').next().unwrap().to_owned();
    assert!(server.stop().await.success());

    let crash_at = Some("gesture.taken_back".to_owned());
    let mut server = Server::start(&house, &Settings { crash_at, ..Settings::default() });
    let desk = Desk::at(&server.address().await.expect("it opens"));
    desk.press(&format!("/gestures/{gesture}/take-back")).await;
    assert!(!server.ended().await.success(), "it dies after the network took it back");
    assert_eq!(network.subjects_of(&house.brand, LIKES).await, [] as [&str; 0]);
    assert_eq!(known(&house, &place).await, [GestureState::TakingBack], "what was not committed is not known");
    let mut server = Server::start(&house, &Settings::default());
    let desk = Desk::at(&server.address().await.expect("it opens again"));
    let gone = async || desk.open(&id).await.filter(|shown| !shown.says("data-gesture=\"like\""));
    eventually("it is gone", gone).await;
    assert!(server.stop().await.success());
    assert_eq!(known(&house, &place).await, [GestureState::TakenBack]);
}
