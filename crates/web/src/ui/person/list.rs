//! Shows the people: `GET /people`.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use model::{AuthorId, Right};
use serde::Deserialize;
use store::person::{self, BY_NAME_MAX, PersonRow};
use store::regard;

use super::list_view::{PeoplePage, PersonCard};
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::respond;
use crate::ui::components::name::shown_handle;
use crate::ui::going_on;
use crate::ui::inbox::regard::kind_of;

/// Rows of a page.
const ROWS: i64 = 50;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    /// Part of a name, or the beginning of a handle; empty for everybody.
    #[serde(default)]
    q: String,
    /// After which place the page begins.
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
    let sought = asked.q.trim();
    let among = if sought.is_empty() { None } else { Some(person::by_name(&mut tx, sought).await?) };
    let mut found = person::list(&mut tx, among.as_deref(), going_on::read(&asked.after), ROWS + 1).await?;
    let has_more = found.len() as i64 > ROWS;
    found.truncate(ROWS as usize);
    let more = found.last().filter(|_| has_more).map(|last| going_on::written(last.place));
    let ids: Vec<AuthorId> = found.iter().map(|row| row.author.id).collect();
    let regards = regard::of_authors(&mut tx, &ids).await?;
    let card = |row: PersonRow| PersonCard {
        id: row.author.id,
        name: row.author.name().to_owned(),
        kind: kind_of(regards.get(&row.author.id)),
        handles: std::iter::once((shown_handle(&row.author), row.network))
            .chain(row.others.iter().map(|(author, network)| (shown_handle(author), *network)))
            .collect(),
        at: row.place.0,
        conversations: row.conversations.try_into().unwrap_or_default(),
    };
    let page = PeoplePage {
        sought: sought.to_owned(),
        is_cut: among.is_some_and(|found| found.len() == BY_NAME_MAX),
        rows: found.into_iter().map(card).collect(),
        is_first: asked.after.is_empty(),
        more,
    };
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &page))
}
