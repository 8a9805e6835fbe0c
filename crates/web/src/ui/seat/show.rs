//! Shows how a member works: `GET /members/{id}/seat`.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use model::{MemberId, Right};
use store::{channel, giving, leave, member, team, workload};
use wording::t;

use super::view::SeatPage;
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;
use crate::ui::inbox::thread::Choice;

pub(crate) async fn get(
    State(app): State<App>,
    who: SignedIn,
    Named(id): Named<MemberId>,
    headers: HeaderMap,
) -> Answer {
    who.require(Right::ReadInbox)?;
    with(&app, &who, &headers, id, None).await
}

/// The page, with what is wrong with a form on it.
pub(super) async fn with(
    app: &App,
    who: &SignedIn,
    headers: &HeaderMap,
    id: MemberId,
    error: Option<String>,
) -> Answer<Response> {
    let mut tx = app.store().read().await?;
    let members = member::all(&mut tx).await?;
    let found = members.iter().find(|one| one.id == id).ok_or_else(|| Failure::missing(t!("There is no member.")))?;
    let may_have = |one: &&member::Member| one.disabled_at.is_none() && one.role.may(Right::WorkInbox) && one.id != id;
    let teams = team::in_use(&mut tx).await?.into_iter().filter(|team| team.terms.members.contains(&id));
    let page = SeatPage {
        id: Some(id),
        name: found.name.clone(),
        may_change: match who.member.id == id {
            true => who.member.role.may(Right::WorkInbox),
            false => who.member.role.may(Right::ManageMembers),
        },
        teams: teams.map(|team| team.terms.name).collect(),
        workload: workload::of(&mut tx, &[id]).await?.remove(&id).unwrap_or_default(),
        leaves: leave::ahead(&mut tx, Some(id)).await?,
        had: giving::had_by(&mut tx, id).await?.len(),
        channels: channel::all(&mut tx).await?.into_iter().map(|one| (one.id, one.name)).collect(),
        colleagues: members.iter().filter(may_have).map(|one| Choice { id: one.id, name: one.name.clone() }).collect(),
        error,
    };
    let frame = app.frame(&mut tx, who, None).await?;
    Ok(match page.error {
        Some(_) => respond::refused(headers, &frame, &page),
        None => respond::page(headers, &frame, &page),
    })
}
