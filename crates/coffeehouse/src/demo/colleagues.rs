//! The invented colleagues: they answer part of what comes in, and leave the rest to the visitor.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use model::{ConversationId, Reason};
use pipeline::Handle;
use simulator::World;
use store::conversation::{self, View};
use store::draft::{self, DraftKind};
use store::member::{self, Member};
use store::post;
use tokio::time::Instant;

/// How often a colleague looks up.
const LOOK: Duration = Duration::from_secs(1);
/// Of ten conversations that wait, the colleagues take so many.
const TAKEN_OF_TEN: u32 = 6;

/// Works until aborted.
pub async fn work(pipeline: Handle, world: Arc<World>) {
    let mut plans: HashMap<ConversationId, Instant> = HashMap::new();
    let mut left_to_visitor: HashSet<(ConversationId, i64)> = HashSet::new();
    loop {
        tokio::time::sleep(LOOK).await;
        if let Err(error) = look_up(&pipeline, &world, &mut plans, &mut left_to_visitor).await {
            tracing::warn!(error = %error, "an invented colleague stumbled");
        }
    }
}

async fn look_up(
    pipeline: &Handle,
    world: &World,
    plans: &mut HashMap<ConversationId, Instant>,
    left: &mut HashSet<(ConversationId, i64)>,
) -> anyhow::Result<()> {
    let mut tx = pipeline.store().read().await?;
    let waiting = conversation::list(&mut tx, View::Waiting, None, 40).await?;
    drop(tx);
    for row in waiting {
        let (id, version) = (row.conversation.id, row.conversation.version);
        if left.contains(&(id, version)) {
            continue;
        }
        let Some(due) = plans.get(&id) else {
            if rand::random_ratio(TAKEN_OF_TEN, 10) {
                plans.insert(id, Instant::now() + Duration::from_secs(rand::random_range(12..50)));
            } else {
                left.insert((id, version));
            }
            continue;
        };
        if *due <= Instant::now() {
            plans.remove(&id);
            left.insert((id, version));
            answer(pipeline, world, id).await?;
        }
    }
    Ok(())
}

/// Answers a conversation as the world says that the team would, unless the visitor is at it.
async fn answer(pipeline: &Handle, world: &World, id: ConversationId) -> anyhow::Result<()> {
    let mut tx = pipeline.store().write().await?;
    let Some(conversation) = conversation::find(&mut tx, id).await? else { return Ok(()) };
    if !conversation.status.is_active() || is_visitors(&mut tx, id).await? {
        return Ok(());
    }
    let thread = post::of_conversation(&mut tx, id).await?;
    let said = thread.iter().rev().find(|one| !one.author.is_ours && one.reasons != model::Reasons::NONE);
    let Some(said) = said else { return Ok(()) };
    let Some(suggestion) = world.suggestion_for(&said.post.remote.id) else {
        if said.reasons.contains(Reason::Matched) && rand::random_ratio(1, 3) {
            let colleague = named(&mut tx, "Lene Harms").await?;
            if let Some(colleague) = colleague {
                inbox::set_status(&mut tx, &colleague, id, model::Status::Resolved, None).await?;
                tx.commit().await?;
            }
        }
        return Ok(());
    };
    let colleague = named(&mut tx, suggestion.member.name).await?;
    // What only a leader should say is left to the visitor.
    let Some(colleague) = colleague.filter(|one| one.role.may(model::Right::WorkInbox)) else { return Ok(()) };
    for label in &suggestion.labels {
        inbox::label(&mut tx, &colleague, id, label).await?;
    }
    inbox::assign(&mut tx, &colleague, id, Some(colleague.id)).await?;
    let Some(network) = pipeline.channel(conversation.channel) else { return Ok(()) };
    let answer = inbox::Answer {
        visibility: None,
        closes: None,
        conversation: id,
        to: None,
        text: &suggestion.answer,
        version_seen: conversation.version,
        send_anyway: None,
        beside: None,
        length: network.capabilities().length,
        is_signed: false,
        pictures: &[],
        picture_rule: network.capabilities().pictures,
        undo: Duration::from_secs(2),
        later: None,
        correcting: None,
    };
    match inbox::answer(&mut tx, &colleague, answer).await {
        Ok(_) => {
            tx.commit().await?;
            pipeline.nudge_work();
        }
        // Somebody was quicker, or the words do not fit: the visitor may do better.
        Err(refusal) => tracing::debug!(%refusal, "an invented colleague was refused"),
    }
    Ok(())
}

/// Whether the visitor has it or has begun to write.
async fn is_visitors(tx: &mut store::Tx, id: ConversationId) -> anyhow::Result<bool> {
    let Some(visitor) = member::all(tx).await?.into_iter().find(|member| member.role == model::Role::Owner) else {
        return Ok(false);
    };
    let is_drafting = draft::find(tx, id, visitor.id, DraftKind::Reply).await?.is_some();
    let conversation = conversation::find(tx, id).await?;
    Ok(is_drafting || conversation.is_some_and(|conversation| conversation.assignee == Some(visitor.id)))
}

async fn named(tx: &mut store::Tx, name: &str) -> anyhow::Result<Option<Member>> {
    Ok(member::all(tx).await?.into_iter().find(|member| member.name == name))
}
