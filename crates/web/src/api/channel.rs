//! Channels and how they are: `/api/v1/channels`.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use model::{ChannelId, ChannelState, LengthRule, Right, Scope};
use serde::Serialize;
use store::channel;
use utoipa::ToSchema;

use super::caller::Caller;
use super::cursor::Whole;
use super::input::Named;
use super::problem::Answer;
use super::schema::{self, Id};
use crate::app::App;
use crate::ui::channel::view::{ChannelPage, ChannelRow, GapOutcome, GapRow, Health as Found, StreamRow};
use crate::ui::channel::{list as ui_list, show as ui_show};

/// A connected account, stream or feed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Channel {
    id: Id,
    name: String,
    #[schema(value_type = schema::Network)]
    network: model::Network,
    /// The account; null when it only listens.
    handle: Option<String>,
    health: Health,
    /// When it last brought something.
    heard_at: Option<Timestamp>,
    /// Whether answers can be sent on it now.
    can_answer: bool,
    /// The most characters of an answer, as people count them.
    characters_max: Option<usize>,
    /// The most bytes of an answer.
    bytes_max: Option<usize>,
    /// The most pictures of an answer; 0 where none are taken.
    pictures_max: usize,
}

/// How a channel is, in one word.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Health {
    /// Heard, in time.
    Well,
    /// Just connected, nothing heard yet.
    Starting,
    /// Heard late, or with a gap being closed.
    Behind,
    /// Not heard now; it tries again by itself.
    Silent,
    /// Not heard; a member must act.
    Blocked,
    /// Switched off.
    Paused,
    /// Nothing to hear: it holds what was imported.
    Holds,
}

impl From<Found> for Health {
    fn from(found: Found) -> Self {
        match found {
            Found::Well => Self::Well,
            Found::Starting => Self::Starting,
            Found::Behind => Self::Behind,
            Found::Silent => Self::Silent,
            Found::Blocked => Self::Blocked,
            Found::Paused => Self::Paused,
            Found::Holds => Self::Holds,
        }
    }
}

/// A channel with all that is known of how it is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChannelDetail {
    #[serde(flatten)]
    channel: Channel,
    #[schema(value_type = schema::ChannelState)]
    state: ChannelState,
    connected_at: Timestamp,
    /// How it is, in a few sentences.
    summary: String,
    /// How far it is behind the network.
    lag_seconds: Option<i64>,
    streams: Vec<Stream>,
    /// The newest stretches of time that it did not hear when they happened.
    gaps: Vec<Gap>,
    /// Items that could not be read and were set aside.
    quarantine_count: usize,
    /// What is heard, one sentence each.
    heard: Vec<String>,
    /// What is not heard, one sentence each.
    not_heard: Vec<String>,
}

/// One stream of a channel.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Stream {
    /// What it brings, in plain words.
    name: String,
    /// The source's time of the newest thing heard.
    heard_until: Option<Timestamp>,
    /// When it last gave a sign of life.
    alive_at: Option<Timestamp>,
    /// Since when it fails.
    failing_since: Option<Timestamp>,
}

/// A stretch of time that was not heard when it happened.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Gap {
    from: Timestamp,
    /// Null while it goes on.
    to: Option<Timestamp>,
    /// Why, in plain words.
    cause: String,
    state: GapState,
}

/// What became of a gap.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum GapState {
    /// It is being read back.
    Open,
    /// All of it was read back.
    Closed,
    /// The network gives it no more.
    Lost,
}

/// Lists the channels by name.
#[utoipa::path(get, path = "/channels", tag = "channels", operation_id = "list_channels",
    security(("token" = ["read"])), responses((status = 200, body = Whole<Channel>)))]
pub(crate) async fn list(State(app): State<App>, caller: Caller) -> Answer<Json<Whole<Channel>>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let mut items = Vec::new();
    for stored in channel::all(&mut tx).await? {
        items.push(shown(&app, ui_list::row(&app, &mut tx, &stored).await?));
    }
    items.sort_by_key(|channel| channel.name.to_lowercase());
    Ok(Json(Whole { items }))
}

/// One channel, with all that is known of how it is.
#[utoipa::path(get, path = "/channels/{id}", tag = "channels", operation_id = "show_channel",
    params(("id" = Id, Path)), security(("token" = ["read"])),
    responses((status = 200, body = ChannelDetail)))]
pub(crate) async fn show(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<ChannelId>,
) -> Answer<Json<ChannelDetail>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let page: ChannelPage = ui_show::gather(&app, &mut app.store().read().await?, id).await?;
    let ChannelPage { id, name, network, handle, health, heard_at, .. } = page;
    Ok(Json(ChannelDetail {
        channel: shown(&app, ChannelRow { id, name, network, handle, health, heard_at }),
        state: page.state,
        connected_at: page.connected_at,
        summary: page.summary,
        lag_seconds: page.lag_seconds,
        streams: page.streams.into_iter().map(stream).collect(),
        gaps: page.gaps.into_iter().map(gap).collect(),
        quarantine_count: page.quarantine_count,
        heard: page.coverage.heard,
        not_heard: page.coverage.not_heard,
    }))
}

fn shown(app: &App, row: ChannelRow) -> Channel {
    let capabilities = app.pipeline().channel(row.id).map(|running| running.capabilities());
    let length = capabilities.map_or(LengthRule::NONE, |known| known.length);
    Channel {
        id: row.id.into(),
        name: row.name,
        network: row.network,
        handle: row.handle,
        health: row.health.into(),
        heard_at: row.heard_at,
        can_answer: capabilities.is_some_and(|known| known.can_reply),
        characters_max: length.graphemes_max,
        bytes_max: length.bytes_max,
        pictures_max: capabilities.map_or(0, |known| known.pictures.count_max),
    }
}

fn stream(row: StreamRow) -> Stream {
    let StreamRow { name, heard_until, alive_at, failing_since } = row;
    Stream { name, heard_until, alive_at, failing_since }
}

fn gap(row: GapRow) -> Gap {
    let state = match row.outcome {
        GapOutcome::Open => GapState::Open,
        GapOutcome::Closed(_) => GapState::Closed,
        GapOutcome::Lost => GapState::Lost,
    };
    Gap { from: row.from, to: row.to, cause: row.cause, state }
}
