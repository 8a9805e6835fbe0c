//! Reads the posts around a mention, so that whoever answers sees what it is about.

use std::time::Duration;

use channels::Remedy;
use model::{Actor, ConversationId, EventKind, PostId};
use serde::Deserialize;
use serde_json::json;
use store::job::Job;
use store::{channel, conversation, event, merge, post, turn};

use crate::Result;
use crate::handle::Handle;
use crate::queue::Done;

const ATTEMPTS_MAX: i64 = 5;
/// Posts placed in one transaction: threads may be long.
const CHUNK: usize = 64;

#[derive(Deserialize)]
pub(super) struct Payload {
    post: PostId,
    conversation: ConversationId,
}

pub(super) async fn run(handle: &Handle, job: &Job, payload: Payload) -> Result<Done> {
    let mut tx = handle.store().read().await?;
    let Some(mention) = post::find(&mut tx, payload.post).await? else {
        return Ok(Done::Finished);
    };
    let Some(channel) = channel::find(&mut tx, mention.channel).await? else {
        return Ok(Done::Finished);
    };
    drop(tx);
    let Some(network) = handle.channel(channel.id) else {
        return Ok(Done::Again { after: Duration::from_secs(30), why: "the channel is not running".into() });
    };
    let thread = match network.thread(&mention.remote).await {
        Ok(thread) => thread,
        Err(failure) if failure.remedy == Remedy::GiveUp || job.attempts >= ATTEMPTS_MAX => {
            tracing::info!(channel.id = %channel.id, error = &failure as &dyn std::error::Error, "a thread cannot be read");
            return Ok(Done::Finished);
        }
        Err(failure) => {
            return Ok(Done::Again { after: Duration::from_secs(10), why: failure.what });
        }
    };
    for chunk in thread.chunks(CHUNK) {
        let mut tx = handle.store().write().await?;
        turn::of_network(&mut tx, channel.network).await?;
        let Some(conversation) = conversation::find(&mut tx, payload.conversation).await? else {
            return Ok(Done::Finished);
        };
        for received in chunk.iter().filter(|received| received.root_id() == conversation.thread_key) {
            inbox::place_context(&mut tx, channel.id, channel.network, &conversation, received).await?;
        }
        tx.commit().await?;
    }
    let mut tx = handle.store().write().await?;
    let data = json!({ "channel": channel.id });
    let actor = Actor::Channel(channel.id);
    let standing = merge::standing(&mut tx, payload.conversation).await?.map(|standing| standing.id);
    event::append(&mut tx, EventKind::ConversationContextAdded, actor, standing, data).await?;
    tx.commit().await?;
    Ok(Done::Finished)
}
