//! The three dials, read from what the log says of a window: each part with its interval, against its target and beside the
//! window before. Nothing is added up to one number.

use jiff::{SignedDuration, Timestamp};
use model::{DialPart, DialTarget, Sentiment};

use crate::durations::Durations;
use crate::duties::{Duty, DutyEnd, DutyKind};
use crate::figures::{PART_MIN, PartKey, SAMPLE_MIN, Summed};
use crate::share::Share;
use crate::survival::Curve;

/// What the dials are read from.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'a> {
    /// What is said of the waits of the window, parted by mood.
    pub waits: &'a Summed,
    /// What was due, in and before the window.
    pub duties: &'a [Duty],
    /// When the window begins.
    pub from: Timestamp,
    /// When it ends, and until when what goes on has gone on.
    pub until: Timestamp,
}

/// A share as it was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// The share.
    pub value: f64,
    /// The lower end of its 95 % interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// How a part stands to its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The share is what is wanted, or more.
    Holds,
    /// It is less, but no further than chance may bring about.
    Partly,
    /// It is less.
    Fails,
    /// Too little is known to say so.
    Unknown,
}

/// How a part stands to the window before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trend {
    /// It is more than chance would make it.
    Better,
    /// It is less.
    Worse,
    /// It is the same, as far as can be said.
    Same,
}

/// A part of a dial as it was read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// Which part, and what is wanted of it.
    pub target: DialTarget,
    /// What was found; `None` where too little is known.
    pub found: Option<Found>,
    /// Of how many.
    pub of: u64,
    /// Below how many nothing is said.
    pub least: u64,
    /// How it stands.
    pub standing: Standing,
    /// What was found of the window before.
    pub before: Option<Found>,
    /// How it stands to that; `None` where either is unknown.
    pub trend: Option<Trend>,
}

/// Reads a part of a window, beside the window before.
pub fn reading(target: DialTarget, now: Evidence<'_>, before: Evidence<'_>) -> Reading {
    let (sample, then) = (Sample::of(target, now), Sample::of(target, before));
    let (found, before) = (sample.found(), then.found());
    let wanted = f64::from(target.percent) / 100.0;
    let standing = match found {
        None => Standing::Unknown,
        Some(found) if found.value >= wanted => Standing::Holds,
        Some(found) if found.high >= wanted => Standing::Partly,
        Some(_) => Standing::Fails,
    };
    let trend = found.zip(before).map(|(now, before)| trend(now, before));
    Reading { target, found, of: sample.of, least: sample.least, standing, before, trend }
}

/// Whether a share differs from another by more than chance: the interval of their difference, put together from theirs.
///
/// R. G. Newcombe, "Interval estimation for the difference between independent proportions", Statistics in Medicine 17 (1998)
/// 873–890, method 10; with the intervals of the shares, whichever they are.
fn trend(now: Found, before: Found) -> Trend {
    let difference = now.value - before.value;
    let low = difference - (now.value - now.low).hypot(before.high - before.value);
    let high = difference + (now.high - now.value).hypot(before.value - before.low);
    if low > 0.0 {
        Trend::Better
    } else if high < 0.0 {
        Trend::Worse
    } else {
        Trend::Same
    }
}

/// What a part is a share of.
struct Sample {
    of: u64,
    least: u64,
    share: Option<Found>,
}

impl Sample {
    fn of(target: DialTarget, evidence: Evidence<'_>) -> Self {
        let Evidence { waits, .. } = evidence;
        let within = SignedDuration::from_hours(target.hours.unwrap_or_default().into());
        match target.part {
            DialPart::Answered => Self::counted(waits.whole.reply_rate(), SAMPLE_MIN),
            DialPart::UnhappyAnswered => {
                let unhappy = waits.parts.get(&PartKey::Mood(Sentiment::Negative));
                Self::counted(unhappy.map_or_else(|| Share::new(0, 0), |one| one.reply_rate()), PART_MIN)
            }
            DialPart::SilenceReasoned => {
                let closed = waits.whole.abandoned;
                Self::counted(Share::new(closed.with_reason, closed.with_reason + closed.silently), PART_MIN)
            }
            DialPart::FirstWithin => Self::timed(&waits.whole.first.wall, within, SAMPLE_MIN),
            DialPart::NextWithin => Self::timed(&waits.whole.next.wall, within, SAMPLE_MIN),
            DialPart::PromisesKept => Self::counted(evidence.promises_kept(), PART_MIN),
            DialPart::OwedSettled => Self::timed(&evidence.lasted(DutyKind::Owed), within, PART_MIN),
            DialPart::InsightsDecided => Self::timed(&evidence.lasted(DutyKind::Decision), within, PART_MIN),
            DialPart::ToldBack => Self::timed(&evidence.lasted(DutyKind::Telling), within, PART_MIN),
        }
    }

    fn counted(share: Share, least: u64) -> Self {
        let Share { of, value, low, high, .. } = share;
        Self { of, least, share: Some(Found { value, low, high }) }
    }

    /// The share that ended within a time: known where something was looked at for so long.
    fn timed(durations: &Durations, within: SignedDuration, least: u64) -> Self {
        let curve = Curve::of(durations);
        let (value, low, high) = curve.within(within);
        let is_known = within <= curve.until();
        Self { of: curve.total(), least, share: is_known.then_some(Found { value, low, high }) }
    }

    fn found(&self) -> Option<Found> {
        self.share.filter(|_| self.of >= self.least)
    }
}

impl Evidence<'_> {
    /// Of promises whose date is over, those kept in time. What was taken back towards the person is none any more.
    fn promises_kept(&self) -> Share {
        let is_over = |one: &&Duty| {
            one.kind == DutyKind::Promise
                && one.due_at.is_some_and(|due| self.from <= due && due < self.until)
                && !matches!(one.end, Some((DutyEnd::LetOff, at)) if at < self.until)
        };
        let is_kept = |one: &Duty| matches!((one.end, one.due_at), (Some((DutyEnd::Done, at)), Some(due)) if at <= due);
        let (mut kept, mut of) = (0, 0);
        for one in self.duties.iter().filter(is_over) {
            of += 1;
            kept += u64::from(is_kept(one));
        }
        Share::new(kept, of)
    }

    /// How long what was due since the window began lasted, or lasts. What fell away was looked at until then.
    fn lasted(&self, kind: DutyKind) -> Durations {
        let begun = |one: &&Duty| one.kind == kind && self.from <= one.began_at && one.began_at < self.until;
        let lasted = |one: &Duty| match one.end {
            Some((DutyEnd::Done | DutyEnd::Declined, at)) if at <= self.until => {
                (at.duration_since(one.began_at), true)
            }
            Some((DutyEnd::LetOff, at)) if at <= self.until => (at.duration_since(one.began_at), false),
            _ => (self.until.duration_since(one.began_at), false),
        };
        self.duties.iter().filter(begun).map(lasted).collect()
    }
}
