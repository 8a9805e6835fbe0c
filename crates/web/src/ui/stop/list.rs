//! Shows what is put off, and what is stopped: `GET /outgoing`.

use std::collections::HashMap;

use axum::extract::State;
use axum::http::HeaderMap;
use model::{MemberId, Right};
use store::stop::{self, Stop};
use store::{Tx, conversation, label, member, reply, reply_picture};

use super::view::{OutgoingPage, PutOff, StopRow};
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::respond;
use crate::ui::approval::gather::waiting;
use crate::ui::gesture::held;
use crate::ui::statement::held as statements;

/// Answers shown: the next to go out.
const SHOWN: i64 = 200;
/// Lifted stops shown: the latest.
const LIFTED: i64 = 10;

pub(crate) async fn get(State(app): State<App>, who: SignedIn, headers: HeaderMap) -> Answer {
    show(&app, &who, &headers, None).await
}

/// The page, and why what was asked for was not done.
pub(crate) async fn show(app: &App, who: &SignedIn, headers: &HeaderMap, error: Option<String>) -> Answer {
    who.require(Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let names: HashMap<MemberId, String> =
        member::all(&mut tx).await?.into_iter().map(|member| (member.id, member.name)).collect();
    let labels = label::all(&mut tx).await?;
    let row = |stop: Stop| {
        let name = |id: MemberId| names.get(&id).cloned().unwrap_or_default();
        StopRow {
            label: stop.label.and_then(|id| labels.iter().find(|label| label.id == id)).map(|label| label.name.clone()),
            begun_by: name(stop.begun_by),
            lifted: stop.lifted_by.map(name).zip(stop.lifted_at),
            id: stop.id,
            reason: stop.reason,
            begun_at: stop.begun_at,
        }
    };
    let in_force: Vec<StopRow> = stop::in_force(&mut tx).await?.into_iter().map(row).collect();
    let lifted = stop::lifted(&mut tx, LIFTED).await?.into_iter().map(row).collect();
    let waiting = waiting(&mut tx, who, &names).await?;
    let put_off = put_off(&mut tx, &names).await?;
    let (held, later) = put_off.into_iter().partition(|one| one.held_since.is_some());
    let labels = labels.into_iter().filter(|label| label.archived_at.is_none()).collect();
    let frame = app.frame(&mut tx, who, None).await?;
    let gestures = held::held(&mut tx, &names).await?;
    let statements = statements::held(&mut tx, &names).await?;
    let page = OutgoingPage { in_force, lifted, waiting, held, gestures, statements, later, labels, error };
    Ok(if page.error.is_some() {
        respond::refused(headers, &frame, &page)
    } else {
        respond::page(headers, &frame, &page)
    })
}

async fn put_off(tx: &mut Tx, names: &HashMap<MemberId, String>) -> Result<Vec<PutOff>, store::StoreError> {
    let replies = reply::put_off(tx, SHOWN).await?;
    let ids: Vec<_> = replies.iter().map(|reply| reply.conversation).collect();
    let rows = conversation::rows(tx, &ids).await?;
    let with: HashMap<_, _> = rows.into_iter().map(|row| (row.conversation.id, row.author_name)).collect();
    let ids: Vec<_> = replies.iter().map(|reply| reply.id).collect();
    let pictures = reply_picture::of_replies(tx, &ids).await?;
    let shown = |reply: reply::Reply| PutOff {
        id: reply.id,
        conversation: reply.conversation,
        to: with.get(&reply.conversation).cloned().unwrap_or_default(),
        by: names.get(&reply.member).cloned().unwrap_or_default(),
        pictures: pictures.get(&reply.id).map_or(0, Vec::len),
        words: reply.text,
        is_private: reply.is_private,
        goes_at: reply.send_at,
        held_since: reply.held.map(|(since, _)| since),
    };
    Ok(replies.into_iter().map(shown).collect())
}
