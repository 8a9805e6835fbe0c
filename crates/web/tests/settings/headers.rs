//! What every answer tells the browser to forbid.

use crate::house::{Browser, House};

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
    font-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

#[tokio::test]
async fn every_kind_of_answer_carries_the_strict_policy() {
    let (house, owner) = House::owned().await;
    let stranger = Browser::default();
    let script = web::assets::asset("app.js");
    let answers = [
        house.get(&owner, "/inbox").await,
        house.get(&owner, "/live").await,
        house.get(&owner.by_script(), "/members").await,
        house.get(&owner, "/nowhere").await,
        house.get(&stranger, "/inbox").await,
        house.get(&stranger, "/sign-in").await,
        house.get(&stranger, &script).await,
        house.get(&stranger, "/health").await,
        house.post(&stranger.with("sec-fetch-site", "cross-site"), "/sign-in", &[]).await,
    ];
    for answer in answers {
        assert_eq!(answer.header("content-security-policy"), POLICY);
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "same-origin");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(answer.header("strict-transport-security"), "", "without HTTPS it would lock people out");
    }
}

#[tokio::test]
async fn over_https_nothing_else_is_spoken() {
    let house = House::at("https://coffee.vellenbahn.example/").await;
    let answer = house.get(&Browser::default(), "/sign-in").await;
    assert!(answer.header("strict-transport-security").starts_with("max-age="));
}

#[tokio::test]
async fn pages_are_kept_by_nobody_and_scripts_get_a_part() {
    let (house, owner) = House::owned().await;
    let page = house.get(&owner, "/members").await;
    assert_eq!(page.header("cache-control"), "private, no-store");
    assert!(page.text.starts_with("<!DOCTYPE html>"));
    let part = house.get(&owner.by_script(), "/members").await;
    assert!(part.text.starts_with("<main"), "{}", part.text);
}

#[tokio::test]
async fn an_address_that_leads_nowhere_has_a_page_with_a_way_back() {
    let (house, owner) = House::owned().await;
    for path in ["/nowhere", "/channels/x", "/topics/9999", "/members/invite", "/members/9/role"] {
        house.get(&owner, path).await.refuses(axum::http::StatusCode::NOT_FOUND, "href=\"/inbox\"");
    }
}
