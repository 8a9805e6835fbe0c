//! The picture of a dial: a half circle of its parts, each in the colour and pattern of how it stands.

use std::f64::consts::PI;

use insights::{Found, Reading, Standing};
use maud::{Markup, html};

use super::words;

const CENTRE: (f64, f64) = (100.0, 96.0);
const RADIUS: f64 = 78.0;
/// Between two parts, in parts of the half circle.
const GAP: f64 = 0.012;

/// The place on the circle at a share of the way from left to right.
fn place(share: f64) -> (f64, f64) {
    let angle = PI * (1.0 - share);
    (CENTRE.0 + RADIUS * angle.cos(), CENTRE.1 - RADIUS * angle.sin())
}

/// The arc of a part, and where its sign stands.
fn arc(number: usize, of: usize) -> (String, (f64, f64)) {
    let width = 1.0 / of as f64;
    let (from, to) = (number as f64 * width, (number + 1) as f64 * width);
    let ((x1, y1), (x2, y2)) = (place(from + GAP), place(to - GAP));
    (format!("M{x1:.1} {y1:.1} A{RADIUS} {RADIUS} 0 0 1 {x2:.1} {y2:.1}"), place((from + to) / 2.0))
}

fn sign(standing: Standing) -> &'static str {
    match standing {
        Standing::Holds => "✓",
        Standing::Partly => "~",
        Standing::Fails => "✕",
        Standing::Unknown => "?",
    }
}

/// The dial of these readings; the list beside it says the same in words.
pub(super) fn picture(readings: &[Reading]) -> Markup {
    let holding = readings.iter().filter(|one| one.standing == Standing::Holds).count();
    html! { svg.dial viewBox="0 0 200 112" aria-hidden="true" {
        @for (number, one) in readings.iter().enumerate() {
            @let (path, (x, y)) = arc(number, readings.len());
            path class={ "arc " (words::class(one.standing)) } d=(path) {}
            text class={ "sign " (words::class(one.standing)) } x=(format!("{x:.1}")) y=(format!("{:.1}", y + 4.5)) text-anchor="middle" { (sign(one.standing)) }
        }
        text.of x=(CENTRE.0) y="96" text-anchor="middle" { (holding) "/" (readings.len()) }
    } }
}

/// A share on its way from nothing to all, with how far it may be off and what is wanted; the words beside it say the same.
pub(super) fn gauge(found: Found, wanted: u8) -> Markup {
    let at = |share: f64| format!("{:.1}", share * 100.0);
    html! { svg.gauge viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true" {
        rect.ground x="0" y="3" width="100" height="6" {}
        rect.may-be x=(at(found.low)) y="3" width=(at(found.high - found.low)) height="6" {}
        line.is x1=(at(found.value)) x2=(at(found.value)) y1="1" y2="11" {}
        line.wanted x1=(wanted) x2=(wanted) y1="0" y2="12" {}
    } }
}
