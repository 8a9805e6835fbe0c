//! Shows what is owed: `GET /owed`.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use jiff::Timestamp;
use model::{Function, ObligationState, Right};
use serde::Deserialize;
use store::obligation::{self, Obligation, ObligationFilter};
use store::{StoreError, Tx, conversation};

use super::gather::{Names, names};
use super::view::{OwedPage, OwedRow, Whose};
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::respond;
use crate::ui::components::words::last_words;
use crate::ui::going_on;

/// Rows of a page.
const ROWS: i64 = 50;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    /// A state; what is owed otherwise.
    #[serde(default)]
    state: String,
    #[serde(default)]
    function: String,
    /// `me` for what whoever looks has.
    #[serde(default)]
    whose: String,
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
    let whose = if asked.whose == "me" { Whose::Mine } else { Whose::All };
    let filter = ObligationFilter {
        state: ObligationState::from_word(&asked.state),
        function: Function::from_word(&asked.function),
        member: (whose == Whose::Mine).then_some(who.member.id),
    };
    let mut tx = app.store().read().await?;
    let mut found = obligation::list(&mut tx, &filter, going_on::read(&asked.after), ROWS + 1).await?;
    let has_more = found.len() as i64 > ROWS;
    found.truncate(ROWS as usize);
    let next = found.last().filter(|_| has_more).map(|last| filter.place_of(last));
    let names = names(&mut tx).await?;
    let page = OwedPage {
        state: filter.state,
        function: filter.function,
        whose,
        total: obligation::count(&mut tx, &filter).await?.try_into().unwrap_or_default(),
        late: obligation::count_late(&mut tx, &filter).await?.try_into().unwrap_or_default(),
        rows: rows(&mut tx, found, &names).await?,
        more: next.map(going_on::written),
    };
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &page))
}

async fn rows(tx: &mut Tx, found: Vec<Obligation>, names: &Names) -> Result<Vec<OwedRow>, StoreError> {
    let mut rows = Vec::new();
    for one in found {
        let Some(row) = conversation::row(tx, one.conversation).await? else { continue };
        let words = last_words(&row);
        rows.push(OwedRow {
            id: one.id,
            conversation: one.conversation,
            kind: one.kind,
            holder: one.stand.member.and_then(|id| names.get(&id).cloned()),
            stand: one.stand,
            with: row.author_name,
            said: words,
            status: row.conversation.status,
            changed_at: one.changed_at,
        });
    }
    Ok(rows)
}

/// The last moment that rows of today can have.
pub(crate) fn today_ends(now: Timestamp, zone: &jiff::tz::TimeZone) -> Timestamp {
    super::due::end_of(now.to_zoned(zone.clone()).date(), zone).unwrap_or(now)
}
