//! The floor: what members and readers see of it.

use axum::http::StatusCode;
use model::{Reason, Role};

use crate::house::{Browser, House};

/// Somebody named us and somebody spoke of lifts; the page once both sit.
async fn with_guests(house: &House, owner: &Browser) {
    house.post(owner, "/topics", &[("name", "Lifts & \"stairs\""), ("query", "lift")]).await.sends_to("/topics");
    house.channel().await;
    house.conversation().await;
    let now = house.store.clock().now();
    house.network.say("at://renske/2", "the lift is <b>out</b> again", now, Some(Reason::Addressed));
    house
        .until("both are heard", async || {
            let floor = house.get(owner, "/floor").await;
            floor.text.contains("the lift is &lt;b&gt;out&lt;/b&gt; again").then_some(())
        })
        .await;
}

#[tokio::test]
async fn whoever_speaks_sits_at_the_table_of_the_topic_and_the_table_leads_to_the_inbox() {
    let (house, owner) = House::owned().await;
    house.get(&owner, "/floor").await.shows("The doors are closed");
    with_guests(&house, &owner).await;
    let floor = house.get(&owner, "/floor").await;
    // One person said both: counted once, at the table of their last word.
    floor.shows("1 person waits, under\u{a0}1\u{a0}min by now, at Lifts &amp; &quot;stairs&quot;");
    let address = "/inbox?view=all&amp;q=topic%3A%22Lifts%20%26%20%5C%22stairs%5C%22%22";
    floor.shows(&format!("href=\"{address}\" aria-label=\"Lifts &amp; &quot;stairs&quot;, 1 person, 1 waiting"));
    let inbox = house.get(&owner, &address.replace("&amp;", "&")).await;
    inbox.shows("the lift is");
    assert!(!inbox.text.contains("@vellenbahn.example hello"), "the link finds only what stands at the table");
    house.get(&owner, "/inbox?view=all&q=topic:none").await.shows("@vellenbahn.example hello");
    assert!(!house.get(&owner, "/inbox?view=all&q=topic:none").await.text.contains("the lift is"));
}

#[tokio::test]
async fn a_readers_seat_sees_the_floor_and_no_way_into_conversations() {
    let (house, owner) = House::owned().await;
    with_guests(&house, &owner).await;
    let colleague = house.member("Cleo", Role::Colleague).await;
    let colleague = house.signed_in(colleague).await;
    let floor = house.get(&colleague, "/floor").await;
    floor.shows("<g class=\"table\"");
    floor.shows("data-no-stream");
    assert!(!floor.text.contains("href=\"/inbox"), "{}", floor.text);
    let refused = house.get(&colleague, "/inbox").await;
    refused.refuses(StatusCode::FORBIDDEN, "Your role does not let you");
    refused.refuses(StatusCode::FORBIDDEN, "href=\"/floor\">To the floor");
}

#[tokio::test]
async fn the_window_can_be_chosen_and_an_unknown_one_is_today() {
    let (house, owner) = House::owned().await;
    with_guests(&house, &owner).await;
    let current = async |query: &str| {
        let page = house.get(&owner, &format!("/floor{query}")).await.text;
        let link =
            page.split("<a href=\"/floor?since=").skip(1).find(|link| link.contains("aria-current=\"page\"")).unwrap();
        link.split('"').next().unwrap().to_owned()
    };
    assert_eq!(current("").await, "today");
    assert_eq!(current("?since=hour").await, "hour");
    assert_eq!(current("?since=week").await, "week");
    assert_eq!(current("?since=%00").await, "today");
    house.clock.advance(std::time::Duration::from_secs(2 * 3_600));
    house.get(&owner, "/floor?since=hour").await.shows("Nobody has spoken in the last hour");
    house.get(&owner, "/floor?since=hour").await.shows("conversations from before the last hour still wait for us");
}

#[tokio::test]
async fn on_a_wall_there_is_no_bar_and_the_room_is_dark_unless_asked_otherwise() {
    let (house, owner) = House::owned().await;
    let wall = house.get(&owner, "/floor?wall=1").await;
    wall.shows("data-theme=\"dark\"");
    wall.shows("is-wall\" data-csrf");
    assert!(!wall.text.contains("<nav"), "nobody clicks on a wall");
    house.get(&owner, "/floor?wall=light").await.shows("data-theme=\"light\"");
    assert!(!house.get(&owner, "/floor").await.text.contains("data-theme"));
}
