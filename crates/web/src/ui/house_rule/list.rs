//! Shows the house rules: `GET /house-rules`.

use axum::extract::State;
use axum::http::HeaderMap;
use model::Right;
use store::{gesture, house_rule};

use super::view::{HouseRulesPage, RuleRow};
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::respond;

/// What was typed and not kept, with why.
#[derive(Clone, Debug, Default)]
pub(super) struct Refused {
    pub(super) name: String,
    pub(super) words: String,
    pub(super) error: Option<String>,
}

pub(crate) async fn get(State(app): State<App>, who: SignedIn, headers: HeaderMap) -> Answer {
    show(&app, &who, &headers, Refused::default()).await
}

/// The list, and why what was asked for was not done.
pub(super) async fn show(app: &App, who: &SignedIn, headers: &HeaderMap, refused: Refused) -> Answer {
    who.require(Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let mut counts = gesture::counts(&mut tx).await?;
    let row = |rule: house_rule::HouseRule| RuleRow { counts: counts.remove(&rule.id).unwrap_or_default(), rule };
    let rows = house_rule::all(&mut tx).await?.into_iter().map(row).collect();
    let frame = app.frame(&mut tx, who, None).await?;
    let Refused { name, words, error } = refused;
    let page = HouseRulesPage { rows, name, words, error };
    Ok(if page.error.is_some() {
        respond::refused(headers, &frame, &page)
    } else {
        respond::page(headers, &frame, &page)
    })
}
