//! What programs are told of pictures, and how they get them.

use model::{Attachment, AttachmentKind};
use store::media::Media;
use store::picture::{self, Remade};

use crate::house::House;

#[tokio::test]
async fn a_message_tells_of_its_picture_which_a_token_that_reads_can_fetch() {
    let (house, program, channel) = House::with_program().await;
    let conversation = house.heard(channel, "at://renske/1", "look", 60).await;
    let mut tx = house.write().await;
    let post = store::post::of_conversation(&mut tx, conversation).await.unwrap().remove(0);
    let mut received = post.post.as_received(&post.author);
    received.attachments = vec![
        Attachment { alt: Some("Beans".into()), ..Attachment::of(AttachmentKind::Link) },
        Attachment { is_sensitive: true, width: Some(4), height: Some(3), ..Attachment::of(AttachmentKind::Image) },
    ];
    store::post::edit(&mut tx, post.post.id, &received, b"salt", None).await.unwrap();
    picture::expect(&mut tx, &[(post.post.id, 1)]).await.unwrap();
    let media = |bytes: &[u8]| Media { media_type: "image/png".into(), width: 40, height: 30, bytes: bytes.to_vec() };
    let remade = Remade { full: media(b"large"), thumbnail: media(b"small"), left_out: Some("a still".into()) };
    assert!(picture::keep(&mut tx, post.post.id, 1, &remade).await.unwrap());
    tx.commit().await.unwrap();

    let told = house.read_at(&program, &format!("/conversations/{conversation}/messages")).await.gives();
    let [link, image] = &told["items"][0]["attachments"].as_array().unwrap()[..] else { panic!("{told}") };
    assert_eq!((&link["kind"], &link["picture"]), (&"link".into(), &serde_json::Value::Null));
    assert_eq!((&image["is_sensitive"], &image["width"]), (&true.into(), &4.into()));
    let picture = &image["picture"];
    assert_eq!((&picture["state"], &picture["reason"]), (&"kept".into(), &"a still".into()));
    assert_eq!((&picture["full"]["width"], &picture["thumbnail"]["height"]), (&40.into(), &30.into()));
    let address = picture["thumbnail"]["url"].as_str().unwrap().strip_prefix("/api/v1").unwrap();
    let bytes = house.read_at(&program, address).await;
    assert_eq!((bytes.status.as_u16(), bytes.text.as_str()), (200, "small"));
    assert_eq!(bytes.header("content-security-policy"), "sandbox; default-src 'none'");
    house.read_at(&program, "/media/none").await.refuses(404, "not-found");
}
