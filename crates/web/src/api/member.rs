//! Members: `/api/v1/members`.

use axum::Json;
use axum::extract::State;
use model::{Right, Scope};
use serde::Serialize;
use store::member;
use utoipa::ToSchema;

use super::caller::Caller;
use super::cursor::Whole;
use super::problem::Answer;
use super::schema::{self, Id};
use crate::app::App;

/// Somebody of the organisation.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Member {
    id: Id,
    /// The name that colleagues and the public read.
    name: String,
    #[schema(value_type = schema::Role)]
    role: model::Role,
    /// Whether they were shut out.
    is_disabled: bool,
    /// Whether it is the member as whom this token acts.
    is_me: bool,
}

/// Lists the members by name.
#[utoipa::path(get, path = "/members", tag = "members", operation_id = "list_members",
    security(("token" = ["read"])), responses((status = 200, body = Whole<Member>)))]
pub(crate) async fn list(State(app): State<App>, caller: Caller) -> Answer<Json<Whole<Member>>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let members = member::all(&mut app.store().read().await?).await?;
    let show = |member: member::Member| Member {
        id: member.id.into(),
        is_me: member.id == caller.member.id,
        name: member.name,
        role: member.role,
        is_disabled: member.disabled_at.is_some(),
    };
    Ok(Json(Whole { items: members.into_iter().map(show).collect() }))
}
