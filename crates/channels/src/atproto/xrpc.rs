//! Calls of the network's interface, and what their refusals mean.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use model::{Clock, Quota};
use reqwest::Method;
use serde_json::Value;
use url::Url;

use super::parse::text_of;
use crate::outgoing::{OutgoingClient, OutgoingError, asked_wait, quota};
use crate::{ChannelError, Remedy};

/// Who keeps private messages (https://docs.bsky.app/docs/api, read 2026-11).
const CHAT_SERVICE: &str = "did:web:api.bsky.chat#bsky_chat";

/// Makes calls.
#[derive(Clone)]
pub(super) struct Xrpc {
    pub(super) outgoing: OutgoingClient,
    pub(super) clock: Arc<dyn Clock>,
    /// What the server of the last call lets us ask for.
    pub(super) quota: Arc<Mutex<Option<Quota>>>,
}

/// What a call for a change brings along.
#[derive(Clone, Debug)]
pub(super) enum Input<'a> {
    /// Nothing.
    None,
    /// A value, ready as JSON.
    Json(&'a str),
    /// A file of this media type.
    File(&'a str, &'a [u8]),
}

/// A call that brought no result.
#[derive(Debug)]
pub(super) enum CallError {
    /// The server said no.
    Refused(Refusal),
    /// The answer was not what this interface gives.
    Garbled { host: String },
    /// The way out failed.
    Outgoing(OutgoingError),
    /// There is no session to call with.
    Session(ChannelError),
}

/// A server's no.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    pub(super) status: u16,
    /// The network's name for it, empty when it gave none.
    pub(super) name: String,
    pub(super) message: String,
    pub(super) wait: Option<Duration>,
}

impl Xrpc {
    /// Asks, changing nothing.
    pub(super) async fn query(
        &self,
        base: &Url,
        method: &str,
        parameters: &[(&str, &str)],
        token: Option<&str>,
    ) -> Result<Value, CallError> {
        let mut url = endpoint(base, method);
        url.query_pairs_mut().extend_pairs(parameters).finish();
        self.call(Method::GET, url, Input::None, token).await
    }

    /// Asks for a change.
    pub(super) async fn procedure(
        &self,
        base: &Url,
        method: &str,
        input: Input<'_>,
        token: Option<&str>,
    ) -> Result<Value, CallError> {
        self.call(Method::POST, endpoint(base, method), input, token).await
    }

    async fn call(&self, method: Method, url: Url, input: Input<'_>, token: Option<&str>) -> Result<Value, CallError> {
        let host = url.host_str().unwrap_or_default().to_owned();
        let is_of_chat = url.path().starts_with("/xrpc/chat.bsky.");
        let mut request = self.outgoing.call(method, url);
        if is_of_chat {
            // The account's own server passes it on.
            request = request.text_header("atproto-proxy", CHAT_SERVICE);
        }
        if let Some(token) = token {
            request = request.bearer(token);
        }
        request = match input {
            Input::None => request,
            Input::Json(body) => request.json(body),
            Input::File(media_type, bytes) => request.file(media_type, bytes.to_vec()),
        };
        let answer = request.send().await.map_err(CallError::Outgoing)?;
        if let Some(quota) = quota(&answer.headers, self.clock.now()) {
            *self.quota.lock().expect("no holder panics") = Some(quota);
        }
        let body = serde_json::from_slice::<Value>(&answer.body).ok();
        if (200..300).contains(&answer.status) {
            return match body {
                Some(body) => Ok(body),
                // Some procedures answer with nothing at all.
                None if answer.body.is_empty() => Ok(Value::Null),
                None => Err(CallError::Garbled { host }),
            };
        }
        let body = body.unwrap_or_default();
        let part = |name| tidy(text_of(&body, name).unwrap_or_default());
        Err(CallError::Refused(Refusal {
            status: answer.status,
            name: part("error"),
            message: part("message"),
            wait: asked_wait(&answer.headers, answer.status, self.clock.now()),
        }))
    }
}

impl CallError {
    /// Whether the server refused with this name.
    pub(super) fn is_named(&self, name: &str) -> bool {
        matches!(self, Self::Refused(refusal) if refusal.name == name)
    }

    /// Whether the token is no longer good, which a new one may mend.
    pub(super) fn is_about_token(&self) -> bool {
        match self {
            Self::Refused(refusal) => {
                refusal.status == 401 || matches!(refusal.name.as_str(), "ExpiredToken" | "InvalidToken")
            }
            _ => false,
        }
    }

    /// The failure of a call that was to do `what` ("read the notifications").
    pub(super) fn of(self, what: &str) -> ChannelError {
        match self {
            Self::Session(failure) => failure,
            Self::Outgoing(error) => ChannelError::from(error),
            Self::Garbled { host } => {
                ChannelError::retry(format!("could not {what}: {host} gave an unreadable answer")).perhaps_arrived()
            }
            Self::Refused(refusal) => refusal.of(what),
        }
    }
}

impl Refusal {
    /// The failure of a call that was to do `what`.
    fn of(self, what: &str) -> ChannelError {
        let said = match (self.name.as_str(), self.message.as_str()) {
            ("", "") => format!("status {}", self.status),
            (name, "") => name.to_owned(),
            ("", message) => message.to_owned(),
            (name, message) => format!("{message} ({name})"),
        };
        let what = format!("could not {what}: {said}");
        let is_ours_to_mend = self.status == 401
            || (300..400).contains(&self.status)
            || matches!(
                self.name.as_str(),
                "AuthenticationRequired"
                    | "AuthMissing"
                    | "ExpiredToken"
                    | "InvalidToken"
                    | "AccountTakedown"
                    | "AccountSuspended"
                    | "AccountDeactivated"
                    | "RepoDeactivated"
                    | "RepoTakendown"
            );
        match self.status {
            429 => with_wait(ChannelError::retry(what), self.wait),
            _ if is_ours_to_mend => ChannelError::reconnect(what),
            501 => ChannelError::give_up(what),
            408 | 425 | 500.. => with_wait(ChannelError::retry(what).perhaps_arrived(), self.wait),
            _ => ChannelError::give_up(what),
        }
    }
}

fn with_wait(mut failure: ChannelError, wait: Option<Duration>) -> ChannelError {
    failure.remedy = Remedy::Retry { after: wait };
    failure
}

/// The address of a method at a server.
pub(super) fn endpoint(base: &Url, method: &str) -> Url {
    let mut url = base.clone();
    url.set_path(&format!("/xrpc/{method}"));
    url.set_query(None);
    url.set_fragment(None);
    url
}

/// The server's words without control characters and without end.
fn tidy(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(300).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(status: u16, name: &str) -> Refusal {
        Refusal { status, name: name.to_owned(), message: String::new(), wait: None }
    }

    #[test]
    fn each_refusal_says_what_helps() {
        let remedy = |status, name| refusal(status, name).of("answer").remedy;
        let retry = Remedy::Retry { after: None };
        assert_eq!(remedy(401, "AuthenticationRequired"), Remedy::Reconnect);
        assert_eq!(remedy(400, "InvalidToken"), Remedy::Reconnect);
        assert_eq!(remedy(400, "InvalidRequest"), Remedy::GiveUp);
        assert_eq!(remedy(403, "Forbidden"), Remedy::GiveUp);
        assert_eq!(remedy(302, ""), Remedy::Reconnect);
        assert_eq!(remedy(429, "RateLimitExceeded"), retry);
        assert_eq!(remedy(502, "UpstreamFailure"), retry);
        assert_eq!(remedy(501, "MethodNotImplemented"), Remedy::GiveUp);
    }

    #[test]
    fn a_failing_server_may_have_taken_it_but_a_limit_or_a_refusal_means_no() {
        let arrived = |status| refusal(status, "").of("answer").may_have_arrived;
        assert!(arrived(500) && arrived(502) && arrived(504));
        assert!(!arrived(429) && !arrived(400) && !arrived(401));
    }
}
