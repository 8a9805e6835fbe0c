//! Chooses a new password by a one-time link: `GET /reset/{token}` and `POST /reset/{token}`.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use axum_extra::extract::cookie::CookieJar;
use axum_extra::extract::{Form, FormRejection};
use serde::Deserialize;
use store::{member, password_reset};

use super::view::ResetPage;
use crate::app::App;
use crate::auth::{begin_session, password_fault};
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;
use crate::ui::error::Wrong;

#[derive(Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    password: String,
}

pub(crate) async fn get(State(app): State<App>, Named(token): Named<String>, headers: HeaderMap) -> Answer {
    let mut tx = app.store().read().await?;
    let member = password_reset::find(&mut tx, &token).await?.ok_or(Failure::Wrong(Wrong::UsedLink))?;
    let page = ResetPage { token, name: member.name, email: member.email, password_error: None };
    let frame = app.door_frame(&mut tx).await?;
    Ok(respond::page(&headers, &frame, &page))
}

pub(crate) async fn post(
    State(app): State<App>,
    Named(token): Named<String>,
    cookies: CookieJar,
    headers: HeaderMap,
    typed: Result<Form<Typed>, FormRejection>,
) -> Answer {
    let Form(typed) = typed?;
    let found = password_reset::find(&mut app.store().read().await?, &token).await?;
    let found = found.ok_or(Failure::Wrong(Wrong::UsedLink))?;
    if let Some(fault) = password_fault(&typed.password, &found.name, &found.email) {
        let frame = app.door_frame(&mut app.store().read().await?).await?;
        let page = ResetPage { token, name: found.name, email: found.email, password_error: Some(fault) };
        return Ok(respond::refused(&headers, &frame, &page));
    }
    let hash = app.doorkeeper().hash(typed.password).await?;
    let mut tx = app.store().write().await?;
    if !password_reset::take(&mut tx, &token).await? {
        return Err(Failure::Wrong(Wrong::UsedLink));
    }
    member::set_password(&mut tx, found.id, &hash).await?;
    let cookie = begin_session(&app, &mut tx, found.id).await?;
    tx.commit().await?;
    Ok((cookies.add(cookie), respond::see("/")).into_response())
}
