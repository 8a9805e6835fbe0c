//! What a query would have heard.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::civil::{Date, date};
use maud::{Markup, html};
use model::Network;
use pipeline::Span;
use pipeline::backtest::{Phase, Report, Sample};
use wording::{number, t};

use crate::failure::sentence;
use crate::ui::components::words::is_web_address;
use crate::ui::components::{Words, press, rich, time, words};
use crate::ui::layout::{Frame, sample_at};

/// The picture's size, in its own units.
const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 96.0;
/// Posts of which one is much: one of fifty.
const BROAD: u64 = 50;

/// A back-test, as its page shows it.
#[derive(Clone, Debug)]
pub struct BackTest {
    /// By which number it is asked for.
    pub id: i64,
    /// What it found so far.
    pub report: Report,
}

/// The part of the page that changes while the back-test runs.
pub fn back_test(test: &BackTest, frame: &Frame) -> Markup {
    let report = &test.report;
    let follow = (!report.phase.is_over()).then(|| format!("/backtests/{}/progress", test.id));
    html! { section #back-test.apart.back-test data-follow=[follow] {
        h2 { (t!("What we would have heard")) }
        (phase(test, frame))
        @if report.tried() > 0 {
            p {
                @let posts = html! { b.num { (t!(count(report.found); "{count} post", "{count} posts")) } };
                @if report.found > 0 {
                    (rich!(
                        "{posts}, of which {filed} reached us anyway.",
                        posts,
                        filed = html! { b.num { (number(count(report.found_filed))) } },
                    ))
                } @else { (posts) "." }
            }
            (breadth(report))
            (bars(&report.days, frame))
        }
        (coverage(report, frame))
        @if !report.sample.is_empty() {
            h3 { (t!("The newest of them")) }
            ul.cards { @for (number, one) in report.sample.iter().enumerate() { (sample(number, one, frame)) } }
        }
    } }
}

fn phase(test: &BackTest, frame: &Frame) -> Markup {
    let report = &test.report;
    let stop = || {
        press(frame, &format!("/backtests/{}/stop", test.id), &[], html! { button.btn type="submit" { (t!("Stop")) } })
    };
    html! { div.progress-line role="status" { @match &report.phase {
        Phase::Waiting => { p { (t!("Another one is looking. This one is next.")) } (stop()) },
        Phase::Running => {
            p { (t!("Looking through what was heard, the newest first.")) }
            progress max="100" value=(report.percent()) aria-label=(t!("How much was looked through")) { (report.percent()) "%" }
            a.btn.quiet href={ "/backtests/" (test.id) } { (t!("How far is it?")) }
            (stop())
        },
        Phase::Done => p { (t!("Everything was looked through.")) },
        Phase::Stopped => p { (t!("Stopped. What was found until then stands here.")) },
        Phase::Failed(why) => p.wrong-why { (t!("It could not go on: {reason}", reason = sentence(why))) },
    } } }
}

/// Says so when a topic would bring more than anybody reads.
fn breadth(report: &Report) -> Markup {
    let is_broad = report.tried() >= 1_000 && report.found > report.tried() / BROAD;
    html! { @if is_broad {
        p.dim { (t!(
            "That is one post in {count}. A narrower query brings what concerns us sooner to the eye.",
            count = number(count(report.tried() / report.found.max(1)))
        )) }
    } }
}

/// The days as bars, and the same numbers as a table.
fn bars(days: &BTreeMap<Date, u64>, frame: &Frame) -> Markup {
    let most = days.values().copied().max().unwrap_or(0);
    let step = WIDTH / days.len().max(1) as f64;
    let width = (step * 0.8).min(48.0);
    let (first, last) = (days.keys().next().copied(), days.keys().next_back().copied());
    let words = match (first, last) {
        (Some(first), Some(last)) => {
            t!("Posts a day from {first} to {last}, at most {most}", first, last, most = number(count(most)))
        }
        _ => String::new(),
    };
    html! { @if most > 0 {
        figure.day-bars {
            svg viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img" aria-label=(words) {
                line.ground x1="0" x2=(WIDTH) y1=(HEIGHT) y2=(HEIGHT) {}
                @for (place, value) in days.values().enumerate() {
                    @let height = *value as f64 * (HEIGHT - 4.0) / most as f64;
                    rect.day-bar x=(rounded(place as f64 * step + (step - width) / 2.0)) y=(rounded(HEIGHT - height))
                        width=(rounded(width)) height=(rounded(height)) {}
                }
            }
            figcaption.faint {
                @if let (Some(first), Some(last)) = (first, last) {
                    span { (time::day_heading(first, frame)) }
                    @if first == last { span.num { (t!(count(most); "{count} post", "{count} posts")) } }
                    @else { span.num { (t!("at most {count} a day", count = number(count(most)))) } span { (time::day_heading(last, frame)) } }
                }
            }
        }
        details { summary { (t!("The same as numbers")) }
            div.tablewrap { table.data {
                thead { tr { th scope="col" { (t!("Heard on")) } th scope="col" { (t!("Posts")) } } }
                tbody { @for (day, value) in days { tr { td.strong { (day) } td.num data-l=(t!("Posts")) { (number(count(*value))) } } } }
            } } }
    } }
}

/// What that rests on: what was tried, of which time, at which cost.
fn coverage(report: &Report, frame: &Frame) -> Markup {
    let Report { remembered, filed, cost, .. } = report;
    html! {
        @if let Some(Span { from, to }) = report.covered {
            p.dim { (rich!(
                "Tried on {remembered} posts that this server remembers and {filed} that were filed, heard from {from} to {to}. By the day on which they were heard; a post heard twice counts once.",
                remembered = html! { b.num { (number(count(*remembered))) } },
                filed = html! { b.num { (number(count(*filed))) } },
                from = time::exact(from, &frame.zone),
                to = time::exact(to, &frame.zone),
            )) }
        }
        @if !report.has_memory { p.dim { (rich!(
            "This server remembers nothing of what concerns nobody ({setting}), so only what was filed could be tried.",
            setting = html! { code { "--memory-days" } },
        )) } }
        @if !report.unsure.is_empty() { p.dim { (t!(
            "Switched off for a while, and deletions may have been missed: {channels}. What was remembered there before is not tried.",
            channels = report.unsure.join(", ")
        )) } }
        @if report.damaged > 0 { p.dim { (t!(
            report.damaged;
            "{count} stretch of the memory is damaged and was passed over.",
            "{count} stretches of the memory are damaged and were passed over.",
        )) } }
        @if report.tried() > 0 {
            @let micros = format!("{:.1}", report.micros_per_post());
            p.dim {
                @if cost.is_anchored() {
                    (t!(
                        cost.anchors;
                        "It costs {micros} µs a post; found by {count} word.",
                        "It costs {micros} µs a post; found by {count} words.",
                        micros,
                    ))
                } @else { (t!("It costs {micros} µs a post; no word narrows it, so every post is tried.", micros)) }
            }
        }
    }
}

fn sample(number: usize, one: &Sample, frame: &Frame) -> Markup {
    let said = Words {
        text: one.text.clone(),
        language: one.language.clone(),
        matched: one.spans.clone(),
        ..Words::default()
    };
    html! { li.card-row data-key={ "heard-" (number) } { div {
        @if let Some(title) = &one.title { h4 { (title) } }
        (words(&said))
        p.faint { (one.channel) ", " (time::past(one.heard_at, frame))
            @if one.is_filed { " · " (t!("reached us")) }
            @if let Some(url) = one.url.as_deref().filter(|url| is_web_address(url)) {
                " · " a href=(url) rel="nofollow noopener noreferrer ugc" target="_blank" { (t!("where it stands")) }
            } }
    } } }
}

fn count(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

fn rounded(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

/// A back-test that is over, one that runs and one that found nothing.
pub(super) fn samples() -> Vec<(&'static str, BackTest)> {
    let counts = [212, 190, 240, 1_033, 305, 120, 98, 44];
    let days = (17..).zip(counts).map(|(day, count)| (date(2026, 11, day), count)).collect();
    let said = |text: &str, spans: Vec<(usize, usize)>, at: &str, is_filed| Sample {
        text: text.into(),
        title: None,
        spans,
        language: Some("en".into()),
        heard_at: sample_at(at),
        posted_at: sample_at(at),
        channel: "Everybody on Bluesky".into(),
        network: Network::Atproto,
        url: Some("https://bsky.app/profile/someone.example/post/3l".into()),
        is_filed,
        gone_by: Default::default(),
    };
    let done = Report {
        phase: Phase::Done,
        remembered: 8_412_930,
        filed: 4_127,
        expected: 8_412_930,
        found: 2_242,
        found_filed: 63,
        days,
        sample: vec![
            said("Third day without a lift at Port Velle.", vec![(20, 24), (28, 38)], "2026-11-24T07:49:00Z", true),
            said(
                "is the Port Velle elevator a myth? asking for my knees",
                vec![(7, 17), (18, 26)],
                "2026-11-24T07:12:00Z",
                false,
            ),
        ],
        covered: Some(Span { from: sample_at("2026-11-17T08:02:00Z"), to: sample_at("2026-11-24T08:00:00Z") }),
        has_memory: true,
        matching: Duration::from_millis(9_100),
        ..Report::default()
    };
    let running =
        Report { phase: Phase::Running, remembered: 2_100_000, found: 610, sample: Vec::new(), ..done.clone() };
    let nothing = Report {
        phase: Phase::Done,
        found: 0,
        found_filed: 0,
        remembered: 0,
        has_memory: false,
        unsure: vec!["Everybody on Bluesky".into()],
        days: BTreeMap::new(),
        sample: Vec::new(),
        ..done.clone()
    };
    let test = |report| BackTest { id: 7, report };
    vec![("tried", test(done)), ("trying", test(running)), ("untried", test(nothing))]
}
