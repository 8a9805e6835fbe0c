//! Requests that may be sent again without acting again.
//!
//! The answer to a request with an `Idempotency-Key` is kept in the transaction of its act. Whoever sends it again,
//! at the same moment too, waits for the writer's turn and finds the answer. A refusal changes nothing and is not kept.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use store::Tx;
use store::answered::{self, Answered};
use utoipa::IntoParams;

use super::caller::Caller;
use super::input;
use super::problem::{Answer, Problem, ProblemKind};

const KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Says that an answer was given before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
const KEY_BYTES_MAX: usize = 255;

/// The key of a request.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[allow(dead_code)] // it is only described; `Once` reads it
pub(crate) struct KeyHeader {
    /// A key of this request alone, for example a UUID: sent again under it within a day, it acts once.
    #[param(rename = "idempotency-key", required = false, min_length = 1, max_length = 255)]
    idempotency_key: String,
}

/// A request with its body, its key and its digest.
pub(crate) struct Once<T> {
    /// The body.
    pub(crate) body: T,
    /// What tells it from others.
    pub(crate) request: Asked,
}

/// What tells a request from others.
pub(crate) struct Asked {
    key: Option<String>,
    digest: Vec<u8>,
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Once<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Answer<Self> {
        let (parts, body) = request.into_parts();
        let key = key(&parts.headers)?;
        let bytes = input::bytes(&parts, body).await?;
        let address = parts.uri.path_and_query().map_or("", |address| address.as_str());
        let seen = parts.headers.get(header::IF_MATCH).map_or(&[][..], HeaderValue::as_bytes);
        let digest = digest(&[parts.method.as_str().as_bytes(), address.as_bytes(), seen, &bytes]);
        Ok(Self { body: input::parse(&bytes)?, request: Asked { key, digest } })
    }
}

fn key(headers: &HeaderMap) -> Answer<Option<String>> {
    let mut values = headers.get_all(KEY).iter();
    let Some(value) = values.next() else { return Ok(None) };
    let text = value.to_str().ok().filter(|text| (1..=KEY_BYTES_MAX).contains(&text.len()));
    let text = text.filter(|_| values.next().is_none());
    let why = format!("An Idempotency-Key has 1 to {KEY_BYTES_MAX} visible characters, and stands there once.");
    text.map(|text| Some(text.to_owned())).ok_or_else(|| Problem::new(ProblemKind::Malformed, why))
}

fn digest(parts: &[&[u8]]) -> Vec<u8> {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part);
    }
    digest.finalize().to_vec()
}

impl Asked {
    /// Refuses a request without a key.
    pub(crate) fn require_key(&self) -> Answer<()> {
        let why = "What is said in public needs an Idempotency-Key, so that sending it again says it once.";
        if self.key.is_some() { Ok(()) } else { Err(Problem::new(ProblemKind::IdempotencyKeyMissing, why)) }
    }

    /// What this very request was answered before.
    pub(crate) async fn answered(&self, tx: &mut Tx, caller: &Caller) -> Answer<Option<Made>> {
        let Some(key) = &self.key else { return Ok(None) };
        let Some(answered) = answered::find(tx, caller.token, key).await? else { return Ok(None) };
        if answered.request_digest != self.digest {
            let why = "This key was used for another request within the last day.";
            return Err(Problem::new(ProblemKind::IdempotencyKeyReused, why));
        }
        let status = u16::try_from(answered.status).ok().and_then(|code| StatusCode::from_u16(code).ok());
        let mut headers: Vec<(HeaderName, String)> = Vec::new();
        for (name, value) in answered.headers {
            headers.extend(name.parse().ok().map(|name: HeaderName| (name, value)));
        }
        headers.push((REPLAYED, "true".into()));
        Ok(Some(Made { status: status.unwrap_or(StatusCode::OK), headers, body: answered.body }))
    }

    /// Keeps the answer, to be committed with the act.
    pub(crate) async fn keep(&self, tx: &mut Tx, caller: &Caller, made: &Made) -> Answer<()> {
        let Some(key) = &self.key else { return Ok(()) };
        let answered = Answered {
            request_digest: self.digest.clone(),
            status: made.status.as_u16().into(),
            headers: made.headers.iter().map(|(name, value)| (name.to_string(), value.clone())).collect(),
            body: made.body.clone(),
        };
        Ok(answered::keep(tx, caller.token, key, &answered).await?)
    }
}

/// An answer that can be kept.
#[derive(Debug)]
pub(crate) struct Made {
    status: StatusCode,
    headers: Vec<(HeaderName, String)>,
    body: String,
}

impl Made {
    /// An answer with a value of ours.
    pub(crate) fn new(status: StatusCode, value: &impl Serialize) -> Answer<Self> {
        let body = serde_json::to_string(value).map_err(|error| Problem::broken(&error))?;
        Ok(Self { status, headers: Vec::new(), body })
    }

    /// The same with a header.
    pub(crate) fn with(mut self, (name, value): (HeaderName, String)) -> Self {
        self.headers.push((name, value));
        self
    }

    /// The same with the address of what was made.
    pub(crate) fn at(self, address: String) -> Self {
        self.with((header::LOCATION, address))
    }
}

impl IntoResponse for Made {
    fn into_response(self) -> Response {
        let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
        let mut response = (self.status, kind, Bytes::from(self.body)).into_response();
        for (name, value) in self.headers {
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}
