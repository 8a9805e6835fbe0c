//! Judgements are shown and corrected.

use axum::http::StatusCode;
use model::JudgementTask;
use store::conversation::{self, View};

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
    // With the deed by which the word can be taken back.
    let after = format!("/inbox/{conversation}?view=waiting&did=");
    assert!(answer.location().starts_with(&after), "{}", answer.location());

    let page = house.get(&owner, answer.location()).await;
    page.shows("Your word stands.");
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
    let log = store::event::of_conversation(&mut house.read().await, conversation).await.unwrap();
    assert!(log.iter().all(|event| event.kind != model::EventKind::JudgementCorrected), "{log:?}");
}

#[tokio::test]
async fn spam_stands_in_a_view_of_its_own_with_its_count_and_not_spam_brings_it_back() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    let conversation = house.conversation().await;
    let row = format!("data-id=\"{conversation}\"");
    let posts = store::post::of_conversation(&mut house.read().await, conversation).await.unwrap();
    let (post, path) = (posts[0].post.id.to_string(), format!("/conversations/{conversation}/judgement"));
    for (value, here, there) in [("yes", "spam", "waiting"), ("no", "waiting", "spam")] {
        house.post(&owner, &path, &[("post", &*post), ("task", "spam"), ("value", value)]).await;
        let shown = house.get(&owner, &format!("/inbox?view={here}")).await;
        assert!(shown.text.contains(&row), "{value}: {}", shown.text);
        // A view that holds nothing says so by having no figure.
        assert_eq!(shown.text.contains("id=\"view-count-spam\">1</span>"), value == "yes", "{value}: {}", shown.text);
        assert!(!shown.text.contains("id=\"view-count-spam\">0"), "{value}: {}", shown.text);
        assert!(!house.get(&owner, &format!("/inbox?view={there}")).await.text.contains(&row), "{value}");
        let found = house.get(&owner, "/inbox?view=all&q=status:new").await;
        assert!(found.text.contains(&row), "a search in all finds it, spam or not");
    }
}

#[tokio::test]
async fn those_that_are_alike_unfold_behind_a_plain_link() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    let first = house.conversation().await;
    let now = house.store.clock().now();
    house.network.say("at://renske/2", "@vellenbahn.example hello", now, Some(model::Reason::Addressed));
    let copy = house
        .until("the other is filed", async || {
            let rows = conversation::list(&mut house.read().await, View::All, None, 9).await.unwrap();
            rows.into_iter().map(|row| row.conversation.id).find(|id| *id != first)
        })
        .await;
    let mut tx = house.write().await;
    store::near::place(&mut tx, copy, Some(first)).await.unwrap();
    store::near::count(&mut tx, &[(first, 1)]).await.unwrap();
    tx.commit().await.unwrap();
    let list = house.get(&owner, "/inbox?view=waiting").await.text;
    let link = format!("/inbox?view=waiting&amp;alike={first}");
    assert!(list.contains(&link) && list.contains("and 1 more alike"), "{list}");
    assert!(!list.contains(&format!("data-id=\"{copy}\"")), "{list}");
    let unfolded = house.get(&owner, &format!("/inbox?view=waiting&alike={first}")).await.text;
    assert!(unfolded.contains(&format!("data-id=\"{copy}\"")), "{unfolded}");
    assert!(!unfolded.contains(&format!("data-id=\"{first}\"")), "{unfolded}");
}

#[tokio::test]
async fn how_somebody_stands_is_shown_and_a_members_word_replaces_it() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    let conversation = house.conversation().await;
    let page = house.get(&owner, &format!("/inbox/{conversation}")).await.text;
    assert!(page.contains("a judgement, no fact") && page.contains("not known"), "{page}");
    let found = conversation::find(&mut house.read().await, conversation).await.unwrap().unwrap();
    let (author, path) = (found.author.to_string(), format!("/conversations/{conversation}/regard"));
    for value in ["pirate", "critic", ""] {
        let answer = house.post(&owner, &path, &[("author", &*author), ("value", value)]).await;
        assert!(answer.status.is_client_error(), "{value}: {}", answer.status);
    }
    let answer = house.post(&owner, &path, &[("author", &*author), ("value", "press")]).await;
    answer.sends_to(&format!("/inbox/{conversation}?view=waiting"));
    let page = house.get(&owner, &format!("/inbox/{conversation}")).await.text;
    assert!(page.contains("said by a member, until") && !page.contains("not known"), "{page}");
    assert!(page.contains("aria-label=\"press\""), "the sign beside the name");
}
