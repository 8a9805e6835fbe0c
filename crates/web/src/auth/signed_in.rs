//! The session that a request carries.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{FromRequestParts, OptionalFromRequestParts, Request, State};
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use jiff::Timestamp;
use model::{MemberId, Right};
use store::member::Member;
use store::{StoreError, Tx, session};
use time::Duration as CookieDuration;
use wording::{Language, reading};

use crate::app::App;
use crate::auth::new_token;
use crate::failure::Failure;

/// A session ends this long after it was last used.
const LASTS: Duration = Duration::from_secs(14 * 24 * 3_600);
/// How often its use is noted: a write for every page would be too many.
const NOTED_EVERY: Duration = Duration::from_secs(600);

/// The member whose session the request carries.
#[derive(Clone, Debug)]
pub(crate) struct SignedIn {
    /// Who.
    pub(crate) member: Arc<Member>,
    /// What forms of this session carry.
    pub(crate) csrf: String,
    /// The cookie's secret, to end the session with.
    pub(crate) token: Arc<str>,
}

impl SignedIn {
    /// Refuses what the member's role does not allow.
    pub(crate) fn require(&self, right: Right) -> Result<(), Failure> {
        if self.member.role.may(right) { Ok(()) } else { Err(Failure::forbidden(right)) }
    }
}

/// The name of the cookie; the prefix binds it to this host over HTTPS.
fn cookie_name(app: &App) -> &'static str {
    if is_secure(app) { "__Host-session" } else { "session" }
}

fn is_secure(app: &App) -> bool {
    app.settings().base_url.scheme() == "https"
}

fn expiry(tx: &Tx) -> Timestamp {
    tx.now().saturating_add(LASTS).unwrap_or(Timestamp::MAX)
}

/// Finds the session of the request, for every handler behind it, which speaks in the language of whoever asks.
pub(crate) async fn load_session(
    State(app): State<App>,
    cookies: CookieJar,
    mut request: Request,
    next: Next,
) -> Result<Response, Failure> {
    let asked_for = request.headers().get(ACCEPT_LANGUAGE).and_then(|header| header.to_str().ok());
    let mut language = asked_for.map(Language::asked_for).unwrap_or_default();
    if let Some(token) = cookies.get(cookie_name(&app)).map(|cookie| cookie.value().to_owned())
        && let Some(who) = find(&app, token, !is_by_worker(&request)).await?
    {
        language = who.member.language.unwrap_or(language);
        request.extensions_mut().insert(who);
    }
    Ok(reading(language, next.run(request)).await)
}

/// Whether a browser asks by itself, woken by us: nobody was there.
fn is_by_worker(request: &Request) -> bool {
    request.uri().path() == "/me/news"
}

async fn find(app: &App, token: String, is_use: bool) -> Result<Option<SignedIn>, StoreError> {
    let mut tx = app.store().read().await?;
    let Some(found) = session::find(&mut tx, &token).await? else { return Ok(None) };
    let is_to_note = is_use && tx.now().duration_since(found.seen_at).unsigned_abs() > NOTED_EVERY;
    drop(tx);
    if is_to_note {
        let mut tx = app.store().write().await?;
        let until = expiry(&tx);
        session::touch(&mut tx, &token, until).await?;
        tx.commit().await?;
    }
    Ok(Some(SignedIn { member: Arc::new(found.member), csrf: found.csrf, token: token.into() }))
}

/// Whether a browser holds a session of ours, be it over.
pub(crate) fn carries_session(app: &App, cookies: &CookieJar) -> bool {
    cookies.get(cookie_name(app)).is_some()
}

/// Begins a session and gives its cookie.
pub(crate) async fn begin_session(app: &App, tx: &mut Tx, member: MemberId) -> Result<Cookie<'static>, StoreError> {
    let (token, csrf) = (new_token(), new_token());
    let until = expiry(tx);
    session::begin(tx, member, &token, &csrf, until).await?;
    let seconds = LASTS.as_secs().try_into().unwrap_or(i64::MAX);
    let mut cookie = Cookie::new(cookie_name(app), token);
    cookie.set_path("/");
    cookie.set_http_only(true);
    cookie.set_secure(is_secure(app));
    cookie.set_same_site(SameSite::Lax);
    cookie.set_max_age(CookieDuration::seconds(seconds));
    Ok(cookie)
}

/// Ends a session and gives the cookie that forgets it.
pub(crate) async fn end_session(app: &App, who: &SignedIn) -> Result<Cookie<'static>, StoreError> {
    let mut tx = app.store().write().await?;
    session::end(&mut tx, &who.token).await?;
    tx.commit().await?;
    let mut cookie = Cookie::new(cookie_name(app), "");
    cookie.set_path("/");
    cookie.set_secure(is_secure(app));
    cookie.make_removal();
    Ok(cookie)
}

impl<S: Send + Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let found = parts.extensions.get::<Self>().cloned();
        found.ok_or_else(|| {
            // After signing in a page can be shown again, a form cannot be posted again.
            let is_page = parts.method == axum::http::Method::GET;
            let next = parts.uri.path_and_query().filter(|_| is_page).map_or("/inbox", |path| path.as_str());
            Failure::SignIn { next: next.to_owned() }
        })
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for SignedIn {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().cloned())
    }
}
