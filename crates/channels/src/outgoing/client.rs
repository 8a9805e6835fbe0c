//! Requests to other servers.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Method;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::{Attempt, Policy};
use rustls::RootCertStore;
use url::Url;

use super::resolver::GuardedResolver;
use super::tls::{tls_config, web_roots};
use super::{OutgoingError, OutgoingPolicy, REDIRECTS_MAX, USER_AGENT};

/// How long and how much a request may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Until a connection stands.
    pub connect: Duration,
    /// Between two pieces of an answer.
    pub read: Duration,
    /// From the first byte to the last.
    pub overall: Duration,
    /// The largest body, counted after decompression.
    pub body_bytes_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            read: Duration::from_secs(20),
            overall: Duration::from_secs(45),
            body_bytes_max: 8 * 1024 * 1024,
        }
    }
}

/// The guarded client; cheap to clone, one per process.
#[derive(Clone, Debug)]
pub struct OutgoingClient {
    policy: OutgoingPolicy,
    limits: Limits,
    roots: Arc<RootCertStore>,
    direct: reqwest::Client,
    following: reqwest::Client,
}

/// An answer with its whole body.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, at most [`Limits::body_bytes_max`] bytes.
    pub body: Vec<u8>,
    /// Where it came from in the end.
    pub url: Url,
}

impl OutgoingClient {
    /// A client under a policy, with the default limits.
    ///
    /// # Errors
    /// When the machine offers no way to make TLS connections.
    pub fn new(policy: OutgoingPolicy) -> Result<Self, OutgoingError> {
        Self::with_limits(policy, Limits::default())
    }

    /// A client under a policy and limits of one's own.
    ///
    /// # Errors
    /// As [`OutgoingClient::new`].
    pub fn with_limits(policy: OutgoingPolicy, limits: Limits) -> Result<Self, OutgoingError> {
        Self::with_roots(policy, limits, web_roots())
    }

    pub(super) fn with_roots(
        policy: OutgoingPolicy,
        limits: Limits,
        roots: RootCertStore,
    ) -> Result<Self, OutgoingError> {
        let build = |redirects: Policy| {
            reqwest::Client::builder()
                .tls_backend_preconfigured(tls_config(roots.clone(), &[b"h2", b"http/1.1"]))
                .dns_resolver(GuardedResolver { policy })
                .no_proxy()
                .referer(false)
                .redirect(redirects)
                .user_agent(USER_AGENT)
                .connect_timeout(limits.connect)
                .read_timeout(limits.read)
                .timeout(limits.overall)
                .pool_idle_timeout(Duration::from_secs(60))
                .build()
                .map_err(|source| OutgoingError::Connect { host: "the network".to_owned(), source: source.into() })
        };
        Ok(Self {
            policy,
            limits,
            direct: build(Policy::none())?,
            following: build(Policy::custom(move |attempt| follow(policy, attempt)))?,
            roots: Arc::new(roots),
        })
    }

    /// Where this client may go.
    pub fn policy(&self) -> OutgoingPolicy {
        self.policy
    }

    /// Whom we trust to vouch for servers.
    pub(super) fn roots(&self) -> RootCertStore {
        (*self.roots).clone()
    }

    /// How long connecting may take.
    pub(super) fn connect_limit(&self) -> Duration {
        self.limits.connect
    }

    /// A request that reads something public. Redirects are followed, each checked again.
    pub fn get(&self, url: Url) -> OutgoingRequest<'_> {
        self.request(&self.following, Method::GET, url)
    }

    /// A call of an interface, perhaps with a secret. Redirects are not followed: neither token nor body may end up
    /// with a server that was not asked for.
    pub fn call(&self, method: Method, url: Url) -> OutgoingRequest<'_> {
        self.request(&self.direct, method, url)
    }

    /// Tells a program something; as [`OutgoingClient::call`].
    pub fn post(&self, url: Url) -> OutgoingRequest<'_> {
        self.call(Method::POST, url)
    }

    fn request(&self, http: &reqwest::Client, method: Method, url: Url) -> OutgoingRequest<'_> {
        OutgoingRequest { client: self, request: http.request(method, url.clone()), url }
    }
}

/// A request in the making.
#[derive(Debug)]
#[must_use]
pub struct OutgoingRequest<'a> {
    client: &'a OutgoingClient,
    request: reqwest::RequestBuilder,
    url: Url,
}

impl OutgoingRequest<'_> {
    /// Adds a header.
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.request = self.request.header(name, value);
        self
    }

    /// Adds a header whose value is text; what no header can hold is left out.
    pub fn text_header(self, name: &'static str, value: &str) -> Self {
        match HeaderValue::from_str(value) {
            Ok(value) => self.header(HeaderName::from_static(name), value),
            Err(_) => self,
        }
    }

    /// Sets a header whose value no log shows; left out when it cannot be sent.
    pub fn secret_header(self, name: &'static str, value: &str) -> Self {
        match HeaderValue::from_str(value) {
            Ok(mut value) => {
                value.set_sensitive(true);
                self.header(HeaderName::from_static(name), value)
            }
            Err(_) => self,
        }
    }

    /// Adds a bearer token; it shows in no log and no `Debug`.
    pub fn bearer(mut self, token: &str) -> Self {
        if let Ok(mut value) = HeaderValue::from_str(&format!("Bearer {token}")) {
            value.set_sensitive(true);
            self.request = self.request.header(AUTHORIZATION, value);
        }
        self
    }

    /// Sets a JSON body that is ready as text.
    pub fn json(mut self, body: impl Into<String>) -> Self {
        let kind = HeaderValue::from_static("application/json");
        self.request = self.request.header(reqwest::header::CONTENT_TYPE, kind).body(body.into());
        self
    }

    /// Sets a body of bytes of this media type.
    pub fn file(mut self, media_type: &str, bytes: Vec<u8>) -> Self {
        self.request = self.request.header(reqwest::header::CONTENT_TYPE, media_type).body(bytes);
        self
    }

    /// Sends it and reads the whole answer, whatever its status.
    ///
    /// # Errors
    /// See [`OutgoingError`]; a status of 400 and above is no error here.
    pub async fn send(self) -> Result<Answer, OutgoingError> {
        let host = host_of(&self.url);
        self.client.policy.check(&self.url, ["https", "http"])?;
        let failed = |error: reqwest::Error| failure(&host, error);

        let mut response = self.request.send().await.map_err(failed)?;
        let bytes_max = self.client.limits.body_bytes_max;
        let mut body = Vec::new();
        while let Some(piece) = response.chunk().await.map_err(failed)? {
            if body.len() + piece.len() > bytes_max {
                return Err(OutgoingError::TooLarge { host, bytes_max });
            }
            body.extend_from_slice(&piece);
        }
        Ok(Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            url: response.url().clone(),
            body,
        })
    }
}

/// The server's name, for messages.
pub(super) fn host_of(url: &Url) -> String {
    url.host_str().unwrap_or("the server").to_owned()
}

fn follow(policy: OutgoingPolicy, attempt: Attempt<'_>) -> reqwest::redirect::Action {
    let was_secure = attempt.previous().last().is_some_and(|from| from.scheme() == "https");
    if attempt.previous().len() > REDIRECTS_MAX || (was_secure && attempt.url().scheme() != "https") {
        let host = host_of(attempt.url());
        return attempt.error(OutgoingError::Redirects { host });
    }
    match policy.check(attempt.url(), ["https", "http"]) {
        Ok(()) => attempt.follow(),
        Err(forbidden) => attempt.error(forbidden),
    }
}

/// Our word for a failure of the library below, which wraps our own refusals in layers of its own.
fn failure(host: &str, error: reqwest::Error) -> OutgoingError {
    let host = host.to_owned();
    let mut cause: Option<&(dyn Error + 'static)> = Some(&error);
    while let Some(layer) = cause {
        match layer.downcast_ref::<OutgoingError>() {
            Some(OutgoingError::ForbiddenAddress { host }) => {
                let host = host.clone();
                return OutgoingError::ForbiddenAddress { host };
            }
            Some(OutgoingError::Redirects { .. } | OutgoingError::UnsupportedScheme(_)) => {
                return OutgoingError::Redirects { host };
            }
            _ => cause = layer.source(),
        }
    }
    let source = error.without_url();
    if source.is_connect() {
        let source = source.into();
        OutgoingError::Connect { host, source }
    } else if source.is_timeout() {
        OutgoingError::TimedOut { host }
    } else {
        let source = source.into();
        OutgoingError::Broken { host, source }
    }
}

#[cfg(test)]
mod tests;
