//! Pictures are shown to members only, apart from everything else, and sensitive ones not before somebody asks.

use axum::http::StatusCode;
use model::{Attachment, AttachmentKind, ConversationId, PictureState, PostId};
use store::media::Media;
use store::picture::{self, Remade};

use crate::house::{Browser, House};

const ALT: &str = "A tram in the fog";

/// A conversation whose first post shows two pictures: one kept, one that failed.
async fn pictured(house: &House, is_sensitive: bool) -> (ConversationId, PostId, String) {
    house.channel().await;
    let conversation = house.conversation().await;
    let mut tx = house.write().await;
    let post = store::post::of_conversation(&mut tx, conversation).await.unwrap().remove(0);
    let image = |alt: Option<&str>| Attachment {
        alt: alt.map(str::to_owned),
        is_sensitive,
        ..Attachment::of(AttachmentKind::Image)
    };
    let mut received = post.post.as_received(&post.author);
    received.attachments = vec![image(Some(ALT)), image(None)];
    store::post::edit(&mut tx, post.post.id, &received, b"salt", None).await.unwrap();
    picture::expect(&mut tx, &[(post.post.id, 0), (post.post.id, 1)]).await.unwrap();
    let media = |bytes: &[u8]| Media { media_type: "image/png".into(), width: 320, height: 200, bytes: bytes.to_vec() };
    let remade = Remade { full: media(b"large"), thumbnail: media(b"small"), left_out: None };
    assert!(picture::keep(&mut tx, post.post.id, 0, &remade).await.unwrap());
    picture::give_up(&mut tx, post.post.id, 1, PictureState::Failed, "its source is busy").await.unwrap();
    tx.commit().await.unwrap();
    (conversation, post.post.id, format!("/media/{}", remade.full.digest()))
}

#[tokio::test]
async fn a_picture_is_served_to_members_and_can_do_nothing() {
    let (house, owner) = House::owned().await;
    let (_, _, address) = pictured(&house, false).await;
    let answer = house.get(&owner, &address).await;
    assert_eq!((answer.status, answer.text.as_str()), (StatusCode::OK, "large"));
    for (name, value) in [
        ("content-type", "image/png"),
        ("content-security-policy", "sandbox; default-src 'none'"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cache-control", "private, max-age=31536000, immutable"),
    ] {
        assert_eq!(answer.header(name), value);
    }
    let stranger = house.get(&Browser::default(), &address).await;
    assert!(stranger.location().starts_with("/sign-in"), "{}", stranger.text);
    for nothing in ["/media/none", "/media/..%2f..%2fetc%2fpasswd", "/media/%00"] {
        assert_eq!(house.get(&owner, nothing).await.status, StatusCode::NOT_FOUND, "{nothing}");
    }
}

#[tokio::test]
async fn a_thread_shows_the_picture_its_description_and_why_another_is_missing() {
    let (house, owner) = House::owned().await;
    let (conversation, post, address) = pictured(&house, false).await;
    let page = house.get(&owner, &format!("/inbox/{conversation}")).await;
    page.shows(&format!("href=\"{address}\""));
    page.shows("width=\"320\" height=\"200\" loading=\"lazy\"");
    page.shows(&format!("alt=\"{ALT}\""));
    page.shows("no description given");
    page.shows("It could not be fetched: its source is busy.");
    page.shows("class=\"thumb\"");
    assert!(!page.text.contains("details class=\"glass\""));

    let path = format!("/conversations/{conversation}/picture");
    let fields = [("post", post.to_string()), ("place", "1".to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    house.post(&owner, &path, &fields).await.sends_to(&format!("/inbox/{conversation}?view=waiting"));
    let asked = house.history().await;
    assert!(asked.iter().any(|one| one.event.kind == model::EventKind::PictureAskedFor));
}

#[tokio::test]
async fn a_sensitive_picture_stands_behind_glass_until_somebody_asks() {
    let (house, owner) = House::owned().await;
    let (conversation, _, _) = pictured(&house, true).await;
    let page = house.get(&owner, &format!("/inbox/{conversation}")).await;
    let glass = page.text.split("<details class=\"glass\"").nth(1).expect("it stands behind glass");
    let (summary, behind) = glass.split_once("</summary>").unwrap();
    assert!(summary.contains("Show it") && !summary.contains(ALT));
    assert!(behind.split("</details>").next().unwrap().contains(ALT));
    page.shows("class=\"thumb glass\"");
}
