//! A form that one of our own pages posted.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header;
use futures::future::BoxFuture;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use subtle::ConstantTimeEq as _;

use crate::auth::SignedIn;
use crate::failure::{Failure, sentence};
use crate::ui::error::Wrong;

/// A form of somebody who is signed in, with the session's token in it.
pub(crate) struct Posted<T> {
    /// Who posted it.
    pub(crate) who: SignedIn,
    /// What.
    pub(crate) form: T,
}

#[derive(Deserialize)]
struct Token {
    #[serde(default)]
    csrf: String,
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Posted<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        let (who, bytes) = read(request).await?;
        Ok(Self { who, form: form(&bytes)? })
    }
}

/// Who posted a form, and its bytes. Boxed, and apart from what stands in the form: a hundred kinds of form are read by one.
fn read(request: Request) -> BoxFuture<'static, Result<(SignedIn, Bytes), Failure>> {
    Box::pin(async move {
        let (parts, body) = request.into_parts();
        let who = parts.extensions.get::<SignedIn>().cloned();
        let who = who.ok_or_else(|| Failure::SignIn { next: "/inbox".into() })?;
        let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded") {
            return Err(unreadable("the request is no form"));
        }
        let bytes = axum::body::to_bytes(body, FORM_BYTES_MAX).await;
        let bytes = bytes.map_err(|_| Failure::Wrong(Wrong::Unreadable("The form is too large.".into())))?;
        let token: Token = form(&bytes)?;
        if !bool::from(token.csrf.as_bytes().ct_eq(who.csrf.as_bytes())) {
            return Err(Failure::Wrong(Wrong::ExpiredForm));
        }
        Ok((who, bytes))
    })
}

fn form<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Failure> {
    serde_html_form::from_bytes(bytes).map_err(|error| unreadable(&error.to_string()))
}

/// A form of which something cannot be understood, and why.
pub(super) fn unreadable(why: &str) -> Failure {
    Failure::Wrong(Wrong::Unreadable(sentence(why)))
}

/// The largest form: long texts in scripts of four bytes a letter, percent-encoded, with room.
pub(crate) const FORM_BYTES_MAX: usize = 256 * 1_024;
