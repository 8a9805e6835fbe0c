//! Conversations that began with nearly the same words: lists show the later ones under the first.
//!
//! Signatures of 64 bits are kept for those under which others may come to stand, cut in four: of two that differ in seven
//! bits at most, one part differs in one bit at most, and every such part is looked up.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use model::{ConversationId, first_id_at};

use crate::conversation::Conversation;
use crate::row::{FromRow, Row};
use crate::sql::{Value, insert, select_with, sql};
use crate::{Result, Tx};

/// Bits in which the signatures of two beginnings differ at most for one to stand under the other; those of strangers
/// differ in about 32. One word exchanged in twenty-five stays below it four times in five.
pub const BITS_MAX: u32 = 7;
/// Bits of a part.
const PART_BITS: u32 = 16;
/// How far apart two beginnings may lie. A campaign is over within days; who says the same a month later says it anew.
pub const WINDOW: SignedDuration = SignedDuration::from_hours(7 * 24);
/// What a part is combined with: itself, and each of its bits turned over.
const LIKE: &str = "VALUES (0), (1), (2), (4), (8), (16), (32), (64), (128), (256), (512), (1024), (2048), (4096), (8192), \
     (16384), (32768)";

/// How a conversation began under which others may come to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Beginning {
    /// When.
    pub opened_at: Timestamp,
    /// Which conversation.
    pub conversation: ConversationId,
    /// The signature of its first words.
    pub signature: u64,
}

impl Beginning {
    /// Whether words of this signature, said at this moment, are nearly the same at nearly the same time.
    pub fn is_like(&self, signature: u64, at: Timestamp) -> bool {
        (self.signature ^ signature).count_ones() <= BITS_MAX && self.opened_at.duration_since(at).abs() <= WINDOW
    }
}

impl FromRow for Beginning {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let signature: i64 = row.get("signature")?;
        Ok(Self {
            opened_at: row.get("opened_at")?,
            conversation: row.get("conversation_id")?,
            signature: signature.cast_unsigned(),
        })
    }
}

/// The parts of a signature, each with its number.
fn parts(signature: u64) -> [i64; 4] {
    [0, 1, 2, 3].map(|number| {
        let bits = signature >> (PART_BITS * number) & ((1 << PART_BITS) - 1);
        (u64::from(number) << PART_BITS | bits).cast_signed()
    })
}

/// Keeps how conversations began, so that others may come to stand under them.
pub async fn keep(tx: &mut Tx, beginnings: &[Beginning]) -> Result<()> {
    let rows: Vec<Vec<Value>> = beginnings.iter().flat_map(rows).collect();
    let head = "INSERT INTO near (conversation_id, part, signature, opened_at)";
    insert(tx, head, " ON CONFLICT DO NOTHING", rows.into_iter()).await
}

fn rows(one: &Beginning) -> [Vec<Value>; 4] {
    let Beginning { opened_at, conversation, signature } = *one;
    parts(signature)
        .map(|part| vec![conversation.into(), part.into(), signature.cast_signed().into(), opened_at.into()])
}

/// The kept beginnings that are like one of these signatures at its moment, whatever became of their conversations.
pub async fn like(tx: &mut Tx, said: &[(u64, Timestamp)]) -> Result<BTreeSet<Beginning>> {
    let rows = said.iter().flat_map(|(signature, at)| {
        let from = at.saturating_sub(WINDOW).unwrap_or(Timestamp::MIN);
        let to = at.saturating_add(WINDOW).unwrap_or(Timestamp::MAX);
        parts(*signature).map(|part| vec![part.into(), from.into(), to.into()])
    });
    let rows: Vec<Vec<Value>> = rows.collect();
    // What is asked for comes first: it is little, and each part is then looked up. `|` less `&` is what differs.
    let head =
        format!("SELECT near.conversation_id, near.signature, near.opened_at FROM ({LIKE}) AS turned CROSS JOIN (");
    let tail = ") AS asked CROSS JOIN near WHERE near.part = (asked.column1 | turned.column1) - \
         (asked.column1 & turned.column1) AND near.opened_at BETWEEN asked.column2 AND asked.column3";
    let found: Vec<Beginning> = select_with(tx, &head, tail, rows.into_iter()).await?;
    let is_like = |found: &Beginning| said.iter().any(|(signature, at)| found.is_like(*signature, *at));
    Ok(found.into_iter().filter(is_like).collect())
}

/// How a conversation began, as long as others may come to stand under it.
pub async fn beginning(tx: &mut Tx, conversation: ConversationId) -> Result<Option<Beginning>> {
    sql("SELECT conversation_id, signature, opened_at FROM near WHERE conversation_id = $1 LIMIT 1")
        .bind(conversation)
        .maybe(tx)
        .await
}

/// Counts so many more conversations under these, or so many fewer; no two are the same.
pub async fn count(tx: &mut Tx, more: &[(ConversationId, i64)]) -> Result<()> {
    for (under, more) in more {
        let text = "UPDATE conversation SET alike_count = alike_count + $2 WHERE id = $1 AND alike_count + $2 >= 0";
        sql(text).bind(*under).bind(*more).run(tx).await?;
    }
    Ok(())
}

/// Puts a conversation under another, or lets it stand for itself; [`count`] is told apart.
pub async fn place(tx: &mut Tx, conversation: ConversationId, under: Option<ConversationId>) -> Result<()> {
    sql("UPDATE conversation SET alike_of = $2 WHERE id = $1").bind(conversation).bind(under).run(tx).await?;
    Ok(())
}

/// Takes a conversation out from under another, so that it stands for itself.
pub async fn unfold(tx: &mut Tx, conversation: &mut Conversation) -> Result<()> {
    let Some(under) = conversation.alike_of.take() else {
        return Ok(());
    };
    place(tx, conversation.id, None).await?;
    count(tx, &[(under, -1)]).await
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
