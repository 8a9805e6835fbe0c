//! Figures as a file for spreadsheets: one line of the whole, and one of each part.

use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use insights::Curve;
use insights::figures::{Response as Figures, WITHIN_HOURS};
use jiff::SignedDuration;

use super::view::FiguresPage;
use crate::ui::components::csv;

/// The names of the columns; durations are in seconds, shares from 0 to 1.
fn head() -> Vec<String> {
    let mut head: Vec<String> =
        ["part", "spoke", "need_answer", "not_judged", "answered", "answered_low", "answered_high"]
            .map(str::to_owned)
            .to_vec();
    for name in ["first", "first_in_hours", "next"] {
        head.extend([format!("{name}_half_within_s"), format!("{name}_nine_of_ten_within_s")]);
        head.extend(WITHIN_HOURS.map(|hours| format!("{name}_within_{hours}h")));
    }
    head.extend(["closed_silently", "closed_with_reason", "held", "automated", "reactions"].map(str::to_owned));
    head
}

fn line(name: &str, figures: &Figures) -> String {
    let rate = figures.reply_rate();
    let share = |share: f64| format!("{share:.4}");
    let mut cells = vec![
        name.to_owned(),
        figures.needs_reply.total().to_string(),
        figures.needs_reply.needed.to_string(),
        figures.needs_reply.unjudged.to_string(),
        share(rate.value),
        share(rate.low),
        share(rate.high),
    ];
    for durations in [&figures.first.wall, &figures.first.working, &figures.next.wall] {
        let curve = Curve::of(durations);
        let seconds =
            |part: f64| curve.quantile(part).value.map_or_else(String::new, |after| after.as_secs().to_string());
        cells.extend([seconds(0.5), seconds(0.9)]);
        cells.extend(WITHIN_HOURS.map(|hours| share(curve.within(SignedDuration::from_hours(hours)).0)));
    }
    let (abandoned, apart) = (figures.abandoned, figures.apart);
    let counts = [abandoned.silently, abandoned.with_reason, apart.held, apart.automated, apart.reactions];
    cells.extend(counts.map(|count| count.to_string()));
    csv::line(&cells)
}

pub(super) fn file(page: &FiguresPage) -> Response {
    let mut text = csv::line(&head());
    text.push_str(&line("all", &page.response));
    page.parts.iter().for_each(|row| text.push_str(&line(&row.name, &row.part.response)));
    let name = format!("figures-{}-{}-as-of-{}.csv", page.first, page.last, page.position);
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    (headers, text).into_response()
}
