//! Says who is who, and how somebody stands: `POST /people/{id}/merge`, `/person-merges/{id}/part`, `/people/{id}/regard`.

use axum::extract::State;
use axum::http::HeaderMap;
use inbox::InboxError;
use model::{AuthorId, PersonMergeId};
use serde::Deserialize;

use super::show::{Refused, refused};
use crate::app::App;
use crate::auth::Posted;
use crate::failure::Answer;
use crate::named::Named;
use crate::respond;
use crate::ui::inbox::regard;

#[derive(Deserialize)]
pub(crate) struct Merge {
    other: AuthorId,
    #[serde(default)]
    ground: String,
}

#[derive(Deserialize)]
pub(crate) struct Part {}

pub(crate) async fn merge(
    State(app): State<App>,
    Named(id): Named<AuthorId>,
    headers: HeaderMap,
    Posted { who, form }: Posted<Merge>,
) -> Answer {
    let mut tx = app.store().write().await?;
    match inbox::merge_people(&mut tx, &who.member, id, form.other, &form.ground).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(respond::see(&format!("/people/{id}")))
        }
        Err(error @ (InboxError::MergeGround | InboxError::SamePerson | InboxError::TooManyHandles)) => {
            drop(tx);
            let refusal = Refused { other: Some(form.other), ground: form.ground, ..Refused::of(&error) };
            refused(&app, &who, id, &headers, refusal).await
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn part(
    State(app): State<App>,
    Named(id): Named<PersonMergeId>,
    Posted { who, form: Part {} }: Posted<Part>,
) -> Answer {
    let mut tx = app.store().write().await?;
    let merge = inbox::part_people(&mut tx, &who.member, id).await?;
    tx.commit().await?;
    Ok(respond::see(&format!("/people/{}", merge.author)))
}

pub(crate) async fn regard(
    State(app): State<App>,
    Named(id): Named<AuthorId>,
    Posted { who, form }: Posted<regard::Form>,
) -> Answer {
    let stands = form.read()?;
    let mut tx = app.store().write().await?;
    inbox::correct_regard_of_person(&mut tx, &who.member, form.author, &stands).await?;
    tx.commit().await?;
    Ok(respond::see(&format!("/people/{id}#stands")))
}
