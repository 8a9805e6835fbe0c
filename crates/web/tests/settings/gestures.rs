//! What is done without words, and house rules, in the pages.

use axum::http::StatusCode;
use model::{ConversationId, PostId, Role};

use crate::house::{Browser, House};

const LIKED: &str = "data-gesture=\"like\" data-state=\"stands\"";

/// A house that hears somebody, and what they said.
async fn heard() -> (House, Browser, ConversationId, PostId) {
    let (house, owner) = House::owned().await;
    house.channel().await;
    let conversation = house.conversation().await;
    let posts = store::post::of_conversation(&mut house.read().await, conversation).await.unwrap();
    (house, owner, conversation, posts[0].post.id)
}

/// Waits until a page of the house shows something, long after whatever can be taken back for nothing.
async fn shows(house: &House, browser: &Browser, path: &str, words: &str) {
    house.clock.advance(std::time::Duration::from_secs(60));
    house
        .until(&format!("{path} shows {words}"), async || {
            house.pipeline.nudge_work();
            house.get(browser, path).await.text.contains(words).then_some(())
        })
        .await;
}

#[tokio::test]
async fn a_message_is_liked_undone_liked_again_and_the_like_taken_back() {
    let (house, owner, conversation, post) = heard().await;
    let (want, page) =
        (format!("/conversations/{conversation}/gesture?view=all"), format!("/inbox/{conversation}?view=all"));
    let post = post.to_string();
    let form = [("post", post.as_str()), ("kind", "like")];
    house.get(&owner, &page).await.shows("data-like");
    let done = house.post(&owner, &want, &form).await;
    done.sends_to(&format!("{page}#post-{post}"));
    let shown = house.get(&owner, &page).await;
    shown.shows("data-gesture=\"like\" data-state=\"queued\"");
    shown.shows("data-undo");
    assert!(!shown.text.contains("data-like"), "there is one like, and it is under way");
    let undo = |text: &str| {
        let part = text.split("action=\"/gestures/").nth(1).and_then(|part| part.split('"').next()).unwrap();
        format!("/gestures/{}", part.replace("&amp;", "&"))
    };
    house.post(&owner, &undo(&shown.text), &[]).await.sends_to(&format!("{page}#post-{post}"));
    house.get(&owner, &page).await.shows("data-like");

    house.post(&owner, &want, &form).await;
    shows(&house, &owner, &page, LIKED).await;
    let shown = house.get(&owner, &page).await;
    shown.shows("Liked by Mara Lind");
    shown.shows("Mara Lind liked <a href=\"#post-");
    let leader = house.member("Lene Saar", Role::Leader).await;
    let leader = house.signed_in(leader).await;
    let read = house.get(&leader, &page).await;
    read.shows(LIKED);
    assert!(!read.text.contains("action=\"/gestures/"), "who only reads takes nothing back");
    house.post(&owner, &undo(&shown.text), &[]).await;
    shows(&house, &owner, &page, "took the like of").await;
    house.get(&owner, &page).await.shows("data-like");

    let odd = house.post(&owner, &want, &[("post", &post), ("kind", "wink")]).await;
    odd.refuses(StatusCode::UNPROCESSABLE_ENTITY, "There is no such act");
    let odd = house.post(&owner, &want, &[("post", &post), ("kind", "hide"), ("rule", "1"), ("reason", "x")]).await;
    assert_eq!(odd.status, StatusCode::NOT_FOUND, "there is no such house rule");
}

#[tokio::test]
async fn what_is_to_be_shared_has_a_boost_that_stands_out() {
    let (house, owner, conversation, _) = heard().await;
    let page = format!("/inbox/{conversation}?view=all");
    assert!(!house.get(&owner, &page).await.text.contains("stands-out"));
    let triage = format!("/conversations/{conversation}/triage?view=all");
    house.post(&owner, &triage, &[("disposition", "share")]).await;
    house.get(&owner, &page).await.shows("stands-out");
}

#[tokio::test]
async fn whoever_speaks_is_followed_from_the_conversation_and_from_their_page() {
    let (house, owner, conversation, _) = heard().await;
    let page = format!("/inbox/{conversation}?view=all");
    let author = store::conversation::find(&mut house.read().await, conversation).await.unwrap().unwrap().author;
    let person = format!("/people/{author}");
    house.get(&owner, &person).await.shows(&format!("action=\"{person}/follow?at=person\""));
    house.post(&owner, &format!("/conversations/{conversation}/gesture?view=all"), &[("kind", "follow")]).await;
    shows(&house, &owner, &page, "data-gesture=\"follow\" data-state=\"stands\"").await;
    let shown = house.get(&owner, &person).await;
    shown.shows("Followed by Mara Lind");
    assert!(!shown.text.contains(&format!("action=\"{person}/follow")), "they are followed already");
    house.post(&owner, &format!("{person}/follow"), &[]).await.sends_to(&person);
    let told = house.history().await;
    let wanted = told.iter().filter(|sealed| sealed.event.kind == model::EventKind::GestureWanted).count();
    assert_eq!(wanted, 1);

    // Another brand's account of ours.
    let new = pipeline::NewConnection {
        network: model::Network::Atproto,
        name: Some("Other Brand".into()),
        config: r#"{"account": {"identifier": "other.example"}}"#.into(),
        secret: Some(crate::network::GOOD_PASSWORD.into()),
    };
    let other = house.pipeline.connect(model::Actor::System, new).await.unwrap();
    let shown = house.get(&owner, &person).await;
    shown.shows("<bdi>Our Bluesky</bdi>:");
    shown.shows("by <bdi>Other Brand</bdi>");
    house.post(&owner, &format!("{person}/follow"), &[("channel", &other.to_string())]).await.sends_to(&person);
    shows(&house, &owner, &person, "<bdi>Other Brand</bdi>:").await;
    let beside = house.get(&owner, &page).await.text.matches("data-gesture=\"follow\"").count();
    assert_eq!(beside, 1, "beside the conversation stands what its own account did");
    let about = store::gesture::about_authors(&mut house.read().await, &[author]).await.unwrap();
    let by: Vec<_> = about.iter().map(|one| one.channel).collect();
    assert_eq!((by.len(), by[0]), (2, other));
}

#[tokio::test]
async fn a_report_stands_under_its_house_rule_with_who_made_it_and_why() {
    let (house, owner, conversation, post) = heard().await;
    let page = format!("/inbox/{conversation}?view=all");
    house.get(&owner, &page).await.shows("Nothing is hidden or reported silently");
    house.get(&owner, "/house-rules").await.shows("There is no house rule yet");
    let refused = house.post(&owner, "/house-rules", &[("name", "Insults"), ("words", " ")]).await;
    refused.refuses(StatusCode::UNPROCESSABLE_ENTITY, "Say what holds");
    house.post(&owner, "/house-rules", &[("name", "Insults"), ("words", "None.")]).await.sends_to("/house-rules");
    let rule = store::house_rule::all(&mut house.read().await).await.unwrap().remove(0).id;
    house.get(&owner, &page).await.shows("Report it, for good");

    let (post, under) = (post.to_string(), rule.to_string());
    let want = format!("/conversations/{conversation}/gesture?view=all");
    let form = [("post", post.as_str()), ("kind", "report"), ("rule", &under), ("ground", "rude")];
    let refused = house.post(&owner, &want, &form).await;
    refused.refuses(StatusCode::UNPROCESSABLE_ENTITY, "Say why");
    house.post(&owner, &want, &[&form[..], &[("reason", "It calls us names.")]].concat()).await;
    let list = format!("/house-rules/{rule}");
    shows(&house, &owner, &list, "1 post reported under this rule").await;
    let shown = house.get(&owner, &list).await;
    shown.shows("It calls us names.");
    shown.shows(&format!("/inbox/{conversation}?view=all#post-{post}"));
    let shown = house.get(&owner, &page).await;
    shown.shows("data-gesture=\"report\" data-state=\"stands\"");
    shown.shows("reported <a href=\"#post-");
    assert!(!shown.text.contains("action=\"/gestures/"), "a report is for good");

    house.post(&owner, &list, &[("name", "Insults"), ("words", "None, ever.")]).await.sends_to(&list);
    house.clock.advance(std::time::Duration::from_secs(60));
    house.get(&owner, &list).await.shows("under its former words");
    let colleague = house.member("Piet Rahn", Role::Member).await;
    let colleague = house.signed_in(colleague).await;
    let read = house.get(&colleague, &list).await;
    read.shows("None, ever.");
    assert!(!read.text.contains("Keep the change"), "managers write them");
    house.post(&owner, &format!("{list}/archive"), &[]).await.sends_to("/house-rules");
    house.get(&owner, "/house-rules").await.shows("put away");
    house.post(&owner, &format!("{list}/archive"), &[("restore", "yes")]).await.sends_to("/house-rules");
}

#[tokio::test]
async fn a_like_that_a_stop_holds_is_let_go_at_outgoing() {
    let (house, owner, conversation, post) = heard().await;
    house.post(&owner, "/stops", &[("reason", "Wait."), ("label", "")]).await;
    let want = format!("/conversations/{conversation}/gesture?view=all");
    house.post(&owner, &want, &[("post", &post.to_string()), ("kind", "like")]).await;
    shows(&house, &owner, "/outgoing", "Let it go").await;
    house.get(&owner, &format!("/inbox/{conversation}?view=all")).await.shows("Like: held");
    let page = house.get(&owner, "/outgoing").await;
    let release = page.text.split("action=\"").find(|part| part.contains("/release")).unwrap();
    let release = release.split('"').next().unwrap();
    house.post(&owner, release, &[]).await.sends_to("/outgoing");
    shows(&house, &owner, &format!("/inbox/{conversation}?view=all"), LIKED).await;
}
