//! A form that one of our own pages posted.

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request};
use axum_extra::extract::Form;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use subtle::ConstantTimeEq as _;

use crate::auth::SignedIn;
use crate::failure::Failure;
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

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let (parts, body) = request.into_parts();
        let who = parts.extensions.get::<SignedIn>().cloned();
        let who = who.ok_or_else(|| Failure::SignIn { next: "/inbox".into() })?;
        let body = axum::body::to_bytes(body, FORM_BYTES_MAX).await;
        let body = body.map_err(|_| Failure::Wrong(Wrong::Unreadable("The form is too large.".into())))?;
        let again = |body: Bytes| {
            let mut copy = Request::new(Body::from(body));
            *copy.method_mut() = parts.method.clone();
            *copy.headers_mut() = parts.headers.clone();
            copy
        };
        let Form(token) = Form::<Token>::from_request(again(body.clone()), state).await?;
        if !bool::from(token.csrf.as_bytes().ct_eq(who.csrf.as_bytes())) {
            return Err(Failure::Wrong(Wrong::ExpiredForm));
        }
        let Form(form) = Form::<T>::from_request(again(body), state).await?;
        Ok(Self { who, form })
    }
}

/// The largest form: long texts in scripts of four bytes a letter, percent-encoded, with room.
pub(crate) const FORM_BYTES_MAX: usize = 256 * 1_024;
