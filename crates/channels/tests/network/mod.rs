//! People on a real AT Protocol network, who act with calls of their own.

use std::time::Duration;

use channels::outgoing::{OutgoingClient, OutgoingPolicy};
use model::{Clock, RemoteRef, SystemClock};
use reqwest::Method;
use serde_json::{Value, json};
use url::Url;

/// A setting of the running peer.
pub fn peer(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is set when the atproto peer runs"))
}

/// A client that may reach the peer.
pub fn outgoing() -> OutgoingClient {
    OutgoingClient::new(OutgoingPolicy { allow_private: true }).unwrap()
}

/// Someone with a fresh account.
pub struct Person {
    pub did: String,
    pub handle: String,
    pub password: String,
    token: String,
}

impl Person {
    /// Opens an account whose handle begins with `name`.
    pub async fn new(name: &str) -> Self {
        static COUNT: std::sync::atomic::AtomicI64 = std::sync::atomic::AtomicI64::new(0);
        let count = COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let micros = model::micros(SystemClock.now());
        let handle = format!("{name}{:x}{count}.test", micros % 0xff_ffff_ffff);
        let password = format!("{handle}-password");
        let body = json!({"handle": handle, "email": format!("{handle}@example.test"), "password": password});
        let answer = call(None, "com.atproto.server.createAccount", &body).await;
        let part = |name: &str| answer[name].as_str().unwrap().to_owned();
        Self { did: part("did"), handle, password, token: part("accessJwt") }
    }

    pub async fn call(&self, method: &str, body: Value) -> Value {
        call(Some(&self.token), method, &body).await
    }

    /// Writes a post; `more` is added to its record.
    pub async fn post(&self, text: &str, more: Value) -> RemoteRef {
        let mut record = json!({"$type": "app.bsky.feed.post", "text": text, "createdAt": now()});
        record.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let body = json!({"repo": self.did, "collection": "app.bsky.feed.post", "record": record});
        let answer = self.call("com.atproto.repo.createRecord", body).await;
        reference(&answer)
    }

    /// Writes a post that names somebody at its beginning.
    pub async fn mention(&self, whom: &Person, text: &str) -> RemoteRef {
        let name = format!("@{}", whom.handle);
        let feature = json!({"$type": "app.bsky.richtext.facet#mention", "did": whom.did});
        let facet = json!({"index": {"byteStart": 0, "byteEnd": name.len()}, "features": [feature]});
        self.post(&format!("{name} {text}"), json!({"facets": [facet]})).await
    }

    /// Replaces the words of a post.
    pub async fn edit(&self, post: &RemoteRef, text: &str) -> RemoteRef {
        let record = json!({"$type": "app.bsky.feed.post", "text": text, "createdAt": now()});
        let body = json!({
            "repo": self.did, "collection": "app.bsky.feed.post", "rkey": rkey(post), "record": record,
        });
        reference(&self.call("com.atproto.repo.putRecord", body).await)
    }

    pub async fn delete(&self, post: &RemoteRef) {
        let body = json!({"repo": self.did, "collection": "app.bsky.feed.post", "rkey": rkey(post)});
        self.call("com.atproto.repo.deleteRecord", body).await;
    }

    /// The records of all posts, as the account's own server has them.
    pub async fn posts(&self) -> Vec<Value> {
        self.records("app.bsky.feed.post").await
    }

    /// The records of a collection, as the account's own server has them.
    pub async fn records(&self, collection: &str) -> Vec<Value> {
        let url = format!(
            "{}/xrpc/com.atproto.repo.listRecords?repo={}&collection={collection}&limit=100",
            peer("ATPROTO_PDS_URL"),
            self.did
        );
        get(&url).await["records"].as_array().unwrap().clone()
    }
}

/// Repeats a question until it has an answer; the network needs a moment to pass things on.
pub async fn eventually<T>(what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    for _ in 0..150 {
        if let Some(answer) = ask().await {
            return answer;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    panic!("{what} did not happen");
}

pub fn rkey(post: &RemoteRef) -> &str {
    post.id.rsplit('/').next().unwrap()
}

pub fn now() -> String {
    SystemClock.now().strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

fn reference(answer: &Value) -> RemoteRef {
    RemoteRef {
        id: answer["uri"].as_str().unwrap().to_owned(),
        revision: Some(answer["cid"].as_str().unwrap().to_owned()),
    }
}

async fn get(url: &str) -> Value {
    let answer = outgoing().get(Url::parse(url).unwrap()).send().await.unwrap();
    serde_json::from_slice(&answer.body).unwrap()
}

async fn call(token: Option<&str>, method: &str, body: &Value) -> Value {
    let url = format!("{}/xrpc/{method}", peer("ATPROTO_PDS_URL"));
    let client = outgoing();
    let mut request = client.call(Method::POST, Url::parse(&url).unwrap()).json(body.to_string());
    if let Some(token) = token {
        request = request.bearer(token);
    }
    let answer = request.send().await.unwrap();
    let text = String::from_utf8_lossy(&answer.body);
    assert_eq!(answer.status, 200, "{method}: {text}");
    serde_json::from_str(&text).unwrap_or_default()
}
