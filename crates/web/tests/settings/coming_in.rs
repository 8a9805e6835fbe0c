//! Signing in and out, and the one-time link.

use std::time::Duration;

use axum::http::StatusCode;
use model::{EventKind, Role};
use store::{member, organisation};

use crate::house::{Browser, House, PASSWORD};

const EMAIL: &str = "karin.voss@vellenbahn.example";

/// A house with a member who came in by a link and has a password.
async fn with_member() -> House {
    let (house, _) = House::owned().await;
    let link = house.link(Role::Member, Some(EMAIL), None).await;
    let fields = [("name", "Karin Voss"), ("email", EMAIL), ("password", PASSWORD)];
    house.post(&Browser::default(), &link, &fields).await.sends_to("/");
    house
}

async fn count(house: &House, kind: EventKind) -> usize {
    house.history().await.iter().filter(|sealed| sealed.event.kind == kind).count()
}

#[tokio::test]
async fn the_right_password_opens_and_the_cookie_is_for_this_site_alone() {
    let house = with_member().await;
    let mut browser = Browser::default();
    let fields = [("email", " Karin.Voss@Vellenbahn.example "), ("password", PASSWORD), ("next", "/topics?x=1")];
    let answer = house.post(&browser, "/sign-in", &fields).await;
    answer.sends_to("/topics?x=1");
    let cookie = answer.header("set-cookie").to_owned();
    for part in ["session=", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age="] {
        assert!(cookie.contains(part), "{cookie} lacks {part}");
    }
    browser.keep(&answer);
    house.get(&browser, "/inbox").await.shows("Karin Voss");
    house.get(&browser, "/sign-in?next=/members").await.sends_to("/members");
    assert_eq!(count(&house, EventKind::MemberSignedIn).await, 1);
}

#[tokio::test]
async fn over_https_the_cookie_is_bound_to_the_host() {
    let house = House::at("https://coffee.vellenbahn.example/").await;
    let link = house.link(Role::Owner, None, None).await;
    let fields = [("organisation", "Vellenbahn"), ("name", "Mara"), ("email", EMAIL), ("password", PASSWORD)];
    let answer = house.post(&Browser::default(), &link, &fields).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-session=") && cookie.contains("Secure"), "{cookie}");
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_are_refused_alike() {
    let house = with_member().await;
    let browser = Browser::default();
    for email in [EMAIL, "nobody@vellenbahn.example"] {
        let answer = house.post(&browser, "/sign-in", &[("email", email), ("password", "wrong wrong wrong")]).await;
        answer.refuses(StatusCode::UNPROCESSABLE_ENTITY, "Address and password do not fit.");
        assert!(answer.text.contains(&format!("value=\"{email}\"")), "what was typed as address is kept");
        assert!(!answer.text.contains("wrong wrong wrong"), "the password is not shown");
        assert_eq!(answer.header("set-cookie"), "");
    }
    let history = house.history().await;
    let failed: Vec<_> = history.iter().filter(|one| one.event.kind == EventKind::MemberSignInFailed).collect();
    assert_eq!(failed.len(), 1, "only who is known is written down");
    let karin = member::by_email(&mut house.read().await, EMAIL).await.unwrap().unwrap();
    assert_eq!(failed[0].event.data, serde_json::json!({ "member": karin.id }));
    assert!(history.iter().all(|one| !one.event.canonical(one.position).contains('@')), "no address is in the log");
}

#[tokio::test]
async fn who_guesses_must_wait_and_the_right_password_does_not_help_meanwhile() {
    let house = with_member().await;
    let browser = Browser::default();
    for _ in 0..10 {
        let answer = house.post(&browser, "/sign-in", &[("email", EMAIL), ("password", "guess")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let answer = house.post(&browser, "/sign-in", &[("email", EMAIL), ("password", PASSWORD)]).await;
    answer.refuses(StatusCode::TOO_MANY_REQUESTS, "Too many tries.");
    assert_eq!(answer.header("set-cookie"), "");
}

#[tokio::test]
async fn nobody_is_sent_to_another_site_after_signing_in() {
    let house = with_member().await;
    for next in ["//evil.example", "/\\evil.example", "https://evil.example/", "/.//evil.example"] {
        let fields = [("email", EMAIL), ("password", PASSWORD), ("next", next)];
        house.post(&Browser::default(), "/sign-in", &fields).await.sends_to("/");
    }
    let page = house.get(&Browser::default(), "/sign-in?next=//evil.example").await;
    assert!(!page.text.contains("evil.example"), "{}", page.text);
}

#[tokio::test]
async fn a_page_that_needs_somebody_leads_over_the_door_and_back() {
    let (house, _) = House::owned().await;
    let stranger = Browser::default();
    house.get(&stranger, "/topics?x=a%26b").await.sends_to("/sign-in?next=%2Ftopics%3Fx%3Da%2526b");
    house.post(&stranger, "/topics", &[("name", "x")]).await.sends_to("/sign-in?next=%2Finbox");
    assert_eq!(house.get(&stranger.by_script(), "/topics").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn signing_out_ends_the_session_also_for_who_kept_the_cookie() {
    let (house, owner) = House::owned().await;
    let answer = house.post(&owner, "/sign-out", &[]).await;
    answer.sends_to("/sign-in");
    assert!(answer.header("set-cookie").starts_with("session=;"), "{}", answer.header("set-cookie"));
    house.get(&owner, "/inbox").await.sends_to("/sign-in?next=%2Finbox");
}

#[tokio::test]
async fn a_session_that_nobody_used_for_long_is_over_and_the_door_says_so() {
    let (house, owner) = House::owned().await;
    house.clock.advance(Duration::from_secs(25 * 3_600));
    house.get(&owner, "/inbox").await.sends_to("/sign-in?next=%2Finbox");
    house.get(&owner, "/sign-in").await.shows("You were signed out after a while.");
}

#[tokio::test]
async fn before_the_first_owner_the_door_says_where_the_link_is_and_asks_for_no_password() {
    let house = House::new().await;
    let door = house.get(&Browser::default(), "/sign-in?next=/inbox").await;
    door.shows("Nobody owns this house yet");
    assert!(!door.text.contains("name=\"password\""), "{}", door.text);
    let (house, _) = House::owned().await;
    house.get(&Browser::default(), "/sign-in").await.shows("name=\"password\"");
}

#[tokio::test]
async fn the_first_owner_names_the_house_and_the_link_works_once() {
    let house = House::new().await;
    let link = house.link(Role::Owner, None, None).await;
    let mut browser = Browser::default();
    house.get(&browser, &link).await.shows("name=\"organisation\"");
    let fields = [("organisation", " Vellenbahn "), ("name", "Mara Lind"), ("email", EMAIL), ("password", PASSWORD)];
    let answer = house.post(&browser, &link, &fields).await;
    answer.sends_to("/");
    browser.keep(&answer);
    house.get(&browser, "/members").await.shows("Vellenbahn");
    let founded = organisation::find(&mut house.read().await).await.unwrap();
    assert_eq!(founded.unwrap().name, "Vellenbahn");
    assert_eq!(member::owner_count(&mut house.read().await).await.unwrap(), 1);

    house.get(&Browser::default(), &link).await.refuses(StatusCode::GONE, "This link does not work");
    house.post(&Browser::default(), &link, &fields).await.refuses(StatusCode::GONE, "This link does not work");
    house.get(&Browser::default(), "/welcome/never-made").await.refuses(StatusCode::GONE, "This link does not work");
}

#[tokio::test]
async fn a_link_is_not_used_up_by_a_form_that_is_refused() {
    let house = with_member().await;
    let browser = Browser::default();
    let link = house.link(Role::Member, Some("ewa@vellenbahn.example"), None).await;
    house.get(&browser, &link).await.shows("ewa@vellenbahn.example");

    let short = [("name", ""), ("email", "ewa"), ("password", "short")];
    let answer = house.post(&browser, &link, &short).await;
    answer.refuses(StatusCode::UNPROCESSABLE_ENTITY, "A name is needed.");
    for words in ["That is no e-mail address.", "5 characters; at least 12 are needed."] {
        assert!(answer.text.contains(words), "{words}");
    }
    assert!(!answer.text.contains("short\""), "the password is not shown");

    let taken = [("name", "Ewa"), ("email", EMAIL), ("password", PASSWORD)];
    let answer = house.post(&browser, &link, &taken).await;
    answer.refuses(StatusCode::UNPROCESSABLE_ENTITY, "Somebody with this address is a member already.");

    let right = [("name", "Ewa"), ("email", "ewa@vellenbahn.example"), ("password", PASSWORD)];
    house.post(&browser, &link, &right).await.sends_to("/");
    assert_eq!(organisation::find(&mut house.read().await).await.unwrap().unwrap().name, "Vellenbahn");
}
