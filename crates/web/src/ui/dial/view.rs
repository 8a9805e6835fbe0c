//! The three dials, and the form in which they are changed.

use insights::{Reading, Standing};
use jiff::Timestamp;
use jiff::civil::Date;
use maud::{Markup, html};
use model::{Belief, DialPart, DialTarget, Right};
use wording::{number, t};

use super::{picture, words};
use crate::ui::components::{csrf, form_error, rich, time};
use crate::ui::figures::view::sections;
use crate::ui::figures::window::DaysShown;
use crate::ui::figures::words::{hundredths, length, percent};
use crate::ui::layout::{Frame, Page, Place, Rhythm};

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Of how many days.
    pub days: i32,
    /// As of which position of the log; of now without it.
    pub as_of: Option<i64>,
}

impl Asked {
    fn address(self) -> String {
        let as_of = self.as_of.map(|position| format!("&as_of={position}")).unwrap_or_default();
        format!("/dials?days={}{as_of}", self.days)
    }
}

/// One dial.
#[derive(Clone, Debug)]
pub struct Dial {
    /// What it is about.
    pub belief: Belief,
    /// Its parts.
    pub readings: Vec<Reading>,
}

/// A version of how the dials are made.
#[derive(Clone, Debug)]
pub struct Made {
    /// Which.
    pub number: i64,
    /// Who made it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: String,
}

/// `/dials`.
#[derive(Clone, Debug)]
pub struct DialsPage {
    /// What is asked for.
    pub asked: Asked,
    /// The first day that is looked at.
    pub first: Date,
    /// The last.
    pub last: Date,
    /// As of which position of the log.
    pub position: i64,
    /// How many events of the log are not read yet.
    pub to_read: i64,
    /// The three.
    pub dials: Vec<Dial>,
    /// How often the dates of promises were moved that are over in these days.
    pub moved: u32,
    /// How they were made, the newest first.
    pub made: Vec<Made>,
    /// Whether whoever looks may change how they are made.
    pub may_change: bool,
}

/// Where the things stand of which a part is made.
fn behind(part: DialPart, days: i32, frame: &Frame) -> Option<String> {
    match part {
        DialPart::UnhappyAnswered => Some(format!("/figures?days={days}&by=mood#parts")),
        DialPart::Answered | DialPart::FirstWithin | DialPart::NextWithin | DialPart::SilenceReasoned => {
            Some(format!("/figures?days={days}"))
        }
        _ if !frame.may(Right::ReadInbox) => None,
        DialPart::PromisesKept => Some("/commitments".into()),
        DialPart::OwedSettled => Some("/owed".into()),
        DialPart::InsightsDecided | DialPart::ToldBack => Some("/insights".into()),
    }
}

fn within(target: &DialTarget) -> Option<String> {
    target.hours.map(|hours| length(jiff::SignedDuration::from_hours(hours.into())))
}

/// What is wanted of a part.
fn wanted(target: &DialTarget) -> String {
    let share = percent(f64::from(target.percent) / 100.0);
    match within(target) {
        Some(time) => t!("wanted: {share} within {time}", share, time),
        None => t!("wanted: {share}", share),
    }
}

fn reading(one: &Reading, days: i32, frame: &Frame) -> Markup {
    let target = &one.target;
    html! { li.reading data-part=(target.part) data-standing=(words::class(one.standing)) {
        p.reading-name {
            @match behind(target.part, days, frame) {
                Some(address) => a href=(address) { (words::name(target.part)) },
                None => (words::name(target.part)),
            }
            " " span class={ "standing " (words::class(one.standing)) } { (words::standing(one.standing)) }
        }
        @if let Some(found) = one.found {
            (picture::gauge(found, target.percent))
            p.t1 {
                b { (percent(found.value)) } " "
                span.faint { "(" (t!("{low} to {high} %", low = hundredths(found.low), high = hundredths(found.high))) ") " }
                (t!("of {count}", count = number(one.of as usize))) ", " (wanted(target))
            }
            @if let (Some(before), Some(trend)) = (one.before, one.trend) {
                p.t1.faint { (t!("before: {share}", share = percent(before.value))) ", " (words::trend(trend)) }
            }
        } @else if one.of < one.least {
            p.t1.faint { (t!("{count} of at least {least}", count = number(one.of as usize), least = one.least)) ", " (wanted(target)) }
        } @else {
            p.t1.faint { (t!("nothing was looked at for so long yet")) ", " (wanted(target)) }
        }
    } }
}

fn dial(one: &Dial, days: i32, frame: &Frame) -> Markup {
    let count = |standing: Standing| one.readings.iter().filter(|reading| reading.standing == standing).count();
    html! { section.dial-card id=(one.belief) {
        h2.dial-name { (one.belief.words()) }
        (picture::picture(&one.readings))
        p.t1.dial-sum {
            (t!("{holds} of {parts} hold", holds = count(Standing::Holds), parts = one.readings.len()))
            @if count(Standing::Unknown) > 0 { ", " (t!("of {count} too little is known", count = count(Standing::Unknown))) }
        }
        ul.readings { @for reading in &one.readings { (self::reading(reading, days, frame)) } }
    } }
}

impl Page for DialsPage {
    fn title(&self) -> String {
        t!("Concerned, responsible, responsive").into()
    }

    fn place(&self) -> Place {
        Place::Figures
    }

    fn live(&self) -> &'static str {
        if self.asked.as_of.is_some() {
            ""
        } else {
            "mention reply judgement conversation commitment obligation insight dials"
        }
    }

    fn rhythm(&self) -> Option<Rhythm> {
        self.asked.as_of.is_none().then_some(Rhythm { at_most: 30, at_least: 300 })
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            header.page-head { div {
                h1.page-title { (self.title()) }
                p { (t!("What the public must come to believe of us, read from what we do. No part is added to another, and nobody is ranked.")) }
            } }
            (sections("/dials"))
            (DaysShown {
                days: self.asked.days,
                as_of: self.asked.as_of,
                first: self.first,
                last: self.last,
                position: self.position,
                to_read: self.to_read,
            }.head(frame, &|days, as_of| Asked { days, as_of }.address()))
            div.dial-cards { @for one in &self.dials { (dial(one, self.asked.days, frame)) } }
            @if self.moved > 0 { p.t1.faint { (t!(self.moved; "The date of a promise that is over was moved {count} time.", "Dates of promises that are over were moved {count} times.")) } }
            details.definitions { summary { (t!("How the dials are made")) }
                p.t1 { (t!(
                    "A part holds where its share is what is wanted or more; it nearly holds where it is less, but no further than chance may bring about (95 %); else it does not hold. More or less than before is only said where the difference is more than chance. Which parts stand for the three words, and what is wanted of them, are starting values of ours until the house sets its own."
                )) }
                @for reading in self.dials.iter().flat_map(|one| &one.readings) {
                    @let target = &reading.target;
                    div.definition {
                        h3 { (words::name(target.part)) " " code.faint { (target.part) } }
                        p.t1 { (words::formula(target.part)) }
                        p.t1.faint { (wanted(target)) ". " (t!("Nothing is said of fewer than {least}.", least = reading.least)) }
                    }
                }
                h3 { (t!("Versions")) }
                @if self.made.is_empty() { p.t1.faint { (t!("Nobody changed the starting values so far.")) } }
                @else { ul.versions { @for one in &self.made { li.t1 {
                    (rich!(
                        "Version {number}, {when}, by {name}: {reason}",
                        number = one.number,
                        when = time::day(one.at, frame),
                        name = html! { bdi { (one.by) } },
                        reason = html! { bdi { (one.reason) } },
                    ))
                } } } }
                @if self.may_change { p.toolbar { a.btn href="/dials/change" { (t!("Change how they are made")) } } }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        super::sample::pages()
    }
}

/// `/dials/change`.
#[derive(Clone, Debug)]
pub struct ChangePage {
    /// The version that is looked at.
    pub seen: i64,
    /// What it says, or what was written.
    pub targets: Vec<DialTarget>,
    /// Why it is to be another, as it was written.
    pub reason: String,
    /// What is wrong with it.
    pub error: Option<String>,
}

fn row(target: &DialTarget) -> Markup {
    let part = target.part;
    html! { fieldset.dial-target {
        legend { (words::name(part)) }
        p.hint { (words::formula(part)) }
        div.dial-fields {
            label { (t!("Dial")) " " select name={ "belief_" (part) } {
                @for belief in Belief::ALL { option value=(belief) selected[target.belief == Some(*belief)] { (belief.words()) } }
                option value="" selected[target.belief.is_none()] { (t!("on none")) }
            } }
            label { (t!("Wanted, in percent")) " " input type="number" name={ "percent_" (part) } min="1" max="100" required value=(target.percent); }
            @if part.is_timed() {
                label { (t!("Within hours")) " " input type="number" name={ "hours_" (part) } min="1" max=(model::DIAL_HOURS_MAX) required value=(target.hours.unwrap_or_default()); }
            }
        }
    } }
}

impl Page for ChangePage {
    fn title(&self) -> String {
        t!("How the dials are made").into()
    }

    fn place(&self) -> Place {
        Place::Figures
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            header.page-head { div {
                h1.page-title { (self.title()) }
                p { (t!("A change makes a new version. What was read before stays as it was read: days are measured by the version that held at their end.")) }
            } }
            form.stack method="post" action="/dials/change" {
                (csrf(frame))
                (form_error(self.error.as_deref()))
                input type="hidden" name="seen" value=(self.seen);
                @for target in &self.targets { (row(target)) }
                div.field {
                    label for="f-reason" { (t!("Why")) }
                    p.hint { (t!("Everybody who looks at the dials reads it.")) }
                    textarea #f-reason name="reason" rows="2" required maxlength="500" { (self.reason) }
                }
                p.toolbar { button.btn.main type="submit" { (t!("Keep this version")) } " " a.btn.quiet href="/dials" { (t!("Leave it as it is")) } }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        super::sample::changes()
    }
}
