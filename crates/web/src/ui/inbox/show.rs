//! Shows the inbox: `GET /inbox` and `GET /inbox/{id}`.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use model::{ConversationId, Disposition, Right, SavedReplyId, Status};
use store::Tx;

use super::address::Beside;
use super::composer::{Composer, ComposerKind, Stale};
use super::gather::{self, Opened};
use super::search;
use super::triage;
use super::view::InboxPage;
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;
use crate::ui::layout::{Notice, Undo};
use crate::ui::saved_reply;

/// What was posted and refused: it stands in the composer again, with the reason.
#[derive(Clone, Debug)]
pub(crate) struct Refused {
    /// Which of both was written.
    pub(crate) kind: ComposerKind,
    /// The words.
    pub(crate) text: String,
    /// Why it was refused, as a sentence.
    pub(crate) error: Option<String>,
    /// What somebody wrote meanwhile.
    pub(crate) stale: Option<Stale>,
}

/// The inbox without an open conversation.
pub(crate) async fn list(
    State(app): State<App>,
    who: SignedIn,
    Query(beside): Query<Beside>,
    headers: HeaderMap,
) -> Answer {
    who.require(Right::ReadInbox)?;
    let looked = search::look(&app, &beside, &who).await?;
    let mut tx = app.store().read().await?;
    let list = gather::list(&mut tx, &beside, &who, looked).await?;
    let first_run = gather::first_run(&mut tx, &list).await?;
    let frame = app.frame(&mut tx, &who, None).await?;
    let is_misread = list.misread.is_some();
    let page = InboxPage { list, open: None, first_run };
    Ok(if is_misread { respond::refused(&headers, &frame, &page) } else { respond::page(&headers, &frame, &page) })
}

/// The inbox with a conversation open.
pub(crate) async fn conversation(
    State(app): State<App>,
    who: SignedIn,
    Named(id): Named<ConversationId>,
    Query(beside): Query<Beside>,
    headers: HeaderMap,
) -> Answer {
    opened(&app, &who, id, &beside, &headers, None).await
}

/// The inbox with a conversation open, and what was refused in its composer.
pub(crate) async fn opened(
    app: &App,
    who: &SignedIn,
    id: ConversationId,
    beside: &Beside,
    headers: &HeaderMap,
    refused: Option<Refused>,
) -> Answer<Response> {
    who.require(Right::ReadInbox)?;
    let looked = search::look(app, beside, who).await?;
    let mut tx = app.store().read().await?;
    let Opened { mut thread, context } =
        gather::conversation(&mut tx, app, who, id).await?.ok_or_else(|| Failure::missing("conversation"))?;
    if let Some(saved) = beside.insert.map(SavedReplyId) {
        insert(&mut tx, who, id, saved, &mut thread.composer).await?;
    }
    let is_refused = refused.is_some();
    if let Some(refused) = refused {
        let composer = &mut thread.composer;
        composer.kind = refused.kind;
        match refused.kind {
            ComposerKind::Reply => composer.reply_text = refused.text,
            ComposerKind::Note => composer.note_text = refused.text,
        }
        composer.error = refused.error;
        composer.stale = refused.stale;
    }
    let list = gather::list(&mut tx, beside, who, looked).await?;
    let notice = notice(id, beside, &mut tx).await?;
    let frame = app.frame(&mut tx, who, notice).await?;
    let is_stale = thread.composer.stale.is_some();
    let page = InboxPage { list, open: Some((thread, context)), first_run: None };
    let mut response = respond::page(headers, &frame, &page);
    if is_stale {
        *response.status_mut() = axum::http::StatusCode::CONFLICT;
    } else if is_refused {
        *response.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// Puts a saved reply behind what stands in the answer.
async fn insert(
    tx: &mut Tx,
    who: &SignedIn,
    id: ConversationId,
    saved: SavedReplyId,
    composer: &mut Composer,
) -> Answer<()> {
    who.require(Right::WorkInbox)?;
    let Some(conversation) = store::conversation::find(tx, id).await? else { return Ok(()) };
    let Some(chosen) = saved_reply::choose::words(tx, &conversation, who, saved).await? else { return Ok(()) };
    composer.kind = ComposerKind::Reply;
    if !composer.reply_text.is_empty() {
        composer.reply_text.push('\n');
    }
    composer.reply_text.push_str(&chosen.text);
    composer.saved_reply = Some(saved);
    Ok(())
}

/// What was just done, with the way back.
async fn notice(id: ConversationId, beside: &Beside, tx: &mut Tx) -> Answer<Option<Notice>> {
    if let Some(decided) = beside.did.as_deref().and_then(|did| did.strip_prefix("triage-")) {
        return triaged(id, decided, beside, tx).await;
    }
    let Some(status) = beside.did.as_deref().and_then(Status::from_word) else { return Ok(None) };
    let stored = store::conversation::find(tx, id).await?;
    if stored.is_none_or(|conversation| conversation.status != status) {
        // Somebody did something else since; there is nothing to undo here.
        return Ok(None);
    }
    let was = beside.was.as_deref().and_then(Status::from_word).map(|was| match was {
        // What was seen cannot be unseen, and a wake-up time is not kept.
        Status::New | Status::Snoozed => Status::Open,
        was => was,
    });
    let undo = was.map(|was| Undo {
        action: format!("/conversations/{id}/status{}", beside.list().query_string()),
        fields: vec![("status".into(), was.as_str().into())],
    });
    let text = match status {
        Status::Resolved => "Done.",
        Status::Archived => "Archived, out of sight.",
        Status::Snoozed => "Put away until later.",
        Status::Waiting => "It is their turn now.",
        Status::Open | Status::New => "Open again.",
    };
    Ok(Some(Notice { text: text.into(), undo, is_bad: false }))
}

/// What was just decided, with the way back to what stood before. A reason for silence is not kept, so silence is not.
async fn triaged(id: ConversationId, decided: &str, beside: &Beside, tx: &mut Tx) -> Answer<Option<Notice>> {
    let stored = store::conversation::find(tx, id).await?;
    let stands = stored.map(|conversation| triage::word(conversation.disposition));
    let Some(text) = triage::told(decided).filter(|_| stands == Some(decided)) else { return Ok(None) };
    let was = beside.was.as_deref().and_then(Disposition::from_word).filter(|was| !was.is_silence());
    let undo = (was.is_some() || decided != "none").then(|| Undo {
        action: format!("/conversations/{id}/triage{}", beside.list().query_string()),
        fields: vec![("disposition".into(), triage::word(was).into())],
    });
    Ok(Some(Notice { text, undo, is_bad: false }))
}
