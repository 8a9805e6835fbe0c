//! Says with what one signs: `GET /me/signatures`, `POST /me/signatures`.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use inbox::{InboxError, signature_on};
use model::{ChannelId, Right};
use serde::Deserialize;
use store::{channel, signature};

use super::view::{SignaturePlace, SignaturesPage};
use crate::app::App;
use crate::auth::{Posted, SignedIn};
use crate::failure::{Answer, sentence};
use crate::respond;

#[derive(Deserialize)]
pub(crate) struct Asked {
    kept: Option<u8>,
}

pub(crate) async fn get(
    State(app): State<App>,
    who: SignedIn,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Answer {
    let page = SignaturesPage { is_kept: asked.kept.is_some(), ..SignaturesPage::default() };
    shown(&app, &who, &headers, page, &[]).await
}

#[derive(Deserialize)]
pub(crate) struct Form {
    /// The channels, `0` for wherever there is no other, and the words for each.
    #[serde(default)]
    channel: Vec<i64>,
    #[serde(default)]
    text: Vec<String>,
}

pub(crate) async fn post(State(app): State<App>, headers: HeaderMap, Posted { who, form }: Posted<Form>) -> Answer {
    let mut tx = app.store().write().await?;
    let typed: Vec<(Option<ChannelId>, String)> =
        form.channel.into_iter().map(|id| (id != 0).then_some(ChannelId(id))).zip(form.text).collect();
    for (on, text) in &typed {
        match inbox::keep_signature(&mut tx, &who.member, *on, text).await {
            Ok(()) => {}
            Err(InboxError::Signature(fault)) => {
                drop(tx);
                let page = SignaturesPage { error: Some(sentence(&fault.to_string())), ..SignaturesPage::default() };
                return shown(&app, &who, &headers, page, &typed).await;
            }
            Err(error) => return Err(error.into()),
        }
    }
    tx.commit().await?;
    Ok(respond::see("/me/signatures?kept=1"))
}

/// The page, with what was typed where that is refused.
async fn shown(
    app: &App,
    who: &SignedIn,
    headers: &HeaderMap,
    page: SignaturesPage,
    typed: &[(Option<ChannelId>, String)],
) -> Answer<Response> {
    who.require(Right::WorkInbox)?;
    let mut tx = app.store().read().await?;
    let kept = signature::of_member(&mut tx, who.member.id).await?;
    let mut places = vec![(None, String::new())];
    for one in channel::all(&mut tx).await? {
        if app.pipeline().channel(one.id).is_some_and(|running| running.capabilities().can_reply) {
            places.push((Some(one.id), one.name));
        }
    }
    let mut page = page;
    for (on, name) in places {
        let text = kept.iter().find(|one| one.channel == on).map(|one| one.text.clone()).unwrap_or_default();
        let text = typed.iter().find(|(channel, _)| *channel == on).map_or(text, |(_, typed)| typed.clone());
        let shown = match text.is_empty() {
            true => String::new(),
            false => signature_on(&mut tx, &who.member, on.unwrap_or(ChannelId(0))).await?.unwrap_or_default(),
        };
        page.places.push(SignaturePlace { channel: on, name, text, shown });
    }
    let frame = app.frame(&mut tx, who, None).await?;
    Ok(if page.error.is_some() {
        respond::refused(headers, &frame, &page)
    } else {
        respond::page(headers, &frame, &page)
    })
}
