//! The sealer: gives committed events dense positions in small batches and chains the batches by hash.

use std::time::Duration;

use model::Event;
use sha2::{Digest, Sha256};

use crate::event::Sealed;
use crate::row::{FromRow, Row};
use crate::sql::{sql, with_rows};
use crate::tx::News;
use crate::{Result, StoreError, Tx, event, lease};

/// The lease that a sealer holds.
pub const LEASE: &str = "sealer";
const LEASE_TIME: Duration = Duration::from_secs(10);
/// Events in one batch: small enough for a write of a few milliseconds.
const BATCH: i64 = 400;
/// What the first batch is chained to.
const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

#[derive(Debug)]
struct Seal {
    first_position: i64,
    last_position: i64,
    hash: String,
}

impl FromRow for Seal {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            first_position: row.get("first_position")?,
            last_position: row.get("last_position")?,
            hash: row.get("hash")?,
        })
    }
}

/// Whether there is something to seal and `holder` may do it: nobody else holds the lease. Looking costs no turn.
pub async fn is_due(tx: &mut Tx, holder: &str) -> Result<bool> {
    Ok(event::oldest_unsealed(tx).await?.is_some() && lease::is_free(tx, LEASE, holder).await?)
}

/// Seals the next batch if `holder` holds the lease or can take it. Gives what was sealed, in order; empty when there
/// was nothing or somebody else seals.
pub async fn seal_batch(tx: &mut Tx, holder: &str) -> Result<Vec<Sealed>> {
    // The lease's row is ours until the commit: batches are sealed one after the other, whoever thinks to hold it.
    if !lease::take(tx, LEASE, holder, LEASE_TIME).await? {
        return Ok(Vec::new());
    }
    let events: Vec<Event> =
        sql("SELECT * FROM event WHERE position IS NULL ORDER BY id LIMIT $1").bind(BATCH).all(tx).await?;
    if events.is_empty() {
        return Ok(Vec::new());
    }
    let previous: Option<Seal> = sql("SELECT * FROM seal ORDER BY last_position DESC LIMIT 1").maybe(tx).await?;
    let (position, hash) = previous.map_or((0, GENESIS.to_owned()), |seal| (seal.last_position, seal.hash));
    let sealed: Vec<Sealed> =
        (position + 1..).zip(events).map(|(position, event)| Sealed { position, event }).collect();

    let rows = sealed.iter().map(|one| vec![one.event.id.into(), one.position.into()]);
    let (head, tail) = ("UPDATE event SET position = v.column2 FROM (", ") AS v WHERE event.id = v.column1");
    with_rows(tx, head, rows, tail).run(tx).await?;
    let now = tx.now();
    sql("INSERT INTO seal (first_position, last_position, hash, sealed_at) VALUES ($1, $2, $3, $4)")
        .bind(position + 1)
        .bind(position + sealed.len() as i64)
        .bind(chain(&hash, &sealed))
        .bind(now)
        .run(tx)
        .await?;
    tx.note(News::Sealed);
    Ok(sealed)
}

/// The hash of a batch: SHA-256 over the previous hash and each event's canonical line.
fn chain(previous: &str, batch: &[Sealed]) -> String {
    let mut hash = Sha256::new();
    hash.update(previous);
    for one in batch {
        hash.update(b"\n");
        hash.update(one.event.canonical(one.position));
    }
    hex::encode(hash.finalize())
}

/// What [`verify`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Positions are dense and every hash is right, up to this position with this hash.
    Whole {
        /// The newest sealed position.
        position: i64,
        /// The newest hash.
        head: String,
    },
    /// The batch that begins here is not what was sealed, or nobody sealed it.
    Broken {
        /// The first position of the first wrong batch.
        position: i64,
    },
}

/// Recomputes the whole chain. O(log).
pub async fn verify(tx: &mut Tx) -> Result<Verdict> {
    let seals: Vec<Seal> = sql("SELECT * FROM seal ORDER BY last_position").all(tx).await?;
    let (mut position, mut head) = (0, GENESIS.to_owned());
    for seal in seals {
        let batch: Vec<Sealed> = sql("SELECT * FROM event WHERE position BETWEEN $1 AND $2 ORDER BY position")
            .bind(seal.first_position)
            .bind(seal.last_position)
            .all(tx)
            .await
            .or_else(|error| if matches!(error, StoreError::Row { .. }) { Ok(Vec::new()) } else { Err(error) })?;
        let is_dense = seal.first_position == position + 1
            && batch.iter().map(|one| one.position).eq(seal.first_position..=seal.last_position);
        if !is_dense || chain(&head, &batch) != seal.hash {
            return Ok(Verdict::Broken { position: seal.first_position });
        }
        (position, head) = (seal.last_position, seal.hash);
    }
    let beyond: Option<i64> = sql("SELECT position AS n FROM event WHERE position > $1 ORDER BY position LIMIT 1")
        .bind(position)
        .maybe(tx)
        .await?;
    if let Some(position) = beyond {
        return Ok(Verdict::Broken { position });
    }
    Ok(Verdict::Whole { position, head })
}
