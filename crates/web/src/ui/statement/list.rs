//! Shows the statements: `GET /statements`.

use axum::extract::State;
use axum::http::HeaderMap;
use model::{Right, StatementState};
use store::{posting, statement};

use super::view::{StatementRow, StatementsPage};
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::respond;
use crate::ui::owed::gather::names;

pub(crate) async fn get(State(app): State<App>, who: SignedIn, headers: HeaderMap) -> Answer {
    who.require(Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let frame = app.frame(&mut tx, &who, None).await?;
    let (mut uses, names) = (statement::uses(&mut tx).await?, names(&mut tx).await?);
    let mut rows = Vec::new();
    for one in inbox::statements(&mut tx).await? {
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
    Ok(respond::page(&headers, &frame, &StatementsPage { rows }))
}
