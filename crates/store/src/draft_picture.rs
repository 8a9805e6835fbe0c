//! Pictures laid to an answer that is not given yet: in a member's draft, or handed in by a program that may name them.

use jiff::Timestamp;
use model::{ConversationId, DraftPictureId, MemberId};

use crate::media::{self, Media};
use crate::picture::{Remade, Shown};
use crate::reply_picture::ReplyPicture;
use crate::row::{FromRow, Row};
use crate::sql::{places, sql};
use crate::{Result, Tx};

/// A picture that may go out with an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftPicture {
    /// Our id.
    pub id: DraftPictureId,
    /// Where the answer is to be given.
    pub conversation: ConversationId,
    /// Who laid it there.
    pub member: MemberId,
    /// Its place in the member's draft, growing; `None` when it is in no draft.
    pub place: Option<i64>,
    /// What it shows, for those who cannot see it.
    pub alt: String,
    /// What is left out of what was added, in plain words.
    pub left_out: Option<String>,
    /// The picture.
    pub full: Shown,
    /// A small one of it.
    pub thumbnail: Shown,
    /// Bytes of the picture.
    pub bytes: i64,
}

impl FromRow for DraftPicture {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let shown = |digest: &str, width: &str, height: &str| -> Result<Shown> {
            Ok(Shown { digest: row.get(digest)?, width: row.get(width)?, height: row.get(height)? })
        };
        Ok(Self {
            id: row.get("id")?,
            conversation: row.get("conversation_id")?,
            member: row.get("member_id")?,
            place: row.get("place")?,
            alt: row.get("alt")?,
            left_out: row.get("left_out")?,
            full: shown("full_digest", "full_width", "full_height")?,
            thumbnail: shown("thumbnail_digest", "thumbnail_width", "thumbnail_height")?,
            bytes: row.get("full_bytes")?,
        })
    }
}

const WITH_MEDIA: &str = "SELECT draft_picture.*, whole.width AS full_width, whole.height AS full_height, \
     CAST(LENGTH(whole.bytes) AS BIGINT) AS full_bytes, \
     small.width AS thumbnail_width, small.height AS thumbnail_height FROM draft_picture \
     JOIN media AS whole ON whole.digest = draft_picture.full_digest \
     JOIN media AS small ON small.digest = draft_picture.thumbnail_digest";

/// Where a picture is laid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Laid {
    /// At the end of the member's draft.
    InDraft,
    /// In no draft: whoever names it takes it.
    Apart,
}

/// Keeps a picture for an answer of a member in a conversation.
pub async fn lay(
    tx: &mut Tx,
    (conversation, member): (ConversationId, MemberId),
    laid: Laid,
    remade: &Remade,
) -> Result<DraftPicture> {
    let full = shown(tx, &remade.full).await?;
    let thumbnail = shown(tx, &remade.thumbnail).await?;
    let place = match laid {
        Laid::InDraft => Some(next_place(tx, conversation, member).await?),
        Laid::Apart => None,
    };
    let bytes = i64::try_from(remade.full.bytes.len()).unwrap_or(i64::MAX);
    let id = tx.next_id();
    let (alt, left_out) = (String::new(), remade.left_out.clone());
    let laid = DraftPicture { id, conversation, member, place, alt, left_out, full, thumbnail, bytes };
    insert(tx, &laid).await?;
    Ok(laid)
}

async fn shown(tx: &mut Tx, media: &Media) -> Result<Shown> {
    Ok(Shown { digest: media::keep(tx, media).await?, width: media.width, height: media.height })
}

async fn next_place(tx: &mut Tx, conversation: ConversationId, member: MemberId) -> Result<i64> {
    let last = of_draft(tx, conversation, member).await?.last().and_then(|last| last.place);
    Ok(last.map_or(0, |last| last + 1))
}

async fn insert(tx: &mut Tx, one: &DraftPicture) -> Result<()> {
    let now = tx.now();
    sql("INSERT INTO draft_picture (id, conversation_id, member_id, place, alt, left_out, full_digest, \
         thumbnail_digest, added_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
    .bind(one.id)
    .bind(one.conversation)
    .bind(one.member)
    .bind(one.place)
    .bind(one.alt.as_str())
    .bind(one.left_out.as_ref())
    .bind(&one.full.digest)
    .bind(&one.thumbnail.digest)
    .bind(now)
    .run(tx)
    .await?;
    Ok(())
}

/// Lays the pictures of an answer that are still kept to its author's draft, behind what is there.
pub async fn lay_again(
    tx: &mut Tx,
    (conversation, member): (ConversationId, MemberId),
    pictures: &[ReplyPicture],
) -> Result<()> {
    let mut place = next_place(tx, conversation, member).await?;
    for ReplyPicture { alt, kept, .. } in pictures {
        let Some((full, thumbnail)) = kept.clone() else { continue };
        let (id, alt) = (tx.next_id(), alt.clone());
        let again = DraftPicture {
            id,
            conversation,
            member,
            place: Some(place),
            alt,
            left_out: None,
            full,
            thumbnail,
            bytes: 0,
        };
        insert(tx, &again).await?;
        place += 1;
    }
    Ok(())
}

/// The pictures in a member's draft, in their order.
pub async fn of_draft(tx: &mut Tx, conversation: ConversationId, member: MemberId) -> Result<Vec<DraftPicture>> {
    sql(format!(
        "{WITH_MEDIA} WHERE draft_picture.conversation_id = $1 AND draft_picture.member_id = $2 \
         AND draft_picture.place IS NOT NULL ORDER BY draft_picture.place, draft_picture.id"
    ))
    .bind(conversation)
    .bind(member)
    .all(tx)
    .await
}

/// The pictures in every draft of a conversation, by member and in their order.
pub async fn of_conversation(tx: &mut Tx, conversation: ConversationId) -> Result<Vec<DraftPicture>> {
    sql(format!(
        "{WITH_MEDIA} WHERE draft_picture.conversation_id = $1 AND draft_picture.place IS NOT NULL \
         ORDER BY draft_picture.member_id, draft_picture.place, draft_picture.id"
    ))
    .bind(conversation)
    .all(tx)
    .await
}

/// The picture with this id.
pub async fn find(tx: &mut Tx, id: DraftPictureId) -> Result<Option<DraftPicture>> {
    sql(format!("{WITH_MEDIA} WHERE draft_picture.id = $1")).bind(id).maybe(tx).await
}

/// Describes a picture.
pub async fn describe(tx: &mut Tx, id: DraftPictureId, alt: &str) -> Result<()> {
    sql("UPDATE draft_picture SET alt = $2 WHERE id = $1").bind(id).bind(alt).run(tx).await?;
    Ok(())
}

/// Gives the pictures of a draft this order.
pub async fn put_in_order(tx: &mut Tx, ids: &[DraftPictureId]) -> Result<()> {
    for (place, id) in (0_i64..).zip(ids) {
        sql("UPDATE draft_picture SET place = $2 WHERE id = $1").bind(*id).bind(place).run(tx).await?;
    }
    Ok(())
}

/// Lets a picture stand in another draft too, behind what is there.
pub async fn copy(tx: &mut Tx, one: &DraftPicture, to: (ConversationId, MemberId)) -> Result<()> {
    let (conversation, member) = to;
    let place = Some(next_place(tx, conversation, member).await?);
    let copied = DraftPicture { id: tx.next_id(), conversation, member, place, ..one.clone() };
    insert(tx, &copied).await
}

/// Takes pictures away, with what nobody else shows of them.
pub async fn remove(tx: &mut Tx, pictures: &[DraftPicture]) -> Result<()> {
    if pictures.is_empty() {
        return Ok(());
    }
    let text = format!("DELETE FROM draft_picture WHERE id IN ({})", places(1, pictures.len()));
    pictures.iter().fold(sql(text), |query, one| query.bind(one.id)).run(tx).await?;
    let digests: Vec<String> =
        pictures.iter().flat_map(|one| [&one.full, &one.thumbnail]).map(|shown| shown.digest.clone()).collect();
    media::drop_unused_of(tx, &digests).await
}

/// Forgets every picture that was laid to answers in a conversation.
pub(crate) async fn forget(tx: &mut Tx, conversation: ConversationId) -> Result<()> {
    let all: Vec<DraftPicture> =
        sql(format!("{WITH_MEDIA} WHERE draft_picture.conversation_id = $1")).bind(conversation).all(tx).await?;
    remove(tx, &all).await
}

/// How many pictures of a member are in no draft.
pub async fn count_apart(tx: &mut Tx, member: MemberId) -> Result<i64> {
    let count = sql("SELECT COUNT(*) AS n FROM draft_picture WHERE member_id = $1 AND place IS NULL")
        .bind(member)
        .maybe(tx)
        .await?;
    Ok(count.unwrap_or(0))
}

/// Takes pictures away that are in no draft and that nobody named since `before`, at most `limit`; how many.
pub async fn expire(tx: &mut Tx, before: Timestamp, limit: i64) -> Result<usize> {
    let due: Vec<DraftPicture> = sql(format!(
        "{WITH_MEDIA} WHERE draft_picture.place IS NULL AND draft_picture.added_at < $1 \
         ORDER BY draft_picture.added_at LIMIT $2"
    ))
    .bind(before)
    .bind(limit)
    .all(tx)
    .await?;
    remove(tx, &due).await?;
    Ok(due.len())
}
