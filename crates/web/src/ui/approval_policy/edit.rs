//! Makes a policy and changes it: `GET /approval-policies/new`, `POST /approval-policies`, `GET /approval-policies/{id}`,
//! `POST /approval-policies/{id}`.

use axum::extract::State;
use axum::http::HeaderMap;
use inbox::InboxError;
use listening::FieldContext;
use model::{ApprovalFallback, ApprovalPolicyId, ApprovalTerms, Right, Role, TeamId};
use serde::Deserialize;
use store::policy;
use wording::t;

use super::view::{Known, PolicyPage};
use crate::app::App;
use crate::auth::{Posted, SignedIn};
use crate::failure::{Answer, Failure, sentence};
use crate::named::Named;
use crate::respond;
use crate::ui::calendar::choice::Calendars;
use crate::ui::sla_policy::length;
use crate::ui::topic::check::check;
use crate::ui::topic::edit::lines;

#[derive(Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    name: String,
    #[serde(default)]
    query: String,
    #[serde(default)]
    new_member_days: String,
    #[serde(default)]
    role: Vec<String>,
    /// Empty for everybody who may.
    #[serde(default)]
    team: String,
    #[serde(default)]
    deadline: String,
    /// Empty for the usual one.
    #[serde(default)]
    calendar: String,
    #[serde(default)]
    fallback: String,
}

impl Form {
    fn terms(&self) -> Result<ApprovalTerms, String> {
        let days = self.new_member_days.trim();
        let new_member_days = match days {
            "" => None,
            days => Some(days.parse().map_err(|_| t!("“{days}” is no number of days.", days))?),
        };
        let deadline = self.deadline.trim();
        let deadline_minutes = match deadline {
            "" => None,
            text => {
                let seconds = length::seconds(text).ok_or_else(|| length::misread(text))?;
                Some(u32::try_from(seconds / 60).unwrap_or(u32::MAX))
            }
        };
        let role = |word: &String| Role::from_word(word).ok_or_else(|| t!("There is no such role.").to_owned());
        let team = match self.team.as_str() {
            "" => None,
            id => Some(TeamId(id.parse().map_err(|_| t!("There is no such team.").to_owned())?)),
        };
        Ok(ApprovalTerms {
            query: lines(&self.query),
            new_member_days,
            roles: self.role.iter().map(role).collect::<Result<_, _>>()?,
            team,
            deadline_minutes,
            calendar: Calendars::read(&self.calendar)?,
            fallback: ApprovalFallback::from_word(&self.fallback).unwrap_or(ApprovalFallback::Remind),
        })
    }
}

pub(crate) async fn new(State(app): State<App>, who: SignedIn, headers: HeaderMap) -> Answer {
    who.require(Right::ManageRules)?;
    let mut tx = app.store().read().await?;
    // Whoever may approve seldom needs to be looked over.
    let terms = ApprovalTerms { roles: vec![Role::Member], ..ApprovalTerms::default() };
    let page = PolicyPage { known: Known::gather(&mut tx).await?, ..PolicyPage::of(None, "", &terms) };
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &page))
}

pub(crate) async fn get(
    State(app): State<App>,
    who: SignedIn,
    Named(id): Named<ApprovalPolicyId>,
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
    Named(id): Named<ApprovalPolicyId>,
    headers: HeaderMap,
    posted: Posted<Form>,
) -> Answer {
    keep(state, Some(id), headers, posted).await
}

async fn keep(
    State(app): State<App>,
    id: Option<ApprovalPolicyId>,
    headers: HeaderMap,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    who.require(Right::ManageRules)?;
    let mut tx = app.store().write().await?;
    let (terms, error) = match form.terms() {
        Err(error) => (None, Some(error)),
        Ok(terms) => {
            match inbox::keep_approval_policy(&mut tx, &who.member, id, (&form.name, terms.clone())).await {
                Ok(_) => {
                    tx.commit().await?;
                    return Ok(respond::see("/approval-policies"));
                }
                Err(InboxError::ApprovalPolicy(fault)) => (Some(terms), Some(sentence(&fault.to_string()))),
                // It is said beside the condition.
                Err(InboxError::Query(_)) => (Some(terms), None),
                Err(error) => return Err(error.into()),
            }
        }
    };
    let query = lines(&form.query);
    let page = PolicyPage {
        known: Known::gather(&mut tx).await?,
        error,
        check: check(&query, FieldContext::View),
        new_member_days: form.new_member_days.clone(),
        deadline: form.deadline.clone(),
        ..PolicyPage::of(id, &form.name, &terms.unwrap_or(ApprovalTerms { query, ..ApprovalTerms::default() }))
    };
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::refused(&headers, &frame, &page))
}
