//! The pictures of posts: which are to be fetched, and what became of them.

use model::{Actor, Attachment, ConversationId, EventKind, PictureState, PostId, Right};
use serde_json::json;
use store::event::append;
use store::member::Member;
use store::picture::Remade;
use store::{Tx, job, picture, post};

use crate::acts::require;
use crate::{InboxError, Result};

/// The job that fetches the pictures of a post.
pub const FETCH_MEDIA: &str = "fetch_media";

/// The most pictures that are fetched of one post; the rest stay links.
pub const PICTURES_MAX: usize = 10;

/// Notes which pictures a post has and enqueues their fetching; a post without any costs nothing.
pub(crate) async fn expect_pictures(tx: &mut Tx, post: PostId, attachments: &[Attachment]) -> Result<()> {
    let pictured = (0_u32..).zip(attachments).filter(|(_, attachment)| attachment.picture.is_some());
    let places: Vec<u32> = pictured.map(|(place, _)| place).take(PICTURES_MAX).collect();
    picture::expect(tx, post, &places).await?;
    if !places.is_empty() {
        enqueue(tx, post).await?;
    }
    Ok(())
}

async fn enqueue(tx: &mut Tx, post: PostId) -> Result<()> {
    let now = tx.now();
    Ok(job::enqueue(tx, FETCH_MEDIA, &post.to_string(), &json!({ "post": post }), now).await?)
}

/// Keeps a picture that was fetched and made anew. What nobody waits for any more is not kept.
pub async fn picture_kept(tx: &mut Tx, post: PostId, place: u32, remade: &Remade) -> Result<()> {
    let is_awaited = picture::keep(tx, post, place, remade).await?;
    tell(tx, post, place, PictureState::Kept, is_awaited).await
}

/// Notes why a picture is not kept.
pub async fn picture_given_up(tx: &mut Tx, post: PostId, place: u32, state: PictureState, reason: &str) -> Result<()> {
    let is_awaited = picture::give_up(tx, post, place, state, reason).await?;
    tell(tx, post, place, state, is_awaited).await
}

async fn tell(tx: &mut Tx, id: PostId, place: u32, state: PictureState, is_awaited: bool) -> Result<()> {
    if let (true, Some(post)) = (is_awaited, post::find(tx, id).await?) {
        let data = json!({ "post": id, "place": place, "state": state });
        append(tx, EventKind::PictureSettled, Actor::Channel(post.channel), post.conversation, data).await?;
    }
    Ok(())
}

/// Has a picture fetched again that is not kept.
///
/// # Errors
/// `Forbidden`; `Missing` for a post that is not of this conversation.
pub async fn fetch_again(
    tx: &mut Tx,
    member: &Member,
    conversation: ConversationId,
    id: PostId,
    place: u32,
) -> Result<()> {
    require(member, Right::WorkInbox)?;
    let stored = post::find(tx, id).await?.filter(|stored| stored.conversation == Some(conversation));
    if stored.is_none() {
        return Err(InboxError::Missing("this picture"));
    }
    if picture::ask_again(tx, id, place).await? {
        let data = json!({ "post": id, "place": place });
        append(tx, EventKind::PictureAskedFor, Actor::Member(member.id), Some(conversation), data).await?;
        enqueue(tx, id).await?;
    }
    Ok(())
}
