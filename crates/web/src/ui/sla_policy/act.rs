//! Puts an SLA policy away, takes it out again, moves it: `POST /sla/{id}/archive`, `POST /sla/{id}/move`.

use axum::extract::State;
use model::SlaPolicyId;

use crate::app::App;
use crate::auth::Posted;
use crate::failure::Answer;
use crate::named::Named;
use crate::respond;
use crate::ui::put_away::{Move, PutAway};

pub(crate) async fn archive(
    State(app): State<App>,
    Named(id): Named<SlaPolicyId>,
    Posted { who, form }: Posted<PutAway>,
) -> Answer {
    let mut tx = app.store().write().await?;
    inbox::put_sla_policy_away(&mut tx, &who.member, id, form.is_away()).await?;
    tx.commit().await?;
    Ok(respond::see("/sla"))
}

pub(crate) async fn shift(
    State(app): State<App>,
    Named(id): Named<SlaPolicyId>,
    Posted { who, form }: Posted<Move>,
) -> Answer {
    let mut tx = app.store().write().await?;
    inbox::move_sla_policy(&mut tx, &who.member, id, form.is_up()).await?;
    tx.commit().await?;
    Ok(respond::see("/sla"))
}
