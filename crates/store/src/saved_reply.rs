//! Answers that were written once and are used again.

use std::collections::HashMap;

use jiff::Timestamp;
use model::{MemberId, ReplyId, SavedReplyId};

use crate::label::folded;
use crate::row::{FromRow, Row};
use crate::sql::sql;
use crate::variant::{self, Texts, Variant};
use crate::{Result, Tx};

const TEXTS: Texts = Texts { table: "saved_reply_text", owner: "saved_reply_id" };

/// A saved reply.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedReply {
    /// Our id.
    pub id: SavedReplyId,
    /// The name by which members find it.
    pub name: String,
    /// Since when it is put away.
    pub archived_at: Option<Timestamp>,
    /// Its texts, one for a language.
    pub variants: Vec<Variant>,
}

impl FromRow for SavedReply {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let variants = Vec::new();
        Ok(Self { id: row.get("id")?, name: row.get("name")?, archived_at: row.get("archived_at")?, variants })
    }
}

/// Makes a saved reply.
pub async fn create(tx: &mut Tx, name: &str, variants: &[Variant]) -> Result<SavedReplyId> {
    let (id, now) = (tx.next_id::<SavedReplyId>(), tx.now());
    sql("INSERT INTO saved_reply (id, name, folded, created_at) VALUES ($1, $2, $3, $4)")
        .bind(id)
        .bind(name)
        .bind(folded(name))
        .bind(now)
        .run(tx)
        .await?;
    variant::keep(tx, &TEXTS, id, variants).await?;
    Ok(id)
}

/// Gives a saved reply another name and other texts.
pub async fn change(tx: &mut Tx, id: SavedReplyId, name: &str, variants: &[Variant]) -> Result<()> {
    sql("UPDATE saved_reply SET name = $2, folded = $3 WHERE id = $1")
        .bind(id)
        .bind(name)
        .bind(folded(name))
        .run(tx)
        .await?;
    variant::keep(tx, &TEXTS, id, variants).await
}

/// Puts a saved reply away, or takes it out again.
pub async fn put_away(tx: &mut Tx, id: SavedReplyId, is_away: bool) -> Result<()> {
    let since = is_away.then(|| tx.now());
    sql("UPDATE saved_reply SET archived_at = $2 WHERE id = $1").bind(id).bind(since).run(tx).await?;
    Ok(())
}

/// The one in use with this name; case and spacing do not tell names apart.
pub async fn named(tx: &mut Tx, name: &str) -> Result<Option<SavedReplyId>> {
    sql("SELECT id FROM saved_reply WHERE folded = $1 AND archived_at IS NULL").bind(folded(name)).maybe(tx).await
}

/// The saved reply with this id, also one that is put away.
pub async fn find(tx: &mut Tx, id: SavedReplyId) -> Result<Option<SavedReply>> {
    let found = sql("SELECT * FROM saved_reply WHERE id = $1").bind(id).maybe::<SavedReply>(tx).await?;
    Ok(with_variants(tx, Vec::from_iter(found)).await?.pop())
}

/// Every saved reply, those in use first, then by name.
pub async fn all(tx: &mut Tx) -> Result<Vec<SavedReply>> {
    let all = sql("SELECT * FROM saved_reply ORDER BY archived_at IS NOT NULL, folded, id").all(tx).await?;
    with_variants(tx, all).await
}

async fn with_variants(tx: &mut Tx, mut saved: Vec<SavedReply>) -> Result<Vec<SavedReply>> {
    let ids: Vec<SavedReplyId> = saved.iter().map(|one| one.id).collect();
    let mut variants = variant::of(tx, &TEXTS, &ids).await?;
    for one in &mut saved {
        one.variants = variants.remove(&one.id).unwrap_or_default();
    }
    Ok(saved)
}

/// Remembers that an answer was made of a saved reply.
pub async fn used(tx: &mut Tx, id: SavedReplyId, reply: ReplyId, by: MemberId) -> Result<()> {
    let now = tx.now();
    sql("INSERT INTO saved_reply_use (reply_id, saved_reply_id, member_id, used_at) VALUES ($1, $2, $3, $4)")
        .bind(reply)
        .bind(id)
        .bind(by)
        .bind(now)
        .run(tx)
        .await?;
    Ok(())
}

/// What became of the answers that were made of a saved reply.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// Answers that were not taken back.
    pub count: i64,
    /// When it was used last.
    pub last_at: Option<Timestamp>,
    /// Conversations among them in which the person wrote again afterwards.
    pub wrote_again: i64,
}

struct UsesOf {
    saved: SavedReplyId,
    uses: Uses,
}

impl FromRow for UsesOf {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let uses = Uses { count: row.get("n")?, last_at: row.get("last_at")?, wrote_again: row.get("wrote_again")? };
        Ok(Self { saved: row.get("saved_reply_id")?, uses })
    }
}

/// What became of the answers made of each saved reply that was ever used. O(uses).
pub async fn uses(tx: &mut Tx) -> Result<HashMap<SavedReplyId, Uses>> {
    let all = sql("SELECT saved_reply_use.saved_reply_id, COUNT(*) AS n, MAX(saved_reply_use.used_at) AS last_at, \
         COUNT(CASE WHEN EXISTS (SELECT 1 FROM post JOIN author ON author.id = post.author_id \
           WHERE post.conversation_id = reply.conversation_id AND author.is_ours = 0 \
           AND post.thread_version > reply.thread_version) THEN 1 END) AS wrote_again \
         FROM saved_reply_use JOIN reply ON reply.id = saved_reply_use.reply_id WHERE reply.state <> 'cancelled' \
         GROUP BY saved_reply_use.saved_reply_id")
    .all::<UsesOf>(tx)
    .await?;
    Ok(all.into_iter().map(|one| (one.saved, one.uses)).collect())
}
