//! Webhooks on their pages, and the program that is called.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use model::{Reason, WebhookId};
use serde_json::Value;
use tokio::net::TcpListener;

use crate::house::{Answer, Browser, House};

/// A program on this machine that is called; it answers as told, and knows everything that it was told.
#[derive(Clone, Default)]
struct Program {
    answers: Arc<Mutex<Vec<StatusCode>>>,
    told: Arc<Mutex<Vec<(HeaderMap, Bytes)>>>,
}

impl Program {
    /// Answers with these, one after the other, and then that it has it.
    async fn listening(answers: &[StatusCode]) -> (Self, String) {
        let mut answers = answers.to_vec();
        answers.reverse();
        let program = Self { answers: Arc::new(Mutex::new(answers)), ..Self::default() };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/in?key=b", listener.local_addr().unwrap());
        let app = Router::new().route("/in", post(Self::hear)).with_state(program.clone());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        (program, address)
    }

    async fn hear(State(program): State<Self>, headers: HeaderMap, body: Bytes) -> StatusCode {
        program.told.lock().unwrap().push((headers, body));
        program.answers.lock().unwrap().pop().unwrap_or(StatusCode::NO_CONTENT)
    }

    fn told(&self) -> Vec<(HeaderMap, Bytes)> {
        self.told.lock().unwrap().clone()
    }
}

/// Makes a webhook; the page that follows, and the secret on it.
async fn made(house: &House, owner: &Browser, address: &str) -> (WebhookId, String, Answer) {
    let page = house.post(owner, "/webhooks", &[("name", "Ticket desk"), ("url", address)]).await;
    let id = store::webhook::all(&mut house.read().await).await.unwrap().remove(0).id;
    let at = page.text.find("whsec_").expect("the secret is shown");
    let secret: String = page.text[at..].chars().take_while(|letter| *letter != '"').collect();
    (id, secret, page)
}

/// What is told, if it is signed with the secret.
fn checked(secret: &str, (headers, body): &(HeaderMap, Bytes)) -> Value {
    let header = |name: &str| headers[name].to_str().unwrap();
    let key = BASE64_STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&key).unwrap();
    mac.update(format!("{}.{}.", header("webhook-id"), header("webhook-timestamp")).as_bytes());
    mac.update(body);
    let signed = format!("v1,{}", BASE64_STANDARD.encode(mac.finalize().into_bytes()));
    assert_eq!(header("webhook-signature"), signed);
    assert_eq!(header("content-type"), "application/json");
    serde_json::from_slice(body).unwrap()
}

#[tokio::test]
async fn a_program_is_told_of_what_a_rule_did_and_can_check_who_tells_it() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    let (program, address) = Program::listening(&[]).await;
    let (id, secret, page) = made(&house, &owner, &address).await;
    page.shows("it is not shown again");
    let shown = house.get(&owner, &format!("/webhooks/{id}")).await;
    assert!(!shown.text.contains("whsec_"), "the secret is shown once");
    let webhook = id.to_string();
    let fields = [("name", "Lifts"), ("query", "lift"), ("label", "Lifts"), ("webhook", webhook.as_str())];
    let path = house.post(&owner, "/rules", &fields).await.location().to_owned();
    house.get(&owner, &path).await.shows(&format!("<option value=\"{id}\" selected"));
    house.post(&owner, &format!("{path}/switch"), &[("to", "on")]).await;
    let heard_at = house.store.clock().now();
    house.network.say("at://renske/1", "The lift is broken", heard_at, Some(Reason::Addressed));
    house.until("the program is told", async || program.told().first().cloned()).await;
    let told = program.told();
    let body = checked(&secret, &told[0]);
    assert_eq!((&body["type"], &body["data"]["rule"]["name"]), (&"rule.acted".into(), &"Lifts".into()));
    assert!(!told[0].1.windows(4).any(|four| four == b"lift"), "not a word of what was said");
    let arrived = async || {
        let page = house.get(&owner, &format!("/webhooks/{id}")).await;
        page.text.contains("Arrived").then_some(page)
    };
    house.until("it says so", arrived).await.shows(&format!("<a href=\"{path}\"><bdi>Lifts</bdi></a>"));
    assert_eq!(program.told().len(), 1);
}

#[tokio::test]
async fn a_call_that_is_refused_is_tried_again_with_the_same_id_and_another_secret_signs_the_next() {
    let (house, owner) = House::owned().await;
    let (program, address) = Program::listening(&[StatusCode::SERVICE_UNAVAILABLE, StatusCode::GONE]).await;
    let (id, former, _) = made(&house, &owner, &address).await;
    let path = format!("/webhooks/{id}");
    house.post(&owner, &format!("{path}/try"), &[]).await.sends_to(&path);
    house.until("it is called", async || program.told().first().cloned()).await;
    let page = house.post(&owner, &format!("{path}/secret"), &[]).await;
    let at = page.text.find("whsec_").unwrap();
    let secret: String = page.text[at..].chars().take_while(|letter| *letter != '"').collect();
    let is_noted = async || {
        let calls = store::webhook::calls(&mut house.read().await, id, 1).await.unwrap();
        calls.first().filter(|call| call.attempts == 1).map(drop)
    };
    house.until("the refusal is noted", is_noted).await;
    house.get(&owner, &path).await.shows("Is tried again");
    house.clock.advance(Duration::from_secs(6));
    house.until("it is called again", async || program.told().get(1).cloned()).await;
    let told = program.told();
    assert_eq!(checked(&former, &told[0]), checked(&secret, &told[1]));
    assert_eq!(told[0].0["webhook-id"], told[1].0["webhook-id"]);

    // Who says that it is gone is not asked again, until a person does.
    let over = async || {
        let page = house.get(&owner, &path).await;
        page.text.contains("Did not arrive").then_some(page)
    };
    house.until("it is given up", over).await.shows("it answered with status 410");
    let call = told[0].0["webhook-id"].to_str().unwrap();
    house.post(&owner, &format!("{path}/again"), &[("call", call)]).await.sends_to(&path);
    house.until("it is called a third time", async || program.told().get(2).cloned()).await;
}

#[tokio::test]
async fn a_webhook_that_cannot_be_is_shown_again_with_what_is_wrong() {
    let (house, owner) = House::owned().await;
    let refused = house.post(&owner, "/webhooks", &[("name", "Desk"), ("url", "http://hooks.example/")]).await;
    refused.refuses(StatusCode::UNPROCESSABLE_ENTITY, "An address is needed that begins with https://");
    assert!(refused.text.contains("value=\"http://hooks.example/\""));
    house.get(&owner, "/webhooks").await.shows("No other program is told anything");
    let (id, ..) = made(&house, &owner, "https://hooks.example/").await;
    house.post(&owner, &format!("/webhooks/{id}/archive"), &[]).await.sends_to("/webhooks");
    house.get(&owner, "/webhooks").await.shows("put away");
    house.post(&owner, &format!("/webhooks/{id}/try"), &[]).await.refuses(StatusCode::NOT_FOUND, "webhook");
}
