//! Remarks about people: `/api/v1/people/{id}/notes`.

use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use model::{AuthorId, Right, Scope};
use serde::Serialize;
use store::person;
use utoipa::ToSchema;

use super::caller::Caller;
use super::input::Named;
use super::note::NewNote;
use super::once::{KeyHeader, Made, Once};
use super::problem::Answer;
use super::schema::Id;
use crate::app::App;

/// A remark about a person for the team; nobody outside reads it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PersonNote {
    id: Id,
    /// The handle about which it was written.
    handle: Id,
    /// The member who wrote it.
    member: Id,
    text: String,
    created_at: Timestamp,
}

impl From<person::PersonNote> for PersonNote {
    fn from(note: person::PersonNote) -> Self {
        Self {
            id: note.id.into(),
            handle: note.author.into(),
            member: note.member.into(),
            text: note.text,
            created_at: note.created_at,
        }
    }
}

/// Writes a note about a person for the team; it stays with the handle that has this id.
#[utoipa::path(post, path = "/people/{id}/notes", tag = "people", operation_id = "create_person_note",
    params(("id" = Id, Path), KeyHeader), request_body = NewNote, security(("token" = ["write"])),
    responses((status = 201, body = PersonNote)))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<AuthorId>,
    Once { body, request }: Once<NewNote>,
) -> Answer<Made> {
    caller.require(Scope::Write, Right::WorkInbox)?;
    let text = body.text.replace("\r\n", "\n");
    let mut tx = app.store().write().await?;
    if let Some(again) = request.answered(&mut tx, &caller).await? {
        return Ok(again);
    }
    let note = inbox::write_person_note(&mut tx, &caller.member, id, &text).await?;
    let made = Made::new(StatusCode::CREATED, &PersonNote::from(note))?;
    request.keep(&mut tx, &caller, &made).await?;
    tx.commit().await?;
    Ok(made)
}
