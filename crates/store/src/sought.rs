//! What a search looks at: conversations with what the engine may ask about them besides their posts.

use model::{ConversationId, Network};

use crate::conversation::{Conversation, Filter, Place};
use crate::row::{FromRow, Row, shown_name};
use crate::sql::{Statement, pieces, places, sql};
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
    /// Its place in lists that go by activity.
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

fn select(chosen: &str, by: &str) -> String {
    format!(
        "SELECT conversation.*, author.display_name, author.handle, author.remote_id AS author_remote_id, \
         channel.network, channel.name AS channel_name FROM (SELECT * FROM conversation WHERE {chosen}) AS conversation \
         JOIN author ON author.id = conversation.author_id JOIN channel ON channel.id = conversation.channel_id \
         ORDER BY {by}"
    )
}

/// The places of a list after a place, in its order.
pub async fn places_after(tx: &mut Tx, filter: &Filter, after: Option<Place>, limit: i64) -> Result<Vec<Place>> {
    let (condition, values) = filter.condition_after(after);
    let text = format!(
        "SELECT conversation.id, conversation.{} AS at FROM conversation WHERE {condition} ORDER BY {} LIMIT {limit}",
        filter.key(),
        filter.order(),
    );
    let found = values.into_iter().fold(sql(text), Statement::bind).all::<PlaceRow>(tx).await?;
    Ok(found.into_iter().map(|row| row.0).collect())
}

struct PlaceRow(Place);

impl FromRow for PlaceRow {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self((row.get("at")?, row.get("id")?)))
    }
}

/// The conversations of a list after a place, in its order.
pub async fn after(tx: &mut Tx, filter: &Filter, after: Option<Place>, limit: i64) -> Result<Vec<Sought>> {
    let (condition, values) = filter.condition_after(after);
    let by = filter.order();
    let text = select(&format!("{condition} ORDER BY {by} LIMIT {limit}"), by);
    values.into_iter().fold(sql(text), Statement::bind).all(tx).await
}

/// These conversations, newest activity first.
pub async fn these(tx: &mut Tx, ids: &[ConversationId]) -> Result<Vec<Sought>> {
    let mut found: Vec<Sought> = Vec::new();
    for piece in pieces(ids) {
        let text = select(&format!("id IN ({})", places(1, piece.len())), "conversation.id");
        found.extend(piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<Sought>(tx).await?);
    }
    found.sort_unstable_by_key(|sought| std::cmp::Reverse(sought.place()));
    Ok(found)
}
