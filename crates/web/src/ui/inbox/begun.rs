//! The answer that a colleague has begun: seen while it is written, and taken over by
//! `POST /conversations/{id}/take-over`.

use axum::extract::{Query, State};
use inbox::InboxError;
use jiff::Timestamp;
use maud::{Markup, html};
use model::{ConversationId, MemberId};
use wording::t;

use super::address::Beside;
use super::composer::Composer;
use super::draft;
use super::list::List;
use super::reply::rules;
use super::thread::Thread;
use crate::app::App;
use crate::auth::PostedFiles;
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;
use crate::ui::components::words::language_tag;
use crate::ui::components::{rich, time};
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
    /// Whether it was taken over from whoever looks.
    pub is_taken: bool,
}

/// What they write, and the way to take it over; whoever wrote beside it may send theirs all the same.
pub(super) fn card(begun: &Begun, composer: &Composer, thread: &Thread, list: &List, frame: &Frame) -> Markup {
    let action = format!("/conversations/{}/take-over{}", thread.id, list.query_string());
    html! { section #begun.begun.for-reply data-taken[begun.is_taken] aria-label=(t!("The answer that is begun")) {
        @let name = html! { bdi { (begun.name) } };
        p { b {
                @if begun.is_taken { (rich!("{name} has taken your answer over.", name)) }
                @else { (rich!("{name} is writing the answer.", name)) }
            } " "
            span.faint { (rich!(
                "Begun {begun}, last touched {touched}.",
                begun = time::past(begun.at, frame),
                touched = time::past(begun.touched_at, frame),
            )) }
        }
        blockquote dir="auto" lang=[language_tag(composer.language.as_deref())] { (begun.words) }
        div.toolbar {
            button.btn type="submit" form="reply-form" formaction=(action) formnovalidate name="from" value=(begun.by) { (t!("Take it over")) }
            @if !composer.reply_text.is_empty() {
                button.btn.quiet type="submit" form="reply-form" name="beside" value=(begun.by) { (t!("Send mine all the same")) }
            }
        }
    } }
}

/// What was written beside it is posted along: it is kept first, and theirs stands behind it.
pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<ConversationId>,
    Query(beside): Query<Beside>,
    PostedFiles { who, form, .. }: PostedFiles<draft::Form>,
) -> Answer {
    // Where nothing can be sent now, what is too much is said when it can.
    let pictures_max = rules(&app, id, None).await.map_or(usize::MAX, |rules| rules.pictures.count_max);
    let mut tx = app.store().write().await?;
    draft::keep(&mut tx, &who, id, &form).await?;
    let from = form.from.ok_or_else(|| Failure::missing(t!("There is no draft.")))?;
    match inbox::take_over(&mut tx, &who.member, id, from, pictures_max).await {
        // What was sent or let go meanwhile is nobody's to take: the page shows what there is.
        Ok(()) | Err(InboxError::Missing("this draft")) => {}
        Err(error) => return Err(error.into()),
    }
    tx.commit().await?;
    app.presence().tell(id, who.member.id);
    Ok(respond::see(&beside.list().address_of(id)))
}
