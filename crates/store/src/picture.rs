//! The pictures that hang on posts: what became of each, and which [`crate::media`] show it.

use std::collections::HashMap;

use jiff::Timestamp;
use model::{Attachment, ConversationId, PictureState, PostId};

use crate::media::{self, Media};
use crate::row::{FromRow, Row};
use crate::sql::{insert, pieces, places, sql};
use crate::{Result, Tx};

/// A picture of a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The post.
    pub post: PostId,
    /// The place of its attachment on the post, from 0.
    pub place: u32,
    /// What became of it.
    pub state: PictureState,
    /// Why it is not shown, or what is left out of it, in plain words.
    pub reason: Option<String>,
    /// The picture and a small one of it, while it is kept.
    pub kept: Option<(Shown, Shown)>,
    /// Since when it is so.
    pub changed_at: Timestamp,
}

/// Kept bytes as a page names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Their digest.
    pub digest: String,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

impl FromRow for Picture {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let shown = |digest: &str, width: &str, height: &str| -> Result<Option<Shown>> {
            let Some(digest) = row.get::<Option<String>>(digest)? else { return Ok(None) };
            Ok(Some(Shown { digest, width: row.get(width)?, height: row.get(height)? }))
        };
        let full = shown("full_digest", "full_width", "full_height")?;
        let thumbnail = shown("thumbnail_digest", "thumbnail_width", "thumbnail_height")?;
        Ok(Self {
            post: row.get("post_id")?,
            place: row.get("place")?,
            state: row.get("state")?,
            reason: row.get("reason")?,
            kept: full.zip(thumbnail),
            changed_at: row.get("changed_at")?,
        })
    }
}

/// Notes which attachments of posts have pictures to be fetched; none of these was noted yet.
pub async fn expect(tx: &mut Tx, expected: &[(PostId, u32)]) -> Result<()> {
    let now = tx.now();
    let rows = expected
        .iter()
        .map(|(post, place)| vec![(*post).into(), (*place).into(), PictureState::Waiting.into(), now.into()]);
    insert(tx, "INSERT INTO picture (post_id, place, state, changed_at)", "", rows).await
}

/// The pictures of these posts, by post and in the order of their places.
pub async fn of_posts(tx: &mut Tx, posts: &[PostId]) -> Result<HashMap<PostId, Vec<Picture>>> {
    let mut found: HashMap<PostId, Vec<Picture>> = HashMap::new();
    for piece in pieces(posts) {
        let text = format!(
            "SELECT picture.*, whole.width AS full_width, whole.height AS full_height, \
             small.width AS thumbnail_width, small.height AS thumbnail_height FROM picture \
             LEFT JOIN media AS whole ON whole.digest = picture.full_digest \
             LEFT JOIN media AS small ON small.digest = picture.thumbnail_digest \
             WHERE picture.post_id IN ({}) ORDER BY picture.post_id, picture.place",
            places(1, piece.len())
        );
        for picture in piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<Picture>(tx).await? {
            found.entry(picture.post).or_default().push(picture);
        }
    }
    Ok(found)
}

/// A picture of a conversation that a list shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newest {
    /// The conversation.
    pub conversation: ConversationId,
    /// The attachment that shows it.
    pub attachment: Attachment,
    /// The small picture.
    pub thumbnail: Shown,
}

impl FromRow for Newest {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let (attachments, place): (Vec<Attachment>, u32) = (row.json("attachments")?, row.get("place")?);
        Ok(Self {
            conversation: row.get("conversation_id")?,
            attachment: attachments.into_iter().nth(place as usize).unwrap_or_default(),
            thumbnail: Shown { digest: row.get("digest")?, width: row.get("width")?, height: row.get("height")? },
        })
    }
}

/// The kept pictures in these conversations, the newest of each first.
pub async fn of_conversations(tx: &mut Tx, ids: &[ConversationId]) -> Result<Vec<Newest>> {
    let mut found = Vec::new();
    for piece in pieces(ids) {
        let text = format!(
            "SELECT post.conversation_id, post.attachments, picture.place, media.digest, media.width, media.height \
             FROM post JOIN picture ON picture.post_id = post.id JOIN media ON media.digest = picture.thumbnail_digest \
             WHERE post.conversation_id IN ({}) AND post.deleted_at IS NULL \
             ORDER BY post.conversation_id, post.posted_at DESC, post.id DESC, picture.place",
            places(1, piece.len())
        );
        found.extend(piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<Newest>(tx).await?);
    }
    Ok(found)
}

/// The places of a post's pictures that are still to be fetched.
pub async fn waiting(tx: &mut Tx, post: PostId) -> Result<Vec<u32>> {
    let waiting: Vec<Place> = sql("SELECT place FROM picture WHERE post_id = $1 AND state = $2 ORDER BY place")
        .bind(post)
        .bind(PictureState::Waiting)
        .all(tx)
        .await?;
    Ok(waiting.into_iter().map(|place| place.0).collect())
}

struct Place(u32);

impl FromRow for Place {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        row.get("place").map(Self)
    }
}

/// A picture as we made it anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remade {
    /// The picture.
    pub full: Media,
    /// A small one of it.
    pub thumbnail: Media,
    /// What is left out of what its source has, in plain words.
    pub left_out: Option<String>,
}

/// Keeps a picture that is waited for; `false`, with nothing kept, when nobody waits for it any more.
pub async fn keep(tx: &mut Tx, post: PostId, place: u32, remade: &Remade) -> Result<bool> {
    let (full, thumbnail) = (media::keep(tx, &remade.full).await?, media::keep(tx, &remade.thumbnail).await?);
    let (reason, kept) = (remade.left_out.as_deref(), Some((&full, &thumbnail)));
    let is_awaited = settle(tx, post, place, PictureState::Kept, reason, kept).await?;
    if !is_awaited {
        media::drop_unused_of(tx, &[full, thumbnail]).await?;
    }
    Ok(is_awaited)
}

/// Notes why a picture that is waited for is not kept; `false` when nobody waits for it any more.
pub async fn give_up(tx: &mut Tx, post: PostId, place: u32, state: PictureState, reason: &str) -> Result<bool> {
    settle(tx, post, place, state, Some(reason), None).await
}

async fn settle(
    tx: &mut Tx,
    post: PostId,
    place: u32,
    state: PictureState,
    reason: Option<&str>,
    kept: Option<(&String, &String)>,
) -> Result<bool> {
    let now = tx.now();
    let changed = sql("UPDATE picture SET state = $4, reason = $5, full_digest = $6, thumbnail_digest = $7, \
         changed_at = $8 WHERE post_id = $1 AND place = $2 AND state = $3")
    .bind(post)
    .bind(place)
    .bind(PictureState::Waiting)
    .bind(state)
    .bind(reason)
    .bind(kept.map(|(full, _)| full))
    .bind(kept.map(|(_, thumbnail)| thumbnail))
    .bind(now)
    .run(tx)
    .await?;
    Ok(changed > 0)
}

/// Has a picture fetched again that is not kept, or is waited for in vain; `false` when it is kept or none.
pub async fn ask_again(tx: &mut Tx, post: PostId, place: u32) -> Result<bool> {
    let now = tx.now();
    let changed = sql("UPDATE picture SET state = $3, reason = NULL, changed_at = $4 \
         WHERE post_id = $1 AND place = $2 AND state <> $5")
    .bind(post)
    .bind(place)
    .bind(PictureState::Waiting)
    .bind(now)
    .bind(PictureState::Kept)
    .run(tx)
    .await?;
    Ok(changed > 0)
}

/// Posts with pictures that have waited since before a moment and that no work is about to fetch, at most so many;
/// `work` is the kind of that work, whose key is the post.
pub async fn unattended(tx: &mut Tx, work: &str, before: Timestamp, limit: i64) -> Result<Vec<PostId>> {
    sql("SELECT DISTINCT picture.post_id AS id FROM picture WHERE picture.state = 'waiting' AND picture.changed_at < $1 \
         AND NOT EXISTS (SELECT 1 FROM job WHERE job.key = $2 || ':' || CAST(picture.post_id AS TEXT)) \
         ORDER BY id LIMIT $3")
    .bind(before)
    .bind(work)
    .bind(limit)
    .all(tx)
    .await
}

/// Forgets the pictures of a post, with what nobody else shows of them.
pub async fn forget(tx: &mut Tx, post: PostId) -> Result<()> {
    let rows: Vec<Due> = sql("SELECT post_id, place, full_digest, thumbnail_digest FROM picture WHERE post_id = $1")
        .bind(post)
        .all(tx)
        .await?;
    if rows.is_empty() {
        return Ok(());
    }
    let digests: Vec<String> = rows.into_iter().flat_map(|one| one.digests).flatten().collect();
    sql("DELETE FROM picture WHERE post_id = $1").bind(post).run(tx).await?;
    media::drop_unused_of(tx, &digests).await
}

/// Forgets pictures of posts that are gone, of at most `limit` posts: a version from before left them. How many posts.
pub async fn forget_of_gone(tx: &mut Tx, limit: i64) -> Result<usize> {
    let gone: Vec<PostId> = sql("SELECT DISTINCT post.id AS id FROM picture JOIN post ON post.id = picture.post_id \
         WHERE post.deleted_at IS NOT NULL ORDER BY post.id LIMIT $1")
    .bind(limit)
    .all(tx)
    .await?;
    for post in &gone {
        forget(tx, *post).await?;
    }
    Ok(gone.len())
}

/// Lets pictures go that were kept before `before`, at most `limit`; how many.
pub async fn expire(tx: &mut Tx, before: Timestamp, limit: i64) -> Result<usize> {
    let (now, to_change) = (tx.now(), tx.to_change());
    let due: Vec<Due> = sql(format!(
        "SELECT post_id, place, full_digest, thumbnail_digest FROM picture \
         WHERE full_digest IS NOT NULL AND changed_at < $1 ORDER BY changed_at LIMIT $2{to_change}"
    ))
    .bind(before)
    .bind(limit)
    .all(tx)
    .await?;
    for one in &due {
        sql("UPDATE picture SET state = $3, full_digest = NULL, thumbnail_digest = NULL, changed_at = $4 \
             WHERE post_id = $1 AND place = $2")
        .bind(one.post)
        .bind(one.place)
        .bind(PictureState::Expired)
        .bind(now)
        .run(tx)
        .await?;
    }
    let count = due.len();
    let digests: Vec<String> = due.into_iter().flat_map(|one| one.digests).flatten().collect();
    media::drop_unused_of(tx, &digests).await?;
    Ok(count)
}

struct Due {
    post: PostId,
    place: u32,
    digests: [Option<String>; 2],
}

impl FromRow for Due {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            post: row.get("post_id")?,
            place: row.get("place")?,
            digests: [row.get("full_digest")?, row.get("thumbnail_digest")?],
        })
    }
}
