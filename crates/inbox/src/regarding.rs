//! How whoever speaks stands to us and to a topic, and what members say instead.

use model::{Actor, AuthorId, ConversationId, EventKind, Relation, Right, Stance, TopicId};
use serde_json::json;
use store::event::append;
use store::member::Member;
use store::{Tx, job, post, regard, turn};

use crate::acts::require;
use crate::clocks::regards_changed;
use crate::person::known;
use crate::{InboxError, Result};

/// The job that judges anew how somebody stands.
pub const JUDGE_AUTHOR: &str = "judge_author";

/// A question about a person, with the answer of a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stands {
    /// What they are to us: one or more relations, or `unknown` alone.
    To(Vec<Relation>),
    /// How they stand to a topic.
    On(TopicId, Stance),
}

/// Has somebody judged anew of whose words some changed.
pub(crate) async fn judge_anew(tx: &mut Tx, author: AuthorId) -> Result<()> {
    let now = tx.now();
    job::enqueue(tx, JUDGE_AUTHOR, &author.to_string(), &json!({ "author": author }), now).await?;
    Ok(())
}

/// Says how somebody who speaks in a conversation stands. The member's word wins over what is judged from their posts, and
/// holds for [`model::CORRECTED_REGARD_HOLDS`] or until another member says otherwise.
///
/// # Errors
/// `Forbidden`; `Missing` for somebody who does not speak there; `NoSuchAnswer`.
pub async fn correct_regard(
    tx: &mut Tx,
    member: &Member,
    conversation: ConversationId,
    author: AuthorId,
    stands: &Stands,
) -> Result<()> {
    require(member, Right::WorkInbox)?;
    let posts = post::of_conversation(tx, conversation).await?;
    if !posts.iter().any(|one| one.author.id == author && !one.author.is_ours) {
        return Err(InboxError::Missing("this person"));
    }
    correct(tx, member, Some(conversation), author, stands).await
}

/// The same as [`correct_regard`], said of somebody wherever they speak.
///
/// # Errors
/// `Forbidden`; `Missing` for nobody that we know, or an account of ours; `NoSuchAnswer`; `Erased`.
pub async fn correct_regard_of_person(tx: &mut Tx, member: &Member, author: AuthorId, stands: &Stands) -> Result<()> {
    require(member, Right::WorkInbox)?;
    known(tx, author).await?;
    correct(tx, member, None, author, stands).await
}

async fn correct(
    tx: &mut Tx,
    member: &Member,
    conversation: Option<ConversationId>,
    author: AuthorId,
    stands: &Stands,
) -> Result<()> {
    let (topic, mut values) = match stands {
        Stands::To(relations) => (None, relations.iter().map(|one| one.as_str()).collect::<Vec<_>>()),
        Stands::On(topic, stance) => (Some(*topic), vec![stance.as_str()]),
    };
    values.sort_unstable();
    values.dedup();
    let says_nothing = values.contains(&Relation::Unknown.as_str()) && values.len() > 1;
    if values.is_empty() || says_nothing {
        return Err(InboxError::NoSuchAnswer);
    }
    if let Some(topic) = topic {
        store::topic::find(tx, topic).await?.ok_or(InboxError::Missing("this topic"))?;
    }
    // Whoever judges them does so in the network's turn.
    if let Some(network) = store::author::network(tx, author).await? {
        turn::of_network(tx, network).await?;
    }
    let standing = regard::of_authors(tx, &[author]).await?.remove(&author).unwrap_or_default();
    let before: Vec<String> = standing.into_iter().filter(|one| one.topic == topic).map(|one| one.value).collect();
    regard::correct(tx, author, topic, &values, member.id).await?;
    let data = json!({ "author": author, "topic": topic, "before": before, "after": values });
    append(tx, EventKind::AuthorCorrected, Actor::Member(member.id), conversation, data).await?;
    if topic.is_none() { regards_changed(tx, &[author]).await } else { Ok(()) }
}
