//! Pictures of our answers, in their order.

use std::collections::HashMap;

use model::ReplyId;

use crate::draft_picture::{self, DraftPicture};
use crate::media;
use crate::picture::Shown;
use crate::row::{FromRow, Row};
use crate::sql::{pieces, places, sql};
use crate::{Result, Tx, reply, word_index};

/// A picture of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplyPicture {
    /// The answer.
    pub reply: ReplyId,
    /// Its place on the answer, from 0.
    pub place: i64,
    /// What it shows, for those who cannot see it.
    pub alt: String,
    /// What its author wrote there, where whoever approved it wrote something else.
    pub written_alt: Option<String>,
    /// The picture and a small one of it; `None` once whoever was answered is erased.
    pub kept: Option<(Shown, Shown)>,
}

impl FromRow for ReplyPicture {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let shown = |digest: &str, width: &str, height: &str| -> Result<Option<Shown>> {
            let Some(digest) = row.get::<Option<String>>(digest)? else { return Ok(None) };
            Ok(Some(Shown { digest, width: row.get(width)?, height: row.get(height)? }))
        };
        let full = shown("full_digest", "full_width", "full_height")?;
        let thumbnail = shown("thumbnail_digest", "thumbnail_width", "thumbnail_height")?;
        Ok(Self {
            reply: row.get("reply_id")?,
            place: row.get("place")?,
            alt: row.get("alt")?,
            written_alt: row.get("written_alt")?,
            kept: full.zip(thumbnail),
        })
    }
}

/// Has these pictures go out with an answer, in this order, each with its description; they are in no draft any more.
pub async fn take(tx: &mut Tx, reply: ReplyId, pictures: &[(DraftPicture, String)]) -> Result<()> {
    if pictures.is_empty() {
        return Ok(());
    }
    for (place, (one, alt)) in (0_i64..).zip(pictures) {
        sql("INSERT INTO reply_picture (reply_id, place, alt, full_digest, thumbnail_digest) VALUES ($1, $2, $3, $4, $5)")
            .bind(reply)
            .bind(place)
            .bind(alt.as_str())
            .bind(&one.full.digest)
            .bind(&one.thumbnail.digest)
            .run(tx)
            .await?;
    }
    let taken: Vec<DraftPicture> = pictures.iter().map(|(one, _)| one.clone()).collect();
    draft_picture::remove(tx, &taken).await?;
    index(tx, reply).await
}

/// Has an answer found by what its pictures show.
async fn index(tx: &mut Tx, reply: ReplyId) -> Result<()> {
    let Some(found) = reply::find(tx, reply).await? else { return Ok(()) };
    word_index::keep_reply(tx, reply, &found.text).await
}

/// The pictures of these answers, by answer and in their order.
pub async fn of_replies(tx: &mut Tx, replies: &[ReplyId]) -> Result<HashMap<ReplyId, Vec<ReplyPicture>>> {
    let mut found: HashMap<ReplyId, Vec<ReplyPicture>> = HashMap::new();
    for piece in pieces(replies) {
        let text = format!(
            "SELECT reply_picture.*, whole.width AS full_width, whole.height AS full_height, \
             small.width AS thumbnail_width, small.height AS thumbnail_height FROM reply_picture \
             LEFT JOIN media AS whole ON whole.digest = reply_picture.full_digest \
             LEFT JOIN media AS small ON small.digest = reply_picture.thumbnail_digest \
             WHERE reply_picture.reply_id IN ({}) ORDER BY reply_picture.reply_id, reply_picture.place",
            places(1, piece.len())
        );
        for one in piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<ReplyPicture>(tx).await? {
            found.entry(one.reply).or_default().push(one);
        }
    }
    Ok(found)
}

/// Describes a picture of an answer that has not left the house otherwise than its author did; theirs is kept.
pub async fn describe(tx: &mut Tx, reply: ReplyId, place: i64, alt: &str) -> Result<()> {
    sql("UPDATE reply_picture SET written_alt = COALESCE(written_alt, alt), alt = $3 WHERE reply_id = $1 AND place = $2")
        .bind(reply)
        .bind(place)
        .bind(alt)
        .run(tx)
        .await?;
    index(tx, reply).await
}

/// Forgets what the pictures of an answer showed: they stood there, and that is all.
pub(crate) async fn forget(tx: &mut Tx, reply: ReplyId) -> Result<()> {
    let shown = of_replies(tx, &[reply]).await?.remove(&reply).unwrap_or_default();
    let digests: Vec<String> =
        shown.into_iter().filter_map(|one| one.kept).flat_map(|(full, small)| [full.digest, small.digest]).collect();
    sql("UPDATE reply_picture SET alt = '', written_alt = NULL, full_digest = NULL, thumbnail_digest = NULL \
         WHERE reply_id = $1")
    .bind(reply)
    .run(tx)
    .await?;
    index(tx, reply).await?;
    media::drop_unused_of(tx, &digests).await
}

/// Puts other words in place of the descriptions of a picture.
pub(crate) async fn reword(tx: &mut Tx, one: &ReplyPicture, alt: &str, written_alt: Option<&str>) -> Result<()> {
    sql("UPDATE reply_picture SET alt = $3, written_alt = $4 WHERE reply_id = $1 AND place = $2")
        .bind(one.reply)
        .bind(one.place)
        .bind(alt)
        .bind(written_alt.map(str::to_owned))
        .run(tx)
        .await?;
    index(tx, one.reply).await
}
