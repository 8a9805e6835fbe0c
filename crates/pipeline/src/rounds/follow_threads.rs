//! Reads the threads of the liveliest conversations again: an account is told of those who name or answer it, not of
//! what else is said in the thread.

use std::sync::Arc;
use std::time::Duration;

use channels::Channel;
use futures::future::join_all;
use inbox::{Filed, Filing};
use jiff::{Timestamp, ToSpan as _};
use model::{Reason, Reasons, ReceivedPost};
use store::conversation::{self, Conversation};
use store::{channel, post, turn};

use crate::handle::Handle;
use crate::journey::Source;
use crate::{Result, regards};

pub(super) const EVERY: Duration = Duration::from_secs(60);
/// Threads read in one round of one channel: one call each.
const AT_ONCE: i64 = 10;
/// A network that says nothing for so long is asked again in the next round.
const PATIENCE: Duration = Duration::from_secs(20);

/// Reads on every channel that is heard here at the same time: a slow one delays no other.
pub(super) async fn go(handle: &Handle) -> Result<()> {
    let mut tx = handle.store().read().await?;
    let channels = channel::all(&mut tx).await?;
    drop(tx);
    let reads =
        channels.iter().filter_map(|stored| Some(follow(handle, stored, handle.channel_heard_here(stored.id)?)));
    join_all(reads).await.into_iter().collect()
}

async fn follow(handle: &Handle, stored: &channel::Channel, network: Arc<dyn Channel>) -> Result<()> {
    let mut tx = handle.store().read().await?;
    let since = tx.now().saturating_sub(48.hours()).unwrap_or(Timestamp::MIN);
    let lively = conversation::lively(&mut tx, stored.id, since, AT_ONCE).await?;
    drop(tx);
    for conversation in lively {
        let mut tx = handle.store().read().await?;
        let known = post::at_home(&mut tx, conversation.id).await?;
        drop(tx);
        let in_public = known.iter().filter(|one| !one.post.is_private);
        let mentions = || in_public.clone().filter(|one| !one.reasons.is_empty() && one.post.deleted_at.is_none());
        let (Some(first), Some(last)) = (mentions().next(), mentions().next_back()) else { continue };
        let Ok(Ok(thread)) = tokio::time::timeout(PATIENCE, network.thread(&last.post.remote)).await else {
            tracing::info!(channel.id = %stored.id, "a thread cannot be read now");
            return Ok(());
        };
        let is_unknown = |received: &&ReceivedPost| known.iter().all(|one| one.post.remote.id != received.remote.id);
        let news: Vec<&ReceivedPost> = thread.iter().filter(is_unknown).collect();
        take_in(handle, stored, &conversation, first.post.posted_at, &news).await?;
    }
    Ok(())
}

/// Files what was said since the conversation concerns us; what was said before is context.
async fn take_in(
    handle: &Handle,
    stored: &channel::Channel,
    conversation: &Conversation,
    concerns_us_since: Timestamp,
    news: &[&ReceivedPost],
) -> Result<()> {
    if news.is_empty() {
        return Ok(());
    }
    let source =
        Source { channel: stored.id, network: stored.network, name: stored.name.clone(), stream: String::new() };
    let mut tx = handle.store().write().await?;
    turn::of_network(&mut tx, stored.network).await?;
    for received in news.iter().filter(|received| received.root_id() == conversation.thread_key) {
        if received.posted_at < concerns_us_since {
            inbox::place_context(&mut tx, stored.id, stored.network, conversation, received).await?;
        } else {
            let author = [received.author.remote_id.as_str()];
            let regards = handle.topics().regards(&mut tx, stored.network, &author).await?;
            let matches = handle.topics().matches(received, &source, &regards);
            let judged = handle.topics().judges().judge(received, Reasons::NONE.with(Reason::InThread));
            let filing = Filing {
                channel: stored.id,
                network: stored.network,
                post: received,
                matches: &matches,
                judgements: &judged.rows,
                signature: judged.signature,
            };
            if let Filed::New { author, .. } = inbox::file(&mut tx, filing).await? {
                regards::judge(&mut tx, &[author]).await?;
            }
        }
    }
    Ok(tx.commit().await?)
}
