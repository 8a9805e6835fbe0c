//! Searching the inbox: what is shown of what was found, and of what cannot be searched for.

use axum::http::StatusCode;

use crate::house::House;

/// `hello OR (lift`: a bracket is not closed.
const WRONG: &str = "q=hello%20OR%20%28lift";

#[tokio::test]
async fn a_row_marks_the_words_that_a_search_found_and_the_bar_keeps_the_search() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    house.conversation().await;
    let found = house.get(&owner, "/inbox?view=all&q=hello").await;
    found.shows("<mark>hello</mark>");
    found.shows("placeholder=\"Find any word\" autocomplete=\"off\" value=\"hello\"");
    assert!(!house.get(&owner, "/inbox?view=all").await.text.contains("value=\"hello\""));
}

#[tokio::test]
async fn a_search_that_cannot_be_read_is_put_right_beside_what_is_open() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    let conversation = house.conversation().await;
    let answer = house.get(&owner, &format!("/inbox?view=all&{WRONG}")).await;
    answer.refuses(StatusCode::UNPROCESSABLE_ENTITY, "This cannot be searched for");
    for words in
        ["hello OR <mark>(</mark>lift", "/inbox?view=all&amp;q=hello%20OR%20%28lift%29", "value=\"hello OR (lift\""]
    {
        assert!(answer.text.contains(words), "{words}: {}", answer.text);
    }
    let beside = house.get(&owner, &format!("/inbox/{conversation}?view=all&{WRONG}")).await;
    beside.shows("This cannot be searched for");
    beside.shows("data-conversation=");
}
