//! Gives all that is held of a person as a file: `GET /people/{id}/export`.

use axum::extract::{Query, State};
use axum::http::header;
use axum::response::IntoResponse as _;
use model::{AuthorId, Right};
use wording::t;

use crate::api::person_export::{Asked, gather};
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::{Answer, Failure};
use crate::named::Named;

pub(crate) async fn get(
    State(app): State<App>,
    who: SignedIn,
    Named(id): Named<AuthorId>,
    Query(asked): Query<Asked>,
) -> Answer {
    who.require(Right::ErasePeople)?;
    let mut tx = app.store().read().await?;
    inbox::person_handles(&mut tx, id).await?;
    let export = gather(&mut tx, id, asked.after()).await.map_err(|_| Failure::missing(t!("There is no person.")))?;
    let text = serde_json::to_string_pretty(&export).map_err(|error| Failure::broken(&error))?;
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"person-{id}.json\"")),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, text).into_response())
}
