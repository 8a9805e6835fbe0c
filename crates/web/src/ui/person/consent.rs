//! What a person lets us do, with its history; and noting what they said: `POST /people/{id}/consent`.

use axum::extract::State;
use axum::http::HeaderMap;
use inbox::{Consenting, GROUND_CHARS_MAX, InboxError};
use jiff::Timestamp;
use maud::{Markup, html};
use model::{AuthorId, ConsentId, ConsentPurpose, ConsentState, ConversationId, PostId};
use serde::Deserialize;
use wording::t;

use super::show::{Refused, refused};
use super::view::{PersonPage, may_say};
use crate::app::App;
use crate::auth::Posted;
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;
use crate::ui::components::{csrf, rich, time};
use crate::ui::error::Wrong;
use crate::ui::layout::Frame;

/// What a person lets us do.
#[derive(Clone, Debug, Default)]
pub struct Consents {
    /// What was noted, the newest first.
    pub noted: Vec<ConsentRow>,
    /// Their last messages, by which they may have said it: each with its first words.
    pub messages: Vec<(PostId, String)>,
}

/// What was noted once.
#[derive(Clone, Debug)]
pub struct ConsentRow {
    /// Which.
    pub id: ConsentId,
    /// Under which handle.
    pub author: AuthorId,
    /// What they are asked to let us do.
    pub purpose: ConsentPurpose,
    /// What they said.
    pub state: ConsentState,
    /// The message by which: where it stands, and its first words.
    pub post: Option<(ConversationId, PostId, String)>,
    /// What else shows it.
    pub words: Option<String>,
    /// Who noted it, by name.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

#[derive(Deserialize)]
pub(crate) struct Form {
    purpose: String,
    state: String,
    /// A message of theirs; empty for none.
    #[serde(default)]
    post: String,
    #[serde(default)]
    words: String,
}

impl Form {
    fn read(self, author: AuthorId) -> Answer<Consenting> {
        let unreadable = |why: &str| Failure::Wrong(Wrong::Unreadable(why.to_owned()));
        let post = match self.post.as_str() {
            "" => None,
            id => Some(PostId(id.parse().map_err(|_| unreadable(t!("There is no such message.")))?)),
        };
        Ok(Consenting {
            author,
            purpose: ConsentPurpose::from_word(&self.purpose).ok_or_else(|| unreadable(t!("Say what it is about.")))?,
            state: ConsentState::from_word(&self.state).ok_or_else(|| unreadable(t!("Say what they said.")))?,
            post,
            words: self.words,
        })
    }
}

pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<AuthorId>,
    headers: HeaderMap,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    let consenting = form.read(id)?;
    let mut tx = app.store().write().await?;
    match inbox::note_consent(&mut tx, &who.member, &consenting).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(respond::see(&format!("/people/{id}#consents")))
        }
        Err(error @ (InboxError::ConsentShown | InboxError::ConsentWithdrawn)) => {
            drop(tx);
            refused(&app, &who, id, &headers, Refused::of(&error)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// What they are asked, as a question.
fn question(purpose: ConsentPurpose) -> &'static str {
    match purpose {
        ConsentPurpose::Quote => t!("May we quote them?"),
        ConsentPurpose::Contact => t!("May we write to them privately?"),
    }
}

fn answer(state: ConsentState) -> &'static str {
    match state {
        ConsentState::Asked => t!("Asked, no answer yet"),
        ConsentState::Given => t!("Yes"),
        ConsentState::Refused => t!("No"),
        ConsentState::Withdrawn => t!("No longer"),
    }
}

fn choice(state: ConsentState) -> &'static str {
    match state {
        ConsentState::Asked => t!("They were asked"),
        ConsentState::Given => t!("They said yes"),
        ConsentState::Refused => t!("They said no"),
        ConsentState::Withdrawn => t!("They took it back"),
    }
}

pub(super) fn consents(page: &PersonPage, frame: &Frame) -> Markup {
    html! { section.consents aria-labelledby="consents" {
        h2 #consents { (t!("What they let us do")) }
        dl { @for purpose in ConsentPurpose::ALL {
            dt { (question(*purpose)) }
            dd { (of_purpose(page, *purpose, frame)) }
        } }
        @if may_say(frame) { (form(page, frame)) }
    } }
}

fn of_purpose(page: &PersonPage, purpose: ConsentPurpose, frame: &Frame) -> Markup {
    let noted: Vec<&ConsentRow> = page.consents.noted.iter().filter(|one| one.purpose == purpose).collect();
    html! { @match noted.split_first() {
        None => { (t!("Nobody asked.")) " " span.faint { (t!("So: no.")) } },
        Some((last, before)) => {
            b { (answer(last.state)) } (shown(last, page, frame))
            @if !before.is_empty() { details {
                summary { (t!(before.len(); "Before: {count} entry", "Before: {count} entries")) }
                ul { @for one in before { li { (answer(one.state)) (shown(one, page, frame)) } } }
            } }
        },
    } }
}

fn shown(one: &ConsentRow, page: &PersonPage, frame: &Frame) -> Markup {
    html! { span.t1.dim {
        @if let Some((conversation, post, words)) = &one.post {
            (rich!(", by {message}", message = html! {
                a href={ "/inbox/" (conversation) "?view=all#post-" (post) } dir="auto" {
                    @if words.is_empty() { (t!("a message that is gone")) } @else { (rich!("“{words}”", words = html! { bdi { (words) } })) }
                }
            }))
        }
        @if let Some(words) = &one.words { ": " bdi { (words) } }
        ". "
        @if page.handles.len() > 1 {
            (rich!(
                "{by} noted it {past}, of {handle}.",
                by = one.by,
                past = time::past(one.at, frame),
                handle = html! { bdi { (page.handle(one.author)) } },
            ))
        } @else { (rich!("{by} noted it {past}.", by = one.by, past = time::past(one.at, frame))) }
    } }
}

fn form(page: &PersonPage, frame: &Frame) -> Markup {
    html! { details.more-fields {
        summary { (t!("Note what they said")) }
        form.stack method="post" action={ "/people/" (page.id) "/consent" } {
            (csrf(frame))
            div.field {
                label for="consent-purpose" { (t!("consent": "About")) }
                select #consent-purpose name="purpose" autocomplete="off" { @for one in ConsentPurpose::ALL { option value=(one) { (question(*one)) } } }
            }
            div.field {
                label for="consent-state" { (t!("What they said")) }
                select #consent-state name="state" autocomplete="off" { @for one in ConsentState::ALL { option value=(one) { (choice(*one)) } } }
            }
            div.field {
                label for="consent-post" { (t!("By which message")) }
                select #consent-post name="post" autocomplete="off" {
                    option value="" { (t!("None that is kept here")) }
                    @for (id, words) in &page.consents.messages { option value=(id) { (words) } }
                }
            }
            div.field {
                label for="consent-words" { (t!("What else shows it")) }
                input #consent-words type="text" name="words" maxlength=(GROUND_CHARS_MAX) autocomplete="off" placeholder=(t!("On the telephone, on Monday"));
            }
            button.btn type="submit" { (t!("Note it")) }
        }
    } }
}
