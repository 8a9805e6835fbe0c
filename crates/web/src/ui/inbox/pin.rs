//! Keeps a conversation at the top of one's own lists, or there no more: `POST /conversations/{id}/pin`.

use axum::extract::{Query, State};
use maud::{Markup, html};
use model::ConversationId;
use serde::Deserialize;
use wording::t;

use super::address::{Beside, after};
use super::list::List;
use super::thread::Thread;
use crate::app::App;
use crate::auth::Posted;
use crate::failure::Answer;
use crate::named::Named;
use crate::respond;
use crate::ui::components::{icon, press};
use crate::ui::layout::Frame;

#[derive(Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    remove: String,
}

pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<ConversationId>,
    Query(beside): Query<Beside>,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    let mut tx = app.store().write().await?;
    let deed = match form.remove.is_empty() {
        true => inbox::pin(&mut tx, &who.member, id).await?,
        false => inbox::unpin(&mut tx, &who.member, id).await?,
    };
    tx.commit().await?;
    Ok(respond::see(&after(&beside.list().address_of(id), deed)))
}

/// The act of the thread's menu.
pub(super) fn act(thread: &Thread, list: &List, frame: &Frame) -> Markup {
    let action = format!("/conversations/{}/pin{}", thread.id, list.query_string());
    let (fields, words): (&[(&str, &str)], &str) = match thread.is_pinned {
        true => (&[("remove", "yes")], t!("Take from the top")),
        false => (&[], t!("Pin to the top, for you")),
    };
    press(frame, &action, fields, html! { button #pin.btn.item type="submit" { (words) " " kbd { "u" } } })
}

/// The sign in the head of the thread.
pub(super) fn sign() -> Markup {
    html! { span.pinned { (icon::line("pin")) (t!("pinned")) } }
}

/// The sign on a row, where there is no room for the word.
pub(super) fn mark() -> Markup {
    html! { span.pinned title=(t!("pinned")) { (icon::line("pin")) span.vh { (t!("pinned")) } } }
}
