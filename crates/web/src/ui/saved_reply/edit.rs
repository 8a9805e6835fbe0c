//! Writes a saved reply and changes it: `GET /saved-replies/new`, `POST /saved-replies`, `GET /saved-replies/{id}`,
//! `POST /saved-replies/{id}`.

use axum::extract::State;
use axum::http::HeaderMap;
use inbox::{InboxError, WantedReply};
use model::{Right, SavedReplyId};
use serde::Deserialize;
use store::saved_reply;
use wording::t;

use super::view::SavedReplyPage;
use crate::app::App;
use crate::auth::{Posted, SignedIn};
use crate::failure::{Answer, Failure, sentence};
use crate::named::Named;
use crate::respond;
use crate::ui::components::variant;

#[derive(Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    name: String,
    /// The language of each text, in the order of the texts.
    #[serde(default)]
    language: Vec<String>,
    #[serde(default)]
    text: Vec<String>,
    /// Anything to get room for one more text instead of keeping it.
    #[serde(default)]
    more: String,
}

impl Form {
    fn wanted(self) -> WantedReply {
        WantedReply { name: self.name, variants: variant::read(self.language, self.text) }
    }
}

pub(crate) async fn new(State(app): State<App>, who: SignedIn, headers: HeaderMap) -> Answer {
    who.require(Right::WorkInbox)?;
    let frame = app.frame(&mut app.store().read().await?, &who, None).await?;
    Ok(respond::page(&headers, &frame, &SavedReplyPage::default()))
}

pub(crate) async fn get(
    State(app): State<App>,
    who: SignedIn,
    Named(id): Named<SavedReplyId>,
    headers: HeaderMap,
) -> Answer {
    who.require(Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let saved =
        saved_reply::find(&mut tx, id).await?.ok_or_else(|| Failure::missing(t!("There is no saved reply.")))?;
    let page = SavedReplyPage {
        id: Some(id),
        name: saved.name,
        variants: saved.variants,
        is_archived: saved.archived_at.is_some(),
        ..SavedReplyPage::default()
    };
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &page))
}

pub(crate) async fn create(state: State<App>, headers: HeaderMap, posted: Posted<Form>) -> Answer {
    keep(state, None, headers, posted).await
}

pub(crate) async fn change(
    state: State<App>,
    Named(id): Named<SavedReplyId>,
    headers: HeaderMap,
    posted: Posted<Form>,
) -> Answer {
    keep(state, Some(id), headers, posted).await
}

async fn keep(
    State(app): State<App>,
    id: Option<SavedReplyId>,
    headers: HeaderMap,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    who.require(Right::WorkInbox)?;
    let wants_more = !form.more.is_empty();
    let wanted = form.wanted();
    let filled = SavedReplyPage {
        id,
        name: wanted.name.clone(),
        variants: wanted.variants.clone(),
        extra: usize::from(wants_more),
        ..SavedReplyPage::default()
    };
    if wants_more {
        let frame = app.frame(&mut app.store().read().await?, &who, None).await?;
        return Ok(respond::page(&headers, &frame, &filled));
    }
    let mut tx = app.store().write().await?;
    match inbox::keep_saved_reply(&mut tx, &who.member, id, wanted).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(respond::see("/saved-replies"))
        }
        Err(InboxError::SavedReply(fault)) => {
            drop(tx);
            let frame = app.frame(&mut app.store().read().await?, &who, None).await?;
            let page = SavedReplyPage { error: Some(sentence(&fault.to_string())), ..filled };
            Ok(respond::refused(&headers, &frame, &page))
        }
        Err(other) => Err(other.into()),
    }
}
