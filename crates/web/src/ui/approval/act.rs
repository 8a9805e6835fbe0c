//! Decides about an answer that waits: `POST /replies/{id}/approve`, `POST /replies/{id}/return`.

use axum::extract::State;
use axum::http::HeaderMap;
use inbox::{Approving, InboxError};
use model::{LengthRule, PictureRule, ReplyId, Right};
use serde::Deserialize;
use store::reply::{self, Reply};
use store::reply_picture;
use wording::t;

use super::show::{Refused, show};
use crate::app::App;
use crate::auth::Posted;
use crate::failure::{Answer, sentence};
use crate::named::Named;
use crate::respond;
use crate::ui::inbox::reply::{length_of, rules as rules_for};

#[derive(Deserialize)]
pub(crate) struct Approve {
    /// The words as they are to go out.
    #[serde(default)]
    text: String,
    /// What its pictures show, in their order.
    #[serde(default)]
    alt: Vec<String>,
    /// The version of the conversation that was read.
    seen_version: i64,
    /// To approve it although somebody wrote since: the version at which that was shown.
    anyway: Option<i64>,
}

#[derive(Deserialize)]
pub(crate) struct Return {
    #[serde(default)]
    reason: String,
}

/// The network's rules for the words of an answer and for its pictures. Its author's own were measured when it was given, so they
/// need no channel that is running now.
pub(crate) async fn rules(
    app: &App,
    id: ReplyId,
    text: Option<&str>,
    alts: Option<&[&str]>,
) -> Result<(LengthRule, PictureRule), InboxError> {
    let mut tx = app.store().read().await?;
    let found = reply::find(&mut tx, id).await?;
    let Reply { conversation, post, text: written, is_private, .. } =
        found.ok_or(InboxError::Missing("this answer"))?;
    let described = reply_picture::of_replies(&mut tx, &[id]).await?.remove(&id).unwrap_or_default();
    drop(tx);
    let is_reworded = text.is_some_and(|text| text.trim() != written);
    let is_described_anew = alts.is_some_and(|alts| described.iter().zip(alts).any(|(one, alt)| alt.trim() != one.alt));
    if !is_reworded && !is_described_anew {
        return Ok((LengthRule::NONE, PictureRule::NONE));
    }
    let rules = rules_for(app, conversation, Some(post)).await?;
    Ok((length_of(&rules, is_private)?, rules.pictures))
}

pub(crate) async fn approve(
    State(app): State<App>,
    Named(id): Named<ReplyId>,
    headers: HeaderMap,
    Posted { who, form }: Posted<Approve>,
) -> Answer {
    who.require(Right::ApproveReplies)?;
    let text = form.text.replace("\r\n", "\n");
    let typed: Vec<String> = form.alt.iter().map(|alt| alt.replace("\r\n", "\n")).collect();
    let approved = async {
        let alts: Vec<&str> = typed.iter().map(String::as_str).collect();
        let (length, picture_rule) = rules(&app, id, Some(&text), Some(&alts)).await?;
        let mut tx = app.store().write_durable().await?;
        let (version_seen, anyway) = (form.seen_version, form.anyway);
        let undo = app.settings().undo;
        let alts = Some(alts.as_slice());
        let approving =
            Approving { reply: id, text: Some(&text), alts, version_seen, anyway, length, picture_rule, undo };
        inbox::approve(&mut tx, &who.member, approving).await?;
        Ok::<_, InboxError>(tx.commit().await?)
    };
    let refused = Refused { text: Some(text.clone()), alts: Some(typed.clone()), ..Refused::default() };
    let refused = match approved.await {
        Ok(()) => {
            app.pipeline().nudge_work();
            return Ok(respond::see("/outgoing"));
        }
        Err(InboxError::Stale { .. }) => Refused { stale_since: Some(form.seen_version), ..refused },
        Err(InboxError::TooLong(measured)) => {
            let why = t!(
                "{graphemes} characters, {bytes} bytes: that is longer than the network allows.",
                graphemes = measured.graphemes,
                bytes = measured.bytes
            );
            Refused { error: Some(why), ..refused }
        }
        Err(error @ (InboxError::Empty | InboxError::ListenOnly | InboxError::Picture(_))) => {
            Refused { error: Some(sentence(&error.to_string())), ..refused }
        }
        Err(error) => return Err(error.into()),
    };
    show(&app, &who, id, &headers, refused).await
}

pub(crate) async fn return_reply(
    State(app): State<App>,
    Named(id): Named<ReplyId>,
    headers: HeaderMap,
    Posted { who, form }: Posted<Return>,
) -> Answer {
    let reason = form.reason.replace("\r\n", "\n");
    let mut tx = app.store().write_durable().await?;
    match inbox::return_reply(&mut tx, &who.member, id, &reason).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(respond::see("/outgoing"))
        }
        Err(error @ InboxError::ReturnReason) => {
            drop(tx);
            let error = Some(sentence(&error.to_string()));
            show(&app, &who, id, &headers, Refused { reason, error, ..Refused::default() }).await
        }
        Err(error) => Err(error.into()),
    }
}
