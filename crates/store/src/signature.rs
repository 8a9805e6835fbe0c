//! With what members sign their answers.

use model::{ChannelId, MemberId};

use crate::row::{FromRow, Row};
use crate::sql::sql;
use crate::{Result, Tx};

/// With what a member signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// On which channel; wherever there is no other when there is none.
    pub channel: Option<ChannelId>,
    /// The words, with blanks.
    pub text: String,
}

impl FromRow for Signature {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { channel: row.get("channel_id")?, text: row.get("text")? })
    }
}

/// All signatures of a member, the one for wherever there is no other first.
pub async fn of_member(tx: &mut Tx, member: MemberId) -> Result<Vec<Signature>> {
    sql("SELECT channel_id, text FROM signature WHERE member_id = $1 ORDER BY COALESCE(channel_id, 0)")
        .bind(member)
        .all(tx)
        .await
}

/// Keeps with what a member signs on a channel, or wherever there is no other; nothing with empty words.
pub async fn keep(tx: &mut Tx, member: MemberId, channel: Option<ChannelId>, text: &str) -> Result<()> {
    let at = channel.unwrap_or(ChannelId(0));
    sql("DELETE FROM signature WHERE member_id = $1 AND COALESCE(channel_id, 0) = $2")
        .bind(member)
        .bind(at)
        .run(tx)
        .await?;
    if text.is_empty() {
        return Ok(());
    }
    let id = tx.next_id::<i64>();
    sql("INSERT INTO signature (id, member_id, channel_id, text) VALUES ($1, $2, $3, $4)")
        .bind(id)
        .bind(member)
        .bind(channel)
        .bind(text)
        .run(tx)
        .await?;
    Ok(())
}
