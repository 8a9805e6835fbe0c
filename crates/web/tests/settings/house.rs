//! A whole server over a database of its own, and browsers that ask it.
#![allow(dead_code)] // each test target uses a part

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use jiff::tz::TimeZone;
use model::{Actor, ChannelId, ConversationId, ManualClock, MemberId, Network, Reason, Role};
use pipeline::{Archive, Handle, Limits, Memory, NewConnection, Remembering};
use store::conversation::{self, View};
use store::event::{self, Sealed};
use store::invitation::{self, NewInvitation};
use store::member::{self, NewMember};
use store::{Store, StoreOptions, Tx, Vault, organisation, session};
use tempfile::TempDir;
use tower::ServiceExt as _;
use web::{App, Settings, new_token, router};

use crate::network::{GOOD_PASSWORD, Opener, Script};

pub const PASSWORD: &str = "a quiet corner table";

/// Nobody signs in with it: the hash of no password.
const NO_PASSWORD: &str = "!";

pub struct House {
    pub router: Router,
    pub store: Store,
    pub pipeline: Handle,
    pub clock: Arc<ManualClock>,
    pub network: Arc<Script>,
    base_url: String,
    _folder: TempDir,
}

/// What a browser got.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Where the browser is sent.
    pub fn location(&self) -> &str {
        self.header("location")
    }

    #[track_caller]
    pub fn sends_to(&self, address: &str) {
        assert_eq!((self.status, self.location()), (StatusCode::SEE_OTHER, address), "{}", self.text);
    }

    #[track_caller]
    pub fn refuses(&self, status: StatusCode, words: &str) {
        assert_eq!(self.status, status, "{}", self.text);
        assert!(self.text.contains(words), "it does not say {words:?}: {}", self.text);
    }

    #[track_caller]
    pub fn shows(&self, words: &str) {
        assert_eq!(self.status, StatusCode::OK, "{}", self.text);
        assert!(self.text.contains(words), "it does not show {words:?}: {}", self.text);
    }
}

/// Somebody at a browser: the cookies they have, the token of their forms.
#[derive(Clone, Default)]
pub struct Browser {
    pub cookie: String,
    pub csrf: String,
    /// Headers besides the usual ones.
    pub extra: Vec<(&'static str, String)>,
}

impl House {
    pub async fn new() -> Self {
        Self::at("http://127.0.0.1:8080/").await
    }

    pub async fn at(base_url: &str) -> Self {
        let folder = TempDir::new().unwrap();
        let clock = Arc::new(ManualClock::at("2026-11-23T10:00:00Z"));
        let options = StoreOptions { folder: folder.path().to_owned(), clock: clock.clone(), node: 0 };
        let store = Store::open(options).await.unwrap();
        let network = Script::new();
        let vault = Vault::from_hex(&"5".repeat(64)).unwrap();
        let memory = Memory::open(folder.path(), Limits::default(), clock.clone()).unwrap();
        let remembering = Remembering::new(memory, Archive::of(folder.path()));
        let opener = Arc::new(Opener(network.clone()));
        let pipeline = pipeline::start_remembering(store.clone(), vault, opener, remembering).await.unwrap();
        let settings = Settings {
            base_url: base_url.parse().unwrap(),
            is_demo: false,
            undo: Duration::from_secs(10),
            zone: TimeZone::UTC,
        };
        let router = router(App::new(pipeline.clone(), settings));
        Self { router, store, pipeline, clock, network, base_url: base_url.to_owned(), _folder: folder }
    }

    /// The same, with an organisation and its owner at a browser.
    pub async fn owned() -> (Self, Browser) {
        let house = Self::new().await;
        let mut tx = house.write().await;
        organisation::found(&mut tx, "Vellenbahn").await.unwrap();
        tx.commit().await.unwrap();
        let owner = house.member("Mara Lind", Role::Owner).await;
        let browser = house.signed_in(owner).await;
        (house, browser)
    }

    pub async fn read(&self) -> Tx {
        self.store.read().await.unwrap()
    }

    pub async fn write(&self) -> Tx {
        self.store.write().await.unwrap()
    }

    /// A member who has no password.
    pub async fn member(&self, name: &str, role: Role) -> MemberId {
        let mut tx = self.write().await;
        let email = format!("{}@vellenbahn.example", name.to_lowercase().replace(' ', "."));
        let new = NewMember { email: &email, name, role, password_hash: NO_PASSWORD };
        let id = member::join(&mut tx, new).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// A browser in which a member is signed in.
    pub async fn signed_in(&self, member: MemberId) -> Browser {
        let (token, csrf) = (new_token(), new_token());
        let mut tx = self.write().await;
        let until = tx.now() + jiff::SignedDuration::from_hours(24);
        session::begin(&mut tx, member, &token, &csrf, until).await.unwrap();
        tx.commit().await.unwrap();
        Browser { cookie: format!("session={token}"), csrf, extra: vec![] }
    }

    /// A one-time link's path, for somebody who owns the house first (`by` nobody) or is asked in.
    pub async fn link(&self, role: Role, email: Option<&str>, by: Option<MemberId>) -> String {
        let token = new_token();
        let mut tx = self.write().await;
        let expires_at = tx.now() + jiff::SignedDuration::from_hours(24);
        invitation::invite(&mut tx, NewInvitation { token: &token, role, email, by, expires_at }).await.unwrap();
        tx.commit().await.unwrap();
        format!("/welcome/{token}")
    }

    /// An account of ours on the scripted network.
    pub async fn channel(&self) -> ChannelId {
        let new = NewConnection {
            network: Network::Atproto,
            name: Some("Our Bluesky".into()),
            config: r#"{"account": {"identifier": "vellenbahn.example"}}"#.into(),
            secret: Some(GOOD_PASSWORD.into()),
        };
        let id = self.pipeline.connect(Actor::System, new).await.unwrap();
        // Until its stream has begun, nothing said would be heard.
        self.until("the channel lives", async || {
            let streams = store::stream::of_channel(&mut self.read().await, id).await.unwrap();
            streams.iter().any(|stream| stream.batch_at.is_some()).then_some(())
        })
        .await;
        id
    }

    /// Somebody names us; the conversation that comes of it.
    pub async fn conversation(&self) -> ConversationId {
        self.network.say(
            "at://renske/1",
            "@vellenbahn.example hello",
            self.store.clock().now(),
            Some(Reason::Addressed),
        );
        self.until("it is filed", async || {
            let rows = conversation::list(&mut self.read().await, View::All, None, 1).await.unwrap();
            rows.first().map(|row| row.conversation.id)
        })
        .await
    }

    /// Waits, not for ever, for something that the pipeline does by itself.
    pub async fn until<T>(&self, what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
        for _ in 0..3_000 {
            if let Some(found) = look().await {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("not so after half a minute: {what}");
    }

    /// Everything that happened, in order.
    pub async fn history(&self) -> Vec<Sealed> {
        self.until("everything is sealed", async || {
            event::oldest_unsealed(&mut self.read().await).await.unwrap().is_none().then_some(())
        })
        .await;
        event::after(&mut self.read().await, 0, 10_000).await.unwrap()
    }

    pub async fn ask(&self, browser: &Browser, method: Method, path: &str, body: String) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in &browser.extra {
            request = request.header(*name, value);
        }
        request = request
            .header(header::HOST, "127.0.0.1:8080")
            .header(header::COOKIE, &browser.cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .extension(ConnectInfo(SocketAddr::from(([192, 0, 2, 7], 50_000))));
        let response = self.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let kind = parts.headers.get(header::CONTENT_TYPE).map_or("", |kind| kind.to_str().unwrap());
        // A stream has no end.
        let is_stream = kind.starts_with("text/event-stream");
        let bytes = if is_stream { Default::default() } else { axum::body::to_bytes(body, 1 << 24).await.unwrap() };
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        Answer { status: parts.status, headers: parts.headers, text }
    }

    pub async fn get(&self, browser: &Browser, path: &str) -> Answer {
        self.ask(browser, Method::GET, path, String::new()).await
    }

    /// Posts a form of our own page: with its token.
    pub async fn post(&self, browser: &Browser, path: &str, fields: &[(&str, &str)]) -> Answer {
        let own = [("csrf", browser.csrf.as_str())];
        self.ask(browser, Method::POST, path, encoded(own.iter().chain(fields))).await
    }

    /// The path of an address that a page shows.
    pub fn path_of<'a>(&self, address: &'a str) -> &'a str {
        address.strip_prefix(self.base_url.trim_end_matches('/')).unwrap()
    }
}

pub fn encoded<'a>(fields: impl IntoIterator<Item = &'a (&'a str, &'a str)>) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

impl Browser {
    /// Keeps the cookie of an answer.
    pub fn keep(&mut self, answer: &Answer) {
        self.cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
    }

    /// The same, asking as our scripts do.
    pub fn by_script(&self) -> Self {
        self.with("x-requested-with", "fetch")
    }

    pub fn with(&self, name: &'static str, value: &str) -> Self {
        let mut browser = self.clone();
        browser.extra.push((name, value.to_owned()));
        browser
    }
}
