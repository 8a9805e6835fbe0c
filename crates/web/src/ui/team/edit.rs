//! Makes a team and changes it: `GET /teams/new`, `POST /teams`, `GET /teams/{id}`, `POST /teams/{id}`.

use axum::extract::State;
use axum::http::HeaderMap;
use inbox::InboxError;
use model::{Function, Giving, MemberId, Right, TeamId};
use serde::Deserialize;
use store::team::{self, TeamTerms};
use wording::t;

use super::view::{Known, TeamPage};
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
    function: String,
    /// Empty for the usual one.
    #[serde(default)]
    calendar: String,
    /// Ids of members.
    #[serde(default)]
    member: Vec<i64>,
    /// How it gives out; by hand when empty.
    #[serde(default)]
    giving: String,
    /// Anything to give out in its hours only.
    #[serde(default)]
    keeps_hours: String,
}

impl Form {
    fn terms(&self) -> Result<TeamTerms, String> {
        let function = Function::from_word(&self.function).ok_or(t!("Say which kind of work the team does."))?;
        Ok(TeamTerms { function, calendar: Calendars::read(&self.calendar)?, ..self.begun() })
    }

    /// What can be shown again of it whatever is wrong.
    fn begun(&self) -> TeamTerms {
        TeamTerms {
            name: self.name.clone(),
            function: Function::from_word(&self.function).unwrap_or(Function::Service),
            calendar: Calendars::read(&self.calendar).unwrap_or_default(),
            members: self.member.iter().copied().map(MemberId).collect(),
            giving: Giving::from_word(&self.giving).unwrap_or(Giving::ByHand),
            keeps_hours: !self.keeps_hours.is_empty(),
        }
    }
}

pub(crate) async fn new(State(app): State<App>, who: SignedIn, headers: HeaderMap) -> Answer {
    who.require(Right::ManageTeams)?;
    let mut tx = app.store().read().await?;
    let page = TeamPage { known: Known::gather(&mut tx).await?, ..TeamPage::default() };
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &page))
}

pub(crate) async fn get(State(app): State<App>, who: SignedIn, Named(id): Named<TeamId>, headers: HeaderMap) -> Answer {
    who.require(Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let found = team::find(&mut tx, id).await?.ok_or_else(|| Failure::missing(t!("There is no team.")))?;
    let page = TeamPage {
        known: Known::gather(&mut tx).await?,
        is_archived: found.archived_at.is_some(),
        ..TeamPage::of(Some(id), found.terms)
    };
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &page))
}

pub(crate) async fn create(state: State<App>, headers: HeaderMap, posted: Posted<Form>) -> Answer {
    keep(state, None, headers, posted).await
}

pub(crate) async fn change(
    state: State<App>,
    Named(id): Named<TeamId>,
    headers: HeaderMap,
    posted: Posted<Form>,
) -> Answer {
    keep(state, Some(id), headers, posted).await
}

async fn keep(
    State(app): State<App>,
    id: Option<TeamId>,
    headers: HeaderMap,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    who.require(Right::ManageTeams)?;
    let mut tx = app.store().write().await?;
    let error = match form.terms() {
        Err(error) => error,
        Ok(terms) => match inbox::keep_team(&mut tx, &who.member, id, terms).await {
            Ok(_) => {
                tx.commit().await?;
                return Ok(respond::see("/teams"));
            }
            Err(InboxError::Team(fault)) => sentence(&fault.to_string()),
            Err(error) => return Err(error.into()),
        },
    };
    let known = Known::gather(&mut tx).await?;
    let page = TeamPage { known, error: Some(error), ..TeamPage::of(id, form.begun()) };
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::refused(&headers, &frame, &page))
}
