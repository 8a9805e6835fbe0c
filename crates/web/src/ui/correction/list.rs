//! Shows what we said that was wrong: `GET /corrections`.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use model::{ReplyId, Right};
use serde::Deserialize;
use store::correction::{self, CorrectionFilter};

use super::gather::rows;
use super::view::CorrectionsPage;
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::respond;

/// Rows of a page.
const ROWS: i64 = 50;
/// Months that are offered: the last of them.
const MONTHS: i64 = 24;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    /// `yes` for those that were withdrawn.
    #[serde(default)]
    withdrawn: String,
    /// A month, such as `2026-11`; all of them otherwise.
    #[serde(default)]
    month: String,
    /// Before which answer the page begins.
    before: Option<i64>,
}

/// The first day of a month that a form names.
fn month(text: &str) -> Option<Date> {
    format!("{text}-01").parse().ok()
}

fn begins(day: Date, zone: &TimeZone) -> Option<Timestamp> {
    day.to_zoned(zone.clone()).ok().map(|begun| begun.timestamp())
}

pub(crate) async fn get(
    State(app): State<App>,
    who: SignedIn,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Answer {
    who.require(Right::ReadInbox)?;
    let zone = &app.settings().zone;
    let month = month(&asked.month);
    let next = month.and_then(|day| day.checked_add(1.month()).ok());
    let filter = CorrectionFilter {
        is_withdrawn: asked.withdrawn == "yes",
        since: month.and_then(|day| begins(day, zone)),
        until: next.and_then(|day| begins(day, zone)),
    };
    let mut tx = app.store().read().await?;
    let mut found = correction::list(&mut tx, filter, asked.before.map(ReplyId), ROWS + 1).await?;
    let has_more = found.len() as i64 > ROWS;
    found.truncate(ROWS as usize);
    let this_month = tx.now().to_zoned(zone.clone()).date().first_of_month();
    let months = (0..MONTHS).filter_map(|back| this_month.checked_sub(back.months()).ok());
    let page = CorrectionsPage {
        is_withdrawn: filter.is_withdrawn,
        month,
        months: months.collect(),
        total: correction::count(&mut tx, filter).await?.try_into().unwrap_or_default(),
        more: found.last().filter(|_| has_more).map(|last| last.reply),
        rows: rows(&mut tx, found).await?,
    };
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &page))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_read_and_anything_else_is_none() {
        assert_eq!(month("2026-11"), Some(jiff::civil::date(2026, 11, 1)));
        for text in ["", "2026", "2026-13", "2026-11-02", "november"] {
            assert_eq!(month(text), None, "{text}");
        }
    }
}
