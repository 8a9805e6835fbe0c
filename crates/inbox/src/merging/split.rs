//! Splitting a message, and what follows it, out of a conversation.

use std::collections::HashSet;

use model::{ConversationId, EventKind, PostId, Status};
use serde_json::json;
use store::conversation::{self, Conversation, NewConversation};
use store::event::append;
use store::post::{self, ThreadPost};
use store::reply::{self, Reply};
use store::{Tx, merge as rows};

use super::waiting::weigh;
use crate::acts::known;
use crate::clocks::{Happened, keep_time_of_both};
use crate::conversation::change_status_in;
use crate::deed::By;
use crate::giving::wait_like;
use crate::subscribing::carry_subscribers;
use crate::{InboxError, Result, alike};

pub(crate) async fn split_in(tx: &mut Tx, by: By, id: ConversationId, post: PostId) -> Result<()> {
    let mut source = known(tx, id).await?;
    let thread = post::of_conversation(tx, id).await?;
    let replies = reply::of_conversation(tx, id).await?;
    let first = thread.iter().find(|one| one.post.id == post && !one.author.is_ours);
    let first = first.ok_or(InboxError::Missing("this message"))?;
    let home = first.post.filed_to().unwrap_or(id);
    let talk_with = conversation::find(tx, home).await?.and_then(|home| home.talk_with);
    let branch = branch(&thread, &replies, first, talk_with.is_some());
    let is_left = |one: &ThreadPost| !one.author.is_ours && !one.reasons.is_empty() && !branch.contains(&one.post.id);
    if !thread.iter().any(is_left) {
        return Err(InboxError::NothingLeft);
    }

    let new = NewConversation {
        channel: first.post.channel,
        // No network has such a thread: what belongs here is found by what it answers.
        thread_key: "",
        talk_with: talk_with.as_deref(),
        author: first.author.id,
        opened_at: tx.now(),
    };
    let mut own = conversation::begin(tx, new);
    own.thread_key = format!("split:{}", own.id);
    own.assignee = source.assignee;
    own.team = source.team;
    own.priority = source.priority;
    own.sla_policy = source.sla_policy;
    own.status = source.status;
    conversation::save(tx, &own).await?;
    wait_like(tx, id, &own).await?;
    rows::set_split(tx, own.id, home).await?;
    carry_subscribers(tx, id, own.id).await?;

    source.version += 1;
    own.version = source.version;
    let moved: Vec<PostId> = branch.into_iter().collect();
    rows::rehome(tx, &moved, own.id, own.version).await?;
    for one in [&mut source, &mut own] {
        rows::set_reshaped(tx, one).await?;
        rows::settle_topics(tx, one.id).await?;
        weigh(tx, one).await?;
    }
    let data = by.told(json!({ "post": post, "posts": moved, "into": own.id }));
    append(tx, EventKind::ConversationSplit, by.actor, Some(id), data).await?;
    let data = by.told(json!({ "channel": own.channel, "author": own.author, "from": id }));
    append(tx, EventKind::ConversationOpened, by.actor, Some(own.id), data).await?;
    alike::part(tx, by.actor, &mut source).await?;
    conversation::save(tx, &source).await?;
    let status = status_of(&own);
    change_status_in(tx, by, &mut own, status).await?;
    keep_time_of_both(tx, [id, own.id], Happened::Reshaped).await
}

/// Where what was split off stands: with us, where somebody waits in it; and in no case put away by what was decided about
/// the whole.
fn status_of(own: &Conversation) -> Status {
    match own.status {
        _ if own.waiting_since.is_some() => Status::Open,
        Status::Snoozed => Status::Open,
        Status::New | Status::Open => Status::Waiting,
        put_away => put_away,
    }
}

/// A message and what follows it: what answers it, answers to that, and so on. Where a network has no answers to a message,
/// what was said later in the same talk.
fn branch(thread: &[ThreadPost], replies: &[Reply], first: &ThreadPost, is_talk: bool) -> HashSet<PostId> {
    let home = first.post.filed_to();
    let mut branch = HashSet::from([first.post.id]);
    let mut remote: HashSet<&str> = HashSet::from([first.post.remote.id.as_str()]);
    if is_talk {
        let later = |one: &&ThreadPost| one.post.filed_to() == home && one.post.posted_at >= first.post.posted_at;
        branch.extend(thread.iter().filter(later).map(|one| one.post.id));
        return branch;
    }
    loop {
        let before = branch.len() + remote.len();
        for reply in replies.iter().filter(|reply| branch.contains(&reply.post)) {
            remote.extend(reply.remote_id.as_deref());
        }
        for one in thread.iter().filter(|one| one.post.channel == first.post.channel) {
            if one.post.parent.as_ref().is_some_and(|parent| remote.contains(parent.id.as_str())) {
                branch.insert(one.post.id);
                remote.insert(&one.post.remote.id);
            }
        }
        if branch.len() + remote.len() == before {
            return branch;
        }
    }
}
