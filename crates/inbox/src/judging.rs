//! What was judged about mentions, and what members say instead.

use model::{Actor, Change, ConversationId, DeedId, EventKind, JudgementTask, PostId, Right};
use serde_json::{Map, Value, json};
use store::event::append;
use store::judgement::{self, Judgement, NewCorrection};
use store::member::Member;
use store::{Tx, conversation, label, post};

use crate::acts::require;
use crate::clocks::{Happened, keep_time};
use crate::deed::{self, By};
use crate::regarding::judge_anew;
use crate::{InboxError, Result, spam};

/// The label of conversations with spam in them. What is judged to be spam is marked, never deleted; a conversation that
/// is nothing else is set aside.
pub const SPAM_LABEL: &str = "Spam";

/// Keeps what was judged about a mention, tells of it, and marks the conversation where it is spam.
pub(crate) async fn keep_judgements(
    tx: &mut Tx,
    judgements: &[Judgement],
    post: PostId,
    conversation: Option<ConversationId>,
) -> Result<()> {
    // A member's word stands, also when the words that it is about change.
    let standing = judgement::of_posts(tx, &[post]).await?.remove(&post).unwrap_or_default();
    let is_open = |task| !standing.iter().any(|one| one.task == task && one.member.is_some());
    let judgements: Vec<Judgement> = judgements.iter().filter(|one| is_open(one.task)).cloned().collect();
    if judgements.is_empty() {
        return Ok(());
    }
    judgement::keep(tx, post, &judgements).await?;
    append(tx, EventKind::MentionJudged, Actor::System, conversation, told(post, &judgements)).await?;
    if let (true, Some(conversation)) = (is_spam(&judgements), conversation) {
        mark_spam(tx, Actor::System, &[conversation]).await?;
    }
    Ok(())
}

/// What the event of a judged mention tells.
pub(crate) fn told(post: PostId, judgements: &[Judgement]) -> Value {
    let mut data = Map::from_iter([("post".to_owned(), json!(post))]);
    for one in judgements {
        data.insert(one.task.as_str().to_owned(), json!(one.value));
    }
    Value::Object(data)
}

/// Whether it is judged to be spam.
pub(crate) fn is_spam(judgements: &[Judgement]) -> bool {
    judgements.iter().any(|one| one.task == JudgementTask::Spam && one.value.as_deref() == Some("yes"))
}

/// Marks conversations as ones with spam in them.
pub(crate) async fn mark_spam(tx: &mut Tx, actor: Actor, conversations: &[ConversationId]) -> Result<()> {
    if conversations.is_empty() {
        return Ok(());
    }
    let label = label::named(tx, SPAM_LABEL).await?;
    for conversation in label::put_on_all(tx, conversations, label.id).await? {
        append(tx, EventKind::ConversationLabelled, actor, Some(conversation), json!({ "label": label.id })).await?;
    }
    Ok(())
}

/// Takes that mark off a conversation.
pub(crate) async fn unmark_spam(tx: &mut Tx, actor: Actor, conversation: ConversationId) -> Result<()> {
    let label = label::named(tx, SPAM_LABEL).await?;
    if label::take_off(tx, conversation, label.id).await? {
        append(tx, EventKind::ConversationUnlabelled, actor, Some(conversation), json!({ "label": label.id })).await?;
    }
    Ok(())
}

/// Says what is right about a mention. The member's word stands from now on; nothing that was filed because of the
/// former judgement is undone. The deed by which the word can be taken back.
///
/// # Errors
/// `Forbidden`; `Missing` for a post that is no mention of this conversation; `NoSuchAnswer`.
pub async fn correct(
    tx: &mut Tx,
    member: &Member,
    conversation: ConversationId,
    post: PostId,
    task: JudgementTask,
    value: &str,
) -> Result<Option<DeedId>> {
    require(member, Right::WorkInbox)?;
    if !task.answers().contains(&value) {
        return Err(InboxError::NoSuchAnswer);
    }
    let value = value.to_owned();
    deed::do_one(tx, member, conversation, Change::Correct { post, task, value }).await
}

pub(crate) async fn correct_in(
    tx: &mut Tx,
    by: By,
    conversation: ConversationId,
    (post, task, value): (PostId, JudgementTask, &str),
) -> Result<()> {
    // No rule says what is right.
    let Actor::Member(member) = by.actor else { return Err(InboxError::NoSuchAnswer) };
    let stored = post::find(tx, post).await?.filter(|stored| stored.conversation == Some(conversation));
    if stored.is_none() || store::mention::reasons(tx, post).await?.is_none() {
        return Err(InboxError::Missing("this mention"));
    }
    if !task.answers().contains(&value) {
        return Err(InboxError::NoSuchAnswer);
    }
    let judged = judgement::of_posts(tx, &[post]).await?.remove(&post).unwrap_or_default();
    let before = judged.into_iter().find(|one| one.task == task).and_then(|one| one.value);
    let actor = by.actor;
    let data = json!({ "post": post, "task": task, "before": before, "after": value });
    let event = append(tx, EventKind::JudgementCorrected, actor, Some(conversation), data).await?;
    judgement::correct(tx, NewCorrection { event, post, task, value, member }).await?;
    if let Some(stored) = stored {
        judge_anew(tx, stored.author).await?;
    }
    if task == JudgementTask::NeedsReply
        && let Some(conversation) = conversation::find(tx, conversation).await?
    {
        keep_time(tx, &conversation, Happened::Nothing).await?;
    }
    if task == JudgementTask::Spam {
        match value {
            "yes" => mark_spam(tx, actor, &[conversation]).await?,
            _ => unmark_spam(tx, actor, conversation).await?,
        }
        if let Some(mut conversation) = conversation::find(tx, conversation).await? {
            if value != "yes" {
                spam::no_longer_aside(tx, &mut conversation).await?;
            }
            spam::weigh(tx, actor, &mut conversation).await?;
        }
    }
    Ok(())
}
