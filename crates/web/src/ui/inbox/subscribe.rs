//! Has oneself told what happens in a conversation, or no more: `POST /conversations/{id}/subscription`.

use axum::extract::{Query, State};
use maud::{Markup, html};
use model::ConversationId;
use serde::Deserialize;
use wording::t;

use super::address::Beside;
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
    inbox::subscribe(&mut tx, &who.member, id, form.remove.is_empty()).await?;
    tx.commit().await?;
    Ok(respond::see(&beside.list().address_of(id)))
}

/// The act of the thread.
pub(super) fn act(thread: &Thread, list: &List, frame: &Frame) -> Markup {
    let action = format!("/conversations/{}/subscription{}", thread.id, list.query_string());
    let (fields, words): (&[(&str, &str)], &str) = match thread.is_subscribed {
        true => (&[("remove", "yes")], t!("Tell me no more")),
        false => (&[], t!("Tell me what happens here")),
    };
    press(frame, &action, fields, html! { button #subscribe.btn.item type="submit" { (words) " " kbd { "f" } } })
}

/// The sign in the head of the thread.
pub(super) fn sign() -> Markup {
    html! { span.pinned { (icon::line("bell")) (t!("you are told")) } }
}
