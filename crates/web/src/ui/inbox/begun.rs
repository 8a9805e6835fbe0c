//! The answer that a colleague has begun: seen while it is written, and taken over by
//! `POST /conversations/{id}/take-over`.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use inbox::InboxError;
use jiff::Timestamp;
use maud::{Markup, html};
use model::{ConversationId, MemberId};
use serde::Deserialize;

use super::address::Beside;
use super::composer::{Composer, ComposerKind};
use super::list::List;
use super::show::{self, Refused};
use super::thread::Thread;
use crate::app::App;
use crate::auth::Posted;
use crate::failure::Answer;
use crate::named::Named;
use crate::respond;
use crate::ui::components::words::language_tag;
use crate::ui::components::{press, time};
use crate::ui::layout::Frame;

/// An answer that a colleague writes.
#[derive(Clone, Debug)]
pub struct Begun {
    /// Who.
    pub by: MemberId,
    /// Their name.
    pub name: String,
    /// The words so far.
    pub words: String,
    /// When it was begun.
    pub at: Timestamp,
    /// When it was last touched.
    pub touched_at: Timestamp,
}

/// What they write, and the way to take it over; whoever wrote beside it may send theirs all the same.
pub(super) fn card(begun: &Begun, composer: &Composer, thread: &Thread, list: &List, frame: &Frame) -> Markup {
    let action = format!("/conversations/{}/take-over{}", thread.id, list.query_string());
    html! { section #begun.begun.for-reply aria-label="The answer that is begun" {
        p { b { bdi { (begun.name) } " is writing the answer." } " "
            span.faint { "Begun " (time::past(begun.at, frame)) ", last touched " (time::past(begun.touched_at, frame)) "." }
        }
        blockquote dir="auto" lang=[language_tag(composer.language.as_deref())] { (begun.words) }
        div.toolbar {
            (press(frame, &action, &[("from", &begun.by.to_string())], html! { button.btn type="submit" { "Take it over" } }))
            @if !composer.reply_text.is_empty() {
                button.btn.quiet type="submit" form="reply-form" name="beside" value=(begun.by) { "Send mine all the same" }
            }
        }
    } }
}

#[derive(Deserialize)]
pub(crate) struct Form {
    from: MemberId,
}

pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<ConversationId>,
    Query(beside): Query<Beside>,
    headers: HeaderMap,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    let mut tx = app.store().write().await?;
    match inbox::take_over(&mut tx, &who.member, id, form.from).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(respond::see(&beside.list().address_of(id)))
        }
        Err(InboxError::Missing("this draft")) => {
            let text = store::draft::find(&mut tx, id, who.member.id, store::draft::DraftKind::Reply).await?;
            drop(tx);
            let error = Some("There is nothing to take over any more: it was sent, or let go.".to_owned());
            let refused = Refused { text: text.unwrap_or_default(), error, ..Refused::of(ComposerKind::Reply) };
            show::opened(&app, &who, id, &beside, &headers, Some(refused)).await
        }
        Err(error) => Err(error.into()),
    }
}
