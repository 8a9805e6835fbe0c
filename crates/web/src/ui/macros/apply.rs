//! Applies a macro to the open conversation: `POST /conversations/{id}/macro`.

use axum::extract::{Query, State};
use model::{ConversationId, MacroId};
use serde::Deserialize;
use wording::t;

use crate::app::App;
use crate::auth::Posted;
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;
use crate::ui::error::Wrong;
use crate::ui::inbox::address::{Beside, after};

#[derive(Deserialize)]
pub(crate) struct Form {
    /// Which macro.
    #[serde(rename = "macro")]
    applied: String,
    /// The version whose steps were shown.
    version: Option<i64>,
}

pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<ConversationId>,
    Query(beside): Query<Beside>,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    let applied = read(&form.applied)?;
    let mut tx = app.store().write().await?;
    let done = inbox::apply_macro(&mut tx, &who.member, applied, form.version, id).await?;
    tx.commit().await?;
    let mut address = after(&beside.list().address_of(id), done.deed);
    if let Some(saved) = done.saved_reply {
        address.push_str(&format!("&insert={saved}"));
    }
    Ok(respond::see(&address))
}

/// A macro as forms send it.
pub(crate) fn read(id: &str) -> Answer<MacroId> {
    let unknown = || Failure::Wrong(Wrong::Unreadable(t!("There is no such macro.").to_owned()));
    id.parse().map_err(|_| unknown())
}
