//! A form that one of our own pages posted, with files in it.

use axum::extract::multipart::Field;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{HeaderMap, header};
use model::Right;
use serde::de::DeserializeOwned;
use subtle::ConstantTimeEq as _;

use super::posted::unreadable;
use super::{FORM_BYTES_MAX, Posted, SignedIn};
use crate::failure::Failure;
use crate::ui::error::Wrong;

/// The largest file: a photograph of a large camera.
pub(crate) const FILE_BYTES_MAX: usize = 12 * 1_024 * 1_024;
/// The largest form with its files: as many large photographs as somebody without scripts adds at once.
pub(crate) const FILES_BYTES_MAX: usize = 32 * 1_024 * 1_024;

/// A form of somebody who works the inbox, with the session's token in it and perhaps with files.
pub(crate) struct PostedFiles<T> {
    /// Who posted it.
    pub(crate) who: SignedIn,
    /// What, but for the files.
    pub(crate) form: T,
    /// The files, in their order.
    pub(crate) files: Vec<PostedFile>,
}

/// A file as it was posted; nothing of it is to be trusted.
pub(crate) struct PostedFile {
    /// What whoever posted it calls it.
    pub(crate) name: String,
    /// What is in it.
    pub(crate) bytes: Vec<u8>,
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for PostedFiles<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let who = request.extensions().get::<SignedIn>().cloned();
        let who = who.ok_or_else(|| Failure::SignIn { next: "/inbox".into() })?;
        // All of this before a byte of a file is read.
        who.require(Right::WorkInbox)?;
        if !is_multipart(request.headers()) {
            let Posted { who, form } = Posted::from_request(request, state).await?;
            return Ok(Self { who, form, files: Vec::new() });
        }
        if declared_length(request.headers()).is_some_and(|length| length > FILES_BYTES_MAX) {
            return Err(too_large("These pictures are"));
        }
        let mut parts =
            Multipart::from_request(request, state).await.map_err(|error| unreadable(&error.body_text()))?;
        let (mut fields, mut files, mut text_bytes, mut is_ours) = (Vec::new(), Vec::new(), 0, false);
        while let Some(part) = parts.next_field().await.map_err(|error| unreadable(&error.body_text()))? {
            let name = part.name().unwrap_or_default().to_owned();
            if let Some(file_name) = part.file_name().map(str::to_owned) {
                // Our forms begin with the token, so that nobody else has us keep files in memory.
                if !is_ours {
                    return Err(Failure::Wrong(Wrong::ExpiredForm));
                }
                let bytes = read(part, FILE_BYTES_MAX).await?;
                if !bytes.is_empty() {
                    files.push(PostedFile { name: file_name, bytes });
                }
                continue;
            }
            let bytes = read(part, FORM_BYTES_MAX.saturating_sub(text_bytes)).await?;
            text_bytes += bytes.len();
            let value = String::from_utf8(bytes).map_err(|_| unreadable("a field of the form is no text"))?;
            if name == "csrf" {
                is_ours = value.as_bytes().ct_eq(who.csrf.as_bytes()).into();
            }
            fields.push((name, value));
        }
        if !is_ours {
            return Err(Failure::Wrong(Wrong::ExpiredForm));
        }
        let form = serde_html_form::to_string(&fields).map_err(|error| unreadable(&error.to_string()))?;
        let form = serde_html_form::from_str(&form).map_err(|error| unreadable(&error.to_string()))?;
        Ok(Self { who, form, files })
    }
}

fn is_multipart(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.to_ascii_lowercase().starts_with("multipart/form-data")
}

/// How many bytes of a body its sender says are to come.
pub(crate) fn declared_length(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

async fn read(mut part: Field<'_>, bytes_max: usize) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    while let Some(piece) = part.chunk().await.map_err(|error| unreadable(&error.body_text()))? {
        if bytes.len() + piece.len() > bytes_max {
            return Err(too_large("This picture is"));
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

fn too_large(what: &str) -> Failure {
    let (one, all) = (FILE_BYTES_MAX >> 20, FILES_BYTES_MAX >> 20);
    Failure::Wrong(Wrong::TooLarge(format!("{what} too large: one can have {one} MB, and all at once {all} MB.")))
}
