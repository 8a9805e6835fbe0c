//! Judgements are shown and corrected.

use axum::http::StatusCode;
use model::JudgementTask;

use crate::house::House;

#[tokio::test]
async fn a_judgement_is_shown_with_its_ground_and_a_members_word_replaces_it() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    let conversation = house.conversation().await;
    let page = house.get(&owner, &format!("/inbox/{conversation}")).await;
    assert!(page.text.contains("Judged") && page.text.contains("Needs a reply"), "{}", page.text);
    assert!(!page.text.contains("said by a member"));

    let posts = store::post::of_conversation(&mut house.read().await, conversation).await.unwrap();
    let post = posts[0].post.id;
    let path = format!("/conversations/{conversation}/judgement");
    let fields = [("post", &*post.to_string()), ("task", "sentiment"), ("value", "mixed")];
    let answer = house.post(&owner, &path, &fields).await;
    answer.sends_to(&format!("/inbox/{conversation}?view=waiting"));

    let page = house.get(&owner, &format!("/inbox/{conversation}")).await;
    assert!(page.text.contains("said by a member"), "{}", page.text);
    let judged = store::judgement::of_posts(&mut house.read().await, &[post]).await.unwrap().remove(&post).unwrap();
    let mood = judged.iter().find(|one| one.task == JudgementTask::Sentiment).unwrap();
    assert_eq!(mood.value.as_deref(), Some("mixed"));
}

#[tokio::test]
async fn an_answer_that_is_none_is_refused_and_changes_nothing() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    let conversation = house.conversation().await;
    let posts = store::post::of_conversation(&mut house.read().await, conversation).await.unwrap();
    let post = posts[0].post.id.to_string();
    let path = format!("/conversations/{conversation}/judgement");
    for (task, value) in [("spam", "perhaps"), ("language", "de"), ("weather", "fine")] {
        let answer = house.post(&owner, &path, &[("post", &*post), ("task", task), ("value", value)]).await;
        assert!(answer.status.is_client_error(), "{task} {value}: {}", answer.status);
    }
    let other = house.post(&owner, &path, &[("post", "1"), ("task", "spam"), ("value", "yes")]).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
    let corrections = store::judgement::corrections_after(&mut house.read().await, 0.into(), 9).await.unwrap();
    assert_eq!(corrections, []);
}
