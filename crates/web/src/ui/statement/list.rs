//! Shows the statements: `GET /statements`.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use model::{Right, StatementState};
use serde::Deserialize;
use store::{posting, statement};

use super::view::{StatementCounts, StatementRow, StatementsPage};
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::respond;
use crate::ui::owed::gather::names;

/// Rows of a page.
const ROWS: usize = 50;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    /// The place behind which the page begins, as `by.id`.
    #[serde(default)]
    after: String,
}

pub(crate) async fn get(
    State(app): State<App>,
    who: SignedIn,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Answer {
    who.require(Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let frame = app.frame(&mut tx, &who, None).await?;
    let now = tx.now();
    let mut all = inbox::statements(&mut tx).await?;
    let counts = StatementCounts::of(&all, now);
    let after = asked.after.split_once('.').and_then(|(by, id)| Some((by.parse().ok()?, id.parse().ok()?)));
    all.retain(|one| after.is_none_or(|after| inbox::statement_place(one, now) > after));
    let has_more = all.len() > ROWS;
    all.truncate(ROWS);
    let more = all.last().filter(|_| has_more).map(|last| inbox::statement_place(last, now));
    let ids: Vec<_> = all.iter().map(|one| one.id).collect();
    let (mut uses, names) = (statement::uses(&mut tx, &ids).await?, names(&mut tx).await?);
    let mut rows = Vec::new();
    for one in all {
        let stands_on = match one.state {
            StatementState::Published => {
                posting::of_statement(&mut tx, one.id).await?.iter().filter(|posting| posting.state.is_out()).count()
            }
            _ => 0,
        };
        let uses = uses.remove(&one.id).unwrap_or_default();
        let owner = names.get(&one.terms.owner).cloned().unwrap_or_default();
        rows.push(StatementRow { statement: one, owner, stands_on, uses });
    }
    Ok(respond::page(&headers, &frame, &StatementsPage { rows, counts, more }))
}
