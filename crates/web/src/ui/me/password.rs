//! Changes one's own password: `POST /me/password`. Whoever is signed in as oneself elsewhere is out.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use axum_extra::extract::cookie::CookieJar;
use serde::Deserialize;
use store::member;
use wording::t;

use super::show;
use super::view::MePage;
use crate::app::App;
use crate::auth::{Posted, Verdict, begin_session, password_fault};
use crate::failure::Answer;
use crate::respond;

#[derive(Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    current: String,
    #[serde(default)]
    password: String,
}

pub(crate) async fn post(
    State(app): State<App>,
    ConnectInfo(place): ConnectInfo<SocketAddr>,
    cookies: CookieJar,
    headers: HeaderMap,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    let member = &who.member;
    // As at the door: who found an open browser must not guess here what they cannot guess there.
    if let Verdict::Wait(_) = app.doorkeeper().admit(&member.email, place.ip()) {
        let said = MePage { current_error: Some(t!("Too many tries. Wait some minutes.").into()), ..MePage::default() };
        let mut response = show::with(&app, &who, &headers, said).await?;
        *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
        return Ok(response);
    }
    let is_right = app.doorkeeper().is_right(form.current, Some(member.password_hash.clone())).await;
    let said = MePage {
        current_error: (!is_right).then(|| t!("That is not your password.").into()),
        password_error: password_fault(&form.password, &member.name, &member.email),
        ..MePage::default()
    };
    if said.has_error() {
        return show::with(&app, &who, &headers, said).await;
    }
    let hash = app.doorkeeper().hash(form.password).await?;
    let mut tx = app.store().write().await?;
    member::set_password(&mut tx, member.id, &hash).await?;
    let cookie = begin_session(&app, &mut tx, member.id).await?;
    tx.commit().await?;
    Ok((cookies.add(cookie), respond::see("/me?changed=1")).into_response())
}
