//! Gives a conversation to a team: the part of the menu, how it is told, and `POST /conversations/{id}/team`.

use std::collections::HashMap;

use axum::extract::{Query, State};
use maud::{Markup, html};
use model::{ConversationId, TeamId};
use serde::Deserialize;
use store::{StoreError, Tx};
use wording::t;

use super::address::{Beside, after};
use super::thread::Thread;
use crate::app::App;
use crate::auth::Posted;
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;
use crate::ui::components::{press, rich};
use crate::ui::error::Wrong;
use crate::ui::layout::Frame;

/// A team that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamChoice {
    /// Which team.
    pub id: TeamId,
    /// The name to show.
    pub name: String,
}

/// The teams in use, by name.
pub(crate) async fn choices(tx: &mut Tx) -> Result<Vec<TeamChoice>, StoreError> {
    let teams = store::team::in_use(tx).await?.into_iter();
    Ok(teams.map(|team| TeamChoice { id: team.id, name: team.terms.name }).collect())
}

/// The names of all teams, those put away among them.
pub(super) async fn names(tx: &mut Tx) -> Result<HashMap<TeamId, String>, StoreError> {
    Ok(store::team::all(tx).await?.into_iter().map(|team| (team.id, team.terms.name)).collect())
}

#[derive(Deserialize)]
pub(crate) struct Form {
    /// A team's id, or `none`.
    team: String,
}

pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<ConversationId>,
    Query(beside): Query<Beside>,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    let mut tx = app.store().write().await?;
    let deed = inbox::give_to_team(&mut tx, &who.member, id, read(&form.team)?).await?;
    tx.commit().await?;
    Ok(respond::see(&after(&beside.list().address_of(id), deed)))
}

/// A team as forms send it; `none` where there is to be none.
pub(crate) fn read(word: &str) -> Answer<Option<TeamId>> {
    let unknown = |_| Failure::Wrong(Wrong::Unreadable(t!("There is no such team to give it to.").to_owned()));
    if word == "none" { Ok(None) } else { word.parse().map(Some).map_err(unknown) }
}

/// Teams as options of a field. One that is put away is still named, so that keeping the form says what is wrong.
pub(crate) fn options(teams: &[TeamChoice], chosen: Option<TeamId>) -> Markup {
    let gone = chosen.filter(|chosen| teams.iter().all(|team| team.id != *chosen));
    html! {
        @for team in teams { option value=(team.id) selected[Some(team.id) == chosen] { (team.name) } }
        @if let Some(id) = gone { option value=(id) selected { (t!("a team that is put away")) } }
    }
}

/// The part of the menu of who has it.
pub(super) fn sheet(thread: &Thread, action: &str, frame: &Frame) -> Markup {
    let holder = thread.team.as_ref().map(|team| team.id);
    let others: Vec<_> = thread.teams.iter().filter(|team| Some(team.id) != holder).collect();
    html! { @if !others.is_empty() || holder.is_some() { div.apart role="group" aria-label=(t!("Teams")) {
        @for team in others {
            (press(frame, action, &[("team", &team.id.to_string())], html! {
                button.btn.item type="submit" { (t!("To {team}", team = team.name)) }
            }))
        }
        @if holder.is_some() {
            (press(frame, action, &[("team", "none")], html! { button.btn.item type="submit" { (t!("To no team")) } }))
        }
    } } }
}

/// Who has it, and for which team.
pub(super) fn standing(thread: &Thread) -> Markup {
    html! { @match (&thread.assignee, &thread.team) {
        (Some((_, name)), Some(team)) => {
            (rich!("with {name} of {team}", name = html! { b { (name) } }, team = team.name))
        }
        (Some((_, name)), None) => (rich!("with {name}", name = html! { b { (name) } })),
        (None, Some(team)) => {
            @let team = html! { b { (team.name) } };
            @if let Some(why) = &thread.waits {
                (rich!("with {team}, {waiting}", team, waiting = html! { span.waits { (t!("waits: {why}", why)) } }))
            } @else { (rich!("with {team}, nobody has it", team)) }
        }
        (None, None) => (t!("nobody has it")),
    } }
}
