//! The pictures of posts: fetched, made anew, let go.
#![allow(clippy::unwrap_used)]

mod post_office;
use post_office::{Picture, PostOffice, Server, letter};

use std::io::Cursor;
use std::sync::Arc;

use channels::{ChannelError, Received};
use image::{ImageFormat, Rgb, RgbImage};
use model::{Attachment, AttachmentKind, EventKind, PictureSource, PictureState, ReceivedPost};
use store::picture;

const TRAM: &str = "https://pictures.example/tram.png";
const TRAIN: &str = "https://pictures.example/train.png";

fn file() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    RgbImage::from_pixel(60, 40, Rgb([200, 30, 30])).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A letter with pictures at these addresses.
fn pictured(id: &str, addresses: &[&str]) -> ReceivedPost {
    let attachment = |address: &&str| Attachment {
        picture: Some(PictureSource::Web((*address).to_owned())),
        ..Attachment::of(AttachmentKind::Image)
    };
    ReceivedPost { attachments: addresses.iter().map(attachment).collect(), ..letter(id, "look") }
}

fn said(post: ReceivedPost) -> [Received; 1] {
    [Received::Post(Box::new(post))]
}

async fn pictures(server: &Server, id: &str) -> Vec<picture::Picture> {
    let Some(post) = server.post(id).await else { return vec![] };
    let mut tx = server.store().read().await.unwrap();
    picture::of_posts(&mut tx, &[post.id]).await.unwrap().remove(&post.id).unwrap_or_default()
}

async fn states(server: &Server, id: &str) -> Vec<PictureState> {
    pictures(server, id).await.into_iter().map(|picture| picture.state).collect()
}

async fn town() -> (Arc<PostOffice>, Server) {
    let office = PostOffice::with_streams(&["letters"]);
    let server = Server::listening_to(office.clone()).await;
    (office, server)
}

#[tokio::test]
async fn a_picture_is_fetched_made_anew_and_told_of() {
    let (office, server) = town().await;
    let page = b"<html><script>alert(1)</script></html>".to_vec();
    office.shows(TRAM, Picture::Is([file(), page.clone()].concat()));
    office.shows(TRAIN, Picture::Is(page));
    office.says("letters", said(pictured("a", &[TRAM, TRAIN, "https://pictures.example/none"])));
    let expected = [PictureState::Kept, PictureState::Refused, PictureState::Gone];
    server.eventually("each is settled", async || states(&server, "a").await == expected).await;
    let (full, _) = pictures(&server, "a").await.remove(0).kept.unwrap();
    let mut tx = server.store().read().await.unwrap();
    let media = store::media::find(&mut tx, &full.digest).await.unwrap().unwrap();
    assert_eq!((media.width, media.height, media.media_type.as_str()), (60, 40, "image/jpeg"));
    assert!(!media.bytes.windows(6).any(|bytes| bytes == b"script"));
    let told = async || {
        let log = server.log().await;
        log.iter().filter(|event| event.kind == EventKind::PictureSettled).count() == 3
    };
    server.eventually("pages are told", told).await;
    server.handle.shut_down().await;
}

#[tokio::test]
async fn a_source_that_is_busy_is_asked_again_and_one_that_stays_so_is_given_up() {
    let (office, server) = town().await;
    office.shows(TRAM, Picture::Fails(|| ChannelError::retry("pictures.example did not answer in time")));
    office.shows(TRAIN, Picture::Fails(|| ChannelError::give_up("pictures.example does not give it to us")));
    office.says("letters", said(pictured("a", &[TRAM, TRAIN])));
    let one_failed = async || states(&server, "a").await == [PictureState::Waiting, PictureState::Failed];
    server.eventually("a refusal is final", one_failed).await;
    server.eventually("it is asked for again", async || office.asked_for(TRAM) > 1).await;
    assert_eq!(office.asked_for(TRAIN), 1);
    office.shows(TRAM, Picture::Is(file()));
    server.eventually("it is kept", async || states(&server, "a").await[0] == PictureState::Kept).await;

    let conversation = server.conversation_of("a").await.unwrap();
    let (ada, post) = (server.ada().await, server.post("a").await.unwrap().id);
    office.shows(TRAIN, Picture::Is(file()));
    let mut tx = server.store().write().await.unwrap();
    inbox::fetch_again(&mut tx, &ada, conversation, post, 1).await.unwrap();
    tx.commit().await.unwrap();
    server.eventually("it is kept once asked", async || states(&server, "a").await[1] == PictureState::Kept).await;
    server.handle.shut_down().await;
}

#[tokio::test]
async fn slow_and_broken_pictures_keep_no_answer_waiting() {
    let (office, server) = town().await;
    office.shows(TRAM, Picture::Panics);
    for number in 0..6 {
        office.says("letters", said(pictured(&number.to_string(), &[TRAM])));
    }
    server.eventually("all are filed", async || server.post("5").await.is_some()).await;
    let reply = server.answer("5", "schön", std::time::Duration::ZERO).await;
    server.becomes(reply, model::ReplyState::Delivered).await;
    server.handle.shut_down().await;
}

#[tokio::test]
async fn what_its_author_takes_back_is_gone_here_too() {
    let (office, server) = town().await;
    office.shows(TRAM, Picture::Is(file()));
    office.says("letters", said(pictured("a", &[TRAM])));
    server.eventually("it is kept", async || states(&server, "a").await == [PictureState::Kept]).await;
    let (full, small) = pictures(&server, "a").await.remove(0).kept.unwrap();
    office.says("letters", [Received::Deleted { remote_id: "a".into() }]);
    server.eventually("it is gone", async || states(&server, "a").await.is_empty()).await;
    for shown in [full, small] {
        let found = store::media::find(&mut server.store().read().await.unwrap(), &shown.digest).await.unwrap();
        assert_eq!(found, None);
    }
    server.handle.shut_down().await;
}

#[tokio::test]
async fn an_edit_brings_other_pictures_and_takes_the_former_away() {
    let (office, server) = town().await;
    office.shows(TRAM, Picture::Is(file()));
    office.says("letters", said(pictured("a", &[TRAM])));
    server.eventually("it is kept", async || states(&server, "a").await == [PictureState::Kept]).await;
    office.says("letters", said(ReceivedPost { text: "look here".into(), ..pictured("a", &[TRAM]) }));
    let edited = async || server.post("a").await.unwrap().text == "look here";
    server.eventually("the words change", edited).await;
    assert_eq!(states(&server, "a").await, [PictureState::Kept], "other words are no other picture");
    office.says("letters", said(pictured("a", &[TRAIN])));
    server.eventually("the other is sought", async || states(&server, "a").await == [PictureState::Gone]).await;
    server.handle.shut_down().await;
}
