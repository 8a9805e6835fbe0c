//! Shows an answer that waits, and what was said before and since: `GET /replies/{id}/approval`.

use std::collections::HashMap;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use model::{MemberId, ReplyId, Right};
use store::{approval, conversation, member, post, reply, reply_picture};
use wording::t;

use super::gather::{Names, standing};
use super::view::{ApprovalPage, Said};
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;
use crate::ui::inbox::OwnPicture;

/// What was posted and not done.
#[derive(Debug, Default)]
pub(crate) struct Refused {
    /// The words that were to go out.
    pub(crate) text: Option<String>,
    /// What its pictures were to show, in their order.
    pub(crate) alts: Option<Vec<String>>,
    /// The reason for returning it.
    pub(crate) reason: String,
    /// The version since which somebody wrote.
    pub(crate) stale_since: Option<i64>,
    /// What was wrong.
    pub(crate) error: Option<String>,
}

pub(crate) async fn get(
    State(app): State<App>,
    who: SignedIn,
    Named(id): Named<ReplyId>,
    headers: HeaderMap,
) -> Answer {
    show(&app, &who, id, &headers, Refused::default()).await
}

/// The page, and why what was asked for was not done.
pub(super) async fn show(app: &App, who: &SignedIn, id: ReplyId, headers: &HeaderMap, refused: Refused) -> Answer {
    who.require(Right::ReadInbox)?;
    let missing = || Failure::missing(t!("There is no answer that needed approval."));
    let mut tx = app.store().read().await?;
    let reply = reply::find(&mut tx, id).await?.ok_or_else(missing)?;
    let found = approval::find(&mut tx, id).await?.ok_or_else(missing)?;
    let conversation = conversation::find(&mut tx, reply.conversation).await?.ok_or_else(missing)?;
    let members = member::all(&mut tx).await?;
    let author = members.iter().find(|member| member.id == reply.member).cloned().ok_or_else(missing)?;
    let names: HashMap<MemberId, String> = members.into_iter().map(|member| (member.id, member.name)).collect();
    let thread = post::of_conversation(&mut tx, conversation.id).await?;
    let answered = thread.iter().find(|one| one.post.id == reply.post).ok_or_else(missing)?;
    let since = refused.stale_since.unwrap_or(reply.thread_version);
    let newer = inbox::newer_messages(&mut tx, &conversation, &thread, &who.member, since).await?;
    let known = Names::gather(&mut tx, &names).await?;
    let mut pictures: Vec<OwnPicture> = reply_picture::of_replies(&mut tx, &[id])
        .await?
        .remove(&id)
        .unwrap_or_default()
        .into_iter()
        .map(Into::into)
        .collect();
    for (one, alt) in pictures.iter_mut().zip(refused.alts.unwrap_or_default()) {
        one.alt = alt;
    }
    let is_refused = refused.error.is_some();
    let page = ApprovalPage {
        conversation: conversation.id,
        by: author.name,
        asked_at: found.asked_at,
        goes_at: reply.is_later.then_some(reply.send_at),
        answered: Said {
            name: answered.author.name().to_owned(),
            words: if answered.post.deleted_at.is_some() { String::new() } else { answered.post.text.clone() },
            at: answered.post.posted_at,
        },
        newer: newer.into_iter().map(|one| Said { name: one.author, words: one.text, at: one.at }).collect(),
        shown_version: conversation.version,
        seen_version: refused.stale_since.unwrap_or(conversation.version),
        is_stale: refused.stale_since.is_some(),
        text: refused.text.unwrap_or_else(|| reply.text.clone()),
        pictures,
        reason: refused.reason,
        error: refused.error,
        is_own: reply.member == who.member.id,
        remark: found.decided.as_ref().and_then(|decided| decided.remark.clone()),
        standing: standing(&mut tx, who, &reply, &found, &known).await?,
    };
    let frame = app.frame(&mut tx, who, None).await?;
    if is_refused {
        return Ok(respond::refused(headers, &frame, &page));
    }
    let mut response = respond::page(headers, &frame, &page);
    if page.is_stale {
        *response.status_mut() = StatusCode::CONFLICT;
    }
    Ok(response)
}
