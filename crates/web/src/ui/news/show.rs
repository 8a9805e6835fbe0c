//! Shows how one is told: `GET /me/notices`.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use model::Right;
use serde::Deserialize;
use store::{letter, member_mail, news, push_device};

use super::view::{NewsPage, Waking};
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::respond;

/// Letters that are shown, the newest.
const LETTERS: i64 = 5;

#[derive(Deserialize)]
pub(crate) struct Asked {
    kept: Option<u8>,
}

pub(crate) async fn get(
    State(app): State<App>,
    who: SignedIn,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Answer {
    who.require(Right::ReadInbox)?;
    with(&app, &who, &headers, NewsPage { is_kept: asked.kept.is_some(), ..NewsPage::default() }).await
}

/// The page, with what is wrong with a form on it, and what was chosen in it.
pub(super) async fn with(app: &App, who: &SignedIn, headers: &HeaderMap, said: NewsPage) -> Answer<Response> {
    let house = app.pipeline().house();
    let waking = match house.base_url.is_some() {
        true => Waking::By(app.pipeline().push_key().await?),
        false => Waking::NotHere,
    };
    let mut tx = app.store().read().await?;
    let id = who.member.id;
    let terms = match said.error.is_some() {
        true => said.terms,
        false => news::terms(&mut tx, id).await?,
    };
    let page = NewsPage {
        terms,
        house_zone: app.settings().zone.iana_name().unwrap_or("UTC").to_owned(),
        devices: push_device::of_member(&mut tx, id, Some(&who.token)).await?,
        waking,
        sends_mail: house.mailer.is_some(),
        usual: who.member.email.clone(),
        mail: member_mail::of(&mut tx, id).await?,
        letters: letter::of_member(&mut tx, id, LETTERS).await?,
        ..said
    };
    let is_refused = [&page.error, &page.mail_error, &page.device_error].into_iter().any(Option::is_some);
    let frame = app.frame(&mut tx, who, None).await?;
    Ok(if is_refused { respond::refused(headers, &frame, &page) } else { respond::page(headers, &frame, &page) })
}
