//! Conversations that began with nearly the same words: lists show the later ones under the first.
//!
//! Signatures of 64 bits are kept for those under which others may come to stand, cut in four: of two that differ in seven
//! bits at most, one part differs in one bit at most, and every such part is looked up.

use jiff::{SignedDuration, Timestamp};
use model::{ConversationId, first_id_at};

use crate::conversation::Conversation;
use crate::row::{FromRow, Row};
use crate::sql::{Statement, places, sql};
use crate::{Result, Tx};

/// Bits in which the signatures of two beginnings differ at most for one to stand under the other; those of strangers
/// differ in about 32. One word exchanged in twenty-five stays below it four times in five.
pub const BITS_MAX: u32 = 7;
/// Bits of a part.
const PART_BITS: u32 = 16;
/// How far apart two beginnings may lie. A campaign is over within days; who says the same a month later says it anew.
pub const WINDOW: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Beginnings with a like part that are compared, the newest: each read row costs the writer some microseconds, and of fifty
/// thousand beginnings about fifty have one by chance.
const COMPARED_MAX: i64 = 50;

struct Beginning {
    conversation: ConversationId,
    signature: i64,
}

impl FromRow for Beginning {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { conversation: row.get("conversation_id")?, signature: row.get("signature")? })
    }
}

/// The parts of a signature, each with its number.
fn parts(signature: u64) -> [i64; 4] {
    [0, 1, 2, 3].map(|number| {
        let bits = signature >> (PART_BITS * number) & ((1 << PART_BITS) - 1);
        (u64::from(number) << PART_BITS | bits).cast_signed()
    })
}

/// Every part that is equal to one of the signature, or differs from it in one bit.
fn like_parts(signature: u64) -> Vec<i64> {
    let flipped = |part: i64| (0..PART_BITS).map(move |bit| part ^ 1 << bit);
    parts(signature).into_iter().flat_map(|part| std::iter::once(part).chain(flipped(part))).collect()
}

/// Keeps how a conversation began, so that others may come to stand under it.
pub async fn keep(tx: &mut Tx, conversation: ConversationId, signature: u64, opened_at: Timestamp) -> Result<()> {
    let [a, b, c, d] = parts(signature);
    sql("INSERT INTO near (conversation_id, part, signature, opened_at) \
         VALUES ($1, $2, $6, $7), ($1, $3, $6, $7), ($1, $4, $6, $7), ($1, $5, $6, $7) ON CONFLICT DO NOTHING")
    .bind(conversation)
    .bind(a)
    .bind(b)
    .bind(c)
    .bind(d)
    .bind(signature.cast_signed())
    .bind(opened_at)
    .run(tx)
    .await?;
    Ok(())
}

/// The newest conversation that is our turn, is spam or not as asked, and began with nearly the same words at nearly the
/// same time.
pub async fn find(tx: &mut Tx, signature: u64, opened_at: Timestamp, is_spam: bool) -> Result<Option<ConversationId>> {
    let parts = like_parts(signature);
    let text = format!(
        "SELECT near.conversation_id, near.signature FROM near CROSS JOIN conversation \
         WHERE conversation.id = near.conversation_id AND near.opened_at BETWEEN $1 AND $2 AND near.part IN ({}) \
         AND conversation.status IN ('new', 'open') AND conversation.is_spam = $3 AND conversation.alike_of IS NULL \
         ORDER BY near.opened_at DESC, near.conversation_id DESC LIMIT $4",
        places(5, parts.len())
    );
    let query = sql(text)
        .bind(opened_at.saturating_sub(WINDOW).unwrap_or(Timestamp::MIN))
        .bind(opened_at.saturating_add(WINDOW).unwrap_or(Timestamp::MAX))
        .bind(is_spam)
        .bind(COMPARED_MAX);
    let candidates: Vec<Beginning> = parts.into_iter().fold(query, Statement::bind).all(tx).await?;
    let is_near = |one: &Beginning| (one.signature.cast_unsigned() ^ signature).count_ones() <= BITS_MAX;
    Ok(candidates.into_iter().find(is_near).map(|one| one.conversation))
}

/// Puts a conversation under another.
pub async fn fold(tx: &mut Tx, conversation: ConversationId, under: ConversationId) -> Result<()> {
    sql("UPDATE conversation SET alike_of = $2 WHERE id = $1").bind(conversation).bind(under).run(tx).await?;
    let text = "UPDATE conversation SET alike_count = alike_count + 1 WHERE id = $1";
    sql(text).bind(under).run(tx).await?;
    Ok(())
}

/// Takes a conversation out from under another, so that it stands for itself.
pub async fn unfold(tx: &mut Tx, conversation: &mut Conversation) -> Result<()> {
    let Some(under) = conversation.alike_of.take() else {
        return Ok(());
    };
    sql("UPDATE conversation SET alike_of = NULL WHERE id = $1").bind(conversation.id).run(tx).await?;
    let text = "UPDATE conversation SET alike_count = alike_count - 1 WHERE id = $1 AND alike_count > 0";
    sql(text).bind(under).run(tx).await?;
    Ok(())
}

/// Lets the first of those under a conversation take its place; which one.
pub async fn hand_over(tx: &mut Tx, from: &mut Conversation) -> Result<Option<ConversationId>> {
    let count = std::mem::take(&mut from.alike_count);
    sql("UPDATE conversation SET alike_count = 0 WHERE id = $1").bind(from.id).run(tx).await?;
    let first = "SELECT id FROM conversation WHERE alike_of = $1 ORDER BY active_at, id LIMIT 1";
    let Some(first) = sql(first).bind(from.id).maybe::<ConversationId>(tx).await? else {
        return Ok(None);
    };
    sql("UPDATE conversation SET alike_of = NULL, alike_count = $2 WHERE id = $1")
        .bind(first)
        .bind(count - 1)
        .run(tx)
        .await?;
    let follow = "UPDATE conversation SET alike_of = $2 WHERE alike_of = $1";
    sql(follow).bind(from.id).bind(first).run(tx).await?;
    let signature = "UPDATE near SET conversation_id = $2 WHERE conversation_id = $1";
    sql(signature).bind(from.id).bind(first).run(tx).await?;
    Ok(Some(first))
}

/// Forgets how a conversation began: its words are gone, or others.
pub async fn forget(tx: &mut Tx, conversation: ConversationId) -> Result<()> {
    sql("DELETE FROM near WHERE conversation_id = $1").bind(conversation).run(tx).await?;
    Ok(())
}

/// Forgets beginnings that no new one can be near to any more, the oldest first, at most so many conversations'; how many
/// rows there were.
pub async fn forget_old(tx: &mut Tx, limit: i64) -> Result<u64> {
    let before = tx.now().saturating_sub(WINDOW).unwrap_or(Timestamp::MIN);
    sql("DELETE FROM near WHERE conversation_id IN (SELECT conversation_id FROM near WHERE conversation_id < $1 \
         GROUP BY conversation_id ORDER BY conversation_id LIMIT $2)")
    .bind(ConversationId(first_id_at(before)))
    .bind(limit)
    .run(tx)
    .await
}
