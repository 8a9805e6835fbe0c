//! House rules: what holds under our posts.

use jiff::Timestamp;
use model::HouseRuleId;

use crate::label::folded;
use crate::row::{FromRow, Row};
use crate::sql::sql;
use crate::{Result, Tx};

/// A house rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HouseRule {
    /// Our id.
    pub id: HouseRuleId,
    /// Its name.
    pub name: String,
    /// What holds.
    pub words: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last got another name or other words.
    pub changed_at: Option<Timestamp>,
    /// Since when nothing is done under it any more.
    pub archived_at: Option<Timestamp>,
}

impl FromRow for HouseRule {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            words: row.get("words")?,
            created_at: row.get("created_at")?,
            changed_at: row.get("changed_at")?,
            archived_at: row.get("archived_at")?,
        })
    }
}

/// Makes a house rule.
pub async fn create(tx: &mut Tx, name: &str, words: &str) -> Result<HouseRuleId> {
    let (id, now) = (tx.next_id::<HouseRuleId>(), tx.now());
    sql("INSERT INTO house_rule (id, name, folded, words, created_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(id)
        .bind(name)
        .bind(folded(name))
        .bind(words)
        .bind(now)
        .run(tx)
        .await?;
    Ok(id)
}

/// Gives a house rule another name and other words.
pub async fn change(tx: &mut Tx, id: HouseRuleId, name: &str, words: &str) -> Result<()> {
    let now = tx.now();
    sql("UPDATE house_rule SET name = $2, folded = $3, words = $4, changed_at = $5 WHERE id = $1")
        .bind(id)
        .bind(name)
        .bind(folded(name))
        .bind(words)
        .bind(now)
        .run(tx)
        .await?;
    Ok(())
}

/// Puts a house rule away, or takes it out again.
pub async fn put_away(tx: &mut Tx, id: HouseRuleId, is_away: bool) -> Result<()> {
    let since = is_away.then(|| tx.now());
    sql("UPDATE house_rule SET archived_at = $2 WHERE id = $1").bind(id).bind(since).run(tx).await?;
    Ok(())
}

/// The house rule with this id, also one that is put away.
pub async fn find(tx: &mut Tx, id: HouseRuleId) -> Result<Option<HouseRule>> {
    sql(format!("SELECT * FROM house_rule WHERE id = $1{}", tx.to_change())).bind(id).maybe(tx).await
}

/// The one in use with this name; case and spacing do not tell names apart.
pub async fn named(tx: &mut Tx, name: &str) -> Result<Option<HouseRuleId>> {
    sql("SELECT id FROM house_rule WHERE folded = $1 AND archived_at IS NULL").bind(folded(name)).maybe(tx).await
}

/// Every house rule: those in use by name, then those that are put away.
pub async fn all(tx: &mut Tx) -> Result<Vec<HouseRule>> {
    sql("SELECT * FROM house_rule ORDER BY archived_at IS NOT NULL, folded, id").all(tx).await
}
