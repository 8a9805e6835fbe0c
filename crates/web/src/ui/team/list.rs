//! Shows the teams: `GET /teams`.

use axum::extract::State;
use axum::http::HeaderMap;
use model::{Right, TeamId};
use store::team;

use super::view::{Known, TeamCard, TeamsPage};
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::respond;

pub(crate) async fn get(State(app): State<App>, who: SignedIn, headers: HeaderMap) -> Answer {
    who.require(Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let teams = team::all(&mut tx).await?;
    let ids: Vec<TeamId> = teams.iter().map(|team| team.id).collect();
    let mut counts = team::open_counts(&mut tx, &ids).await?;
    let card = |team: team::Team| {
        let (open, free) = counts.remove(&team.id).unwrap_or_default();
        TeamCard { team, open, free }
    };
    let page = TeamsPage { teams: teams.into_iter().map(card).collect(), known: Known::gather(&mut tx).await? };
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &page))
}
