//! Sums of the waits that began on a day, so that figures of many days need not read each wait.

use std::collections::HashSet;

use jiff::Timestamp;
use model::KnownWait;

use crate::row::{FromRow, Row};
use crate::sql::{insert, sql};
use crate::{Result, Tx};

/// The sums of one day, or of its parts. There are none of a day of which more became known since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitDay {
    /// When the day begins.
    pub from: Timestamp,
    /// When it is over.
    pub until: Timestamp,
    /// By what the waits are parted; empty for all together.
    pub parted_by: String,
    /// In whose hours, and by which rules.
    pub hours: String,
    /// The newest position of the log at which something of its waits became known.
    pub changed: i64,
    /// When the last of its waits ended; `None` where none did.
    pub last_end: Option<Timestamp>,
    /// What they come to, as whoever summed them writes it.
    pub sums: String,
}

impl FromRow for WaitDay {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            from: row.get("from_at")?,
            until: row.get("until_at")?,
            parted_by: row.get("parted_by")?,
            hours: row.get("hours")?,
            changed: row.get("changed")?,
            last_end: row.get("last_end")?,
            sums: row.get("sums")?,
        })
    }
}

/// The days that lie within a stretch of time, in order.
pub async fn within(
    tx: &mut Tx,
    from: Timestamp,
    until: Timestamp,
    hours: &str,
    parted_by: &str,
) -> Result<Vec<WaitDay>> {
    sql("SELECT * FROM wait_day WHERE from_at >= $1 AND until_at <= $2 AND hours = $3 AND parted_by = $4 \
         ORDER BY from_at, until_at")
    .bind(from)
    .bind(until)
    .bind(hours)
    .bind(parted_by)
    .all(tx)
    .await
}

/// When each day within a stretch of time begins and ends whose sums are kept.
pub async fn kept(
    tx: &mut Tx,
    from: Timestamp,
    until: Timestamp,
    hours: &str,
) -> Result<HashSet<(Timestamp, Timestamp)>> {
    let text = "SELECT from_at, until_at FROM wait_day WHERE from_at >= $1 AND until_at <= $2 AND hours = $3 AND parted_by = ''";
    let kept: Vec<Span> = sql(text).bind(from).bind(until).bind(hours).all(tx).await?;
    Ok(kept.into_iter().map(|Span(from, until)| (from, until)).collect())
}

/// The newest position at which something of the waits that began in a stretch of time became known; 0 where nothing did.
pub async fn changed(tx: &mut Tx, from: Timestamp, until: Timestamp) -> Result<i64> {
    let text = "SELECT COALESCE(MAX(known_from), 0) AS n FROM wait WHERE began_at >= $1 AND began_at < $2";
    let known: i64 = sql(text).bind(from).bind(until).maybe(tx).await?.unwrap_or(0);
    let text = "SELECT COALESCE(MAX(known_until), 0) AS n FROM wait WHERE began_at >= $1 AND began_at < $2";
    let known_otherwise: i64 = sql(text).bind(from).bind(until).maybe(tx).await?.unwrap_or(0);
    Ok(known.max(known_otherwise))
}

/// Keeps the sums of days in place of former ones.
pub async fn keep(tx: &mut Tx, days: Vec<WaitDay>) -> Result<()> {
    let rows = days.into_iter().map(|day| {
        vec![
            day.from.into(),
            day.until.into(),
            day.parted_by.into(),
            day.hours.into(),
            day.changed.into(),
            day.last_end.into(),
            day.sums.into(),
        ]
    });
    let rows: Vec<_> = rows.collect();
    insert(
        tx,
        "INSERT INTO wait_day (from_at, until_at, parted_by, hours, changed, last_end, sums)",
        " ON CONFLICT (from_at, until_at, parted_by) DO UPDATE SET hours = excluded.hours, changed = excluded.changed, \
         last_end = excluded.last_end, sums = excluded.sums",
        rows.into_iter(),
    )
    .await
}

struct Span(Timestamp, Timestamp);

impl FromRow for Span {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self(row.get("from_at")?, row.get("until_at")?))
    }
}

/// Forgets the days on which waits began of which something becomes known.
pub(crate) async fn forget(tx: &mut Tx, news: &[&KnownWait]) -> Result<()> {
    let begun = || news.iter().map(|one| one.wait.began_at);
    let (Some(first), Some(last)) = (begun().min(), begun().max()) else { return Ok(()) };
    let days: Vec<Span> = sql("SELECT DISTINCT from_at, until_at FROM wait_day WHERE from_at <= $2 AND until_at > $1")
        .bind(first)
        .bind(last)
        .all(tx)
        .await?;
    for Span(from, until) in days {
        if begun().any(|at| from <= at && at < until) {
            sql("DELETE FROM wait_day WHERE from_at = $1 AND until_at = $2").bind(from).bind(until).run(tx).await?;
        }
    }
    Ok(())
}
