//! Gives a channel another password: `POST /channels/{id}/credential`.

use axum::extract::State;
use axum::http::HeaderMap;
use model::{Actor, ChannelId, Right};
use serde::Deserialize;
use store::channel;
use wording::t;

use super::connect::refusal;
use super::show;
use crate::app::App;
use crate::auth::Posted;
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;

#[derive(Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    password: String,
}

pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<ChannelId>,
    headers: HeaderMap,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    who.require(Right::ManageChannels)?;
    let stored = channel::find(&mut app.store().read().await?, id).await?;
    let stored = stored.ok_or_else(|| Failure::missing(t!("There is no channel.")))?;
    let password = form.password.trim();
    let fault = if password.is_empty() {
        t!("A password is needed.").to_owned()
    } else {
        let actor = Actor::Member(who.member.id);
        match app.pipeline().change_credential(actor, &stored, password).await {
            Ok(()) => return Ok(respond::see(&format!("/channels/{id}"))),
            Err(error) => t!("{why} The former one stays.", why = refusal(error)?),
        }
    };
    show::refused(&app, &who, id, &headers, fault).await
}
