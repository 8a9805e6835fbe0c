//! Shows the macros: `GET /macros`.

use axum::extract::State;
use axum::http::HeaderMap;
use model::Right;
use store::macros::{self, Macro};

use super::view::{MacroRow, MacrosPage};
use super::words::MacroNames;
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::respond;

pub(crate) async fn get(State(app): State<App>, who: SignedIn, headers: HeaderMap) -> Answer {
    who.require(Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let names = MacroNames::read(&mut tx).await?;
    let row = |one: Macro| MacroRow {
        id: one.id,
        steps: names.steps(&one.terms),
        saved: names.saved(&one.terms),
        made_by: names.names.member(one.made_by).to_owned(),
        use_count: one.use_count,
        used_at: one.used_at,
        name: one.terms.name,
    };
    let rows = macros::all(&mut tx).await?.into_iter().map(row).collect();
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &MacrosPage { rows }))
}
