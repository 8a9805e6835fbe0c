//! Who asks: a program with a member's token.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use model::{MemberId, Right, Scope, TokenId};
use store::member::Member;
use store::{StoreError, token};

use super::problem::{Answer, Problem, ProblemKind};
use crate::app::App;

/// How often the use of a token is noted: a write for every request would be too many.
const NOTED_EVERY: Duration = Duration::from_secs(600);
/// Requests of one token: so many at once, then one each time this passes.
const PER_TOKEN: (u32, Duration) = (120, Duration::from_millis(100));

/// Streams that one token follows at the same time.
const STREAMS_MAX: usize = 20;

/// How often tokens may ask, and how much they may follow.
pub(crate) struct Pace {
    requests: DefaultKeyedRateLimiter<TokenId>,
    streams: Arc<Mutex<HashMap<TokenId, usize>>>,
}

/// A stream that a token follows, until it is dropped.
pub(crate) struct Seat {
    token: TokenId,
    streams: Arc<Mutex<HashMap<TokenId, usize>>>,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut streams = self.streams.lock().expect("no holder panics");
        match streams.get_mut(&self.token) {
            Some(count) if *count > 1 => *count -= 1,
            _ => drop(streams.remove(&self.token)),
        }
    }
}

impl Pace {
    pub(crate) fn new() -> Self {
        let (burst, every) = PER_TOKEN;
        let burst = NonZeroU32::new(burst).expect("the burst is not zero");
        let quota = Quota::with_period(every).expect("the period is not zero").allow_burst(burst);
        Self { requests: RateLimiter::keyed(quota), streams: Arc::default() }
    }

    /// Counts a request, or says how long to wait.
    fn admit(&self, token: TokenId) -> Result<(), Duration> {
        if self.requests.len() > 1_000 {
            self.requests.retain_recent();
        }
        self.requests.check_key(&token).map_err(|not| not.wait_time_from(DefaultClock::default().now()))
    }

    /// Takes a seat at a stream; none when the token has enough.
    pub(crate) fn seat(&self, token: TokenId) -> Option<Seat> {
        let mut streams = self.streams.lock().expect("no holder panics");
        let count = streams.entry(token).or_default();
        if *count >= STREAMS_MAX {
            return None;
        }
        *count += 1;
        Some(Seat { token, streams: self.streams.clone() })
    }
}

/// The member as whom a program acts, and what its token is good for. Holds the secret, so it cannot be printed.
#[derive(Clone)]
pub(crate) struct Caller {
    /// Who.
    pub(crate) member: Arc<Member>,
    /// By which token.
    pub(crate) token: TokenId,
    scopes: Arc<[Scope]>,
    secret: Arc<str>,
}

impl Caller {
    /// Refuses what the token is not good for, and what its member's role does not allow.
    pub(crate) fn require(&self, scope: Scope, right: Right) -> Answer<()> {
        self.require_scope(scope)?;
        if !self.member.role.may(right) {
            return Err(Problem::right(right));
        }
        Ok(())
    }

    /// Refuses what the token is not good for; whether its member may is for the act to say, which knows more than the role.
    pub(crate) fn require_scope(&self, scope: Scope) -> Answer<()> {
        if self.scopes.contains(&scope) { Ok(()) } else { Err(Problem::scope(scope)) }
    }

    /// The member that a filter names by an id or as `me`; none where it names nobody.
    pub(crate) fn member_named(&self, text: Option<&str>) -> Answer<Option<MemberId>> {
        match text {
            None => Ok(None),
            Some("me") => Ok(Some(self.member.id)),
            Some(id) => match id.parse() {
                Ok(id) => Ok(Some(MemberId(id))),
                Err(_) => Err(Problem::field("member", "That is no id of a member.")),
            },
        }
    }

    /// The same caller as things are now; `None` when the token is no longer good.
    pub(crate) async fn still(&self, app: &App) -> Result<Option<Self>, StoreError> {
        let found = token::find(&mut app.store().read().await?, &self.secret).await?;
        Ok(found.map(|bearer| Self::of(bearer, self.secret.clone())))
    }

    fn of(bearer: token::Bearer, secret: Arc<str>) -> Self {
        Self { member: Arc::new(bearer.member), token: bearer.token.id, scopes: bearer.token.scopes.into(), secret }
    }
}

/// Finds the caller by the token in `Authorization`, for every handler behind it. A cookie says nothing here, so no
/// page of others can ask in somebody's name.
pub(crate) async fn identify(State(app): State<App>, mut request: Request, next: Next) -> Answer<Response> {
    let refused = |why: &str| Problem::new(ProblemKind::Unauthenticated, why);
    let secret = bearer(request.headers()).ok_or_else(|| refused("Send a token: Authorization: Bearer …"))?;
    // Looked up by its digest: comparing takes no time that would tell of the secret.
    let found = token::find(&mut app.store().read().await?, secret).await?;
    let found = found.ok_or_else(|| refused("There is no such token, it is over, or it was taken back."))?;
    let wait = |time: Duration| Problem::too_many("This token asks too often.", time.as_secs() + 1);
    app.pace().admit(found.token.id).map_err(wait)?;
    note(&app, &found.token).await?;
    let caller = Caller::of(found, secret.into());
    request.extensions_mut().insert(caller);
    Ok(next.run(request).await)
}

/// The secret of RFC 6750, section 2.1: one header, one scheme.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return None };
    let (scheme, secret) = value.to_str().ok()?.split_once(' ')?;
    let secret = secret.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !secret.is_empty()).then_some(secret)
}

async fn note(app: &App, token: &token::Token) -> Result<(), StoreError> {
    let now = app.store().clock().now();
    let is_fresh = token.used_at.is_some_and(|at| now.duration_since(at).unsigned_abs() <= NOTED_EVERY);
    if !is_fresh {
        let mut tx = app.store().write().await?;
        token::touch(&mut tx, token.id).await?;
        tx.commit().await?;
    }
    Ok(())
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        let found = parts.extensions.get::<Self>().cloned();
        found.ok_or_else(|| Problem::new(ProblemKind::Unauthenticated, "A token is needed."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(values: &[&str]) -> HeaderMap {
        values.iter().map(|value| (header::AUTHORIZATION, value.parse().unwrap())).collect()
    }

    #[test]
    fn only_a_bearer_token_says_who_asks() {
        assert_eq!(bearer(&headers(&["Bearer abc"])), Some("abc"));
        assert_eq!(bearer(&headers(&["bearer  abc "])), Some("abc"));
        for wrong in [&[][..], &["abc"], &["Bearer"], &["Bearer "], &["Basic abc"], &["Bearer a", "Bearer a"]] {
            assert_eq!(bearer(&headers(wrong)), None, "{wrong:?}");
        }
    }

    #[test]
    fn one_token_in_a_hurry_slows_no_other() {
        let pace = Pace::new();
        let waits = (0..1_000).find_map(|_| pace.admit(TokenId(1)).err());
        assert!(waits.is_some_and(|wait| !wait.is_zero()));
        assert!(pace.admit(TokenId(2)).is_ok());
    }
}
