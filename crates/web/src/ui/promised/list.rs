//! Shows what was promised: `GET /commitments`.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use model::{CommitmentState, Right};
use serde::Deserialize;
use store::commitment::{self, Commitment, CommitmentFilter};
use store::{StoreError, Tx, conversation};

use super::view::{CommitmentRow, CommitmentsPage};
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::respond;
use crate::ui::going_on;
use crate::ui::owed::gather::{Names, names};
use crate::ui::owed::view::Whose;

/// Rows of a page.
const ROWS: i64 = 50;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    /// A state; what is to be kept otherwise.
    #[serde(default)]
    state: String,
    /// `me` for those for which whoever looks answers.
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
    let filter = CommitmentFilter {
        state: CommitmentState::from_word(&asked.state),
        member: (whose == Whose::Mine).then_some(who.member.id),
    };
    let mut tx = app.store().read().await?;
    let mut found = commitment::list(&mut tx, &filter, going_on::read(&asked.after), ROWS + 1).await?;
    let has_more = found.len() as i64 > ROWS;
    found.truncate(ROWS as usize);
    let next = found.last().filter(|_| has_more).map(|last| filter.place_of(last));
    let names = names(&mut tx).await?;
    let page = CommitmentsPage {
        state: filter.state.unwrap_or(CommitmentState::Open),
        whose,
        total: commitment::count(&mut tx, &filter).await?.try_into().unwrap_or_default(),
        late: commitment::count_late(&mut tx, &filter).await?.try_into().unwrap_or_default(),
        rows: rows(&mut tx, found, &names).await?,
        more: next.map(going_on::written),
    };
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &page))
}

async fn rows(tx: &mut Tx, found: Vec<Commitment>, names: &Names) -> Result<Vec<CommitmentRow>, StoreError> {
    let mut rows = Vec::new();
    for one in found {
        let Some(row) = conversation::row(tx, one.conversation).await? else { continue };
        rows.push(CommitmentRow {
            id: one.id,
            conversation: one.conversation,
            holder: names.get(&one.stand.member).cloned(),
            with: row.author_name,
            first_due_at: one.first_due_at,
            stand: one.stand,
        });
    }
    Ok(rows)
}
