//! Signs out: `POST /sign-out`.

use axum::extract::State;
use axum::response::IntoResponse;
use axum_extra::extract::cookie::CookieJar;

use crate::app::App;
use crate::auth::{Posted, end_session};
use crate::failure::Answer;
use crate::respond;

#[derive(serde::Deserialize)]
pub(crate) struct Form {}

pub(crate) async fn post(State(app): State<App>, cookies: CookieJar, posted: Posted<Form>) -> Answer {
    let cookie = end_session(&app, &posted.who).await?;
    Ok((cookies.add(cookie), respond::see("/sign-in")).into_response())
}
