//! The choice of a calendar, for whatever counts or works in one.

use maud::{Markup, html};
use model::CalendarId;
use store::{StoreError, Tx, calendar};
use wording::t;

/// Calendars that can be chosen.
#[derive(Clone, Debug, Default)]
pub struct Calendars {
    /// Those in use, by name.
    pub in_use: Vec<(CalendarId, String)>,
    /// The name of the usual one.
    pub usual: Option<String>,
}

impl Calendars {
    pub(crate) async fn gather(tx: &mut Tx) -> Result<Self, StoreError> {
        let all = calendar::all(tx).await?;
        let usual = all.iter().find(|one| one.is_default).map(|one| one.name.clone());
        let in_use = all.into_iter().filter(|one| one.archived_at.is_none());
        Ok(Self { in_use: in_use.map(|one| (one.id, one.name)).collect(), usual })
    }

    /// Whose hours these are, in words.
    pub(crate) fn hours(&self, calendar: Option<CalendarId>) -> String {
        let name = |wanted| self.in_use.iter().find(|(id, _)| *id == wanted).map(|(_, name)| name.clone());
        match calendar {
            Some(id) => {
                name(id).map_or_else(|| t!("hours that are put away").into(), |name| t!("hours of {name}", name))
            }
            None => match &self.usual {
                Some(name) => t!("hours of {name}, the usual ones", name),
                None => t!("day and night").into(),
            },
        }
    }

    /// The field, where none chosen is the usual one.
    pub(crate) fn field(&self, label: &str, chosen: Option<CalendarId>) -> Markup {
        html! { div.field {
            label for="f-calendar" { (label) }
            select #f-calendar name="calendar" {
                option value="" selected[chosen.is_none()] { @match &self.usual {
                    Some(name) => { (t!("the usual calendar ({name})", name)) }
                    None => (t!("no calendar: day and night")),
                } }
                @for (id, name) in &self.in_use { option value=(id) selected[chosen == Some(*id)] { (name) } }
            }
        } }
    }

    /// A calendar as forms send it; empty for the usual one.
    ///
    /// # Errors
    /// What is wrong with it, as a sentence.
    pub(crate) fn read(word: &str) -> Result<Option<CalendarId>, String> {
        match word {
            "" => Ok(None),
            id => id.parse().map(Some).map_err(|_| t!("There is no such calendar.").to_owned()),
        }
    }

    pub(crate) fn sample() -> Self {
        let in_use = vec![(CalendarId(1), "Service desk".to_owned()), (CalendarId(2), "Night watch".to_owned())];
        Self { in_use, usual: Some("Service desk".into()) }
    }
}
