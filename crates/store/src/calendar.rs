//! Working hours, in versions: a change holds from a moment on, and what was counted before stays as it was.

use std::collections::HashMap;

use jiff::Timestamp;
use model::{CalendarId, CalendarVersion, MemberId, Opening};

use crate::label::folded;
use crate::row::{FromRow, Row};
use crate::sql::{pieces, places, sql};
use crate::{Result, Tx};

/// A calendar as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Calendar {
    /// Our id.
    pub id: CalendarId,
    /// The name that members read.
    pub name: String,
    /// Whether it is the usual one.
    pub is_default: bool,
    /// Since when it is put away.
    pub archived_at: Option<Timestamp>,
    /// Its versions, oldest first; at least one.
    pub versions: Vec<Version>,
}

/// Hours as they hold from a moment on, until a later version begins.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// From 1, in the order they were made.
    pub version: i64,
    /// From when it holds.
    pub from: Timestamp,
    /// The hours.
    pub opening: Opening,
    /// When it was made.
    pub created_at: Timestamp,
    /// Who made it.
    pub by: MemberId,
}

impl Calendar {
    /// In which time is counted. Before the first version, that holds too; of two, whichever began later, and of two that
    /// began together, the newer.
    pub fn hours(&self) -> model::Calendar {
        let held = |one: &Version| CalendarVersion { from: one.from, opening: one.opening.clone() };
        model::Calendar::new(self.versions.iter().map(held).collect())
    }

    /// The version that holds at a moment.
    pub fn version_at(&self, at: Timestamp) -> Option<&Version> {
        let begun = self.versions.iter().filter(|one| one.from <= at);
        begun.max_by_key(|one| (one.from, one.version)).or_else(|| self.versions.first())
    }

    /// Versions that begin later than a moment, the next first.
    pub fn to_come(&self, at: Timestamp) -> Vec<&Version> {
        let mut later: Vec<&Version> = self.versions.iter().filter(|one| one.from > at).collect();
        later.sort_by_key(|one| (one.from, one.version));
        later
    }
}

impl FromRow for Calendar {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            is_default: row.get("is_default")?,
            archived_at: row.get("archived_at")?,
            versions: Vec::new(),
        })
    }
}

struct VersionOf {
    calendar: CalendarId,
    version: Version,
}

impl FromRow for VersionOf {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let version = Version {
            version: row.get("version")?,
            from: row.get("from_at")?,
            opening: row.json("opening")?,
            created_at: row.get("created_at")?,
            by: row.get("created_by")?,
        };
        Ok(Self { calendar: row.get("calendar_id")?, version })
    }
}

/// Makes a calendar, with the hours that hold from the beginning on.
pub async fn create(tx: &mut Tx, by: MemberId, name: &str, opening: &Opening) -> Result<CalendarId> {
    let (id, now) = (tx.next_id::<CalendarId>(), tx.now());
    sql("INSERT INTO calendar (id, name, folded, is_default, created_at) VALUES ($1, $2, $3, 0, $4)")
        .bind(id)
        .bind(name)
        .bind(folded(name))
        .bind(now)
        .run(tx)
        .await?;
    add_version(tx, by, id, opening, now).await?;
    Ok(id)
}

/// Gives a calendar another name.
pub async fn rename(tx: &mut Tx, id: CalendarId, name: &str) -> Result<()> {
    let text = "UPDATE calendar SET name = $2, folded = $3 WHERE id = $1";
    sql(text).bind(id).bind(name).bind(folded(name)).run(tx).await?;
    Ok(())
}

/// Gives a calendar other hours from a moment on; the number of that version.
pub async fn add_version(tx: &mut Tx, by: MemberId, id: CalendarId, opening: &Opening, from: Timestamp) -> Result<i64> {
    let newest = "SELECT COALESCE(MAX(version), 0) AS n FROM calendar_version WHERE calendar_id = $1";
    let version = sql(newest).bind(id).maybe::<i64>(tx).await?.unwrap_or(0) + 1;
    let now = tx.now();
    sql("INSERT INTO calendar_version (calendar_id, version, from_at, opening, created_at, created_by) \
         VALUES ($1, $2, $3, $4, $5, $6)")
    .bind(id)
    .bind(version)
    .bind(from)
    .bind(serde_json::to_string(opening)?)
    .bind(now)
    .bind(by)
    .run(tx)
    .await?;
    Ok(version)
}

/// Makes a calendar the usual one, in place of any other.
pub async fn make_default(tx: &mut Tx, id: CalendarId) -> Result<()> {
    sql("UPDATE calendar SET is_default = 0 WHERE is_default = 1").run(tx).await?;
    sql("UPDATE calendar SET is_default = 1 WHERE id = $1").bind(id).run(tx).await?;
    Ok(())
}

/// Puts a calendar away, or takes it out again.
pub async fn put_away(tx: &mut Tx, id: CalendarId, is_away: bool) -> Result<()> {
    let since = is_away.then(|| tx.now());
    sql("UPDATE calendar SET archived_at = $2 WHERE id = $1").bind(id).bind(since).run(tx).await?;
    Ok(())
}

/// The one in use with this name; case and spacing do not tell names apart.
pub async fn named(tx: &mut Tx, name: &str) -> Result<Option<CalendarId>> {
    sql("SELECT id FROM calendar WHERE folded = $1 AND archived_at IS NULL").bind(folded(name)).maybe(tx).await
}

/// The calendar with this id, also one that is put away.
pub async fn find(tx: &mut Tx, id: CalendarId) -> Result<Option<Calendar>> {
    let text = format!("SELECT * FROM calendar WHERE id = $1{}", tx.to_change());
    let found = sql(text).bind(id).maybe::<Calendar>(tx).await?;
    Ok(with_versions(tx, Vec::from_iter(found)).await?.pop())
}

/// The calendar of whoever chose none; `None` where nobody said when they are there.
pub async fn default(tx: &mut Tx) -> Result<Option<Calendar>> {
    let found = sql("SELECT * FROM calendar WHERE is_default = 1").maybe::<Calendar>(tx).await?;
    Ok(with_versions(tx, Vec::from_iter(found)).await?.pop())
}

/// Every calendar: those in use first, then by name.
pub async fn all(tx: &mut Tx) -> Result<Vec<Calendar>> {
    let all = sql("SELECT * FROM calendar ORDER BY archived_at IS NOT NULL, folded, id").all(tx).await?;
    with_versions(tx, all).await
}

async fn with_versions(tx: &mut Tx, mut calendars: Vec<Calendar>) -> Result<Vec<Calendar>> {
    let ids: Vec<CalendarId> = calendars.iter().map(|one| one.id).collect();
    let mut versions: HashMap<CalendarId, Vec<Version>> = HashMap::new();
    for piece in pieces(&ids) {
        let places = places(1, piece.len());
        let text = format!("SELECT * FROM calendar_version WHERE calendar_id IN ({places}) ORDER BY version");
        for one in piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<VersionOf>(tx).await? {
            versions.entry(one.calendar).or_default().push(one.version);
        }
    }
    for calendar in &mut calendars {
        calendar.versions = versions.remove(&calendar.id).unwrap_or_default();
    }
    Ok(calendars)
}
