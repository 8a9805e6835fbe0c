//! Items that were set aside, read again by the code of today.

use std::sync::Arc;
use std::time::Duration;

use channels::{Channel, ChannelError, LookedUp, Received};
use model::{Actor, ChannelId, QuarantineId, ReceivedPost, RemoteRef};
use store::channel::Channel as Stored;
use store::quarantine::{self, KEPT_MAX, Quarantined};
use wording::Language;

use crate::Result;
use crate::handle::Handle;
use crate::journey::{self, Source};
use crate::set_aside;

/// A network that says nothing for so long is asked when the item is tried the next time.
const PATIENCE: Duration = Duration::from_secs(20);

/// What became of items that were tried again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadAgain {
    /// Mentions that they made.
    pub filed: usize,
    /// Items that were read and concern nobody here, or nothing new.
    pub passed: usize,
    /// Items that still cannot be read; each says why.
    pub left: usize,
}

impl Handle {
    /// Tries an item that was set aside again, or every one of a channel.
    ///
    /// # Errors
    /// When the database fails; what was read until then stays so.
    pub async fn read_again(&self, actor: Actor, id: ChannelId, item: Option<QuarantineId>) -> Result<ReadAgain> {
        let mut tx = self.store().read().await?;
        let Some(stored) = store::channel::find(&mut tx, id).await? else { return Ok(ReadAgain::default()) };
        let items: Vec<Quarantined> = match item {
            Some(item) => quarantine::find(&mut tx, id, item).await?.into_iter().collect(),
            None => quarantine::newest(&mut tx, id, KEPT_MAX).await?,
        };
        drop(tx);
        let channel = self.describe(&stored).ok();
        let mut became = ReadAgain::default();
        // In the order in which they came: what answers another comes after it.
        for item in items.iter().rev() {
            match self.read_one_again(actor, &stored, channel.as_ref(), item).await? {
                None => became.left += 1,
                Some(0) => became.passed += 1,
                Some(filed) => became.filed += filed,
            }
        }
        self.nudge_work();
        Ok(became)
    }

    async fn read_one_again(
        &self,
        actor: Actor,
        stored: &Stored,
        channel: Option<&Arc<dyn Channel>>,
        item: &Quarantined,
    ) -> Result<Option<usize>> {
        let Some(channel) = channel else { return Ok(None) };
        let source = Source {
            channel: stored.id,
            network: stored.network,
            name: stored.name.clone(),
            stream: item.stream.clone(),
        };
        // Why it is left is kept, so it is said in English whoever asks.
        let reason = match wording::reading(Language::English, read(channel.as_ref(), item)).await {
            Ok(items) => {
                let of_whom = (item.id, actor);
                let filed = journey::take_in_again(self.store(), self.topics(), &source, of_whom, &items).await?;
                if filed.is_some() {
                    return Ok(filed);
                }
                match set_aside::read(&item.raw) {
                    // It was understood before: what was wrong with it still is.
                    Some(_) => item.reason.clone(),
                    None => "it was read, and has an id or a part that cannot be kept".to_owned(),
                }
            }
            Err(failure) => failure.what,
        };
        let mut tx = self.store().write().await?;
        quarantine::set_reason(&mut tx, item.id, &reason).await?;
        tx.commit().await?;
        Ok(None)
    }
}

/// Reads an item again, as it is now: what its network says is gone is not brought back by us.
async fn read(channel: &dyn Channel, item: &Quarantined) -> Result<Vec<Received>, ChannelError> {
    let mut items = match set_aside::read(&item.raw) {
        Some(post) => vec![Received::Post(Box::new(post))],
        None => channel.read_again(&item.stream, &item.raw).await?,
    };
    let posts =
        items.iter().filter_map(|one| if let Received::Post(post) = one { Some(post.remote.clone()) } else { None });
    let posts: Vec<RemoteRef> = posts.collect();
    if posts.is_empty() {
        return Ok(items);
    }
    let looked = tokio::time::timeout(PATIENCE, channel.look_up(&posts)).await;
    let looked = looked.unwrap_or_else(|_| Err(ChannelError::retry("its network does not answer")));
    let now = looked.map_err(|failure| ChannelError {
        what: format!("whether it still stands could not be asked: {}", failure.what),
        ..failure
    })?;
    for answer in now {
        for one in &mut items {
            let Received::Post(known) = one else { continue };
            match &answer {
                LookedUp::Gone { remote_id } if *remote_id == known.remote.id => {
                    *one = Received::Deleted { remote_id: remote_id.clone() };
                }
                LookedUp::Present(present) if present.remote.id == known.remote.id => {
                    **known = ReceivedPost { reason: known.reason, ..(**present).clone() };
                }
                LookedUp::Gone { .. } | LookedUp::Present(_) => {}
            }
        }
    }
    Ok(items)
}
