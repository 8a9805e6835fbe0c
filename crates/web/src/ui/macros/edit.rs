//! Makes a macro and changes it: `GET /macros/new`, `POST /macros`, `GET /macros/{id}`, `POST /macros/{id}`.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use inbox::{InboxError, MacroFault};
use model::{MacroId, Right};
use serde::Deserialize;
use store::macros::Terms;
use store::{Tx, saved_reply};
use wording::text;

use super::form::Filled;
use super::shown::{UNSHOWN, can_show};
use super::view::MacroPage;
use super::words::MacroNames;
use crate::app::App;
use crate::auth::{Posted, SignedIn};
use crate::failure::{Answer, sentence};
use crate::named::Named;
use crate::respond;
use crate::ui::rule::edit::choices;

pub(crate) async fn new(State(app): State<App>, who: SignedIn, headers: HeaderMap) -> Answer {
    who.require(Right::WorkInbox)?;
    let mut tx = app.store().read().await?;
    let page = page(&mut tx, &who, None).await?;
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &page))
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    /// Whether other steps are chosen in place of those that the form cannot show.
    #[serde(default)]
    anew: String,
}

pub(crate) async fn get(
    State(app): State<App>,
    who: SignedIn,
    Named(id): Named<MacroId>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Answer {
    let mut tx = app.store().read().await?;
    let mut page = page(&mut tx, &who, Some(id)).await?;
    if !asked.anew.is_empty() {
        page.keeps_steps = false;
        page.filled.anew = asked.anew;
    }
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &page))
}

/// The page of a macro, or of a new one.
async fn page(tx: &mut Tx, who: &SignedIn, id: Option<MacroId>) -> Answer<MacroPage> {
    let saved = saved_reply::all(tx).await?.into_iter().filter(|one| one.archived_at.is_none());
    let page = MacroPage {
        choices: choices(tx).await?,
        saved: saved.map(|one| (one.id, one.name)).collect(),
        ..MacroPage::default()
    };
    let Some(id) = id else { return Ok(page) };
    let found = inbox::find_macro(tx, &who.member, id).await?;
    let names = MacroNames::read(tx).await?;
    // A form that shows a part of them would lose the others.
    let keeps_steps = !can_show(&found.terms.steps);
    let steps = if keeps_steps { Vec::new() } else { found.terms.steps.clone() };
    let filled = Filled::of(&Terms { steps, ..found.terms.clone() }, found.version, &names.names);
    Ok(MacroPage {
        id: Some(id),
        keeps_steps,
        steps: names.steps(&found.terms),
        saved_words: names.saved(&found.terms),
        filled,
        ..page
    })
}

pub(crate) async fn create(State(app): State<App>, headers: HeaderMap, Posted { who, form }: Posted<Filled>) -> Answer {
    who.require(Right::WorkInbox)?;
    let mut tx = app.store().write().await?;
    let terms = form.read(&mut tx).await?;
    match inbox::create_macro(&mut tx, &who.member, terms).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(respond::see("/macros"))
        }
        Err(error) => {
            drop(tx);
            refuse(&app, &who, &headers, (None, form), error).await
        }
    }
}

pub(crate) async fn change(
    State(app): State<App>,
    Named(id): Named<MacroId>,
    headers: HeaderMap,
    Posted { who, form }: Posted<Filled>,
) -> Answer {
    who.require(Right::WorkInbox)?;
    let mut tx = app.store().write().await?;
    let mut terms = form.read(&mut tx).await?;
    let former = inbox::find_macro(&mut tx, &who.member, id).await?;
    if form.anew.is_empty() && !can_show(&former.terms.steps) {
        if terms.steps.is_empty() {
            terms.steps = former.terms.steps;
        } else if form.version.is_none_or(|seen| seen == former.version) {
            drop(tx);
            return again(&app, &who, &headers, (Some(id), form), (None, Some(text("", UNSHOWN).to_owned()))).await;
        }
    }
    match inbox::change_macro(&mut tx, &who.member, id, form.version, terms).await {
        Ok(is_news) => {
            if is_news {
                tx.commit().await?;
            }
            Ok(respond::see("/macros"))
        }
        Err(error) => {
            drop(tx);
            refuse(&app, &who, &headers, (Some(id), form), error).await
        }
    }
}

/// The form again with what is wrong, where filling it in otherwise helps.
async fn refuse(
    app: &App,
    who: &SignedIn,
    headers: &HeaderMap,
    of: (Option<MacroId>, Filled),
    error: InboxError,
) -> Answer {
    let words = Some(sentence(&error.to_string()));
    match error {
        InboxError::Macro(MacroFault::Name | MacroFault::NameTaken) => {
            again(app, who, headers, of, (words, None)).await
        }
        InboxError::Macro(_) => again(app, who, headers, of, (None, words)).await,
        other => Err(other.into()),
    }
}

/// The form again, as it was filled in.
async fn again(
    app: &App,
    who: &SignedIn,
    headers: &HeaderMap,
    (id, filled): (Option<MacroId>, Filled),
    (name_error, error): (Option<String>, Option<String>),
) -> Answer {
    let mut tx = app.store().read().await?;
    let former = page(&mut tx, who, id).await?;
    let keeps_steps = former.keeps_steps && filled.anew.is_empty();
    let frame = app.frame(&mut tx, who, None).await?;
    Ok(respond::refused(headers, &frame, &MacroPage { name_error, error, filled, keeps_steps, ..former }))
}
