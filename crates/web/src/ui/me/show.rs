//! Shows one's own seat: `GET /me`.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use store::session;

use super::view::MePage;
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::respond;

#[derive(Deserialize)]
pub(crate) struct Asked {
    changed: Option<u8>,
    kept: Option<u8>,
}

pub(crate) async fn get(
    State(app): State<App>,
    who: SignedIn,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Answer {
    let said = MePage { is_changed: asked.changed.is_some(), is_kept: asked.kept.is_some(), ..MePage::default() };
    with(&app, &who, &headers, said).await
}

/// The page, with what became of a form on it.
pub(super) async fn with(app: &App, who: &SignedIn, headers: &HeaderMap, said: MePage) -> Answer<Response> {
    let mut tx = app.store().read().await?;
    let elsewhere = session::count(&mut tx, who.member.id).await?.saturating_sub(1);
    let is_refused = said.has_error();
    let (name, email) = (who.member.name.clone(), who.member.email.clone());
    let (role, language) = (who.member.role, who.member.language);
    let page = MePage { name, email, role, language, elsewhere: elsewhere.max(0).unsigned_abs(), ..said };
    let frame = app.frame(&mut tx, who, None).await?;
    Ok(if is_refused { respond::refused(headers, &frame, &page) } else { respond::page(headers, &frame, &page) })
}
