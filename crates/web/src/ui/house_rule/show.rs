//! Shows one house rule with what was done under it: `GET /house-rules/{id}`.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use model::{GestureId, HouseRuleId, Right};
use serde::Deserialize;
use store::{author, gesture, house_rule};
use wording::t;

use super::list::Refused;
use super::view::{DoneRow, HouseRulePage};
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;
use crate::ui::gesture::gather::{made, rule_names};
use crate::ui::owed::gather::names;

/// Acts of a page.
const ROWS: i64 = 50;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Looked {
    /// Before which act the page begins.
    before: Option<GestureId>,
}

pub(crate) async fn get(
    State(app): State<App>,
    who: SignedIn,
    Named(id): Named<HouseRuleId>,
    Query(looked): Query<Looked>,
    headers: HeaderMap,
) -> Answer {
    shown(&app, &who, id, &headers, (looked.before, None)).await
}

/// The page, and why what was asked for was not done.
pub(super) async fn shown(
    app: &App,
    who: &SignedIn,
    id: HouseRuleId,
    headers: &HeaderMap,
    (before, refused): (Option<GestureId>, Option<Refused>),
) -> Answer {
    who.require(Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let rule = house_rule::find(&mut tx, id).await?.ok_or_else(|| Failure::missing(t!("There is no house rule.")))?;
    let (members, rules) = (names(&mut tx).await?, rule_names(&mut tx).await?);
    let mut found = gesture::under_rule(&mut tx, id, before, ROWS + 1).await?;
    let more = (found.len() as i64 > ROWS).then(|| {
        found.truncate(ROWS as usize);
        found.last().map(|last| last.id)
    });
    let ids: Vec<_> = found.iter().map(|one| one.author).collect();
    let people = author::of_ids(&mut tx, &ids).await?;
    let name = |id| people.iter().find(|one| one.id == id).map(|one| one.name().to_owned()).unwrap_or_default();
    let done = found
        .iter()
        .map(|one| DoneRow {
            made: made(one, &members, &rules),
            place: one.conversation.zip(one.post),
            to: name(one.author),
            is_before_change: rule.changed_at.is_some_and(|at| one.created_at < at),
        })
        .collect();
    let counts = gesture::counts(&mut tx).await?.remove(&id).unwrap_or_default();
    let frame = app.frame(&mut tx, who, None).await?;
    let Refused { name, words, error } =
        refused.unwrap_or_else(|| Refused { name: rule.name.clone(), words: rule.words.clone(), error: None });
    let page = HouseRulePage { rule, counts, done, more: more.flatten(), name, words, error };
    Ok(if page.error.is_some() {
        respond::refused(headers, &frame, &page)
    } else {
        respond::page(headers, &frame, &page)
    })
}
