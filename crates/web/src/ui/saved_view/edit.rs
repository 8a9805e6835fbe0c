//! Keeps a list under a name and changes it: `GET /views/new`, `POST /views`, `GET /views/{id}`, `POST /views/{id}`.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use inbox::InboxError;
use listening::FieldContext;
use model::{InboxView, Right, SavedViewId};
use serde::Deserialize;
use store::saved_view::Described;

use super::view::ViewPage;
use crate::app::App;
use crate::auth::{Posted, SignedIn};
use crate::failure::{Answer, sentence};
use crate::named::Named;
use crate::respond;
use crate::ui::inbox::address::of_saved;
use crate::ui::topic::check::check;
use crate::ui::topic::edit::lines;

#[derive(Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    name: String,
    #[serde(default)]
    cut: String,
    #[serde(default)]
    query: String,
    #[serde(default)]
    shared: String,
    /// The version that was shown; none for a new view.
    version: Option<i64>,
}

impl Form {
    fn wanted(&self) -> Described<'_> {
        Described {
            name: &self.name,
            cut: InboxView::from_word(&self.cut).unwrap_or_default(),
            query: &self.query,
            is_shared: !self.shared.is_empty(),
        }
    }

    /// The page with the form as it was filled in.
    fn page(&self, id: Option<SavedViewId>) -> ViewPage {
        let (wanted, query) = (self.wanted(), lines(&self.query));
        ViewPage {
            id,
            check: check(&query, FieldContext::View),
            name: self.name.trim().to_owned(),
            cut: wanted.cut,
            query,
            is_shared: wanted.is_shared,
            version: self.version,
            ..ViewPage::default()
        }
    }
}

pub(crate) async fn new(State(app): State<App>, who: SignedIn, Query(form): Query<Form>, headers: HeaderMap) -> Answer {
    who.require(Right::ReadInbox)?;
    let frame = app.frame(&mut app.store().read().await?, &who, None).await?;
    Ok(respond::page(&headers, &frame, &form.page(None)))
}

pub(crate) async fn get(
    State(app): State<App>,
    who: SignedIn,
    Named(id): Named<SavedViewId>,
    headers: HeaderMap,
) -> Answer {
    let mut tx = app.store().read().await?;
    let view = inbox::find_view(&mut tx, &who.member, id).await?;
    let page = ViewPage {
        id: Some(id),
        is_locked: !inbox::may_change_view(&who.member, &view),
        is_of_another: view.member != who.member.id,
        check: check(&view.query, FieldContext::View),
        name: view.name,
        cut: view.cut,
        query: view.query,
        is_shared: view.is_shared,
        version: Some(view.version),
        ..ViewPage::default()
    };
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &page))
}

pub(crate) async fn create(State(app): State<App>, headers: HeaderMap, Posted { who, form }: Posted<Form>) -> Answer {
    let mut tx = app.store().write().await?;
    match inbox::save_view(&mut tx, &who.member, form.wanted()).await {
        Ok(id) => {
            tx.commit().await?;
            Ok(respond::see(&of_saved(id)))
        }
        Err(error) => {
            drop(tx);
            refuse(&app, &who, &headers, form.page(None), error).await
        }
    }
}

pub(crate) async fn change(
    State(app): State<App>,
    Named(id): Named<SavedViewId>,
    headers: HeaderMap,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    let mut tx = app.store().write().await?;
    match inbox::change_view(&mut tx, &who.member, id, form.version, form.wanted()).await {
        Ok(is_news) => {
            if is_news {
                tx.commit().await?;
            }
            Ok(respond::see(&of_saved(id)))
        }
        Err(error) => {
            drop(tx);
            refuse(&app, &who, &headers, form.page(Some(id)), error).await
        }
    }
}

/// The form again with what is wrong, where filling it in otherwise helps.
async fn refuse(
    app: &App,
    who: &SignedIn,
    headers: &HeaderMap,
    mut page: ViewPage,
    error: InboxError,
) -> Answer<Response> {
    let words = sentence(&error.to_string());
    match error {
        InboxError::ViewName | InboxError::ViewNameTaken => page.name_error = Some(words),
        // The check beside the query says what is wrong with it.
        InboxError::Query(_) => {}
        InboxError::TooManyViews | InboxError::NotYours => page.error = Some(words),
        other => return Err(other.into()),
    }
    let frame = app.frame(&mut app.store().read().await?, who, None).await?;
    Ok(respond::refused(headers, &frame, &page))
}
