//! Makes an SLA policy and changes it: `GET /sla/new`, `POST /sla`, `GET /sla/{id}`, `POST /sla/{id}`.

use axum::extract::State;
use axum::http::HeaderMap;
use inbox::{InboxError, WantedPolicy};
use model::{ChannelId, Priority, Relation, Right, SlaPolicyId, SlaTerms};
use serde::Deserialize;
use store::policy;
use wording::t;

use super::length;
use super::view::{Known, PolicyPage};
use crate::app::App;
use crate::auth::{Posted, SignedIn};
use crate::failure::{Answer, Failure, sentence};
use crate::named::Named;
use crate::respond;
use crate::ui::calendar::choice::Calendars;

#[derive(Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    name: String,
    #[serde(default)]
    first_response: String,
    #[serde(default)]
    next_response: String,
    #[serde(default)]
    resolution: String,
    #[serde(default)]
    warning: String,
    /// Empty for the usual one.
    #[serde(default)]
    calendar: String,
    #[serde(default)]
    channel: Vec<ChannelId>,
    #[serde(default)]
    relation: Vec<String>,
    #[serde(default)]
    priority: Vec<String>,
    #[serde(default)]
    needs_reply_only: String,
    #[serde(default)]
    pauses_when_snoozed: String,
    #[serde(default)]
    pauses_when_waiting: String,
}

impl Form {
    fn terms(&self) -> Result<SlaTerms, String> {
        let length = |text: &str| match text.trim() {
            "" => Ok(None),
            text => length::seconds(text).map(Some).ok_or_else(|| length::misread(text)),
        };
        let calendar = Calendars::read(&self.calendar)?;
        let relation =
            |word: &String| Relation::from_word(word).ok_or_else(|| t!("There is no such relation.").to_owned());
        let priority =
            |word: &String| Priority::from_word(word).ok_or_else(|| t!("There is no such priority.").to_owned());
        Ok(SlaTerms {
            first_response_seconds: length(&self.first_response)?,
            next_response_seconds: length(&self.next_response)?,
            resolution_seconds: length(&self.resolution)?,
            warning_seconds: length(&self.warning)?.unwrap_or(0),
            pauses_when_snoozed: !self.pauses_when_snoozed.is_empty(),
            pauses_when_waiting: !self.pauses_when_waiting.is_empty(),
            calendar,
            channels: self.channel.clone(),
            relations: self.relation.iter().map(relation).collect::<Result<_, _>>()?,
            priorities: self.priority.iter().map(priority).collect::<Result<_, _>>()?,
            needs_reply_only: !self.needs_reply_only.is_empty(),
        })
    }
}

pub(crate) async fn new(State(app): State<App>, who: SignedIn, headers: HeaderMap) -> Answer {
    who.require(Right::ManageSla)?;
    let mut tx = app.store().read().await?;
    // What is for everybody begins with what most want.
    let terms = SlaTerms {
        pauses_when_waiting: true,
        pauses_when_snoozed: true,
        needs_reply_only: true,
        ..SlaTerms::default()
    };
    let page = PolicyPage { known: Known::gather(&mut tx).await?, ..PolicyPage::of(None, "", &terms) };
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &page))
}

pub(crate) async fn get(
    State(app): State<App>,
    who: SignedIn,
    Named(id): Named<SlaPolicyId>,
    headers: HeaderMap,
) -> Answer {
    who.require(Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let found = policy::find(&mut tx, id).await?.ok_or_else(|| Failure::missing(t!("There is no policy.")))?;
    let page = PolicyPage {
        known: Known::gather(&mut tx).await?,
        is_archived: found.archived_at.is_some(),
        ..PolicyPage::of(Some(id), &found.name, &found.terms)
    };
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &page))
}

pub(crate) async fn create(state: State<App>, headers: HeaderMap, posted: Posted<Form>) -> Answer {
    keep(state, None, headers, posted).await
}

pub(crate) async fn change(
    state: State<App>,
    Named(id): Named<SlaPolicyId>,
    headers: HeaderMap,
    posted: Posted<Form>,
) -> Answer {
    keep(state, Some(id), headers, posted).await
}

async fn keep(
    State(app): State<App>,
    id: Option<SlaPolicyId>,
    headers: HeaderMap,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    who.require(Right::ManageSla)?;
    let mut tx = app.store().write().await?;
    let (terms, error) = match form.terms() {
        Err(error) => (None, error),
        Ok(terms) => {
            let wanted = WantedPolicy { name: form.name.clone(), terms: terms.clone() };
            match inbox::keep_sla_policy(&mut tx, &who.member, id, wanted).await {
                Ok(_) => {
                    tx.commit().await?;
                    return Ok(respond::see("/sla"));
                }
                Err(InboxError::SlaPolicy(fault)) => (Some(terms), sentence(&fault.to_string())),
                Err(error) => return Err(error.into()),
            }
        }
    };
    let page = PolicyPage {
        known: Known::gather(&mut tx).await?,
        error: Some(error),
        lengths: [&form.first_response, &form.next_response, &form.resolution, &form.warning].map(String::clone),
        ..PolicyPage::of(id, &form.name, &terms.unwrap_or_default())
    };
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::refused(&headers, &frame, &page))
}
