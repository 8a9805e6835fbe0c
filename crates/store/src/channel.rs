//! Connected accounts, streams and feeds.

use jiff::Timestamp;
use model::{Actor, AuthorId, ChannelId, ChannelState, EventKind, Network};
use serde_json::json;

use crate::event::append;
use crate::row::{FromRow, Row};
use crate::sql::sql;
use crate::{Result, Tx};

/// A channel as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Channel {
    /// Our id.
    pub id: ChannelId,
    /// On which network.
    pub network: Network,
    /// The name that members gave it.
    pub name: String,
    /// Whether it runs.
    pub state: ChannelState,
    /// Why it does not, in plain words.
    pub state_reason: Option<String>,
    /// Its settings, as the channel's own JSON.
    pub config: String,
    /// Its credential in a box of the [`crate::Vault`], closed for [`Channel::secret_place`].
    pub secret: Option<Vec<u8>>,
    /// Our account there.
    pub author: Option<AuthorId>,
    /// When it was connected.
    pub connected_at: Timestamp,
}

impl Channel {
    /// Where the secret of a channel is kept, for the vault.
    pub fn secret_place(id: ChannelId) -> String {
        format!("channel:{id}")
    }
}

impl FromRow for Channel {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            network: row.get("network")?,
            name: row.get("name")?,
            state: row.get("state")?,
            state_reason: row.get("state_reason")?,
            config: row.get("config")?,
            secret: row.get("secret")?,
            author: row.get("author_id")?,
            connected_at: row.get("created_at")?,
        })
    }
}

/// A channel to be connected.
#[derive(Clone, Debug)]
pub struct NewChannel<'a> {
    /// Its id, given beforehand since the secret is closed for it.
    pub id: ChannelId,
    /// On which network.
    pub network: Network,
    /// The name that members give it.
    pub name: &'a str,
    /// Its settings.
    pub config: &'a str,
    /// Its credential, closed.
    pub secret: Option<Vec<u8>>,
    /// Our account there.
    pub author: Option<AuthorId>,
}

/// Connects a channel.
pub async fn connect(tx: &mut Tx, actor: Actor, new: NewChannel<'_>) -> Result<()> {
    let now = tx.now();
    sql("INSERT INTO channel (id, network, name, state, config, secret, author_id, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
    .bind(new.id)
    .bind(new.network)
    .bind(new.name)
    .bind(ChannelState::Active)
    .bind(new.config)
    .bind(new.secret)
    .bind(new.author)
    .bind(now)
    .run(tx)
    .await?;
    let data = json!({ "channel": new.id, "network": new.network });
    append(tx, EventKind::ChannelConnected, actor, None, data).await?;
    Ok(())
}

/// The channel with this id.
pub async fn find(tx: &mut Tx, id: ChannelId) -> Result<Option<Channel>> {
    sql(format!("SELECT * FROM channel WHERE id = $1{}", tx.to_change())).bind(id).maybe(tx).await
}

/// Every channel, oldest first.
pub async fn all(tx: &mut Tx) -> Result<Vec<Channel>> {
    sql("SELECT * FROM channel ORDER BY id").all(tx).await
}

/// Switches a channel on or off, or notes why it cannot go on.
pub async fn set_state(
    tx: &mut Tx,
    actor: Actor,
    id: ChannelId,
    state: ChannelState,
    reason: Option<&str>,
) -> Result<()> {
    let Some(before) = find(tx, id).await? else {
        return Ok(());
    };
    sql("UPDATE channel SET state = $2, state_reason = $3 WHERE id = $1")
        .bind(id)
        .bind(state)
        .bind(reason)
        .run(tx)
        .await?;
    if before.state != state {
        let data = json!({ "channel": id, "before": before.state, "after": state });
        append(tx, EventKind::ChannelStateChanged, actor, None, data).await?;
    }
    Ok(())
}

/// Changes a channel's settings and, when one is given, its credential.
pub async fn change(
    tx: &mut Tx,
    actor: Actor,
    id: ChannelId,
    config: &str,
    secret: Option<Vec<u8>>,
    author: Option<AuthorId>,
) -> Result<()> {
    sql("UPDATE channel SET config = $2, secret = COALESCE($3, secret), author_id = COALESCE($4, author_id) WHERE id = $1")
        .bind(id)
        .bind(config)
        .bind(secret)
        .bind(author)
        .run(tx)
        .await?;
    append(tx, EventKind::ChannelChanged, actor, None, json!({ "channel": id })).await?;
    Ok(())
}
