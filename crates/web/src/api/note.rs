//! Internal remarks: `/api/v1/conversations/{id}/notes`.

use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use model::{ConversationId, Right, Scope};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::caller::Caller;
use super::input::Named;
use super::once::{KeyHeader, Made, Once};
use super::problem::Answer;
use super::schema::Id;
use crate::app::App;

/// A remark for the team; nobody outside reads it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Note {
    id: Id,
    /// The member who wrote it.
    member: Id,
    text: String,
    created_at: Timestamp,
}

impl From<store::note::Note> for Note {
    fn from(note: store::note::Note) -> Self {
        Self { id: note.id.into(), member: note.member.into(), text: note.text, created_at: note.created_at }
    }
}

/// A remark to be kept.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewNote {
    /// The words.
    #[schema(min_length = 1)]
    pub(super) text: String,
}

/// Writes a note for the team.
#[utoipa::path(post, path = "/conversations/{id}/notes", tag = "notes", operation_id = "create_note",
    params(("id" = Id, Path), KeyHeader),
    request_body = NewNote, security(("token" = ["write"])), responses((status = 201, body = Note)))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<ConversationId>,
    Once { body, request }: Once<NewNote>,
) -> Answer<Made> {
    caller.require(Scope::Write, Right::WorkInbox)?;
    let text = body.text.replace("\r\n", "\n");
    let mut tx = app.store().write().await?;
    if let Some(again) = request.answered(&mut tx, &caller).await? {
        return Ok(again);
    }
    let note = inbox::write_note(&mut tx, &caller.member, id, &text).await?;
    let made = Made::new(StatusCode::CREATED, &Note::from(note))?;
    request.keep(&mut tx, &caller, &made).await?;
    tx.commit().await?;
    Ok(made)
}
