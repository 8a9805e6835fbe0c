//! Asks whether a person is to be erased, and does it: `/people/{id}/erase`.

use axum::extract::State;
use axum::http::HeaderMap;
use inbox::InboxError;
use maud::{Markup, html};
use model::{AuthorId, Right};
use serde::Deserialize;
use store::erasure::{self, Held};
use wording::{number, t};

use crate::app::App;
use crate::auth::{Posted, SignedIn};
use crate::failure::{Answer, sentence};
use crate::named::Named;
use crate::respond;
use crate::ui::components::{csrf, form_error, rich};
use crate::ui::layout::{Frame, Page, Place};

/// `/people/{id}/erase`.
#[derive(Clone, Debug)]
pub struct ErasePage {
    /// The handle at which it is asked.
    pub id: AuthorId,
    /// The name that they show there.
    pub name: String,
    /// What is typed to say that this very person is meant.
    pub confirmation: String,
    /// How many handles go with it.
    pub handles: usize,
    /// What there is of them.
    pub held: Held,
    /// Why it was not done.
    pub error: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    handle: String,
}

pub(crate) async fn get(
    State(app): State<App>,
    who: SignedIn,
    Named(id): Named<AuthorId>,
    headers: HeaderMap,
) -> Answer {
    ask(&app, &who, id, &headers, None).await
}

async fn ask(app: &App, who: &SignedIn, id: AuthorId, headers: &HeaderMap, error: Option<String>) -> Answer {
    who.require(Right::ErasePeople)?;
    let mut tx = app.store().read().await?;
    let handles = inbox::person_handles(&mut tx, id).await?;
    let authors: Vec<AuthorId> = handles.iter().map(|one| one.author.id).collect();
    if erasure::of_authors(&mut tx, &authors).await?.is_some() {
        return Err(InboxError::Erased.into());
    }
    let asked = handles.iter().map(|one| &one.author).find(|author| author.id == id);
    let asked = asked.ok_or(InboxError::Missing("this person"))?;
    let page = ErasePage {
        id,
        name: asked.name().to_owned(),
        confirmation: inbox::confirmation(asked).to_owned(),
        handles: handles.len(),
        held: erasure::held(&mut tx, &authors).await?,
        error,
    };
    let frame = app.frame(&mut tx, who, None).await?;
    Ok(match page.error {
        Some(_) => respond::refused(headers, &frame, &page),
        None => respond::page(headers, &frame, &page),
    })
}

pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<AuthorId>,
    headers: HeaderMap,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    let mut tx = app.store().write_durable().await?;
    match inbox::erase_person(&mut tx, &who.member, id, &form.handle).await {
        Ok(_) => {
            tx.commit().await?;
            app.pipeline().nudge_work();
            Ok(respond::see(&format!("/people/{id}")))
        }
        Err(error @ (InboxError::NotTyped | InboxError::AnswersMoving)) => {
            drop(tx);
            ask(&app, &who, id, &headers, Some(sentence(&error.to_string()))).await
        }
        Err(error) => Err(error.into()),
    }
}

impl Page for ErasePage {
    fn title(&self) -> String {
        t!("Erase {name}", name = self.name)
    }

    fn place(&self) -> Place {
        Place::Elsewhere
    }

    fn class(&self) -> &'static str {
        "page narrow-page"
    }

    fn body(&self, frame: &Frame) -> Markup {
        let count = |count: i64| usize::try_from(count).unwrap_or_default();
        html! {
            p.crumbs { a href="/people" { (t!("People")) } " / " a href={ "/people/" (self.id) } { bdi { (self.name) } } }
            header.page-head { div {
                h1.page-title { (rich!("Erase {name}?", name = html! { bdi { (self.name) } })) }
                p { (rich!(
                    "This cannot be taken back. Whoever asks for their data first is given it: {export}.",
                    export = html! { a href={ "/people/" (self.id) "/export" } download { (t!("all that is held of them")) } },
                )) }
            } }
            (form_error(self.error.as_deref()))
            section.erase {
                h2 { (t!("What goes")) }
                dl.pairs {
                    dt { (t!("Handles, with names, addresses, judgements and what they let us do")) } dd.num { (number(self.handles)) }
                    dt { (t!("Posts: words, links, addresses, and what was judged of them")) } dd.num { (number(count(self.held.posts))) }
                    dt { (t!("Pictures")) } dd.num { (number(count(self.held.pictures))) }
                    dt { (t!("Notes about them and in conversations that they began")) } dd.num { (number(count(self.held.notes))) }
                }
                p { (t!("In conversations that they began also drafts, and the words of what is owed and promised there; in our answers, their names.")) }
                h2 { (t!("What stays")) }
                p { (t!(
                    count(self.held.conversations);
                    "{count} conversation without their words, so that every figure stays true; what others said; our answers; and the log, which never held words or names.",
                    "{count} conversations without their words, so that every figure stays true; what others said; our answers; and the log, which never held words or names.",
                )) }
                p { (t!("What they say from now on is heard as a stranger’s. Topics, views and rules that name them are yours to change. A back-up made before still holds them.")) }
                form.stack method="post" action={ "/people/" (self.id) "/erase" } {
                    (csrf(frame))
                    div.field {
                        label for="erase-handle" { (rich!("Type {name} to say that you mean them", name = html! { b { bdi { (self.confirmation) } } })) }
                        input #erase-handle type="text" name="handle" required autocomplete="off" autocapitalize="off" spellcheck="false";
                    }
                    button.btn.dark type="submit" { (t!("Erase for good")) }
                }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let usual = Self {
            id: AuthorId(7),
            name: "Renske Ophoven".into(),
            confirmation: "renske.example".into(),
            handles: 2,
            held: Held { posts: 1_204, pictures: 12, conversations: 14, notes: 3, moving: 0 },
            error: None,
        };
        let refused =
            Self { error: Some("Type the handle exactly, so that nobody else is meant.".into()), ..usual.clone() };
        vec![("", usual), ("refused", refused)]
    }
}
