//! Asks networks whether posts of living conversations were changed or deleted, where no stream tells.

use std::collections::HashMap;
use std::time::Duration;

use channels::{Channel, LookedUp};
use futures::future::join_all;
use inbox::Filing;
use jiff::ToSpan as _;
use memory::Key;
use model::{Reasons, ReceivedPost, RemoteRef};
use store::post::{self, Post};
use store::{Tx, channel, mention, turn};

use crate::Result;
use crate::handle::Handle;
use crate::journey::Source;
use crate::judges::Judged;
use crate::remembering;

pub(super) const EVERY: Duration = Duration::from_secs(60);
/// Posts asked about in one round of one channel: four calls of the network that takes 25 at once.
const AT_ONCE: i64 = 100;
/// Answers carried out in one transaction.
const CHUNK: usize = 25;
/// A network that says nothing for so long is asked again in the next round.
const PATIENCE: Duration = Duration::from_secs(45);

/// Asks every channel that is heard here at the same time: a slow one delays no other.
pub(super) async fn go(handle: &Handle) -> Result<()> {
    let mut tx = handle.store().read().await?;
    let channels = channel::all(&mut tx).await?;
    drop(tx);
    let looks = channels.iter().filter_map(|stored| Some(look(handle, stored, handle.channel_heard_here(stored.id)?)));
    join_all(looks).await.into_iter().collect()
}

async fn look(handle: &Handle, stored: &channel::Channel, network: std::sync::Arc<dyn Channel>) -> Result<()> {
    let mut tx = handle.store().read().await?;
    let since = tx.now().saturating_sub(72.hours()).unwrap_or(jiff::Timestamp::MIN);
    let posts = post::worth_a_look(&mut tx, stored.id, since, AT_ONCE).await?;
    drop(tx);
    if posts.is_empty() {
        return Ok(());
    }
    let asked: Vec<RemoteRef> = posts.iter().map(|post| post.remote.clone()).collect();
    let known: HashMap<String, Post> = posts.into_iter().map(|post| (post.remote.id.clone(), post)).collect();
    let answers = match tokio::time::timeout(PATIENCE, network.look_up(&asked)).await {
        Ok(Ok(answers)) => answers,
        Ok(Err(failure)) => {
            tracing::info!(channel.id = %stored.id, error = &failure as &dyn std::error::Error, "posts cannot be looked up");
            return Ok(());
        }
        Err(_) => {
            tracing::info!(channel.id = %stored.id, "posts cannot be looked up: the network does not answer");
            return Ok(());
        }
    };
    for chunk in answers.chunks(CHUNK) {
        let mut gone = Vec::new();
        let mut tx = handle.store().write().await?;
        turn::of_network(&mut tx, stored.network).await?;
        for answer in chunk {
            match answer {
                LookedUp::Gone { remote_id } => {
                    inbox::post_deleted(&mut tx, stored.id, remote_id).await?;
                    gone.push(Key::post(stored.id, remote_id));
                }
                LookedUp::Present(received) => {
                    if let Some(before) = known.get(&received.remote.id) {
                        present(&mut tx, handle, stored, received, before).await?;
                    }
                }
            }
        }
        remembering::tell_others(handle.store(), &mut tx, &gone).await?;
        tx.commit().await?;
        handle.remembering().show_no_more(&gone);
    }
    Ok(())
}

/// Follows a post that stands; only other words can meet other topics. Of what was heard while the answer was on its way,
/// the answer may not know: such a post is asked for again in the next round.
async fn present(
    tx: &mut Tx,
    handle: &Handle,
    stored: &channel::Channel,
    received: &ReceivedPost,
    before: &Post,
) -> Result<()> {
    let is_news = received.remote.revision != before.remote.revision || received.text != before.text;
    if is_news {
        let now = post::by_remote(tx, stored.id, &received.remote.id).await?;
        if now.is_none_or(|now| now.remote != before.remote || now.edited_at != before.edited_at) {
            return Ok(());
        }
    }
    let source =
        Source { channel: stored.id, network: stored.network, name: stored.name.clone(), stream: String::new() };
    let (matches, judged) = match received.text == before.text {
        true => (Vec::new(), Judged::default()),
        false => {
            let reasons = mention::reasons(tx, before.id).await?.unwrap_or_default();
            let reasons = received.reason.into_iter().fold(reasons, Reasons::with);
            let author = [received.author.remote_id.as_str()];
            let regards = handle.topics().regards(tx, stored.network, &author).await?;
            (handle.topics().matches(received, &source, &regards), handle.topics().judges().judge(received, reasons))
        }
    };
    let filing = Filing {
        channel: stored.id,
        network: stored.network,
        post: received,
        matches: &matches,
        judgements: &judged.rows,
        signature: judged.signature,
    };
    inbox::file(tx, filing).await?;
    Ok(())
}
