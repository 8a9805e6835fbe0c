//! Requests by those who do not read the guide, or have read it too well.

use axum::http::Method;

use crate::house::House;
use crate::program::Program;

#[tokio::test]
async fn bodies_that_cannot_be_read_are_refused_and_named() {
    let (house, program, channel) = House::with_program().await;
    let id = house.heard(channel, "at://renske/1", "hello", 60).await;
    let notes = format!("/api/v1/conversations/{id}/notes");
    let deep = "[".repeat(100_000);
    let bodies: [(&[u8], u16, &str); 12] = [
        (b"{", 400, "malformed"),
        (b"{\"text\": \"a\"} {}", 400, "malformed"),
        (b"text=a", 400, "malformed"),
        (b"{\"text\": \"\xff\xfe\"}", 400, "malformed"),
        (b"\xef\xbb\xbf{\"text\": \"a\"}", 400, "malformed"),
        (b"{\"text\": \"\\ud800\"}", 400, "malformed"),
        (deep.as_bytes(), 400, "malformed"),
        (b"null", 422, "invalid"),
        (b"[]", 422, "invalid"),
        (b"{\"text\": null}", 422, "invalid"),
        (b"{\"text\": {\"text\": \"a\"}}", 422, "invalid"),
        (b"{\"text\": \"a\", \"__proto__\": 1}", 422, "invalid"),
    ];
    for (body, status, kind) in bodies {
        house.call(&program, Method::POST, &notes, body.to_vec()).await.refuses(status, kind);
    }
    let written = store::note::of_conversation(&mut house.read().await, id).await.unwrap();
    assert_eq!(written, []);
}

#[tokio::test]
async fn a_body_has_a_size_and_a_kind() {
    let (house, program, channel) = House::with_program().await;
    let id = house.heard(channel, "at://renske/1", "hello", 60).await;
    let notes = format!("/api/v1/conversations/{id}/notes");
    let huge = format!("{{\"text\": \"{}\"}}", "x".repeat(256 * 1_024));
    house.call(&program, Method::POST, &notes, huge).await.refuses(413, "too-large");
    for kind in ["text/plain", "application/x-www-form-urlencoded", "", "application/jsonp", "multipart/form-data"] {
        let program = program.with("content-type", kind);
        house.call(&program, Method::POST, &notes, "{\"text\": \"a\"}").await.refuses(415, "media-type");
    }
    for kind in ["application/json; charset=utf-8", "application/merge-patch+json", "APPLICATION/JSON"] {
        let program = program.with("content-type", kind);
        house.call(&program, Method::POST, &notes, "{\"text\": \"a\"}").await.gives();
    }
}

#[tokio::test]
async fn addresses_and_methods_that_lead_nowhere_are_problems_too() {
    let (house, program, channel) = House::with_program().await;
    for path in [
        "",
        "/",
        "/nowhere",
        "/conversations/",
        "/conversations/1/2/3",
        "/topics/1/archive/2",
        "/%ff/%00",
        "/../v2/members",
        "//",
    ] {
        let told = house.read_at(&program, path).await;
        told.refuses(404, "not-found");
    }
    for (method, path) in [
        (Method::DELETE, "/conversations"),
        (Method::POST, "/conversations"),
        (Method::PUT, "/conversations/1"),
        (Method::GET, "/replies/1/cancel"),
        (Method::OPTIONS, "/members"),
        (Method::POST, "/openapi.json"),
    ] {
        let told = house.call(&program, method, &format!("/api/v1{path}"), "").await;
        told.refuses(405, "method-not-allowed");
        assert!(!told.header("allow").is_empty(), "{path}");
    }
    let id = house.heard(channel, "at://renske/1", "hello", 60).await;
    let head = house.call(&program, Method::HEAD, &format!("/api/v1/conversations/{id}"), "").await;
    assert_eq!((head.status.as_u16(), head.text.as_str()), (200, ""));
}

#[tokio::test]
async fn odd_headers_break_nothing() {
    let (house, program, channel) = House::with_program().await;
    let id = house.heard(channel, "at://renske/1", "hello", 60).await;
    let replies = format!("/conversations/{id}/replies");
    let body = serde_json::json!({ "text": "a" });
    let odd = program.with("idempotency-key", "schlüssel").with("if-match", "\"1\"");
    house.post_to(&odd, &replies, body.clone()).await.refuses(400, "malformed");
    let twice = program.with("idempotency-key", "a").with("idempotency-key", "b").with("if-match", "\"1\"");
    house.post_to(&twice, &replies, body.clone()).await.refuses(400, "malformed");
    let odd = program.with("idempotency-key", "a").with("if-match", "\"99999999999999999999\"");
    house.post_to(&odd, &replies, body).await.refuses(400, "malformed");
    let odd = program.with("last-event-id", "ü").with("accept", "text/event-stream");
    house.read_at(&odd, "/events").await.refuses_field("last-event-id");
    house
        .read_at(&Program::default().with("authorization", "Bearer ü"), "/members")
        .await
        .refuses(401, "unauthenticated");
}

#[tokio::test]
async fn texts_in_any_script_come_back_as_they_were_sent() {
    let (house, program, channel) = House::with_program().await;
    let id = house.heard(channel, "at://renske/1", "hello", 60).await;
    for text in ["Ça marche 👨‍👩‍👧‍👦", "שלום \u{202e}abc", "<script>alert(1)</script>", "a\u{0}b", "'; DROP TABLE note; --"]
    {
        let body = serde_json::json!({ "text": text });
        let told = house.post_to(&program, &format!("/conversations/{id}/notes"), body).await.gives();
        assert_eq!(told["text"], text);
        let query = url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let told = house.read_at(&program, &format!("/conversations?label={query}&q={query}")).await;
        assert!(told.status == 200 || told.status == 422, "{}", told.text);
    }
}

#[tokio::test]
async fn what_breaks_inside_tells_nothing_of_the_inside() {
    let (house, program, _) = House::with_program().await;
    house.store.clone().close().await;
    let told = house.read_at(&program, "/conversations").await;
    let problem = told.refuses(500, "broken");
    let detail = problem["detail"].as_str().unwrap();
    assert!(detail.contains(problem["reference"].as_str().unwrap()));
    for inside in ["pool", "sql", "closed", "database"] {
        assert!(!told.text.to_lowercase().contains(inside), "{}", told.text);
    }
}
