//! Pictures for answers: `/api/v1/conversations/{id}/pictures`.

use axum::Json;
use axum::body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use model::{ConversationId, Right, Scope};
use serde::{Deserialize, Serialize};
use store::reply_picture;
use store::{Tx, draft_picture};
use utoipa::ToSchema;

use super::caller::Caller;
use super::input::Named;
use super::message::Shown;
use super::problem::{Answer, Problem, ProblemKind};
use super::schema::Id;
use crate::app::App;
use crate::auth::{FILE_BYTES_MAX, declared_length};
use crate::ui::inbox::reply::rules;

/// A picture that an answer may take along.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Picture {
    id: Id,
    /// As it will go out: upright, small enough for the network, without place, camera or anything else but pixels.
    full: Shown,
    thumbnail: Shown,
    /// Its bytes as it will go out.
    byte_count: i64,
    /// What is left out of what was handed in, in plain words.
    left_out: Option<String>,
}

/// A picture to go out with an answer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NamedPicture {
    /// The id of a picture that was handed in.
    #[schema(value_type = Id)]
    pub(super) picture: model::DraftPictureId,
    /// What it shows, for those who cannot see it.
    #[schema(min_length = 1)]
    pub(super) alt: String,
}

/// A picture of an answer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReplyPicture {
    /// What it shows, for those who cannot see it.
    alt: String,
    /// What its author wrote there, where whoever approved the answer wrote something else.
    written_alt: Option<String>,
    /// The picture; null once whoever was answered is erased.
    full: Option<Shown>,
    /// A small one of it.
    thumbnail: Option<Shown>,
}

impl From<reply_picture::ReplyPicture> for ReplyPicture {
    fn from(one: reply_picture::ReplyPicture) -> Self {
        let (full, thumbnail) = one.kept.unzip();
        Self {
            alt: one.alt,
            written_alt: one.written_alt,
            full: full.map(Shown::from),
            thumbnail: thumbnail.map(Shown::from),
        }
    }
}

/// Hands a picture in, that an answer in this conversation may take it along.
///
/// The body is a JPEG, PNG, GIF or WebP of at most 12 MB. It is made anew by the rules of the network on which an answer goes
/// out; whatever else was in the file is gone. What no answer took within a day goes.
#[utoipa::path(post, path = "/conversations/{id}/pictures", tag = "replies", operation_id = "hand_in_picture",
    params(("id" = Id, Path)),
    request_body(content = [u8], content_type = "application/octet-stream", description = "The file, of whatever type."),
    security(("token" = ["reply"])),
    responses((status = 201, body = Picture), (status = 413, response = Problem), (status = 422, response = Problem)))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<ConversationId>,
    request: Request,
) -> Answer<impl IntoResponse> {
    caller.require(Scope::Reply, Right::WorkInbox)?;
    let rules = rules(&app, id, None).await?;
    let too_large = || Problem::new(ProblemKind::TooLarge, format!("A picture has at most {FILE_BYTES_MAX} bytes."));
    if declared_length(request.headers()).is_some_and(|length| length > FILE_BYTES_MAX) {
        return Err(too_large());
    }
    let bytes = body::to_bytes(request.into_body(), FILE_BYTES_MAX).await.map_err(|_| too_large())?;
    let remade = app.pipeline().remake(bytes.to_vec(), rules.pictures).await;
    let remade = remade.map_err(|why| Problem::field("body", format!("It cannot be sent: {why}.")))?;
    let mut tx = app.store().write().await?;
    let laid = inbox::hand_picture_in(&mut tx, &caller.member, id, rules.pictures, &remade).await?;
    tx.commit().await?;
    let draft_picture::DraftPicture { id, full, thumbnail, bytes, .. } = laid;
    let made = Picture {
        id: id.into(),
        full: full.into(),
        thumbnail: thumbnail.into(),
        byte_count: bytes,
        left_out: remade.left_out,
    };
    Ok((StatusCode::CREATED, Json(made)))
}

/// The pictures of answers, taken one answer after the other.
pub(super) struct Pictures(std::collections::HashMap<model::ReplyId, Vec<reply_picture::ReplyPicture>>);

impl Pictures {
    pub(super) async fn of(tx: &mut Tx, replies: &[model::ReplyId]) -> Answer<Self> {
        Ok(Self(reply_picture::of_replies(tx, replies).await?))
    }

    pub(super) fn take(&mut self, reply: model::ReplyId) -> Vec<ReplyPicture> {
        self.0.remove(&reply).unwrap_or_default().into_iter().map(Into::into).collect()
    }
}
