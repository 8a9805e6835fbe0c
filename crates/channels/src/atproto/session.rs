//! Signing in, staying signed in.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::sync::Mutex;
use url::Url;
use wording::t;

use super::config::AppPassword;
use super::parse::{handle, text_of};
use super::uri::is_did;
use super::xrpc::{CallError, Input, Xrpc};
use crate::{ChannelError, Remedy};

/// How long a refused password is not tried again: servers count attempts and lock accounts.
const REFUSED_PAUSE: Duration = Duration::from_secs(60);

/// An open session. Its tokens show in no log.
pub(super) struct Session {
    pub(super) did: String,
    pub(super) handle: Option<String>,
    /// The server that holds the account's records.
    pub(super) pds: Url,
    access: String,
    refresh: String,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("did", &self.did).field("pds", &self.pds.as_str()).finish_non_exhaustive()
    }
}

/// An account of ours, signed in when needed.
pub(super) struct Account {
    pub(super) xrpc: Xrpc,
    pub(super) service: Url,
    pub(super) identifier: String,
    pub(super) password: AppPassword,
    /// Held while signing in, so that many callers make one attempt.
    pub(super) state: Mutex<State>,
}

/// What is known of the session.
#[derive(Default)]
pub(super) struct State {
    session: Option<Arc<Session>>,
    pause: Option<Pause>,
}

/// No attempt to sign in until then.
struct Pause {
    until: Timestamp,
    what: String,
    remedy: Remedy,
}

impl Account {
    /// The open session; signs in when there is none.
    pub(super) async fn session(&self) -> Result<Arc<Session>, ChannelError> {
        let mut state = self.state.lock().await;
        match &state.session {
            Some(session) => Ok(session.clone()),
            None => self.sign_in(&mut state).await,
        }
    }

    /// Asks the account's server, with a new token once if the old one is no longer good.
    pub(super) async fn query(&self, method: &str, parameters: &[(&str, &str)]) -> Result<Value, CallError> {
        let session = self.session().await.map_err(CallError::Session)?;
        let ask = async |session: Arc<Session>| {
            let token = Some(session.access.as_str());
            self.xrpc.query(&session.pds, method, parameters, token).await
        };
        match ask(session.clone()).await {
            Err(error) if error.is_about_token() => ask(self.renew(&session).await?).await,
            done => done,
        }
    }

    /// Asks the account's server for a change, in the same way.
    pub(super) async fn procedure(&self, method: &str, input: Input<'_>) -> Result<Value, CallError> {
        let session = self.session().await.map_err(CallError::Session)?;
        let ask = async |session: Arc<Session>| {
            let token = Some(session.access.as_str());
            self.xrpc.procedure(&session.pds, method, input.clone(), token).await
        };
        match ask(session.clone()).await {
            Err(error) if error.is_about_token() => ask(self.renew(&session).await?).await,
            done => done,
        }
    }

    /// A session other than `stale`: the one that somebody else renewed meanwhile, a refreshed one, or a new one.
    async fn renew(&self, stale: &Arc<Session>) -> Result<Arc<Session>, CallError> {
        let mut state = self.state.lock().await;
        if let Some(session) = &state.session
            && !Arc::ptr_eq(session, stale)
        {
            return Ok(session.clone());
        }
        let method = "com.atproto.server.refreshSession";
        let token = Some(stale.refresh.as_str());
        match self.xrpc.procedure(&stale.pds, method, Input::None, token).await {
            Ok(answer) => {
                let session = self.read(&answer, Some(&stale.pds)).map_err(CallError::Session)?;
                state.session = Some(session.clone());
                Ok(session)
            }
            Err(error @ CallError::Outgoing(_)) => Err(error),
            // Spent, expired or revoked: only the password helps.
            Err(_) => {
                state.session = None;
                self.sign_in(&mut state).await.map_err(CallError::Session)
            }
        }
    }

    async fn sign_in(&self, state: &mut State) -> Result<Arc<Session>, ChannelError> {
        let now = self.xrpc.clock.now();
        if let Some(pause) = state.pause.take_if(|pause| pause.until <= now) {
            drop(pause);
        }
        if let Some(pause) = &state.pause {
            let mut failure = ChannelError::reconnect(pause.what.clone());
            failure.remedy = match pause.remedy {
                Remedy::Retry { .. } => {
                    Remedy::Retry { after: Duration::try_from(pause.until.duration_since(now)).ok() }
                }
                other => other,
            };
            return Err(failure);
        }
        let body = json!({ "identifier": self.identifier, "password": self.password.reveal() }).to_string();
        let method = "com.atproto.server.createSession";
        let answer = self.xrpc.procedure(&self.service, method, Input::Json(&body), None).await;
        let session = match answer {
            Ok(answer) => self.read(&answer, None),
            Err(error) => Err(self.refused(error)),
        };
        match session {
            Ok(session) => {
                state.session = Some(session.clone());
                Ok(session)
            }
            Err(failure) => {
                let pause = match failure.remedy {
                    Remedy::Retry { after } => after,
                    Remedy::Reconnect | Remedy::GiveUp => Some(REFUSED_PAUSE),
                };
                state.pause = pause.and_then(|pause| {
                    Some(Pause {
                        until: now.checked_add(pause).ok()?,
                        what: failure.what.clone(),
                        remedy: failure.remedy,
                    })
                });
                Err(failure)
            }
        }
    }

    /// Why signing in failed: nearly always something that a person has to mend.
    fn refused(&self, error: CallError) -> ChannelError {
        let host = self.service.host_str().unwrap_or_default();
        match &error {
            CallError::Refused(refusal) if refusal.name == "AuthFactorTokenRequired" => ChannelError::reconnect(t!(
                "the network asks for a second factor: use an app password instead of the account's password"
            )),
            CallError::Refused(refusal) if refusal.name == "AuthenticationRequired" => ChannelError::reconnect(t!(
                "{host} refused the handle or the app password of {account}",
                host,
                account = self.identifier
            )),
            CallError::Refused(refusal) if matches!(refusal.status, 400 | 404 | 405) => {
                let refused = error.of("sign in");
                ChannelError::reconnect(refused.what)
            }
            CallError::Garbled { .. } => {
                ChannelError::reconnect(t!("{host} does not answer like an AT Protocol server", host))
            }
            _ => {
                let mut failure = error.of("sign in");
                failure.may_have_arrived = false; // a session more or less changes nothing
                failure
            }
        }
    }

    fn read(&self, answer: &Value, pds: Option<&Url>) -> Result<Arc<Session>, ChannelError> {
        let host = self.service.host_str().unwrap_or_default();
        let part = |name| text_of(answer, name).map(str::to_owned);
        let (Some(did), Some(access), Some(refresh)) =
            (part("did").filter(|did| is_did(did)), part("accessJwt"), part("refreshJwt"))
        else {
            let what = t!("{host} does not answer like an AT Protocol server", host);
            return Err(ChannelError::reconnect(what));
        };
        if answer.get("active").and_then(Value::as_bool) == Some(false) {
            let status = text_of(answer, "status").unwrap_or("not active");
            let what = t!("the account {account} is {status}", account = self.identifier, status);
            return Err(ChannelError::reconnect(what));
        }
        let allow_plain = self.xrpc.outgoing.policy().allow_private;
        let named = answer.get("didDoc").and_then(|document| server_of(document, allow_plain));
        let pds = named.or_else(|| pds.cloned()).unwrap_or_else(|| self.service.clone());
        Ok(Arc::new(Session { handle: text_of(answer, "handle").and_then(handle), did, pds, access, refresh }))
    }
}

/// The server that keeps somebody's records, as their identity document names it. Tokens may go there, so it must be
/// encrypted.
pub(super) fn server_of(document: &Value, allow_plain: bool) -> Option<Url> {
    let services = document.get("service")?.as_array()?;
    let service = services.iter().find(|service| {
        text_of(service, "type") == Some("AtprotoPersonalDataServer")
            && text_of(service, "id").is_some_and(|id| id.ends_with("#atproto_pds"))
    })?;
    let url = Url::parse(text_of(service, "serviceEndpoint")?).ok()?;
    let is_fine = url.scheme() == "https" || (allow_plain && url.scheme() == "http");
    is_fine.then_some(url)
}
