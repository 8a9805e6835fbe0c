//! Says where a conversation stands: `POST /conversations/{id}/status`.

use axum::extract::{Query, State};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use model::{ConversationId, Outcome, Status};
use serde::Deserialize;
use wording::t;

use super::address::{Beside, after};
use crate::app::App;
use crate::auth::Posted;
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;
use crate::ui::error::Wrong;

#[derive(Deserialize)]
pub(crate) struct Form {
    status: String,
    /// When it wakes: local to the page's zone (`2026-11-25T09:00`), or RFC 3339.
    #[serde(default)]
    until: String,
    /// What came of it, of one that is done; empty where that is not said.
    #[serde(default)]
    outcome: String,
}

pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<ConversationId>,
    Query(beside): Query<Beside>,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    let unreadable = |why: &str| Failure::Wrong(Wrong::Unreadable(why.to_owned()));
    let status = Status::from_word(&form.status).ok_or_else(|| unreadable(t!("There is no such status.")))?;
    let until = match form.until.trim() {
        "" => None,
        text => Some(
            moment(text, &app.settings().zone)
                .ok_or_else(|| unreadable(t!("The time to wake cannot be read; write it like 2026-11-25T09:00.")))?,
        ),
    };
    let outcome = match form.outcome.as_str() {
        "" => None,
        word => Some(Outcome::from_word(word).ok_or_else(|| unreadable(t!("Nothing of that kind can come of it.")))?),
    };
    let mut tx = app.store().write().await?;
    let deed = match outcome {
        Some(outcome) => inbox::resolve(&mut tx, &who.member, id, outcome).await?,
        None => inbox::set_status(&mut tx, &who.member, id, status, until).await?,
    };
    tx.commit().await?;
    Ok(respond::see(&after(&beside.list().address_of(id), deed)))
}

/// The moment that a form names, local to the page's zone where it says none.
pub(crate) fn moment(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Some(moment);
    }
    let local: DateTime = text.parse().ok()?;
    zone.to_ambiguous_zoned(local).compatible().ok().map(|zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_times_are_those_of_the_page() {
        let zone = TimeZone::get("Europe/Amsterdam").unwrap();
        let winter = moment("2026-11-25T09:00", &zone).unwrap();
        assert_eq!(winter.to_string(), "2026-11-25T08:00:00Z");
        assert_eq!(moment("2026-11-25T09:00:00Z", &zone).unwrap().to_string(), "2026-11-25T09:00:00Z");
        assert_eq!(moment("tomorrow-ish", &zone), None);
    }
}
