//! Switches a channel on or off: `POST /channels/{id}/state`.

use axum::extract::State;
use model::{Actor, ChannelId, ChannelState, Right};
use serde::Deserialize;
use store::channel;
use wording::t;

use crate::app::App;
use crate::auth::Posted;
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;
use crate::ui::error::Wrong;

#[derive(Deserialize)]
pub(crate) struct Form {
    /// `active` or `paused`.
    state: String,
}

pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<ChannelId>,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    who.require(Right::ManageChannels)?;
    // That it cannot go on is for the channel to say.
    let state = ChannelState::from_word(&form.state).filter(|state| *state != ChannelState::Blocked);
    let state = state.ok_or_else(|| Failure::Wrong(Wrong::Unreadable(t!("A channel is active or paused.").into())))?;
    if channel::find(&mut app.store().read().await?, id).await?.is_none() {
        return Err(Failure::missing(t!("There is no channel.")));
    }
    app.pipeline().set_channel_state(Actor::Member(who.member.id), id, state).await?;
    Ok(respond::see(&format!("/channels/{id}")))
}
