//! What people let us do: `/api/v1/people/{id}/consents`.

use axum::extract::State;
use axum::http::StatusCode;
use inbox::Consenting;
use jiff::Timestamp;
use model::{AuthorId, ConsentPurpose, ConsentState, PostId, Right, Scope};
use serde::{Deserialize, Serialize};
use store::person;
use utoipa::ToSchema;

use super::caller::Caller;
use super::input::Named;
use super::once::{KeyHeader, Made, Once};
use super::problem::{Answer, Problem};
use super::schema::{self, Id};
use crate::app::App;

/// What a person said to being quoted or written to.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Consent {
    id: Id,
    /// Under which handle.
    handle: Id,
    #[schema(value_type = schema::ConsentPurpose)]
    purpose: ConsentPurpose,
    #[schema(value_type = schema::ConsentState)]
    state: ConsentState,
    /// The message of theirs by which.
    post: Option<Id>,
    /// What else shows it.
    words: Option<String>,
    /// The member who noted it.
    member: Id,
    noted_at: Timestamp,
}

impl From<person::Consent> for Consent {
    fn from(one: person::Consent) -> Self {
        Self {
            id: one.id.into(),
            handle: one.author.into(),
            purpose: one.purpose,
            state: one.state,
            post: one.post.map(Into::into),
            words: one.words,
            member: one.member.into(),
            noted_at: one.noted_at,
        }
    }
}

/// What is to be noted. A message or words show it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewConsent {
    #[schema(value_type = schema::ConsentPurpose)]
    purpose: ConsentPurpose,
    #[schema(value_type = schema::ConsentState)]
    state: ConsentState,
    /// The id of a message of theirs by which they said it.
    #[schema(value_type = Option<Id>)]
    post: Option<PostId>,
    /// What else shows it.
    #[schema(max_length = 200)]
    words: Option<String>,
}

/// Notes what a person lets us do; what was noted before stays as history.
#[utoipa::path(post, path = "/people/{id}/consents", tag = "people", operation_id = "create_consent",
    params(("id" = Id, Path), KeyHeader), request_body = NewConsent, security(("token" = ["write"])),
    responses((status = 201, body = Consent), (status = 409, response = Problem)))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<AuthorId>,
    Once { body, request }: Once<NewConsent>,
) -> Answer<Made> {
    caller.require(Scope::Write, Right::WorkInbox)?;
    let NewConsent { purpose, state, post, words } = body;
    let consenting = Consenting { author: id, purpose, state, post, words: words.unwrap_or_default() };
    let mut tx = app.store().write().await?;
    if let Some(again) = request.answered(&mut tx, &caller).await? {
        return Ok(again);
    }
    let noted = inbox::note_consent(&mut tx, &caller.member, &consenting).await?;
    let made = Made::new(StatusCode::CREATED, &Consent::from(noted))?;
    request.keep(&mut tx, &caller, &made).await?;
    tx.commit().await?;
    Ok(made)
}
