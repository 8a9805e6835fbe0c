//! Keeps what a member is writing: `POST /conversations/{id}/draft`.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use model::{ConversationId, DraftPictureId, Right};
use serde::Deserialize;
use store::conversation;
use store::draft::{self, DraftKind};

use super::pictures::{described, typed};
use crate::app::App;
use crate::auth::Posted;
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::ui::correction::line as correction;
use crate::ui::enquiry::asking;
use crate::ui::fact::said;

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Reply,
    Note,
}

#[derive(Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    text: String,
    kind: Kind,
    /// The pictures that are laid to an answer, and what is said of each.
    #[serde(default)]
    picture: Vec<DraftPictureId>,
    #[serde(default)]
    alt: Vec<String>,
    /// What an answer is made with: a fact as `fact:version`, a statement as `statement:id`.
    #[serde(default)]
    fact: Vec<String>,
    /// What an answer asks besides; empty for nothing.
    #[serde(default)]
    enquiring: String,
    /// What an answer puts right; empty for nothing.
    #[serde(default)]
    correcting: String,
    /// `yes` for an answer that is to be signed.
    #[serde(default)]
    signed: String,
}

pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<ConversationId>,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    who.require(Right::WorkInbox)?;
    let kind = match form.kind {
        Kind::Reply => DraftKind::Reply,
        Kind::Note => DraftKind::Note,
    };
    let mut tx = app.store().write().await?;
    if conversation::find(&mut tx, id).await?.is_none() {
        return Err(Failure::missing("conversation"));
    }
    draft::keep(&mut tx, id, who.member.id, kind, &form.text.replace("\r\n", "\n")).await?;
    let alts = typed(&form.alt);
    inbox::describe_pictures(&mut tx, &who.member, &described(&form.picture, &alts)).await?;
    if kind == DraftKind::Reply {
        draft::keep_said(&mut tx, id, who.member.id, &said::read(&form.fact)).await?;
        draft::keep_enquiring(&mut tx, id, who.member.id, asking::read(&form.enquiring)).await?;
        let correcting = correction::read(&form.correcting);
        draft::keep_correcting(&mut tx, id, who.member.id, correcting.as_ref()).await?;
        draft::keep_unsigned(&mut tx, id, who.member.id, form.signed.is_empty()).await?;
    }
    tx.commit().await?;
    if kind == DraftKind::Reply {
        app.presence().tell(id, who.member.id);
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}
