//! Pictures that programs hand in and send with answers.

use axum::http::Method;
use model::ConversationId;
use serde_json::{Value, json};

use crate::house::House;
use crate::program::{Program, Told};

/// A GIF of four pixels.
const GIF: &[u8] = b"GIF89a\x04\x00\x04\x00\x80\x00\x00\xc8\x1e\x1e\x00\x00\x00,\x00\x00\x00\x00\x04\x00\x04\x00\x00\x02\x04\x84\x8f\x09\x05\x00;";

struct Desk {
    house: House,
    program: Program,
    id: ConversationId,
}

impl Desk {
    async fn new() -> Self {
        let (house, program, channel) = House::with_program().await;
        let id = house.heard(channel, "at://renske/1", "the lift is broken", 60).await;
        Self { house, program, id }
    }

    async fn hand_in(&self, bytes: &[u8]) -> Told {
        let program = self.program.with("content-type", "image/gif");
        let path = format!("/api/v1/conversations/{}/pictures", self.id);
        self.house.call(&program, Method::POST, &path, bytes.to_vec()).await
    }

    async fn answer(&self, version: &str, key: &str, pictures: Value) -> Told {
        let program = self.program.with("if-match", version).with("idempotency-key", key);
        let path = format!("/conversations/{}/replies", self.id);
        self.house.post_to(&program, &path, json!({ "text": "Like this.", "pictures": pictures })).await
    }
}

#[tokio::test]
async fn a_picture_is_handed_in_named_in_an_answer_and_told_of_with_what_it_shows() {
    let desk = Desk::new().await;
    let told = desk.hand_in(GIF).await;
    let picture = told.gives();
    assert_eq!((told.status.as_u16(), &picture["full"]["width"]), (201, &json!(4)));
    let address = picture["full"]["url"].as_str().unwrap().strip_prefix("/api/v1").unwrap();
    let bytes = desk.house.respond(&desk.program, Method::GET, &format!("/api/v1{address}"), "").await;
    assert_eq!(bytes.headers()["content-type"], "image/png");
    let named = json!([{ "picture": picture["id"], "alt": " A ramp " }]);
    let reply = desk.answer("\"1\"", "a", named.clone()).await.gives();
    let shown = &reply["pictures"][0];
    assert_eq!(
        (&shown["alt"], &shown["written_alt"], &shown["full"]),
        (&json!("A ramp"), &Value::Null, &picture["full"])
    );
    let again = desk.answer("\"1\"", "a", named).await.gives();
    assert_eq!(again, reply, "sent again, it is the same answer");
    let messages = desk.house.read_at(&desk.program, &format!("/conversations/{}/messages", desk.id)).await.gives();
    assert_eq!(messages["items"][1]["pictures"], reply["pictures"]);
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused_with_the_picture_named() {
    let desk = Desk::new().await;
    desk.hand_in(b"<html></html>").await.refuses_field("body");
    desk.hand_in(&vec![0; 12 * 1_024 * 1_024 + 1]).await.refuses(413, "too-large");
    let ids = [desk.hand_in(GIF).await.gives(), desk.hand_in(GIF).await.gives()].map(|picture| picture["id"].clone());
    let named = |alts: &[&str]| -> Value {
        ids.iter().zip(alts).map(|(id, alt)| json!({ "picture": id, "alt": alt })).collect()
    };
    let refused = desk.answer("\"1\"", "a", named(&["A ramp", ""])).await;
    refused.refuses_field("pictures");
    assert!(refused.text.contains("Picture 2 has no description"), "{}", refused.text);
    desk.answer("\"1\"", "b", json!([{ "picture": ids[0], "alt": "x", "size": 1 }]))
        .await
        .refuses_field("pictures[0].size");
    desk.answer("\"1\"", "c", json!([{ "picture": "1", "alt": "x" }])).await.refuses(404, "not-found");
    desk.answer("\"1\"", "d", named(&["A ramp", "A lift"])).await.gives();
    desk.answer("\"2\"", "e", named(&["A ramp"])).await.refuses(404, "not-found");
}

#[tokio::test]
async fn what_no_answer_took_goes_after_a_day() {
    let desk = Desk::new().await;
    let picture = desk.hand_in(GIF).await.gives();
    let path = picture["full"]["url"].as_str().unwrap().strip_prefix("/api/v1").unwrap().to_owned();
    desk.house.clock.advance(std::time::Duration::from_secs(25 * 3_600));
    let mut tx = desk.house.write().await;
    let ago = |hours: i64| tx.now() - jiff::SignedDuration::from_hours(hours);
    let day = ago(24);
    store::draft_picture::expire(&mut tx, day, 10).await.unwrap();
    tx.commit().await.unwrap();
    desk.house.read_at(&desk.program, &path).await.refuses(404, "not-found");
    let named = json!([{ "picture": picture["id"], "alt": "A ramp" }]);
    desk.answer("\"1\"", "a", named).await.refuses(404, "not-found");
}
