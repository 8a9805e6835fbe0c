//! Follows the log for the rules that are switched on, and has them act.
//!
//! Filing waits for no rule: what happened is sealed first. How far the log was followed is kept in the transaction in
//! which rules act because of an event, so that they act once because of it, whatever ends in the middle and however many
//! servers follow.

use std::sync::Arc;
use std::time::Duration;

use inbox::Rulebook;
use model::{Actor, EventKind};
use serde_json::json;
use store::event::Sealed;
use store::rule::{self, FOLLOWER};
use store::{Store, Tx, event, followed, lease};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

use crate::crash_point::crash_point;
use crate::{PipelineError, Result, live};

/// The lease of the server that asks rules.
const LEASE: &str = "rules";
const LEASE_TIME: Duration = Duration::from_secs(10);
/// Events that come together are looked at together.
const GATHER: Duration = Duration::from_millis(200);
/// How often to look although nothing was sealed: silence makes no noise.
const LOOK: Duration = Duration::from_secs(5);
/// Events looked at in one step.
const EVENTS: i64 = 200;
/// Silent conversations dealt with in one transaction.
const SILENT: i64 = 20;
/// How often it is tried to deal with an event before it is passed over: one that cannot be dealt with must not keep rules
/// from all that come after.
const TRIES: u32 = 5;

/// Follows until cancelled.
pub(crate) async fn run(store: Store, mut sealed: Receiver<Arc<live::Sealed>>, stop: CancellationToken) {
    let mut follower = Follower { store, book: Rulebook::default(), failed: None };
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            batch = sealed.recv() => match batch {
                Ok(_) | Err(RecvError::Lagged(_)) => tokio::time::sleep(GATHER).await,
                Err(RecvError::Closed) => return,
            },
            () = tokio::time::sleep(LOOK) => {}
        }
        // What came meanwhile is looked at now.
        sealed = sealed.resubscribe();
        while !stop.is_cancelled() {
            match follower.step().await {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    tracing::error!(error = &error as &dyn std::error::Error, "rules could not be asked; trying again");
                    tokio::time::sleep(GATHER).await;
                }
            }
        }
    }
}

struct Follower {
    store: Store,
    book: Rulebook,
    /// The position of the event that could not be dealt with, and how often that was tried.
    failed: Option<(i64, u32)>,
}

impl Follower {
    /// Goes on by one step; whether there is more to do.
    async fn step(&mut self) -> Result<bool> {
        let mut tx = self.store.read().await?;
        let rules = rule::on(&mut tx).await?;
        if rules.is_empty() || !lease::is_free(&mut tx, LEASE, self.store.server_name()).await? {
            return Ok(false);
        }
        if !self.book.is_of(&rules) {
            self.book = Rulebook::of(rules);
        }
        let position = followed::position(&mut tx, FOLLOWER).await?;
        let events = event::after(&mut tx, position, EVENTS).await?;
        let is_silence_over = self.book.is_silence_over(&mut tx).await?;
        drop(tx);

        for sealed in &events {
            // Looking costs no turn of the writer.
            if !self.book.would_act(&mut self.store.read().await?, sealed).await? {
                continue;
            }
            match self.ask(sealed).await {
                Ok(true) => self.failed = None,
                // Another server goes on.
                Ok(false) => return Ok(false),
                Err(error) => self.pass_over(sealed, error).await?,
            }
        }
        if let Some(last) = events.last() {
            let Some(mut tx) = self.turn().await? else { return Ok(false) };
            followed::advance(&mut tx, FOLLOWER, last.position).await?;
            tx.commit().await?;
        }
        let has_silent = is_silence_over && self.notice_silence().await?;
        Ok(has_silent || events.len() == EVENTS as usize)
    }

    /// A writer that has the lease, its row until the commit; `None` when another server has it.
    async fn turn(&self) -> Result<Option<Tx>> {
        let mut tx = self.store.write().await?;
        let is_ours = lease::take(&mut tx, LEASE, self.store.server_name(), LEASE_TIME).await?;
        Ok(is_ours.then_some(tx))
    }

    /// Has rules act because of an event, if that was not done yet; `false` when it is another server's turn.
    async fn ask(&self, sealed: &Sealed) -> Result<bool> {
        let Some(mut tx) = self.turn().await? else { return Ok(false) };
        if followed::position(&mut tx, FOLLOWER).await? < sealed.position {
            self.book.ask(&mut tx, sealed).await?;
            followed::advance(&mut tx, FOLLOWER, sealed.position).await?;
            crash_point("rules.before_commit");
            tx.commit().await?;
            crash_point("rules.after_commit");
        }
        Ok(true)
    }

    /// Passes an event over that could not be dealt with so often; before that, it is the failure.
    async fn pass_over(&mut self, sealed: &Sealed, error: PipelineError) -> Result<()> {
        let before = self.failed.filter(|(position, _)| *position == sealed.position);
        let tries = before.map_or(0, |(_, tries)| tries) + 1;
        self.failed = Some((sealed.position, tries));
        if tries < TRIES {
            return Err(error);
        }
        tracing::error!(
            error = &error as &dyn std::error::Error,
            event.position = sealed.position,
            "what called rules could not be dealt with and is passed over"
        );
        let Some(mut tx) = self.turn().await? else { return Ok(()) };
        let data = json!({ "event": sealed.event.id });
        event::append(&mut tx, EventKind::RulesFailed, Actor::System, sealed.event.conversation, data).await?;
        followed::advance(&mut tx, FOLLOWER, sealed.position).await?;
        Ok(tx.commit().await?)
    }

    /// Has rules act that look for silence; whether there is more of it.
    async fn notice_silence(&self) -> Result<bool> {
        let Some(mut tx) = self.turn().await? else { return Ok(false) };
        let has_more = self.book.notice_silence(&mut tx, SILENT).await?;
        tx.commit().await?;
        Ok(has_more)
    }
}
