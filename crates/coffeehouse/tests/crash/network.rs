//! A real AT Protocol network, and the people on it.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use model::{Clock, SystemClock, micros};
use serde_json::{Value, json};

const POSTS: &str = "app.bsky.feed.post";

/// A setting of the running peer.
pub fn peer(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is set when the atproto peer runs"))
}

/// A client for servers on loopback.
pub fn client() -> reqwest::Client {
    let ring = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(ring).with_safe_default_protocol_versions().unwrap();
    let tls = tls.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth();
    let client = reqwest::Client::builder().tls_backend_preconfigured(tls).no_proxy();
    let client = client.redirect(reqwest::redirect::Policy::none()).timeout(Duration::from_secs(60));
    client.build().unwrap()
}

/// A name that nobody else has; letters and digits only, and short: handles hold 18.
pub fn unique(prefix: &str) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("{prefix}{:x}x{count:x}z", micros(SystemClock.now()) & 0xffff_ffff)
}

/// The network, as anybody can use it.
#[derive(Clone)]
pub struct Network {
    http: reqwest::Client,
}

/// Somebody with a fresh account.
#[derive(Clone)]
pub struct Person {
    pub did: String,
    pub handle: String,
    token: String,
}

/// A record that stands: its address and version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub uri: String,
    pub cid: String,
}

impl Place {
    fn of(answer: &Value) -> Self {
        let part = |name: &str| answer[name].as_str().unwrap().to_owned();
        Self { uri: part("uri"), cid: part("cid") }
    }

    fn strong_ref(&self) -> Value {
        json!({ "uri": self.uri, "cid": self.cid })
    }
}

/// A post that stands on the network.
pub struct Standing {
    pub place: Place,
    pub text: String,
    /// The address of the post that it answers.
    pub parent: Option<String>,
}

impl Network {
    pub fn running() -> Self {
        Self { http: client() }
    }

    /// Opens an account.
    pub async fn join(&self, name: &str) -> Person {
        let handle = format!("{}.test", unique(name));
        let body =
            json!({ "handle": handle, "email": format!("{handle}@example.test"), "password": "a-long-password" });
        let answer = self.call(None, "com.atproto.server.createAccount", &body).await;
        let part = |name: &str| answer[name].as_str().unwrap().to_owned();
        Person { did: part("did"), handle, token: part("accessJwt") }
    }

    /// Makes a password for our program.
    pub async fn app_password(&self, of: &Person) -> String {
        let body = json!({ "name": "coffeehouse" });
        let answer = self.call(Some(of), "com.atproto.server.createAppPassword", &body).await;
        answer["password"].as_str().unwrap().to_owned()
    }

    /// Writes a post that begins with the name of `whom`.
    pub async fn mention(&self, by: &Person, whom: &Person, text: &str) -> Place {
        let name = format!("@{}", whom.handle);
        let feature = json!({ "$type": "app.bsky.richtext.facet#mention", "did": whom.did });
        let facet = json!({ "index": { "byteStart": 0, "byteEnd": name.len() }, "features": [feature] });
        self.write(by, &format!("{name} {text}"), json!({ "facets": [facet] })).await
    }

    /// Writes a post.
    pub async fn say(&self, by: &Person, text: &str) -> Place {
        self.write(by, text, json!({})).await
    }

    /// Writes an answer to `parent` in the thread of `root`.
    pub async fn answer(&self, by: &Person, root: &Place, parent: &Place, text: &str) -> Place {
        let reply = json!({ "root": root.strong_ref(), "parent": parent.strong_ref() });
        self.write(by, text, json!({ "reply": reply })).await
    }

    async fn write(&self, by: &Person, text: &str, more: Value) -> Place {
        let now = SystemClock.now().strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string();
        let mut record = json!({ "$type": POSTS, "text": text, "createdAt": now });
        record.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let body = json!({ "repo": by.did, "collection": POSTS, "record": record });
        Place::of(&self.call(Some(by), "com.atproto.repo.createRecord", &body).await)
    }

    /// Every post of somebody, as the account's own server has them.
    pub async fn posts_of(&self, person: &Person) -> Vec<Standing> {
        let mut posts = Vec::new();
        let mut cursor = String::new();
        loop {
            let url = format!(
                "{}/xrpc/com.atproto.repo.listRecords?repo={}&collection={POSTS}&limit=100{cursor}",
                peer("ATPROTO_PDS_URL"),
                person.did
            );
            let page = read(self.http.get(url)).await;
            let records = page["records"].as_array().unwrap();
            posts.extend(records.iter().map(|record| Standing {
                place: Place::of(record),
                text: record["value"]["text"].as_str().unwrap_or_default().to_owned(),
                parent: record["value"]["reply"]["parent"]["uri"].as_str().map(str::to_owned),
            }));
            match page["cursor"].as_str() {
                Some(next) if !records.is_empty() => cursor = format!("&cursor={next}"),
                _ => return posts,
            }
        }
    }

    /// What the records of a collection of somebody are about.
    pub async fn subjects_of(&self, person: &Person, collection: &str) -> Vec<String> {
        let url = format!(
            "{}/xrpc/com.atproto.repo.listRecords?repo={}&collection={collection}&limit=100",
            peer("ATPROTO_PDS_URL"),
            person.did
        );
        let page = read(self.http.get(url)).await;
        let about = |record: &Value| {
            let subject = &record["value"]["subject"];
            subject["uri"].as_str().or(subject.as_str()).unwrap_or_default().to_owned()
        };
        page["records"].as_array().unwrap().iter().map(about).collect()
    }

    async fn call(&self, by: Option<&Person>, method: &str, body: &Value) -> Value {
        let url = format!("{}/xrpc/{method}", peer("ATPROTO_PDS_URL"));
        let mut request = self.http.post(url).json(body);
        if let Some(by) = by {
            request = request.bearer_auth(&by.token);
        }
        read(request).await
    }
}

async fn read(request: reqwest::RequestBuilder) -> Value {
    let answer = request.send().await.expect("the peer answers");
    let (status, url) = (answer.status(), answer.url().clone());
    let text = answer.text().await.expect("the peer answers whole");
    assert!(status.is_success(), "{url}: {status} {text}");
    serde_json::from_str(&text).unwrap()
}
