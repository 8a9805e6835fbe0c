//! The answer that is begun: a page from before a take-over begins no other one.

use axum::http::StatusCode;
use model::Role;
use store::draft;

use crate::house::House;

#[tokio::test]
async fn an_answer_that_was_taken_over_is_begun_no_second_time_by_a_page_from_before() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    let id = house.conversation().await;
    let tarik_id = house.member("Tarik Wenzel", Role::Member).await;
    let tarik = house.signed_in(tarik_id).await;
    let draft = format!("/conversations/{id}/draft");
    house.post(&tarik, &draft, &[("kind", "reply"), ("text", "It runs")]).await;
    house.post(&owner, &format!("/conversations/{id}/take-over"), &[("from", &tarik_id.to_string())]).await;
    let told = house.post(&tarik, &draft, &[("kind", "reply"), ("text", "It runs again")]).await;
    assert_eq!((told.status, told.text.as_str()), (StatusCode::CONFLICT, "Mara Lind"));
    let left = draft::of_conversation(&mut house.read().await, id).await.unwrap();
    assert_eq!(left.iter().map(|one| one.text.as_str()).collect::<Vec<_>>(), ["It runs"], "no second one");
    house.get(&tarik, &format!("/inbox/{id}?view=all")).await.shows("has taken your answer over");
    // A note is still kept, and what is let go stands in nobody's way.
    assert_eq!(house.post(&tarik, &draft, &[("kind", "note"), ("text", "Why?")]).await.status, StatusCode::NO_CONTENT);
    house.post(&owner, &draft, &[("kind", "reply"), ("text", "")]).await;
    let begun = house.post(&tarik, &draft, &[("kind", "reply"), ("text", "Again")]).await;
    assert_eq!(begun.status, StatusCode::NO_CONTENT);
}
