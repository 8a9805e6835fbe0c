//! Says that the house had heard of it before, elsewhere: the part of the context, and `POST /conversations/{id}/elsewhere`.

use axum::extract::{Query, State};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use maud::{Markup, html};
use model::{ConversationId, ELSEWHERE_CHARS_MAX, ElsewherePlace, HeardElsewhere, Right};
use serde::Deserialize;
use wording::t;

use super::address::{Beside, after};
use super::list::List;
use super::thread::Thread;
use crate::app::App;
use crate::auth::Posted;
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;
use crate::ui::components::{csrf, press, rich, time};
use crate::ui::error::Wrong;
use crate::ui::layout::{Frame, sample_at};

#[derive(Deserialize)]
pub(crate) struct Form {
    /// Where, or `none` where it was heard nowhere before.
    place: String,
    /// Where exactly.
    #[serde(default)]
    words: String,
    /// A day, local to the page's zone.
    #[serde(default)]
    day: String,
    /// A time of it; empty where only the day is known.
    #[serde(default)]
    time: String,
}

pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<ConversationId>,
    Query(beside): Query<Beside>,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    who.require(Right::WorkInbox)?;
    let heard = read(&form, &app.settings().zone)?;
    let mut tx = app.store().write().await?;
    let deed = inbox::hear_elsewhere(&mut tx, &who.member, id, heard).await?;
    tx.commit().await?;
    Ok(respond::see(&after(&beside.list().address_of(id), deed)))
}

fn read(form: &Form, zone: &TimeZone) -> Answer<Option<HeardElsewhere>> {
    let unreadable = |why: &str| Failure::Wrong(Wrong::Unreadable(why.to_owned()));
    if form.place == "none" {
        return Ok(None);
    }
    let place = ElsewherePlace::from_word(&form.place).ok_or_else(|| unreadable(t!("Say where it was heard.")))?;
    let (at, is_day) = moment(&form.day, &form.time, zone).ok_or_else(|| {
        unreadable(t!("Say on which day it was heard; write it like 2026-11-25, and a time like 09:00."))
    })?;
    Ok(Some(HeardElsewhere { place, words: Some(form.words.clone()), at, is_day }))
}

/// The moment of a day and perhaps a time of it, and whether it is the day alone: then its beginning.
pub(crate) fn moment(day: &str, time: &str, zone: &TimeZone) -> Option<(Timestamp, bool)> {
    let day: Date = day.trim().parse().ok()?;
    let is_day = time.trim().is_empty();
    let time: Time = if is_day { Time::midnight() } else { time.trim().parse().ok()? };
    let at = zone.to_ambiguous_zoned(day.to_datetime(time)).compatible().ok()?;
    Some((at.timestamp(), is_day))
}

/// Where, as a part of a sentence.
pub(crate) fn place(place: ElsewherePlace) -> &'static str {
    match place {
        ElsewherePlace::Counter => t!("at the counter"),
        ElsewherePlace::Phone => t!("on the telephone"),
        ElsewherePlace::Letter => t!("in a letter or mail"),
        ElsewherePlace::Press => t!("in the press"),
        ElsewherePlace::Colleague => t!("by a colleague"),
        ElsewherePlace::Network => t!("on another network"),
        ElsewherePlace::Other => t!("elsewhere"),
    }
}

/// Where and when the house had heard of it before, beside when it was said here.
#[derive(Clone, Debug)]
pub struct Elsewhere {
    /// Where and when, where that was said.
    pub heard: Option<HeardElsewhere>,
    /// When the conversation began.
    pub begun_at: Timestamp,
}

impl Elsewhere {
    pub(super) fn sample() -> Self {
        let heard = HeardElsewhere {
            place: ElsewherePlace::Phone,
            words: Some("the hotline of Port Velle".into()),
            at: sample_at("2026-11-21T00:00:00Z"),
            is_day: true,
        };
        Self { heard: Some(heard), begun_at: sample_at("2026-11-23T16:20:00Z") }
    }
}

/// The part of the context; nothing for those who may not say it, where nobody did.
pub(super) fn section(one: &Elsewhere, thread: &Thread, list: &List, frame: &Frame) -> Markup {
    let may_say = frame.may(Right::WorkInbox);
    if one.heard.is_none() && !may_say {
        return html! {};
    }
    html! { section #elsewhere {
        h3 { (t!("Heard elsewhere first")) }
        @match &one.heard {
            Some(heard) => { (line(heard, one.begun_at, frame)) },
            None => { p.t1.faint { (t!("Not that anybody said.")) } },
        }
        @if may_say { (form(one, thread, list, frame)) }
    } }
}

fn line(heard: &HeardElsewhere, begun_at: Timestamp, frame: &Frame) -> Markup {
    let earlier = begun_at.duration_since(heard.at).max(SignedDuration::ZERO);
    html! { p {
        b { (place(heard.place)) } @if let Some(words) = &heard.words { ": " span dir="auto" { (words) } }
        ", "
        @if heard.is_day { (time::day(heard.at, frame)) span.faint { (t!(", the time of day is not known")) } }
        @else { (time::past(heard.at, frame)) span.faint { (rich!(", {length} before it was said here", length = time::length(earlier.as_secs()))) } }
    } }
}

fn form(one: &Elsewhere, thread: &Thread, list: &List, frame: &Frame) -> Markup {
    let action = format!("/conversations/{}/elsewhere{}", thread.id, list.query_string());
    let at = one.heard.as_ref().map(|heard| heard.at.to_zoned(frame.zone.clone()));
    let day = at.as_ref().map(|at| at.strftime("%Y-%m-%d").to_string());
    let is_timed = one.heard.as_ref().is_some_and(|heard| !heard.is_day);
    let clock = at.as_ref().filter(|_| is_timed).map(|at| at.strftime("%H:%M").to_string());
    let chosen = one.heard.as_ref().map(|heard| heard.place);
    let words = one.heard.as_ref().and_then(|heard| heard.words.as_deref());
    html! {
        details.more-fields {
            summary { @if one.heard.is_some() { (t!("Say it otherwise")) } @else { (t!("We had heard of it")) } }
            div { form.stack method="post" action=(action) {
                (csrf(frame))
                div.field {
                    label for="elsewhere-place" { (t!("Where")) }
                    select #elsewhere-place name="place" autocomplete="off" { @for one in ElsewherePlace::ALL {
                        option value=(one) selected[chosen == Some(*one)] { (place(*one)) }
                    } }
                }
                div.field {
                    label for="elsewhere-words" { (t!("Where exactly")) " " span.faint { (t!("(needed for elsewhere)")) } }
                    input #elsewhere-words type="text" name="words" value=[words] maxlength=(ELSEWHERE_CHARS_MAX) dir="auto" autocomplete="off";
                }
                div.field {
                    label for="elsewhere-day" { (t!("On which day")) }
                    input #elsewhere-day type="date" name="day" value=[day] required max=(one.begun_at.to_zoned(frame.zone.clone()).strftime("%Y-%m-%d").to_string());
                }
                div.field {
                    label for="elsewhere-time" { (t!("At what time")) " " span.faint { (t!("(may be left out)")) } }
                    input #elsewhere-time type="time" name="time" value=[clock];
                }
                button.btn type="submit" { (t!("Keep")) }
            } }
        }
        @if one.heard.is_some() {
            div.had-not { (press(frame, &action, &[("place", "none")], html! { button.link.quiet type="submit" { (t!("We had not")) } })) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_alone_is_its_beginning_in_the_zone_of_the_page() {
        let zone = TimeZone::get("Europe/Amsterdam").unwrap();
        let at = |day: &str, time: &str| moment(day, time, &zone).map(|(at, is_day)| (at.to_string(), is_day));
        assert_eq!(at("2026-11-25", ""), Some(("2026-11-24T23:00:00Z".into(), true)));
        assert_eq!(at("2026-11-25", "09:30"), Some(("2026-11-25T08:30:00Z".into(), false)));
        for (day, time) in [("", ""), ("2026-11-31", ""), ("2026-11-25", "25:00"), ("yesterday", "")] {
            assert_eq!(at(day, time), None, "{day} {time}");
        }
    }
}
