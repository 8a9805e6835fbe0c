//! Tries items again that were set aside: `POST /channels/{id}/quarantine`.

use axum::extract::State;
use model::{Actor, ChannelId, QuarantineId, Right};
use serde::{Deserialize, Serialize};
use store::channel;
use wording::t;

use crate::app::App;
use crate::auth::Posted;
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;

#[derive(Deserialize)]
pub(crate) struct Form {
    /// Which item; without one, all.
    item: Option<QuarantineId>,
}

/// What became of items that were tried again, as the address of the page tells it.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct Tried {
    /// Mentions that they made.
    pub filed: usize,
    /// Items that were read and concern nobody here.
    pub passed: usize,
    /// Items that still cannot be read.
    pub left: usize,
}

pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<ChannelId>,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    who.require(Right::ManageChannels)?;
    if channel::find(&mut app.store().read().await?, id).await?.is_none() {
        return Err(Failure::missing(t!("There is no channel.")));
    }
    let became = app.pipeline().read_again(Actor::Member(who.member.id), id, form.item).await?;
    let (filed, passed, left) = (became.filed, became.passed, became.left);
    Ok(respond::see(&format!("/channels/{id}?filed={filed}&passed={passed}&left={left}#set-aside")))
}
