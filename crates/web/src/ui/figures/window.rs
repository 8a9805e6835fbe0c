//! Which days figures are of, as of when, and in whose hours; and the line of a page that says so.

use insights::figures::{Span, Terms};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use maud::{Markup, html};
use model::Calendar;
use store::{Tx, calendar, event, followed, wait};
use wording::{number, t};

use crate::app::App;
use crate::failure::Answer;
use crate::ui::components::{rich, time};
use crate::ui::layout::Frame;

/// Days that may be looked at, today the last of them.
pub(crate) const DAYS: [i32; 4] = [7, 28, 90, 365];
const USUAL: i32 = 28;

/// How many days an address asks for.
pub(crate) fn days_of(asked: &str) -> i32 {
    asked.parse().ok().filter(|days| DAYS.contains(days)).unwrap_or(USUAL)
}

/// The position of the log that an address asks for; `None` where it asks for the present.
pub(crate) fn position_of(asked: &str) -> Option<i64> {
    asked.parse().ok().filter(|at| *at > 0)
}

/// The days that are looked at, and as many before them.
#[derive(Clone, Debug)]
pub(crate) struct DaysAsked {
    /// The first day.
    pub(crate) first: Date,
    /// The last.
    pub(crate) last: Date,
    /// When the first day begins.
    pub(crate) from: Timestamp,
    /// When the first of the days before begins.
    pub(crate) before: Timestamp,
    /// Until when whoever still waits has waited.
    pub(crate) moment: Timestamp,
    /// As of which position of the log.
    pub(crate) position: i64,
    /// How many events of the log are not read yet.
    pub(crate) to_read: i64,
    /// The house's usual calendar.
    pub(crate) calendar: Option<calendar::Calendar>,
}

impl DaysAsked {
    /// So many days until now, or until a position of the log.
    pub(crate) async fn until(tx: &mut Tx, app: &App, days: i32, as_of: Option<i64>) -> Answer<Self> {
        let followed = followed::position(tx, wait::FOLLOWER).await?;
        let position = as_of.map_or(followed, |at| at.min(followed));
        let moment = match as_of {
            Some(_) => event::after(tx, position - 1, 1).await?.first().map_or(tx.now(), |one| one.event.learned_at),
            None => tx.now(),
        };
        let zone = &app.settings().zone;
        let midnight = |day: Date| day.to_zoned(zone.clone()).map_or(Timestamp::MIN, |midnight| midnight.timestamp());
        let last = moment.to_zoned(zone.clone()).date();
        let first = last.saturating_sub((days - 1).days());
        Ok(Self {
            first,
            last,
            from: midnight(first),
            before: midnight(first.saturating_sub(days.days())),
            moment,
            position,
            to_read: event::position(tx).await?.saturating_sub(followed),
            calendar: calendar::default(tx).await?,
        })
    }

    /// When somebody is there, where that was said.
    pub(crate) fn hours(&self) -> Option<Calendar> {
        self.calendar.as_ref().map(calendar::Calendar::hours)
    }

    /// The waits of these days.
    pub(crate) fn span<'a>(&self, hours: Option<&'a Calendar>) -> Span<'a> {
        let calendar = self.calendar.as_ref().map(|one| one.id);
        let terms = Terms { until: self.moment, hours };
        Span { from: self.from, until: self.moment, position: self.position, terms, calendar }
    }

    /// The waits of the days before, as they stood at their end, so that both had as long to be answered.
    pub(crate) fn span_before<'a>(&self, hours: Option<&'a Calendar>) -> Span<'a> {
        let terms = Terms { until: self.from, hours };
        Span { from: self.before, until: self.from, terms, ..self.span(hours) }
    }
}

/// The days of a page, as its head says them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DaysShown {
    /// How many.
    pub(crate) days: i32,
    /// As of which position of the log; of now without it.
    pub(crate) as_of: Option<i64>,
    /// The first.
    pub(crate) first: Date,
    /// The last.
    pub(crate) last: Date,
    /// The position of the log.
    pub(crate) position: i64,
    /// How many events of the log are not read yet.
    pub(crate) to_read: i64,
}

impl DaysShown {
    /// The choice of days, and as of when they are; `address` is the page's own of so many days and a position.
    pub(crate) fn head(&self, frame: &Frame, address: &dyn Fn(i32, Option<i64>) -> String) -> Markup {
        html! {
            nav.filters aria-label=(t!("Which days")) { p { span.faint { (t!("The last")) } span.filter-set { @for days in DAYS {
                a href=(address(days, self.as_of)) aria-current=[(self.days == days).then_some("page")] {
                    (t!(days; "{count} day", "{count} days"))
                }
            } } } }
            p.t1.faint.as-of {
                (rich!("From {first} to {last}", first = time::date(self.first, frame), last = time::date(self.last, frame)))
                ", " (rich!(
                    "as of {position}",
                    position = html! { a href=(address(self.days, Some(self.position))) { (t!("event {position} of the log", position = number(self.position as usize))) } },
                ))
                @if self.as_of.is_some() { ", " a href=(address(self.days, None)) { (t!("as of now")) } }
                @if self.to_read > 0 { ". " span role="status" { (t!(self.to_read; "{count} newer event is still to be read", "{count} newer events are still to be read")) } }
            }
        }
    }
}
