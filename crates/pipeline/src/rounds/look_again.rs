//! Asks networks whether posts of living conversations were changed or deleted, where no stream tells.

use std::time::Duration;

use channels::LookedUp;
use inbox::Filing;
use jiff::ToSpan as _;
use model::RemoteRef;
use store::{channel, post};

use crate::Result;
use crate::handle::Handle;

pub(super) const EVERY: Duration = Duration::from_secs(60);
/// Posts asked about in one round of one channel: four calls of the network that takes 25 at once.
const AT_ONCE: i64 = 100;

pub(super) async fn go(handle: &Handle) -> Result<()> {
    let mut tx = handle.store().read().await?;
    let channels = channel::all(&mut tx).await?;
    drop(tx);
    for channel in channels {
        let Some(network) = handle.channel(channel.id) else {
            continue;
        };
        let mut tx = handle.store().read().await?;
        let since = tx.now().saturating_sub(72.hours()).unwrap_or(jiff::Timestamp::MIN);
        let posts = post::worth_a_look(&mut tx, channel.id, since, AT_ONCE).await?;
        drop(tx);
        let known: Vec<RemoteRef> = posts.into_iter().map(|post| post.remote).collect();
        if known.is_empty() {
            continue;
        }
        let answers = match network.look_up(&known).await {
            Ok(answers) => answers,
            Err(failure) => {
                tracing::info!(channel.id = %channel.id, error = &failure as &dyn std::error::Error, "posts cannot be looked up");
                continue;
            }
        };
        let mut tx = handle.store().write().await?;
        for answer in &answers {
            match answer {
                LookedUp::Gone { remote_id } => {
                    inbox::post_deleted(&mut tx, channel.id, remote_id).await?;
                }
                LookedUp::Present(received) => {
                    let filing = Filing { channel: channel.id, network: channel.network, post: received, matches: &[] };
                    inbox::file(&mut tx, filing).await?;
                }
            }
        }
        tx.commit().await?;
    }
    Ok(())
}
