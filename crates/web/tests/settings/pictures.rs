//! Pictures in answers, as browsers without scripts add, describe, move and send them.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use model::{ConversationId, DraftPictureId, MemberId, Role};
use store::draft::{self, DraftKind};
use store::draft_picture::{self, DraftPicture};
use store::reply::Reply;
use store::reply_picture::{self, ReplyPicture};
use tower::ServiceExt as _;

use crate::house::{Answer, Browser, House};

const BOUNDARY: &str = "----a-quiet-corner-table";

/// A GIF of four pixels, as programs write it, with a word that nobody should read.
const GIF: &[u8] = b"GIF89a\x04\x00\x04\x00\x80\x00\x00\xc8\x1e\x1e\x00\x00\x00!\xfe\x0bGPSHERE4711\x00,\x00\x00\x00\x00\x04\x00\x04\x00\x00\x02\x04\x84\x8f\x09\x05\x00;";

struct Desk {
    house: House,
    writer: Browser,
    member: MemberId,
    id: ConversationId,
}

/// A part of a form: a field, or a file.
enum Part<'a> {
    Field(&'a str, &'a str),
    File(&'a str, &'a [u8]),
}
use Part::{Field, File};

fn form(parts: &[Part<'_>]) -> Vec<u8> {
    let mut body = Vec::new();
    for part in parts {
        body.extend(format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=").bytes());
        match part {
            Field(name, value) => body.extend(format!("\"{name}\"\r\n\r\n{value}").bytes()),
            File(name, bytes) => {
                body.extend(format!("\"file\"; filename=\"{name}\"\r\ncontent-type: image/png\r\n\r\n").bytes());
                body.extend(*bytes);
            }
        }
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").bytes());
    body
}

impl Desk {
    async fn new() -> Self {
        let (house, _) = House::owned().await;
        house.channel().await;
        let id = house.conversation().await;
        let member = house.member("Tarik Wenzel", Role::Member).await;
        let writer = house.signed_in(member).await;
        Self { house, writer, member, id }
    }

    async fn post(&self, who: &Browser, verb: &str, body: Vec<u8>, declared: Option<usize>) -> Answer {
        let length = declared.unwrap_or(body.len());
        let request = Request::post(format!("/conversations/{}/{verb}", self.id))
            .header(header::HOST, "127.0.0.1:8080")
            .header(header::COOKIE, &who.cookie)
            .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"))
            .header(header::CONTENT_LENGTH, length)
            .extension(ConnectInfo(SocketAddr::from(([192, 0, 2, 7], 50_000))));
        let response = self.house.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 1 << 24).await.unwrap();
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        Answer { status: parts.status, headers: parts.headers, text }
    }

    /// Posts a form of our own page, its token first.
    async fn send(&self, verb: &str, parts: Vec<Part<'_>>) -> Answer {
        let own = Field("csrf", &self.writer.csrf);
        let parts: Vec<Part<'_>> = std::iter::once(own).chain(parts).collect();
        self.post(&self.writer, verb, form(&parts), None).await
    }

    async fn laid(&self) -> Vec<DraftPicture> {
        draft_picture::of_draft(&mut self.house.read().await, self.id, self.member).await.unwrap()
    }

    async fn words(&self) -> Option<String> {
        draft::find(&mut self.house.read().await, self.id, self.member, DraftKind::Reply).await.unwrap()
    }

    async fn replies(&self) -> Vec<(Reply, Vec<ReplyPicture>)> {
        let mut tx = self.house.read().await;
        let mut found = Vec::new();
        for reply in store::reply::of_conversation(&mut tx, self.id).await.unwrap() {
            let pictures = reply_picture::of_replies(&mut tx, &[reply.id]).await.unwrap().remove(&reply.id);
            found.push((reply, pictures.unwrap_or_default()));
        }
        found
    }

    async fn page(&self) -> Answer {
        self.house.get(&self.writer, &format!("/inbox/{}", self.id)).await
    }
}

fn ids(laid: &[DraftPicture]) -> Vec<String> {
    laid.iter().map(|one| one.id.to_string()).collect()
}

#[tokio::test]
async fn a_picture_is_added_described_and_sent_without_scripts_and_nothing_is_lost_on_the_way() {
    let desk = Desk::new().await;
    let here = format!("/inbox/{}?view=waiting", desk.id);
    let parts = vec![Field("text", "Look:\r\nhere"), Field("act", "add"), File("one.gif", GIF), File("", b"")];
    desk.send("pictures", parts).await.sends_to(&here);
    assert_eq!(desk.words().await.as_deref(), Some("Look:\nhere"));
    let laid = desk.laid().await;
    assert_eq!((laid.len(), laid[0].full.width, laid[0].alt.as_str()), (1, 4, ""));
    let page = desk.page().await;
    page.shows("What does picture 1 show?");
    page.shows("Look:\nhere");
    page.shows(&format!("src=\"/media/{}\"", laid[0].thumbnail.digest));
    let kept = store::media::find(&mut desk.house.read().await, &laid[0].full.digest).await.unwrap().unwrap();
    assert_eq!(kept.media_type, "image/png");
    assert!(!kept.bytes.windows(7).any(|window| window == b"GPSHERE"), "nothing but pixels is left");

    let picture = laid[0].id.to_string();
    let say =
        |alt| vec![Field("text", "Look"), Field("seen_version", "1"), Field("picture", &picture), Field("alt", alt)];
    let refused = desk.send("reply", say(" ")).await;
    refused.refuses(StatusCode::UNPROCESSABLE_ENTITY, "Picture 1 has no description: say what it shows");
    assert!(refused.text.contains("aria-invalid=\"true\"") && refused.text.contains("\nLook</textarea>"));
    let long = "x".repeat(101);
    desk.send("reply", say(&long)).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "it has 101 characters");
    assert_eq!(desk.laid().await[0].alt, long, "what was written of it is kept, too long or not");
    assert!(desk.replies().await.is_empty());

    desk.send("reply", say("Four red\r\npixels")).await.sends_to(&here);
    let (reply, pictures) = desk.replies().await.pop().unwrap();
    assert_eq!((reply.text.as_str(), pictures[0].alt.as_str()), ("Look", "Four red\npixels"));
    assert!(desk.laid().await.is_empty() && desk.words().await.is_none());
    let page = desk.page().await;
    page.shows("alt=\"Four red\npixels\"");
    assert!(!page.text.contains("What does picture 1 show?"));

    // Taken back: words and picture are in the box again.
    let path = format!("/replies/{}/cancel", reply.id);
    desk.house.post(&desk.writer, &path, &[]).await;
    desk.page().await.shows("What does picture 1 show?");
    assert_eq!((desk.laid().await[0].alt.as_str(), desk.words().await.as_deref()), ("Four red\npixels", Some("Look")));
}

#[tokio::test]
async fn what_an_answer_is_made_with_stays_when_a_picture_comes_to_it() {
    let desk = Desk::new().await;
    let parts = vec![Field("text", "Step-free"), Field("fact", "7:2"), Field("act", "add"), File("ramp.gif", GIF)];
    desk.send("pictures", parts).await;
    assert_eq!(desk.laid().await.len(), 1);
    let facts = draft::said(&mut desk.house.read().await, desk.id, desk.member).await.unwrap();
    assert_eq!(facts.iter().map(ToString::to_string).collect::<Vec<_>>(), ["7:2"]);
    let parts = vec![
        Field("text", "Step-free"),
        Field("fact", "7:2"),
        Field("later_at", "2026-12-01T09:30"),
        Field("act", "add"),
        File("notes.txt", b"no picture"),
    ];
    let refused = desk.send("pictures", parts).await;
    assert!(refused.text.contains("value=\"2026-12-01T09:30\""), "when it is to go out stays too");
}

#[tokio::test]
async fn pictures_are_moved_and_removed_and_what_is_said_of_them_comes_along() {
    let desk = Desk::new().await;
    let parts = vec![Field("text", "Two"), File("one.gif", GIF), File("two.gif", GIF)];
    assert_eq!(desk.send("pictures", parts).await.status, StatusCode::SEE_OTHER);
    let [first, second] = &ids(&desk.laid().await)[..] else { panic!("there are two") };
    let described = |act| {
        vec![
            Field("text", "Two!"),
            Field("picture", first),
            Field("alt", "one"),
            Field("picture", second),
            Field("alt", "two"),
            Field("act", act),
        ]
    };
    let up = format!("up-{second}");
    assert_eq!(desk.send("pictures", described(&up)).await.status, StatusCode::SEE_OTHER);
    let laid = desk.laid().await;
    assert_eq!(laid.iter().map(|one| one.alt.as_str()).collect::<Vec<_>>(), ["two", "one"]);
    let full = vec![Field("text", "Two!"), File("three.gif", GIF)];
    let refused = desk.send("pictures", full).await;
    refused.refuses(StatusCode::UNPROCESSABLE_ENTITY, "At most 2 pictures go with an answer");
    let remove = format!("remove-{first}");
    for _ in 0..2 {
        assert_eq!(desk.send("pictures", described(&remove)).await.status, StatusCode::SEE_OTHER, "twice is once");
    }
    assert_eq!(ids(&desk.laid().await), std::slice::from_ref(second));
    assert_eq!(desk.words().await.as_deref(), Some("Two!"));
    // What is written of a picture is kept as the words are.
    let fields = [("kind", "reply"), ("text", "Two?"), ("picture", second.as_str()), ("alt", "the second")];
    desk.house.post(&desk.writer, &format!("/conversations/{}/draft", desk.id), &fields).await;
    assert_eq!(desk.laid().await[0].alt, "the second");
}

#[tokio::test]
async fn what_is_no_picture_or_too_large_is_refused_and_named() {
    let desk = Desk::new().await;
    let parts = vec![Field("text", "Look"), File("page.png", b"<html></html>"), File("one.gif", GIF)];
    let refused = desk.send("pictures", parts).await;
    refused.refuses(StatusCode::UNPROCESSABLE_ENTITY, "“page.png” cannot be sent: it is no picture");
    assert_eq!((desk.laid().await.len(), desk.words().await.as_deref()), (1, Some("Look")), "the other is there");
    let large = vec![0; 12 * 1_024 * 1_024 + 1];
    desk.send("pictures", vec![File("large.png", &large)]).await.refuses(StatusCode::PAYLOAD_TOO_LARGE, "12 MB");
    let body = form(&[Field("csrf", &desk.writer.csrf)]);
    let declared = desk.post(&desk.writer, "pictures", body, Some(1 << 26)).await;
    declared.refuses(StatusCode::PAYLOAD_TOO_LARGE, "32 MB");
    for broken in [&b""[..], b"--x", b"------a-quiet-corner-table\r\n\r\n"] {
        let answer = desk.post(&desk.writer, "pictures", broken.to_vec(), None).await;
        assert!(answer.status.is_client_error(), "{}", answer.status);
    }
}

#[tokio::test]
async fn a_picture_that_is_sent_before_it_was_added_is_added_and_nothing_goes_out() {
    let desk = Desk::new().await;
    let parts = vec![Field("text", "Look"), Field("seen_version", "1"), File("one.gif", GIF)];
    desk.send("reply", parts).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "Not sent yet: say what each picture");
    assert_eq!((desk.laid().await.len(), desk.replies().await.len()), (1, 0));
}

#[tokio::test]
async fn nobody_else_adds_pictures_and_no_form_without_the_token_is_read_to_its_end() {
    let desk = Desk::new().await;
    let file = || File("one.gif", GIF);
    for parts in [vec![file()], vec![Field("csrf", "stolen"), file()], vec![file(), Field("csrf", &desk.writer.csrf)]] {
        let answer = desk.post(&desk.writer, "pictures", form(&parts), None).await;
        answer.refuses(StatusCode::FORBIDDEN, "This form is too old");
    }
    let reader = desk.house.member("Ines Reader", Role::Colleague).await;
    let reader = desk.house.signed_in(reader).await;
    let body = form(&[Field("csrf", &reader.csrf), file()]);
    desk.post(&reader, "pictures", body.clone(), None).await.refuses(StatusCode::FORBIDDEN, "Your role");
    let stranger = desk.post(&Browser::default(), "pictures", body, None).await;
    assert!(stranger.location().starts_with("/sign-in"));
    assert!(desk.laid().await.is_empty());
    // Whoever else sends the answer names what is not theirs.
    let parts = vec![Field("text", "x"), File("one.gif", GIF)];
    desk.send("pictures", parts).await;
    let other = desk.house.member("Ewa Brandt", Role::Member).await;
    let other = desk.house.signed_in(other).await;
    let picture = ids(&desk.laid().await).remove(0);
    let fields = [("text", "Look"), ("seen_version", "1"), ("picture", picture.as_str()), ("alt", "theirs")];
    let answer = desk.house.post(&other, &format!("/conversations/{}/reply", desk.id), &fields).await;
    answer.refuses(StatusCode::UNPROCESSABLE_ENTITY, "This picture does not exist.");
    assert!(answer.text.contains("\nLook</textarea>") && desk.replies().await.is_empty());
    assert_eq!(desk.laid().await[0].id, DraftPictureId(picture.parse().unwrap()));
}
