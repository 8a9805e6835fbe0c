//! Follows what is changed by way of another server: topics, which channels run, and what members corrected.

use std::sync::Arc;

use model::EventKind;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

use crate::Result;
use crate::handle::Handle;
use crate::live::Sealed;

const OF_TOPICS: &[EventKind] = &[EventKind::TopicCreated, EventKind::TopicChanged, EventKind::TopicArchived];
const OF_CHANNELS: &[EventKind] =
    &[EventKind::ChannelConnected, EventKind::ChannelChanged, EventKind::ChannelStateChanged];
const OF_JUDGES: &[EventKind] = &[EventKind::JudgementCorrected];

/// Follows until cancelled. What this server changed itself is found to be so already.
pub(crate) async fn run(handle: Handle, mut sealed: Receiver<Arc<Sealed>>, stop: CancellationToken) {
    loop {
        let batch = tokio::select! {
            () = stop.cancelled() => return,
            batch = sealed.recv() => batch,
        };
        let followed = match batch {
            Ok(batch) => follow(&handle, |of| of.iter().any(|kind| batch.kinds.contains(kind))).await,
            Err(RecvError::Lagged(_)) => follow(&handle, |_| true).await,
            Err(RecvError::Closed) => return,
        };
        if let Err(error) = followed {
            tracing::error!(error = &error as &dyn std::error::Error, "changed settings could not be followed");
        }
    }
}

async fn follow(handle: &Handle, concerns: impl Fn(&[EventKind]) -> bool) -> Result<()> {
    if concerns(OF_TOPICS) {
        handle.topics_changed().await?;
    }
    if concerns(OF_CHANNELS) {
        handle.channels_changed().await?;
    }
    if concerns(OF_JUDGES) {
        handle.judgements_corrected().await?;
    }
    Ok(())
}
