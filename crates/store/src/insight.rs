//! What was learned from a study: a sentence, the mentions that show it, and what became of it.

use std::collections::HashMap;

use jiff::Timestamp;
use model::{InsightId, InsightState, MemberId, PostId, StudyId};

use crate::row::{FromRow, Row};
use crate::sql::{Value, insert, sql};
use crate::{Result, Tx};

/// Something that was learned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Insight {
    /// Our id.
    pub id: InsightId,
    /// From which study.
    pub study: StudyId,
    /// What, in a sentence.
    pub sentence: String,
    /// How far it has come.
    pub state: InsightState,
    /// Grows with each step, from 1.
    pub version: i64,
    /// When it was written down.
    pub created_at: Timestamp,
    /// When it came so far.
    pub changed_at: Timestamp,
}

impl FromRow for Insight {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            study: row.get("study_id")?,
            sentence: row.get("sentence")?,
            state: row.get("state")?,
            version: row.get("version")?,
            created_at: row.get("created_at")?,
            changed_at: row.get("changed_at")?,
        })
    }
}

/// A step that it took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InsightStep {
    /// Of which insight.
    pub insight: InsightId,
    /// How far it came.
    pub state: InsightState,
    /// By whom.
    pub by: MemberId,
    /// What they said about it.
    pub note: String,
    /// When.
    pub at: Timestamp,
}

impl FromRow for InsightStep {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            insight: row.get("insight_id")?,
            state: row.get("state")?,
            by: row.get("member_id")?,
            note: row.get("note")?,
            at: row.get("at")?,
        })
    }
}

/// Keeps what was learned from a study, with the mentions that show it; no two are the same.
pub async fn create(tx: &mut Tx, study: StudyId, sentence: &str, posts: &[PostId]) -> Result<Insight> {
    let (id, now) = (tx.next_id::<InsightId>(), tx.now());
    let state = InsightState::Noted;
    sql("INSERT INTO insight (id, study_id, sentence, state, version, created_at, changed_at) \
         VALUES ($1, $2, $3, $4, 1, $5, $5)")
    .bind(id)
    .bind(study)
    .bind(sentence)
    .bind(state)
    .bind(now)
    .run(tx)
    .await?;
    let rows: Vec<Vec<Value>> = posts.iter().map(|post| vec![id.into(), (*post).into()]).collect();
    insert(tx, "INSERT INTO insight_post (insight_id, post_id)", "", rows.into_iter()).await?;
    Ok(Insight { id, study, sentence: sentence.into(), state, version: 1, created_at: now, changed_at: now })
}

/// Keeps how far it has come, and the step by which it did.
pub async fn step(tx: &mut Tx, insight: &Insight, by: MemberId, note: &str) -> Result<()> {
    let (id, now) = (tx.next_id::<InsightId>(), tx.now());
    sql("UPDATE insight SET state = $2, version = $3, changed_at = $4 WHERE id = $1")
        .bind(insight.id)
        .bind(insight.state)
        .bind(insight.version)
        .bind(insight.changed_at)
        .run(tx)
        .await?;
    sql("INSERT INTO insight_step (id, insight_id, state, member_id, note, at) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(id)
        .bind(insight.id)
        .bind(insight.state)
        .bind(by)
        .bind(note)
        .bind(now)
        .run(tx)
        .await?;
    Ok(())
}

/// The one with this id; by a writer, to be changed.
pub async fn find(tx: &mut Tx, id: InsightId) -> Result<Option<Insight>> {
    let text = format!("SELECT * FROM insight WHERE id = $1{}", tx.to_change());
    sql(text).bind(id).maybe(tx).await
}

/// Everything that was learned, the newest first.
pub async fn all(tx: &mut Tx) -> Result<Vec<Insight>> {
    sql("SELECT * FROM insight ORDER BY id DESC").all(tx).await
}

/// What was learned from a study, the newest first.
pub async fn of_study(tx: &mut Tx, study: StudyId) -> Result<Vec<Insight>> {
    sql("SELECT * FROM insight WHERE study_id = $1 ORDER BY id DESC").bind(study).all(tx).await
}

/// The steps of everything that was learned, in order.
pub async fn steps(tx: &mut Tx) -> Result<HashMap<InsightId, Vec<InsightStep>>> {
    let mut all: HashMap<InsightId, Vec<InsightStep>> = HashMap::new();
    for step in sql("SELECT * FROM insight_step ORDER BY insight_id, id").all::<InsightStep>(tx).await? {
        all.entry(step.insight).or_default().push(step);
    }
    Ok(all)
}

struct Shown(InsightId, PostId);

impl FromRow for Shown {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self(row.get("insight_id")?, row.get("post_id")?))
    }
}

/// The mentions that show each.
pub async fn posts(tx: &mut Tx) -> Result<HashMap<InsightId, Vec<PostId>>> {
    let mut all: HashMap<InsightId, Vec<PostId>> = HashMap::new();
    let found = sql("SELECT insight_id, post_id FROM insight_post ORDER BY insight_id, post_id");
    for Shown(id, post) in found.all(tx).await? {
        all.entry(id).or_default().push(post);
    }
    Ok(all)
}
