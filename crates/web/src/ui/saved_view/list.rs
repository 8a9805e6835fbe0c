//! Shows a member's views: `GET /views`.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use inbox::may_change_view;
use listening::FieldContext;
use model::{Right, SavedViewId};
use serde::Deserialize;
use store::{member, saved_view};
use wording::t;

use super::view::{ViewRow, ViewsPage};
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::respond;
use crate::ui::layout::{Notice, Undo};

#[derive(Deserialize)]
pub(crate) struct Asked {
    /// The view that was just removed.
    removed: Option<i64>,
}

pub(crate) async fn get(
    State(app): State<App>,
    who: SignedIn,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Answer {
    who.require(Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let mut views = Vec::new();
    for view in saved_view::of_member(&mut tx, who.member.id).await? {
        let maker = match view.member == who.member.id {
            true => None,
            false => member::find(&mut tx, view.member).await?.map(|member| member.name),
        };
        let is_readable = view.query.is_empty() || listening::Query::parse(&view.query, FieldContext::View).is_ok();
        views.push(ViewRow {
            may_change: may_change_view(&who.member, &view),
            id: view.id,
            name: view.name,
            cut: view.cut,
            query: view.query,
            is_shared: view.is_shared,
            maker,
            is_readable,
        });
    }
    let removed = match asked.removed {
        Some(id) => saved_view::find(&mut tx, SavedViewId(id)).await?,
        None => None,
    };
    let removed = removed.filter(|view| view.removed_at.is_some() && may_change_view(&who.member, view));
    let notice = removed.map(|view| Notice {
        text: t!("“{name}” is removed.", name = view.name),
        undo: Some(Undo { action: format!("/views/{}/bring-back", view.id), fields: Vec::new() }),
        is_bad: false,
    });
    let frame = app.frame(&mut tx, &who, notice).await?;
    Ok(respond::page(&headers, &frame, &ViewsPage { views }))
}
