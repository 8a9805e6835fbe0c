//! Mood on the floor: the rim of a table, a sign, a word; colour only repeats it.

use std::f64::consts::{FRAC_PI_2, TAU};

use insights::{Drawn, Floor, Table};
use maud::{Markup, html};
use model::Sentiment;
use wording::number;

use super::picture::short;
use super::words;

/// The order around a table and in every list.
const ORDER: [Sentiment; 4] = [Sentiment::Negative, Sentiment::Mixed, Sentiment::Neutral, Sentiment::Positive];
/// Between two moods, in the units of the picture.
const GAP: f64 = 7.0;
/// From the rim to each line of a double one.
const DOUBLE: f64 = 2.3;

/// The sign of a mood.
pub(super) const fn sign(mood: Sentiment) -> &'static str {
    match mood {
        Sentiment::Negative => "−",
        Sentiment::Mixed => "±",
        Sentiment::Neutral => "0",
        Sentiment::Positive => "+",
    }
}

/// The moods at a table that somebody has, with how many.
fn moods(table: &Table) -> Vec<(Sentiment, usize)> {
    ORDER.iter().map(|mood| (*mood, table.in_mood(*mood))).filter(|(_, count)| *count > 0).collect()
}

/// The rim of a table: an arc for each mood, as long as its share of the people whose mood was judged. Negative is thick,
/// mixed dashed, neutral thin, positive double.
pub(super) fn rim(drawn: &Drawn, table: &Table) -> Markup {
    let moods = moods(table);
    let judged: usize = moods.iter().map(|(_, count)| count).sum();
    let gap = if moods.len() > 1 { GAP / drawn.radius } else { 0.0 };
    let mut to = -FRAC_PI_2;
    let mut arcs = Vec::new();
    for (mood, count) in moods {
        let from = to;
        to += TAU * count as f64 / judged as f64;
        let (first, last) = (from + gap / 2.0, to - gap / 2.0);
        // Of few among many, less is left than lies between.
        if last > first {
            arcs.extend(radii(mood, drawn.radius).into_iter().map(|radius| (mood, arc(radius, first, last))));
        }
    }
    html! { @for (mood, arc) in &arcs { path class={ "rim m-" (mood) } d=(arc) {} } }
}

fn radii(mood: Sentiment, radius: f64) -> Vec<f64> {
    match mood {
        Sentiment::Positive => vec![radius - DOUBLE, radius + DOUBLE],
        _ => vec![radius],
    }
}

/// An arc around the middle; a whole circle is two halves.
fn arc(radius: f64, from: f64, to: f64) -> String {
    let at = |angle: f64| format!("{} {}", short(radius * angle.cos()), short(radius * angle.sin()));
    let r = short(radius);
    if to - from > TAU - 0.01 {
        let half = from + TAU / 2.0;
        return format!("M{}A{r} {r} 0 0 1 {}A{r} {r} 0 0 1 {}", at(from), at(half), at(from));
    }
    let is_long = u8::from(to - from > TAU / 2.0);
    format!("M{}A{r} {r} 0 {is_long} 1 {}", at(from), at(to))
}

/// Moods in words, for who cannot see the rim: "5 negative, 1 positive".
pub(super) fn in_words(table: &Table) -> Option<String> {
    let words: Vec<String> = moods(table).iter().map(|(mood, count)| words::in_mood(*mood, *count)).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// A cell of the table: each mood by its sign.
pub(super) fn cell(table: &Table) -> Markup {
    let moods = moods(table);
    html! { @if moods.is_empty() { "–" } @for (mood, count) in moods {
        span.mood.{ "m-" (mood) } title=(words::mood(mood)) { (sign(mood)) span.vh { (words::mood(mood)) } " " (number(count)) } " "
    } }
}

/// The moods that are seen in the room, for the legend.
pub(super) fn legend(floor: &Floor) -> Markup {
    html! { @for mood in ORDER {
        @let count: usize = floor.tables.iter().map(|table| table.in_mood(mood)).sum();
        @if count > 0 { li {
            svg viewBox="-12 -11 36 22" aria-hidden="true" {
                @if mood == Sentiment::Positive {
                    path class={ "rim m-" (mood) } d="M-9 -2.3H20" {} path class={ "rim m-" (mood) } d="M-9 2.3H20" {}
                } @else { path class={ "rim m-" (mood) } d="M-9 0H20" {} }
            }
            (sign(mood)) " " (words::mood(mood)) " " b { (number(count)) }
        } }
    } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arc_is_short_or_long_and_a_whole_rim_closes() {
        assert_eq!(arc(10.0, 0.0, FRAC_PI_2), "M10 0A10 10 0 0 1 0 10");
        assert_eq!(arc(10.0, 0.0, 3.0 * FRAC_PI_2), "M10 0A10 10 0 1 1 0 -10");
        assert_eq!(arc(10.0, 0.0, TAU), "M10 0A10 10 0 0 1 -10 0A10 10 0 0 1 10 0");
    }
}
