//! Shows a deed: what it would change, how far it is, what became of it: `GET /bulk/{id}`.

use axum::extract::State;
use axum::http::HeaderMap;
use model::{ConversationId, DeedId, DeedItemState};
use store::{conversation, deed};

use super::asked::asked;
use super::view::{DeedPage, Sample};
use super::words::{outcome, said};
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::named::Named;
use crate::respond;
use crate::ui::components::words::last_words;
use crate::ui::inbox::list::{encode, title};

/// Conversations that are shown of all.
const SAMPLE: i64 = 8;

pub(crate) async fn get(State(app): State<App>, who: SignedIn, Named(id): Named<DeedId>, headers: HeaderMap) -> Answer {
    let mut tx = app.store().read().await?;
    let deed = inbox::find_deed(&mut tx, &who.member, id).await?;
    let said = said(&mut tx, &deed.change, who.member.id).await?;
    let waiting = deed::items(&mut tx, id, DeedItemState::Waiting, SAMPLE).await?;
    let ids: Vec<ConversationId> = waiting.into_iter().map(|item| item.conversation).collect();
    let rows = conversation::rows(&mut tx, &ids).await?;
    let sample =
        rows.into_iter().map(|row| Sample { id: row.conversation.id, words: last_words(&row), name: row.author_name });
    let (back, list) = match &deed.list {
        Some((cut, query)) if query.is_empty() => (format!("/inbox?view={cut}"), Some(title(*cut).to_owned())),
        Some((cut, query)) => (format!("/inbox?view={cut}&q={}", encode(query)), Some(query.clone())),
        None => ("/inbox?view=waiting".to_owned(), None),
    };
    let page = DeedPage {
        id,
        asked: asked(&mut tx, &deed.change, who.member.id, deed.tally.total).await?,
        each: said.each.clone(),
        outcome: outcome(&deed, &said),
        state: deed.state,
        tally: deed.tally,
        may_undo: inbox::may_undo(&deed, tx.now()),
        sample: sample.collect(),
        back,
        list,
    };
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &page))
}
