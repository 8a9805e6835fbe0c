//! The pictures of posts: which are to be fetched, and what became of them.

use jiff::Timestamp;
use model::{Actor, Attachment, ConversationId, EventKind, PictureState, PostId, Right};
use serde_json::json;
use store::event::append;
use store::member::Member;
use store::picture::Remade;
use store::post::Post;
use store::{Tx, job, picture, post};

use crate::acts::require;
use crate::{InboxError, Result};

/// The job that fetches the pictures of a post.
pub const FETCH_MEDIA: &str = "fetch_media";

/// The most pictures that are fetched of one post; the rest stay links.
pub const PICTURES_MAX: usize = 10;

/// Notes which pictures a post has by now and enqueues their fetching; a post without any costs nothing.
pub(crate) async fn expect_pictures(tx: &mut Tx, post: PostId, attachments: &[Attachment]) -> Result<()> {
    picture::forget(tx, post).await?;
    expect_pictures_of(tx, &[(post, attachments)]).await
}

/// Notes which pictures posts have of which none was noted yet, and enqueues their fetching.
pub(crate) async fn expect_pictures_of(tx: &mut Tx, posts: &[(PostId, &[Attachment])]) -> Result<()> {
    let (mut expected, mut pictured) = (Vec::new(), Vec::new());
    for (post, attachments) in posts {
        let places = (0_u32..).zip(*attachments).filter(|(_, attachment)| attachment.picture.is_some());
        let before = expected.len();
        expected.extend(places.map(|(place, _)| (*post, place)).take(PICTURES_MAX));
        if expected.len() > before {
            pictured.push(*post);
        }
    }
    picture::expect(tx, &expected).await?;
    enqueue(tx, &pictured).await
}

async fn enqueue(tx: &mut Tx, posts: &[PostId]) -> Result<()> {
    let now = tx.now();
    let work: Vec<_> = posts.iter().map(|post| (post.to_string(), json!({ "post": post }))).collect();
    Ok(job::enqueue_all(tx, FETCH_MEDIA, &work, now).await?)
}

/// Keeps a picture that was fetched for a post as it was read then, and made anew. What nobody waits for any more is not
/// kept.
pub async fn picture_kept(tx: &mut Tx, read: &Post, place: u32, remade: &Remade) -> Result<()> {
    if is_still_there(tx, read, place).await? && picture::keep(tx, read.id, place, remade).await? {
        tell(tx, read, place, PictureState::Kept).await?;
    }
    Ok(())
}

/// Notes why a picture is not kept of a post as it was read then.
pub async fn picture_given_up(tx: &mut Tx, read: &Post, place: u32, state: PictureState, reason: &str) -> Result<()> {
    if is_still_there(tx, read, place).await? && picture::give_up(tx, read.id, place, state, reason).await? {
        tell(tx, read, place, state).await?;
    }
    Ok(())
}

/// Whether the post still has there what it had when it was read: its author may have put another picture in its place.
async fn is_still_there(tx: &mut Tx, read: &Post, place: u32) -> Result<bool> {
    let now = post::by_remote(tx, read.channel, &read.remote.id).await?;
    let at = |post: &Post| post.attachments.get(place as usize).and_then(|attachment| attachment.picture.clone());
    Ok(now.is_some_and(|now| at(&now) == at(read)))
}

async fn tell(tx: &mut Tx, post: &Post, place: u32, state: PictureState) -> Result<()> {
    let data = json!({ "post": post.id, "place": place, "state": state });
    append(tx, EventKind::PictureSettled, Actor::Channel(post.channel), post.conversation, data).await?;
    Ok(())
}

/// Has pictures fetched that wait since before a moment while no work is about to fetch them, of at most so many posts;
/// of how many. A restored database and a version that gave up in another way leave such.
pub async fn fetch_forgotten(tx: &mut Tx, before: Timestamp, limit: i64) -> Result<usize> {
    let posts = picture::unattended(tx, FETCH_MEDIA, before, limit).await?;
    enqueue(tx, &posts).await?;
    Ok(posts.len())
}

/// Has a picture fetched again that is not kept; one that is waited for is fetched at once.
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
        enqueue(tx, &[id]).await?;
    }
    Ok(())
}
