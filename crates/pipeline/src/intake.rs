//! Hears every stream of every channel, each supervised apart: one that fails or stalls delays no other.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use channels::{Batch, Channel, ChannelError, Remedy, StreamCursor};
use futures::FutureExt as _;
use model::{Actor, ChannelState};
use store::{Store, channel, stream};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::journey::{self, Source};
use crate::remembering::Remembering;
use crate::topics::Topics;
use crate::{PipelineError, Result, backoff};

/// Batches that may wait between a stream and the journey; beyond that the stream is held back.
const WAITING_BATCHES: usize = 4;

/// Hears one stream until cancelled or until only a person can mend it.
pub(crate) async fn hear(
    store: Store,
    topics: Arc<Topics>,
    remembering: Remembering,
    channel: Arc<dyn Channel>,
    source: Source,
    stop: CancellationToken,
) {
    note_absence(&store, &source).await;
    let mut attempt = 0;
    loop {
        let heard = AssertUnwindSafe(hear_once(&store, &topics, &remembering, channel.as_ref(), &source, &mut attempt));
        let heard = tokio::select! {
            () = stop.cancelled() => return,
            heard = heard.catch_unwind() => heard,
        };
        let failure = match heard {
            Ok(Err(failure)) => failure,
            // We are still listening, so that was no orderly end.
            Ok(Ok(())) => ChannelError::retry("the stream ended"),
            Err(_) => ChannelError::retry("the stream met a fault of ours"),
        };
        attempt += 1;
        tracing::warn!(
            channel.id = %source.channel,
            stream = source.stream,
            attempt,
            error = &failure as &dyn std::error::Error,
            "a stream failed"
        );
        note_failure(&store, &source, &failure).await;
        if failure.remedy == Remedy::Reconnect {
            return;
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(backoff::wait(attempt, failure.remedy)) => {}
        }
    }
}

/// Hears until the stream or our store fails. A store that fails ends the stream too: it is heard again from the
/// committed cursor, so nothing is lost.
async fn hear_once(
    store: &Store,
    topics: &Topics,
    remembering: &Remembering,
    channel: &dyn Channel,
    source: &Source,
    attempt: &mut u32,
) -> Result<(), ChannelError> {
    let cursor = committed_cursor(store, source).await.map_err(ours)?;
    let (sender, mut batches) = mpsc::channel::<Batch>(WAITING_BATCHES);
    let receive = channel.receive(&source.stream, cursor, sender);
    let take_in = async move {
        while let Some(batch) = batches.recv().await {
            let report = journey::take_in(store, topics, remembering, source, batch).await?;
            *attempt = 0;
            if report.filed > 0 {
                tracing::debug!(channel.id = %source.channel, heard = report.heard, filed = report.filed, "filed");
            }
        }
        Ok::<(), PipelineError>(())
    };
    tokio::pin!(receive, take_in);
    tokio::select! {
        // What cannot be stored now is heard again, and not only once a quiet stream speaks the next time.
        taken_in = &mut take_in => {
            taken_in.map_err(ours)?;
            receive.await
        }
        received = &mut receive => {
            take_in.await.map_err(ours)?;
            received
        }
    }
}

/// A failure of ours, told like one of the stream: it is heard again a little later.
fn ours(error: impl std::error::Error + Send + Sync + 'static) -> ChannelError {
    ChannelError::retry("what was heard could not be stored").caused_by(error)
}

async fn committed_cursor(store: &Store, source: &Source) -> Result<Option<StreamCursor>> {
    let mut tx = store.read().await?;
    let stream = stream::find(&mut tx, source.channel, &source.stream).await?;
    Ok(stream.and_then(|stream| stream.cursor).map(|value| StreamCursor { stream: source.stream.clone(), value }))
}

async fn note_absence(store: &Store, source: &Source) {
    let noted = async {
        let mut tx = store.write().await?;
        stream::note_absence(&mut tx, source.channel, &source.stream, "we were not running").await?;
        tx.commit().await
    };
    if let Err(error) = noted.await {
        tracing::error!(error = &error as &dyn std::error::Error, "an absence could not be noted");
    }
}

async fn note_failure(store: &Store, source: &Source, failure: &ChannelError) {
    let noted = async {
        let mut tx = store.write().await?;
        stream::fail(&mut tx, source.channel, &source.stream, &failure.what).await?;
        if failure.remedy == Remedy::Reconnect {
            let (actor, why) = (Actor::Channel(source.channel), Some(failure.what.as_str()));
            channel::set_state(&mut tx, actor, source.channel, ChannelState::Blocked, why).await?;
        }
        tx.commit().await
    };
    if let Err(error) = noted.await {
        tracing::error!(error = &error as &dyn std::error::Error, "a failing stream could not be noted");
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}
