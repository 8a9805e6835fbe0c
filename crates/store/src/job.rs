//! Durable work: enqueued in the transaction that causes it, leased by one worker at a time.

use std::time::Duration;

use jiff::Timestamp;
use model::JobId;
use serde_json::Value;

use crate::row::{FromRow, Row};
use crate::sql::{insert, places, sql};
use crate::{Result, Tx};

/// A piece of work that was leased.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// Our id.
    pub id: JobId,
    /// Which kind of work.
    pub kind: String,
    /// Ids of what it works on.
    pub payload: Value,
    /// How often it was leased, this time included.
    pub attempts: i64,
}

impl FromRow for Job {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            kind: row.get("kind")?,
            payload: row.json("payload")?,
            attempts: row.get("attempts")?,
        })
    }
}

/// Enqueues work to be done not before `run_at`; work with the same key is moved there instead of doubled.
///
/// Work that somebody does at this moment gets a new id: what they note of it afterwards goes to nobody, and it is done
/// again once they let go of it ([`release`]).
pub async fn enqueue(tx: &mut Tx, kind: &str, key: &str, payload: &Value, run_at: Timestamp) -> Result<()> {
    enqueue_all(tx, kind, &[(key.to_owned(), payload.clone())], run_at).await
}

/// Enqueues work of one kind, each piece under its key and with its payload as [`enqueue`] does; no two keys are the same.
pub async fn enqueue_all(tx: &mut Tx, kind: &str, work: &[(String, Value)], run_at: Timestamp) -> Result<()> {
    let ids: Vec<JobId> = work.iter().map(|_| tx.next_id()).collect();
    let rows = ids.into_iter().zip(work).map(|(id, (key, payload))| {
        vec![id.into(), kind.into(), format!("{kind}:{key}").into(), payload.into(), run_at.into()]
    });
    let tail = " ON CONFLICT (key) DO UPDATE SET id = excluded.id, run_at = excluded.run_at, \
         payload = excluded.payload, attempts = 0, last_error = NULL";
    insert(tx, "INSERT INTO job (id, kind, key, payload, run_at)", tail, rows).await
}

/// Which work somebody does: what waits long for others must not keep the rest from being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane<'a> {
    /// Work of this kind.
    Only(&'a str),
    /// Work of every kind but these.
    AllBut(&'a [&'a str]),
}

impl<'a> Lane<'a> {
    /// The condition with the kinds from this place on, and the kinds.
    fn parts(self, place: usize) -> (String, Vec<&'a str>) {
        match self {
            Self::Only(kind) => (format!("kind = ${place}"), vec![kind]),
            Self::AllBut([]) => ("1 = 1".to_owned(), vec![]),
            Self::AllBut(kinds) => (format!("kind NOT IN ({})", places(place, kinds.len())), kinds.to_vec()),
        }
    }
}

/// Leases the most overdue job of a lane for some time; after that it is anybody's again.
pub async fn lease(tx: &mut Tx, holder: &str, time: Duration, lane: Lane<'_>) -> Result<Option<Job>> {
    let now = tx.now();
    let until = now.saturating_add(time).unwrap_or(Timestamp::MAX);
    let (of_lane, kinds) = lane.parts(4);
    let query = sql(format!(
        "UPDATE job SET leased_by = $1, leased_until = $2, attempts = attempts + 1 WHERE id = (SELECT id FROM job \
         WHERE run_at <= $3 AND (leased_until IS NULL OR leased_until <= $3) AND {of_lane} ORDER BY run_at, id LIMIT 1{}) \
         RETURNING *",
        tx.dialect().to_lease()
    ));
    let query = query.bind(holder).bind(until).bind(now);
    kinds.into_iter().fold(query, |query, kind| query.bind(kind)).maybe(tx).await
}

/// Whether a lease is still held: work that outlived it must not act.
pub async fn is_held(tx: &mut Tx, id: JobId, holder: &str) -> Result<bool> {
    let now = tx.now();
    let held: Option<JobId> = sql("SELECT id FROM job WHERE id = $1 AND leased_by = $2 AND leased_until > $3")
        .bind(id)
        .bind(holder)
        .bind(now)
        .maybe(tx)
        .await?;
    Ok(held.is_some())
}

/// Forgets work that is done or given up.
pub async fn done(tx: &mut Tx, id: JobId) -> Result<()> {
    sql("DELETE FROM job WHERE id = $1").bind(id).run(tx).await?;
    Ok(())
}

/// Gives work back, to be done again later.
pub async fn postpone(tx: &mut Tx, id: JobId, run_at: Timestamp, why: &str) -> Result<()> {
    sql("UPDATE job SET leased_by = NULL, leased_until = NULL, run_at = $2, last_error = $3 WHERE id = $1")
        .bind(id)
        .bind(run_at)
        .bind(why)
        .run(tx)
        .await?;
    Ok(())
}

/// Lets go of whatever `holder` still has: work that was enqueued anew while it was being done.
pub async fn release(tx: &mut Tx, holder: &str) -> Result<()> {
    sql("UPDATE job SET leased_by = NULL, leased_until = NULL WHERE leased_by = $1").bind(holder).run(tx).await?;
    Ok(())
}

/// Frees every lease of the former workers of a server: none of them lives any more. Their holders begin with its name.
pub async fn free_leases(tx: &mut Tx, server: &str) -> Result<u64> {
    sql("UPDATE job SET leased_by = NULL, leased_until = NULL WHERE substr(leased_by, 1, length($1)) = $1")
        .bind(server)
        .run(tx)
        .await
}

/// Whether a job of a lane that nobody has is due.
pub async fn is_due(tx: &mut Tx, lane: Lane<'_>) -> Result<bool> {
    let now = tx.now();
    let (of_lane, kinds) = lane.parts(2);
    let query = sql(format!(
        "SELECT id FROM job WHERE run_at <= $1 AND (leased_until IS NULL OR leased_until <= $1) AND {of_lane} LIMIT 1"
    ));
    let due: Option<JobId> = kinds.into_iter().fold(query.bind(now), |query, kind| query.bind(kind)).maybe(tx).await?;
    Ok(due.is_some())
}

/// When the next job that nobody has is due. O(jobs).
pub async fn next_due(tx: &mut Tx) -> Result<Option<Timestamp>> {
    let micros: Option<i64> =
        sql("SELECT MIN(CASE WHEN leased_until > run_at THEN leased_until ELSE run_at END) AS n FROM job \
             HAVING COUNT(*) > 0")
        .maybe(tx)
        .await?;
    Ok(micros.map(model::timestamp))
}
