//! Says what belongs together: `POST /conversations/{id}/link` and `/unlink`.

use axum::extract::{Query, State};
use inbox::InboxError;
use model::{ConversationId, DeedId};
use serde::Deserialize;
use store::{Tx, member::Member};
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
    /// The other conversation: its number, or an address of it.
    with: String,
}

pub(crate) async fn link(
    app: State<App>,
    id: Named<ConversationId>,
    beside: Query<Beside>,
    posted: Posted<Form>,
) -> Answer {
    act(app, id, beside, posted, async |tx, member, id, with| inbox::link(tx, member, id, with).await).await
}

pub(crate) async fn unlink(
    app: State<App>,
    id: Named<ConversationId>,
    beside: Query<Beside>,
    posted: Posted<Form>,
) -> Answer {
    act(app, id, beside, posted, async |tx, member, id, with| inbox::unlink(tx, member, id, with).await).await
}

async fn act(
    State(app): State<App>,
    Named(id): Named<ConversationId>,
    Query(beside): Query<Beside>,
    Posted { who, form }: Posted<Form>,
    act: impl AsyncFnOnce(&mut Tx, &Member, ConversationId, ConversationId) -> Result<Option<DeedId>, InboxError>,
) -> Answer {
    who.require(model::Right::WorkInbox)?;
    let unknown = |why: &str| Failure::Wrong(Wrong::Unreadable(why.to_owned()));
    let with =
        read(&form.with).ok_or_else(|| unknown(t!("Name the other conversation by its address or its number.")))?;
    let mut tx = app.store().write().await?;
    if store::conversation::find(&mut tx, with).await?.is_none() {
        return Err(unknown(t!("There is no other conversation at that address or with that number.")));
    }
    let deed = act(&mut tx, &who.member, id, with).await?;
    tx.commit().await?;
    Ok(respond::see(&after(&beside.list().address_of(id), deed)))
}

/// The conversation that somebody names: by its number, with or without `#`, or by an address at which it is open.
fn read(named: &str) -> Option<ConversationId> {
    let named = named.trim();
    let after = |part: &str| named.split_once(part).map(|(_, rest)| rest);
    let number = after("/inbox/").or_else(|| after("/conversations/")).unwrap_or(named.trim_start_matches('#'));
    let end = number.find(['?', '#', '/']).unwrap_or(number.len());
    number[..end].parse().ok().filter(|id: &ConversationId| id.0 > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_conversation_is_named_by_its_number_or_an_address_of_it() {
        let named = [
            "7",
            " #7 ",
            "/inbox/7",
            "https://talk.example/inbox/7?view=saved:3&rows=100#context",
            "talk.example/conversations/7/arrange?view=all",
            "https://talk.example/api/v1/conversations/7",
        ];
        for one in named {
            assert_eq!(read(one), Some(ConversationId(7)), "{one}");
        }
        for nothing in ["", "#", "seven", "-7", "0", "7a", "/inbox/", "/inbox?view=all", "99999999999999999999"] {
            assert_eq!(read(nothing), None, "{nothing}");
        }
    }
}
