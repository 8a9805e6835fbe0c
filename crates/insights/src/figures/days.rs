//! Figures of many days: of a day whose waits stand, its sums are kept; all others are read one by one.

use jiff::Timestamp;
use model::{CalendarId, Wait};
use serde::de::DeserializeOwned;
use store::wait_day::{self, WaitDay};
use store::{StoreError, Tx, wait};

use super::{PartKey, PartedBy, Parts, Response, Terms};

/// By which rules sums are worked out; sums by others are not read.
const VERSION: u32 = 1;

/// Which waits are meant, and how they are looked at.
#[derive(Clone, Copy, Debug)]
pub struct Span<'a> {
    /// They began from this moment on,
    pub from: Timestamp,
    /// and before this one.
    pub until: Timestamp,
    /// As they were known at this position of the log.
    pub position: i64,
    /// As of when.
    pub terms: Terms<'a>,
    /// The calendar whose hours those are.
    pub calendar: Option<CalendarId>,
}

/// What is said of some waits, and of the parts of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summed {
    /// Of all of them.
    pub whole: Response,
    /// Of each part, where they are parted.
    pub parts: Parts,
}

impl Summed {
    /// Of these waits.
    pub fn of<'w>(waits: impl IntoIterator<Item = &'w Wait>, by: Option<PartedBy>, terms: Terms<'_>) -> Self {
        let mut summed = Self::default();
        waits.into_iter().for_each(|wait| summed.count(wait, by, terms));
        summed
    }

    fn count(&mut self, wait: &Wait, by: Option<PartedBy>, terms: Terms<'_>) {
        self.whole.count(wait, terms);
        if let Some(by) = by {
            by.count(&mut self.parts, wait, terms);
        }
    }

    fn add(&mut self, whole: &Response, parts: &[(PartKey, Response)]) {
        self.whole.add(whole);
        for (key, part) in parts {
            self.parts.entry(key.clone()).or_default().add(part);
        }
    }
}

/// What is said of the waits of a span.
///
/// # Errors
/// When the database fails.
pub async fn summed(tx: &mut Tx, span: Span<'_>, by: Option<PartedBy>) -> Result<Summed, StoreError> {
    let mut summed = Summed::default();
    let mut read_until = span.from;
    // Who still waits for an answer is in no sums: with each moment they have waited longer.
    let mut open_since = None;
    for (day, whole, parts) in kept(tx, span, by).await? {
        if day.from < read_until {
            continue;
        }
        if day.from > read_until {
            summed.read_open(tx, open_since.take(), read_until, span, by).await?;
            summed.read(tx, (read_until, day.from), span, by).await?;
        }
        open_since = open_since.or(Some(day.from));
        summed.add(&whole, &parts);
        read_until = day.until;
    }
    summed.read_open(tx, open_since, read_until, span, by).await?;
    if read_until < span.until {
        summed.read(tx, (read_until, span.until), span, by).await?;
    }
    Ok(summed)
}

impl Summed {
    /// Counts each wait that began in a stretch of time.
    async fn read(
        &mut self,
        tx: &mut Tx,
        (from, until): (Timestamp, Timestamp),
        span: Span<'_>,
        by: Option<PartedBy>,
    ) -> Result<(), StoreError> {
        let waits = wait::begun(tx, from, until, span.position).await?;
        waits.iter().for_each(|wait| self.count(wait, by, span.terms));
        Ok(())
    }

    /// Counts those who wait since days whose sums are kept.
    async fn read_open(
        &mut self,
        tx: &mut Tx,
        from: Option<Timestamp>,
        until: Timestamp,
        span: Span<'_>,
        by: Option<PartedBy>,
    ) -> Result<(), StoreError> {
        let Some(from) = from else { return Ok(()) };
        let waits = wait::open_since(tx, from, until).await?;
        waits.iter().for_each(|wait| self.count(wait, by, span.terms));
        Ok(())
    }
}

/// A day with its sums, and those of its parts.
type Kept = (WaitDay, Response, Vec<(PartKey, Response)>);

/// The days within a span whose sums say what was known at its position, with their sums.
async fn kept(tx: &mut Tx, span: Span<'_>, by: Option<PartedBy>) -> Result<Vec<Kept>, StoreError> {
    let hours = hours_key(span.calendar);
    let days = wait_day::within(tx, span.from, span.until, &hours, WHOLE).await?;
    let parted = match by {
        Some(by) => wait_day::within(tx, span.from, span.until, &hours, by.as_str()).await?,
        None => Vec::new(),
    };
    let stands = |day: &WaitDay| day.changed <= span.position && day.last_end.is_none_or(|end| end <= span.terms.until);
    let mut parted = parted.into_iter().peekable();
    let mut kept = Vec::new();
    for day in days.into_iter().filter(stands) {
        let Some(whole) = read_sums(&day) else { continue };
        let parts = if by.is_some() {
            while parted.next_if(|part| (part.from, part.until) < (day.from, day.until)).is_some() {}
            let same = parted.next_if(|part| (part.from, part.until) == (day.from, day.until));
            match same.and_then(|part| read_sums(&part)) {
                Some(parts) => parts,
                None => continue,
            }
        } else {
            Vec::new()
        };
        kept.push((day, whole, parts));
    }
    Ok(kept)
}

/// What sums of all waits of a day stand under.
const WHOLE: &str = "";

/// Whose hours sums are in, and by which rules they were made, as it stands beside them.
pub fn hours_key(calendar: Option<CalendarId>) -> String {
    calendar.map_or_else(|| format!("{VERSION}"), |id| format!("{VERSION}:{id}"))
}

fn read_sums<T: DeserializeOwned>(day: &WaitDay) -> Option<T> {
    serde_json::from_str(&day.sums).ok()
}

/// The first of these days, each from its beginning until its end, of which no sums are kept.
///
/// # Errors
/// When the database fails.
pub async fn first_unsummed(
    tx: &mut Tx,
    days: &[(Timestamp, Timestamp)],
    calendar: Option<CalendarId>,
) -> Result<Option<(Timestamp, Timestamp)>, StoreError> {
    let (Some((from, _)), Some((_, until))) = (days.iter().min(), days.iter().max()) else { return Ok(None) };
    let kept = wait_day::kept(tx, *from, *until, &hours_key(calendar)).await?;
    Ok(days.iter().find(|day| !kept.contains(day)).copied())
}

/// The sums of a day, to be kept as long as nothing more becomes known of its waits. Whoever waits for an answer that is needed is
/// not among them.
///
/// # Errors
/// When the database fails.
pub async fn sums(tx: &mut Tx, span: Span<'_>) -> Result<Vec<WaitDay>, StoreError> {
    let mut waits = wait::begun(tx, span.from, span.until, span.position).await?;
    waits.retain(|wait| wait.end.is_some() || wait.needs_reply != Some(true));
    let changed = wait_day::changed(tx, span.from, span.until).await?;
    let last_end = waits.iter().filter_map(|wait| wait.end.map(|(_, at)| at)).max();
    let day = |parted_by: &str, sums: String| WaitDay {
        from: span.from,
        until: span.until,
        parted_by: parted_by.to_owned(),
        hours: hours_key(span.calendar),
        changed,
        last_end,
        sums,
    };
    let mut days = vec![day(WHOLE, serde_json::to_string(&Response::of(&waits, span.terms))?)];
    for by in PartedBy::ALL {
        let parts: Vec<(PartKey, Response)> = Summed::of(&waits, Some(by), span.terms).parts.into_iter().collect();
        days.push(day(by.as_str(), serde_json::to_string(&parts)?));
    }
    Ok(days)
}
