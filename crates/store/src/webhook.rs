//! Addresses of other programs that rules call, and the calls.

use jiff::{SignedDuration, Timestamp};
use model::{ConversationId, RuleRunId, WebhookCallId, WebhookCallState, WebhookId};

use crate::label::folded;
use crate::row::{FromRow, Row};
use crate::sql::sql;
use crate::{Result, Tx};

/// How long a call is kept that is over.
pub const CALLS_KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// An address that rules may call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// Our id.
    pub id: WebhookId,
    /// The name that members read.
    pub name: String,
    /// Where the program listens.
    pub url: String,
    /// The key by which calls are signed, in a box of the [`crate::Vault`], closed for [`Webhook::secret_place`].
    pub secret: Vec<u8>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Since when it is called no more.
    pub archived_at: Option<Timestamp>,
}

impl Webhook {
    /// Where the key of a webhook is kept, for the vault.
    pub fn secret_place(id: WebhookId) -> String {
        format!("webhook {id} secret")
    }
}

impl FromRow for Webhook {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            url: row.get("url")?,
            secret: row.get("secret")?,
            created_at: row.get("created_at")?,
            archived_at: row.get("archived_at")?,
        })
    }
}

/// A webhook to be made.
#[derive(Clone, Debug)]
pub struct NewWebhook<'a> {
    /// Its id, given beforehand since the secret is closed for it.
    pub id: WebhookId,
    /// The name that members read.
    pub name: &'a str,
    /// Where the program listens.
    pub url: &'a str,
    /// The key, in its box.
    pub secret: Vec<u8>,
}

/// Makes a webhook.
pub async fn create(tx: &mut Tx, new: NewWebhook<'_>) -> Result<()> {
    let now = tx.now();
    sql("INSERT INTO webhook (id, name, folded, url, secret, created_at) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(new.id)
        .bind(new.name)
        .bind(folded(new.name))
        .bind(new.url)
        .bind(new.secret)
        .bind(now)
        .run(tx)
        .await?;
    Ok(())
}

/// Gives a webhook another name and address.
pub async fn change(tx: &mut Tx, id: WebhookId, name: &str, url: &str) -> Result<()> {
    sql("UPDATE webhook SET name = $2, folded = $3, url = $4 WHERE id = $1")
        .bind(id)
        .bind(name)
        .bind(folded(name))
        .bind(url)
        .run(tx)
        .await?;
    Ok(())
}

/// Gives a webhook another key, in its box.
pub async fn set_secret(tx: &mut Tx, id: WebhookId, secret: Vec<u8>) -> Result<()> {
    sql("UPDATE webhook SET secret = $2 WHERE id = $1").bind(id).bind(secret).run(tx).await?;
    Ok(())
}

/// Puts a webhook away, or takes it out again.
pub async fn put_away(tx: &mut Tx, id: WebhookId, is_away: bool) -> Result<()> {
    let since = is_away.then(|| tx.now());
    sql("UPDATE webhook SET archived_at = $2 WHERE id = $1").bind(id).bind(since).run(tx).await?;
    Ok(())
}

/// The webhook with this id, also one that is put away.
pub async fn find(tx: &mut Tx, id: WebhookId) -> Result<Option<Webhook>> {
    sql(format!("SELECT * FROM webhook WHERE id = $1{}", tx.to_change())).bind(id).maybe(tx).await
}

/// The one in use with this name; case and spacing do not tell names apart.
pub async fn named(tx: &mut Tx, name: &str) -> Result<Option<WebhookId>> {
    sql("SELECT id FROM webhook WHERE folded = $1 AND archived_at IS NULL").bind(folded(name)).maybe(tx).await
}

/// Every webhook: those in use by name, then those that are put away.
pub async fn all(tx: &mut Tx) -> Result<Vec<Webhook>> {
    sql("SELECT * FROM webhook ORDER BY archived_at IS NOT NULL, folded, id").all(tx).await
}

/// One call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Our id, which the program is told.
    pub id: WebhookCallId,
    /// Of which address.
    pub webhook: WebhookId,
    /// The act of a rule that it tells of; none when it is a trial.
    pub run: Option<RuleRunId>,
    /// The conversation that it tells of.
    pub conversation: Option<ConversationId>,
    /// What is told, as JSON.
    pub body: String,
    /// What is known of it.
    pub state: WebhookCallState,
    /// How often it was tried.
    pub attempts: i64,
    /// The HTTP status that the program answered last with.
    pub status: Option<i64>,
    /// Why it did not arrive.
    pub why: Option<String>,
    /// When it was to be made.
    pub created_at: Timestamp,
    /// When it was tried last.
    pub tried_at: Option<Timestamp>,
}

impl FromRow for Call {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            webhook: row.get("webhook_id")?,
            run: row.get("rule_run_id")?,
            conversation: row.get("conversation_id")?,
            body: row.get("body")?,
            state: row.get("state")?,
            attempts: row.get("attempts")?,
            status: row.get("status")?,
            why: row.get("why")?,
            created_at: row.get("created_at")?,
            tried_at: row.get("tried_at")?,
        })
    }
}

/// Keeps a call that is to be made, by the act of a rule or as a trial.
pub async fn call(
    tx: &mut Tx,
    webhook: WebhookId,
    of: Option<(RuleRunId, ConversationId)>,
    body: &str,
) -> Result<WebhookCallId> {
    let (id, now) = (tx.next_id::<WebhookCallId>(), tx.now());
    sql("INSERT INTO webhook_call (id, webhook_id, rule_run_id, conversation_id, body, state, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)")
    .bind(id)
    .bind(webhook)
    .bind(of.map(|(run, _)| run))
    .bind(of.map(|(_, conversation)| conversation))
    .bind(body)
    .bind(WebhookCallState::Waiting)
    .bind(now)
    .run(tx)
    .await?;
    Ok(id)
}

/// The call with this id.
pub async fn find_call(tx: &mut Tx, id: WebhookCallId) -> Result<Option<Call>> {
    sql(format!("SELECT * FROM webhook_call WHERE id = $1{}", tx.to_change())).bind(id).maybe(tx).await
}

/// The newest calls of a webhook.
pub async fn calls(tx: &mut Tx, webhook: WebhookId, limit: i64) -> Result<Vec<Call>> {
    sql("SELECT * FROM webhook_call WHERE webhook_id = $1 ORDER BY id DESC LIMIT $2")
        .bind(webhook)
        .bind(limit)
        .all(tx)
        .await
}

/// Keeps what became of a call: its state, attempts, status, reason, and when it was tried.
pub async fn save_call(tx: &mut Tx, call: &Call) -> Result<()> {
    sql("UPDATE webhook_call SET state = $2, attempts = $3, status = $4, why = $5, tried_at = $6 WHERE id = $1")
        .bind(call.id)
        .bind(call.state)
        .bind(call.attempts)
        .bind(call.status)
        .bind(call.why.as_ref())
        .bind(call.tried_at)
        .run(tx)
        .await?;
    Ok(())
}

/// Forgets calls that were over long ago: at most so many; how many there were.
pub async fn forget_old(tx: &mut Tx, limit: i64) -> Result<u64> {
    let before = tx.now().saturating_sub(CALLS_KEPT).unwrap_or(Timestamp::MIN);
    sql("DELETE FROM webhook_call WHERE id IN (SELECT old.id FROM webhook_call old WHERE old.state <> 'waiting' \
         AND old.created_at < $1 ORDER BY old.created_at LIMIT $2)")
    .bind(before)
    .bind(limit)
    .run(tx)
    .await
}
