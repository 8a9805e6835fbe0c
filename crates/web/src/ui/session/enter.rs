//! Lets a visitor of the demo in without a password: `GET /enter`.

use axum::extract::State;
use axum::response::IntoResponse;
use axum_extra::extract::cookie::CookieJar;
use model::Role;
use store::member;

use crate::app::App;
use crate::auth::begin_session;
use crate::failure::{Answer, nowhere};
use crate::respond;

pub(crate) async fn get(State(app): State<App>, cookies: CookieJar) -> Answer {
    if !app.settings().is_demo {
        return Err(nowhere().await);
    }
    let mut tx = app.store().write().await?;
    let owner = member::all(&mut tx).await?.into_iter().find(|member| member.role == Role::Owner);
    let Some(owner) = owner else { return Err(nowhere().await) };
    let cookie = begin_session(&app, &mut tx, owner.id).await?;
    tx.commit().await?;
    Ok((cookies.add(cookie), respond::see("/inbox")).into_response())
}
