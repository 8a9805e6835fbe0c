//! Learns the names of authors of whom a stream gave only ids.

use std::time::Duration;

use model::{Actor, ChannelId, EventKind};
use serde::Deserialize;
use serde_json::json;
use store::job::Job;
use store::{author, channel, event, turn};

use crate::Result;
use crate::handle::Handle;
use crate::queue::Done;

/// Authors asked for at once.
const AT_ONCE: i64 = 25;
const ATTEMPTS_MAX: i64 = 5;

#[derive(Deserialize)]
pub(super) struct Payload {
    channel: ChannelId,
}

pub(super) async fn run(handle: &Handle, job: &Job, payload: Payload) -> Result<Done> {
    let mut tx = handle.store().read().await?;
    let Some(channel) = channel::find(&mut tx, payload.channel).await? else {
        return Ok(Done::Finished);
    };
    let nameless = author::nameless(&mut tx, channel.network, AT_ONCE).await?;
    drop(tx);
    if nameless.is_empty() {
        return Ok(Done::Finished);
    }
    let Some(network) = handle.channel(channel.id) else {
        return Ok(match job.attempts {
            ATTEMPTS_MAX.. => Done::Finished,
            _ => Done::Again { after: Duration::from_secs(30), why: "the channel is not running".into() },
        });
    };
    let ids: Vec<String> = nameless.iter().map(|author| author.profile.remote_id.clone()).collect();
    let profiles = match network.profiles(&ids).await {
        Ok(profiles) => profiles,
        Err(failure) if job.attempts >= ATTEMPTS_MAX => {
            tracing::info!(channel.id = %channel.id, error = &failure as &dyn std::error::Error, "names cannot be learned");
            return Ok(Done::Finished);
        }
        Err(failure) => {
            return Ok(Done::Again { after: Duration::from_secs(10), why: failure.what });
        }
    };
    let learned = profiles.iter().any(|profile| profile.handle.is_some());
    let mut tx = handle.store().write().await?;
    turn::of_network(&mut tx, channel.network).await?;
    let mut authors = Vec::new();
    for profile in &profiles {
        authors.push(author::keep(&mut tx, channel.network, profile).await?);
    }
    if learned {
        let data = json!({ "authors": authors });
        event::append(&mut tx, EventKind::AuthorRenamed, Actor::Channel(channel.id), None, data).await?;
    }
    tx.commit().await?;
    // More may wait; those whom the network does not know would only be asked for again.
    if learned && nameless.len() as i64 == AT_ONCE {
        return Ok(Done::Again { after: Duration::ZERO, why: "more to name".into() });
    }
    Ok(Done::Finished)
}
