//! A data folder that another server holds, and one whose secrets another key closed.

use model::ChannelState;
use store::channel;

use crate::desk::{Desk, Posted};
use crate::house::{Ears, House};
use crate::network::Network;
use crate::server::{Server, Settings};
use crate::story::{Story, seen};

#[tokio::test]
#[ignore = "needs the atproto peer"]
async fn a_second_server_on_a_folder_says_so_and_ends() {
    let house = House::found(&Network::running(), Ears::Notifications).await;
    let mut first = Server::start(&house, &Settings::default());
    let desk = Desk::at(&first.address().await.expect("it opens"));
    let mut second = Server::start(&house, &Settings::default());
    assert_eq!(second.address().await, None);
    assert!(!second.ended().await.success());
    let said = std::fs::read_to_string(house.said()).unwrap();
    assert!(said.contains("another server"), "{said}");
    assert!(said.contains(&house.folder().display().to_string()), "{said}");
    assert!(desk.is_well().await);
    assert!(first.stop().await.success());
}

#[tokio::test]
#[ignore = "needs the atproto peer"]
async fn a_channel_whose_secret_another_key_closed_is_blocked_and_the_server_runs() {
    let mut story = Story::begin(Ears::Notifications, 7).await;
    story.speak(1).await;
    let token = story.spoken[0].token.clone();
    let key = story.house.folder().join("key");
    let own = std::fs::read_to_string(&key).unwrap();
    std::fs::write(&key, "ab".repeat(32)).unwrap();

    let mut server = Server::start(&story.house, &Settings::default());
    let desk = Desk::at(&server.address().await.expect("it opens"));
    let id = seen(&desk, &token).await;
    let shown = desk.open(&id).await.expect("it lives");
    // Answers are refused, not lost in a queue that nobody works on.
    let posted = desk.answer(&id, "Thank you!", &shown.seen_version).await;
    assert!(matches!(posted, Posted::Refused(400..500)), "{posted:?}");
    assert!(desk.is_well().await);
    assert!(server.stop().await.success());

    let store = story.house.open().await;
    let stored = channel::find(&mut store.read().await.unwrap(), story.house.channel).await.unwrap().unwrap();
    store.close().await;
    assert_eq!(stored.state, ChannelState::Blocked);
    let reason = stored.state_reason.unwrap_or_default();
    assert!(reason.contains("key"), "{reason}");
    assert!(!reason.contains(own.trim()), "{reason}");
}
