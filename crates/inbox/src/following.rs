//! Following what people do to their posts: edits, deletions, accounts that go.

use jiff::Timestamp;
use model::{Actor, AuthorId, ChannelId, EventKind, Network, ReceivedPost, micros, text_digest};
use serde_json::json;
use store::event::append;
use store::post::{self, Post};
use store::{Tx, author, conversation, job, near, random_bytes, regard};

use crate::media::expect_pictures;
use crate::regarding::judge_anew;
use crate::{Result, alike};

/// Takes over a newer version of a known post; the same version changes nothing, and a former one, heard late,
/// neither. Whether what was heard is what stands.
pub(crate) async fn post_changed(tx: &mut Tx, known: &Post, received: &ReceivedPost) -> Result<bool> {
    if known.is_erased {
        return Ok(false);
    }
    let is_same_revision = known.remote.revision == received.remote.revision;
    let is_before = |moment: Option<Timestamp>| received.revised_at.zip(moment).is_some_and(|(made, then)| made < then);
    if known.deleted_at.is_some() && (is_same_revision || is_before(known.revised_at) || is_before(known.deleted_at)) {
        // Heard late, after its deletion: what is gone stays gone.
        return Ok(false);
    }
    let is_dated = received.revised_at.is_some() && received.revised_at != known.revised_at;
    if is_same_revision && known.remote.revision.is_some() {
        // Two streams may describe one version differently; that is no edit.
        if is_dated && !is_before(known.revised_at) {
            post::set_version(tx, known.id, None, received.revised_at).await?;
        }
        return Ok(true);
    }
    if is_before(known.revised_at) {
        return Ok(false);
    }
    let is_same_content = known.title == received.title
        && known.text == received.text
        && known.marks == received.marks
        && known.attachments == received.attachments;
    if is_same_content && known.deleted_at.is_none() {
        if !is_same_revision || is_dated {
            post::set_version(tx, known.id, received.remote.revision.as_deref(), received.revised_at).await?;
        }
        return Ok(true);
    }
    // Words that come back after a deletion get a salt again: the former one went with the former words.
    let salt = if known.salt.is_empty() { random_bytes::<16>().to_vec() } else { known.salt.clone() };
    let version = raise_version(tx, known).await?;
    post::edit(tx, known.id, received, &salt, version).await?;
    if known.attachments != received.attachments {
        expect_pictures(tx, known.id, &received.attachments).await?;
    }
    let data = json!({ "post": known.id, "text_digest": text_digest(&salt, &received.text) });
    append(tx, EventKind::PostEdited, Actor::Author(known.author), known.conversation, data).await?;
    judge_anew(tx, known.author).await?;
    Ok(true)
}

/// Takes the words of a post away that is gone at its source; a post that we do not keep changes nothing.
pub async fn post_deleted(tx: &mut Tx, channel: ChannelId, remote_id: &str) -> Result<bool> {
    let Some(known) = post::by_remote(tx, channel, remote_id).await? else {
        return Ok(false);
    };
    if known.deleted_at.is_some() {
        return Ok(false);
    }
    let version = raise_version(tx, &known).await?;
    post::erase_words(tx, known.id, version).await?;
    let data = json!({ "post": known.id });
    append(tx, EventKind::PostDeleted, Actor::Author(known.author), known.conversation, data).await?;
    judge_anew(tx, known.author).await?;
    Ok(true)
}

/// The job that goes on taking away what an author said whose account is gone.
pub const FORGET_AUTHOR: &str = "forget_author";

/// Posts whose words are taken away in one transaction: each costs a dozen statements.
const CHUNK: i64 = 20;

/// An author whose account is gone: what was heard of them until then goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gone {
    /// The channel that heard of it.
    pub channel: ChannelId,
    /// Who.
    pub author: AuthorId,
    /// When: who comes back later is heard, and stays.
    pub until: Timestamp,
}

/// Takes the words of an author away whose account is gone, and what was judged about them: of the first posts at once,
/// and the rest by [`FORGET_AUTHOR`].
pub async fn author_gone(tx: &mut Tx, channel: ChannelId, network: Network, remote_id: &str) -> Result<()> {
    let Some(author) = author::by_remote(tx, network, remote_id).await? else {
        return Ok(());
    };
    let gone = Gone { channel, author: author.id, until: tx.now() };
    if forget_more(tx, gone).await? {
        let (key, now) = (format!("{channel}:{}", author.id), tx.now());
        let payload = json!({ "channel": channel, "author": author.id, "until": micros(gone.until) });
        job::enqueue(tx, FORGET_AUTHOR, &key, &payload, now).await?;
    }
    Ok(())
}

/// Takes the words of the next posts away; whether there are more.
pub async fn forget_more(tx: &mut Tx, gone: Gone) -> Result<bool> {
    let Gone { channel, author, until } = gone;
    let posts = post::standing_by_author(tx, channel, author, until, CHUNK).await?;
    for standing in &posts {
        post_deleted(tx, channel, &standing.remote.id).await?;
    }
    regard::forget(tx, author).await?;
    Ok(posts.len() as i64 == CHUNK)
}

/// A change of words is news to whoever is writing an answer to them.
pub(crate) async fn raise_version(tx: &mut Tx, known: &Post) -> Result<Option<i64>> {
    let Some(id) = known.conversation else {
        return Ok(None);
    };
    let Some(mut conversation) = conversation::find(tx, id).await? else {
        return Ok(None);
    };
    conversation.version += 1;
    conversation::save(tx, &conversation).await?;
    // Those that said the same go on under the first of them, which takes its beginning over.
    alike::part(tx, Actor::Author(known.author), &mut conversation).await?;
    near::forget(tx, id).await?;
    Ok(Some(conversation.version))
}
