//! Who is one and the same: `/api/v1/people/{id}/merges`, `/api/v1/person-merges`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use model::{AuthorId, PersonMergeId, Right, Scope};
use serde::{Deserialize, Serialize};
use store::person;
use utoipa::ToSchema;

use super::caller::Caller;
use super::input::Named;
use super::once::{KeyHeader, Made, Once};
use super::problem::{Answer, Problem};
use super::schema::Id;
use crate::app::App;

/// What a member said of two handles being one person.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PersonMerge {
    id: Id,
    /// The one handle.
    handle: Id,
    /// The other.
    other: Id,
    /// How it is known.
    ground: String,
    /// The member who said so.
    merged_by: Id,
    merged_at: Timestamp,
    /// The member who took it back; null while it stands.
    parted_by: Option<Id>,
    parted_at: Option<Timestamp>,
}

impl From<person::PersonMerge> for PersonMerge {
    fn from(one: person::PersonMerge) -> Self {
        Self {
            id: one.id.into(),
            handle: one.author.into(),
            other: one.other.into(),
            ground: one.ground,
            merged_by: one.merged_by.into(),
            merged_at: one.merged_at,
            parted_by: one.parted.map(|(by, _)| by.into()),
            parted_at: one.parted.map(|(_, at)| at),
        }
    }
}

/// What is to be said of two handles.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPersonMerge {
    /// The id of the handle that is the same person.
    #[schema(value_type = Id)]
    other: AuthorId,
    /// How it is known.
    #[schema(min_length = 1, max_length = 200)]
    ground: String,
}

/// Says that two handles are one person; with all that either is one person with already. Nothing else moves.
#[utoipa::path(post, path = "/people/{id}/merges", tag = "people", operation_id = "merge_people",
    params(("id" = Id, Path), KeyHeader), request_body = NewPersonMerge, security(("token" = ["write"])),
    responses((status = 201, body = PersonMerge), (status = 409, response = Problem)))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<AuthorId>,
    Once { body, request }: Once<NewPersonMerge>,
) -> Answer<Made> {
    caller.require(Scope::Write, Right::WorkInbox)?;
    let mut tx = app.store().write().await?;
    if let Some(again) = request.answered(&mut tx, &caller).await? {
        return Ok(again);
    }
    let merge = inbox::merge_people(&mut tx, &caller.member, id, body.other, &body.ground).await?;
    let made = Made::new(StatusCode::CREATED, &PersonMerge::from(merge))?;
    request.keep(&mut tx, &caller, &made).await?;
    tx.commit().await?;
    Ok(made)
}

/// Takes back that two handles are one person: each is again who else was said of it makes it.
#[utoipa::path(post, path = "/person-merges/{id}/part", tag = "people", operation_id = "part_people",
    params(("id" = Id, Path)), security(("token" = ["write"])), responses((status = 200, body = PersonMerge)))]
pub(crate) async fn part(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<PersonMergeId>,
) -> Answer<Json<PersonMerge>> {
    caller.require(Scope::Write, Right::WorkInbox)?;
    let mut tx = app.store().write().await?;
    inbox::part_people(&mut tx, &caller.member, id).await?;
    let parted = person::find_merge(&mut tx, id).await?.ok_or_else(|| Problem::missing("merge"))?;
    tx.commit().await?;
    Ok(Json(parted.into()))
}
