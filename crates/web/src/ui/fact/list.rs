//! Shows the facts: `GET /facts`.

use axum::extract::State;
use axum::http::HeaderMap;
use inbox::Standing;
use model::Right;
use store::{StoreError, Tx, fact, member};

use super::view::{FactRow, FactsPage};
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::respond;

pub(crate) async fn get(State(app): State<App>, who: SignedIn, headers: HeaderMap) -> Answer {
    who.require(Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let frame = app.frame(&mut tx, &who, None).await?;
    let uses = fact::uses(&mut tx).await?;
    let mut rows = Vec::new();
    for Standing { fact, owner } in inbox::facts(&mut tx, frame.today()).await? {
        let uses = uses.get(&fact.id).copied().unwrap_or_default();
        let (name, is_ownerless) = match owner {
            Some(owner) => (owner.name, false),
            None => (former(&mut tx, &fact).await?, true),
        };
        rows.push(FactRow { fact, owner: name, is_ownerless, uses });
    }
    let page = FactsPage { rows, may_keep: inbox::keeps_facts(&mut tx, &who.member).await? };
    Ok(respond::page(&headers, &frame, &page))
}

/// The name of who stood for a fact.
pub(super) async fn former(tx: &mut Tx, fact: &fact::Fact) -> Result<String, StoreError> {
    Ok(member::find(tx, fact.terms.owner).await?.map(|member| member.name).unwrap_or_default())
}
