//! Following what people do to their posts: edits, deletions, accounts that go.

use jiff::Timestamp;
use model::{Actor, ChannelId, EventKind, Network, ReceivedPost, text_digest};
use serde_json::json;
use store::event::append;
use store::post::{self, Post};
use store::{Tx, author, conversation, near, random_bytes, regard};

use crate::media::expect_pictures;
use crate::regarding::judge_anew;
use crate::{Result, alike};

/// Takes over a newer version of a known post; the same version changes nothing, and a former one, heard late,
/// neither. Whether what was heard is what stands.
pub(crate) async fn post_changed(tx: &mut Tx, known: &Post, received: &ReceivedPost) -> Result<bool> {
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

/// Takes the words of every post of an author away whose account is gone, and what was judged about them.
pub async fn author_gone(tx: &mut Tx, channel: ChannelId, network: Network, remote_id: &str) -> Result<()> {
    let Some(author) = author::by_remote(tx, network, remote_id).await? else {
        return Ok(());
    };
    for standing in post::standing_by_author(tx, channel, author.id).await? {
        post_deleted(tx, channel, &standing.remote.id).await?;
    }
    regard::forget(tx, author.id).await?;
    Ok(())
}

/// A change of words is news to whoever is writing an answer to them.
async fn raise_version(tx: &mut Tx, known: &Post) -> Result<Option<i64>> {
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
