//! Channels: connecting, how one is, switching, passwords.

use axum::http::StatusCode;
use channels::{Batch, Received, StreamGap};
use model::{ChannelId, ChannelState, Quota, Role};
use store::channel::{self, Channel};
use store::conversation::{self, View};
use store::quarantine;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::house::{Browser, House};
use crate::network::GOOD_PASSWORD;

const CONNECT: &str = "/channels/new/atproto";

async fn all(house: &House) -> Vec<Channel> {
    channel::all(&mut house.read().await).await.unwrap()
}

/// Connects an account and gives the path of its page.
async fn connect(house: &House, owner: &Browser) -> String {
    let fields = [("name", "Our Bluesky"), ("handle", "@vellenbahn.example"), ("password", GOOD_PASSWORD)];
    let answer = house.post(owner, CONNECT, &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.location().to_owned()
}

/// Waits until the page of a channel shows something.
async fn shows(house: &House, owner: &Browser, path: &str, words: &str) -> String {
    let page = async || Some(house.get(owner, path).await.text).filter(|text| text.contains(words));
    house.until(words, page).await
}

#[tokio::test]
async fn a_refused_connection_keeps_what_was_typed_but_the_password() {
    let (house, owner) = House::owned().await;
    let typed = [
        ("name", "Our <Bluesky>"),
        ("handle", "vellenbahn.example"),
        ("password", "wrong-pass-word"),
        ("service", "https://pds.example"),
        ("jetstream", "yes"),
        ("jetstream_url", "wss://stream.example/subscribe"),
    ];
    let answer = house.post(&owner, CONNECT, &typed).await;
    answer.refuses(
        StatusCode::UNPROCESSABLE_ENTITY,
        "Pds.example refused the app password of vellenbahn.example. Nothing was connected.",
    );
    for (name, value) in typed.iter().filter(|(name, _)| !matches!(*name, "password" | "jetstream" | "name")) {
        assert!(answer.text.contains(&format!("value=\"{value}\"")), "{name} is not kept");
    }
    assert!(answer.text.contains("Our &lt;Bluesky&gt;"), "the name is kept, and harmless");
    assert!(answer.text.contains("name=\"jetstream\" value=\"yes\" checked"), "the choice is kept");
    assert!(!answer.text.contains("wrong-pass-word"), "the password is shown");
    assert_eq!(all(&house).await, []);

    let mut typed = typed;
    typed[3].1 = "https://unreachable.example";
    let answer = house.post(&owner, CONNECT, &typed).await;
    answer
        .refuses(StatusCode::UNPROCESSABLE_ENTITY, "Could not connect to unreachable.example. Nothing was connected.");

    let answer = house.post(&owner, CONNECT, &[("handle", "x.example"), ("service", "https://")]).await;
    answer.refuses(StatusCode::UNPROCESSABLE_ENTITY, "That is no address of a server; it begins with https://");
    assert!(answer.text.contains("An app password is needed"));
    assert_eq!(all(&house).await, []);
}

#[tokio::test]
async fn a_connected_channel_says_what_it_hears_and_keeps_its_password_to_itself() {
    let (house, owner) = House::owned().await;
    let path = connect(&house, &owner).await;
    let page = shows(&house, &owner, &path, "hears well").await;
    for words in
        ["Our Bluesky", "as @vellenbahn.example", "Whoever names us.", "Private messages.", "What everybody says"]
    {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains(GOOD_PASSWORD));
    house.get(&owner, "/channels").await.shows("as @vellenbahn.example");
    let kept = all(&house).await.remove(0);
    assert!(!kept.config.contains(GOOD_PASSWORD));
    let has = |bytes: &[u8], part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
    assert!(!has(&kept.secret.unwrap(), GOOD_PASSWORD.as_bytes()), "the password lies open in the database");

    let fields = [("handle", "vellenbahn.example"), ("password", GOOD_PASSWORD)];
    let again = house.post(&owner, CONNECT, &fields).await;
    again.refuses(StatusCode::UNPROCESSABLE_ENTITY, "This is connected already, as <a href=\"/channels/");
}

#[tokio::test]
async fn listening_alone_needs_no_account() {
    let (house, owner) = House::owned().await;
    let fields = [("listen_only", "yes"), ("handle", ""), ("password", "")];
    let answer = house.post(&owner, CONNECT, &fields).await;
    let page = house.get(&owner, answer.location()).await;
    page.shows("Everybody on Bluesky");
    page.shows("only listening");
    assert!(!page.text.contains("New app password"));
}

#[tokio::test]
async fn what_went_wrong_on_a_channel_is_told_in_plain_words() {
    let (house, owner) = House::owned().await;
    let now = house.store.clock().now();
    house.network.open_with(Batch {
        items: vec![Received::Unparsed { raw: "{\"text\": \"<script>\"}".into(), reason: "it has no author".into() }],
        heard_until: Some(now),
        gap: Some(StreamGap {
            stream: "public".into(),
            from: now - jiff::SignedDuration::from_hours(2),
            to: now - jiff::SignedDuration::from_hours(1),
            cause: "the server forgot an hour".into(),
        }),
        ..Batch::default()
    });
    let path = connect(&house, &owner).await;
    let page = shows(&house, &owner, &path, "It has no author.").await.to_lowercase();
    for words in ["the server forgot an hour", "lost: the network gives it no more", "1 item could not be read"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(page.contains("&lt;script&gt;"), "what came is shown as it came");
}

#[tokio::test]
async fn what_was_set_aside_is_tried_again_and_what_became_of_it_is_told() {
    let (house, owner) = House::owned().await;
    let aside = |raw: &str| Received::Unparsed { raw: raw.into(), reason: "it has no author".into() };
    house.network.open_with(Batch {
        items: vec![aside("words to us"), aside("hopeless"), aside("words to nobody")],
        quota: Some(Quota { limit: 300, left: 7, resets_at: None }),
        ..Batch::default()
    });
    let path = connect(&house, &owner).await;
    let page = shows(&house, &owner, &path, "Try all 3 again").await;
    assert!(page.contains("Calls left") && page.contains("</span> of 300"), "{page}");
    assert!(page.contains("works until somebody takes it back"), "{page}");
    let id: ChannelId = path.rsplit('/').next().unwrap().parse().unwrap();
    let all = quarantine::newest(&mut house.read().await, id, 9).await.unwrap();
    let hopeless = all.iter().find(|item| item.raw == "hopeless").unwrap().id.to_string();

    let answer = house.post(&owner, &format!("{path}/quarantine"), &[("item", &hopeless)]).await;
    let page = house.get(&owner, answer.location()).await;
    page.shows("Tried again: 1 still cannot be read.");
    page.shows("It has no author, still");
    let answer = house.post(&owner, &format!("{path}/quarantine"), &[]).await;
    let page = house.get(&owner, answer.location()).await;
    page.shows("1 was read and filed, 1 was read and concerns nobody here, 1 still cannot be read.");
    house.get(&owner, "/inbox").await.shows("words to us");
    let left = quarantine::newest(&mut house.read().await, id, 9).await.unwrap();
    assert_eq!(left.iter().map(|item| item.raw.as_str()).collect::<Vec<_>>(), ["hopeless"]);
}

#[tokio::test]
async fn a_channel_is_switched_off_and_on_by_members_and_blocked_by_itself_alone() {
    let (house, owner) = House::owned().await;
    let path = connect(&house, &owner).await;
    let id: ChannelId = path.rsplit('/').next().unwrap().parse().unwrap();
    let set = async |state: &str| house.post(&owner, &format!("{path}/state"), &[("state", state)]).await;
    set("paused").await.sends_to(&path);
    house.get(&owner, &path).await.shows("A member switched it off");
    assert!(house.pipeline.channel(id).is_none(), "it still runs");
    set("active").await.sends_to(&path);
    assert!(house.pipeline.channel(id).is_some(), "it does not run again");
    set("blocked").await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "A channel is active or paused.");
    assert_eq!(all(&house).await[0].state, ChannelState::Active);
}

#[tokio::test]
async fn a_new_password_is_tried_before_the_former_one_goes() {
    let (house, owner) = House::owned().await;
    let path = connect(&house, &owner).await;
    let before = all(&house).await.remove(0).secret;
    let set = async |password: &str| house.post(&owner, &format!("{path}/credential"), &[("password", password)]).await;
    let refused = set("mistyped-password").await;
    refused.refuses(StatusCode::UNPROCESSABLE_ENTITY, "Bsky.social refused the app password");
    assert!(refused.text.contains("The former one stays."));
    assert!(!refused.text.contains("mistyped-password"));
    assert_eq!(all(&house).await[0].secret, before);
    set("").await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "A password is needed.");
    set(GOOD_PASSWORD).await.sends_to(&path);
}

#[tokio::test]
async fn who_only_answers_sees_how_channels_are_and_changes_nothing() {
    let (house, owner) = House::owned().await;
    let path = connect(&house, &owner).await;
    let member = house.member("Ewa Brandt", Role::Member).await;
    let member = house.signed_in(member).await;
    let page = house.get(&member, &path).await;
    page.shows("Whoever names us.");
    for act in ["/state\"", "/credential\""] {
        assert!(!page.text.contains(act), "{act}");
    }
}

/// Serves a feed, and a page that leads to it, on loopback; tells the address.
async fn serve_feed() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 4096];
            let length = stream.read(&mut request).await.unwrap_or_default();
            let body = if request[..length].starts_with(b"GET /feed ") {
                "<rss version='2.0'><channel><title>The Velle Post</title><item><title>Cold &lt;b&gt;coffee&lt;/b&gt;</title>\
                 <description>On the &lt;i&gt;evening&lt;/i&gt; train&lt;script&gt;alert(1)&lt;/script&gt;</description></item></channel></rss>"
            } else {
                "<!doctype html><link rel=alternate type=application/rss+xml href=/feed>"
            };
            let head = format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len());
            let _ = stream.write_all(format!("{head}{body}").as_bytes()).await;
        }
    });
    address
}

#[tokio::test]
async fn a_page_is_enough_to_connect_its_feed_and_its_entries_come_to_the_inbox() {
    let (house, owner) = House::owned().await;
    let page = format!("http://{}/", serve_feed().await);
    let answer = house.post(&owner, "/channels/new/feed", &[("url", &page), ("about_us", "yes")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    shows(&house, &owner, answer.location(), "hears well").await;
    house.get(&owner, answer.location()).await.shows("The Velle Post");
    let inbox = shows(&house, &owner, "/inbox", "Cold coffee").await;
    assert!(!inbox.contains("alert(1)"), "a script's words are no words");
    let rows = conversation::list(&mut house.read().await, View::All, None, 5).await.unwrap();
    let thread = house.get(&owner, &format!("/inbox/{}", rows[0].conversation.id)).await;
    thread.shows("<h3 class=\"heading\" dir=\"auto\">Cold coffee</h3>");
    thread.shows("On the evening train");

    // Also with the other tick: it is the same feed.
    let again = house.post(&owner, "/channels/new/feed", &[("url", &format!("{page}feed/"))]).await;
    again.refuses(
        StatusCode::UNPROCESSABLE_ENTITY,
        &format!("This is connected already, as <a href=\"{}\">The Velle Post</a>.", answer.location()),
    );
}

#[tokio::test]
async fn what_is_no_feed_is_refused_at_its_field() {
    let (house, owner) = House::owned().await;
    let answer = house.post(&owner, "/channels/new/feed", &[("url", "two words"), ("name", "Kept")]).await;
    answer.refuses(StatusCode::UNPROCESSABLE_ENTITY, "That is no address; it looks like https://blog.example/feed");
    assert!(answer.text.contains("value=\"Kept\""));
    let nowhere = house.post(&owner, "/channels/new/feed", &[("url", "http://127.0.0.1:1/")]).await;
    nowhere.refuses(StatusCode::UNPROCESSABLE_ENTITY, "Could not connect to 127.0.0.1. Nothing was connected.");
    assert_eq!(all(&house).await, []);
}
