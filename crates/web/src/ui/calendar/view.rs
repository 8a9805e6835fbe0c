//! The calendars: the list, and one with its hours and its versions.

use jiff::Timestamp;
use maud::{Markup, html};
use model::{CalendarId, Holiday, Opening, Right};
use store::calendar::{Calendar, Version};
use wording::{later, t, text};

use crate::ui::components::{Empty, Field, csrf, empty, field, form_error, press, rich, time};
use crate::ui::layout::{Frame, Page, Place, sample_at};

/// The days of a week, as pages name them.
pub(crate) const WEEKDAYS: [&str; 7] = [
    later!("Monday"),
    later!("Tuesday"),
    later!("Wednesday"),
    later!("Thursday"),
    later!("Friday"),
    later!("Saturday"),
    later!("Sunday"),
];

/// `/calendars`.
#[derive(Clone, Debug, Default)]
pub struct CalendarsPage {
    /// Those in use by name, then those put away.
    pub calendars: Vec<Calendar>,
}

impl Page for CalendarsPage {
    fn title(&self) -> String {
        t!("Calendars").into()
    }

    fn place(&self) -> Place {
        Place::Elsewhere
    }

    fn live(&self) -> &'static str {
        "calendar"
    }

    fn body(&self, frame: &Frame) -> Markup {
        let may = frame.may(Right::ManageSla);
        html! {
            header.page-head {
                div { h1.page-title { (t!("Calendars")) }
                    p { (rich!(
                        "When somebody is there. {clocks} are counted in these hours.",
                        clocks = html! { a href="/sla" { (t!("Clocks")) } },
                    )) } }
                @if may { a.btn.main href="/calendars/new" { (t!("Make one")) } }
            }
            @if self.calendars.is_empty() {
                (empty(Empty {
                    title: t!("There is no calendar yet"),
                    lines: vec![t!("Without one, clocks count day and night.").into()],
                    acts: if may { vec![(t!("Make the first"), "/calendars/new")] } else { vec![] },
                }))
            } @else {
                ul.cards { @for one in &self.calendars { (card(one, may, frame)) } }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let mut away = sample(3, "Summer 2026", &["08:00-20:00"; 7]);
        away.archived_at = Some(sample_at("2026-09-01T08:00:00Z"));
        let mut usual = sample(1, "Service desk", &OFFICE);
        usual.is_default = true;
        let night = sample(2, "Night watch", &["00:00-06:00, 22:00-24:00"; 7]);
        vec![("", Self { calendars: vec![night, usual, away] }), ("empty", Self::default())]
    }
}

const OFFICE: [&str; 7] = [
    "08:00-12:30, 13:15-18:00",
    "08:00-12:30, 13:15-18:00",
    "08:00-12:30, 13:15-18:00",
    "08:00-12:30, 13:15-20:00",
    "08:00-12:30, 13:15-18:00",
    "10:00-14:00",
    "",
];

fn sample(id: i64, name: &str, week: &[&str; 7]) -> Calendar {
    let read = |line: &str| line.parse::<Holiday>().expect("samples are written by us");
    let opening = Opening {
        zone: "Europe/Amsterdam".into(),
        week: week.map(|hours| hours.parse().expect("samples are written by us")),
        holidays: vec![read("12-25 Christmas Day"), read("2026-12-24 08:00-12:00 Christmas Eve")],
    };
    let at = sample_at("2026-10-12T08:00:00Z");
    let first = Version { version: 1, from: at, opening: opening.clone(), created_at: at, by: 1.into() };
    let mut summer = opening;
    summer.week[5] = "09:00-17:00".parse().expect("samples are written by us");
    let next =
        Version { version: 2, from: sample_at("2027-06-30T22:00:00Z"), opening: summer, created_at: at, by: 1.into() };
    Calendar { id: id.into(), name: name.into(), is_default: false, archived_at: None, versions: vec![first, next] }
}

fn card(calendar: &Calendar, may: bool, frame: &Frame) -> Markup {
    let (id, is_away) = (calendar.id, calendar.archived_at.is_some());
    let archive = format!("/calendars/{id}/archive");
    let holds = calendar.version_at(frame.now);
    html! { li.card-row.put-away[is_away] data-key={ "calendar-" (id) } {
        div {
            h2 { a href={ "/calendars/" (id) } { (calendar.name) }
                @if calendar.is_default { span.t1.faint { " " (t!("the usual one")) } }
                @if is_away { span.t1.faint { " " (t!("put away")) } } }
            @if let Some(version) = holds { (summary(&version.opening)) }
            @for next in calendar.to_come(frame.now) { p.t1 { (rich!("Other hours from {until}", until = time::until(next.from, frame))) } }
        }
        @if may { div.toolbar {
            @if is_away {
                (press(frame, &archive, &[("restore", "yes")], html! { button.link.quiet type="submit" { (t!("Use again")) } }))
            } @else if !calendar.is_default {
                (press(frame, &format!("/calendars/{id}/default"), &[], html! { button.link.quiet type="submit" { (t!("Make it the usual one")) } }))
                (press(frame, &archive, &[], html! { button.link.quiet type="submit" { (t!("Put away")) } }))
            }
        } }
    } }
}

/// The hours of a week, days alike together, and how many holidays there are.
fn summary(opening: &Opening) -> Markup {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (at, hours) in opening.week.iter().enumerate() {
        match runs.last_mut().filter(|(_, to)| *to + 1 == at && opening.week[*to] == *hours) {
            Some((_, to)) => *to = at,
            None => runs.push((at, at)),
        }
    }
    let days = |(from, to): (usize, usize)| match from == to {
        true => text("", WEEKDAYS[from]).to_owned(),
        false => t!("{from} to {to}", from = text("", WEEKDAYS[from]), to = text("", WEEKDAYS[to])),
    };
    html! {
        @if opening.is_never() { p.err { (t!("Nobody is ever there: no clock counted in it ever runs out.")) } }
        @else { ul.week-line { @for run in runs { li {
            (days(run)) " " @if opening.week[run.0].is_closed() { span.faint { (t!("closed")) } } @else { b.num { (opening.week[run.0]) } }
        } } } }
        p.t1.faint { (opening.zone) ", " (t!(opening.holidays.len(); "{count} holiday", "{count} holidays")) }
    }
}

/// `/calendars/new` and `/calendars/{id}`.
#[derive(Clone, Debug, Default)]
pub struct CalendarPage {
    /// Which one; none for a new one.
    pub id: Option<CalendarId>,
    /// Its name.
    pub name: String,
    /// The IANA name of its zone.
    pub zone: String,
    /// The hours of each weekday, as they are written.
    pub days: Vec<String>,
    /// A holiday a line.
    pub holidays: String,
    /// From when they hold, as it was typed.
    pub from: String,
    /// What is wrong with it.
    pub error: Option<String>,
    /// Its versions, the newest first.
    pub versions: Vec<Version>,
    /// The number of the one that holds now.
    pub holds: Option<i64>,
    /// Whether it is put away.
    pub is_archived: bool,
}

impl CalendarPage {
    /// The page of a calendar as it stands: the hours that were set last are shown for changing.
    pub(crate) fn of(calendar: &Calendar, now: Timestamp) -> Self {
        let shown = calendar.to_come(now).last().copied().or_else(|| calendar.version_at(now));
        let opening = shown.map_or_else(Opening::always, |version| version.opening.clone());
        let lines: Vec<String> = opening.holidays.iter().map(Holiday::to_string).collect();
        Self {
            id: Some(calendar.id),
            name: calendar.name.clone(),
            days: opening.week.iter().map(|hours| hours.to_string()).collect(),
            zone: opening.zone,
            holidays: lines.join("\n"),
            versions: calendar.versions.iter().rev().cloned().collect(),
            holds: calendar.version_at(now).map(|version| version.version),
            is_archived: calendar.archived_at.is_some(),
            ..Self::default()
        }
    }
}

impl Page for CalendarPage {
    fn title(&self) -> String {
        if self.id.is_some() { self.name.clone() } else { t!("Make a calendar").into() }
    }

    fn place(&self) -> Place {
        Place::Elsewhere
    }

    fn body(&self, frame: &Frame) -> Markup {
        let action = self.id.map_or("/calendars".to_owned(), |id| format!("/calendars/{id}"));
        let may = frame.may(Right::ManageSla) && !self.is_archived;
        html! {
            header.page-head { div {
                p.t1 { a href="/calendars" { (t!("← Calendars")) } }
                h1.page-title { (self.title()) }
                @if self.is_archived { p { (t!("Put away: nothing is counted in it.")) } }
            } }
            form.stack.wide method="post" action=(action) {
                (csrf(frame))
                (form_error(self.error.as_deref()))
                (field(Field { name: "name", label: t!("Name"), kind: "text", value: &self.name, is_required: true, ..Field::default() }))
                div.field {
                    label for="f-zone" { (t!("Time zone")) }
                    p.hint #f-zone-hint { (t!("Of the place whose clock the hours are read from, such as Europe/Amsterdam.")) }
                    input #f-zone type="text" name="zone" value=(self.zone) list="zones" required autocomplete="off" aria-describedby="f-zone-hint";
                    datalist #zones { @for zone in zones() { option value=(zone) {} } }
                }
                fieldset.variant.days {
                    legend { (t!("Hours")) }
                    p.hint #days-hint { (t!("Several on a day with commas, such as 09:00-12:30, 13:30-18:00. Empty: closed. “all day” is 00:00-24:00; hours past midnight are written as two days.")) }
                    @for (at, day) in WEEKDAYS.iter().enumerate() { div.field.beside {
                        label for={ "day-" (at) } { (text("", day)) }
                        input id={ "day-" (at) } type="text" name="day" value=(self.days.get(at).map_or("", String::as_str))
                            placeholder=(t!("closed")) autocomplete="off" aria-describedby="days-hint";
                    } }
                }
                div.field {
                    label for="f-holidays" { (t!("Holidays")) }
                    p.hint #holidays-hint { (t!("One on a line: 2026-12-25 Christmas Day, or 12-25 Christmas Day for every year. With hours it is open then alone: 2026-12-24 09:00-12:00 Christmas Eve.")) }
                    textarea #f-holidays name="holidays" rows="6" aria-describedby="holidays-hint" { "\n" (self.holidays) }
                }
                @if self.id.is_some() { div.field.short {
                    label for="f-from" { (t!("Other hours hold from")) }
                    p.hint #from-hint { (t!("Empty: from now on. What was counted until then stays as it was.")) }
                    input #f-from type="datetime-local" name="from" value=(self.from) aria-describedby="from-hint";
                } }
                @if may { div.toolbar { button.btn.main type="submit" { (t!("Keep it")) } } }
            }
            @if !self.versions.is_empty() { section.apart {
                h2 { (t!("Its versions")) }
                ol.plain reversed { @for version in &self.versions { li { div {
                    p { (rich!("From {until}", until = time::until(version.from, frame)))
                        @if self.holds == Some(version.version) { " " b { (t!("holds now")) } }
                        @else if version.from > frame.now { " " span.faint { (t!("to come")) } } }
                    (summary(&version.opening))
                } } } }
            } }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let now = Frame::sample().now;
        let kept = Self::of(&sample(1, "Service desk", &OFFICE), now);
        let error = Some("Monday: “22:00-06:00” ends before it begins: hours past midnight are written as two days, to 24:00 and from 00:00.".into());
        let mut days = kept.days.clone();
        days[0] = "22:00-06:00".into();
        let refused = Self { days, error, ..kept.clone() };
        let new = Self { zone: "Europe/Amsterdam".into(), days: kept.days.clone(), ..Self::default() };
        vec![("", kept), ("new", new), ("refused", refused)]
    }
}

/// The zones that people name, in alphabetical order.
fn zones() -> Vec<String> {
    let all = jiff::tz::db().available().map(|name| name.to_string());
    let mut named: Vec<String> =
        all.filter(|name| name == "UTC" || (name.contains('/') && !name.starts_with("Etc/"))).collect();
    named.sort_unstable();
    named
}
