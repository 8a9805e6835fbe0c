//! What a search looks at: conversations with what the engine may ask about them besides their posts.

use model::{ConversationId, Network};

use crate::conversation::{Conversation, Filter, Place};
use crate::row::{FromRow, Row, shown_name};
use crate::sql::{Statement, Value, pieces, places, sql};
use crate::{Result, Tx};

/// A conversation as a search looks at it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sought {
    /// The conversation.
    pub conversation: Conversation,
    /// The name of the person.
    pub author_name: String,
    /// On which network.
    pub network: Network,
    /// The name of the channel.
    pub channel_name: String,
}

impl Sought {
    /// Its place in lists.
    pub fn place(&self) -> Place {
        (self.conversation.active_at, self.conversation.id)
    }
}

impl FromRow for Sought {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            conversation: Conversation::from_row(row)?,
            author_name: shown_name(row)?,
            network: row.get("network")?,
            channel_name: row.get("channel_name")?,
        })
    }
}

fn select(chosen: &str) -> String {
    format!(
        "SELECT conversation.*, author.display_name, author.handle, author.remote_id AS author_remote_id, \
         channel.network, channel.name AS channel_name FROM (SELECT * FROM conversation WHERE {chosen}) AS conversation \
         JOIN author ON author.id = conversation.author_id JOIN channel ON channel.id = conversation.channel_id \
         ORDER BY conversation.active_at DESC, conversation.id DESC"
    )
}

/// The conversations of a list after a place, newest activity first.
pub async fn after(tx: &mut Tx, filter: &Filter, after: Option<Place>, limit: i64) -> Result<Vec<Sought>> {
    let (mut condition, mut values) = filter.condition();
    if let Some((active_at, id)) = after {
        let first = values.len() + 1;
        condition.push_str(&format!(" AND (conversation.active_at, conversation.id) < (${first}, ${})", first + 1));
        values.extend([Value::from(active_at), Value::from(id)]);
    }
    let by = "conversation.active_at DESC, conversation.id DESC";
    let text = select(&format!("{condition} ORDER BY {by} LIMIT {limit}"));
    values.into_iter().fold(sql(text), Statement::bind).all(tx).await
}

/// These conversations, newest activity first.
pub async fn these(tx: &mut Tx, ids: &[ConversationId]) -> Result<Vec<Sought>> {
    let mut found: Vec<Sought> = Vec::new();
    for piece in pieces(ids) {
        let text = select(&format!("id IN ({})", places(1, piece.len())));
        found.extend(piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<Sought>(tx).await?);
    }
    found.sort_unstable_by_key(|sought| std::cmp::Reverse(sought.place()));
    Ok(found)
}

/// How many conversations a list holds.
pub async fn count(tx: &mut Tx, filter: &Filter) -> Result<i64> {
    let (condition, values) = filter.condition();
    let query = sql(format!("SELECT COUNT(*) AS n FROM conversation WHERE {condition}"));
    Ok(values.into_iter().fold(query, Statement::bind).maybe(tx).await?.unwrap_or(0))
}
