//! Makes a calendar and changes it: `GET /calendars/new`, `POST /calendars`, `GET /calendars/{id}`, `POST /calendars/{id}`.

use axum::extract::State;
use axum::http::HeaderMap;
use inbox::{InboxError, WantedCalendar};
use model::{CalendarId, Holiday, OpenHours, Opening, Right};
use serde::Deserialize;
use store::calendar;
use wording::{t, text};

use super::view::{CalendarPage, WEEKDAYS};
use crate::app::App;
use crate::auth::{Posted, SignedIn};
use crate::failure::{Answer, Failure, sentence};
use crate::named::Named;
use crate::respond;
use crate::ui::inbox::status::moment;

#[derive(Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    name: String,
    #[serde(default)]
    zone: String,
    /// The hours of each weekday, Monday first.
    #[serde(default)]
    day: Vec<String>,
    /// A holiday a line.
    #[serde(default)]
    holidays: String,
    /// From when the hours hold; empty for at once.
    #[serde(default)]
    from: String,
}

impl Form {
    fn opening(&self) -> Result<Opening, String> {
        let mut week: [OpenHours; 7] = Default::default();
        for ((hours, day), typed) in week.iter_mut().zip(WEEKDAYS).zip(&self.day) {
            *hours = typed.parse().map_err(|fault| t!("{day}: {fault}.", day = text("", day), fault))?;
        }
        let lines = self.holidays.lines().filter(|line| !line.trim().is_empty());
        let holidays = lines.map(|line| line.parse::<Holiday>().map_err(|fault| sentence(&fault.to_string())));
        Ok(Opening { zone: self.zone.trim().to_owned(), week, holidays: holidays.collect::<Result<_, _>>()? })
    }

    /// The page with the form as it was filled in.
    fn page(&self, id: Option<CalendarId>) -> CalendarPage {
        CalendarPage {
            id,
            name: self.name.clone(),
            zone: self.zone.clone(),
            days: self.day.clone(),
            holidays: self.holidays.clone(),
            from: self.from.clone(),
            ..CalendarPage::default()
        }
    }
}

pub(crate) async fn new(State(app): State<App>, who: SignedIn, headers: HeaderMap) -> Answer {
    who.require(Right::ManageSla)?;
    let zone = app.settings().zone.iana_name().unwrap_or("UTC").to_owned();
    let days = WEEKDAYS.iter().enumerate().map(|(at, _)| if at < 5 { "09:00-17:00" } else { "" }.to_owned());
    let page = CalendarPage { zone, days: days.collect(), ..CalendarPage::default() };
    let frame = app.frame(&mut app.store().read().await?, &who, None).await?;
    Ok(respond::page(&headers, &frame, &page))
}

pub(crate) async fn get(
    State(app): State<App>,
    who: SignedIn,
    Named(id): Named<CalendarId>,
    headers: HeaderMap,
) -> Answer {
    who.require(Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let found = calendar::find(&mut tx, id).await?.ok_or_else(|| Failure::missing(t!("There is no calendar.")))?;
    let page = CalendarPage::of(&found, tx.now());
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &page))
}

pub(crate) async fn create(state: State<App>, headers: HeaderMap, posted: Posted<Form>) -> Answer {
    keep(state, None, headers, posted).await
}

pub(crate) async fn change(
    state: State<App>,
    Named(id): Named<CalendarId>,
    headers: HeaderMap,
    posted: Posted<Form>,
) -> Answer {
    keep(state, Some(id), headers, posted).await
}

async fn keep(
    State(app): State<App>,
    id: Option<CalendarId>,
    headers: HeaderMap,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    who.require(Right::ManageSla)?;
    let from = match form.from.trim() {
        "" => Ok(None),
        text => moment(text, &app.settings().zone).map(Some).ok_or_else(|| {
            t!("The time from which it holds cannot be read; write it like 2027-01-01T00:00.").to_owned()
        }),
    };
    let mut tx = app.store().write().await?;
    let error = match from.and_then(|from| Ok((from, form.opening()?))) {
        Err(error) => error,
        Ok((from, opening)) => {
            let wanted = WantedCalendar { name: form.name.clone(), opening, from };
            match inbox::keep_calendar(&mut tx, &who.member, id, wanted).await {
                Ok(_) => {
                    tx.commit().await?;
                    return Ok(respond::see("/calendars"));
                }
                Err(InboxError::Calendar(fault)) => sentence(&fault.to_string()),
                Err(error) => return Err(error.into()),
            }
        }
    };
    let page = CalendarPage { error: Some(error), ..form.page(id) };
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::refused(&headers, &frame, &page))
}
