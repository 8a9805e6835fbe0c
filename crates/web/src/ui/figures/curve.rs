//! The picture of waiting: which share was answered within how long, on an axis on which each step is a longer time.

use insights::{Curve, Step};
use jiff::SignedDuration;
use maud::{Markup, html};
use wording::t;

use super::words;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 220.0;
/// Room for the names of the axes.
const START: f64 = 56.0;
const FOOT: f64 = 24.0;
const TOP: f64 = 10.0;
/// Where the axis of time begins and ends, in seconds.
const SHORTEST: f64 = 60.0;
const LONGEST: f64 = 30.0 * 86_400.0;
/// What the axis of time names, in seconds.
const NAMED: [i64; 7] = [60, 600, 3_600, 4 * 3_600, 86_400, 7 * 86_400, 30 * 86_400];

fn x(after: SignedDuration) -> f64 {
    let seconds = (after.as_secs() as f64).clamp(SHORTEST, LONGEST);
    START + (seconds / SHORTEST).ln() / (LONGEST / SHORTEST).ln() * (WIDTH - START)
}

fn y(share: f64) -> f64 {
    TOP + (1.0 - share) * (HEIGHT - TOP - FOOT)
}

/// The corners of a line of steps, from the shortest time to the longest that was looked at.
fn corners(curve: &Curve, share: fn(&Step) -> f64) -> Vec<(f64, f64)> {
    let (mut corners, mut at) = (vec![(START, y(0.0))], y(0.0));
    for step in curve.steps() {
        let (place, next) = (x(step.after), y(share(step)));
        corners.extend([(place, at), (place, next)]);
        at = next;
    }
    corners.push((x(curve.until()), at));
    corners
}

fn path(corners: &[(f64, f64)]) -> String {
    let places: Vec<String> = corners.iter().map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
    format!("M{}", places.join(" L"))
}

/// The curve with its band, and a second one, thinner, in opening hours.
pub(super) fn picture(wall: &Curve, working: Option<&Curve>) -> Markup {
    let band = {
        let mut around = corners(wall, |step| 1.0 - step.low);
        around.extend(corners(wall, |step| 1.0 - step.high).into_iter().rev());
        format!("{} Z", path(&around))
    };
    let line = |curve: &Curve| path(&corners(curve, |step| 1.0 - step.left));
    let label = t!(
        "Answered within a time, of {count}: {hour} within an hour, {day} within a day, {week} within a week",
        count = wall.total(),
        hour = words::percent(wall.within(SignedDuration::from_hours(1)).0),
        day = words::percent(wall.within(SignedDuration::from_hours(24)).0),
        week = words::percent(wall.within(SignedDuration::from_hours(168)).0),
    );
    html! { figure.curve {
        svg viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img" aria-label=(label) {
            @for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
                line.ground x1=(START) x2=(WIDTH) y1=(format!("{:.1}", y(share))) y2=(format!("{:.1}", y(share))) {}
                text.at-side x=(START - 8.0) y=(format!("{:.1}", y(share) + 4.0)) text-anchor="end" { (words::percent(share)) }
            }
            @for (place, seconds) in NAMED.iter().enumerate() {
                @let at = x(SignedDuration::from_secs(*seconds));
                line.ground x1=(format!("{at:.1}")) x2=(format!("{at:.1}")) y1=(TOP) y2=(HEIGHT - FOOT) {}
                text.at-foot x=(format!("{at:.1}")) y=(HEIGHT - 6.0)
                    text-anchor=(match place { 0 => "start", 6 => "end", _ => "middle" }) { (words::length(SignedDuration::from_secs(*seconds))) }
            }
            path.band d=(band) {}
            @if let Some(working) = working { path.line.in-hours d=(line(working)) {} }
            path.line d=(line(wall)) {}
        }
        figcaption.faint {
            span.key-line { (t!("by day and night, with its 95 % band")) }
            @if working.is_some() { span.key-line.in-hours { (t!("in opening hours")) } }
        }
    } }
}
