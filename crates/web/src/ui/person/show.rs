//! Shows a person: `GET /people/{id}`.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use inbox::InboxError;
use model::{AuthorId, Right};
use serde::Deserialize;

use super::gather::{Asked, candidates, person};
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::{Answer, sentence};
use crate::named::Named;
use crate::respond;
use crate::ui::going_on;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Looked {
    /// Who is looked for, to say that it is the same person.
    #[serde(default)]
    find: String,
    /// After which conversation the page begins.
    #[serde(default)]
    after: String,
}

/// Why something was not done, and what was typed.
#[derive(Debug, Default)]
pub(super) struct Refused {
    pub(super) error: String,
    /// Who was said to be the same person.
    pub(super) other: Option<AuthorId>,
    /// Why.
    pub(super) ground: String,
}

impl Refused {
    pub(super) fn of(error: &InboxError) -> Self {
        Self { error: sentence(&error.to_string()), ..Self::default() }
    }
}

pub(crate) async fn get(
    State(app): State<App>,
    who: SignedIn,
    Named(id): Named<AuthorId>,
    Query(looked): Query<Looked>,
    headers: HeaderMap,
) -> Answer {
    who.require(Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let asked = Asked { find: looked.find.trim(), after: going_on::read(&looked.after) };
    let page = person(&mut tx, &app, id, asked).await?;
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &page))
}

/// The page again, with why it was not done.
pub(super) async fn refused(app: &App, who: &SignedIn, id: AuthorId, headers: &HeaderMap, refused: Refused) -> Answer {
    let mut tx = app.store().read().await?;
    let mut page = person(&mut tx, app, id, Asked::default()).await?;
    page.error = Some(refused.error);
    if let Some(other) = refused.other {
        page.same.namesakes = candidates(&mut tx, &[other], &[]).await?;
        page.same.ground = refused.ground;
    }
    let frame = app.frame(&mut tx, who, None).await?;
    Ok(respond::refused(headers, &frame, &page))
}
