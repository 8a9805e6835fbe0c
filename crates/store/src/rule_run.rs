//! Each time that a rule's condition was met: what called it, and how much it did.

use jiff::Timestamp;
use model::{ConversationId, DeedId, EventId, RuleId, RuleRunId};

use crate::deed::Deed;
use crate::row::{FromRow, Row};
use crate::sql::sql;
use crate::{Result, Tx};

/// A time that a rule's condition was met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleRun {
    /// Our id.
    pub id: RuleRunId,
    /// Which rule.
    pub rule: RuleId,
    /// In which version.
    pub version: i64,
    /// What called it; `None` for silence.
    pub event: Option<EventId>,
    /// The event with which it began, where rules called each other.
    pub chain: EventId,
    /// In which conversation.
    pub conversation: ConversationId,
    /// Whether nothing more is done because of what called it.
    pub stops: bool,
    /// When.
    pub ran_at: Timestamp,
    /// How much it did.
    pub tally: RunTally,
}

/// How many acts of a rule were done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RunTally {
    /// Those that were done.
    pub done: i64,
    /// Those that were so already.
    pub already: i64,
    /// Those that could not be done.
    pub refused: i64,
}

impl FromRow for RuleRun {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            rule: row.get("rule_id")?,
            version: row.get("version")?,
            event: row.get("event_id")?,
            chain: row.get("chain")?,
            conversation: row.get("conversation_id")?,
            stops: row.get("stops")?,
            ran_at: row.get("ran_at")?,
            tally: RunTally { done: row.get("done")?, already: row.get("already")?, refused: row.get("refused")? },
        })
    }
}

/// What calls a rule that is about to act.
#[derive(Clone, Copy, Debug)]
pub struct NewRun {
    /// Which rule.
    pub rule: RuleId,
    /// In which version.
    pub version: i64,
    /// What called it; `None` for silence.
    pub event: Option<EventId>,
    /// The event with which it began.
    pub chain: EventId,
    /// In which conversation.
    pub conversation: ConversationId,
    /// Whether nothing more is done because of what called it.
    pub stops: bool,
}

/// Begins a run, in which nothing is done yet; `None` when the rule acted in this chain already.
pub async fn begin(tx: &mut Tx, new: NewRun) -> Result<Option<RuleRun>> {
    let (id, now) = (tx.next_id::<RuleRunId>(), tx.now());
    sql("INSERT INTO rule_run (id, rule_id, version, event_id, chain, conversation_id, stops, ran_at, done, already, \
         refused) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, 0) ON CONFLICT (chain, rule_id) DO NOTHING RETURNING *")
    .bind(id)
    .bind(new.rule)
    .bind(new.version)
    .bind(new.event)
    .bind(new.chain)
    .bind(new.conversation)
    .bind(new.stops)
    .bind(now)
    .maybe(tx)
    .await
}

/// Writes down how much was done.
pub async fn settle(tx: &mut Tx, id: RuleRunId, tally: RunTally) -> Result<()> {
    sql("UPDATE rule_run SET done = $2, already = $3, refused = $4 WHERE id = $1")
        .bind(id)
        .bind(tally.done)
        .bind(tally.already)
        .bind(tally.refused)
        .run(tx)
        .await?;
    Ok(())
}

/// The run with this id.
pub async fn find(tx: &mut Tx, id: RuleRunId) -> Result<Option<RuleRun>> {
    sql("SELECT * FROM rule_run WHERE id = $1").bind(id).maybe(tx).await
}

/// What rules did because of one event, in the order in which they did.
pub async fn of_chain(tx: &mut Tx, chain: EventId) -> Result<Vec<RuleRun>> {
    sql("SELECT * FROM rule_run WHERE chain = $1 ORDER BY id").bind(chain).all(tx).await
}

/// What a rule did before a run, the newest first.
pub async fn of_rule(tx: &mut Tx, rule: RuleId, before: RuleRunId, limit: i64) -> Result<Vec<RuleRun>> {
    sql("SELECT * FROM rule_run WHERE rule_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3")
        .bind(rule)
        .bind(before)
        .bind(limit)
        .all(tx)
        .await
}

/// What rules did in a conversation, oldest first.
pub async fn of_conversation(tx: &mut Tx, conversation: ConversationId) -> Result<Vec<RuleRun>> {
    sql("SELECT * FROM rule_run WHERE conversation_id = $1 ORDER BY id").bind(conversation).all(tx).await
}

/// How often each of these rules acted since a moment, in the order of the rules.
pub async fn counts(tx: &mut Tx, rules: &[RuleId], since: Timestamp) -> Result<Vec<i64>> {
    let mut counts = Vec::new();
    for rule in rules {
        let count = sql("SELECT COUNT(*) AS n FROM rule_run WHERE rule_id = $1 AND id >= $2")
            .bind(*rule)
            .bind(model::first_id_at(since))
            .maybe(tx)
            .await?;
        counts.push(count.unwrap_or(0));
    }
    Ok(counts)
}

/// Marks a deed as done in a run.
pub async fn add_deed(tx: &mut Tx, run: RuleRunId, deed: DeedId) -> Result<()> {
    sql("UPDATE deed SET rule_run_id = $2 WHERE id = $1").bind(deed).bind(run).run(tx).await?;
    Ok(())
}

/// What was done in a run and may still be undone or is, in the order in which it was done.
pub async fn deeds(tx: &mut Tx, run: RuleRunId) -> Result<Vec<Deed>> {
    sql(format!("SELECT * FROM deed WHERE rule_run_id = $1 ORDER BY id{}", tx.to_change())).bind(run).all(tx).await
}
