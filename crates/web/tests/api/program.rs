//! Programs that ask, and things for them to ask about.

use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, Response, StatusCode, header};
use inbox::{Filed, Filing};
use model::{
    ChannelId, ConversationId, MemberId, Network, Reason, ReceivedAuthor, ReceivedPost, RemoteRef, Role, Scope,
};
use serde_json::Value;
use store::token::{self, NewToken};
use tower::ServiceExt as _;
use web::new_token;

use crate::house::House;

/// A program with a token.
#[derive(Clone, Default)]
pub struct Program {
    headers: Vec<(String, String)>,
}

/// What a program got.
#[derive(Debug)]
pub struct Told {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Program {
    pub fn bearing(secret: &str) -> Self {
        Self::default().with(header::AUTHORIZATION.as_str(), &format!("Bearer {secret}"))
    }

    /// The same, sending one more header.
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut program = self.clone();
        program.headers.push((name.to_owned(), value.to_owned()));
        program
    }
}

impl Told {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// The value, when all went well.
    #[track_caller]
    pub fn gives(&self) -> Value {
        assert!(self.status.is_success(), "{}: {}", self.status, self.text);
        assert_eq!(self.header("content-type"), "application/json");
        assert_eq!(self.header("cache-control"), "private, no-store");
        self.json()
    }

    /// The problem, which is of this kind.
    #[track_caller]
    pub fn refuses(&self, status: u16, kind: &str) -> Value {
        let told = self.json();
        assert_eq!(
            (self.status.as_u16(), &told["type"]),
            (status, &format!("urn:coffeehouse:problem:{kind}").into()),
            "{told}"
        );
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert_eq!(told["status"], status);
        assert!(told["title"].as_str().is_some_and(|title| !title.is_empty()));
        assert!(told["detail"].as_str().is_some_and(|detail| !detail.is_empty()));
        told
    }

    /// The problem with one field.
    #[track_caller]
    pub fn refuses_field(&self, field: &str) {
        let told = self.refuses(422, "invalid");
        assert_eq!(told["errors"][0]["field"], field, "{told}");
    }
}

impl House {
    /// A program with a token of this member.
    pub async fn program(&self, member: MemberId, scopes: &[Scope]) -> Program {
        let secret = new_token();
        let mut tx = self.write().await;
        let new = NewToken { secret: &secret, member, name: "program", scopes, expires_at: None };
        token::create(&mut tx, new).await.unwrap();
        tx.commit().await.unwrap();
        Program::bearing(&secret)
    }

    /// A house with a channel, and a program that may everything as its owner.
    pub async fn with_program() -> (Self, Program, ChannelId) {
        let (house, _) = Self::owned().await;
        let owner = house.member("Karin Voss", Role::Owner).await;
        let program = house.program(owner, Scope::ALL).await;
        let channel = house.channel().await;
        (house, program, channel)
    }

    /// The response, its body unread.
    pub async fn respond(
        &self,
        program: &Program,
        method: Method,
        path: &str,
        body: impl Into<Body>,
    ) -> Response<Body> {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in &program.headers {
            request = request.header(name, value);
        }
        let has_kind = program.headers.iter().any(|(name, _)| name == "content-type");
        if !has_kind {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        self.router.clone().oneshot(request.body(body.into()).unwrap()).await.unwrap()
    }

    pub async fn call(&self, program: &Program, method: Method, path: &str, body: impl Into<Body>) -> Told {
        let (parts, body) = self.respond(program, method, path, body).await.into_parts();
        let bytes = axum::body::to_bytes(body, 1 << 24).await.unwrap();
        Told { status: parts.status, headers: parts.headers, text: String::from_utf8(bytes.to_vec()).unwrap() }
    }

    pub async fn read_at(&self, program: &Program, path: &str) -> Told {
        self.call(program, Method::GET, &format!("/api/v1{path}"), "").await
    }

    pub async fn post_to(&self, program: &Program, path: &str, body: Value) -> Told {
        self.call(program, Method::POST, &format!("/api/v1{path}"), body.to_string()).await
    }

    pub async fn put_to(&self, program: &Program, path: &str, body: Value) -> Told {
        self.call(program, Method::PUT, &format!("/api/v1{path}"), body.to_string()).await
    }

    pub async fn patch_at(&self, program: &Program, path: &str, body: Value) -> Told {
        self.call(program, Method::PATCH, &format!("/api/v1{path}"), body.to_string()).await
    }

    /// Somebody addresses us so many seconds ago; the conversation that begins with it.
    pub async fn heard(&self, channel: ChannelId, id: &str, text: &str, seconds_ago: i64) -> ConversationId {
        self.heard_from(channel, "renske", id, text, seconds_ago).await
    }

    /// The same, by somebody of that name.
    pub async fn heard_from(
        &self,
        channel: ChannelId,
        name: &str,
        id: &str,
        text: &str,
        seconds_ago: i64,
    ) -> ConversationId {
        let author = ReceivedAuthor {
            remote_id: format!("did:plc:{name}"),
            handle: Some(format!("{name}.example")),
            ..ReceivedAuthor::default()
        };
        let post = ReceivedPost { author, ..self.post_of(id, text, seconds_ago) };
        match self.file(channel, &post).await {
            Filed::New { conversation, .. } => conversation,
            other => panic!("{other:?}"),
        }
    }

    /// The same person writes again in the thread of `root`.
    pub async fn heard_again(&self, channel: ChannelId, root: &str, id: &str, text: &str, seconds_ago: i64) {
        let reference = Some(RemoteRef { id: root.into(), revision: None });
        let post = self.post_of(id, text, seconds_ago);
        self.file(channel, &ReceivedPost { root: reference.clone(), parent: reference, ..post }).await;
    }

    async fn file(&self, channel: ChannelId, post: &ReceivedPost) -> Filed {
        let mut tx = self.write().await;
        let filing =
            Filing { channel, network: Network::Atproto, post, matches: &[], judgements: &[], signature: None };
        let filed = inbox::file(&mut tx, filing).await.unwrap();
        tx.commit().await.unwrap();
        filed
    }

    fn post_of(&self, id: &str, text: &str, seconds_ago: i64) -> ReceivedPost {
        ReceivedPost {
            remote: RemoteRef { id: id.into(), revision: None },
            author: ReceivedAuthor {
                remote_id: "did:plc:renske".into(),
                handle: Some("renske.example".into()),
                ..ReceivedAuthor::default()
            },
            text: text.into(),
            marks: vec![],
            languages: vec!["en".into()],
            posted_at: self.store.clock().now() - jiff::SignedDuration::from_secs(seconds_ago),
            revised_at: None,
            parent: None,
            root: None,
            title: None,
            talk: None,
            quoted: None,
            attachments: vec![],
            url: None,
            reason: Some(Reason::Addressed),
        }
    }
}

/// The ids of a list's rows.
pub fn ids(list: &Value) -> Vec<String> {
    list["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}
