//! Puts a team away, or takes it out again: `POST /teams/{id}/archive`.

use axum::extract::State;
use model::TeamId;

use crate::app::App;
use crate::auth::Posted;
use crate::failure::Answer;
use crate::named::Named;
use crate::respond;
use crate::ui::put_away::PutAway;

pub(crate) async fn archive(
    State(app): State<App>,
    Named(id): Named<TeamId>,
    Posted { who, form }: Posted<PutAway>,
) -> Answer {
    let mut tx = app.store().write().await?;
    inbox::put_team_away(&mut tx, &who.member, id, form.is_away()).await?;
    tx.commit().await?;
    Ok(respond::see("/teams"))
}
