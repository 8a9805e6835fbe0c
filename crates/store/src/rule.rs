//! What is done by itself when something happens: rules in their order, and every version of each.

use jiff::Timestamp;
use model::{Actor, ConversationId, EventKind, MemberId, RuleAct, RuleCall, RuleId};
use serde_json::json;

use crate::event::{self, append};
use crate::row::{FromRow, Row};
use crate::sql::{sql, with_rows};
use crate::{Result, Tx, followed};

/// The name under which it is kept how far the log was followed for rules.
pub const FOLLOWER: &str = "rules";

/// What a rule says in one of its versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instruction {
    /// What has to happen for it to be asked.
    pub called_by: RuleCall,
    /// For how many hours nothing is said, where it is called by silence.
    pub silent_hours: Option<u32>,
    /// The condition, as it was typed; empty for none.
    pub query: String,
    /// What it does, in order.
    pub acts: Vec<RuleAct>,
    /// Whether nothing more is done because of what called it.
    pub stops: bool,
}

impl FromRow for Instruction {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let silent_hours: Option<i64> = row.get("silent_hours")?;
        Ok(Self {
            called_by: row.get("called_by")?,
            silent_hours: silent_hours.and_then(|hours| hours.try_into().ok()),
            query: row.get("query")?,
            acts: row.json("acts")?,
            stops: row.get("stops")?,
        })
    }
}

/// A rule in its present version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Our id.
    pub id: RuleId,
    /// The name that members read.
    pub name: String,
    /// Its place in the order in which rules are asked, from 0.
    pub place: i64,
    /// Which version of what it says this is, from 1.
    pub version: i64,
    /// What it says.
    pub says: Instruction,
    /// Events after this position of the log call it; `None` while it is switched off.
    pub since_position: Option<i64>,
    /// Up to which conversation it looked for silence.
    pub silent: Option<(Timestamp, ConversationId)>,
    /// Since when it is removed.
    pub removed_at: Option<Timestamp>,
    /// Who made this version.
    pub made_by: MemberId,
}

impl Rule {
    /// Whether it is asked when something happens.
    pub const fn is_on(&self) -> bool {
        self.since_position.is_some() && self.removed_at.is_none()
    }
}

impl FromRow for Rule {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let (at, id): (Option<Timestamp>, Option<ConversationId>) = (row.get("silent_at")?, row.get("silent_id")?);
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            place: row.get("place")?,
            version: row.get("version")?,
            says: Instruction::from_row(row)?,
            since_position: row.get("since_position")?,
            silent: at.zip(id),
            removed_at: row.get("removed_at")?,
            made_by: row.get("made_by")?,
        })
    }
}

const SELECT: &str = "SELECT rule.*, said.called_by, said.silent_hours, said.query, said.acts, said.stops, said.made_by \
    FROM rule JOIN rule_version AS said ON said.rule_id = rule.id AND said.version = rule.version";

/// Makes a rule, switched off, asked after all others.
pub async fn create(tx: &mut Tx, by: MemberId, name: &str, says: &Instruction) -> Result<RuleId> {
    let id: RuleId = tx.next_id();
    sql("INSERT INTO rule (id, name, place, version) \
         SELECT CAST($1 AS BIGINT), $2, COALESCE(MAX(place) + 1, 0), 1 FROM rule WHERE removed_at IS NULL")
    .bind(id)
    .bind(name)
    .run(tx)
    .await?;
    keep_version(tx, by, id, 1, says).await?;
    append(tx, EventKind::RuleCreated, Actor::Member(by), None, json!({ "rule": id, "version": 1 })).await?;
    Ok(id)
}

async fn keep_version(tx: &mut Tx, by: MemberId, id: RuleId, version: i64, says: &Instruction) -> Result<()> {
    let now = tx.now();
    sql("INSERT INTO rule_version (rule_id, version, called_by, silent_hours, query, acts, stops, made_at, made_by) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
    .bind(id)
    .bind(version)
    .bind(says.called_by)
    .bind(says.silent_hours.map(i64::from))
    .bind(&says.query)
    .bind(serde_json::to_string(&says.acts)?)
    .bind(says.stops)
    .bind(now)
    .bind(by)
    .run(tx)
    .await?;
    Ok(())
}

/// Renames a rule and, when it says something else, makes that its next version. One that is called by silence looks for
/// it from now on.
pub async fn change(tx: &mut Tx, by: MemberId, rule: &Rule, name: &str, says: &Instruction) -> Result<()> {
    let version = if *says == rule.says { rule.version } else { rule.version + 1 };
    sql("UPDATE rule SET name = $2, version = $3 WHERE id = $1").bind(rule.id).bind(name).bind(version).run(tx).await?;
    if version != rule.version {
        keep_version(tx, by, rule.id, version, says).await?;
        look_for_silence_from_now(tx, rule.id, says).await?;
    }
    append(tx, EventKind::RuleChanged, Actor::Member(by), None, json!({ "rule": rule.id, "version": version })).await?;
    Ok(())
}

/// Switches a rule on or off. On, it is called by what happens from now on.
pub async fn switch(tx: &mut Tx, by: MemberId, rule: &Rule, is_on: bool) -> Result<()> {
    let position = event::position(tx).await?;
    if is_on && on(tx).await?.is_empty() {
        // Nobody followed the log meanwhile.
        followed::advance(tx, FOLLOWER, position).await?;
    }
    sql("UPDATE rule SET since_position = $2 WHERE id = $1")
        .bind(rule.id)
        .bind(is_on.then_some(position))
        .run(tx)
        .await?;
    look_for_silence_from_now(tx, rule.id, &rule.says).await?;
    let data = json!({ "rule": rule.id, "version": rule.version, "is_on": is_on });
    append(tx, EventKind::RuleSwitched, Actor::Member(by), None, data).await?;
    Ok(())
}

async fn look_for_silence_from_now(tx: &mut Tx, id: RuleId, says: &Instruction) -> Result<()> {
    let hours = i64::from(says.silent_hours.unwrap_or_default());
    let begun = tx.now().saturating_sub(jiff::SignedDuration::from_hours(hours)).unwrap_or(Timestamp::MIN);
    looked_for_silence(tx, id, (begun, ConversationId(i64::MAX))).await
}

/// Keeps up to which conversation a rule looked for silence.
pub async fn looked_for_silence(
    tx: &mut Tx,
    id: RuleId,
    (at, conversation): (Timestamp, ConversationId),
) -> Result<()> {
    sql("UPDATE rule SET silent_at = $2, silent_id = $3 WHERE id = $1")
        .bind(id)
        .bind(at)
        .bind(conversation)
        .run(tx)
        .await?;
    Ok(())
}

/// The next conversations in which nothing was said since a moment, after the one up to which a rule looked; the one
/// silent for longest first.
pub async fn silent_since(
    tx: &mut Tx,
    after: (Timestamp, ConversationId),
    since: Timestamp,
    limit: i64,
) -> Result<Vec<(Timestamp, ConversationId)>> {
    sql("SELECT id, active_at FROM conversation WHERE (active_at, id) > ($1, $2) AND active_at <= $3 \
         ORDER BY active_at, id LIMIT $4")
    .bind(after.0)
    .bind(after.1)
    .bind(since)
    .bind(limit)
    .all(tx)
    .await
}

impl FromRow for (Timestamp, ConversationId) {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok((row.get("active_at")?, row.get("id")?))
    }
}

/// Puts rules in this order.
pub async fn put_in_order(tx: &mut Tx, by: MemberId, order: &[RuleId]) -> Result<()> {
    let rows = order.iter().enumerate().map(|(place, id)| vec![(*id).into(), (place as i64).into()]);
    let (head, tail) = ("UPDATE rule SET place = v.column2 FROM (", ") AS v WHERE rule.id = v.column1");
    with_rows(tx, head, rows, tail).run(tx).await?;
    append(tx, EventKind::RulesOrdered, Actor::Member(by), None, json!({ "rules": order })).await?;
    Ok(())
}

/// Removes a rule: it is asked no more. What it did stays, with what it said.
pub async fn remove(tx: &mut Tx, by: MemberId, id: RuleId) -> Result<()> {
    let now = tx.now();
    sql("UPDATE rule SET removed_at = $2, since_position = NULL WHERE id = $1 AND removed_at IS NULL")
        .bind(id)
        .bind(now)
        .run(tx)
        .await?;
    append(tx, EventKind::RuleRemoved, Actor::Member(by), None, json!({ "rule": id })).await?;
    Ok(())
}

/// The rule with this id, removed or not.
pub async fn find(tx: &mut Tx, id: RuleId) -> Result<Option<Rule>> {
    let rule: Option<Rule> = sql(format!("{SELECT} WHERE rule.id = $1")).bind(id).maybe(tx).await?;
    if rule.is_some() && tx.waits_for_others() {
        // The row of the rule alone: what it said in a version is never changed.
        let text = format!("SELECT id FROM rule WHERE id = $1{}", tx.to_change());
        sql(text).bind(id).maybe::<RuleId>(tx).await?;
        return sql(format!("{SELECT} WHERE rule.id = $1")).bind(id).maybe(tx).await;
    }
    Ok(rule)
}

/// Every rule that is not removed, in the order in which they are asked.
pub async fn all(tx: &mut Tx) -> Result<Vec<Rule>> {
    sql(format!("{SELECT} WHERE rule.removed_at IS NULL ORDER BY rule.place, rule.id")).all(tx).await
}

/// Those of them that are switched on.
pub async fn on(tx: &mut Tx) -> Result<Vec<Rule>> {
    let text = format!(
        "{SELECT} WHERE rule.since_position IS NOT NULL AND rule.removed_at IS NULL ORDER BY rule.place, rule.id"
    );
    sql(text).all(tx).await
}

/// What a rule says in a version, who made that, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Which version, from 1.
    pub version: i64,
    /// What it says.
    pub says: Instruction,
    /// When it was made.
    pub made_at: Timestamp,
    /// By whom.
    pub made_by: MemberId,
}

impl FromRow for Version {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            version: row.get("version")?,
            says: Instruction::from_row(row)?,
            made_at: row.get("made_at")?,
            made_by: row.get("made_by")?,
        })
    }
}

/// Every version of a rule, the newest first.
pub async fn versions(tx: &mut Tx, id: RuleId) -> Result<Vec<Version>> {
    sql("SELECT * FROM rule_version WHERE rule_id = $1 ORDER BY version DESC").bind(id).all(tx).await
}
