//! Shows the channels: `GET /channels`.

use axum::extract::State;
use axum::http::HeaderMap;
use model::Right;
use store::channel::Channel;
use store::{Tx, author, channel, stream};

use super::health::{Known, heard_at};
use super::view::{ChannelRow, ChannelsPage};
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::respond;

/// The newest gaps of a channel; an open one is always among them.
pub(super) const GAPS: i64 = 20;

pub(crate) async fn get(State(app): State<App>, who: SignedIn, headers: HeaderMap) -> Answer {
    who.require(Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let mut channels = Vec::new();
    for stored in channel::all(&mut tx).await? {
        channels.push(row(&app, &mut tx, &stored).await?);
    }
    channels.sort_by_key(|row| row.name.to_lowercase());
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &ChannelsPage { channels }))
}

pub(crate) async fn row(app: &App, tx: &mut Tx, stored: &Channel) -> Answer<ChannelRow> {
    let streams = stream::of_channel(tx, stored.id).await?;
    let gaps = stream::gaps(tx, stored.id, GAPS).await?;
    let described = app.pipeline().describe(stored).ok();
    let hears = described.map(|channel| channel.streams()).unwrap_or_default();
    let known = Known { channel: stored, hears: &hears, streams: &streams, gaps: &gaps, now: tx.now() };
    Ok(ChannelRow {
        id: stored.id,
        name: stored.name.clone(),
        network: stored.network,
        health: known.health(),
        heard_at: heard_at(&streams),
        handle: handle(tx, stored).await?,
    })
}

/// The account that a channel speaks as.
pub(super) async fn handle(tx: &mut Tx, stored: &Channel) -> Answer<Option<String>> {
    let Some(id) = stored.author else { return Ok(None) };
    Ok(author::find(tx, id).await?.map(|author| author.profile.handle.unwrap_or(author.profile.remote_id)))
}
