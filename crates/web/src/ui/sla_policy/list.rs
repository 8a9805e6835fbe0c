//! Shows the SLA policies: `GET /sla`.

use axum::extract::State;
use axum::http::HeaderMap;
use model::{Right, SlaPolicyId};
use store::policy;

use super::view::{Known, PoliciesPage};
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::respond;

pub(crate) async fn get(State(app): State<App>, who: SignedIn, headers: HeaderMap) -> Answer {
    who.require(Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let page =
        PoliciesPage { policies: policy::all::<SlaPolicyId>(&mut tx).await?, known: Known::gather(&mut tx).await? };
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &page))
}
