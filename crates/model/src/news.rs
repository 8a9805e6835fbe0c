//! The news: by which ways and when members learn of what they are told, besides on the page.
//!
//! When something comes is a function of the moment at which it was told and of what the member chose. The clock on their wall
//! counts, whatever daylight saving does.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, Weekday};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use wording::t;

use crate::NoticeKind;
use crate::calendar::minute;

/// Quiet times that a member can have.
pub const QUIET_MAX: usize = 4;

/// What is read within this time on the page comes by no mail, also where mail comes at once.
const GRACE: SignedDuration = SignedDuration::from_secs(60);

crate::words! {
    /// Kinds of notices that a member chooses together.
    pub enum NoticeGroup {
        /// A colleague calls them.
        Called = "called",
        /// They are given something to see to.
        Given = "given",
        /// A clock of something that they have is late.
        Clock = "clock",
        /// What they promised, or stand for, has its date.
        Due = "due",
        /// What became of an answer of theirs.
        Answer = "answer",
        /// An answer of somebody else waits for them.
        Approval = "approval",
        /// Something happens in a conversation of which they want to be told.
        Subscribed = "subscribed",
        /// A rule tells them.
        Rule = "rule",
    }
}

crate::words! {
    /// A way besides the page.
    pub enum NewsWay {
        /// A note of the browser, also when no page of ours is open.
        Browser = "browser",
        /// A mail that has all at once.
        Mail = "mail",
    }
}

crate::words! {
    /// How often mail comes.
    pub enum MailPace {
        /// A minute after something was told.
        AtOnce = "at_once",
        /// At the full hour.
        Hourly = "hourly",
        /// Once a day.
        Daily = "daily",
    }
}

crate::words! {
    /// What a letter of ours is for.
    pub enum LetterKind {
        /// It tells what there is.
        Digest = "digest",
        /// It asks whether mail may come to its address.
        Confirm = "confirm",
        /// It tells a former address that mail goes to another now.
        Moved = "moved",
    }
}

crate::words! {
    /// What is known of a letter.
    pub enum LetterState {
        /// It is to be sent, or sent again.
        Waiting = "waiting",
        /// The mail server took it.
        Sent = "sent",
        /// The mail server will never take it for this address.
        Refused = "refused",
        /// It was tried often enough.
        Failed = "failed",
        /// There was nothing left to tell when it was to go.
        Dropped = "dropped",
    }
}

crate::words! {
    /// A day of the week.
    pub enum Day {
        /// Monday.
        Monday = "monday",
        /// Tuesday.
        Tuesday = "tuesday",
        /// Wednesday.
        Wednesday = "wednesday",
        /// Thursday.
        Thursday = "thursday",
        /// Friday.
        Friday = "friday",
        /// Saturday.
        Saturday = "saturday",
        /// Sunday.
        Sunday = "sunday",
    }
}

impl From<Weekday> for Day {
    fn from(day: Weekday) -> Self {
        Self::ALL[usize::from(day.to_monday_zero_offset().unsigned_abs()) % Self::ALL.len()]
    }
}

impl NoticeKind {
    /// With which kinds it is chosen.
    pub const fn group(self) -> NoticeGroup {
        match self {
            Self::Nudged => NoticeGroup::Called,
            Self::Given | Self::Asked | Self::PromiseGiven => NoticeGroup::Given,
            Self::ClockLate => NoticeGroup::Clock,
            Self::PromiseNear | Self::PromiseLate | Self::FactDue | Self::StatementDue => NoticeGroup::Due,
            Self::ReplyStopped
            | Self::ReplyApproved
            | Self::ReplyReturned
            | Self::DraftTaken
            | Self::StatementApproved
            | Self::StatementNotOut => NoticeGroup::Answer,
            Self::ApprovalAsked | Self::ApprovalLate | Self::StatementAsked => NoticeGroup::Approval,
            Self::Subscribed => NoticeGroup::Subscribed,
            Self::Rule => NoticeGroup::Rule,
        }
    }
}

/// What the clock on the wall shows: `07:30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeOfDay(u16);

/// It is no time of a day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", t!("“{written}” is no time of day: write it like 07:30", written = .0))]
pub struct NoTimeOfDay(String);

impl TimeOfDay {
    /// A time by its minutes since midnight; what is beyond the day is taken from its beginning.
    pub const fn from_minutes(minutes: u16) -> Self {
        Self(minutes % 1_440)
    }

    fn on(self, date: Date) -> jiff::civil::DateTime {
        let part = |number: u16| i8::try_from(number).unwrap_or_default();
        date.at(part(self.0 / 60), part(self.0 % 60), 0, 0)
    }
}

impl FromStr for TimeOfDay {
    type Err = NoTimeOfDay;

    fn from_str(text: &str) -> Result<Self, NoTimeOfDay> {
        let found = minute(text.trim()).filter(|minutes| *minutes < 1_440);
        found.map(Self).ok_or_else(|| NoTimeOfDay(text.to_owned()))
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl TryFrom<String> for TimeOfDay {
    type Error = NoTimeOfDay;

    fn try_from(text: String) -> Result<Self, NoTimeOfDay> {
        text.parse()
    }
}

impl From<TimeOfDay> for String {
    fn from(time: TimeOfDay) -> Self {
        time.to_string()
    }
}

/// Hours of some days of the week in which nothing comes. They may go past midnight, and then belong to the day on which they
/// begin; where both ends are the same, they are the whole day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quiet {
    /// On which days they begin.
    pub days: Vec<Day>,
    /// The first minute.
    pub from: TimeOfDay,
    /// The minute after the last.
    pub to: TimeOfDay,
}

impl Quiet {
    fn covers(&self, date: Date, minutes: u16) -> bool {
        let is_on = |date: Date| self.days.contains(&date.weekday().into());
        let (from, to) = (self.from.0, self.to.0);
        if from == to {
            return is_on(date);
        }
        if from < to {
            return is_on(date) && (from..to).contains(&minutes);
        }
        (minutes >= from && is_on(date)) || (minutes < to && date.yesterday().is_ok_and(is_on))
    }
}

/// What a member chose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewsTerms {
    /// What comes by browser, on devices where they allowed it.
    pub browser: Vec<NoticeGroup>,
    /// What comes by mail, once their address is confirmed.
    pub mail: Vec<NoticeGroup>,
    /// How often mail comes.
    pub pace: MailPace,
    /// When mail comes that comes daily.
    pub daily_at: TimeOfDay,
    /// The name of their time zone; the house's without it.
    pub zone: Option<String>,
    /// When nothing comes.
    pub quiet: Vec<Quiet>,
}

impl Default for NewsTerms {
    fn default() -> Self {
        Self {
            browser: vec![NoticeGroup::Called, NoticeGroup::Answer],
            mail: NoticeGroup::ALL.to_vec(),
            pace: MailPace::Daily,
            daily_at: TimeOfDay::from_minutes(8 * 60),
            zone: None,
            quiet: Vec::new(),
        }
    }
}

/// Why what a member chose cannot be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NewsFault {
    /// There is no such zone.
    #[error("{}", t!("“{zone}” is no time zone; write it like Europe/Amsterdam", zone = .0))]
    Zone(String),
    /// There are too many quiet times.
    #[error("{}", t!("there can be {max} quiet times at most", max = QUIET_MAX))]
    ManyQuiet,
    /// A quiet time is on no day.
    #[error("{}", t!("say on which days it is quiet"))]
    QuietNever,
    /// The whole week is quiet.
    #[error("{}", t!("it is quiet all week: then nothing would ever come; choose no kind instead"))]
    QuietAlways,
    /// It is no time of day.
    #[error(transparent)]
    Time(#[from] NoTimeOfDay),
    /// Mail cannot go there.
    #[error("{}", t!("an address is needed to which mail can go, of ASCII letters and at most 254 bytes"))]
    Address,
    /// Enough was sent to new addresses today.
    #[error("{}", t!("a new address was asked for often enough today; try again tomorrow"))]
    ManyLetters,
    /// The device's push service is not one that can be reached.
    #[error("{}", t!("this browser names no push service that we can reach"))]
    Endpoint,
    /// There are enough.
    #[error("{}", t!("there are enough devices; remove one first"))]
    ManyDevices,
}

impl NewsTerms {
    /// Looks whether it can be.
    ///
    /// # Errors
    /// `Zone`, `ManyQuiet`, `QuietNever`, `QuietAlways`.
    pub fn check(&self) -> Result<(), NewsFault> {
        if let Some(zone) = self.zone.as_ref().filter(|zone| TimeZone::get(zone).is_err()) {
            return Err(NewsFault::Zone(zone.clone()));
        }
        if self.quiet.len() > QUIET_MAX {
            return Err(NewsFault::ManyQuiet);
        }
        if self.quiet.iter().any(|quiet| quiet.days.is_empty()) {
            return Err(NewsFault::QuietNever);
        }
        // Any week is like another on the wall.
        let week = (0..7).filter_map(|day| jiff::civil::date(2026, 11, 23).checked_add(day.days()).ok());
        let has_gap = |date| (0..1_440).any(|minutes| !self.quiet.iter().any(|quiet| quiet.covers(date, minutes)));
        if week.into_iter().any(has_gap) { Ok(()) } else { Err(NewsFault::QuietAlways) }
    }

    /// Their time zone, in a house with this one.
    pub fn zone(&self, house: &TimeZone) -> TimeZone {
        let own = self.zone.as_ref().and_then(|zone| TimeZone::get(zone).ok());
        own.unwrap_or_else(|| house.clone())
    }

    /// What comes by a way.
    pub fn groups(&self, way: NewsWay) -> &[NoticeGroup] {
        match way {
            NewsWay::Browser => &self.browser,
            NewsWay::Mail => &self.mail,
        }
    }

    /// When what was told at a moment comes by a way, with whatever else waits then.
    pub fn comes_at(&self, way: NewsWay, told_at: Timestamp, house: &TimeZone) -> Timestamp {
        let zone = self.zone(house);
        let at = match way {
            NewsWay::Browser => told_at,
            NewsWay::Mail => self.mail_at(told_at, &zone),
        };
        self.quiet_until(at, &zone)
    }

    /// When it is no longer quiet; `None` where it is not quiet now.
    pub fn quiet_ends(&self, now: Timestamp, house: &TimeZone) -> Option<Timestamp> {
        Some(self.quiet_until(now, &self.zone(house))).filter(|end| *end > now)
    }

    fn mail_at(&self, told_at: Timestamp, zone: &TimeZone) -> Timestamp {
        let later = |at: Timestamp, by: SignedDuration| at.saturating_add(by).unwrap_or(Timestamp::MAX);
        match self.pace {
            MailPace::AtOnce => later(told_at, GRACE),
            MailPace::Hourly => {
                let wall = zone.to_datetime(told_at);
                let since = SignedDuration::from_mins(wall.minute().into())
                    + SignedDuration::from_secs(wall.second().into())
                    + SignedDuration::from_nanos(wall.subsec_nanosecond().into());
                later(told_at, SignedDuration::from_hours(1) - since)
            }
            MailPace::Daily => {
                let today = zone.to_datetime(told_at).date();
                // An hour that a date leaves out is taken as the one after it, one that comes twice as the first.
                let on = |date: Date| zone.to_ambiguous_timestamp(self.daily_at.on(date)).compatible().ok();
                let next = [Some(today), today.tomorrow().ok(), today.checked_add(2.days()).ok()];
                next.into_iter().flatten().filter_map(on).find(|at| *at > told_at).unwrap_or(Timestamp::MAX)
            }
        }
    }

    /// Whether it is quiet.
    pub fn is_quiet(&self, at: Timestamp, zone: &TimeZone) -> bool {
        let wall = zone.to_datetime(at);
        let minutes = u16::from(wall.hour().unsigned_abs()) * 60 + u16::from(wall.minute().unsigned_abs());
        self.quiet.iter().any(|quiet| quiet.covers(wall.date(), minutes))
    }

    /// The first moment from this one on at which it is not quiet.
    fn quiet_until(&self, at: Timestamp, zone: &TimeZone) -> Timestamp {
        if !self.is_quiet(at, zone) {
            return at;
        }
        // It changes only where the wall shows an end of a quiet time or midnight, and where its clock is set.
        let end = at.saturating_add(SignedDuration::from_hours(9 * 24)).unwrap_or(Timestamp::MAX);
        let mut changes: Vec<Timestamp> =
            zone.following(at).map(|change| change.timestamp()).take_while(|change| *change <= end).collect();
        let first = zone.to_datetime(at).date();
        let shown = self.quiet.iter().flat_map(|quiet| [quiet.from, quiet.to]).chain([TimeOfDay(0)]);
        let shown: Vec<TimeOfDay> = shown.collect();
        for date in (-1..=9).filter_map(|days| first.checked_add(days.days()).ok()) {
            for time in &shown {
                let wall = time.on(date);
                let offsets = match zone.to_ambiguous_timestamp(wall).offset() {
                    AmbiguousOffset::Unambiguous { offset } => [offset, offset],
                    AmbiguousOffset::Gap { before, after } | AmbiguousOffset::Fold { before, after } => [before, after],
                };
                changes.extend(offsets.into_iter().filter_map(|offset| offset.to_timestamp(wall).ok()));
            }
        }
        changes.retain(|change| *change > at);
        changes.sort_unstable();
        changes.into_iter().find(|change| !self.is_quiet(*change, zone)).unwrap_or(end)
    }
}
