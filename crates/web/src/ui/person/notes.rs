//! What the team notes about a person, in words of its own: `POST /people/{id}/note`.

use axum::extract::State;
use axum::http::HeaderMap;
use inbox::InboxError;
use jiff::Timestamp;
use maud::{Markup, html};
use model::{AuthorId, NoteId};
use serde::Deserialize;
use wording::t;

use super::show::{Refused, refused};
use super::view::{PersonPage, may_say};
use crate::app::App;
use crate::auth::Posted;
use crate::failure::Answer;
use crate::named::Named;
use crate::respond;
use crate::ui::components::{csrf, rich, time};
use crate::ui::layout::Frame;

/// A note about a person.
#[derive(Clone, Debug)]
pub struct NoteRow {
    /// Which.
    pub id: NoteId,
    /// About which handle.
    pub author: AuthorId,
    /// Who wrote it, by name.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// The words.
    pub text: String,
}

#[derive(Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    text: String,
}

pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<AuthorId>,
    headers: HeaderMap,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    let text = form.text.replace("\r\n", "\n");
    let mut tx = app.store().write().await?;
    match inbox::write_person_note(&mut tx, &who.member, id, &text).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(respond::see(&format!("/people/{id}#person-notes")))
        }
        Err(error @ InboxError::Empty) => {
            drop(tx);
            refused(&app, &who, id, &headers, Refused::of(&error)).await
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) fn notes(page: &PersonPage, frame: &Frame) -> Markup {
    html! { section.person-notes aria-labelledby="person-notes" {
        h2 #person-notes { (t!("Notes")) }
        p.t1.dim { (t!("For the team; nobody outside ever reads them.")) }
        @if page.notes.is_empty() { p.t1.faint { (t!("None.")) } }
        @else { ul.note-list { @for one in &page.notes { li data-key={ "note-" (one.id) } {
            p.words dir="auto" { (one.text) }
            p.t1.faint { (one.by) ", " (time::past(one.at, frame)) @if page.handles.len() > 1 { (rich!(", about {handle}", handle = html! { bdi { (page.handle(one.author)) } })) } }
        } } } }
        @if may_say(frame) { form.stack method="post" action={ "/people/" (page.id) "/note" } {
            (csrf(frame))
            div.field {
                label for="person-note" {
                    @if page.handles.len() > 1 { (rich!("Write a note about {handle}", handle = html! { bdi.dim { (page.handle(page.id)) } })) }
                    @else { (t!("Write a note")) }
                }
                textarea #person-note name="text" rows="3" required dir="auto" {}
            }
            button.btn type="submit" { (t!("Keep the note")) }
        } }
    } }
}
