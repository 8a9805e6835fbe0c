//! What links of our mails do: `GET` and `POST /mail/confirm/{token}`, `/mail/stop/{token}`.
//!
//! Looking does nothing: programs that check mail follow its links. A mail program stops mail by posting to the link (RFC 8058),
//! from nowhere and signed in as nobody.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use model::{LetterId, MemberId};
use pipeline::Purpose;
use store::member;
use wording::t;

use super::link_view::{MailLink, MailLinkPage};
use crate::app::App;
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;
use crate::ui::error::Wrong;

pub(crate) async fn confirm(State(app): State<App>, Named(token): Named<String>, headers: HeaderMap) -> Answer {
    let letter = letter(&app, &token).await?;
    let mut tx = app.store().read().await?;
    let found = inbox::mail_to_confirm(&mut tx, letter).await?;
    let (_, address) = found.ok_or(Failure::Wrong(Wrong::UsedLink))?;
    let page = MailLinkPage { token, says: MailLink::Confirm(address) };
    let frame = app.door_frame(&mut tx).await?;
    Ok(respond::page(&headers, &frame, &page))
}

pub(crate) async fn confirmed(State(app): State<App>, Named(token): Named<String>, headers: HeaderMap) -> Answer {
    let letter = letter(&app, &token).await?;
    let mut tx = app.store().write().await?;
    match inbox::confirm_mail_address(&mut tx, letter).await {
        Ok(()) => tx.commit().await?,
        Err(inbox::InboxError::Missing(_)) => return Err(Failure::Wrong(Wrong::UsedLink)),
        Err(error) => return Err(error.into()),
    }
    app.pipeline().nudge_work();
    let page = MailLinkPage { token, says: MailLink::Confirmed };
    let frame = app.door_frame(&mut app.store().read().await?).await?;
    Ok(respond::page(&headers, &frame, &page))
}

async fn letter(app: &App, token: &str) -> Answer<LetterId> {
    let id = app.pipeline().link_id(Purpose::Confirm, token).await?;
    id.map(LetterId).ok_or(Failure::Wrong(Wrong::UsedLink))
}

pub(crate) async fn stop(State(app): State<App>, Path(token): Path<String>, headers: HeaderMap) -> Response {
    stopping(&app, &token, &headers, false).await.unwrap_or_else(|()| broken())
}

pub(crate) async fn stopped(State(app): State<App>, Path(token): Path<String>, headers: HeaderMap) -> Response {
    stopping(&app, &token, &headers, true).await.unwrap_or_else(|()| broken())
}

async fn stopping(app: &App, token: &str, headers: &HeaderMap, is_asked: bool) -> Result<Response, ()> {
    let failed = |error: &(dyn std::error::Error + 'static)| tracing::error!(error, "a link of a mail failed");
    let id = app.pipeline().link_id(Purpose::Stop, token).await.map_err(|error| failed(&error))?;
    let begun = if is_asked { app.store().write().await } else { app.store().read().await };
    let mut tx = begun.map_err(|error| failed(&error))?;
    let known = match id.map(MemberId) {
        Some(id) => member::find(&mut tx, id).await.map_err(|error| failed(&error))?,
        None => None,
    };
    let says = match (&known, is_asked) {
        (None, _) => MailLink::Unknown,
        (Some(_), false) => MailLink::Stop,
        (Some(_), true) => MailLink::Stopped,
    };
    if let (Some(who), true) = (&known, is_asked) {
        inbox::stop_mail(&mut tx, who.id).await.map_err(|error| failed(&error))?;
    }
    let frame = app.door_frame(&mut tx).await.map_err(|error| failed(&error))?;
    tx.commit().await.map_err(|error| failed(&error))?;
    let mut response = respond::page(headers, &frame, &MailLinkPage { token: token.to_owned(), says });
    if known.is_none() {
        *response.status_mut() = StatusCode::GONE;
    }
    Ok(response)
}

fn broken() -> Response {
    (StatusCode::INTERNAL_SERVER_ERROR, format!("{}\n", t!("Something broke here. Its log has the reason.")))
        .into_response()
}
