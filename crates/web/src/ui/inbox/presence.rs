//! Says that somebody reads, writes or left: `POST /conversations/{id}/presence`.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use model::{ConversationId, Right};
use serde::Deserialize;

use crate::app::App;
use crate::auth::Posted;
use crate::failure::Answer;
use crate::named::Named;
use crate::presence::Doing;

#[derive(Deserialize)]
pub(crate) struct Form {
    doing: Doing,
}

pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<ConversationId>,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    who.require(Right::ReadInbox)?;
    app.presence().note(id, who.member.id, &who.member.name, form.doing);
    Ok(StatusCode::NO_CONTENT.into_response())
}
