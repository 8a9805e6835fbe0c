//! The bytes of pictures: made by us, named by their digest, kept once however many posts and answers show them.
//!
//! They stand in the database and not in files: servers that share a database share them, a back-up is whole, and what
//! is deleted is deleted in the transaction that says so (docs/decisions/0006-media-in-the-database.md).

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::row::{FromRow, Row};
use crate::sql::{places, sql};
use crate::{Result, Tx};

/// A picture with its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Media {
    /// What the bytes are: one of the types that we make ourselves.
    pub media_type: String,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// The whole file.
    pub bytes: Vec<u8>,
}

impl Media {
    /// The name of the bytes: their SHA-256, in hexadecimal.
    pub fn digest(&self) -> String {
        hex::encode(Sha256::digest(&self.bytes))
    }
}

impl FromRow for Media {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            media_type: row.get("media_type")?,
            width: row.get("width")?,
            height: row.get("height")?,
            bytes: row.get("bytes")?,
        })
    }
}

/// The picture with this digest.
pub async fn find(tx: &mut Tx, digest: &str) -> Result<Option<Media>> {
    sql("SELECT * FROM media WHERE digest = $1").bind(digest).maybe(tx).await
}

/// Keeps a picture, once; gives its digest. Whoever takes unused ones away waits for this transaction, or is waited for.
pub(crate) async fn keep(tx: &mut Tx, media: &Media) -> Result<String> {
    let (digest, now) = (media.digest(), tx.now());
    sql("INSERT INTO media (digest, media_type, width, height, bytes, kept_at) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (digest) DO UPDATE SET kept_at = excluded.kept_at")
    .bind(&digest)
    .bind(media.media_type.as_str())
    .bind(media.width)
    .bind(media.height)
    .bind(media.bytes.as_slice())
    .bind(now)
    .run(tx)
    .await?;
    Ok(digest)
}

/// Each by itself: an index finds either digest.
const IS_UNUSED: &str = "NOT EXISTS (SELECT 1 FROM picture WHERE picture.full_digest = media.digest) \
     AND NOT EXISTS (SELECT 1 FROM picture WHERE picture.thumbnail_digest = media.digest) \
     AND NOT EXISTS (SELECT 1 FROM draft_picture WHERE draft_picture.full_digest = media.digest) \
     AND NOT EXISTS (SELECT 1 FROM draft_picture WHERE draft_picture.thumbnail_digest = media.digest) \
     AND NOT EXISTS (SELECT 1 FROM reply_picture WHERE reply_picture.full_digest = media.digest) \
     AND NOT EXISTS (SELECT 1 FROM reply_picture WHERE reply_picture.thumbnail_digest = media.digest)";

/// Takes those of these pictures away that nothing shows any more.
pub(crate) async fn drop_unused_of(tx: &mut Tx, digests: &[String]) -> Result<()> {
    for chunk in digests.chunks(200) {
        let named = places(1, chunk.len());
        let bound = |text: String| chunk.iter().fold(sql(text), |query, digest| query.bind(digest));
        // Waits for whoever is just keeping the same picture; only the next statement sees what they committed.
        let to_change = tx.to_change();
        bound(format!("SELECT digest FROM media WHERE digest IN ({named}) ORDER BY digest{to_change}"))
            .all::<Named>(tx)
            .await?;
        bound(format!("DELETE FROM media WHERE digest IN ({named}) AND {IS_UNUSED}")).run(tx).await?;
    }
    Ok(())
}

/// Takes pictures away that nothing shows and that nobody kept since `before`, at most `limit`; how many.
pub async fn drop_unused(tx: &mut Tx, before: Timestamp, limit: i64) -> Result<usize> {
    let unused: Vec<Named> =
        sql(format!("SELECT digest FROM media WHERE kept_at < $1 AND {IS_UNUSED} ORDER BY digest LIMIT $2"))
            .bind(before)
            .bind(limit)
            .all(tx)
            .await?;
    let digests: Vec<String> = unused.into_iter().map(|named| named.0).collect();
    drop_unused_of(tx, &digests).await?;
    Ok(digests.len())
}

struct Named(String);

impl FromRow for Named {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        row.get("digest").map(Self)
    }
}
