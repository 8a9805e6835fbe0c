//! What a query would have heard, before a topic is kept and afterwards.

use axum::http::StatusCode;

use crate::house::House;

#[tokio::test]
async fn a_query_is_tried_on_what_was_heard_before_anybody_listens_for_it() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    let now = house.store.clock().now();
    house.network.say("at://renske/1", "the <b>lift</b> is out", now, None);
    house.network.say("at://renske/2", "a fine day", now, None);
    house.until("both are remembered", async || (house.pipeline.memory_health().posts == 2).then_some(())).await;

    let fields = [("name", "Lifts"), ("query", "lift")];
    let answer = house.post(&owner, "/backtests", &fields).await;
    let path = answer.location().to_owned();
    assert!(path.starts_with("/backtests/"), "{path}");
    let over = async || {
        let page = house.get(&owner, &path).await;
        page.text.contains("Everything was looked through").then_some(page)
    };
    let page = house.until("it is over", over).await;
    page.shows("<b class=\"num\">1 post</b>");
    page.shows("Posts a day from 2026-11-23 to 2026-11-23, at most 1");
    assert!(
        page.text.contains("&lt;b&gt;<mark"),
        "words of others are escaped, and the proof is marked: {}",
        page.text
    );
    page.shows("value=\"Lifts\"");
    assert!(page.text.contains("\nlift</textarea>"), "the form is as it was filled in");
    let progress = house.get(&owner, &format!("{path}/progress")).await;
    progress.shows("id=\"back-test\"");
    assert!(!progress.text.contains("<main"), "a part, not a page: {}", progress.text);
    assert!(!progress.text.contains("data-follow"), "nothing is to be followed any more");
    house.post(&owner, &format!("{path}/stop"), &[]).await.sends_to(&path);
    assert_eq!(house.get(&owner, "/backtests/1").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_query_that_cannot_be_read_is_not_tried() {
    let (house, owner) = House::owned().await;
    let fields = [("name", "Lifts"), ("query", "lift OR elevator AND x")];
    let answer = house.post(&owner, "/backtests", &fields).await;
    answer.refuses(StatusCode::UNPROCESSABLE_ENTITY, "AND and OR stand side by side");
    assert!(answer.text.contains("value=\"Lifts\""), "the name is kept");
    let empty = house.post(&owner, "/backtests", &[("query", "")]).await;
    empty.refuses(StatusCode::UNPROCESSABLE_ENTITY, "There is nothing to listen for yet.");
}
