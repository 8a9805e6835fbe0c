//! Hears a channel as long as that is up to this server: of those that share a database, one does at a time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use channels::Channel;
use model::{ChannelId, ChannelState, Network};
use store::{Store, StoreError, channel, lease};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::intake;
use crate::journey::Source;
use crate::remembering::Remembering;
use crate::topics::Topics;

/// When a server says nothing for so long, another one hears its channels.
const LEASE: Duration = Duration::from_secs(30);
const RENEW_AFTER: Duration = Duration::from_secs(10);
/// How often to look whether the one that hears has let go.
const LOOK: Duration = Duration::from_secs(1);

/// A channel to be heard.
pub(crate) struct Hearing {
    pub(crate) store: Store,
    pub(crate) topics: Arc<Topics>,
    pub(crate) remembering: Remembering,
    pub(crate) channel: Arc<dyn Channel>,
    pub(crate) id: ChannelId,
    pub(crate) network: Network,
    pub(crate) name: String,
    /// Who hears, down to this one run: a run that ends must not let go of what the next one has.
    pub(crate) holder: String,
    /// Told whether it is heard here at this moment.
    pub(crate) is_heard_here: Arc<AtomicBool>,
    /// Told when that begins.
    pub(crate) begun: watch::Sender<()>,
}

/// What came of asking for the lease.
enum Turn {
    Ours,
    AnotherServers,
    /// Somebody switched the channel off, or it cannot go on by itself.
    Nobodys,
}

impl Hearing {
    /// Hears every stream, whenever that is up to this server, until cancelled.
    pub(crate) async fn run(self, stop: CancellationToken) {
        if self.channel.streams().is_empty() {
            return;
        }
        loop {
            match self.take_turn().await {
                Ok(Turn::Ours) => {
                    self.is_heard_here.store(true, Ordering::Relaxed);
                    self.begun.send_replace(());
                    self.hear(&stop).await;
                    self.is_heard_here.store(false, Ordering::Relaxed);
                }
                Ok(Turn::AnotherServers | Turn::Nobodys) => {}
                Err(error) => {
                    tracing::error!(
                        channel.id = %self.id,
                        error = &error as &dyn std::error::Error,
                        "who hears a channel could not be settled; trying again"
                    );
                }
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(LOOK) => {}
            }
        }
    }

    fn lease(&self) -> String {
        format!("channel:{}", self.id)
    }

    async fn take_turn(&self) -> Result<Turn, StoreError> {
        let mut tx = self.store.read().await?;
        let stored = channel::find(&mut tx, self.id).await?;
        if stored.is_none_or(|stored| stored.state != ChannelState::Active) {
            return Ok(Turn::Nobodys);
        }
        if !lease::is_free(&mut tx, &self.lease(), &self.holder).await? {
            return Ok(Turn::AnotherServers);
        }
        drop(tx);
        let mut tx = self.store.write().await?;
        let is_ours = lease::take(&mut tx, &self.lease(), &self.holder, LEASE).await?;
        tx.commit().await?;
        Ok(if is_ours { Turn::Ours } else { Turn::AnotherServers })
    }

    /// Hears until cancelled, until the lease is lost, or until only a person can mend every stream.
    async fn hear(&self, stop: &CancellationToken) {
        let ours = stop.child_token();
        let mut streams = JoinSet::new();
        for stream in self.channel.streams() {
            let source =
                Source { channel: self.id, network: self.network, name: self.name.clone(), stream: stream.to_owned() };
            let (store, topics, memory) = (self.store.clone(), self.topics.clone(), self.remembering.clone());
            streams.spawn(intake::hear(store, topics, memory, self.channel.clone(), source, ours.clone()));
        }
        tokio::select! {
            () = async { while streams.join_next().await.is_some() {} } => {}
            () = self.keep_lease() => {}
        }
        ours.cancel();
        while streams.join_next().await.is_some() {}
        // One that was lost is not ours to give up, and stays.
        if let Err(error) = self.give_up_lease().await {
            tracing::debug!(error = &error as &dyn std::error::Error, "a channel's lease goes by itself");
        }
    }

    /// Renews the lease until it is lost, or is ours again after it was nobody's.
    async fn keep_lease(&self) {
        let mut renewed = tokio::time::Instant::now();
        let mut was_nobodys = false;
        loop {
            tokio::time::sleep(RENEW_AFTER).await;
            match self.take_turn().await {
                // Switched on again: the streams that ended meanwhile begin anew with the others.
                Ok(Turn::Ours) if was_nobodys => return,
                Ok(Turn::Ours) => renewed = tokio::time::Instant::now(),
                Ok(Turn::AnotherServers) => {
                    tracing::warn!(channel.id = %self.id, "another server hears a channel since we were silent");
                    return;
                }
                // Its streams end by themselves, or are ended by whoever switched it off.
                Ok(Turn::Nobodys) => was_nobodys = true,
                Err(error) if renewed.elapsed() < LEASE => {
                    tracing::debug!(error = &error as &dyn std::error::Error, "a channel's lease is not renewed yet");
                }
                Err(_) => return,
            }
        }
    }

    async fn give_up_lease(&self) -> Result<(), StoreError> {
        let mut tx = self.store.write().await?;
        lease::give_up(&mut tx, &self.lease(), &self.holder).await?;
        tx.commit().await
    }
}
