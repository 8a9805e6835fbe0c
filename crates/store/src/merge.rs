//! Conversations that were merged, and those that were split off.
//!
//! A message is filed to one conversation, its home, by what the network says. Where that was merged into another, the
//! message stands in the other and keeps its home, so that taking them apart again moves what came later too.

use model::{ConversationId, PostId};

use crate::conversation::{self, Conversation};
use crate::row::{FromRow, Row};
use crate::sql::{Statement, Value, pieces, places, sql};
use crate::{Result, Tx};

/// The conversation in which everything stands that is filed to this one: itself, unless it was merged.
pub async fn standing(tx: &mut Tx, id: ConversationId) -> Result<Option<Conversation>> {
    let mut found = conversation::find(tx, id).await?;
    while let Some(into) = found.as_ref().and_then(|one| one.merged_into) {
        found = conversation::find(tx, into).await?;
    }
    Ok(found)
}

/// A conversation, and every other that stands in it or that stood in it before it was merged itself.
pub async fn within(tx: &mut Tx, id: ConversationId) -> Result<Vec<ConversationId>> {
    sql("WITH RECURSIVE part (id) AS (SELECT id FROM conversation WHERE id = $1 UNION ALL \
         SELECT conversation.id FROM conversation JOIN part ON conversation.merged_into = part.id) \
         SELECT id FROM part ORDER BY id")
    .bind(id)
    .all(tx)
    .await
}

/// Those of these conversations out of which others were split.
pub async fn with_splits(tx: &mut Tx, ids: &[ConversationId]) -> Result<Vec<ConversationId>> {
    let mut found = Vec::new();
    for piece in pieces(ids) {
        let text = format!(
            "SELECT DISTINCT split_from AS id FROM conversation WHERE split_from IN ({}) ORDER BY id",
            places(1, piece.len())
        );
        found.extend(piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<ConversationId>(tx).await?);
    }
    Ok(found)
}

/// Says in which conversation one stands from now on, or that it stands for itself; [`move_messages`] is told apart.
pub async fn set_merged(tx: &mut Tx, id: ConversationId, into: Option<ConversationId>) -> Result<()> {
    sql("UPDATE conversation SET merged_into = $2 WHERE id = $1").bind(id).bind(into).run(tx).await?;
    Ok(())
}

/// Says out of which conversation one was split.
pub async fn set_split(tx: &mut Tx, id: ConversationId, from: ConversationId) -> Result<()> {
    sql("UPDATE conversation SET split_from = $2 WHERE id = $1").bind(id).bind(from).run(tx).await?;
    Ok(())
}

/// Notes that the conversation gained or lost messages by merging or splitting at its present version: whoever answers
/// has to have seen it since.
pub async fn set_reshaped(tx: &mut Tx, conversation: &mut Conversation) -> Result<()> {
    conversation.reshaped_version = conversation.version;
    sql("UPDATE conversation SET version = $2, reshaped_version = $2 WHERE id = $1")
        .bind(conversation.id)
        .bind(conversation.version)
        .run(tx)
        .await?;
    Ok(())
}

/// Lets everything whose home is one of these stand in a conversation; posts at a version of it.
pub async fn move_messages(tx: &mut Tx, homes: &[ConversationId], to: ConversationId, version: i64) -> Result<()> {
    for piece in pieces(homes) {
        let places = places(2, piece.len());
        let is_at_home = format!("home_id IN ({places}) OR (home_id IS NULL AND conversation_id IN ({places}))");
        for table in ["post", "reply", "note", "obligation", "commitment"] {
            if table == "post" {
                let text =
                    format!("UPDATE post SET thread_version = $1 WHERE thread_version IS NOT NULL AND ({is_at_home})");
                piece.iter().fold(sql(text).bind(version), |query, id| query.bind(*id)).run(tx).await?;
            }
            let text = format!(
                "UPDATE {table} SET home_id = NULLIF(COALESCE(home_id, conversation_id), $1), conversation_id = $1 \
                 WHERE {is_at_home}"
            );
            piece.iter().fold(sql(text).bind(to), |query, id| query.bind(*id)).run(tx).await?;
        }
    }
    Ok(())
}

/// Gives posts, with the answers to them, what is owed on them and was promised in them, another home in which they stand, at a version of it.
pub async fn rehome(tx: &mut Tx, posts: &[PostId], to: ConversationId, version: i64) -> Result<()> {
    for piece in pieces(posts) {
        let text = format!(
            "UPDATE post SET conversation_id = $1, home_id = NULL, thread_version = $2 WHERE id IN ({})",
            places(3, piece.len())
        );
        let values = [Value::from(to), Value::from(version)].into_iter().chain(piece.iter().map(|id| (*id).into()));
        values.fold(sql(text), Statement::bind).run(tx).await?;
        for table in ["reply", "obligation"] {
            let text = format!(
                "UPDATE {table} SET conversation_id = $1, home_id = NULL WHERE post_id IN ({})",
                places(2, piece.len())
            );
            piece.iter().fold(sql(text).bind(to), |query, id| query.bind(*id)).run(tx).await?;
        }
        let text = format!(
            "UPDATE commitment SET conversation_id = $1, home_id = NULL WHERE reply_id IN (SELECT id FROM reply \
             WHERE post_id IN ({}))",
            places(2, piece.len())
        );
        piece.iter().fold(sql(text).bind(to), |query, id| query.bind(*id)).run(tx).await?;
    }
    Ok(())
}

/// Says where posts are at home that were put into the conversation in which their home stands.
pub async fn set_homes(tx: &mut Tx, homes: &[(PostId, ConversationId)]) -> Result<()> {
    for (post, home) in homes {
        sql("UPDATE post SET home_id = NULLIF($2, conversation_id) WHERE id = $1")
            .bind(*post)
            .bind(*home)
            .run(tx)
            .await?;
    }
    Ok(())
}

/// Puts exactly those topics on a conversation that its posts met.
pub async fn settle_topics(tx: &mut Tx, id: ConversationId) -> Result<()> {
    const MET: &str = "SELECT topic_match.topic_id FROM topic_match JOIN post ON post.id = topic_match.post_id \
         WHERE post.conversation_id = $1";
    sql(format!("DELETE FROM conversation_topic WHERE conversation_id = $1 AND topic_id NOT IN ({MET})"))
        .bind(id)
        .run(tx)
        .await?;
    sql(format!(
        "INSERT INTO conversation_topic (conversation_id, topic_id) SELECT DISTINCT $1, topic_id FROM ({MET}) AS met \
         WHERE TRUE ON CONFLICT DO NOTHING"
    ))
    .bind(id)
    .run(tx)
    .await?;
    Ok(())
}

struct Homed {
    home: ConversationId,
    posts: i64,
}

impl FromRow for Homed {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { home: row.get("home")?, posts: row.get("posts")? })
    }
}

/// The homes of the posts that stand in a conversation, and how many there are of each.
pub async fn homes(tx: &mut Tx, id: ConversationId) -> Result<Vec<(ConversationId, i64)>> {
    let text = "SELECT COALESCE(home_id, conversation_id) AS home, COUNT(*) AS posts FROM post \
         WHERE conversation_id = $1 GROUP BY COALESCE(home_id, conversation_id) ORDER BY home";
    Ok(sql(text).bind(id).all::<Homed>(tx).await?.into_iter().map(|one| (one.home, one.posts)).collect())
}
