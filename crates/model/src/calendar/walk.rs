//! Time counted in open hours.
//!
//! A moment is open when the clock on the wall shows an open minute of its date. When that clock is set back, an hour
//! counts twice; when it is set forward, the hour that it leaves out counts for nothing.

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::Calendar;

/// How far is looked for a deadline. What would be due later is never due: nobody waits for it, and looking has to end where
/// nobody is ever there.
const LOOKED: SignedDuration = SignedDuration::from_hours(20 * 366 * 24);

/// Stretches of open time from a moment on, in order; none overlaps another.
struct Open<'a> {
    calendar: &'a Calendar,
    /// Where the walk stands.
    at: Timestamp,
    /// The walk ends here.
    end: Timestamp,
    /// Until when one version holds and one offset from UTC; what they are.
    steady: Option<Steady>,
    /// Open stretches of the day that was looked at last, latest first.
    today: Vec<(Timestamp, Timestamp)>,
}

#[derive(Clone, Copy)]
struct Steady {
    version: usize,
    offset: Offset,
    until: Timestamp,
}

impl Iterator for Open<'_> {
    type Item = (Timestamp, Timestamp);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(open) = self.today.pop() {
                return Some(open);
            }
            if self.at >= self.end {
                return None;
            }
            self.step();
        }
    }
}

impl Open<'_> {
    /// Looks at the rest of a day, as far as version and offset hold.
    fn step(&mut self) {
        let steady = match self.steady.filter(|steady| self.at < steady.until) {
            Some(steady) => steady,
            None => self.steady_at(self.at),
        };
        self.steady = Some(steady);
        let date = steady.offset.to_datetime(self.at).date();
        let midnight = date.checked_add(1.day()).ok().and_then(|next| moment(next, 0, steady.offset));
        let until = steady.until.min(self.end).min(midnight.unwrap_or(Timestamp::MAX));
        let hours = self.calendar.versions[steady.version].1.hours(date);
        for part in hours.parts().iter().rev() {
            let from = moment(date, part.from, steady.offset).unwrap_or(Timestamp::MAX).max(self.at);
            let to = moment(date, part.to, steady.offset).unwrap_or(Timestamp::MAX).min(until);
            if from < to {
                self.today.push((from, to));
            }
        }
        self.at = until;
    }

    fn steady_at(&self, at: Timestamp) -> Steady {
        let (version, until) = self.calendar.version_at(at);
        let zone = &self.calendar.versions[version].2;
        let change = zone.following(at).next().map_or(Timestamp::MAX, |change| change.timestamp());
        Steady { version, offset: zone.to_offset(at), until: until.min(change) }
    }
}

/// The moment at which a clock with this offset shows a minute of a date; 1440 is its end. `None` beyond all time.
fn moment(date: Date, minute: u16, offset: Offset) -> Option<Timestamp> {
    let since_midnight = SignedDuration::from_mins(minute.into());
    let wall = date.at(0, 0, 0, 0).checked_add(since_midnight).ok()?;
    offset.to_timestamp(wall).ok()
}

impl Calendar {
    fn open(&self, from: Timestamp, to: Timestamp) -> Open<'_> {
        Open { calendar: self, at: from, end: to, steady: None, today: Vec::new() }
    }

    /// Open time between two moments; none when the second is not later. O(days between).
    pub fn between(&self, from: Timestamp, to: Timestamp) -> SignedDuration {
        self.open(from, to).map(|(from, to)| to.duration_since(from)).sum()
    }

    /// The first moment by which so much open time has passed since another; `None` when that never comes, or not within
    /// twenty years. O(days until then).
    pub fn after(&self, from: Timestamp, open: SignedDuration) -> Option<Timestamp> {
        if !open.is_positive() {
            return Some(from);
        }
        let mut left = open;
        for (from, to) in self.open(from, from.saturating_add(LOOKED).unwrap_or(Timestamp::MAX)) {
            let there = to.duration_since(from);
            if left <= there {
                return from.checked_add(left).ok();
            }
            left -= there;
        }
        None
    }

    /// Whether somebody is there at a moment.
    pub fn is_open_at(&self, at: Timestamp) -> bool {
        let (version, _) = self.version_at(at);
        let (_, opening, zone) = &self.versions[version];
        let wall = zone.to_datetime(at);
        opening
            .hours(wall.date())
            .is_open_at(u16::from(wall.hour().unsigned_abs()) * 60 + u16::from(wall.minute().unsigned_abs()))
    }
}
