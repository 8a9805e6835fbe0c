//! How one is told, on its page, and what is told: to a push service, and to a browser that it woke.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::routing::post;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use channels::mailer::{MailSecurity, MailSettings, Mailer};
use model::{DeviceId, MemberId, NewsWay, NoticeKind, Role};
use pipeline::Purpose;
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use serde_json::Value;
use store::{Vault, house_key, letter, member_mail, news, notice, push_device};
use tokio::net::TcpListener;

use crate::house::{Browser, House};

/// What a push service answers, and how long it wants to be left alone.
type Answer = (StatusCode, Option<&'static str>);

/// A push service: it answers as told, and knows everything that it was asked.
#[derive(Clone, Default)]
struct PushService {
    answers: Arc<Mutex<Vec<Answer>>>,
    asked: Arc<Mutex<Vec<(HeaderMap, usize)>>>,
}

impl PushService {
    /// Answers with these, one after the other, and then that it wakes the browser; where it listens.
    async fn listening(answers: &[Answer]) -> (Self, String) {
        let mut answers = answers.to_vec();
        answers.reverse();
        let service = Self { answers: Arc::new(Mutex::new(answers)), ..Self::default() };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let app = Router::new().route("/send/{place}", post(Self::hear)).with_state(service.clone());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        (service, address)
    }

    async fn hear(State(service): State<Self>, headers: HeaderMap, body: axum::body::Bytes) -> (StatusCode, HeaderMap) {
        service.asked.lock().unwrap().push((headers, body.len()));
        let (status, wait) = service.answers.lock().unwrap().pop().unwrap_or((StatusCode::CREATED, None));
        let mut headers = HeaderMap::new();
        if let Some(wait) = wait {
            headers.insert("retry-after", wait.parse().unwrap());
        }
        (status, headers)
    }

    fn asked(&self) -> Vec<(HeaderMap, usize)> {
        self.asked.lock().unwrap().clone()
    }
}

async fn tell(house: &House, who: MemberId, kind: NoticeKind) {
    let conversation = house.conversation().await;
    let mut tx = house.write().await;
    notice::tell(&mut tx, who, kind, conversation).await.unwrap();
    tx.commit().await.unwrap();
}

async fn devices(house: &House, who: MemberId) -> Vec<push_device::Device> {
    push_device::of_member(&mut house.read().await, who, None).await.unwrap()
}

async fn add(house: &House, browser: &Browser, endpoint: &str) {
    house.post(browser, "/me/devices", &[("endpoint", endpoint)]).await.sends_to("/me/notices");
}

/// A house with a channel, and a member of it at a browser.
async fn staffed() -> (House, MemberId, Browser) {
    let (house, _) = House::owned().await;
    house.channel().await;
    let who = house.member("Ewa Brandt", Role::Member).await;
    let browser = house.signed_in(who).await;
    (house, who, browser)
}

#[tokio::test]
async fn a_push_service_is_asked_without_a_word_by_who_can_prove_to_be_us_and_the_browser_asks_here() {
    let (house, who, browser) = staffed().await;
    let (service, address) = PushService::listening(&[]).await;
    let page = house.get(&browser, "/me/notices").await;
    page.shows("Tell me in this browser");
    let at = page.text.find("data-push-key=\"").unwrap() + "data-push-key=\"".len();
    let key: String = page.text[at..].chars().take_while(|letter| *letter != '"').collect();
    add(&house, &browser, &format!("{address}/send/1")).await;
    house.get(&browser, "/me/notices").await.shows("this one");
    tell(&house, who, NoticeKind::Nudged).await;
    house.until("the push service is asked", async || service.asked().first().cloned()).await;
    let (headers, length) = service.asked().remove(0);
    assert_eq!(length, 0, "not a word of anybody");
    let header = |name: &str| headers[name].to_str().unwrap();
    assert_eq!((header("ttl"), header("urgency"), header("topic")), ("86400", "high", "news"));
    let (token, said) = header("authorization").strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
    assert_eq!(said, key, "the key by which the browser got its place");
    let read = |part: &str| BASE64_URL_SAFE_NO_PAD.decode(part).unwrap();
    let (signed, signature) = token.rsplit_once('.').unwrap();
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, read(&key)).verify(signed.as_bytes(), &read(signature)).unwrap();
    let claims: Value = serde_json::from_slice(&read(signed.split_once('.').unwrap().1)).unwrap();
    assert_eq!(claims["aud"], address);
    let hours = (claims["exp"].as_i64().unwrap() - house.store.clock().now().as_second()) / 3_600;
    assert!((1..=24).contains(&hours) && claims["sub"].as_str().unwrap().starts_with("mailto:"));

    let told = house.get(&browser.by_script(), "/me/news").await;
    let told: Value = serde_json::from_str(&told.text).unwrap();
    assert_eq!(told["items"][0]["words"], "A colleague calls you in a note");
    assert!(told["items"][0]["path"].as_str().unwrap().starts_with("/inbox/"));
    house.get(&browser, "/notices").await.shows("a colleague calls you");
    let newest = notice::of_member(&mut house.read().await, who, 1).await.unwrap().remove(0).id.to_string();
    house.post(&browser, "/notices/seen", &[("up_to", &newest)]).await.sends_to("/notices");
    let told = house.get(&browser.by_script(), "/me/news").await;
    let told: Value = serde_json::from_str(&told.text).unwrap();
    assert_eq!(told["items"], Value::Array(Vec::new()), "what was seen is told no more");
    assert_eq!(told["words"]["none"], "Nothing new is for you in Coffeehouse");
    let stranger = house.get(&Browser::default().by_script(), "/me/news").await;
    assert_eq!(stranger.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_push_service_that_wants_to_wait_is_waited_for_and_one_that_knows_the_browser_no_more_loses_it() {
    let (house, who, browser) = staffed().await;
    let answers = [(StatusCode::TOO_MANY_REQUESTS, Some("300")), (StatusCode::CREATED, None), (StatusCode::GONE, None)];
    let (service, address) = PushService::listening(&answers).await;
    add(&house, &browser, &format!("{address}/send/1")).await;
    tell(&house, who, NoticeKind::Nudged).await;
    let noted = async || devices(&house, who).await.first().and_then(|one| one.why.clone());
    assert!(house.until("the refusal is noted", noted).await.contains("429"));
    house.clock.advance(Duration::from_secs(200));
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    assert_eq!(service.asked().len(), 1, "it asked for five minutes");
    let asked_again = async || {
        house.clock.advance(Duration::from_secs(1));
        service.asked().get(1).cloned()
    };
    house.until("it is asked again", asked_again).await;
    let woken = async || devices(&house, who).await.first().and_then(|one| one.woken_at);
    house.until("the browser is woken", woken).await;
    tell(&house, who, NoticeKind::ReplyReturned).await;
    house.until("the browser is gone", async || devices(&house, who).await.is_empty().then_some(())).await;
    assert_eq!(service.asked().len(), 3);
    assert_eq!(service.asked()[2].0["urgency"], "normal");
}

#[tokio::test]
async fn a_push_service_that_takes_nothing_from_us_does_not_lose_the_browser() {
    let (house, who, browser) = staffed().await;
    let (service, address) = PushService::listening(&[(StatusCode::FORBIDDEN, None)]).await;
    add(&house, &browser, &format!("{address}/send/1")).await;
    tell(&house, who, NoticeKind::Nudged).await;
    let noted = async || devices(&house, who).await.first().and_then(|one| one.why.clone());
    assert!(house.until("the refusal is noted", noted).await.contains("403"));
    tell(&house, who, NoticeKind::Nudged).await;
    let woken = async || devices(&house, who).await.first().and_then(|one| one.woken_at);
    house.until("the browser is woken the next time", woken).await;
    assert_eq!(service.asked().len(), 2);
}

#[tokio::test]
async fn a_browser_that_only_asks_what_there_is_stays_signed_in_no_longer() {
    let (house, _, browser) = staffed().await;
    let asked = async || house.get(&browser.by_script(), "/me/news").await.status;
    // A seat of these tests lasts a day.
    house.clock.advance(Duration::from_secs(23 * 3_600));
    assert_eq!(asked().await, StatusCode::OK);
    house.clock.advance(Duration::from_secs(2 * 3_600));
    assert_eq!(asked().await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn keys_of_another_vault_are_made_anew() {
    let (house, who, browser) = staffed().await;
    let other = Vault::from_hex(&"9".repeat(64)).unwrap();
    let mut tx = house.write().await;
    for name in ["push", "links"] {
        let secret = other.close(&house_key::place(name), "00");
        house_key::keep_first(&mut tx, name, secret).await.unwrap();
    }
    tx.commit().await.unwrap();
    house.get(&browser, "/me/notices").await.shows("Tell me in this browser");
    let key = house.pipeline.push_key().await.unwrap();
    assert_eq!(house.pipeline.push_key().await.unwrap(), key, "it is made once");
    let token = house.pipeline.link_token(Purpose::Stop, who.0).await.unwrap();
    assert_eq!(house.pipeline.link_id(Purpose::Stop, &token).await.unwrap(), Some(who.0));
}

#[tokio::test]
async fn a_browser_goes_with_its_session_and_by_a_press() {
    let (house, who, browser) = staffed().await;
    let other = house.signed_in(who).await;
    add(&house, &browser, "https://push.example/1").await;
    add(&house, &other, "https://push.example/2").await;
    let there = devices(&house, who).await;
    assert_eq!(there.len(), 2);
    let stranger = house.member("Jonas", Role::Member).await;
    let stranger = house.signed_in(stranger).await;
    let remove = |id: DeviceId| format!("/me/devices/{id}/remove");
    house.post(&stranger, &remove(there[0].id), &[]).await.refuses(StatusCode::NOT_FOUND, "device");
    house.post(&browser, "/sign-out", &[]).await;
    assert_eq!(devices(&house, who).await.len(), 1);
    house.post(&other, &remove(there[1].id), &[]).await.sends_to("/me/notices");
    assert_eq!(devices(&house, who).await, []);
    let refused = house.post(&other, "/me/devices", &[("endpoint", "http://push.example/")]).await;
    refused.refuses(StatusCode::UNPROCESSABLE_ENTITY, "no push service that we can reach");
}

#[tokio::test]
async fn what_is_chosen_is_kept_and_what_cannot_be_is_shown_again() {
    let (house, who, browser) = staffed().await;
    let mut fields = vec![
        ("browser", "called"),
        ("mail", "due"),
        ("pace", "hourly"),
        ("daily_at", "07:30"),
        ("zone", "Europe/Amsterdam"),
        ("quiet_day", "0-friday"),
        ("quiet_from", "22:00"),
        ("quiet_to", "07:00"),
    ];
    house.post(&browser, "/me/notices", &fields).await.sends_to("/me/notices?kept=1");
    let page = house.get(&browser, "/me/notices?kept=1").await;
    page.shows("It is kept.");
    page.shows("value=\"0-friday\" checked");
    page.shows("value=\"1-friday\">");
    fields[4].1 = "Atlantis";
    let refused = house.post(&browser, "/me/notices", &fields).await;
    refused.refuses(StatusCode::UNPROCESSABLE_ENTITY, "no time zone");
    assert!(refused.text.contains("value=\"Atlantis\"") && refused.text.contains("value=\"0-friday\" checked"));
    let kept = news::terms(&mut house.read().await, who).await.unwrap();
    assert_eq!((kept.zone.as_deref(), kept.browser.len(), kept.quiet.len()), (Some("Europe/Amsterdam"), 1, 1));
}

fn mailer() -> Mailer {
    let settings = MailSettings {
        server: "127.0.0.1".into(),
        port: 9,
        security: MailSecurity::None,
        login: None,
        from: "coffee@vellenbahn.example".into(),
        roots: None,
    };
    Mailer::new(settings).unwrap()
}

#[tokio::test]
async fn an_address_is_asked_for_where_mail_is_set_up_and_its_link_is_pressed_not_only_looked_at() {
    let (house, who, browser) = staffed().await;
    house.get(&browser, "/me/notices").await.shows("No mail is set up here");
    house
        .post(&browser, "/me/mail", &[("address", "ewa@x.example")])
        .await
        .refuses(StatusCode::CONFLICT, "No mail is set up");
    *house.network.mailer.lock().unwrap() = Some(mailer());
    let refused = house.post(&browser, "/me/mail", &[("address", "ewa")]).await;
    refused.refuses(StatusCode::UNPROCESSABLE_ENTITY, "An address is needed");
    house.post(&browser, "/me/mail", &[("address", "ewa@x.example")]).await.sends_to("/me/notices");
    house.get(&browser, "/me/notices").await.shows("A link was mailed to <b>ewa@x.example</b>");
    let asking = letter::of_member(&mut house.read().await, who, 1).await.unwrap().remove(0).id;
    let token = house.pipeline.link_token(Purpose::Confirm, asking.0).await.unwrap();
    let (path, stranger) = (format!("/mail/confirm/{token}"), Browser::default());
    let address = async || member_mail::of(&mut house.read().await, who).await.unwrap().address;
    house.get(&stranger, &path).await.shows("Is this your address?");
    assert_eq!(address().await, None, "looking does nothing");
    let other = house.pipeline.link_token(Purpose::Stop, asking.0).await.unwrap();
    for bad in [other, format!("{}x", &token), format!("1{token}"), "x".into(), "1.".into()] {
        let answer = house.get(&stranger, &format!("/mail/confirm/{bad}")).await;
        assert_eq!(answer.status, StatusCode::GONE, "{bad}");
    }
    house.post(&stranger, &path, &[]).await.shows("Your address is confirmed");
    assert_eq!(address().await.as_deref(), Some("ewa@x.example"));
    assert_eq!(house.post(&stranger, &path, &[]).await.status, StatusCode::GONE, "it works once");
    house.post(&browser, "/me/mail/remove", &[]).await.sends_to("/me/notices");
    assert_eq!(address().await, None);
}

#[tokio::test]
async fn a_mail_program_stops_mail_by_one_post_from_nowhere() {
    let (house, who, _) = staffed().await;
    let token = house.pipeline.link_token(Purpose::Stop, who.0).await.unwrap();
    let path = format!("/mail/stop/{token}");
    let by_mail = async || news::terms(&mut house.read().await, who).await.unwrap().groups(NewsWay::Mail).len();
    let stranger = Browser::default().with("sec-fetch-site", "cross-site");
    house.get(&stranger, &path).await.shows("Stop these mails?");
    assert_ne!(by_mail().await, 0, "looking does nothing");
    let body = "List-Unsubscribe=One-Click".to_owned();
    house.ask(&stranger, Method::POST, &path, body.clone()).await.shows("No more mail comes");
    assert_eq!(by_mail().await, 0);
    let confirm = house.pipeline.link_token(Purpose::Confirm, who.0).await.unwrap();
    let answer = house.ask(&stranger, Method::POST, &format!("/mail/stop/{confirm}"), body).await;
    answer.refuses(StatusCode::GONE, "leads nowhere");
}

#[tokio::test]
async fn the_service_worker_is_served_at_the_root_and_may_be_woken_for_every_page() {
    let (house, ..) = staffed().await;
    let worker = house.get(&Browser::default(), "/sw.js").await;
    worker.shows("addEventListener(\"push\"");
    assert_eq!(worker.header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!(worker.header("cache-control"), "no-cache");
    assert!(worker.header("content-security-policy").contains("worker-src 'self'"));
}
