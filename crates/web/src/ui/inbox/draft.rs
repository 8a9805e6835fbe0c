//! Keeps what a member is writing: `POST /conversations/{id}/draft`.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use model::{ConversationId, DraftPictureId, MemberId, Right};
use serde::Deserialize;
use store::draft::{self, DraftKind};
use store::{Tx, conversation};
use wording::t;

use super::pictures::{described, typed};
use crate::app::App;
use crate::auth::{Posted, SignedIn};
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::ui::correction::line as correction;
use crate::ui::enquiry::asking;
use crate::ui::fact::said;

#[derive(Clone, Copy, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Kind {
    #[default]
    Reply,
    Note,
    Private,
}

#[derive(Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    text: String,
    #[serde(default)]
    kind: Kind,
    /// Whose answer is taken over behind it, where one is.
    pub(super) from: Option<MemberId>,
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
    let mut tx = app.store().write().await?;
    if form.kind == Kind::Reply && !form.text.trim().is_empty() {
        // A page from before the take-over would begin a second answer; it keeps what was typed since, and says who has the first.
        if let Some(by) = inbox::taken_over_by(&mut tx, who.member.id, id).await? {
            return Ok((StatusCode::CONFLICT, by.name).into_response());
        }
    }
    keep(&mut tx, &who, id, &form).await?;
    tx.commit().await?;
    if form.kind == Kind::Reply {
        app.presence().tell(id, who.member.id);
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Keeps what a member has written so far.
pub(super) async fn keep(tx: &mut Tx, who: &SignedIn, id: ConversationId, form: &Form) -> Answer<()> {
    who.require(Right::WorkInbox)?;
    if conversation::find(tx, id).await?.is_none() {
        return Err(Failure::missing(t!("There is no conversation.")));
    }
    let (member, text) = (who.member.id, form.text.replace("\r\n", "\n"));
    let kind = match form.kind {
        Kind::Reply => DraftKind::Reply,
        Kind::Note => DraftKind::Note,
        Kind::Private => DraftKind::Private,
    };
    draft::keep(tx, id, member, kind, &text).await?;
    let alts = typed(&form.alt);
    inbox::describe_pictures(tx, &who.member, &described(&form.picture, &alts)).await?;
    if kind == DraftKind::Reply {
        draft::keep_said(tx, id, member, &said::read(&form.fact)).await?;
        draft::keep_enquiring(tx, id, member, asking::read(&form.enquiring)).await?;
        draft::keep_correcting(tx, id, member, correction::read(&form.correcting).as_ref()).await?;
        draft::keep_unsigned(tx, id, member, form.signed.is_empty()).await?;
    }
    Ok(())
}
