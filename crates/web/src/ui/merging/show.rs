//! What a conversation can be merged with, and where it can be split: `GET /conversations/{id}/arrange`.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use inbox::{Listing, Want};
use model::{ConversationId, InboxView, Right};
use serde::Deserialize;
use store::conversation::{self, ListRow, View};
use store::{Tx, merge, person, post};
use wording::t;

use super::view::{ArrangePage, Message, Other};
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;
use crate::ui::components::words::last_words;
use crate::ui::inbox::address::Beside;

/// Conversations that are offered.
const OFFERED: usize = 12;
/// Conversations looked at for words.
const LOOKED: usize = 5_000;

#[derive(Deserialize)]
pub(crate) struct Asked {
    /// Words that the other conversation has.
    #[serde(default)]
    find: String,
}

pub(crate) async fn get(
    State(app): State<App>,
    who: SignedIn,
    Named(id): Named<ConversationId>,
    Query(beside): Query<Beside>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Answer {
    who.require(Right::WorkInbox)?;
    let find = asked.find.trim();
    let found = if find.is_empty() { None } else { Some(found(&app, &who, find).await?) };
    let mut tx = app.store().read().await?;
    let standing =
        merge::standing(&mut tx, id).await?.ok_or_else(|| Failure::missing(t!("There is no conversation.")))?;
    let row = conversation::row(&mut tx, standing.id)
        .await?
        .ok_or_else(|| Failure::missing(t!("There is no conversation.")))?;
    let is_found = found.is_some();
    let offered = match found {
        Some(found) => found,
        None => near(&mut tx, &row).await?,
    };
    let others =
        offered.into_iter().filter(|other| other.conversation.id != standing.id).take(OFFERED).map(Other::from);
    let thread = post::of_conversation(&mut tx, standing.id).await?;
    let messages = thread.iter().filter(|one| !one.author.is_ours && one.post.deleted_at.is_none());
    let messages = messages.map(|one| Message {
        id: one.post.id,
        name: one.author.name().to_owned(),
        at: one.post.posted_at,
        words: one.post.text.clone(),
    });
    let page = ArrangePage {
        id: standing.id,
        name: row.author_name,
        list: beside.list().query_string(),
        find: find.to_owned(),
        is_found,
        others: others.collect(),
        // With the first message everything would go.
        messages: messages.skip(1).collect(),
    };
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &page))
}

/// What is likely meant: others with the same person, then those in which something was said last.
async fn near(tx: &mut Tx, row: &ListRow) -> Answer<Vec<ListRow>> {
    let handles = person::authors(tx, row.conversation.author).await?;
    let mut near = conversation::with_authors(tx, &handles, None, OFFERED as i64).await?;
    for other in conversation::list(tx, View::All, None, OFFERED as i64 + 1).await? {
        if near.iter().all(|one| one.conversation.id != other.conversation.id) {
            near.push(other);
        }
    }
    Ok(near)
}

/// Conversations in which something is found.
async fn found(app: &App, who: &SignedIn, find: &str) -> Answer<Vec<ListRow>> {
    let listing = Listing::new(InboxView::All, find);
    let search = listing.search(who.member.id).map_err(inbox::InboxError::Query)?;
    let Some(search) = search else { return Ok(Vec::new()) };
    let want = Want { rows: OFFERED + 1, found: OFFERED + 1, looked: LOOKED };
    Ok(search.look(app.store(), None, want).await?.rows)
}

impl From<ListRow> for Other {
    fn from(row: ListRow) -> Self {
        let words = last_words(&row);
        Self {
            id: row.conversation.id,
            name: row.author_name,
            network: row.network,
            at: row.conversation.active_at,
            words,
        }
    }
}
