//! Shows how a channel is: `GET /channels/{id}`.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use jiff::Timestamp;
use model::{ChannelId, Lasting, Quota, Right};
use store::quarantine::{self, Quarantined};
use store::stream::{Gap, Stream};
use store::{Tx, channel, stream};
use wording::t;

use super::health::{Known, heard_at, stream_words};
use super::list::{GAPS, handle};
use super::quarantine::Tried;
use super::view::{ChannelPage, Credential, GapOutcome, GapRow, Health, SetAside, StreamRow, Trouble};
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::{Answer, Failure, sentence};
use crate::named::Named;
use crate::respond;

/// Items shown of those that were set aside, and how much of each.
const SET_ASIDE: i64 = 5;
const RAW_CHARS: usize = 300;

pub(crate) async fn get(
    State(app): State<App>,
    who: SignedIn,
    Named(id): Named<ChannelId>,
    tried: Result<Query<Tried>, QueryRejection>,
    headers: HeaderMap,
) -> Answer {
    who.require(Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let page = ChannelPage { tried: tried.ok().map(|Query(tried)| tried), ..gather(&app, &mut tx, id).await? };
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &page))
}

/// The page of a channel, with what is wrong with a new password.
pub(super) async fn refused(
    app: &App,
    who: &SignedIn,
    id: ChannelId,
    headers: &HeaderMap,
    password_error: String,
) -> Answer<Response> {
    who.require(Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let page = ChannelPage { password_error: Some(password_error), ..gather(app, &mut tx, id).await? };
    let frame = app.frame(&mut tx, who, None).await?;
    Ok(respond::refused(headers, &frame, &page))
}

/// How a channel is.
pub(crate) async fn gather(app: &App, tx: &mut Tx, id: ChannelId) -> Answer<ChannelPage> {
    let stored = channel::find(tx, id).await?.ok_or_else(|| Failure::missing(t!("There is no channel.")))?;
    let streams = stream::of_channel(tx, id).await?;
    let gaps = stream::gaps(tx, id, GAPS).await?;
    let described = app.pipeline().describe(&stored);
    let hears = described.as_ref().map(|channel| channel.streams()).unwrap_or_default();
    let known = Known { channel: &stored, hears: &hears, streams: &streams, gaps: &gaps, now: tx.now() };

    let mut troubles: Vec<Trouble> = streams.iter().filter_map(trouble).collect();
    if let Err(error) = &described {
        let words = sentence(&error.to_string());
        troubles.push(Trouble { at: tx.now(), words, count: 1, detail: None });
    }
    let credential = stored.secret.is_some().then(|| match known.health() {
        Health::Blocked => Credential::Refused(known.refused_since()),
        _ => Credential::Good(streams.iter().filter_map(|one| one.batch_at).max().unwrap_or(stored.connected_at)),
    });
    Ok(ChannelPage {
        id,
        handle: handle(tx, &stored).await?,
        health: known.health(),
        summary: known.summary(),
        lag_seconds: known.lag().map(|lag| lag.as_secs()),
        heard_at: heard_at(&streams),
        credential,
        quarantine_count: quarantine::count(tx, id).await?.try_into().unwrap_or_default(),
        quarantine_dropped: quarantine::dropped(tx, id).await?.try_into().unwrap_or_default(),
        tried: None,
        quota: scarcest(&streams, tx.now()),
        lasts: described.as_ref().map_or(Lasting::Unknown, |channel| channel.credential_lasts()),
        quarantine: quarantine::newest(tx, id, SET_ASIDE).await?.into_iter().map(set_aside).collect(),
        coverage: described.map(|channel| channel.coverage()).unwrap_or_default(),
        streams: streams.iter().map(stream_row).collect(),
        gaps: gaps.into_iter().map(gap_row).collect(),
        troubles,
        name: stored.name,
        network: stored.network,
        state: stored.state,
        connected_at: stored.connected_at,
        memory: app.pipeline().memory_health(),
        password_error: None,
    })
}

/// Of what the network allows, that of which the least is left; what was said of a period that is over tells nothing.
fn scarcest(streams: &[Stream], now: Timestamp) -> Option<Quota> {
    let quotas = streams.iter().filter_map(|stream| stream.quota);
    let present = quotas.filter(|quota| quota.resets_at.is_none_or(|at| at > now));
    present.min_by_key(|quota| quota.left * 1_000 / quota.limit.max(1))
}

fn trouble(stream: &Stream) -> Option<Trouble> {
    let (at, failure) = (stream.failing_since?, stream.failure.as_deref()?);
    let words = t!("{stream}: {failure}", stream = stream_words(&stream.name), failure = sentence(failure));
    Some(Trouble { at, words, count: 1, detail: None })
}

fn stream_row(stream: &Stream) -> StreamRow {
    StreamRow {
        name: stream_words(&stream.name),
        heard_until: stream.heard_until,
        alive_at: stream.batch_at,
        failing_since: stream.failing_since,
    }
}

fn gap_row(gap: Gap) -> GapRow {
    let outcome = match (gap.state.as_str(), gap.closed_at) {
        ("closed", Some(at)) => GapOutcome::Closed(at),
        ("lost", _) => GapOutcome::Lost,
        _ => GapOutcome::Open,
    };
    GapRow { from: gap.from, to: gap.to, cause: gap.cause, outcome }
}

fn set_aside(item: Quarantined) -> SetAside {
    let mut raw: String = item.raw.chars().take(RAW_CHARS).collect();
    if raw.len() < item.raw.len() {
        raw.push('…');
    }
    SetAside { id: item.id, at: item.received_at, reason: sentence(&item.reason), raw }
}
