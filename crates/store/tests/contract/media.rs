//! Pictures of posts: kept once, shown by many, gone with the last that shows them.

use crate::house::House;

use jiff::Timestamp;
use model::{
    Attachment, AttachmentKind, ConversationId, Network, PictureState, PostId, ReceivedAuthor, ReceivedPost, RemoteRef,
};
use serde_json::json;
use store::media::{self, Media};
use store::picture::{self, Remade};
use store::{job, post};

fn bytes(content: &str) -> Media {
    Media { media_type: "image/png".into(), width: 40, height: 30, bytes: content.as_bytes().to_vec() }
}

fn remade(content: &str) -> Remade {
    Remade { full: bytes(content), thumbnail: bytes(&format!("small {content}")), left_out: None }
}

/// A post with two pictures that are waited for.
async fn pictured(house: &House, conversation: ConversationId, id: &str, posted_at: &str) -> PostId {
    let mut tx = house.write().await;
    let opened = store::conversation::find(&mut tx, conversation).await.unwrap().unwrap();
    let received = ReceivedPost {
        remote: RemoteRef { id: id.into(), revision: None },
        author: ReceivedAuthor::default(),
        text: "look".into(),
        marks: vec![],
        languages: vec![],
        posted_at: posted_at.parse().unwrap(),
        revised_at: None,
        parent: None,
        root: None,
        title: None,
        talk: None,
        quoted: None,
        attachments: ["a", "b"]
            .map(|alt| Attachment { alt: Some(format!("{id} {alt}")), ..Attachment::of(AttachmentKind::Image) })
            .to_vec(),
        url: None,
        reason: None,
    };
    let stored = post::insert(&mut tx, opened.channel, opened.author, &received).await.unwrap();
    post::place(&mut tx, stored.id, conversation, 1).await.unwrap();
    picture::expect(&mut tx, &[(stored.id, 0), (stored.id, 1)]).await.unwrap();
    tx.commit().await.unwrap();
    stored.id
}

async fn keep(house: &House, post: PostId, place: u32, remade: &Remade) -> bool {
    let mut tx = house.write().await;
    let is_awaited = picture::keep(&mut tx, post, place, remade).await.unwrap();
    tx.commit().await.unwrap();
    is_awaited
}

async fn states(house: &House, post: PostId) -> Vec<(PictureState, Option<String>)> {
    let found = picture::of_posts(&mut house.read().await, &[post]).await.unwrap().remove(&post);
    found.unwrap_or_default().into_iter().map(|one| (one.state, one.reason)).collect()
}

async fn is_kept(house: &House, media: &Media) -> bool {
    let found = media::find(&mut house.read().await, &media.digest()).await.unwrap();
    assert!(found.is_none() || found.as_ref() == Some(media));
    found.is_some()
}

async fn house() -> (House, ConversationId) {
    let house = House::new().await;
    let channel = house.channel(Network::Simulated).await;
    let conversation = house.conversation(channel).await;
    (house, conversation)
}

pub async fn a_picture_is_kept_once_however_many_posts_show_it() {
    let (house, conversation) = house().await;
    let one = pictured(&house, conversation, "one", "2026-11-23T09:00:00Z").await;
    let other = pictured(&house, conversation, "other", "2026-11-23T09:00:00Z").await;
    assert_eq!(picture::waiting(&mut house.read().await, one).await.unwrap(), [0, 1]);
    assert!(keep(&house, one, 0, &remade("tram")).await && keep(&house, other, 1, &remade("tram")).await);
    assert!(!keep(&house, one, 0, &remade("late")).await, "nobody waits for it any more");
    assert!(!is_kept(&house, &bytes("late")).await);
    assert_eq!(picture::waiting(&mut house.read().await, one).await.unwrap(), [1]);
    assert_eq!(house.place.count_behind_our_back("SELECT COUNT(*) FROM media").await, 2);
    let mut found = picture::of_posts(&mut house.read().await, &[one]).await.unwrap();
    let (full, small) = found.remove(&one).unwrap().remove(0).kept.unwrap();
    assert_eq!((full.digest, full.width, full.height), (bytes("tram").digest(), 40, 30));
    assert_eq!(small.digest, bytes("small tram").digest());
}

pub async fn a_picture_that_is_not_kept_says_why_and_can_be_asked_for_again() {
    let (house, conversation) = house().await;
    let post = pictured(&house, conversation, "one", "2026-11-23T09:00:00Z").await;
    let mut tx = house.write().await;
    assert!(picture::ask_again(&mut tx, post, 0).await.unwrap(), "whoever waits for it may wait in vain");
    assert!(!picture::ask_again(&mut tx, post, 9).await.unwrap(), "there is none");
    assert!(picture::give_up(&mut tx, post, 0, PictureState::Refused, "it is a bomb").await.unwrap());
    assert!(!picture::give_up(&mut tx, post, 7, PictureState::Failed, "there is none").await.unwrap());
    tx.commit().await.unwrap();
    let refused = (PictureState::Refused, Some("it is a bomb".to_owned()));
    assert_eq!(states(&house, post).await, [refused, (PictureState::Waiting, None)]);
    let mut tx = house.write().await;
    assert!(picture::ask_again(&mut tx, post, 0).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(states(&house, post).await[0], (PictureState::Waiting, None));
    keep(&house, post, 0, &remade("tram")).await;
    assert!(!picture::ask_again(&mut house.write().await, post, 0).await.unwrap(), "it is kept");
}

pub async fn a_picture_that_nobody_is_about_to_fetch_is_found() {
    let (house, conversation) = house().await;
    let (one, other) = (
        pictured(&house, conversation, "one", "2026-11-23T09:00:00Z").await,
        pictured(&house, conversation, "other", "2026-11-23T09:00:00Z").await,
    );
    let mut tx = house.write().await;
    let now = tx.now();
    job::enqueue(&mut tx, "fetch", &one.to_string(), &json!({}), now).await.unwrap();
    assert_eq!(picture::unattended(&mut tx, "fetch", now, 9).await.unwrap(), [], "somebody may be about to");
    tx.commit().await.unwrap();
    house.later(60);
    let mut tx = house.write().await;
    let now = tx.now();
    assert_eq!(picture::unattended(&mut tx, "fetch", now, 9).await.unwrap(), [other]);
    assert_eq!(picture::unattended(&mut tx, "other work", now, 1).await.unwrap(), [one]);
    for place in [0, 1] {
        picture::give_up(&mut tx, other, place, PictureState::Failed, "it is gone").await.unwrap();
    }
    assert_eq!(picture::unattended(&mut tx, "fetch", now, 9).await.unwrap(), []);
}

pub async fn what_a_deleted_post_showed_is_gone_unless_another_shows_it() {
    let (house, conversation) = house().await;
    let one = pictured(&house, conversation, "one", "2026-11-23T09:00:00Z").await;
    let other = pictured(&house, conversation, "other", "2026-11-23T09:00:00Z").await;
    for (post, place, content) in [(one, 0, "shared"), (one, 1, "alone"), (other, 0, "shared")] {
        assert!(keep(&house, post, place, &remade(content)).await);
    }
    let mut tx = house.write().await;
    post::erase_words(&mut tx, one, None).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(states(&house, one).await, []);
    assert!(!is_kept(&house, &bytes("alone")).await && !is_kept(&house, &bytes("small alone")).await);
    assert!(is_kept(&house, &bytes("shared")).await);
    // Changed at its source: what it showed before goes as well.
    let mut tx = house.write().await;
    picture::forget(&mut tx, other).await.unwrap();
    picture::expect(&mut tx, &[(other, 1)]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(states(&house, other).await, [(PictureState::Waiting, None)]);
    assert!(!is_kept(&house, &bytes("shared")).await);
}

pub async fn pictures_go_after_their_time_and_what_nobody_shows_goes_too() {
    let (house, conversation) = house().await;
    let post = pictured(&house, conversation, "one", "2026-11-23T09:00:00Z").await;
    keep(&house, post, 0, &remade("old")).await;
    house.later(1_000);
    let later = house.read().await.now();
    keep(&house, post, 1, &remade("new")).await;
    let mut tx = house.write().await;
    assert_eq!(picture::expire(&mut tx, later, 10).await.unwrap(), 1);
    assert_eq!(picture::expire(&mut tx, later, 10).await.unwrap(), 0);
    tx.commit().await.unwrap();
    assert_eq!(states(&house, post).await, [(PictureState::Expired, None), (PictureState::Kept, None)]);
    assert!(!is_kept(&house, &bytes("old")).await && is_kept(&house, &bytes("new")).await);
    house.place.change_behind_our_back("UPDATE picture SET full_digest = NULL, thumbnail_digest = NULL").await;
    let drop_unused = async |before: Timestamp| {
        let mut tx = house.write().await;
        let count = media::drop_unused(&mut tx, before, 10).await.unwrap();
        tx.commit().await.unwrap();
        count
    };
    assert_eq!(drop_unused(later).await, 0, "somebody may be about to show it");
    assert_eq!(drop_unused(Timestamp::MAX).await, 2);
    assert!(!is_kept(&house, &bytes("new")).await);
}

pub async fn pictures_of_posts_that_a_version_from_before_deleted_go() {
    let (house, conversation) = house().await;
    let post = pictured(&house, conversation, "one", "2026-11-23T09:00:00Z").await;
    keep(&house, post, 0, &remade("tram")).await;
    house.place.change_behind_our_back("UPDATE post SET deleted_at = 1, attachments = '[]'").await;
    let mut tx = house.write().await;
    assert_eq!(picture::forget_of_gone(&mut tx, 10).await.unwrap(), 1);
    assert_eq!(picture::forget_of_gone(&mut tx, 10).await.unwrap(), 0);
    tx.commit().await.unwrap();
    assert!(!is_kept(&house, &bytes("tram")).await);
}

pub async fn a_list_shows_the_newest_picture_of_each_conversation_first() {
    let (house, conversation) = house().await;
    let older = pictured(&house, conversation, "older", "2026-11-23T08:00:00Z").await;
    let newer = pictured(&house, conversation, "newer", "2026-11-23T09:00:00Z").await;
    keep(&house, older, 0, &remade("older")).await;
    keep(&house, newer, 1, &remade("newer")).await;
    let found = picture::of_conversations(&mut house.read().await, &[conversation]).await.unwrap();
    let alts: Vec<_> = found.iter().map(|one| one.attachment.alt.as_deref().unwrap()).collect();
    assert_eq!(alts, ["newer b", "older a"]);
    assert_eq!(found[0].thumbnail.digest, bytes("small newer").digest());
}
